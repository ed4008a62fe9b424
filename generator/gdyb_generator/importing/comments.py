"""Preserves the comments of a rewritten file: each moves with the row or key that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from gdyb_generator.importing.yaml_text import dump

Path: TypeAlias = tuple[str, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAMES = ("name", "node", "code", "infno", "id", "layout", "operation", "dictionary")
_MOST_COMMENT_COLUMNS = 400


@dataclass(slots=True)
class _Comment:
    """Lines of one comment, and what they stand above or, `beside`, behind."""

    lines: list[str] = field(default_factory=list)
    above: Path = ()
    beside: bool = False


def carried(old: str, new: str) -> str:
    """The new text with the comments of the old one, other than those above its first key."""
    if "#" not in old:
        return new
    comments, lost = list(_comments(old)), list[str]()
    lines = new.split("\n")
    places = {path: line for line, path in reversed(_anchors(new))}
    for comment in reversed(comments):
        at = _place(comment.above, places)
        if at is None:
            # What it spoke of is gone; better at the end than nowhere.
            lost[:0] = comment.lines
        elif comment.beside and comment.above in places:
            lines[at] = f"{lines[at]}  {comment.lines[0]}"
        else:
            indent = " " * (len(lines[at]) - len(lines[at].lstrip(" ")))
            lines[at:at] = [indent + line for line in comment.lines]
            places = {path: line + len(comment.lines) * (line >= at) for path, line in places.items()}
    lines[-1:] = [*lost, *lines[-1:]]
    return "\n".join(lines)


def render(content: Mapping[str, Any], old: str) -> str:
    """The text of a file with the comments that its old text has."""
    top = re.match(r"(?:#[^\n]*\n)*", old)
    return carried(old, dump(content, top[0] if top else ""))


def _place(path: Path, places: dict[Path, int]) -> int | None:
    while path:
        if path in places:
            return places[path]
        path = path[:-1]
    return None


def _anchors(text: str) -> list[tuple[int, Path]]:
    """The lines on which a key or an item begins, with the way to it; items go by their names, not their numbers."""
    root = yaml.compose(text, Loader=_LOADER)
    return list(_walk(root, ())) if root is not None else []


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[int, Path]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield key.start_mark.line, here
            yield from _walk(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            here = (*path, f"[{_name(item) or i}]")
            yield item.start_mark.line, here
            yield from _walk(item, here)


def _name(item: yaml.Node) -> str:
    if not isinstance(item, yaml.MappingNode):
        return ""
    values = {str(key.value): str(value.value) for key, value in item.value if isinstance(value, yaml.ScalarNode)}
    return next((values[name] for name in _NAMES if name in values), "")


def _comments(text: str) -> Iterator[_Comment]:
    lines = text.split("\n")
    ends = _ends_of_tokens(text, len(lines))
    anchors = _anchors(text)
    first = anchors[0][0] if anchors else 0
    waiting = _Comment()
    for number, line in enumerate(lines):
        rest = line[ends[number] :].strip()
        if number < first:
            continue
        if rest.startswith("#") and not line[: ends[number]].strip():
            waiting.lines.append(rest)
            continue
        here = [path for at, path in anchors if at == number]
        if waiting.lines and here:
            yield _Comment(waiting.lines, here[0])
            waiting = _Comment()
        if rest.startswith("#") and here:
            yield _Comment([rest], here[0], beside=True)
    if waiting.lines:
        yield waiting


def _ends_of_tokens(text: str, count: int) -> list[int]:
    """The column at which the last token of each line ends; a line inside a long text is full."""
    ends = [0] * count
    for token in yaml.scan(text, Loader=_LOADER):
        start, end = token.start_mark, token.end_mark
        for line in range(start.line, end.line):
            ends[line] = _MOST_COMMENT_COLUMNS if line > start.line else len(text)
        if end.line < count and end.column:
            ends[end.line] = max(ends[end.line], end.column)
    return ends
