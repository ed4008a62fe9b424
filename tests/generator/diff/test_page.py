"""The page to sign: in a real browser it asks for nothing, fits, marks what changed and prints as sheets of A4."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gdyb_generator.diff.accept import judge
from gdyb_generator.diff.compare import compare_items
from gdyb_generator.diff.facts import facts
from gdyb_generator.diff.page import changed_tables, merged
from gdyb_generator.diff.run import Request, compared
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support import places
from support.browser import A4, Page, sheets
from support.cases import read_cases, read_tree, write_tree

HERE = Path(__file__).parent
BASE = read_tree(places.GOLDEN / "spec")
CASES = read_cases(HERE / "cases", "old", "new")
SIDES = ("old", "new")
MARKED = """[...document.querySelectorAll("td.changed")]
  .filter(cell => getComputedStyle(cell).outlineStyle === "solid").map(cell => cell.textContent)"""
ROWS = """[...document.querySelectorAll("td.mark")].map(cell => cell.textContent).join("")"""
LINES = """[...document.querySelectorAll(".sign th")].map(cell => cell.textContent)"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of an edition with a shrunk length, a relabelled code, a field more and one less."""
    old, new = (write_tree(CASES["CODE_RELABELLED"].tree(BASE, side), tmp_path / side) for side in SIDES)
    file = new / "interfaces" / "9001.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('副本, type: 字符型, length: "4"', '副本<b>, type: 字符型, length: "3"')
    text = re.sub(r"      - \{name: model_no.*\n", "", text)
    text = text.replace(
        "{name: total,", '{name: extra, label: 新加, type: 字符型, length: "9", line: 962}\n      - {name: total,'
    )
    file.write_text(text, encoding="utf-8", newline="\n")
    path = tmp_path / "对照.html"
    request = Request(old=str(old), new=str(new), root=tmp_path, accepted=None, today=date(2026, 1, 1))
    with compared(request) as comparison:
        path.write_text(comparison.page(), encoding="utf-8", newline="\n")
    return path


def test_the_page_is_one_file_without_addresses_or_scripts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""(src|action)=|href="(?!#)|<script|@import|url\(|https?://""", text)
    assert "副本&lt;b&gt;" in text
    assert "核对人" in text
    assert "签字" in text
    assert "2026-01-01 制" in text
    targets = re.findall(r'href="#(.*?)"', text)
    assert targets
    assert all(f'id="{target}"' in text for target in targets)


def test_an_interface_that_came_or_went_shows_all_its_tables(tmp_path: Path) -> None:
    case = CASES["INTERFACE_REMOVED"]
    specs = [load(write_tree(case.tree(BASE, side), tmp_path / side)) for side in SIDES]
    old, new = (facts(resolve(spec)) for spec in specs)
    tables = changed_tables(judge(compare_items(old, new), [], date(2026, 1, 1)), old, new)
    assert tables
    assert {row.state for table in tables for row in table.rows} == {"removed"}
    assert all([change.rule for change in table.changes] == ["INTERFACE_REMOVED"] for table in tables)


def test_what_is_gone_stands_where_it_stood() -> None:
    assert merged(["a", "b", "c", "d"], ["a", "x", "d", "c"]) == ["a", "b", "x", "d", "c"]
    assert merged(["a", "b"], []) == ["a", "b"]
    assert merged([], ["a"]) == ["a"]


def test_it_asks_for_nothing_and_the_console_stays_silent(tab: Page, page: Path) -> None:
    tab.open(page)
    assert tab.run("document.title").startswith("接口表对照")
    assert tab.requests == [page.as_uri()]
    assert tab.complaints == []


@pytest.mark.parametrize("width", [500, 1280])
def test_it_fits_and_marks_what_changed(tab: Page, page: Path, width: int) -> None:
    tab.resize(width)
    tab.open(page)
    assert tab.fits()
    assert tab.run(MARKED) == ["副本", "4", "副本<b>", "3", "是", "否定"]
    assert tab.run(ROWS) == "≠－＋≠"


def test_there_is_room_to_sign(tab: Page, page: Path) -> None:
    tab.open(page)
    assert tab.run(LINES) == ["结论", "意见", "核对人", "单位、岗位", "签字", "日期"]
    assert tab.run("document.querySelector('.sign').getBoundingClientRect().height") > 150
    tab.run("document.querySelector('.parts a').click()")
    assert tab.run("document.querySelector(':target').textContent").startswith("9001")


def test_it_prints_as_sheets_of_a4(tab: Page, page: Path, tmp_path: Path) -> None:
    tab.open(page)
    found = sheets(tab.pdf(tmp_path / "对照.pdf"))
    assert 1 <= len(found) <= 4
    assert all(sheet == pytest.approx(A4[::-1], abs=1) for sheet in found)
