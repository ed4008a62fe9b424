"""Checkouts with a small spec; one is generated once in each worker and copied for each test that changes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from support.generator_checkout import Checkout
from support.places import GOLDEN


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The golden spec and its package; not to be changed."""
    root = tmp_path_factory.mktemp("pristine")
    shutil.copytree(GOLDEN / "spec", root / "spec")
    commands.generate(commands.Places.below(root))
    return Checkout(root)


@pytest.fixture
def checkout(pristine: Checkout, tmp_path: Path) -> Checkout:
    """A copy of the golden checkout to do with as one likes."""
    return pristine.copy_to(tmp_path / "checkout")
