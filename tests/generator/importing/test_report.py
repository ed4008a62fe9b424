"""The report for people says a thing once; the one for programs has every doubt."""

from __future__ import annotations

import json
from pathlib import Path

from gdyb_generator.importing.run import import_document
from support.importing.imported import HEADER, Imported, line
from support.importing.wordfile import WordFile, plain_table, text
from support.places import SPEC


def two_interfaces() -> WordFile:
    """Tables with the same doubt in several rows, nodes of which nobody says how many rows they have, one unreadable."""
    word = WordFile()
    for infno in ("2201", "2202"):
        word.add(text(f"【{infno}】业务{infno}", "2"), "输入", "表 1 明细（节点标识：detail）")
        word.add(plain_table(HEADER, [line(f"{name}_no", size="") for name in "abc"]), "输出", "无")
    word.add(
        text("【2203】业务2203", "2"),
        "输入",
        "表 2（节点标识：data）",
        plain_table(HEADER, [line("a_no"), line("b.c")]),
    )
    return word.add("输出", "无")


def test_the_same_doubt_stands_once(tmp_path: Path) -> None:
    done = Imported(tmp_path, two_interfaces())
    report = (done.into / "doubts.md").read_text(encoding="utf-8").split("\n")
    missing = [row for row in report if row.startswith("| ") and "LENGTH_MISSING" in row]
    assert len(missing) == 2, "one line for each table"
    assert "1 a_no、2 b_no、3 c_no" in missing[0]
    limits = [row for row in report if "LIMIT_MISSING" in row and row.startswith("## ")]
    assert limits == ["## 多行节点没有写行数上限：假定不限（2 处，LIMIT_MISSING）"]
    assert sum(row.startswith("- 第 ") and "detail" in row for row in report) == 4, "places of both rules"
    saved = json.loads((done.into / "doubts.json").read_text(encoding="utf-8"))["doubts"]
    assert sum(doubt["rule"] == "LENGTH_MISSING" for doubt in saved) == 6
    assert len(saved) == len(done.report.doubts)


def test_every_row_that_is_held_back_is_named(tmp_path: Path) -> None:
    done = Imported(tmp_path, two_interfaces())
    text = (done.into / "doubts.md").read_text(encoding="utf-8")
    assert "b.c" in text and "| a_no |" in text
    assert {d.row for d in done.report.doubts if d.assumed == "见 held_back/"} == {"a_no"}


def test_progress_goes_from_reading_to_the_report(tmp_path: Path) -> None:
    seen: list[int] = []
    path = two_interfaces().save(tmp_path / "edition.docx")
    import_document(path, tmp_path / "spec", SPEC, progress=lambda done, total: seen.append(100 * done // total))
    assert seen == sorted(seen)
    assert seen[0] == 0 and seen[-1] == 100
    assert {45, 50, 70} <= set(seen), "reading, recognising and writing each say when they are done"
