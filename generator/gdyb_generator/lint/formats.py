"""Rules about the printed shapes of texts."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import SchemaError, SchemaValidator, core_schema

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import find, is_type_stem
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.names import pascal
from gdyb_generator.spec.walk import effective, fields

_FILE = "formats.yaml"


def unknown_format(spec: Spec) -> Iterator[Finding]:
    """A row that names a shape formats.yaml does not have."""
    if not isinstance(spec.single(_FILE), form.FormatsFile):
        return
    known = sorted(shape.id for shape in _shapes(spec))
    for at in fields(spec):
        if at.row.format is not None and at.row.format not in known:
            hint = f"可用：{'、'.join(known)}"
            yield at.finding("FORMAT_UNKNOWN", f"{_FILE} 里没有 {at.row.format}", hint, "format")


def broken_pattern(spec: Spec) -> Iterator[Finding]:
    """A shape whose pattern the generated models can't use, or that would also fit a part of a text."""
    for i, shape in enumerate(_shapes(spec)):
        path = ("formats", i, "pattern")
        try:
            SchemaValidator(core_schema.str_schema(pattern=shape.pattern))
        except SchemaError:
            message = f"{shape.id} 的 pattern 不是可用的正则表达式"
            yield spec.files[_FILE].finding(path, "FORMAT_PATTERN", message, "不能用环视与反向引用")
        else:
            if not (shape.pattern.startswith("^") and shape.pattern.endswith("$")):
                message = f"{shape.id} 的 pattern 没有头尾，会放过只有一部分相符的值"
                yield spec.files[_FILE].finding(path, "FORMAT_PATTERN", message, "写成 ^…$")


def format_names(spec: Spec) -> Iterator[Finding]:
    """A shape whose id yields no type name, or one that is taken."""
    taken = {f"{pascal(d.dictionary)}Code": f"字典 {d.dictionary} " for _, d in spec.dictionaries()}
    for i, shape in enumerate(_shapes(spec)):
        stem = pascal(shape.id)
        path = ("formats", i, "id")
        if not is_type_stem(shape.id):
            yield spec.files[_FILE].finding(path, "FORMAT_NAME", f"{shape.id} 不能成为类型名", "写成小写下划线的名")
        elif stem in taken:
            yield spec.files[_FILE].finding(path, "FORMAT_NAME", f"{shape.id} 的类型名 {stem} 已由{taken[stem]}使用")
        taken.setdefault(stem, f" {shape.id} ")


def misplaced(spec: Spec) -> Iterator[Finding]:
    """A shape or closed dictionary on a row where nothing would check it."""
    closed = {d.dictionary for _, d in spec.dictionaries() if not d.open}
    for at in fields(spec):
        kind = effective(at.row, "type")
        known = find(kind)
        unchecked = known is not None and not known.is_text
        if at.row.format is not None and at.row.dictionary is not None:
            yield at.finding("CHECK_IGNORED", "有字典就不检查 format", "二者只留一个", "format")
        elif at.row.format is not None and unchecked:
            yield at.finding("CHECK_IGNORED", f"{kind}不检查 format", "删掉 format", "format")
        if at.row.dictionary in closed and unchecked:
            hint = "字典写 open: true，或改 effective 的 type"
            yield at.finding("CHECK_IGNORED", f"{kind}不检查字典", hint, "dictionary")


def _shapes(spec: Spec) -> list[form.Format]:
    file = spec.single(_FILE)
    return file.formats if isinstance(file, form.FormatsFile) else []


RULES = (
    Rule(id="FORMAT_UNKNOWN", purpose="A named shape exists.", check=unknown_format),
    Rule(id="FORMAT_PATTERN", purpose="A shape's pattern works where it is used.", check=broken_pattern),
    Rule(id="FORMAT_NAME", purpose="Shapes give distinct type names.", check=format_names),
    Rule(id="CHECK_IGNORED", purpose="Shapes and closed dictionaries stand where they are checked.", check=misplaced),
)
