"""The page to sign: in a real browser it asks for nothing, fits, marks what changed and prints as sheets of A4."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from test_rules import overlay

from gdyb_generator.diff.page import merged
from gdyb_generator.diff.run import Request, compared

HERE = Path(__file__).parent
BASES = (HERE.parent / "golden" / "spec",)
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
const seen = cell => getComputedStyle(cell).outlineStyle === "solid";
document.title = JSON.stringify({
  wide: document.documentElement.scrollWidth > innerWidth,
  marked: [...document.querySelectorAll("td.changed")].filter(seen).map(cell => cell.textContent),
  rows: [...document.querySelectorAll("td.mark")].map(cell => cell.textContent).join(""),
  sign: document.querySelector("table.sign").getBoundingClientRect().height > 40,
});
</script>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of an edition with a shrunk length, a relabelled code, a field more and one less."""
    old, new = (overlay(HERE / "CODE_RELABELLED" / name, tmp_path / name, BASES).spec for name in ("old", "new"))
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


@pytest.fixture(scope="module")
def browser() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium, Chrome or Edge on the PATH")
    return found


def browse(browser: str, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    profile = page.with_suffix(".profile")
    command = [browser, *OPTIONS, f"--user-data-dir={profile}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120, check=True)


def console(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def test_the_page_is_one_file_without_addresses_or_scripts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""(src|href|action)=|<script|@import|url\(|https?://""", text)
    assert "副本&lt;b&gt;" in text
    assert "核对人" in text


def test_what_is_gone_stands_where_it_stood() -> None:
    assert merged(["a", "b", "c", "d"], ["a", "x", "d", "c"]) == ["a", "b", "x", "d", "c"]
    assert merged(["a", "b"], []) == ["a", "b"]
    assert merged([], ["a"]) == ["a"]


def test_the_console_stays_silent(browser: str, page: Path) -> None:
    done = browse(browser, page, "--dump-dom")
    assert "接口表新旧对照" in done.stdout
    assert console(done) == []


@pytest.mark.parametrize("width", [500, 1280])
def test_it_fits_and_marks_what_changed(browser: str, page: Path, width: int) -> None:
    text = POLICY.sub("", page.read_text(encoding="utf-8")).replace("</body>", f"{MEASURE}</body>")
    page.write_text(text, encoding="utf-8", newline="\n")
    shown = browse(browser, page, f"--window-size={width},900", "--dump-dom").stdout
    title = re.search(r"<title>(.*?)</title>", shown)
    assert title is not None
    assert '"wide":false' in title[1]
    assert '"marked":["副本","4","副本&lt;b&gt;","3","是","否定"]' in title[1].replace("\u200b", "")
    assert '"rows":"≠－＋≠"' in title[1]
    assert '"sign":true' in title[1]


def test_it_prints_as_sheets_of_a4(browser: str, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "对照.pdf"
    browse(browser, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", target.read_bytes())
    assert 1 <= len(sheets) <= 4
    assert all(
        float(wide) == pytest.approx(841.9, abs=1) and float(high) == pytest.approx(595.3, abs=1)
        for wide, high in sheets
    )
