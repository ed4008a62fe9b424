"""What an import of a document or of a dump gives."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from gdyb_generator.importing.run import import_document
from support.importing.dumpfile import write
from support.importing.wordfile import WordFile
from support.places import SPEC

HEADER = ["序号", "参数代码", "参数名称", "参数类型", "参数长度", "代码标识", "是否必填", "说明"]
SAID = ("交易输入为单行数据；", "交易输出为单行数据；")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Imported:
    """The result of one import."""

    def __init__(self, folder: Path, word: WordFile) -> None:
        self.into = folder / "spec"
        self.report = import_document(word.save(folder / "edition.docx"), self.into, SPEC)

    def interface(self, infno: str) -> dict[str, Any]:
        """The file of an interface."""
        return dict(yaml.safe_load((self.into / "interfaces" / f"{infno}.yaml").read_text(encoding="utf-8")))

    def rows(self, infno: str, side: str = "input", node: int = 0) -> list[dict[str, Any]]:
        """The rows of one node."""
        return list(self.interface(infno)[side][node]["fields"])

    def rules(self) -> set[str]:
        """The rules of all doubts."""
        return {doubt.rule for doubt in self.report.doubts}

    def names(self, infno: str, side: str = "input") -> list[str]:
        """The names of the first node's rows."""
        return [item["name"] for item in self.rows(infno, side)]


def line(name: str, kind: str = "字符型", size: str = "30", required: str = "Y", remark: str = "") -> list[str]:
    """The cells of one row."""
    return ["1", name, "名称", kind, size, "", required, remark]


def written(into: Path) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """Every row of a spec by number, direction, node and name."""
    rows = {}
    for path in (into / "interfaces").glob("*.yaml"):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        for side in ("input", "output"):
            for node in content[side]:
                rows |= {(content["infno"], side, node.get("node", ""), row["name"]): row for row in node["fields"]}
    return rows


def again(tmp_path: Path, *changes: tuple[str, str]) -> tuple[Path, set[tuple[str, str]]]:
    """spec/ after the import of a dump with changes, and the doubts."""
    spec = Path(shutil.copytree(SPEC, tmp_path / "spec"))
    path = write(tmp_path / "edition.txt")
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    report = import_document(path, spec, SPEC)
    assert report.counts.lost == 0
    return spec, {(doubt.rule, doubt.row.rpartition(" ")[2]) for doubt in report.doubts}
