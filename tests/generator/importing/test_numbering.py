"""Numbers that Word counts by itself are read as they are printed; what can't be computed is a doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdyb_generator.importing.word import read_word
from support.importing.imported import HEADER, SAID, Imported
from support.importing.wordfile import WordFile, cell, level, lists, numbered, row, table, text


def printed(folder: Path, numbering: str, *paragraphs: str) -> list[str]:
    """The lines of a document that are not blank."""
    source = read_word(WordFile(list(paragraphs), numbering).save(folder / "a.docx"))
    return [line for line in source.lines if line.strip()]


@pytest.mark.parametrize(
    ("kind", "form", "start", "wanted"),
    [
        ("decimal", "%1.", 1, ["1.", "2."]),
        ("decimal", "（%1）", 9, ["（9）", "（10）"]),
        ("decimalZero", "%1", 9, ["09", "10"]),
        ("chineseCounting", "%1、", 10, ["十、", "十一、"]),
        ("chineseCountingThousand", "第%1章", 100, ["第一百章", "第一百零一章"]),
        ("japaneseCounting", "%1", 20, ["二十", "二十一"]),
        ("chineseLegalSimplified", "%1", 10, ["壹拾", "壹拾壹"]),
        ("lowerLetter", "%1)", 26, ["z)", "aa)"]),
        ("upperRoman", "%1", 3, ["III", "IV"]),
        ("decimalEnclosedCircle", "%1", 1, ["①", "②"]),
        ("decimalFullWidth", "%1", 9, ["９", "１０"]),
        ("bullet", "l", 1, []),
        ("none", "", 1, []),
    ],
)
def test_formats(kind: str, form: str, start: int, wanted: list[str], tmp_path: Path) -> None:
    assert printed(tmp_path, lists(level(0, form, kind, start)), numbered(), numbered()) == wanted


def test_levels_restart_below_and_count_on(tmp_path: Path) -> None:
    numbering = lists(level(0, "%1") + level(1, "%1.%2") + level(2, "%1.%2.%3", more='<w:lvlRestart w:val="0"/>'))
    order = [0, 1, 2, 1, 2, 0, 1, 2]
    lines = printed(tmp_path, numbering, *(numbered(level=place) for place in order))
    assert lines == ["1", "1.1", "1.1.1", "1.2", "1.2.2", "2", "2.1", "2.1.3"]


def test_lists_with_one_definition_count_on_and_an_override_starts_anew(tmp_path: Path) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    more = f'<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="1"/>{override}</w:num>'
    order = [1, 7, 8, 8, 1]
    lines = printed(tmp_path, lists(level(0, "%1."), more=more), *(numbered("x", number) for number in order))
    assert lines == ["1. x", "2. x", "1. x", "2. x", "3. x"]


def numbered_rows(kind: str) -> tuple[WordFile, str]:
    """A table whose 序号 are automatic, split by a page, and whose remark holds a numbered list."""
    remark = cell(inner=numbered("住院时必填", 2) + numbered("门诊时为空", 2))
    first = table(row(*HEADER), row(cell(inner=numbered()), "a_no", "甲", "字符型", "30", "", "Y", remark))
    second = table(row(*HEADER), row(cell(inner=numbered()), "b_no", "乙", "字符型", "30", "", "N", ""))
    word = WordFile().add(text("【3260】提取明细", "2"), *SAID, "输入", "表1（节点标识：data）")
    word.numbering = lists(level(0, "%1.", kind), level(0, "%1）"))
    return word.add(first, "", second, "输出", "无"), kind


def test_numbers_of_rows_and_of_remarks(tmp_path: Path) -> None:
    done = Imported(tmp_path, numbered_rows("decimal")[0])
    assert done.names("3260") == ["a_no", "b_no"], "the second table goes on where the first one ends"
    assert done.rows("3260")[0]["remark"] == "1）住院时必填\n2）门诊时为空"
    assert done.rules() == {"TABLE_CONTINUED"}


def test_what_can_not_be_computed_is_a_doubt(tmp_path: Path) -> None:
    done = Imported(tmp_path, numbered_rows("hebrew1")[0])
    doubts = [doubt for doubt in done.report.doubts if doubt.rule == "NUMBER_UNKNOWN"]
    assert [doubt.read for doubt in doubts] == ["编号格式 hebrew1 第 1 号", "编号格式 hebrew1 第 2 号"]
    assert all(doubt.line for doubt in doubts)


def test_a_caption_whose_number_is_automatic(tmp_path: Path) -> None:
    body = table(row(*HEADER), row("1", "a_no", "甲", "字符型", "30", "", "Y", ""))
    word = WordFile().add(numbered("【3260】提取明细", 2, style="2"), *SAID, "输入")
    word.add(numbered("输入（节点标识：data）", 1), body, numbered("输出", 2, 1, style="3"), "无")
    word.numbering = lists(level(0, "表%1"), level(0, "%1") + level(1, "%1.%2"))
    done = Imported(tmp_path, word)
    assert done.interface("3260")["input"][0]["table"] == "表1"
    assert done.rules() == set()
    lines = (done.into / "document.txt").read_text(encoding="utf-8").split("\n")
    assert "1 【3260】提取明细" in lines and "1.1 输出" in lines
