"""Rules about files: the layouts transferred with an interface, and replies that are a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.names import is_constant_stem
from gdyb_generator.spec.read import Steps

_ENTRY = re.compile(r"[A-Za-z0-9_-]+\.txt")


def layouts(spec: Spec) -> Iterator[Finding]:
    """A layout without name, columns or a usable entry, or with checks or row widths that no reader could follow."""
    seen: dict[str, str] = {}
    for file, interface in spec.interfaces():
        for i, layout in enumerate(interface.files):
            path: Steps = ("files", i)
            if not is_constant_stem(layout.layout):
                message = f"布局名 {layout.layout} 不能成为常量名"
                yield file.finding((*path, "layout"), "FILE_LAYOUT", message, "写成小写下划线的名")
            elif layout.layout in seen:
                message = f"布局 {layout.layout} 已在 {seen[layout.layout]} 中"
                yield file.finding((*path, "layout"), "FILE_LAYOUT", message)
            seen.setdefault(layout.layout, file.name)
            if not layout.columns:
                yield file.finding((*path, "columns"), "FILE_LAYOUT", f"布局 {layout.layout} 没有列")
            if not _ENTRY.fullmatch(layout.entry):
                message = f"压缩包内的文件名 {layout.entry} 不能用"
                yield file.finding((*path, "entry"), "FILE_LAYOUT", message, "只写文件名，如 result.txt")
            yield from _unchecked(file, path, layout)
            yield from _widths(file, path, layout)


def _unchecked(file: SpecFile, path: Steps, layout: form.FileLayout) -> Iterator[Finding]:
    for i, row in enumerate(layout.columns):
        for key in ("format", "required_when", "required_when_input_has", "source"):
            if getattr(row, key):
                message = f"{row.name} {row.label}：文件的列不检查 {key}"
                yield file.finding((*path, "columns", i, key), "FILE_LAYOUT", message, "删掉它")


def _widths(file: SpecFile, path: Steps, layout: form.FileLayout) -> Iterator[Finding]:
    columns = len(layout.columns)
    widths = [item.width for item in layout.widths]
    shifted = [item for item in layout.widths if item.shift_after is not None]
    for i, item in enumerate(layout.widths):
        place = (*path, "widths", i)
        if item.width < 1 or item.width in widths[:i]:
            yield file.finding((*place, "width"), "FILE_LAYOUT", f"行宽 {item.width} 不对或重复")
        after = item.shift_after
        if after is not None and (item.width != columns + 1 or not 0 < after < columns or len(shifted) > 1):
            message = f"行宽 {item.width} 不能在第 {after} 列后错开一列"
            hint = f"只有一种行宽（{columns + 1}）可以错开，且在最后一列之前"
            yield file.finding((*place, "shift_after"), "FILE_LAYOUT", message, hint)


def file_replies(spec: Spec) -> Iterator[Finding]:
    """An interface that answers with a file and also has output tables, paging or a text for an empty output."""
    for file, interface in spec.interfaces():
        if interface.reply == "file":
            for key in ("output", "paging", "output_printed"):
                if getattr(interface, key):
                    message = f"接口 {interface.infno} 成功时返回文件，不能有 {key}"
                    yield file.finding((key,), "FILE_REPLY", message, "删掉它，或写 reply: message")


RULES = (
    Rule(id="FILE_LAYOUT", purpose="The layout of a file can be written and read row by row.", check=layouts),
    Rule(id="FILE_REPLY", purpose="A reply that is a file has no tables.", check=file_replies),
)
