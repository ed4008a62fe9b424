"""What a change between two editions is, where it stands and whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """Whom a change concerns; the first three must be declared before a release."""

    BREAKING = "breaking"
    REFUSED = "refused"
    MISREAD = "misread"
    ADDITION = "addition"
    TEXT = "text"

    @property
    def label(self) -> str:
        """The level in the words of a report."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """What the level means to somebody who writes no programs."""
        return _MEANINGS[self]

    @property
    def must_be_declared(self) -> bool:
        """Whether an accept file has to name such a change."""
        return self in {Level.BREAKING, Level.REFUSED, Level.MISREAD}


_LABELS = {
    Level.BREAKING: "调用方的程序要改",
    Level.REFUSED: "平台可能拒绝我们的请求",
    Level.MISREAD: "应答可能被读错",
    Level.ADDITION: "新增，兼容",
    Level.TEXT: "只是文字",
}

_MEANINGS = {
    Level.BREAKING: "用到它的程序不改就不能用，发布前要通知各家厂商",
    Level.REFUSED: "照旧发出的请求可能被平台退回，或在发送前就通不过检查",
    Level.MISREAD: "程序照旧运行，但应答里的内容可能被截断、漏掉或当成别的意思",
    Level.ADDITION: "多出来的内容，不用的人不受影响",
    Level.TEXT: "名称、说明、出处、勘误的文字，不影响程序",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A location in the spec; `key` is stable and is what an accept file refers to."""

    key: str
    title: str
    file: str
    steps: tuple[str | int, ...] = ()
    infno: str = ""
    direction: str = ""
    node: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record of an edition: its cells as text, and the order of what it holds."""

    kind: str
    place: Place
    parent: str
    cells: Mapping[str, str]
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same record in both editions; one of them is missing where it was added or removed."""

    old: Item | None
    new: Item | None

    @property
    def item(self) -> Item:
        """The record as it is now, or as it was."""
        item = self.new or self.old
        assert item is not None
        return item

    def differing(self) -> frozenset[str]:
        """Cells that are not the same in both."""
        if self.old is None or self.new is None:
            return frozenset()
        old, new = self.old.cells, self.new.cells
        return frozenset(name for name in old.keys() | new.keys() if old.get(name, "") != new.get(name, ""))

    def texts(self, cell: str) -> tuple[str, str]:
        """A cell before and after."""
        before = self.old.cells.get(cell, "") if self.old else ""
        return before, self.new.cells.get(cell, "") if self.new else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: the rule that saw it, whom it concerns, where, and both texts."""

    rule: str
    level: Level
    place: Place
    old: str
    new: str
    message: str

    def __str__(self) -> str:
        return f"{self.place.key}: {self.level} {self.rule} {self.place.title}：{self.message}"
