"""The drafted contents → files: merged with what is there, completed from the base, kept back where lint refuses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdyb_generator.importing.assemble import Drafted
from gdyb_generator.importing.comments import render
from gdyb_generator.importing.doubts import HELD, Report
from gdyb_generator.importing.known import Known, read_known
from gdyb_generator.importing.merge import Merger, tidy_interface, tidy_row
from gdyb_generator.importing.settle import settle, settle_table
from gdyb_generator.spec.findings import Finding

_BASE_FILES = (
    "errata.yaml",
    "formats.yaml",
    "messages.yaml",
    "environments.yaml",
    "gateway.yaml",
    "envelope.yaml",
    "vocabulary.yaml",
)
_OPTIONAL = ("identification.yaml", "procedures.yaml", "settlement.yaml")
_NOTES = {
    "IM01": ("类型、长度、是否的写法与其他表不同（如 字符、16，2、是，或表头问的是可否为空）。", "按 importing/words.yaml 的同义词理解；印刷值照印。", "只是写法不同，含义没有疑问。"),
    "IM02": ("这一格空白、读不懂或与同一行其他格矛盾。", "导入时作了假定，见行上的 draft 与导入疑问。", "先能生成与试用；由人对照文档后改正并删去 draft。"),
}  # fmt: skip


Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which document was read."""

    id: str
    title: str
    lines: int
    sha256: str


