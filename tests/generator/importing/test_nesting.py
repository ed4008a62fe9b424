"""Rows that stand for nodes: the node of that name stands inside the table of the row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.importing.imported import HEADER, Imported, line
from support.importing.wordfile import WordFile, row, table, text

LIST = ["2", "rows_of_it", "明细列表", "列表", "", "", "Y", ""]
OBJECT = ["3", "visit", "就诊", "对象", "", "", "N", ""]


def _document(*tables: tuple[str, list[list[str]]]) -> WordFile:
    word = WordFile().add(text("【3101】明细审核", "2"), "交易输入为单行数据；", text("输入", "3"))
    for number, (node, rows) in enumerate(tables, 1):
        word.add(text(f"表 {number} 输入（节点标识：{node}）"), table(row(*HEADER), *(row(*cells) for cells in rows)))
    return word.add(text("输出", "3"), "无。")


def _nodes(done: Imported) -> list[tuple[Any, ...]]:
    nodes = done.interface("3101")["input"]
    return [(n["node"], n.get("inside", ""), n["rows"], n.get("required", True)) for n in nodes]


def test_a_node_stands_inside_the_one_that_has_a_row_for_it(tmp_path: Path) -> None:
    inner = ("rows_of_it", [line("item_code"), OBJECT])
    done = Imported(tmp_path, _document(("visit", [line("mdtrt_id")]), ("data", [line("scene"), LIST]), inner))
    assert _nodes(done) == [
        ("data", "", "one", True),
        ("rows_of_it", "data", "many", True),
        ("visit", "rows_of_it", "one", False),
    ]
    assert {"NODE_NESTED", "HELD_BACK"} & done.rules() == set()
    assert done.report.counts.lost == 0


def test_the_only_table_left_is_the_only_node_left(tmp_path: Path) -> None:
    done = Imported(tmp_path, _document(("data", [line("scene"), LIST]), ("SomeDTO", [line("item_code")])))
    assert _nodes(done) == [("data", "", "one", True), ("rows_of_it", "data", "many", True)]
    assert "node" in done.interface("3101")["input"][1]["draft"]
    assert [doubt.read for doubt in done.report.doubts if doubt.rule == "NODE_ASSUMED"] == ["SomeDTO"]


def test_a_node_without_a_table_holds_its_interface_back(tmp_path: Path) -> None:
    done = Imported(tmp_path, _document(("data", [line("scene"), LIST])))
    assert {"NODE_NESTED", "HELD_BACK"} <= done.rules()


def test_a_wire_name_may_have_a_hyphen(tmp_path: Path) -> None:
    done = Imported(tmp_path, _document(("data", [line("hcv-ab"), line("drug_used-idose")])))
    assert done.names("3101") == ["hcv-ab", "drug_used-idose"]
