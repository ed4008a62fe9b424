"""What the notes of an interface say about rows, as editions print it; and headings and captions printed in odd ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdyb_generator.importing.headings import caption, heading
from gdyb_generator.importing.said import rows_of_nodes, said
from support.importing.imported import HEADER, Imported, line
from support.importing.wordfile import WordFile, row, table, text

ONE, MANY = "one", "many"
SETTLED = {"setlinfo": "输出-结算信息", "setldetail": "输出-结算基金分项信息", "detlcutinfo": "输出-明细分割信息"}
VISIT = {"mdtrtinfo": "输入-就诊信息", "diseinfo": "输入-入院诊断信息"}


def _of(sentence: str, side: str, nodes: dict[str, str]) -> dict[str, str]:
    return dict(rows_of_nodes([one for one in said(sentence) if one.side == side], nodes))


@pytest.mark.parametrize(
    ("sentence", "side", "nodes", "expected"),
    [
        (
            "交易输入就诊信息为单行数据，输入诊断信息为多行数据，交易输出为单行数据。",
            "input",
            VISIT,
            {"mdtrtinfo": ONE, "diseinfo": MANY},
        ),
        ("1、输入就诊信息为单行数据，诊断信息为多行数据；", "input", VISIT, {"mdtrtinfo": ONE, "diseinfo": MANY}),
        (
            "2、交易输出结算信息为单行数据，结算基金分项信息为多行数据，明细分割信息为多行数据；",
            "output",
            SETTLED,
            {"setlinfo": ONE, "setldetail": MANY, "detlcutinfo": MANY},
        ),
        (
            "1、交易输入为单行数据，交易输出结算信息为单行输出，输出结算基金分项信息为多行数据；",
            "output",
            {"setlinfo": "输出", "setldetail": "输出-结算基金分项信息"},
            {"setlinfo": ONE, "setldetail": MANY},
        ),
        (
            "1、交易输入为单行数据，交易输出结算信息为单行数据，输出基金分项信息为多行数据；",
            "output",
            {"setlinfo": "输出", "setldetail": "输出-结算基金分项信息"},
            {"setlinfo": ONE, "setldetail": MANY},
        ),
        (
            "1、交易输入挂号为单行数据，其他输入均为多行数据；",
            "input",
            {"rgstinfo": "输入-挂号信息", "caseinfo": "输入-病历信息", "rxinfo": "输入-处方信息"},
            {"rgstinfo": ONE, "caseinfo": MANY, "rxinfo": MANY},
        ),
        (
            "1、交易输入节点标识：examinfo为单行数据，其余为多行数据；",
            "input",
            {"examinfo": "输入-检查报告", "iteminfo": "输入-检查项目"},
            {"examinfo": ONE, "iteminfo": MANY},
        ),
        (
            "1、交易输入急诊留观手术信息、抢救信息均为多行数据；",
            "input",
            {"oprninfo": "输入-急诊留观手术信息", "rescinfo": "输入-抢救信息"},
            {"oprninfo": MANY, "rescinfo": MANY},
        ),
        ("交易输入为单行数据输出为多行数据。", "output", {"data": "输出"}, {"data": MANY}),
        ("数据输入和数据输出都是单条记录。", "input", {"InData": "输入-入参信息"}, {"InData": ONE}),
        ("交易输入为单行数据，交易输出分组结果为多行数据。", "output", {"data": "输出-分组结果列表"}, {"data": MANY}),
        ("交易输入为单行数据，交易输出为单行数据。", "output", SETTLED, dict.fromkeys(SETTLED, ONE)),
    ],
)
def test_each_clause_counts_for_the_node_that_it_names(
    sentence: str, side: str, nodes: dict[str, str], expected: dict[str, str]
) -> None:
    assert _of(sentence, side, nodes) == expected


@pytest.mark.parametrize(
    ("sentence", "side", "nodes"),
    [
        ("交易输入为单行数据，交易输出为多行数据；", "output", SETTLED),
        ("交易输入甲信息为单行数据，乙信息为多行数据。", "input", VISIT | {"agnterinfo": "输入-代办人信息"}),
        ("请求参数见下表，最多一百条。", "input", VISIT),
        ("交易输入费用明细为多行数据。", "input", {"a": "输入-费用明细上传", "b": "输入-费用明细上传"}),
    ],
)
def test_a_statement_about_a_side_with_several_nodes_is_no_statement_about_each(
    sentence: str, side: str, nodes: dict[str, str]
) -> None:
    assert _of(sentence, side, nodes) == {}


def test_a_node_without_a_statement_is_a_doubt_that_shows_the_statements(tmp_path: Path) -> None:
    word = WordFile().add(text("【2102】药店结算", "2"), "1、交易输入购药信息为单行数据，购药明细信息为多行数据；")
    word.add(text("输入", "3"))
    for number, (node, title) in enumerate(
        {"druginfo": "购药信息", "drugdetail": "购药明细信息", "trac": "码"}.items()
    ):
        word.add(text(f"表 {number} 输入-{title}（节点标识：{node}）"), table(row(*HEADER), row(*line("psn_no"))))
    done = Imported(tmp_path, word.add(text("输出", "3"), "无。"))
    nodes = done.interface("2102")["input"]
    assert [(node["node"], node["rows"]) for node in nodes] == [("druginfo", ONE), ("drugdetail", MANY), ("trac", ONE)]
    (doubt,) = [doubt for doubt in done.report.doubts if doubt.rule == "ROWS_ASSUMED"]
    assert (doubt.cell, doubt.read) == ("trac", "购药：单行；购药明细：多行")


@pytest.mark.parametrize(
    ("printed", "infno", "name"),
    [
        ("5.2.3.12 【2181】冲正交易(最好不用，要用的话不要批量冲正)", "2181", "冲正交易"),
        ("5.4.2.1 【4201】明细信息上传(已废除，由【4261】代替)", "4201", "明细信息上传"),
        ("5.9.2.3 【100001】政策项查询", "100001", "政策项查询"),
    ],
)
def test_a_styled_heading_that_begins_with_its_number_is_an_interface(printed: str, infno: str, name: str) -> None:
    found = heading(printed, 4)
    assert found is not None
    assert (found.infno, found.name) == (infno, name)


def test_a_note_that_names_a_node_is_no_caption() -> None:
    assert caption("1、交易输入节点标识：examinfo为单行数据，其余为多行数据；", 1) is None


@pytest.mark.parametrize(
    ("printed", "number", "title", "node"),
    [
        ("表 448一次性使用标志", "表 448", "一次性使用标志", ""),
        ("表 661二级清算类别", "表 661", "二级清算类别", ""),
        ("表 14 输出-目录下载（节点标识：无节点）", "表 14", "输出-目录下载", ""),
        ("表 213输入（节点标识：data#stastinfo）", "表 213", "输入", "data"),
        ("表 190 输入申诉列表（节点标识：List<SaveDTO >）", "表 190", "输入申诉列表", "List"),
        ("表 208住院诊断信息（节点标识：diseinfo，多行数据）", "表 208", "住院诊断信息，多行数据", "diseinfo"),
        ("表 112表 输入（节点标识：data）", "表 112", "输入", "data"),
    ],
)
def test_nothing_is_cut_from_a_caption(printed: str, number: str, title: str, node: str) -> None:
    found = caption(printed, 1)
    assert found is not None
    assert (found.table, found.title, found.node) == (number, title, node)
    assert found.weak is ("#" in printed or "<" in printed)


def test_a_node_and_its_title_right_above_a_table_are_a_caption(tmp_path: Path) -> None:
    word = WordFile().add(text("【4261】自费明细上传", "2"), "交易输入为单行数据；", text("输入", "3"))
    pointer = ["1", "fmiMdtrtDTO", "就诊信息", "list", "", "", "Y", ""]
    word.add("明细信息", table(row(*HEADER), row(*pointer), row(*line("upType"))))
    word.add("fmiMdtrtDTO  自费病人就诊信息", table(row(*HEADER), row(*line("mdtrtId"))))
    done = Imported(tmp_path, word.add(text("输出", "3"), "无。"))
    nodes = done.interface("4261")["input"]
    assert [(node["node"], node.get("inside", "")) for node in nodes] == [("data", ""), ("fmiMdtrtDTO", "data")]
