"""Public names of the package that changed although the spec did not: what a change of the generator does to importers.

The recorded `_surface.txt` of two editions is compared; what differs in the same names when today's generator makes both
comes from the spec, where other rules have told it.
"""

from __future__ import annotations

import re

from gdyb_generator.diff.change import Item, Level, Place
from gdyb_generator.diff.rule import On, added, changed, removed

_SYMBOL = re.compile(r"[A-Za-z_][\w.]*")
_PUBLIC = On(kinds="public")
_Names = dict[str, str]

RULES = (
    removed("SURFACE_REMOVED", Level.BREAKING, _PUBLIC, "A public name is gone that the spec says nothing about."),
    added("SURFACE_ADDED", Level.ADDITION, _PUBLIC, "One public name more that the spec says nothing about."),
    changed("SURFACE_CHANGED", Level.BREAKING, _PUBLIC, "signature",
            "A public name has another type that the spec says nothing about.", word="类型或参数"),
)  # fmt: skip


def names_of(surface: str) -> _Names:
    """Public names with what stands behind them; a name of several lines has all of them."""
    by_name: dict[str, list[str]] = {}
    for line in surface.splitlines():
        symbol = _SYMBOL.match(line)
        if symbol is not None:
            by_name.setdefault(symbol[0], []).append(line[symbol.end() :].removeprefix(":").strip())
    return {name: "；".join(sorted(texts)) for name, texts in by_name.items()}


def unexplained(recorded: tuple[str, str], made: tuple[str, str]) -> tuple[dict[str, Item], dict[str, Item]]:
    """The names of two recorded surfaces that differ, without those that the spec changes.

    `made` are the surfaces that today's generator makes of the same two specs.
    """
    old, new = map(names_of, recorded)
    by_spec = _differing(*map(names_of, made))
    names = sorted(_differing(old, new) - by_spec)
    return _items(old, names), _items(new, names)


def _differing(old: _Names, new: _Names) -> set[str]:
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _items(names: _Names, selected: list[str]) -> dict[str, Item]:
    places = {
        name: Place(key=f"surface/{name}", title=f"公开名称 {name}", file="") for name in selected if name in names
    }
    return {
        place.key: Item(kind="public", place=place, parent="", cells={"signature": names[name]})
        for name, place in places.items()
    }
