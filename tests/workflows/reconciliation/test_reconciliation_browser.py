"""The page of a reconciliation in a real browser: it asks for nothing, fits its window and prints on few sheets."""

from pathlib import Path

import pytest

from gdyb_workflows.reconciliation.writing import write_report
from support.browser import A4, Page, sheets
from support.reconciliation.results import reconciliation

MEASURE = """(() => {
const lines = element => Math.round(element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight));
const drawing = document.querySelector("svg").getBoundingClientRect();
return {
  broken: [...document.querySelectorAll("td:not(.long)")].filter(cell => cell.textContent && lines(cell) > 1).length,
  clipped: [...document.querySelectorAll("svg text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < drawing.left || box.right > drawing.right || box.bottom > drawing.bottom;
  }).length,
  heights: [...document.querySelectorAll("svg .axis.y text")].map(text => text.textContent),
};
})()"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "差异.html"
    write_report(reconciliation(), path)
    return path


def test_it_asks_for_nothing_and_the_console_stays_silent(tab: Page, report: Path) -> None:
    tab.open(report)
    assert "差异合计" in tab.run("document.body.textContent")
    assert tab.requests == [report.as_uri()]
    assert tab.complaints == []


def test_a_request_would_be_seen(tab: Page, report: Path) -> None:
    text = report.read_text(encoding="utf-8").replace("</body>", '<img src="http://127.0.0.1:9/x.png"></body>')
    report.write_text(text, encoding="utf-8", newline="\n")
    tab.open(report)
    assert any("Content Security Policy" in line for line in tab.complaints)


@pytest.mark.parametrize("width", [500, 1280])
def test_everything_fits(tab: Page, report: Path, width: int) -> None:
    tab.resize(width)
    tab.open(report)
    assert tab.fits()
    assert tab.run(MEASURE) == {"broken": 0, "clipped": 0, "heights": ["0", "1"]}


def test_it_prints_as_sheets_of_a4(tab: Page, report: Path, tmp_path: Path) -> None:
    tab.open(report)
    found = sheets(tab.pdf(tmp_path / "差异.pdf"))
    assert 1 <= len(found) <= 2
    assert all(sheet == pytest.approx(A4[::-1], abs=1) for sheet in found)
