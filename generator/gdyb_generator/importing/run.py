"""One import from beginning to end: read, recognise, assemble, merge, write, lint, report."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from gdyb_generator.importing.assemble import assemble
from gdyb_generator.importing.blocks import ImportFailed, Source
from gdyb_generator.importing.doubts import Report, as_json, as_markdown
from gdyb_generator.importing.known import read_known
from gdyb_generator.importing.recognise import recognise
from gdyb_generator.importing.write import Edition, Writer
from gdyb_generator.spec.read import read

Progress = Callable[[int, int], None]
_STEPS = {"read": (0, 45), "recognise": (45, 50), "write": (50, 70), "lint": (70, 98)}
"""Per cent of the time that each step of an import takes, measured on a document of 800 tables."""
_TITLE = re.compile(r"(?:接口|平台).*(?:文档|规范|说明书|手册|标准|分册)(?:[（(].*[)）])?$")
_OLD_WORD = "是旧的 .doc 格式。请先用 Word 或 WPS 打开，“另存为 → Word 文档 (*.docx)”；或运行 soffice --headless --convert-to docx"


def read_source(path: Path, progress: Progress) -> Source:
    """The blocks of a document, by the kind of its file."""
    if not path.is_file():
        raise ImportFailed(f"没有文件 {path}")
    match path.suffix.lower():
        case ".docx" | ".docm":
            from gdyb_generator.importing.word import read_word

            return read_word(path, progress)
        case ".txt":
            from gdyb_generator.importing.dump import read_dump

            return read_dump(path)
        case ".doc" | ".wps" | ".rtf":
            raise ImportFailed(f"{path.name} {_OLD_WORD} {path.name}")
        case kind:
            raise ImportFailed(f"不认识 {kind or path.name}：只导入 .docx 与文本 .txt；PDF 请向发文单位索取 Word 版")


def import_document(
    path: Path, into: Path, base: Path, document: str = "", progress: Progress = lambda done, total: None
) -> Report:
    """Imports a document into a spec folder, with a report next to it; `progress` gets each step in per cent."""
    source = read_source(path, _part(progress, "read"))
    text = source.text
    report = Report()
    for rule, line, printed in source.doubts:
        report.add(rule, "文档的格式", line=line, read=printed, assumed="没有采用")
    existing = read_known(into)
    fallback = read_known(base)
    if existing.files:
        proposals = existing
        proposals.files = {
            **{k: v for k, v in fallback.files.items() if k.startswith("dictionaries/")},
            **existing.files,
        }
    else:
        proposals = fallback
    name = document or _document_of(into) or "imported"
    extracted = recognise(source, report)
    drafted = assemble(extracted, proposals, report, name)
    _part(progress, "recognise")(1, 1)
    report.counts.interfaces = len(drafted.interfaces)
    report.counts.dictionaries = len(drafted.dictionaries)
    edition = Edition(name, _title(source, path), text.count("\n"), hashlib.sha256(text.encode()).hexdigest())
    Writer(into, base, report, _part(progress, "write"), _part(progress, "lint")).write(drafted, edition)
    if report.counts.lost:
        raise ImportFailed(f"导入器有错：{report.counts.lost} 行既没有写入，也不在疑问中")
    into.joinpath("document.txt").write_bytes(text.encode())
    into.joinpath("doubts.md").write_bytes(as_markdown(report, path.name).encode())
    values = json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    into.joinpath("doubts.json").write_bytes(values.encode())
    progress(100, 100)
    return report


def _part(progress: Progress, step: str) -> Progress:
    """The progress of one step as that of the whole import."""
    first, last = _STEPS[step]
    return lambda done, total: progress(first + (last - first) * done // max(total, 1), 100)


def _document_of(into: Path) -> str:
    path = into / "document.yaml"
    content = read("document.yaml", path.read_bytes()).value if path.is_file() else None
    documents = content.get("documents") if isinstance(content, dict) else None
    entries = documents if isinstance(documents, list) else []
    printed = [d for d in entries if isinstance(d, dict) and d.get("kind", "printed") == "printed"]
    return str(printed[0]["id"]) if len(printed) == 1 else ""


def _title(source: Source, path: Path) -> str:
    from gdyb_generator.importing.blocks import Paragraph

    texts = [block.text.strip() for block in source.blocks[:40] if isinstance(block, Paragraph)]
    return next((t for t in texts if len(t) <= 60 and _TITLE.search(t)), path.stem)
