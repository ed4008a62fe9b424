"""The built site in a real browser, from file://: search, diagrams, narrow windows, and nothing asked of anybody."""

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from gdyb_generator.cli.commands import Places, docs
from gdyb_generator.output.site import ScriptsUnavailable
from support.absent import not_here
from support.browser import Page, browsing, find_browser
from support.places import ROOT

# Search and diagrams stand in closed shadow trees, which scripts of a page can't see; what they are made with is kept.
OPENED = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""
RESULTS = """(() => {
  const roots = [...document.querySelectorAll("*")].map(element => element.shadowRoot).filter(Boolean);
  const links = roots.flatMap(root => [...root.querySelectorAll("a[href]")]);
  return links.map(link => link.getAttribute("href") + " " + link.textContent);
})()"""
DIAGRAM = """(() => {
  const roots = [document, ...[...document.querySelectorAll("*")].map(e => e.shadowRoot).filter(Boolean)];
  const svg = roots.flatMap(root => [...root.querySelectorAll("svg")]).find(s => s.querySelector(".messageText"));
  return svg ? svg.textContent : "";
})()"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site; the reason stands in the report where it can't be built."""
    if importlib.util.find_spec("zensical") is None:
        not_here("no zensical: pip install -e '.[docs]'")
    try:
        if "PYTEST_XDIST_WORKER" not in os.environ:
            return docs(Places.below(ROOT), tmp_path_factory.mktemp("site") / "out", html=True).parent
        # The workers of one run share one site; the first to come builds it.
        shared = tmp_path_factory.getbasetemp().parent / "reference-site"
        with FileLock(f"{shared}.lock"):
            if not (shared / "done").is_file():
                docs(Places.below(ROOT), shared, html=True)
                (shared / "done").touch()
        return shared / "site"
    except ScriptsUnavailable as error:
        not_here(f"the scripts of the pages can't be fetched: {error}")


@pytest.fixture(scope="module")
def tab(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browsing(find_browser(), tmp_path_factory.mktemp("browser")) as page:
        page.resize(1280, 900)
        page.send("Page.addScriptToEvaluateOnNewDocument", source=OPENED)
        yield page


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """The tab, which must have asked for files alone and complained about nothing when the test is over."""
    tab.requests.clear()
    tab.complaints.clear()
    yield tab
    assert tab.requests
    assert [url for url in tab.requests if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
    assert tab.complaints == []


def search(page: Page, site: Path, words: str) -> list[str]:
    """Address and text of the results."""
    page.open(site / "index.html")
    page.until("document.querySelector('.md-search__button') !== null")
    page.run("document.querySelector('.md-search__button').click()")
    page.until("document.activeElement.shadowRoot?.activeElement?.tagName === 'INPUT'")
    page.type(words)
    found: list[str] = page.until(f"(found => found.length && found)({RESULTS})")
    return found


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("清分明细", "interfaces/3260.html"),
        ("admvs", "message.html"),
        ("refmsgid", "interfaces/3262.html"),
        ("全额垫付", "dictionaries/fulamt_advpay_flag.html"),
        ("confirm_clearing", "interfaces/3261.html"),
        ("ReadCardBas", "readers/ReadCardBas.html"),
    ],
)
def test_search_finds(page: Page, site: Path, words: str, target: str) -> None:
    found = search(page, site, words)
    assert any(target in line for line in found), found


WINDOW = """(() => {
  const root = [...document.querySelectorAll("body > div")].map(element => element.shadowRoot).find(Boolean);
  const said = [...root.querySelectorAll("[aria-label], [placeholder]")].flatMap(
    element => ["aria-label", "placeholder"].map(name => element.getAttribute(name)).filter(Boolean));
  return [...said, ...[...root.querySelectorAll("[role=status], h3, h4, [id$=hint]")].map(e => e.textContent)];
})()"""


@pytest.mark.parametrize(("words", "status"), [("清分明细", "[0-9]+ 个结果"), ("qqqqqqqq", "没有找到")])
def test_the_search_window_speaks_chinese(page: Page, site: Path, words: str, status: str) -> None:
    page.open(site / "index.html")
    page.until("document.querySelector('.md-search__button') !== null")
    page.run("document.querySelector('.md-search__button').click()")
    page.until("document.activeElement.shadowRoot?.activeElement?.tagName === 'INPUT'")
    page.type(words)
    page.until(f"{WINDOW}.some(text => /^{status}$/.test(text))")
    shown: list[str] = page.run(WINDOW)
    assert {"搜索", "关闭搜索", "筛选"} <= set(shown)
    assert [text for text in shown if re.search("[A-Za-z]", text)] == []


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("identification", ["【1101】", "mdtrt_cert_type=02", "港澳台及其它证件", "ReadCardBas 读社保卡基本信息"]),
        ("settlement", ["【2102】药店结算", "结算时重新取码", "【2601】"]),
        ("reconciliation", ["【3201】", "【9101】", "总账不平"]),
        ("clearing", ["【3260】提取异地清分明细", "每批最多 100 行", "otransid"]),
    ],
)
def test_a_diagram_is_drawn(page: Page, site: Path, name: str, texts: list[str]) -> None:
    page.open(site / "procedures" / f"{name}.html")
    drawn = page.until(DIAGRAM)
    assert all(text in drawn for text in texts), drawn


@pytest.mark.parametrize("width", [420, 1280])
@pytest.mark.parametrize("name", ["index", "interfaces/3261", "interfaces/4101", "errata", "readers/IdentityCard"])
def test_nothing_sticks_out_of_the_window(page: Page, site: Path, name: str, width: int) -> None:
    page.resize(width, 900)
    page.open(site / f"{name}.html")
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    page.resize(1280, 900)


def test_a_link_to_an_erratum_arrives(page: Page, site: Path) -> None:
    page.open(site / "interfaces" / "3262.html")
    page.run("document.querySelector('a[href$=\"errata.html#t30\"]').click()")
    page.until("location.hash === '#t30' && document.querySelector('#t30') !== null")


def test_a_request_would_be_seen(tab: Page, site: Path) -> None:
    tab.open(site / "index.html")
    tab.requests.clear()
    tab.run("fetch('http://example.invalid/x').catch(() => 0)")
    # The page may still be fetching its own icon.
    assert "http://example.invalid/x" in tab.requests
