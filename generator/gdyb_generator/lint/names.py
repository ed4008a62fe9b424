"""Rules about the names that end up in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdyb_generator.findings import Finding
from gdyb_generator.lint.registry import Rule
from gdyb_generator.lint.walk import tables
from gdyb_generator.load import Spec
from gdyb_generator.passes.name import class_name, python_name

_SNAKE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
_CONSTANT = re.compile(r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")


def operation_names(spec: Spec) -> Iterator[Finding]:
    """An interface or variant without an English operation name, or with one that is taken."""
    seen: dict[str, str] = {}
    for file, interface in spec.interfaces():
        named = [(("operation",), interface.operation)]
        named += [(("variants", i, "operation"), v.operation) for i, v in enumerate(interface.variants)]  # type: ignore[misc]
        for path, name in named:
            if not name:
                yield file.finding(path, "OPERATION_NAME_MISSING", f"{interface.infno} {interface.name} 没有英文操作名",
                                   "写 operation: 动词_名词，如 query_person")  # fmt: skip
            elif not _SNAKE.match(name) or python_name(name) != name:
                yield file.finding(path, "PYTHON_NAME", f"操作名 {name} 不是小写下划线的 Python 名")
            elif name in seen:
                yield file.finding(path, "PYTHON_NAME", f"操作名 {name} 已被 {seen[name]} 使用")
            seen.setdefault(name, interface.infno)


def python_names(spec: Spec) -> Iterator[Finding]:
    """Wire names that give no Python name, or the same one twice; dictionaries likewise."""
    for table in tables(spec):
        if table.node is None:
            continue
        seen: dict[str, str] = {}
        for i, row in enumerate(table.fields):
            attribute = python_name(row.name)
            path = ("fields", i, "name")
            if not attribute.isidentifier():
                yield table.finding(path, "PYTHON_NAME", f"{row.name} 不能成为 Python 名")
            elif seen.setdefault(attribute, row.name) != row.name:
                yield table.finding(
                    path, "PYTHON_NAME", f"{row.name} 与 {seen[attribute]} 的 Python 名都是 {attribute}"
                )
    for file, item in spec.dictionaries():
        if not _SNAKE.match(item.dictionary):
            yield file.finding(("dictionary",), "PYTHON_NAME", f"字典名 {item.dictionary} 不是小写下划线的名")
        for i, value in enumerate(item.values):
            if not _CONSTANT.match(value.name):
                yield file.finding(("values", i, "name"), "PYTHON_NAME", f"{value.name} 不是大写下划线的名")


def class_names(spec: Spec) -> Iterator[Finding]:
    """Two nodes of one side that give the same class name."""
    for file, interface in spec.interfaces():
        for side in ("input", "output"):
            seen: dict[str, str] = {}
            for i, node in enumerate(getattr(interface, side)):
                name = class_name(side, node.node)
                if not name.isidentifier():
                    yield file.finding((side, i, "node"), "CLASS_NAME", f"节点 {node.node} 不能成为类名")
                elif seen.setdefault(name, node.node) != node.node:
                    yield file.finding((side, i, "node"), "CLASS_NAME", f"节点 {node.node} 的类名 {name} 已被使用")


RULES = (
    Rule(id="OPERATION_NAME_MISSING", purpose="Every interface has an English name of its own.", check=operation_names),
    Rule(id="PYTHON_NAME", purpose="Fields and dictionaries give distinct Python names.", check=python_names),
    Rule(id="CLASS_NAME", purpose="Nodes give distinct class names.", check=class_names),
)
