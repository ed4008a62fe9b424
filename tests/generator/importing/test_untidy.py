"""An untidy document with all interfaces: every row equal or named, the package imports, a second import changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.run import import_document
from support.importing.imported import written
from support.importing.untidy import Untidy
from support.places import SPEC


@pytest.fixture(scope="module", params=[1, 2])
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Untidy, Path, Report]:
    """A document of one seed, imported."""
    folder = tmp_path_factory.mktemp("untidy")
    document = Untidy(request.param)
    path = document.write(folder / "edition.docx")
    return document, folder / "spec", import_document(path, folder / "spec", SPEC)


def test_every_row_is_equal_or_named(done: tuple[Untidy, Path, Report]) -> None:
    document, into, report = done
    rows, named = (
        written(into),
        "\n".join(doubt.read for doubt in report.doubts if doubt.rule.startswith(("ROW_", "NODE_"))),
    )
    for printed in document.printed:
        key = (printed.infno, printed.side, printed.node, printed.cells["name"])
        row = rows.get(key) or rows.get((*key[:2], "data", key[3]))
        if row is None:
            assert printed.cells["name"] in named, printed
        else:
            assert {name: str(row.get(name, "")) for name in printed.cells} == printed.cells
    assert report.counts.lost == 0


def test_lint_is_clean_and_everything_imports(done: tuple[Untidy, Path, Report]) -> None:
    _, into, report = done
    places = commands.Places.below(into.parent)
    assert "LINT" not in {doubt.rule for doubt in report.doubts}
    assert commands.lint(places) == []
    assert {finding.level for finding in commands.drafts(places)} == {"info"}
    commands.generate(places)
    code = "import gdyb.models, importlib, pkgutil\nfor m in pkgutil.iter_modules(gdyb.models.__path__): importlib.import_module(f'gdyb.models.{m.name}')\nprint('fine')"
    runtime = SPEC.parent / "runtime"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(places.package.parent), str(runtime)])}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert ran.stdout.strip() == "fine", ran.stderr


def test_its_text_dump_gives_the_same(done: tuple[Untidy, Path, Report], tmp_path: Path) -> None:
    _, into, report = done
    text = tmp_path / "edition.txt"
    text.write_bytes((into / "document.txt").read_bytes())
    again = import_document(text, tmp_path / "spec", SPEC)
    assert written(tmp_path / "spec") == written(into)
    assert (again.counts.rows, again.counts.written) == (report.counts.rows, report.counts.written)


def test_a_second_import_changes_nothing(done: tuple[Untidy, Path, Report]) -> None:
    _, into, _ = done
    before = {path: path.read_bytes() for path in into.rglob("*.yaml")}
    import_document(into.parent / "edition.docx", into, SPEC)
    assert {path: path.read_bytes() for path in into.rglob("*.yaml")} == before
