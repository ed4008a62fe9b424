"""YAML text → plain values and their positions; anything a reviewer could misread is a finding, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

from gdyb_generator.spec.findings import Finding

Plain: TypeAlias = "str | int | bool | None | list[Plain] | dict[str, Plain]"
Steps: TypeAlias = tuple[str | int, ...]
Position: TypeAlias = tuple[int, int]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_DEEPEST = 16
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_BOOLEAN_LOOKING = frozenset("yYnN")
_INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_NEVER_IN_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(slots=True)
class Content:
    """What one file holds: its plain value, and where the values and keys stand by their path; lines count from 1.

    `origins` are the values that came from another file, with that file's name.
    """

    name: str
    value: Plain = None
    values: dict[Steps, Position] = field(default_factory=dict)
    keys: dict[Steps, Position] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    origins: dict[Steps, tuple[str, Position]] = field(default_factory=dict)

    def place(self, path: Steps) -> tuple[str, Position]:
        """File and place of the value at `path`, or of the nearest thing above it that exists."""
        for length in range(len(path), -1, -1):
            if (origin := self.origins.get(path[:length])) is not None:
                return origin
            if (position := self.values.get(path[:length])) is not None:
                return self.name, position
        return self.name, (1, 1)

    def mark(self, path: Steps) -> Position:
        """Place of the value at `path`, or of the nearest thing above it that exists."""
        return self.place(path)[1]

    def key_mark(self, path: Steps) -> Position:
        """Position of the key at the end of `path`, else of its parent."""
        return self.keys.get(path) or self.mark(path[:-1])

    def report(self, position: Position, rule: str, message: str, hint: str = "") -> None:
        """Adds a finding at a place."""
        line, column = position
        self.findings.append(Finding(file=self.name, line=line, column=column, rule=rule, message=message, hint=hint))


class _Mark(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _Stop(Exception):
    """The file can't be read further; the reason has been reported."""


@dataclass(slots=True)
class _Level:
    """An open list or mapping; `next` is the path of the next value, None where a key is expected."""

    path: Steps
    holder: list[Plain] | dict[str, Plain]
    next: Steps | None


def read(name: str, data: bytes) -> Content:
    """The content of a YAML file; with findings of rules YAML_* where it is not plain, readable YAML."""
    content = Content(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(data[: error.start].decode("utf-8", "replace"))
        content.report(place, "YAML_ENCODING", f"不是 UTF-8：第 {error.start + 1} 字节", "另存为 UTF-8")
        return content
    if match := _NEVER_IN_YAML.search(text):
        content.report(_place_after(text[: match.start()]), "YAML_CONTROL", _invisible(match[0]), "删掉它")
        return content
    try:
        content.value = _build(content, yaml.parse(text, Loader=_LOADER))
    except _Stop:
        pass
    except yaml.YAMLError as error:
        mark: _Mark | None = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or type(error).__name__
        hint = "检查缩进（不能用制表符）、冒号后的空格与引号"
        content.report(_place(mark), "YAML_SYNTAX", f"YAML 语法错误：{problem}", hint)
    return content


def _build(content: Content, events: Iterator[yaml.Event]) -> Plain:
    root: list[Plain] = []
    levels = [_Level((), root, ())]
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and root:
            raise _stop(content, event, "YAML_SYNTAX", "一个文件只能有一个文档", "删掉 --- 或分成几个文件")
        if isinstance(event, yaml.AliasEvent):
            raise _stop(content, event, "YAML_NOT_PLAIN", f"不能用别名 *{event.anchor}", "照印刷逐行写出")
        if (tag := getattr(event, "tag", None)) is not None:
            raise _stop(content, event, "YAML_NOT_PLAIN", f"不能用标签 {tag}", "文本加引号即可")
        if isinstance(event, yaml.ScalarEvent):
            _take_scalar(content, levels[-1], event)
        elif isinstance(event, yaml.CollectionStartEvent):
            levels.append(_open(content, levels, event))
        elif isinstance(event, yaml.CollectionEndEvent):
            levels.pop()
    if not root:
        content.report((1, 1), "YAML_SYNTAX", "文件是空的")
        return None
    return root[0]


def _open(content: Content, levels: list[_Level], event: yaml.CollectionStartEvent) -> _Level:
    if levels[-1].next is None:
        raise _stop(content, event, "YAML_NOT_PLAIN", "键不是一个词", "把键写成一个词")
    if len(levels) > _DEEPEST:
        raise _stop(content, event, "YAML_SYNTAX", f"嵌套超过 {_DEEPEST} 层", "检查缩进与括号")
    is_list = isinstance(event, yaml.SequenceStartEvent)
    holder: list[Plain] | dict[str, Plain] = [] if is_list else {}
    path = _put(content, levels[-1], levels[-1].next, holder, _place(event.start_mark))
    return _Level(path, holder, (*path, 0) if is_list else None)


def _take_scalar(content: Content, level: _Level, event: yaml.ScalarEvent) -> None:
    place, text = _place(event.start_mark), event.value
    if match := _INVISIBLE.search(text):
        content.report(place, "YAML_CONTROL", _invisible(match[0]), "删掉它")
    if level.next is not None:
        _put(content, level, level.next, _scalar(content, level.next, event), place)
        return
    if text in level.holder:
        content.report(place, "YAML_DUPLICATE_KEY", f"键 {text} 重复", "同一层的键只能写一次")
    level.next = (*level.path, text)
    content.keys[level.next] = place


def _put(content: Content, level: _Level, path: Steps, value: Plain, place: Position) -> Steps:
    content.values[path] = place
    if isinstance(level.holder, list):
        level.holder.append(value)
        level.next = (*level.path, len(level.holder))
    else:
        level.holder[str(path[-1])] = value
        level.next = None
    return path


def _scalar(content: Content, path: Steps, event: yaml.ScalarEvent) -> Plain:
    text: str = event.value
    if not event.implicit[0]:
        return text
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    kind = tag.rpartition(":")[2]
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "bool" and text in {"true", "false"}:
        return text == "true"
    if kind == "null":
        return None
    if kind != "str" or text in _BOOLEAN_LOOKING:
        message = f"{dotted(path) or content.name} 的值 {text} 没有引号，YAML 会把它读成别的类型"
        content.report(_place(event.start_mark), "YAML_SCALAR", message, f'写成 "{text}"')
    return text


def _invisible(character: str) -> str:
    return f"文本里有看不见的字符 U+{ord(character):04X}"


def dotted(path: Steps) -> str:
    """`("fields", 0, "name")` → `fields.0.name`."""
    return ".".join(str(step) for step in path)


def _stop(content: Content, event: yaml.Event, rule: str, message: str, hint: str) -> _Stop:
    content.report(_place(event.start_mark), rule, message, hint)
    return _Stop()


def _place(mark: _Mark | None) -> Position:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _place_after(text: str) -> Position:
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1
