"""Rules about the names that end up in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import is_type_stem
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.names import (
    class_name,
    is_field_name,
    is_operation_name,
    is_parameter_name,
    is_word,
    pascal,
    python_name,
)
from gdyb_generator.spec.read import Steps
from gdyb_generator.spec.walk import sides, tables

_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_SUFFIX = re.compile(r"[A-Z][A-Za-z0-9]*")


def missing_operation_names(spec: Spec) -> Iterator[Finding]:
    """An interface or variant without an English name."""
    for file, path, infno, name in _operations(spec):
        if not name:
            hint = "写 operation: 动词_名词，如 query_person"
            yield file.finding(path, "OPERATION_NAME_MISSING", f"接口 {infno} 没有英文操作名", hint)


def operation_names(spec: Spec) -> Iterator[Finding]:
    """An English name that can't be a method of the client, or that is taken."""
    seen: dict[str, str] = {}
    for file, path, infno, name in _operations(spec):
        if not name:
            continue
        if not is_operation_name(name):
            hint = "写成小写下划线的名，且不与客户端已有的名相同"
            yield file.finding(path, "OPERATION_NAME", f"操作名 {name} 不能成为客户端的方法", hint)
        elif name in seen:
            yield file.finding(path, "OPERATION_NAME", f"操作名 {name} 已被接口 {seen[name]} 使用")
        seen.setdefault(name, infno)


def python_names(spec: Spec) -> Iterator[Finding]:
    """Names of fields, nodes and interfaces that give no Python name, or the same one twice."""
    for file, interface in spec.interfaces():
        if not re.fullmatch(r"[0-9A-Za-z]+", interface.infno):
            message = f"接口编号 {interface.infno} 不能成为模块名"
            yield file.finding(("infno",), "PYTHON_NAME", message, "只用数字与字母")
    for file, side, nodes in sides(spec):
        for i, node in enumerate(nodes):
            is_parameter = side == "input" and not node.inside
            usable = is_parameter_name(node.node) if is_parameter else is_word(node.node)
            if node.node and not usable:
                yield file.finding((side, i, "node"), "PYTHON_NAME", f"节点 {node.node} 不能成为 Python 名")
    for table in tables(spec):
        seen: dict[str, str] = {}
        for i, row in enumerate(table.fields):
            path, attribute = ("fields", i, "name"), python_name(row.name)
            if table.becomes_code and (not is_field_name(row.name) or (table.node is None and attribute != row.name)):
                yield table.finding(path, "PYTHON_NAME", f"{row.name} 不能成为 Python 名")
            elif seen.setdefault(attribute, row.name) != row.name:
                message = f"{row.name} 与 {seen[attribute]} 的 Python 名都是 {attribute}"
                yield table.finding(path, "PYTHON_NAME", message)


def dictionary_names(spec: Spec) -> Iterator[Finding]:
    """Dictionaries and their values whose names give no class or constant, or one that is taken."""
    seen = {"Code": "运行库"}
    for file, item in spec.dictionaries():
        stem = pascal(item.dictionary)
        if not is_type_stem(item.dictionary):
            message = f"字典名 {item.dictionary} 不能成为类名"
            yield file.finding(("dictionary",), "DICTIONARY_NAME", message, "写成小写下划线的名")
        elif stem in seen:
            message = f"字典 {item.dictionary} 的类名 {stem} 已被 {seen[stem]} 使用"
            yield file.finding(("dictionary",), "DICTIONARY_NAME", message)
        seen.setdefault(stem, item.dictionary)
        for i, value in enumerate(item.values):
            if not _CONSTANT.fullmatch(value.name):
                message = f"{value.name} 不是大写下划线的名"
                yield file.finding(("values", i, "name"), "DICTIONARY_NAME", message, "写英文名，如 ID_CARD")


def class_names(spec: Spec) -> Iterator[Finding]:
    """Two nodes or variants of one interface that give the same class name."""
    for file, interface in spec.interfaces():
        seen = {"Input": "输入", "Output": "输出"}
        for path, name, what in _classes(interface):
            if name in seen:
                yield file.finding(path, "CLASS_NAME", f"{what}的类名 {name} 已被{seen[name]}使用")
            seen.setdefault(name, what)
        for i, variant in enumerate(interface.variants):
            if not _SUFFIX.fullmatch(variant.suffix):
                message = f"后缀 {variant.suffix} 不能接在类名后"
                yield file.finding(("variants", i, "suffix"), "CLASS_NAME", message, "写成大写开头的词，如 Period")


def _classes(interface: form.InterfaceFile) -> Iterator[tuple[Steps, str, str]]:
    for side, nodes in (("input", interface.input), ("output", interface.output)):
        for i, node in enumerate(nodes):
            if node.node and all(node.node != other.node for other in nodes[:i]):
                yield (side, i, "node"), class_name(side, node.node), f"节点 {node.node} "
    for i, variant in enumerate(interface.variants):
        node_name = variant.field.rpartition(".")[0]
        for name in ("Input", class_name("input", node_name)):
            yield ("variants", i, "suffix"), f"{name}{variant.suffix}", f"操作 {variant.operation} "


def _operations(spec: Spec) -> Iterator[tuple[SpecFile, Steps, str, str]]:
    for file, interface in spec.interfaces():
        yield file, ("operation",), interface.infno, interface.operation
        for i, variant in enumerate(interface.variants):
            yield file, ("variants", i, "operation"), interface.infno, variant.operation


def file_names(spec: Spec) -> Iterator[Finding]:
    """Names of files and pages that Windows can't tell apart or can't have, or that another page has."""
    seen: dict[tuple[str, str], str] = {}
    for file, path, folder, name in _file_names(spec):
        if name.lower() in _DEVICES:
            message = f"Windows 上不能有名为 {name} 的文件"
            yield file.finding(path, "CASE_COLLISION", message, "另取一个名称")
        elif folder != "interfaces" and name.lower() == "index":
            yield file.finding(path, "CASE_COLLISION", f"{name} 是目录页的名称", "另取一个名称")
        first = seen.setdefault((folder, name.lower()), name)
        if first != name:
            message = f"{name} 与 {first} 只差大小写，在 Windows 上是同一个文件"
            yield file.finding(path, "CASE_COLLISION", message, "另取一个名称")


def _file_names(spec: Spec) -> Iterator[tuple[SpecFile, Steps, str, str]]:
    for file, interface in spec.interfaces():
        yield file, ("infno",), "interfaces", interface.infno
    for file, dictionary in spec.dictionaries():
        yield file, ("dictionary",), "dictionaries", dictionary.dictionary
    for file, library in spec.readers():
        for i, function in enumerate(library.functions):
            yield file, ("functions", i, "name"), "readers", function.name
        for i, record in enumerate(library.records):
            yield file, ("records", i, "record"), "readers", record.record
    for file, city in spec.overlays():
        yield file, ("overlay",), "overlays", city.overlay


RULES = (
    Rule(id="CASE_COLLISION", purpose="Files have names that Windows can tell apart.", check=file_names),
    Rule(id="OPERATION_NAME_MISSING", purpose="Every interface has an English name.", check=missing_operation_names),
    Rule(id="OPERATION_NAME", purpose="English names are distinct methods of the client.", check=operation_names),
    Rule(id="PYTHON_NAME", purpose="Fields and nodes give distinct Python names.", check=python_names),
    Rule(id="DICTIONARY_NAME", purpose="Dictionaries give distinct class names.", check=dictionary_names),
    Rule(id="CLASS_NAME", purpose="Nodes and variants give distinct class names.", check=class_names),
)
