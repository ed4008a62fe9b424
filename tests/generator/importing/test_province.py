"""A whole document of another province: every row as printed or named, its meaning right, its package usable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gdyb_generator.cli import commands
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.run import import_document
from support.importing.imported import written
from support.importing.province import Province
from support.importing.requests_of import misfits
from support.places import SPEC

Rows = dict[tuple[str, str, str, str], dict[str, Any]]


@pytest.fixture(scope="module", params=[1, 2])
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Province, Path, Report]:
    """A document of one seed, imported without the spec of another province beside it."""
    folder = tmp_path_factory.mktemp("province")
    document = Province(request.param)
    path = document.write(folder / "edition.docx")
    return document, folder / "spec", import_document(path, folder / "spec", SPEC)


def test_every_row_is_equal_or_named(done: tuple[Province, Path, Report]) -> None:
    document, into, report = done
    rows, missing = written(into), []
    named = {d.table.partition(" ")[0] + d.read.partition(" ")[0] for d in report.doubts if d.rule == "ROW_NOT_WRITTEN"}
    for printed in document.printed:
        name = printed.cells["name"]
        # A list without a node can't be written down; the importer says that it called it data.
        row = rows.get((printed.infno, printed.side, printed.node or "data", name)) or rows.get(
            (printed.infno, printed.side, printed.node, name)
        )
        if row is None:
            missing.append(printed)
            assert printed.infno + name in named, printed
        else:
            assert {key: str(row.get(key, "")) for key in printed.cells} == printed.cells
    assert report.counts.lost == 0
    assert missing == []
    assert report.counts.rows == len(document.printed)


def test_what_a_row_means(done: tuple[Province, Path, Report]) -> None:
    document, into, _ = done
    for key, row in written(into).items():
        means = document.meaning.get(key) or document.meaning[(*key[:2], "", key[3])]
        drafts = row.get("draft", [])
        found = {name: (row.get("effective") or {}).get(name, row.get(name, "")) for name in means}
        for name, wanted in means.items():
            assert found[name] == wanted or name in drafts or (name == "length" and "type" in drafts), (key, name, row)


def test_the_package_is_usable(done: tuple[Province, Path, Report]) -> None:
    _, into, report = done
    places = commands.Places.below(into.parent)
    assert commands.lint(places) == []
    commands.generate(places)
    count, wrong = misfits(places.spec, places.package)
    assert wrong == []
    held = sum(doubt.rule == "HELD_BACK" for doubt in report.doubts)
    assert count + held == len([*(SPEC / "interfaces").glob("*.yaml")])
