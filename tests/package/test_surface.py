"""The public surface: a public module lists in `__all__` all it defines, and nobody outside a package reaches past it."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from support.places import ROOT

LIBRARIES = {"gdyb_runtime": "runtime", "gdyb_sandbox": "sandbox", "gdyb_workflows": "workflows"}
"""What others import; `gdyb` is generated and has tests of its own, the programs are not for import."""
PROGRAMS = {"gdyb_cli": "apps", "gdyb_service": "apps"}
FOLDERS = LIBRARIES | PROGRAMS | {"gdyb": "generated"}
STARTED = {"gdyb_runtime.readers.helper", "gdyb_sandbox.cli"}
"""Programs inside a library: started by path or entry point, imported by nobody."""


def modules_of(package: str) -> Iterator[tuple[str, Path]]:
    source = ROOT / FOLDERS[package]
    for path in sorted((source / package).rglob("*.py")):
        yield ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__"), path


def is_private(module: str) -> bool:
    return any(part.startswith("_") for part in module.split("."))


PUBLIC = {
    module: path
    for package in LIBRARIES
    for module, path in modules_of(package)
    if not is_private(module) and module not in STARTED and ".migrations" not in module
}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def definitions(path: Path) -> set[str]:
    """Names without a leading underscore that a module defines itself; type variables are nobody's business."""
    names: set[str] = set()
    for node in parsed(path).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec"))):
                pass
            case ast.Assign():
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("module", PUBLIC)
def test_all_lists_what_a_public_module_defines(module: str) -> None:
    defined = definitions(PUBLIC[module])
    listed = getattr(import_module(module), "__all__", [])
    assert len(set(listed)) == len(listed)
    assert defined <= set(listed)
    assert all(getattr(import_module(module), name) is not None for name in listed)


def imports_across(package: str) -> Iterator[tuple[str, int, str, str]]:
    """Every name that a package takes from another one of ours: module, line, source, name."""
    for module, path in modules_of(package):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                home = node.module.partition(".")[0]
                if home in LIBRARIES and home != package:
                    yield from ((module, node.lineno, node.module, alias.name) for alias in node.names)


@pytest.mark.parametrize("package", FOLDERS)
def test_nobody_reaches_past_the_surface(package: str) -> None:
    everything = {module for library in LIBRARIES for module, _ in modules_of(library)}
    wrong = []
    for module, line, source, name in imports_across(package):
        target = f"{source}.{name}"
        whole_module = target in everything
        if is_private(target if whole_module else source):
            wrong.append(f"{module}:{line}: {target} is private")
        elif not whole_module and name not in import_module(source).__all__:
            wrong.append(f"{module}:{line}: {source} does not list {name}")
    assert wrong == []
