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


def test_a_remark_that_names_the_class_of_the_rows_finds_their_table(tmp_path: Path) -> None:
    lists = [["2", "docs", "单据集合", "列表", "", "", "Y", "List<FsiDocDTO>"], [*LIST[:7], "List< ItemDTO >"]]
    tables = [("data", [line("scene"), *lists]), ("ItemDTO", [line("item_code")]), ("FsiDocDTO", [line("doc_id")])]
    done = Imported(tmp_path, _document(*tables))
    assert _nodes(done) == [
        ("data", "", "one", True),
        ("rows_of_it", "data", "many", True),
        ("docs", "data", "many", True),
    ]
    assert "NODE_ASSUMED" not in done.rules()


def test_an_optional_node_without_a_table_is_told_and_left_out(tmp_path: Path) -> None:
    rows = [line("scene"), OBJECT, ["4", "rule_ids", "规则标识集合", "规则标识集合", "", "", "", ""]]
    done = Imported(tmp_path, _document(("data", rows)))
    assert done.names("3101") == ["scene"]
    assert [doubt.row for doubt in done.report.doubts if doubt.rule == "NODE_NESTED"] == ["2", "3"]
    assert "HELD_BACK" not in done.rules()


def test_a_row_without_a_type_that_has_the_name_of_a_node_stands_for_it(tmp_path: Path) -> None:
    untyped = ["2", "drugtracinfo", "溯源码节点信息", "", "", "", "", ""]
    word = _document(("selinfo", [line("sel_no"), untyped]), ("drugtracinfo", [line("drug_trac_codg")]))
    done = Imported(tmp_path, word)
    assert _nodes(done)[1][:2] == ("drugtracinfo", "selinfo")
    assert done.names("3101") == ["sel_no"]
    assert {"TYPE_MISSING", "LENGTH_MISSING"} & done.rules() == set()
    assert "rows" in done.interface("3101")["input"][1]["draft"], "a statement about the side says nothing of it"
