"""Rules about what a city does otherwise: its settings, and its changes of the province's tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gdyb_generator.diff.change import Level, Pair
from gdyb_generator.diff.rule import On, Rule, Seen, added, any_cell, common_order, moved, removed

_OVERLAY = On(kinds="overlay")
_TABLES = On(kinds="city_cell city_row city_field city_code city_limit city_removed_row city_removed_code")
_ROW = (
    "type length code required format dictionary sensitive required_when required_when.field required_when.values "
    "required_when_input_has spellings effective effective.type effective.length effective.code effective.required"
)


def _differs(name: str, level: Level, on: On, cells: str, purpose: str) -> Rule:
    """A rule about records that came, are gone, or have another of these cells."""
    came, gone = added(name, level, on, purpose), removed(name, level, on, purpose)
    reads_otherwise = any_cell(name, level, on, cells, purpose)

    def check(pair: Pair) -> Iterator[Seen]:
        for rule in (came, gone, reads_otherwise):
            yield from rule.check(pair)

    return replace(came, check=check)


def _columns_moved(pair: Pair) -> Iterator[Seen]:
    old, new = ([name for name in names if " files." in name] for names in common_order(pair, "rows"))
    if old != new:
        texts = "、".join(old), "、".join(new)
        message = f"次序由 {texts[0]} 改为 {texts[1]}"
        yield Seen(cells=frozenset(["order:rows"]), old=texts[0], new=texts[1], message=message)


RULES = (
    removed("OVERLAY_REMOVED", Level.BREAKING, _OVERLAY, "A city can no longer be named."),
    added("OVERLAY_ADDED", Level.ADDITION, _OVERLAY, "One more city can be named."),
    _differs("OVERLAY_CHANGED", Level.REFUSED, On(kinds="city_setting city_header city_answer"), "value name pattern infnos means signs_in finds_nothing",
             "Programs of the city run with another setting."),
    _differs("OVERLAY_TABLES_CHANGED", Level.BREAKING, _TABLES, f"value name limit {_ROW}",
             "The package of the city has other tables, or the province's no longer serves it."),
    Rule(id="OVERLAY_COLUMNS_MOVED", level=Level.BREAKING, direction="both", kinds=frozenset(["overlay"]),
         purpose="Columns that a city adds to a file are told apart by their position.", check=_columns_moved),
    moved("OVERLAY_ORDER_CHANGED", Level.TEXT, _OVERLAY, "settings headers answers cells rows codes limits remove_rows remove_codes",
          "Every change has a target of its own; their order decides nothing."),
)  # fmt: skip
