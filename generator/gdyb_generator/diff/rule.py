"""What a rule of the comparison is, and the shapes most rules have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from gdyb_generator.diff.change import Item, Level, Pair
from gdyb_generator.diff.words import became

Direction = Literal["request", "reply", "both"]
Test = Callable[[Pair], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The result of a rule for a pair: the cells it covers, both texts and the message."""

    cells: frozenset[str]
    old: str
    new: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its id, level and direction, one sentence on its purpose, and the function that sees changes."""

    id: str
    level: Level
    direction: Direction
    purpose: str
    kinds: frozenset[str]
    check: Callable[[Pair], Iterator[Seen]]

    def concerns(self, item: Item) -> bool:
        """Whether the rule looks at records of this kind and direction."""
        return item.kind in self.kinds and self.direction in {"both", item.place.direction}


@dataclass(frozen=True, slots=True, kw_only=True)
class On:
    """Which records a rule looks at; `kinds` are words."""

    kinds: str
    direction: Direction = "both"


def _rule(name: str, level: Level, on: On, purpose: str, check: Callable[[Pair], Iterator[Seen]]) -> Rule:
    kinds = frozenset(on.kinds.split())
    return Rule(id=name, level=level, direction=on.direction, purpose=purpose, kinds=kinds, check=check)


def added(name: str, level: Level, on: On, purpose: str, *, when: Test | None = None) -> Rule:
    """A rule about records that only the new edition has."""

    def check(pair: Pair) -> Iterator[Seen]:
        if pair.old is None and pair.new is not None and (when is None or when(pair)):
            yield Seen(cells=frozenset(), old="", new=_shown(pair.new), message=_presence("新增", pair.new))

    return _rule(name, level, on, purpose, check)


def removed(name: str, level: Level, on: On, purpose: str, *, when: Test | None = None) -> Rule:
    """A rule about records that only the old edition has."""

    def check(pair: Pair) -> Iterator[Seen]:
        if pair.new is None and pair.old is not None and (when is None or when(pair)):
            yield Seen(cells=frozenset(), old=_shown(pair.old), new="", message=_presence("删除", pair.old))

    return _rule(name, level, on, purpose, check)


def changed(
    name: str, level: Level, on: On, cells: str, purpose: str, *, when: Test | None = None, word: str = ""
) -> Rule:
    """A rule about cells by name: it applies when the first differs, and then covers the others, too."""
    first, *others = cells.split()

    def check(pair: Pair) -> Iterator[Seen]:
        if first in pair.differing() and (when is None or when(pair)):
            old, new = pair.texts(first)
            yield Seen(cells=frozenset([first, *others]), old=old, new=new, message=became(first, old, new, word))

    return _rule(name, level, on, purpose, check)


def any_cell(name: str, level: Level, on: On, cells: str, purpose: str) -> Rule:
    """A rule that names each of its cells that differs."""
    watched = cells.split()

    def check(pair: Pair) -> Iterator[Seen]:
        differing = pair.differing()
        for cell in watched:
            if cell in differing:
                old, new = pair.texts(cell)
                yield Seen(cells=frozenset([cell]), old=old, new=new, message=became(cell, old, new))

    return _rule(name, level, on, purpose, check)


def moved(name: str, level: Level, on: On, lists: str, purpose: str) -> Rule:
    """A rule about the order of what both editions hold."""

    def check(pair: Pair) -> Iterator[Seen]:
        for key in lists.split():
            old, new = common_order(pair, key)
            if old != new:
                texts = "、".join(old), "、".join(new)
                message = f"次序由 {texts[0]} 改为 {texts[1]}"
                yield Seen(cells=frozenset([f"order:{key}"]), old=texts[0], new=texts[1], message=message)

    return _rule(name, level, on, purpose, check)


def common_order(pair: Pair, key: str) -> tuple[list[str], list[str]]:
    """The order of what both editions have in a list, before and after."""
    if pair.old is None or pair.new is None:
        return [], []
    old, new = pair.old.order.get(key, ()), pair.new.order.get(key, ())
    both = set(old) & set(new)
    return [name for name in old if name in both], [name for name in new if name in both]


def brief(item: Item) -> str:
    """A record in one line: the printed cells that say what it is; empty where its title says all."""
    texts = [text for cell in _BRIEF if (text := item.cells.get(cell, "")) and text not in {"true", "false"}]
    return " ".join(texts)


def _shown(item: Item) -> str:
    return brief(item) or item.place.key


def _presence(word: str, item: Item) -> str:
    return f"{word}：{text}" if (text := brief(item)) else word


_BRIEF = (
    "name",
    "label",
    "caption",
    "type",
    "length",
    "required",
    "code",
    "symbol",
    "items",
    "value",
    "url",
    "finding",
    "kind",
    "signature",
)
