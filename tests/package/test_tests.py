"""Tests stand alone: what several of them need is in `support`, and nobody changes where Python looks for modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.places import EXPECTED, TESTS

# Each is run by its path, without pytest, which puts `support` where Python looks.
SCRIPTS = {TESTS / "benchmarks", TESTS / "windows"}
MODULES = [
    path for path in sorted(TESTS.rglob("*.py")) if not SCRIPTS & {*path.parents} and EXPECTED not in path.parents
]


def problems(source: str, path: Path) -> Iterator[str]:
    """What a module of the tests, which would stand at this path, must not do."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if is_of_tests(alias.name, path.parent))
            case ast.ImportFrom():
                names = [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
                yield from (name for name in names if is_of_tests(name, path.parent))
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="path"), attr="insert" | "append" | "extend")):
                yield ast.unparse(node)
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
                if ast.unparse(target).startswith("sys.path"):
                    yield ast.unparse(node)


def is_of_tests(name: str, folder: Path) -> bool:
    """Whether an imported name is a module of the tests outside `support`, or a name in one."""
    parts = name.split(".")
    is_shared = TESTS / "support" in (folder, *folder.parents)
    if name.startswith("."):
        return not is_shared
    if "conftest" in parts or any(part.startswith("test_") for part in parts):
        return True
    # Python looks in the folder of a test, but not in those of a package.
    folders = [TESTS] if is_shared else [TESTS, folder]
    modules = [base.joinpath(*some) for base in folders for some in (parts, parts[:-1]) if some]
    return parts[0] != "support" and any(module.with_suffix(".py").exists() for module in modules)


def test_every_module_leans_on_support_alone() -> None:
    found = {path: [*problems(path.read_text(encoding="utf-8"), path)] for path in MODULES}
    assert len(found) > 100
    assert {path.relative_to(TESTS).as_posix(): each for path, each in found.items() if each} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import test_checkout",
        "from test_checkout import ROOT",
        "from package.test_checkout import ROOT",
        "from package import test_checkout",
        "from .test_checkout import ROOT",
        "import conftest",
        "from workflows.conftest import place",
        "from windows import wine",
        "import sys\nsys.path.insert(0, '')",
        "import sys\nsys.path.append('')",
        "import sys\nsys.path[:0] = ['']",
        "import sys\nsys.path += ['']",
    ],
)
def test_what_leans_on_more_is_noticed(line: str) -> None:
    assert len([*problems(line, Path(__file__))]) == 1
    assert not [
        *problems("import sys\nfrom support.places import ROOT\nprint(sys.path, 'sys.path.insert')", Path(__file__))
    ]
