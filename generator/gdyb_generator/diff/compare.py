"""Two packages → all changes between them; no cell that differs is passed over."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator import ir
from gdyb_generator.diff import (
    codes,
    fields,
    files,
    interfaces,
    overlays,
    people,
    procedures,
    protocol,
    readers,
    surface,
    texts,
)
from gdyb_generator.diff.change import Change, Item, Level, Pair
from gdyb_generator.diff.facts import facts
from gdyb_generator.diff.rule import On, Rule, Seen, common_order, removed

_FAMILIES = (interfaces, fields, codes, files, protocol, readers, people, procedures, overlays, surface)
# What no rule has spoken for is not harmless: somebody has to look at it.
UNCLASSIFIED = removed("UNCLASSIFIED", Level.BREAKING, On(kinds=""), "A change that no rule knows must not pass.")


def rules() -> tuple[Rule, ...]:
    """All rules, in the order in which they are asked; those about words come last."""
    return tuple(rule for family in (*_FAMILIES, texts) for rule in family.RULES)


def compare(old: ir.Package, new: ir.Package) -> list[Change]:
    """The changes from one edition to another, the gravest first, then by place."""
    return compare_items(facts(old), facts(new))


def compare_items(old: dict[str, Item], new: dict[str, Item]) -> list[Change]:
    """The same for parsed records."""
    changes: list[Change] = []
    for pair in _pairs(old, new):
        if not _is_told_above(pair, old, new):
            changes += _changes(pair)
    levels = list(Level)
    return sorted(changes, key=lambda c: (levels.index(c.level), c.place.key, c.rule, c.message))


def _pairs(old: dict[str, Item], new: dict[str, Item]) -> Iterator[Pair]:
    """Records of the same key; what else has a counterpart is the same record under another key."""
    counterparts = dict(_rearranged(old, new))
    taken = set(counterparts.values())
    for key in old.keys() | (new.keys() - taken):
        yield Pair(old=old.get(key), new=new.get(counterparts.get(key, key)))


def _rearranged(old: dict[str, Item], new: dict[str, Item]) -> Iterator[tuple[str, str]]:
    """Layouts of a text whose items moved: of those of one record the ones with the same note, then in order."""
    gone, come = (
        [item for key, item in one.items() if item.kind == "arrangement" and key not in other]
        for one, other in ((old, new), (new, old))
    )
    for is_alike in (_has_same_note, _has_same_parent):
        for before in list(gone):
            after = next((item for item in come if is_alike(before, item)), None)
            if after is not None:
                gone.remove(before)
                come.remove(after)
                yield before.place.key, after.place.key


def _has_same_parent(one: Item, other: Item) -> bool:
    return one.parent == other.parent


def _has_same_note(one: Item, other: Item) -> bool:
    return one.parent == other.parent and one.cells["note"] == other.cells["note"]


def _is_told_above(pair: Pair, old: dict[str, Item], new: dict[str, Item]) -> bool:
    """Whether the record came or went together with what holds it."""
    parent = pair.item.parent
    return bool(parent) and (pair.old is None or pair.new is None) and (parent not in old or parent not in new)


def _changes(pair: Pair) -> Iterator[Change]:
    open_cells = set(pair.differing())
    orders = pair.new.order if pair.old and pair.new else {}
    open_cells |= {f"order:{key}" for key in orders if len(set(map(tuple, common_order(pair, key)))) > 1}
    is_open = bool(open_cells) or pair.old is None or pair.new is None
    if not is_open:
        return
    spoken = False
    for rule in rules():
        if rule.concerns(pair.item):
            for seen in rule.check(pair):
                if not seen.cells or seen.cells & open_cells:
                    spoken = True
                    open_cells -= seen.cells
                    yield _change(rule, pair, seen)
    if not spoken or open_cells:
        yield from _unclassified(pair, sorted(open_cells))


def _unclassified(pair: Pair, cells: list[str]) -> Iterator[Change]:
    for cell in cells or ["@presence"]:
        old, new = pair.texts(cell)
        message = f"{cell} 有变化，没有规则说明其影响"
        yield _change(UNCLASSIFIED, pair, Seen(cells=frozenset(), old=old, new=new, message=message))


def _change(rule: Rule, pair: Pair, seen: Seen) -> Change:
    place = pair.item.place
    return Change(rule=rule.id, level=rule.level, place=place, old=seen.old, new=seen.new, message=seen.message)
