"""What keeps rows from being written: problems by row and column, names that are no column, blocks that would break."""

from __future__ import annotations

from collections.abc import Iterable

from gdyb_runtime.errors import FileInvalid
from gdyb_runtime.problems import Problem, did_you_mean

from ._cells import BOM
from ._counting import count_byte
from .layout import Column, Layout

_MOST_PROBLEMS = 100
_BOM = BOM.encode("utf-8")


class Departures:
    """Problems of the rows written so far; raises when there are enough of them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._problems: list[Problem] = []

    def add(self, row: int, column: Column | None, message: str, rule: str = "cell") -> None:
        """Notes a problem of a row, counted from 1; row 0 means all of them."""
        place = f"第 {row} 行" if row else ""
        name = column.name if column else ""
        path = f"{place} {name}".strip()
        label = column.label if column else ""
        self._problems.append(Problem(path=path, field=name, label=label, message=message, rule=rule))
        if len(self._problems) >= _MOST_PROBLEMS:
            self.raise_any()

    def raise_any(self) -> None:
        """Raises FileInvalid when a problem was noted."""
        if self._problems:
            layout = self._layout
            problems = tuple(sorted(self._problems, key=_row_of))
            raise FileInvalid(infno=layout.infno, title=layout.title, label=layout.label, problems=problems)


def check_names(names: Iterable[str], layout: Layout, departures: Departures, row: int) -> None:
    """Notes names that are no column of the layout."""
    for name in names:
        if name not in layout.names:
            message = f"格式里没有 {name} 这一列" + did_you_mean(str(name), layout.names)
            departures.add(row, None, message, "unknown_column")


def is_sound(block: bytes, rows: int, width: int) -> bool:
    """Whether the text of so many rows has exactly their cells and nothing that breaks them."""
    tabs, ends = count_byte(block, b"\t"), count_byte(block, b"\n")
    return tabs == rows * (width - 1) and ends == rows and b"\r" not in block and _BOM not in block


def _row_of(problem: Problem) -> int:
    digits = problem.path.partition(" 行")[0].removeprefix("第 ")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
