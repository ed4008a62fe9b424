"""A package made from an imported edition of many interfaces imports, type-checks, and takes its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from gdyb_generator.importing.run import import_document
from support.importing.requests_of import misfits, run
from support.importing.untidy import Untidy
from support.places import SPEC


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> commands.Places:
    """The spec and the package of an untidy document with four times as many interfaces as spec/ has."""
    root = tmp_path_factory.mktemp("usable")
    path = Untidy(3, copies=4).write(root / "edition.docx")
    assert import_document(path, root / "spec", SPEC).counts.lost == 0
    commands.generate(commands.Places.below(root))
    return commands.Places.below(root)


def test_every_module_imports_and_every_example_validates(places: commands.Places) -> None:
    count, wrong = misfits(places.spec, places.package)
    assert wrong == []
    assert count >= len(list((places.spec / "interfaces").glob("*.yaml"))) >= 4 * 46


def test_it_type_checks(places: commands.Places, tmp_path: Path) -> None:
    done = run(places.package, "-m", "mypy", "--config-file=", "--strict", f"--cache-dir={tmp_path}", "-p", "gdyb")
    assert done.returncode == 0, done.stdout + done.stderr
