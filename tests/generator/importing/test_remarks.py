"""Paging, counted rows and limits are proposed from labels and remarks, as drafts that a person confirms."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.importing.imported import HEADER, Imported, line
from support.importing.wordfile import WordFile, plain_table, text

START = ["1", "startrow", "开始行数", "数值型", "12", "", "Y", "从1开始，每页50条"]
COUNT = ["1", "totalrow", "总行数", "数值型", "12", "", "Y", "本次上传明细条数"]
DETAIL = ("表 2 明细（节点标识：detail）（多行）", plain_table(HEADER, [line("setl_id")]))


def query(*rows: list[str], name: str = "明细查询", more: tuple[str, ...] = ()) -> WordFile:
    """A query whose reply has one node of many rows."""
    word = WordFile().add(text(f"【3260】{name}", "2"), "交易输入为单行数据；交易输出为多行数据。", *more, "输入")
    word.add("表 1（节点标识：data）", plain_table(HEADER, list(rows)), "输出", "表 2（节点标识：data）")
    return word.add(plain_table(HEADER, [line("psn_no"), line("setl_id")]))


def upload(*rows: list[str]) -> WordFile:
    """An interface that sends many rows."""
    word = WordFile().add(text("【3261】明细上传", "2"), "每批次上传明细数量不超过100条。", "输入")
    return word.add("表 1（单行）（节点标识：data）", plain_table(HEADER, list(rows)), *DETAIL, "输出", "无")


def test_paging_by_rows(tmp_path: Path) -> None:
    content = Imported(tmp_path, query(START)).interface("3260")
    assert content["paging"] == {"field": "data.startrow", "first": 1, "size": 50, "rows": "data", "key": "setl_id"}
    assert "paging" in content["draft"]


def test_the_limit_of_the_reply_is_the_size_of_a_page(tmp_path: Path) -> None:
    row = [*START[:-1], "从0开始"]
    content = Imported(tmp_path, query(row, more=("每次返回200条。",))).interface("3260")
    assert (content["paging"]["first"], content["paging"]["size"]) == (0, 200)


@pytest.mark.parametrize("row", [[*START[:-1], ""], ["1", "startrow", "开始行数", "字符型", "12", "", "Y", "每页50条"]])
def test_no_paging_without_a_size_or_a_number(row: list[str], tmp_path: Path) -> None:
    assert "paging" not in Imported(tmp_path, query(row)).interface("3260")


def test_no_paging_of_what_changes_something(tmp_path: Path) -> None:
    assert "paging" not in Imported(tmp_path, query(START, name="明细撤销")).interface("3260")


def test_pages_by_number_are_a_doubt(tmp_path: Path) -> None:
    done = Imported(tmp_path, query(["1", "page_num", "当前页数", "数值型", "4", "", "Y", "每页50条"]))
    assert "paging" not in done.interface("3260")
    assert "PAGING_UNKNOWN" in done.rules()


def test_counted_rows(tmp_path: Path) -> None:
    content = Imported(tmp_path, upload(COUNT)).interface("3261")
    rule = {key: value for key, value in content["rules"][0].items() if key != "line"}
    assert rule == {"kind": "count", "field": "data.totalrow", "rows": "detail"}
    assert "rules" in content["draft"]
    assert content["input"][1]["limit"] == 100


def test_a_number_that_counts_something_else_is_no_rule(tmp_path: Path) -> None:
    content = Imported(tmp_path, upload(["1", "ipt_days", "住院天数", "数值型", "4", "", "Y", ""])).interface("3261")
    assert "rules" not in content
