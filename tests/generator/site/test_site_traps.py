"""Pages of a spec whose texts could break a table, a template, a diagram or a file name: each is shown as it stands."""

from __future__ import annotations

import html
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from gdyb_generator.cli.commands import Places
from gdyb_generator.emit.site import emit_site
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support.places import GOLDEN, ROOT

markdown = pytest.importorskip("markdown")

REMARK = "a|b <b>粗</b> `码` ``双`` {{ x }} {% raw %} [链](http://example.invalid) *星* _底_ ~~删~~ &amp; $x$ ^上^ ==亮== :smile: #1 {: .c } ![图](x) <!-- c --> \\| \\` "
LABEL = "名|称 <i> `x` {{ y }}"
TITLE = "<script>alert(1)</script> 登记"
LONGEST = 2000
EXTENSIONS = ["attr_list", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of the small spec with traps in it."""
    root = tmp_path_factory.mktemp("traps")
    shutil.copytree(GOLDEN / "spec", root / "spec")
    path = root / "spec" / "interfaces" / "9001.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = content["input"][0]["fields"]
    rows[1] |= {"remark": REMARK, "label": LABEL}
    content["name"] = LABEL
    content["output"] = []
    content.pop("paging", None)
    content["errata"] = []
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    path = root / "spec" / "dictionaries" / "kind.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["values"] = [{"code": f"{n}|", "label": f"{REMARK}{n}", "name": f"V{n}"} for n in range(LONGEST)]
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    path = root / "spec" / "procedures.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(one for one in content["procedures"] if one["id"] == "registering")["title"] = TITLE
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    spec = load(root / "spec")
    assert spec.findings == []
    return emit_site(resolve(spec))


class Cells(HTMLParser):
    """The texts of the rows of all tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


def cells(page: str) -> Cells:
    return Cells(markdown.markdown(page, extensions=EXTENSIONS))


def test_a_remark_is_shown_as_it_stands(site: dict[str, str]) -> None:
    found = cells(site["docs/interfaces/9001.md"])
    row = next(row for row in found.rows if row[0] == "copy")
    assert row[1] == LABEL
    assert REMARK.strip() in row
    widths = {len(row) for row in found.rows}
    assert len(widths) == 1, widths
    assert not found.tags & {"b", "i", "img", "script", "em", "del"}


def test_a_title_is_shown_as_it_stands(site: dict[str, str]) -> None:
    page = markdown.markdown(site["docs/interfaces/9001.md"], extensions=EXTENSIONS)
    assert html.unescape(re.sub("<[^>]+>", "", page.partition("</h1>")[0])) == f"9001 {LABEL}"


def test_a_very_long_dictionary_keeps_its_columns(site: dict[str, str]) -> None:
    found = cells(site["docs/dictionaries/kind.md"])
    rows = [row for row in found.rows if row and row[-1].startswith("codes.")]
    assert len(rows) == LONGEST
    assert rows[7][:2] == ["7|", f"{REMARK}7"]
    assert {len(row) for row in rows} == {3}


def test_an_interface_without_output_says_so(site: dict[str, str]) -> None:
    page = site["docs/interfaces/9001.md"]
    assert "**输出**：没有字段" in page and "## 输出" not in page


def test_the_configuration_can_be_read(site: dict[str, str]) -> None:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda loader, suffix, node: suffix)
    configuration = yaml.load(site["mkdocs.yml"], Loader)
    shown = [
        title
        for part in configuration["nav"]
        for pages in part.values()
        if isinstance(pages, list)
        for page in pages
        for title in page
    ]
    # The theme writes titles as HTML.
    assert f"9001 {html.escape(LABEL)}" in shown
    assert html.escape(TITLE) in shown
    assert not [title for title in shown if re.search("[<>]", title)]
    # mkdocs-material takes no other form of a script here.
    assert all(isinstance(script, str) for script in configuration["extra"]["polyfills"])


def test_a_title_of_a_procedure_is_no_markup(site: dict[str, str]) -> None:
    for page in ("docs/index.md", "docs/procedures/registering.md"):
        assert "<script>" not in markdown.markdown(site[page], extensions=EXTENSIONS)
        assert "alert(1)" in site[page]


def test_diagrams_hold_one_statement_a_line(site: dict[str, str]) -> None:
    page = site["docs/procedures/registering.md"]
    lines = page.partition("```mermaid\n")[2].partition("\n```")[0].splitlines()
    kinds = ("sequenceDiagram", "participant ", "alt ", "else ", "loop ", "opt ", "end", "Note over ")
    for line in lines:
        assert line.strip().startswith(kinds) or re.match(r"\w+--?>>\w+: ", line.strip()), line
        assert not re.search("[;#%]", line)
    assert sum(line.strip() == "end" for line in lines) == 3
    assert "\n```\n" in page


def test_the_builder_takes_it(site: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    import subprocess
    import sys

    for name, text in site.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", "mkdocs.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = Cells((tmp_path / "site" / "interfaces" / "9001.html").read_text(encoding="utf-8"))
    assert any(REMARK.strip() in row for row in found.rows)


def test_no_two_pages_are_one_file_on_windows() -> None:
    names = [name.lower() for name in emit_site(resolve(load(Places.below(ROOT).spec)))]
    assert len(names) == len(set(names))
