"""Every trap of a Word file comes back cell by cell; what needs a person is in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from support.importing.imported import HEADER, SAID, Imported, line
from support.importing.wordfile import (
    WordFile,
    cell,
    field_caption,
    level,
    lists,
    p,
    plain_table,
    row,
    run,
    runs,
    simple_field_caption,
    table,
    text,
)


def one(*rows: str | list[str], heading: str = "【3260】提取异地清分明细", caption: str | None = None) -> WordFile:
    """A document with one interface whose input is these rows."""
    body = [item if isinstance(item, str) else row(*item) for item in rows]
    above = text("表 1 输入（节点标识：data）") if caption is None else caption
    word = WordFile().add(text(heading, "2"), *SAID, text("输入", "3"))
    return word.add(above, table(row(*HEADER), *body), text("输出", "3"), "无。")


@pytest.mark.parametrize(
    "heading",
    [
        "【3260A】提取明细",
        "3.1.2 【3260A】提取明细",
        "3260A 提取明细",
        "3.1.2 3260A提取明细",
        "提取明细（3260A）",
        "1、【3260A】 提取明细",
    ],
)
def test_headings(heading: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one(line("psn_no"), heading=heading))
    assert (done.interface("3260A")["name"], done.names("3260A")) == ("提取明细", ["psn_no"])
    assert done.rules() == set()


@pytest.mark.parametrize(
    "caption",
    [
        field_caption("表 ", "5", " 输入（节点标识：data）"),
        simple_field_caption("表", "5", "输入(节点标识:data)"),
        text("表 5-1　输入（节点标识： data ）"),
        p(
            f'<w:ins w:id="1">{run("表 5 输入（节点标识：data）")}</w:ins><w:del w:id="2"><w:r><w:delText>表 4</w:delText></w:r></w:del>'
        ),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{text('表 5 输入（节点标识：data）')}</w:sdtContent></w:sdt>",
        text("输入（节点标识：data）"),
    ],
)
def test_captions(caption: str, tmp_path: Path) -> None:
    done = Imported(tmp_path, one(line("psn_no"), caption=caption))
    assert done.interface("3260")["input"][0]["node"] == "data"
    assert done.rules() == set()


def test_caption_missing_and_no_node(tmp_path: Path) -> None:
    done = Imported(tmp_path, one(line("psn_no"), caption=""))
    assert {"CAPTION_MISSING", "NODE_MISSING"} <= done.rules()
    word = one(line("psn_no"))
    word.pieces[-1:] = [text("表 2 输出（无节点）"), plain_table(HEADER, [line("setl_id")])]
    second = tmp_path / "second"
    second.mkdir()
    done = Imported(second, word)
    assert "node" not in done.interface("3260")["output"][0]
    assert done.rules() == set()


def test_captions_below_their_tables(tmp_path: Path) -> None:
    word = WordFile().add(
        text("【3260】提取明细", "2"),
        *SAID,
        "输入",
        plain_table(HEADER, [line("psn_no")]),
        "表 1 输入（节点标识：data）",
    )
    word.add("输出", plain_table(HEADER, [line("setl_id")]), "表 2 输出（节点标识：result）")
    done = Imported(tmp_path, word)
    assert (done.interface("3260")["input"][0]["node"], done.interface("3260")["output"][0]["node"]) == (
        "data",
        "result",
    )
    assert done.rules() == set()


def test_two_tables_with_one_number(tmp_path: Path) -> None:
    word = one(line("psn_no"))
    word.add(
        text("【3261】确认明细", "2"),
        *SAID,
        "入参",
        text("表 1 输入（节点标识：data）"),
        plain_table(HEADER, [line("setl_id")]),
        "出参",
        "无",
    )
    done = Imported(tmp_path, word)
    assert (done.names("3260"), done.names("3261")) == (["psn_no"], ["setl_id"])


def test_header_synonyms_with_blanks_and_breaks(tmp_path: Path) -> None:
    header = row(
        "序\u3000号", "数据元\n标识", "数据元 名称", "数据类型", "长　度", "代码标识", "是否\n非空", "备\u00a0注"
    )
    word = WordFile().add(text("【3260】提取明细", "2"), *SAID, "交易输入", text("表1（节点标识：data）"))
    word.add(table(header, row(*line("psn_no", remark="第一段\n第二段"))), "交易输出", "无")
    done = Imported(tmp_path, word)
    assert done.rows("3260")[0]["remark"] == "第一段\n第二段"
    assert done.rules() == set()


def test_empty_and_missing_header_cells(tmp_path: Path) -> None:
    rows = [
        ["1", "psn_no", "人员编号", "字符型", "30", "", "Y", "说明文字"],
        ["2", "trt_year", "年度", "字符型", "4", "", "Y", ""],
    ]
    word = WordFile().add(text("【3260】提取明细", "2"), *SAID, "输入", "表1（节点标识：data）")
    word.add(
        table(row("序号", "参数代码", "参数名称", "", "参数长度", "", "是否必填", "说明"), *(row(*r) for r in rows)),
        "输出",
        "无",
    )
    done = Imported(tmp_path, word)
    assert [r["type"] for r in done.rows("3260")] == ["字符型", "字符型"]
    assert "HEADER_MISSING" in done.rules()


def test_unknown_header_fails_loudly(tmp_path: Path) -> None:
    word = WordFile().add(text("【3260】提取明细", "2"), *SAID, "输入", "表1（节点标识：data）")
    word.add(plain_table([*HEADER, "神秘列"], [[*line("psn_no"), "?"]]), "输出", "无")
    done = Imported(tmp_path, word)
    doubt = next(d for d in done.report.doubts if d.rule == "TABLE_UNREADABLE")
    assert doubt.cell == "神秘列"
    assert any("psn_no" in d.read for d in done.report.doubts if d.rule == "ROW_NOT_WRITTEN")
    assert (done.report.counts.rows, done.report.counts.in_doubts, done.report.counts.lost) == (1, 1, 0)
    assert "HELD_BACK" in done.rules()
    assert not (done.into / "interfaces" / "3260.yaml").exists()


def test_merged_cells(tmp_path: Path) -> None:
    rows = (
        row("1", "psn_no", "人员编号", "字符型", "30", "", "Y", cell("两行共用", down="restart")),
        row("2", "setl_id", "结算ID", "字符型", "30", "", "Y", cell("", down="continue")),
        row("3", "trt_year", "年度", "字符型", "4", "", "Y", after=1),
        row(cell("4"), cell("trt_month", across="restart"), cell("", across="continue"), "字符型", "2", "", "Y", ""),
        row("psn_name", "姓名", "字符型", "50", "", "Y", "", before=1),
    )
    done = Imported(tmp_path, one(*rows))
    by_name = {item["name"]: item for item in done.rows("3260")}
    assert [by_name[name]["remark"] for name in ("psn_no", "setl_id")] == ["两行共用", "两行共用"]
    assert (by_name["trt_year"]["length"], "remark" in by_name["trt_year"]) == ("4", False)
    assert (by_name["trt_month"]["type"], by_name["trt_month"]["label"]) == ("字符型", "")
    assert by_name["psn_name"]["label"] == "姓名"
    assert {"CELL_MERGED", "ROW_CELLS"} <= done.rules()


def test_tracked_changes_and_content_controls(tmp_path: Path) -> None:
    inserted = cell(
        inner=p(f"<w:ins>{run('psn_')}</w:ins><w:del><w:r><w:delText>old_</w:delText></w:r></w:del>{run('no')}")
    )
    control = f"<w:sdt><w:sdtContent>{cell('人员编号')}</w:sdtContent></w:sdt>"
    inner = cell(inner=f"<w:sdt><w:sdtContent>{text('字符型')}</w:sdtContent></w:sdt>")
    gone = row(*line("deleted")).replace("<w:trPr>", '<w:trPr><w:del w:id="9"/>')
    wrapped = f"<w:sdt><w:sdtContent>{row(*line('trt_year'))}</w:sdtContent></w:sdt>"
    done = Imported(tmp_path, one(row("1", inserted, control, inner, "30", "", "Y", ""), gone, wrapped))
    first = done.rows("3260")[0]
    assert (first["name"], first["label"], first["type"]) == ("psn_no", "人员编号", "字符型")
    assert done.names("3260") == ["psn_no", "trt_year"]


def test_numbered_column_breaks_and_hyphens(tmp_path: Path) -> None:
    number = cell(inner='<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>')
    remark = cell(
        inner=p(
            f"{run('软')}<w:r><w:softHyphen/></w:r>{run('断')}<w:r><w:br/></w:r>{run('行')}<w:r><w:tab/></w:r>{run('尾')}"
        )
    )
    done = Imported(
        tmp_path, one(row(number, cell(inner=p(runs("psn_no"))), "人员\u00a0编号", "字符型", "30", "", "Y", remark))
    )
    assert done.rows("3260")[0]["remark"] == "软断\n行 尾"
    assert done.rows("3260")[0]["label"] == "人员\u00a0编号"
    assert done.rules() == {"NUMBER_UNKNOWN"}


def test_repeated_header_rows_and_tables_split_by_a_page(tmp_path: Path) -> None:
    word = WordFile().add(text("【3260】提取明细", "2"), *SAID, "输入", "表1（节点标识：data）")
    first = table(row(*HEADER), row("1", *line("a_no")[1:]), row(*HEADER), row("2", *line("b_no")[1:]))
    second = table(row(*HEADER), row("3", *line("c_no")[1:]))
    third = table(row("4", *line("d_no")[1:]))
    done = Imported(tmp_path, word.add(first, "", second, "", third, "输出", "无"))
    assert done.names("3260") == ["a_no", "b_no", "c_no", "d_no"]
    assert done.rules() == {"TABLE_CONTINUED"}


def test_notations(tmp_path: Path) -> None:
    rows = [
        ["1", "a", "甲", "VARCHAR2(30)", "", "", "是", ""],
        ["2", "b", "乙", "数字型", "16，2", "", "否", ""],
        ["3", "c", "丙", "BigDecimal", "(16,2)", "", "√", ""],
        ["4", "d", "丁", "日期时间", "", "", "", ""],
        ["5", "e", "戊", "字节数组", "", "", "Y", ""],
    ]
    done = Imported(tmp_path, one(*rows))
    effective = [item.get("effective") for item in done.rows("3260")]
    assert effective == [
        {"type": "字符型", "length": "30", "required": "Y"},
        {"type": "数值型", "length": "16,2", "required": "N"},
        {"type": "数值型", "length": "16,2", "required": "Y"},
        {"type": "日期时间型"},
        None,
    ]
    assert [item["type"] for item in done.rows("3260")] == [r[3] for r in rows]
    assert done.rules() == set()


def test_what_can_not_be_read_is_named(tmp_path: Path) -> None:
    rows = [
        ["1", "a", "甲", "怪型", "30", "", "Y", ""],
        ["2", "b", "乙", "字符型", "很长", "", "视情况", ""],
        ["3", "姓名字段", "丙", "字符型", "3", "", "Y", ""],
        ["4", "a", "重复", "字符型", "3", "", "Y", ""],
        ["5", "detail", "明细", "列表", "", "", "Y", ""],
        ["", "", "", "", "", "", "", "接上一行的说明"],
        ["6", "psn_\nname", "姓名", "", "", "Y", "Y", ""],
    ]
    done = Imported(tmp_path, one(*rows))
    expected = {
        *(
            "TYPE_UNKNOWN",
            "LENGTH_UNREADABLE",
            "FLAG_UNREADABLE",
            "ROW_NOT_WRITTEN",
            "ROW_TWICE",
            "NODE_NESTED",
            "NAME_BROKEN",
        ),
        *("TYPE_MISSING", "LENGTH_MISSING", "CODE_WITHOUT_DICTIONARY", "HELD_BACK"),
    }
    assert done.rules() == expected
    counts = done.report.counts
    assert (counts.rows, counts.written, counts.in_doubts, counts.lost) == (7, 0, 7, 0)
    saved = json.loads((done.into / "doubts.json").read_text(encoding="utf-8"))
    assert len(saved["doubts"]) == len(done.report.doubts)


def test_nested_table(tmp_path: Path) -> None:
    inner = cell(inner=text("见内表") + plain_table(["代码值", "代码名称"], [["1", "男"], ["2", "女"]]) + text(""))
    done = Imported(tmp_path, one(row("1", "gend", "性别", "字符型", "6", "", "Y", inner)))
    assert done.rows("3260")[0]["remark"] == "见内表"
    assert "TABLE_NESTED" in done.rules()


def test_dictionary_tables_also_twice_per_row(tmp_path: Path) -> None:
    word = one(
        ["1", "gend", "性别", "字符型", "6", "Y", "Y", ""], ["2", "flag", "标志", "字符型", "3", "Y", "Y", "0-否；1-是"]
    )
    word.add(
        text("附录", "1"),
        text("性别（gend）"),
        plain_table(["代码值", "代码名称", "代码值", "代码名称"], [["1", "男", "2", "女"], ["9", "未说明", "", ""]]),
    )
    done = Imported(tmp_path, word)
    content = yaml.safe_load((done.into / "dictionaries" / "gend.yaml").read_text(encoding="utf-8"))
    assert [(v["code"], v["label"]) for v in content["values"]] == [("1", "男"), ("2", "女"), ("9", "未说明")]
    assert [item["dictionary"] for item in done.rows("3260")] == ["gend", "flag"]
    assert done.rules() == set()


def test_contents_and_prose_are_no_headings(tmp_path: Path) -> None:
    word = WordFile().add(
        text("【3260】提取明细\t12", "TOC1"), "1、【3260】提取明细：就医地使用此交易提取明细，供确认；"
    )
    word.pieces += one(line("psn_no")).pieces
    done = Imported(tmp_path, word)
    assert done.names("3260") == ["psn_no"]
    assert done.rules() == set()


def test_one_table_for_both_sides(tmp_path: Path) -> None:
    title = [row(cell(word, span=8)) for word in ("输入（节点标识：data）", "输出（节点标识：result）")]
    rows = table(row(*HEADER), title[0], row(*line("psn_no")), title[1], row(*line("setl_id")))
    done = Imported(tmp_path, WordFile().add(text("【3260】提取明细", "2"), *SAID, "表 1 参数", rows))
    content = done.interface("3260")
    assert [(side, content[side][0]["node"], done.names("3260", side)) for side in ("input", "output")] == [
        ("input", "data", ["psn_no"]),
        ("output", "result", ["setl_id"]),
    ]


def test_captions_of_two_lines_and_headings_inside_an_interface(tmp_path: Path) -> None:
    word = WordFile().add(
        text("【3260】提取明细", "3"), text("交易说明", "3"), "1、【3261】确认明细", *SAID, text("输入", "3")
    )
    word.add(
        "表 1 输入",
        "节点标识：data",
        plain_table([*HEADER[:6], "是否必填\n（Y/N）", "说明"], [line("psn_no")]),
        text("输出", "3"),
        "无",
    )
    word.add(
        text("【3261】确认明细", "3"),
        *SAID,
        "输入",
        "表 1（节点标识：data）",
        plain_table(HEADER, [line("setl_id")]),
        "输出：无",
    )
    done = Imported(tmp_path, word)
    assert (done.names("3260"), done.names("3261")) == (["psn_no"], ["setl_id"])
    assert done.interface("3260")["input"][0]["table"] == "表 1"
    assert done.rules() == set()


def test_picture_instead_of_a_table(tmp_path: Path) -> None:
    word = one(line("psn_no"))
    word.pieces[-1:] = [text("表 2 输出（节点标识：data）"), text("（图）")]
    assert {"TABLE_MISSING", "SIDE_MISSING"} <= Imported(tmp_path, word).rules()


def test_interface_card_and_grouped_dictionaries(tmp_path: Path) -> None:
    word = WordFile().add(text("3.1 提取明细", "2"), table(row("交易编号", "3260"), row("交易名称", "提取明细")), *SAID)
    word.add(
        "入参（单行）",
        "表 1（节点标识：data）",
        plain_table(HEADER, [line("psn_no"), ["2", "gend", "性别", "字符型", "6", "Y", "Y", ""]]),
        "出参",
        "无业务输出。",
    )
    word.add(text("附录", "1"), plain_table(["字典类型", "代码值", "代码名称"], [["gend", "1", "男"], ["", "2", "女"]]))
    done = Imported(tmp_path, word)
    assert done.rows("3260")[1]["dictionary"] == "gend"
    assert done.rules() == set()


@pytest.mark.parametrize("number", ["²", "٣", "9" * 100_000, "-1", "201", "x"], ids=lambda number: number[:3])
def test_a_number_that_is_none_is_a_doubt_and_no_crash(number: str, tmp_path: Path) -> None:
    spanned = row("1", "psn_no", "人员编号", "字符型", "30", "", "Y", "").replace(
        "<w:tcPr>", f'<w:tcPr><w:gridSpan w:val="{number}"/>', 1
    )
    done = Imported(tmp_path, one(spanned, line("trt_year")))
    assert done.names("3260") == ["psn_no", "trt_year"]
    assert done.rules() == {"SPAN_UNREADABLE"}
    (doubt,) = done.report.doubts
    assert doubt.read == number[:20]


@pytest.mark.parametrize("number", ["²", "9" * 100_000], ids=["superscript", "long"])
def test_other_numbers_of_word_that_are_none(number: str, tmp_path: Path) -> None:
    numbered = '<w:p><w:pPr><w:outlineLvl w:val="{0}"/><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    word = one(line("psn_no")).add(numbered.format(number))
    word.numbering = lists(
        level(0, "%1.", more=f'<w:lvlRestart w:val="{number}"/>'),
        more=f'<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="{number}"/></w:lvlOverride></w:num>',
    )
    assert Imported(tmp_path, word).names("3260") == ["psn_no"]


@pytest.mark.parametrize("printed", ["²", "9" * 5_000, "12²"], ids=["superscript", "long", "mixed"])
def test_a_length_that_is_none(printed: str, tmp_path: Path) -> None:
    rows = [["1", "amt", "金额", "数值型", printed, "", "Y", ""], line("psn_no")]
    assert Imported(tmp_path, one(*rows)).names("3260") == ["amt", "psn_no"]
