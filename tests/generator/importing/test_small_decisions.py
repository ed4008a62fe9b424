"""Small decisions of the importer that no whole document depends on: what is a row, a caption, a heading, a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdyb_generator.importing.rows import ASSUMED, NOTATION
from support.importing.imported import HEADER, SAID, Imported, line
from support.importing.wordfile import WordFile, cell, row, table, text

CAPTION = "表 1 输入（节点标识：data）"
SCALED = [*HEADER[:5], "小数位", *HEADER[5:]]


def document(
    *rows: str | list[str],
    header: list[str] | None = None,
    before: tuple[str, ...] = (),
    caption: str = CAPTION,
    said: tuple[str, ...] = SAID,
) -> WordFile:
    """One interface; `before` stands between its heading and its input."""
    body = [item if isinstance(item, str) else row(*item) for item in rows]
    word = WordFile().add(text("【3260】提取异地清分明细", "2"), *before, *said, text("输入", "3"))
    return word.add(text(caption), table(row(*(header or HEADER)), *body), text("输出", "3"), "无。")


@pytest.mark.parametrize(
    ("broken", "names"),
    [
        (["", "", "", "", "", "", "", ""], ["psn_no"]),
        (["", "", "名称", "字符型", "30", "", "Y", ""], ["psn_no"]),
        (["2", "memo", "", "", "", "", "", ""], ["psn_no", "memo"]),
        (["", "memo", "memo", "", "", "", "", ""], ["psn_no", "memo"]),
        (["", "memo", "", "", "", "", "", ""], ["psn_no"]),
    ],
    ids=["empty", "no name", "name and number", "name is the label", "one text alone"],
)
def test_what_is_a_row(broken: list[str], names: list[str], tmp_path: Path) -> None:
    done = Imported(tmp_path, document(line("psn_no"), broken))
    assert done.names("3260") == names
    assert ("ROW_NOT_WRITTEN" in done.rules()) is (names == ["psn_no"] and any(broken))
    assert done.report.counts.lost == 0


def test_a_title_across_the_table_is_no_row(tmp_path: Path) -> None:
    done = Imported(tmp_path, document(row(cell("以下为可选", span=8)), line("psn_no")))
    assert (done.names("3260"), done.rules()) == (["psn_no"], {"ROW_NOT_WRITTEN"})


def test_only_what_was_assumed_and_only_what_was_rewritten_says_so(tmp_path: Path) -> None:
    done = Imported(
        tmp_path,
        document(
            line("plain"),
            line("rewritten", required="是"),
            line("assumed", size=""),
            line("both", size="", required="是"),
            line("unlimited", kind="数值型", size=""),
        ),
    )
    rows = {one["name"]: one for one in done.rows("3260")}
    errata = {name: sorted(one.get("errata", [])) for name, one in rows.items()}
    effective = {name: one.get("effective") for name, one in rows.items()}
    assert errata == {
        "plain": [],
        "rewritten": [NOTATION],
        "assumed": [ASSUMED],
        "both": sorted([NOTATION, ASSUMED]),
        "unlimited": [ASSUMED],
    }
    assert effective["plain"] is None
    assert effective["rewritten"] == {"required": "Y"}
    assert effective["assumed"] == {"length": ""}
    assert effective["both"] == {"length": "", "required": "Y"}
    assert [one.get("draft") for one in rows.values()] == [None, None, ["length"], ["length"], ["length"]]


@pytest.mark.parametrize(
    ("kind", "size", "places", "effective"),
    [
        ("数值型", "16", "2", {"length": "16,2"}),
        ("数值型", "16", "2位", {"length": "16,2"}),
        ("数值型", "16", "0", None),
        ("数值型", "16", "", None),
        ("字符型", "16", "2", None),
        ("数值型", "2", "16", None),
    ],
)
def test_decimal_places_of_a_column_of_their_own(
    kind: str, size: str, places: str, effective: dict[str, str] | None, tmp_path: Path
) -> None:
    cells = ["1", "amt", "金额", kind, size, places, "", "Y", ""]
    done = Imported(tmp_path, document(cells, header=SCALED))
    assert done.rows("3260")[0].get("effective") == effective
    assert ("LENGTH_UNREADABLE" in done.rules()) is (places == "16")


def test_a_line_that_names_a_node_is_a_caption_right_above_a_table_only(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    done = Imported(tmp_path / "a", document(line("psn_no"), caption="明细信息（detail）"))
    assert [node["node"] for node in done.interface("3260")["input"]] == ["detail"]
    word = WordFile().add(text("【3260】提取异地清分明细", "2"), *SAID, text("输入", "3"), text(CAPTION))
    word.add(
        "查询条件（other）", "以下各项都要填写。", table(row(*HEADER), row(*line("psn_no"))), text("输出", "3"), "无。"
    )
    assert [node["node"] for node in Imported(tmp_path / "b", word).interface("3260")["input"]] == ["data"]


@pytest.mark.parametrize("again", ["【3260】提取异地清分明细", "3260 提取异地清分明细"])
def test_a_heading_that_comes_again_before_any_table_is_the_same(again: str, tmp_path: Path) -> None:
    said = ("交易输入为多行数据；", "每次最多上传 77 条。", "交易输出为单行数据；")
    done = Imported(tmp_path, document(line("psn_no"), before=(*said, again), said=()))
    assert done.names("3260") == ["psn_no"]
    (node,) = done.interface("3260")["input"]
    assert (node["rows"], node.get("limit")) == ("many", 77)
    assert done.rules() == set()


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_heading_that_comes_again_after_a_table_is_told(is_ended: bool, tmp_path: Path) -> None:
    word = document(line("psn_no"))
    if not is_ended:
        del word.pieces[-2:]
    word.add(
        text("【3260】提取异地清分明细", "2"),
        text("输入", "3"),
        text("表 2 输入（节点标识：more）"),
        table(row(*HEADER), row(*line("memo"))),
    )
    assert "HEADING_TWICE" in Imported(tmp_path, word).rules()
