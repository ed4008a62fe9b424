"""The page of a month in a real browser: it asks for nothing, fits a telephone and prints on sheets of A4."""

from pathlib import Path

import pytest

from gdyb_workflows.clearing import approve
from support.browser import A4, Page, sheets
from support.clearing.months import differ_and_revoke, finish, lose_an_answer, opened, seen
from support.clearing.reports import KEY, page

MONTHS = {
    "finished": lambda lease, _: finish(lease, size=5),
    "unknown": lose_an_answer,
    "different": lambda lease, _: (differ_and_revoke(lease), approve(lease, actor="李主任")),
}
CLIPPED = """[...document.querySelectorAll("svg")].flatMap(svg => {
  const drawing = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < drawing.left || box.right > drawing.right || box.bottom > drawing.bottom;
  }).map(text => text.textContent);
})"""
BROKEN = """[...document.querySelectorAll("td:not(.long)")].filter(cell =>
  cell.textContent && cell.getClientRects()[0].height > 2 * parseFloat(getComputedStyle(cell).lineHeight)
    && !cell.parentElement.querySelector(".long")).map(cell => cell.textContent)"""
UNSEEN = """[...document.querySelectorAll("h1, h2, th, td, figcaption")].filter(each =>
  !each.checkVisibility() || each.getBoundingClientRect().width === 0).length"""
DARK = """[...document.querySelectorAll("body, body *:not(svg, svg *)")].filter(each => {
  const [r, g, b, a] = getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number);
  return a !== 0 && r + g + b < 600;
}).length"""


@pytest.fixture(scope="module", params=MONTHS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    with opened(folder, rows=350, key=KEY) as (lease, sandbox):
        MONTHS[request.param](lease, sandbox)
    with seen(folder, key=KEY) as month:
        path = folder / "月报.html"
        path.write_text(page(month), encoding="utf-8", newline="\n")
    return path


def test_it_asks_for_nothing_and_says_nothing(tab: Page, report: Path) -> None:
    tab.open(report)
    assert tab.requests == [report.as_uri()]
    assert tab.messages == tab.complaints == []


def test_a_request_would_be_seen(tab: Page, report: Path, tmp_path: Path) -> None:
    text = report.read_text(encoding="utf-8").replace("</body>", '<img src="http://127.0.0.1:9/x.png"></body>')
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    tab.open(tmp_path / "a.html")
    assert any("Content Security Policy" in text for text in tab.complaints)


@pytest.mark.parametrize("width", [360, 1000])
def test_it_fits(tab: Page, report: Path, width: int) -> None:
    tab.resize(width)
    tab.open(report)
    assert tab.fits()
    assert tab.run(BROKEN) == []
    assert tab.run(UNSEEN) == 0


def test_the_charts_are_there_and_whole(tab: Page, report: Path) -> None:
    tab.resize(1000)
    tab.open(report)
    assert tab.run("document.querySelectorAll('figure svg[role=img][aria-label]').length") == 2
    assert tab.run("document.querySelectorAll('svg .series rect').length") > 31
    assert tab.run(CLIPPED) == []


def test_what_is_to_be_done_is_seen_first(tab: Page, report: Path) -> None:
    tab.resize(360, 740)
    tab.open(report)
    assert tab.run("document.querySelector('.state').getBoundingClientRect().bottom < innerHeight")
    assert tab.run("document.querySelector('main h2').getBoundingClientRect().bottom < innerHeight")


def test_a_long_table_is_scrolled_with_the_keyboard(tab: Page, report: Path) -> None:
    tab.resize(360)
    tab.open(report)
    assert tab.run(
        "[...document.querySelectorAll('.scroll')].every(each => each.tabIndex === 0 && each.hasAttribute('role'))"
    )


def test_it_prints_whole_tables_on_a4(tab: Page, report: Path, tmp_path: Path) -> None:
    tab.open(report)
    pdf = tab.pdf(tmp_path / "a.pdf")
    wide, high = max(A4), min(A4)
    assert 2 <= len(sheets(pdf)) <= 6
    assert all(sheet == (pytest.approx(wide, abs=1), pytest.approx(high, abs=1)) for sheet in sheets(pdf))


def test_on_paper_nothing_is_scrolled_or_dark_and_heads_repeat(tab: Page, report: Path) -> None:
    tab.resize(1047)  # A4 across without its margins, in pixels
    tab.open(report)
    tab.send("Emulation.setEmulatedMedia", media="print")
    try:
        assert tab.run("getComputedStyle(document.querySelector('[aria-labelledby=batches] thead')).display") == (
            "table-header-group"
        )
        assert tab.run("document.querySelectorAll('table[aria-labelledby=batches] tbody tr').length") in (4, 70)
        cut = "[...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1).map(each => each.getAttribute('aria-labelledby'))"
        assert tab.run(cut) == []
        assert tab.run(DARK) == 0
    finally:
        tab.send("Emulation.setEmulatedMedia", media="")
