"""Whatever goes wrong, generated/ holds the old tree or the new one, whole."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from gdyb_generator.output.write import TreeInUse, replace_tree
from support.generator_checkout import GENERATOR, Checkout

ROW = ("spec/interfaces/9103.yaml", 'length: "3"', 'length: "4"')


@pytest.fixture(scope="session")
def regenerated(pristine: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The pristine checkout with one length changed, and generated anew."""
    changed = pristine.copy_to(tmp_path_factory.mktemp("regenerated"))
    changed.edit(*ROW)
    commands.generate(commands.Places.below(changed.root))
    return changed


def other_generator(checkout: Checkout, template: str, old: str, new: str) -> Path:
    """A copy of the generator with a defect in one template."""
    home = checkout.root / "other"
    shutil.copytree(GENERATOR, home / "gdyb_generator", ignore=shutil.ignore_patterns("__pycache__"))
    Checkout(home).edit(f"gdyb_generator/templates/{template}", old, new)
    return home


DEFECTS = {
    "the template is broken": (
        "settings.py.j2",
        "{% for field in fields %}",
        "{% for field in %}",
        "TemplateSyntaxError",
    ),
    "the template names nothing": ("settings.py.j2", "if field.required", "if field.requierd", "UndefinedError"),
    "the code is no Python": ("settings.py.j2", "class Settings(", "class Settings((", "EngineFailed"),
    "a name does not exist": ("settings.py.j2", "from gdyb import types", "import types", "TreeBroken"),
    "the code does not import": ("types.py.j2", "{% for scalar", "raise RuntimeError\n{% for scalar", "TreeBroken"),
    "a public name is missing": ("code.py.j2", '__all__ = ["', '__all__ = ["No', "EngineFailed"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_failing_generate_leaves_the_tree(checkout: Checkout, defect: str) -> None:
    template, old, new, error = DEFECTS[defect]
    files, times = checkout.files(), checkout.times()
    done = checkout.run("generate", generator=other_generator(checkout, template, old, new))
    assert done.code == 2
    assert error in done.err
    assert (checkout.files(), checkout.times(), checkout.leftovers()) == (files, times, [])


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_tree_that_cannot_be_put_aside_is_named_and_left(tmp_path: Path) -> None:
    """As on Windows, where no folder is moved of which a program has a file open."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        package = Path(name) / "gdyb"
        package.mkdir()
        (package / "a.txt").write_text("old", encoding="utf-8")
        Path(name).chmod(0o1777)
        os.setresuid(65534, 65534, 0)
        try:
            with pytest.raises(TreeInUse, match=r"gdyb 不能替换，没有改动。.*请关闭后再运行"):
                replace_tree(package, {"a.txt": "new"})
        finally:
            os.setresuid(0, 0, 0)
        assert (package / "a.txt").read_text(encoding="utf-8") == "old"
        assert [one.name for one in Path(name).iterdir()] == ["gdyb"]


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere an open file may be moved")
def test_an_open_file_of_the_tree_is_named_and_left(checkout: Checkout) -> None:
    files = checkout.files()
    checkout.edit(*ROW)
    with (checkout.root / "generated" / "gdyb" / "types.py").open("rb"):
        done = checkout.run("generate")
    assert done.code == 2
    assert "不能替换，没有改动" in done.err
    assert (checkout.files(), checkout.leftovers()) == (files, [])


def test_a_broken_spec_leaves_the_tree(checkout: Checkout) -> None:
    files, times = checkout.files(), checkout.times()
    checkout.write("spec/interfaces/9103.yaml", "infno: [")
    assert checkout.run("generate").code == 1
    assert (checkout.files(), checkout.times(), checkout.leftovers()) == (files, times, [])


def test_killed_at_any_moment(checkout: Checkout, pristine: Checkout, regenerated: Checkout) -> None:
    old, new = pristine.files(), regenerated.files()
    checkout.edit(*ROW)
    rounds = [checkout.copy_to(checkout.root.parent / f"round{n}") for n in range(5)]
    began = time.perf_counter()
    assert rounds.pop().run("generate").code == 0
    whole = time.perf_counter() - began
    chance = random.Random(7)
    for n, victim in enumerate(rounds, start=1):
        process = victim.start("generate")
        time.sleep(whole * chance.uniform(n / 5, (n + 1) / 5))
        process.kill()
        between_the_renames = not victim.package.exists() and any(n.startswith(".previous") for n in victim.leftovers())
        assert between_the_renames or victim.files() in (old, new)
        commands.generate(commands.Places.below(victim.root))
        assert (victim.files(), victim.leftovers()) == (new, [])


@pytest.mark.parametrize("moved", [True, False], ids=["before the new tree was in place", "after it"])
def test_killed_in_the_middle_of_the_swap(checkout: Checkout, regenerated: Checkout, *, moved: bool) -> None:
    """The moment between the two renames is too short to be hit by chance."""
    generated = checkout.root / "generated"
    checkout.edit(*ROW)
    if moved:
        checkout.package.rename(generated / ".previous-abc")
    else:
        shutil.copytree(checkout.package, generated / ".previous-abc")
    (generated / ".staging-abc" / "gdyb").mkdir(parents=True)
    (generated / ".staging-abc" / "gdyb" / "half.py").write_text("x = (", encoding="utf-8")
    done = checkout.run("generate")
    assert done.code == 0, done.err
    assert "models/i9001.py" not in done.out
    assert checkout.files() == regenerated.files()
    assert checkout.leftovers() == []


def test_two_at_once(checkout: Checkout, regenerated: Checkout) -> None:
    checkout.edit(*ROW)
    both = [checkout.start("generate") for _ in range(2)]
    ends = [process.finish() for process in both]
    assert [end.returncode for end in ends] == [0, 0], ends
    assert sorted("写入 0，" in end.stderr for end in ends) == [False, True]
    assert checkout.files() == regenerated.files()
    assert checkout.leftovers() == []


def test_two_first_runs_at_once(pristine: Checkout, tmp_path: Path) -> None:
    shutil.copytree(pristine.root / "spec", tmp_path / "spec")
    fresh = Checkout(tmp_path)
    both = [fresh.start("generate") for _ in range(2)]
    ends = [process.finish() for process in both]
    assert [end.returncode for end in ends] == [0, 0], ends
    assert fresh.files() == pristine.files()
