"""Habits of other provinces' documents: other words, other shapes of tables, other places for numbers and nodes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gdyb_generator.importing.words import flag, length, turned_flag, type_and_length
from support.importing.imported import HEADER, Imported, line
from support.importing.wordfile import WordFile, cell, p, plain_table, row, run, table, text

HEADING = text("【2201】门诊挂号", "3")
OUT = ("输出", "无")
A, B = line("psn_no"), line("setl_id", size="20", required="N")


def one(*input_: str, heading: str = HEADING) -> WordFile:
    """A document with one interface, its input as given."""
    return WordFile().add(heading, "交易输入为单行数据", "输入", *input_, *OUT)


def rows(*body: str | list[str]) -> str:
    """A table with the usual header."""
    return table(row(*HEADER), *(item if isinstance(item, str) else row(*item) for item in body))


def nodes(done: Imported, side: str = "input") -> dict[str, list[str]]:
    """The names of the rows of each node."""
    content = done.interface("2201")[side]
    return {node.get("node", ""): [item["name"] for item in node["fields"]] for node in content}


def held(done: Imported) -> str:
    """Why the interface is held back."""
    assert not (done.into / "interfaces" / "2201.yaml").exists()
    assert (done.into / "held_back" / "2201.yaml.txt").exists()
    return next(doubt.read for doubt in done.report.doubts if doubt.rule == "HELD_BACK")


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("字符型(20)", ("字符型", "20")),
        ("VARCHAR2(20 CHAR)", ("字符型", "20")),
        ("字符型（最大20位）", ("字符型", "20")),
        ("char[20]", ("字符型", "20")),
        ("an..20", ("字符型", "20")),
        ("varchar(max)", ("字符型", "")),
        ("Number(16，2)", ("数值型", "16,2")),
        ("数值型(16.2)", ("数值型", "16,2")),
        ("int(11)", ("数值型", "11")),
        ("Int64", ("数值型", "")),
        ("unsigned int", ("数值型", "")),
        ("Timestamp(6)", ("日期时间型", "")),
        ("日期(yyyy-MM-dd)", ("日期型", "")),
        ("日期(yyyy-MM-dd HH:mm:ss)", ("日期时间型", "")),
        ("日期(yyyyMMdd)", ("", "")),
        ("日期型(8)", ("", "")),
        ("string | long", ("", "")),
        ("布尔型", ("", "")),
    ],
)
def test_types(printed: str, wanted: tuple[str, str]) -> None:
    assert type_and_length(printed) == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        *((text, "20") for text in ("≤20", "<=20", "最大20", "最长20位", "20字符以内", "20（定长）", "MAX(20)", "1-20", "最大长度：20")),
        *((text, "16,2") for text in ("16;2", "16.2", "≤16,2", "16位，2位小数", "16,保留2位小数")),
        *((text, "") for text in ("不限长", "-", "max")),
        *((text, None) for text in ("20/30", "14+2", "整数16位小数2位", "约20", "8或10", "100,000")),
    ],
)  # fmt: skip
def test_lengths(printed: str, wanted: str | None) -> None:
    assert length(printed) == wanted


@pytest.mark.parametrize(
    ("printed", "plain", "turned"),
    [("是", "Y", "N"), ("×", "N", "Y"), ("R", "Y", "Y"), ("M", "Y", "Y"), ("O", "N", "N"), ("可空", "N", "N"),
     ("不能为空", "Y", "Y"), ("必填*", "Y", "Y"), ("C", None, None), ("Y/N", None, None), ("", "", "")],
)  # fmt: skip
def test_marks(printed: str, plain: str | None, turned: str | None) -> None:
    assert (flag(printed), turned_flag(printed)) == (plain, turned)


@pytest.mark.parametrize(
    ("kind", "size", "remark", "wanted"),
    [
        ("日期", "8", "", ("字符型", "8")),
        ("日期型", "", "格式yyyyMMdd", ("字符型", "")),
        ("日期时间型", "14", "yyyyMMddHHmmss", ("字符型", "14")),
        ("日期型", "6", "yyyyMM", ("字符型", "6")),
        ("日期型", "10", "格式：yyyy-MM-dd", ("日期型", "10")),
        ("日期型", "", "YYYY-MM-DD", ("日期型", "")),
        ("日期时间型", "19", "yyyy-MM-dd HH:mm:ss", ("日期时间型", "19")),
        ("日期时间型", "", "", ("日期时间型", "")),
    ],
)
def test_dates_of_another_shape_are_texts_and_doubts(
    kind: str, size: str, remark: str, wanted: tuple[str, str], tmp_path: Path
) -> None:
    done = Imported(tmp_path, one("表 1（节点标识：data）", rows(line("day", kind, size, remark=remark))))
    found = done.rows("2201")[0]
    effective = found.get("effective", {})
    assert (effective.get("type", found["type"]), effective.get("length", found.get("length", ""))) == wanted
    assert ("DATE_FORMAT" in done.rules()) == (wanted[0] == "字符型")


@pytest.mark.parametrize(
    "header",
    [
        ["字段名", "字段含义", "类型", "长度", "不能为空"],
        ["标签名", "中文说明", "数据类型", "最大长度", "必填项"],
        ["参数代码", "业务含义", "参数类型", "字段长度", "出现要求"],
        ["Field", "Label", "Type", "Length", "Required"],
    ],
)
def test_headers(header: list[str], tmp_path: Path) -> None:
    body = [["psn_no", "人员编号", "字符型", "30", "Y"], ["memo", "备注", "字符型", "500", "N"]]
    done = Imported(tmp_path, one("节点标识：mdtrtinfo", plain_table(header, body)))
    found = done.rows("2201")
    assert [[item[key] for key in ("name", "label", "type", "length", "required")] for item in found] == body


def test_a_header_that_asks_whether_a_field_may_be_empty(tmp_path: Path) -> None:
    body = [["psn_no", "人员编号", "VARCHAR2(30)", "否"], ["memo", "备注", "VARCHAR2(500)", "是"]]
    done = Imported(tmp_path, one("节点标识：data", plain_table(["字段名", "字段含义", "类型", "是否可空"], body)))
    found = done.rows("2201")
    assert [item["required"] for item in found] == ["否", "是"]
    assert [item["effective"]["required"] for item in found] == ["Y", "N"]


def test_decimal_places_in_a_column_of_their_own(tmp_path: Path) -> None:
    body = [["amt", "金额", "数值型", "16", "2", "Y"], ["cnt", "数量", "数值型", "12", "0", "Y"], ["b", "乙", "数值型", "", "2", "Y"]]  # fmt: skip
    header = ["参数代码", "参数名称", "类型", "长度", "精度", "必填"]
    done = Imported(tmp_path, one("节点标识：data", plain_table(header, body)))
    assert [item.get("effective") for item in done.rows("2201")] == [{"length": "16,2"}, None, {"length": ""}]
    assert [d.row for d in done.report.doubts if d.cell == "小数位"] == ["3 b"]


@pytest.mark.parametrize("marks", [("续表 12", "（续上表）"), ("续表", "表12（续）"), ("接上表", "续表12 输入")])
def test_continued_tables(marks: tuple[str, str], tmp_path: Path) -> None:
    parts = [rows(line("a_no")), marks[0], rows(line("b_no")), marks[1], rows(line("c_no"))]
    done = Imported(tmp_path, one("表 12 输入（节点标识：data）", *parts))
    assert nodes(done) == {"data": ["a_no", "b_no", "c_no"]}
    assert done.rules() == set()


def test_a_header_repeated_in_other_words(tmp_path: Path) -> None:
    again = ["序号", "参数代码", "参数名称", "类型", "长度", "代码标识", "是否必填", "备注"]
    done = Imported(tmp_path, one("表 1（节点标识：data）", rows(A, again, B)))
    assert (nodes(done), done.rules()) == ({"data": ["psn_no", "setl_id"]}, set())


@pytest.mark.parametrize(
    "heading",
    [
        "3.2.1 门诊挂号-2201",
        "3.2.1 门诊挂号 2201",
        "3.2.1 门诊挂号[2201]",
        "3.2.1 2201门诊挂号",
        "（2201）门诊挂号",
        "3.2.1 门诊挂号（交易编号：2201）",
        "3.2.1 交易2201 门诊挂号",
    ],
)
def test_numbers_in_headings(heading: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one("表 1（节点标识：data）", rows(A), heading=text(heading, "3")))
    assert (done.interface("2201")["name"], done.rules()) == ("门诊挂号", set())


def test_tables_below_an_unknown_heading_go_to_no_interface(tmp_path: Path) -> None:
    word = one("表 1（节点标识：data）", rows(A)).add("门诊退号接口", "输入", "表 2（节点标识：refund）", rows(B), *OUT)
    done = Imported(tmp_path, word)
    assert nodes(done) == {"data": ["psn_no"]}
    assert done.rules() == {"SECTION_TWICE", "TABLE_HOMELESS", "ROW_NOT_WRITTEN"}


@pytest.mark.parametrize(
    "heading",
    [
        "3.2.1 门诊挂号【2201】（必接）",
        "3.2.1 门诊挂号（2201，必选）",
        "【2201/2202】门诊挂号",
        "【2201】门诊挂号；",
        "Ⅲ、【2201】门诊挂号",
    ],
)
def test_more_around_a_number_is_a_doubt(heading: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one("表 1（节点标识：data）", rows(A), heading=text(heading, "3")))
    assert "门诊挂号" in done.interface("2201")["name"]
    assert done.rules() == {"HEADING_ASSUMED"}


def test_a_heading_that_mentions_another_interface(tmp_path: Path) -> None:
    done = Imported(tmp_path, one(text("调用【1101】获取人员信息的说明", "4"), "表 1（节点标识：data）", rows(A)))
    assert (nodes(done), done.rules()) == ({"data": ["psn_no"]}, set())


@pytest.mark.parametrize("caption", ["输入（节点标识：input.data）", "输入（节点标识：data、detail）"])
def test_a_node_that_is_not_one_name_is_a_doubt(caption: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one(caption, rows(A)))
    assert (nodes(done), done.rules()) == ({"data": ["psn_no"]}, {"NODE_ASSUMED"})


def test_two_numbers_in_a_heading_are_a_doubt(tmp_path: Path) -> None:
    heading = text("【2201】、【2202】门诊挂号", "3")
    done = Imported(tmp_path, one("表 1（节点标识：data）", rows(A), heading=heading))
    assert (done.interface("2201")["name"], done.rules()) == ("门诊挂号", {"HEADING_ASSUMED"})


@pytest.mark.parametrize(
    "card",
    [
        ("交易编号：2201",),
        ("交易编号：2201 交易名称：门诊挂号",),
        (table(row("交易编号：2201", "交易名称：门诊挂号")),),
        (table(row("接口编码", "2201", "接口名称", "门诊挂号"), row(cell("描述"), cell("登记", span=3))),),
    ],
)
def test_numbers_below_headings(card: tuple[str, ...], tmp_path: Path) -> None:
    word = WordFile().add(text("3.1 门诊挂号", "3"), *card, "交易输入为单行数据", "输入", "表 1（节点标识：data）")
    done = Imported(tmp_path, word.add(rows(A), *OUT))
    assert (done.interface("2201")["name"], nodes(done)) == ("门诊挂号", {"data": ["psn_no"]})


def test_an_interface_that_is_one_table(tmp_path: Path) -> None:
    pairs = row(cell("交易编号"), cell("2201", span=3), cell("交易名称"), cell("门诊挂号", span=3))
    sides = [
        row(cell(f"{side}参数（节点标识：{node}）", span=8)) for side, node in (("输入", "data"), ("输出", "result"))
    ]
    word = WordFile().add(HEADING, table(pairs, sides[0], row(*HEADER), row(*A), sides[1], row(*HEADER), row(*B)))
    done = Imported(tmp_path, word)
    assert (nodes(done), nodes(done, "output")) == ({"data": ["psn_no"]}, {"result": ["setl_id"]})
    assert (done.report.counts.rows, done.report.counts.written) == (2, 2)


@pytest.mark.parametrize(
    "first",
    [
        row(cell("表 5 输入（节点标识：mdtrtinfo）", span=8)),
        row(cell("节点标识：mdtrtinfo", span=2), cell("节点名称：就诊信息", span=6)),
        row(cell("节点名", span=2), cell("mdtrtinfo", span=6)),
    ],
)
def test_the_caption_in_the_first_row_of_its_table(first: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one(table(first, row(*HEADER), row(*A))))
    assert (nodes(done), done.rules()) == ({"mdtrtinfo": ["psn_no"]}, set())


def test_nodes_named_in_headings_and_rows(tmp_path: Path) -> None:
    word = WordFile().add(HEADING, text("输入节点mdtrtinfo（单行）", "4"), rows(A))
    word.add(text("输入-diseinfo-诊断信息（多行）", "4"), "每次上传不超过10条", rows(A))
    word.add(
        text("输出：setlinfo", "4"), table(row(*HEADER), row(*B), row(cell("明细信息（detail）", span=8)), row(*A))
    )
    done = Imported(tmp_path, word)
    assert nodes(done) == {"mdtrtinfo": ["psn_no"], "diseinfo": ["psn_no"]}
    assert nodes(done, "output") == {"setlinfo": ["setl_id"], "detail": ["psn_no"]}
    content = done.interface("2201")["input"]
    assert [(node["rows"], node.get("limit")) for node in content] == [("one", None), ("many", 10)]
    assert "NODE_ASSUMED" in done.rules()


def test_nodes_and_sides_in_columns_of_their_own(tmp_path: Path) -> None:
    header = ["输入输出", "节点标识", "参数代码", "参数名称", "类型", "长度", "必填"]
    down = [cell("mdtrtinfo", down="restart"), cell("", down="continue")]
    tail = ["甲", "字符型", "30", "Y"]
    body = [row("输入", down[0], "psn_no", *tail), row("输入", down[1], "a_no", *tail)]
    body += [row("输入", "diseinfo", "diag_code", *tail), row("输出", "setlinfo", "setl_id", *tail)]
    word = WordFile().add(HEADING, "参数说明", table(row(*header), *body))
    done = Imported(tmp_path, word)
    assert nodes(done) == {"mdtrtinfo": ["psn_no", "a_no"], "diseinfo": ["diag_code"]}
    assert nodes(done, "output") == {"setlinfo": ["setl_id"]}


def test_fields_side_by_side(tmp_path: Path) -> None:
    half = ["参数代码", "参数名称", "类型", "长度"]
    body = [["a_no", "甲", "字符型", "30", "b_no", "乙", "字符型", "50"], ["c_no", "丙", "字符型", "3", "", "", "", ""]]
    done = Imported(tmp_path, one("表 1（节点标识：data）", plain_table(half * 2, body)))
    assert [(item["name"], item["length"]) for item in done.rows("2201")] == [
        ("a_no", "30"),
        ("b_no", "50"),
        ("c_no", "3"),
    ]
    assert done.rules() == {"TABLE_SIDE_BY_SIDE"}


def test_name_and_label_in_one_cell(tmp_path: Path) -> None:
    body = [["psn_no\n人员编号", "字符型", "30", "Y"], ["psn_name（姓名）", "字符型", "50", "Y"], ["就诊号 mdtrt_id", "字符型", "30", "Y"]]  # fmt: skip
    merged = row("1", cell("setl_id 结算ID", span=2), "字符型", "30", "", "Y", "")
    word = one("节点标识：data", plain_table(["字段", "类型", "长度", "必填"], body), "节点标识：more", rows(merged))
    done = Imported(tmp_path, word)
    found = [(item["name"], item["label"]) for node in (0, 1) for item in done.rows("2201", node=node)]
    assert found == [("psn_no", "人员编号"), ("psn_name", "姓名"), ("mdtrt_id", "就诊号"), ("setl_id", "结算ID")]
    assert sum(doubt.rule == "NAME_BROKEN" for doubt in done.report.doubts) == 4


def test_struck_and_hidden_texts(tmp_path: Path) -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>20</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>old_</w:t></w:r>"
    kept = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>型</w:t></w:r>'
    cells = [
        cell(inner=p(hidden + run("psn_no"))),
        cell(inner=p(run("字符") + kept)),
        cell(inner=p(struck + run("30"))),
    ]
    done = Imported(
        tmp_path, one("表 1（节点标识：data）", rows(row("1", cells[0], "编号", cells[1], cells[2], "", "Y", "")))
    )
    found = done.rows("2201")[0]
    assert (found["name"], found["type"], found["length"]) == ("psn_no", "字符型", "30")
    assert [(doubt.rule, doubt.read) for doubt in done.report.doubts] == [("TEXT_STRUCK", "20")]


def incomplete_inputs() -> list[Any]:
    """Inputs of which a field would be missing in a request."""
    nested = ["2", "feedetail", "费用明细", "列表", "", "", "Y", ""]
    inside = cell(
        inner=plain_table(["参数代码", "类型", "长度", "是否必填"], [["item_code", "字符型", "20", "Y"]]) + text("")
    )
    return [
        pytest.param(["表 1（节点标识：data）", rows(A, line("detail.item_name"))], "detail.item_name", id="name"),
        pytest.param(["表 1（节点标识：data）", rows(A, nested)], "feedetail", id="list"),
        pytest.param(["表 1（节点标识：data）", rows(A, row(*nested[:7], inside))], "两张表", id="table in a cell"),
        pytest.param(["表 1（节点标识：data）", rows(A), "表 2（节点标识：data）", rows(B)], "两张表", id="twice"),
        pytest.param(["表 1（节点标识：data）", rows(A), "表 2（节点标识：detail）", "（图）"], "表 2", id="picture"),
        pytest.param(["同【2207】输入"], "没有表", id="elsewhere"),
    ]


@pytest.mark.parametrize(("pieces", "why"), incomplete_inputs())
def test_an_incomplete_request_is_held_back(pieces: list[str], why: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one(*pieces))
    assert why in held(done)
    named = " ".join(doubt.read for doubt in done.report.doubts)
    assert "psn_no" in named or why == "没有表", "rows of what is held back are named"
    assert done.report.counts.lost == 0


def test_rows_of_a_continued_table_without_an_interface_are_named(tmp_path: Path) -> None:
    word = WordFile().add(text("公共参数", "2"), "表 1", rows(line("a_no")), "续表", rows(line("b_no"))).add(HEADING)
    done = Imported(tmp_path, word.add("输入", "表 2（节点标识：data）", rows(A), *OUT))
    named = [doubt.read.split(" | ")[1] for doubt in done.report.doubts if doubt.rule == "ROW_NOT_WRITTEN"]
    assert named == ["a_no", "b_no"]
    assert nodes(done) == {"data": ["psn_no"]}


def test_a_table_is_not_continued_over_an_unreadable_one(tmp_path: Path) -> None:
    odd = plain_table([*HEADER, "神秘列"], [[*line("b_no"), "?"]])
    done = Imported(
        tmp_path, one("表 1（节点标识：data）", rows(A), "表 2（节点标识：more）", odd, "续表", rows(line("c_no")))
    )
    assert "c_no" in " ".join(doubt.read for doubt in done.report.doubts)
    held(done)


def test_dictionaries_of_what_is_held_back_go_with_it(tmp_path: Path) -> None:
    coded = (
        ["2", "gend", "性别", "字符型", "3", "Y", "Y", ""],
        ["3", "x_flag", "标志", "字符型", "3", "Y", "Y", "0-否；1-是"],
    )
    word = one("表 1（节点标识：data）", rows(A, *coded, ["4", "abc", "甲", "字符型", "3", "Y", "Y", ""], line("a.b")))
    word.add(text("附录", "1"), text("甲（abc）"), plain_table(["代码值", "代码名称"], [["1", "一"], ["2", "二"]]))
    word.add(text("【2202】门诊退号", "3"), "输入", "表 2（节点标识：data）", rows(A), *OUT)
    done = Imported(tmp_path, word)
    held(done)
    assert "LINT" not in done.rules()
    left = {path.stem for path in (done.into / "dictionaries").glob("*.yaml")}
    assert "abc" in left and not {"gend", "x_flag"} & left


def test_a_table_that_only_lists_the_nodes(tmp_path: Path) -> None:
    index = plain_table(
        ["节点", "名称", "类型", "说明"], [["mdtrtinfo", "就诊", "对象", ""], ["feedetail", "明细", "列表", ""]]
    )
    pieces = ["表 1（节点标识：mdtrtinfo）", rows(A), "表 2（节点标识：feedetail）", rows(B)]
    done = Imported(tmp_path, one(index, *pieces))
    assert [(node["node"], node["rows"]) for node in done.interface("2201")["input"]] == [
        ("mdtrtinfo", "one"),
        ("feedetail", "many"),
    ]


def test_tables_of_examples_and_errors_hold_nothing_back(tmp_path: Path) -> None:
    word = one("表 1（节点标识：data）", rows(A), "请求示例", table(row('{"data": {"psn_no": "1"}}')))
    done = Imported(tmp_path, word.add("错误码", plain_table(["错误码", "说明"], [["1001", "参数错误"]])))
    assert nodes(done) == {"data": ["psn_no"]}
    assert done.rules() == {"TABLE_OTHER"}


def test_dictionaries_by_name_and_code(tmp_path: Path) -> None:
    coded = [["1", "med_type", "医疗类别", "字符型", "6", "Y", "Y", ""], ["2", "abc_type", "甲类", "字符型", "3", "ABC_TYPE", "Y", ""]]  # fmt: skip
    word = one("表 1（节点标识：data）", rows(*coded, ["3", "gend", "性别", "字符型", "3", "Y", "Y", ""]))
    merged = [row(cell("医疗类别", down="restart"), "11", "普通门诊"), row(cell("", down="continue"), "21", "普通住院")]
    word.add(text("附录", "1"), table(row("字典名称", "代码", "名称"), *merged), "其他字典")
    word.add(plain_table(["字典名称", "字典编码", "字典值", "字典值含义"], [["甲类", "abc_type", "1", "一"], ["甲类", "abc_type", "2", "二"]]))  # fmt: skip
    done = Imported(tmp_path, word)
    found = done.rows("2201")
    assert [item["dictionary"] for item in found] == ["med_type", "abc_type", "gend"]
    assert [item.get("draft") for item in found] == [None, None, ["dictionary"]], (
        "a list that is not printed is a guess"
    )
    assert done.rules() == set()
