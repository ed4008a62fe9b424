"""A city's package made once, and a small checkout for each test that changes one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from support.city_edition import OVERLAY, Edition, tree
from support.places import ROOT, RULES_BASE


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The spec of this project with one more city, and that city's package; not to be changed."""
    root = tmp_path_factory.mktemp("edition")
    shutil.copytree(ROOT / "spec", root / "spec")
    shutil.copytree(ROOT / "generated" / "gdyb", root / "generated" / "gdyb")
    # What is the same for the city is taken over, as on every run after the first.
    shutil.copytree(ROOT / "generated" / "gdyb", root / "anyang" / "gdyb")
    (root / "spec" / "overlays" / "anyang.yaml").write_text(OVERLAY, encoding="utf-8", newline="\n")
    made = Edition(root, root / "anyang")
    before = tree(root / "generated")
    commands.generate(made.places_of_city)
    assert tree(root / "generated") == before
    return made


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The small spec of the rules, to do with as one likes."""
    shutil.copytree(RULES_BASE, tmp_path / "spec")
    (tmp_path / "spec" / "overlays").mkdir()
    return tmp_path
