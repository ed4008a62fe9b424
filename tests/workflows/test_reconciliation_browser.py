"""The page of a reconciliation in a real browser: it asks for nothing, fits its window and prints on few sheets."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_reconciliation_report import reconciliation

from gdyb_workflows.reconciliation.writing import write_report

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--enable-logging=stderr",
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# Written into a copy of the page, since the page itself lets no script run.
MEASURE = """<script>
const lines = element => Math.round(element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight));
const labels = [...document.querySelectorAll("svg .axis.x text")].filter(text => text.textContent);
const drawing = document.querySelector("svg").getBoundingClientRect();
document.title = JSON.stringify({
  wide: document.documentElement.scrollWidth > innerWidth,
  broken: [...document.querySelectorAll("td:not(.long)")].filter(cell => cell.textContent && lines(cell) > 1).length,
  clipped: [...document.querySelectorAll("svg text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < drawing.left || box.right > drawing.right || box.bottom > drawing.bottom;
  }).length,
  heights: [...document.querySelectorAll("svg .axis.y text")].map(text => text.textContent),
});
</script>"""


@pytest.fixture(scope="module")
def browser() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium, Chrome or Edge on the PATH")
    return found


def browse(browser: str, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    profile = page.with_suffix(".profile")
    return subprocess.run(
        [browser, *OPTIONS, f"--user-data-dir={profile}", *options, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=True,
    )


def console(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "差异.html"
    write_report(reconciliation(), path)
    return path


def test_the_console_stays_silent(browser: str, page: Path) -> None:
    done = browse(browser, page, "--dump-dom")
    assert "差异合计" in done.stdout
    assert console(done) == []


def test_a_request_would_be_seen(browser: str, page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("</body>", '<img src="http://127.0.0.1:9/x.png"></body>')
    page.write_text(text, encoding="utf-8", newline="\n")
    assert any("Content Security Policy" in line for line in console(browse(browser, page, "--dump-dom")))


@pytest.mark.parametrize("width", [500, 1280])
def test_everything_fits(browser: str, page: Path, width: int) -> None:
    text = POLICY.sub("", page.read_text(encoding="utf-8")).replace("</body>", f"{MEASURE}</body>")
    page.write_text(text, encoding="utf-8", newline="\n")
    shown = browse(browser, page, f"--window-size={width},900", "--dump-dom").stdout
    title = re.search(r"<title>(.*?)</title>", shown)
    assert title is not None
    assert title[1] == '{"wide":false,"broken":0,"clipped":0,"heights":["0","1"]}'


def test_it_prints_as_sheets_of_a4(browser: str, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "差异.pdf"
    browse(browser, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    content = target.read_bytes()
    sheets = [tuple(map(float, size)) for size in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)]
    assert 1 <= len(sheets) <= 2
    assert all(wide == pytest.approx(841.9, abs=1) and high == pytest.approx(595.3, abs=1) for wide, high in sheets)