class Writer:
    """Writes one import into a folder."""

    def __init__(self, into: Path, base: Path, report: Report, writing: Progress, linting: Progress) -> None:
        self.into, self.base, self.report = into, base, report
        self.writing, self.linting = writing, linting
        self.old = read_known(into)
        self.fallback = read_known(base)
        self.merger = Merger(report)
        self.is_new = not self.old.files
        self.written: dict[str, dict[str, Any]] = {}

    def write(self, drafted: Drafted, edition: Edition) -> None:
        """Writes all files, runs lint, and withholds the files with findings."""
        self._document(edition)
        for name in _BASE_FILES:
            self._copy(name)
        self._envelope(drafted)
        self._interfaces(drafted, edition)
        self._dictionaries(drafted)
        self._put("interface_list.yaml", self._list(drafted))
        self._errata()
        if self.is_new:
            self._extras()
        self._lint(drafted)

    def _put(self, name: str, content: Mapping[str, Any]) -> None:
        path = self.into / name
        if self.old.files.get(name) == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        old = (
            self.old.texts.get(name) or self.fallback.texts.get(name, "")
            if name in ("envelope.yaml", "gateway.yaml", "document.yaml")
            else self.old.texts.get(name, "")
        )
        path.write_bytes(render(content, old).encode())
        self.written[name] = dict(content)

    def _copy(self, name: str) -> None:
        path = self.into / name
        if not path.exists() and (text := self.fallback.texts.get(name)) is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            self.report.notes.append(f"{name} 取自已有的 spec，本文档没有印出或只印出一部分")

    def _document(self, edition: Edition) -> None:
        old = (self.old if not self.is_new else self.fallback).files.get("document.yaml", {}).get("documents", [])
        entry = {"id": edition.id, "title": edition.title}
        known = next((d for d in old if d["id"] == edition.id), None)
        if known and known.get("base"):
            entry["base"] = known["base"]
        if known and not self.is_new:
            entry["title"] = known["title"]
        printed = entry | {"text_lines": edition.lines, "text_sha256": edition.sha256}
        others = [d for d in old if d["id"] != edition.id]
        self._put("document.yaml", {"documents": [printed, *others]})

    def _interfaces(self, drafted: Drafted, edition: Edition) -> None:
        for number, (infno, content) in enumerate(drafted.interfaces.items()):
            self.writing(number, len(drafted.interfaces))
            old = self.old.interface(infno)
            if edition.id == "guangdong" and not (old or {}).get("document"):
                content.pop("document")
            merged = self.merger.interface(old, content) if old else content
            if old:
                settle(self.report, old, content, drafted.places)
            self._put(f"interfaces/{infno}.yaml", tidy_interface(merged))
        for name, content in self.old.files.items():
            infno = str(content.get("infno", ""))
            is_this = content.get("document", "guangdong") == edition.id
            if name.startswith("interfaces/") and is_this and infno not in drafted.interfaces:
                self.report.add(
                    "INTERFACE_GONE", f"{infno} {content.get('name', '')}", read=infno, assumed="留在 spec 中，请人决定"
                )

    def _dictionaries(self, drafted: Drafted) -> None:
        for name, content in drafted.dictionaries.items():
            file = f"dictionaries/{name}.yaml"
            old = self.old.dictionary(name)
            text = self.fallback.texts.get(file)
            if old is None and text and self.fallback.files[file] == content:
                (self.into / file).parent.mkdir(parents=True, exist_ok=True)
                (self.into / file).write_bytes(text.encode())
            else:
                self._put(file, self.merger.dictionary(old, content))
        self._envelope_dictionaries()

    def _envelope_dictionaries(self) -> None:
        """Dictionaries that the files copied from the base name."""
        envelope, gateway = (read_known_file(self.into, name) for name in ("envelope.yaml", "gateway.yaml"))
        tables = [envelope.get("request", {}), envelope.get("reply", {}), gateway.get("headers", {})]
        for row in [row for table in tables for row in table.get("fields", [])]:
            name = row.get("dictionary")
            if name and not (self.into / f"dictionaries/{name}.yaml").exists():
                self._copy(f"dictionaries/{name}.yaml")

    def _envelope(self, drafted: Drafted) -> None:
        names = ("gateway.yaml", "envelope.yaml", "vocabulary.yaml")
        now = {name: content for name in names if (content := read_known_file(self.into, name))}
        for part, table in drafted.envelope.items():
            name = "gateway.yaml" if part == "headers" else "envelope.yaml"
            if content := now.get(name, {}):
                settle_table(self.report, drafted.places[part], content[part], table)
                content[part] = self.merger.table(content[part], table, f"{name} {part}")
        for name, content in now.items():
            if content != read_known_file(self.into, name):
                self._put(name, content)

    def _list(self, drafted: Drafted) -> dict[str, Any]:
        new, old = drafted.listed, self.old.files.get("interface_list.yaml")
        if not new["interfaces"] and old:
            return old
        kept = {key: old[key] for key in ("errata",) if old and old.get(key)}
        gone = [
            row
            for row in (old or {}).get("interfaces", [])
            if row["infno"] not in {r["infno"] for r in new["interfaces"]}
        ]
        for row in gone:
            self.report.add(
                "ROW_GONE",
                "接口列表",
                line=row.get("line") or 0,
                row=row["infno"],
                read=row["name"],
                assumed="留在列表末，请人决定",
            )
        head = {"table": new["table"], "caption": new["caption"], "lines": new["lines"]}
        return head | kept | {"interfaces": [*new["interfaces"], *gone]}

    def _errata(self) -> None:
        path = self.into / "errata.yaml"
        text = path.read_text(encoding="utf-8") if path.is_file() else "errata:\n"
        used = "\n".join(p.read_text(encoding="utf-8") for p in self.into.glob("*/*.yaml")) + self._flat()
        for name, (finding, decision, reason) in _NOTES.items():
            if re.search(rf"\b{name}\b", used) and f"id: {name}\n" not in text:
                text = text.rstrip("\n") + (
                    f'\n  - id: {name}\n    lines: "1"\n    kind: artefact\n    finding: {finding}\n'
                    f"    decision: {decision}\n    reason: {reason}\n"
                )
        path.write_bytes(text.replace("errata: []", "errata:").encode())

    def _flat(self) -> str:
        return "".join(p.read_text(encoding="utf-8") for p in self.into.glob("*.yaml") if p.name != "errata.yaml")

    def _extras(self) -> None:
        """Tables of people and steps from the base, as far as this edition's interfaces carry them."""
        for name in (*_OPTIONAL, *(n for n in self.fallback.texts if n.startswith("readers/"))):
            self._copy(name)

    def _findings(self) -> list[Finding]:
        from gdyb_generator.lint.registry import lint
        from gdyb_generator.spec.load import load

        return lint(load(self.into))

    def _lint(self, drafted: Drafted) -> None:
        known = {f"interfaces/{infno}.yaml" for infno in drafted.interfaces}
        self.linting(0, 1)
        findings = self._without_extras(self._findings())
        self.linting(1, 2)
        unsafe = {f"interfaces/{infno}.yaml": why for infno, why in drafted.incomplete.items()}
        refused = sorted(({f.file for f in findings if f.file in known} | unsafe.keys()) & self.written.keys())
        for name in refused:
            why = [f"请求会不完整：{unsafe[name]}"] if name in unsafe else []
            why += [f"{f.rule} 第 {f.line} 行 {f.message}" for f in findings if f.file == name]
            self._hold_back(name, why)
        if refused:
            findings = self._without_extras(self._findings())
            if self._without_unused(findings, drafted):
                findings = self._without_extras(self._findings())
        for finding in findings:
            read = f"{finding.rule} {finding.message}"
            self.report.add("LINT", finding.file, line=finding.line, read=read, assumed=finding.hint)

    def _without_unused(self, findings: list[Finding], drafted: Drafted) -> bool:
        """Takes away dictionaries that only held back interfaces use; those that the document prints stay and say so."""
        unused = [f.file for f in findings if f.rule == "DICTIONARY_UNUSED" and f.file not in self.old.texts]
        for file in unused:
            name = file.removeprefix("dictionaries/").removesuffix(".yaml")
            if "table" in (content := drafted.dictionaries.get(name, {})) and not content.get("evidence"):
                self._put(file, dict(content) | {"used_in": "没有字段使用"})
            else:
                (self.into / file).unlink()
        return bool(unused)

    def _without_extras(self, findings: list[Finding]) -> list[Finding]:
        """Takes copied files away that name interfaces or fields which this edition does not have."""
        for name in _OPTIONAL if self.is_new else ():
            if any(f.file == name for f in findings) and (self.into / name).exists():
                (self.into / name).unlink()
                self.report.notes = [note for note in self.report.notes if not note.startswith(name)]
                self.report.notes.append(f"{name} 没有采用：它提到的接口或字段，本文档没有")
        return [f for f in findings if (self.into / f.file).exists()]

    def _hold_back(self, name: str, why: list[str]) -> None:
        content = self.written[name]
        place = f"{content['infno']} {content.get('name', '')}"
        self.report.add("HELD_BACK", place, read="\n".join(why), assumed=f"写在 held_back/{content['infno']}.yaml.txt")
        path = self.into / "held_back" / f"{content['infno']}.yaml.txt"
        path.parent.mkdir(exist_ok=True)
        (self.into / name).replace(path)
        if name in self.old.texts:
            (self.into / name).write_bytes(self.old.texts[name].encode())
        self._unlist(str(content["infno"]))
        for side in ("input", "output"):
            for node in content[side]:
                for row in node["fields"]:
                    self.report.counts.written -= 1
                    read = " | ".join(
                        str(tidy_row(row).get(key, ""))
                        for key in ("name", "label", "type", "length", "code", "required", "remark")
                    )
                    self.report.drop_row(
                        "ROW_NOT_WRITTEN",
                        f"{place} {side} {node.get('node', '')}",
                        line=row.get("line") or 0,
                        row=row["name"],
                        read=read,
                        assumed=HELD,
                    )

    def _unlist(self, infno: str) -> None:
        content = read_known_file(self.into, "interface_list.yaml")
        for row in content.get("interfaces", []):
            if row["infno"] == infno and infno not in {str(c.get("infno")) for c in self.old.files.values()}:
                row["draft"] = ["interface"]
        path = self.into / "interface_list.yaml"
        path.write_bytes(render(content, path.read_text(encoding="utf-8") if path.is_file() else "").encode())


def read_known_file(root: Path, name: str) -> dict[str, Any]:
    """One file of a spec as plain values."""
    known: Known = Known()
    path = root / name
    if path.is_file():
        from gdyb_generator.spec.read import read

        content = read(name, path.read_bytes()).value
        if isinstance(content, dict):
            known.files[name] = content
    return known.files.get(name, {})
