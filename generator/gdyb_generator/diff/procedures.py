"""Rules about the procedures, which people read and no program does."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import replace

from gdyb_generator.diff.change import Level, Pair
from gdyb_generator.diff.rule import On, Seen, added, any_cell, moved, removed

_PROCEDURE = On(kinds="procedure")
_PLACES = ("line", "evidence")


def _rows(text: str) -> list[str]:
    """Steps as lines of what they say, in the order of their keys."""
    rows: list[dict[str, object]] = json.loads(text or "[]")
    return [" ".join(_word(row[key]) for key in row if row[key] and key not in _PLACES) for row in rows]


def _word(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _steps_changed(pair: Pair) -> Iterator[Seen]:
    if "steps" not in pair.differing():
        return
    before, after = map(_rows, pair.texts("steps"))
    lines = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    old, new = ("；".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")
    message = f"步骤由 {old or '（无）'} 改为 {new or '（无）'}" if lines else "步骤的出处有变化"
    yield Seen(cells=frozenset(["steps"]), old=old, new=new, message=message)


RULES = (
    added("PROCEDURE_ADDED", Level.TEXT, _PROCEDURE, "One more procedure is shown."),
    removed("PROCEDURE_REMOVED", Level.TEXT, _PROCEDURE, "A procedure is no longer shown."),
    any_cell("PROCEDURE_CHANGED", Level.TEXT, _PROCEDURE, "title about document chapter lines actors",
             "A procedure is introduced otherwise or rests on other lines."),
    replace(removed("PROCEDURE_STEPS_CHANGED", Level.TEXT, _PROCEDURE,
                    "A procedure is shown otherwise; what its calls do is told apart."), check=_steps_changed),
    moved("PROCEDURES_MOVED", Level.TEXT, On(kinds="file"), "procedures", "The order of the procedures decides nothing."),
)  # fmt: skip
