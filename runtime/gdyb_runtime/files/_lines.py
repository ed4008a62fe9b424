"""One line of a TXT file brought to the columns of its layout, whatever the platform put in or left out."""

from __future__ import annotations

from collections.abc import Sequence

from ._cells import is_empty, normal, plain, scalar_of
from ._oddities import Oddities, RawRow
from .layout import Column, Layout


class Fitter:
    """Fits lines, notes what is odd about them, and keeps those that cannot be fitted."""

    def __init__(self, layout: Layout, oddities: Oddities, unreadable: list[RawRow]) -> None:
        self.separator = b"\t"
        """Stands between the cells of this file."""
        self._layout = layout
        self._oddities = oddities
        self._unreadable = unreadable
        self._values = [
            (index, column, plain(column).match)
            for index, column in enumerate(layout.columns)
            if not scalar_of(column).is_text
        ]

    def fit(self, row: int, line: bytes) -> list[str] | None:
        """The texts of all columns; None for a blank line and for one that now is among the unreadable."""
        if line.endswith(b"\r"):
            self._oddities.add(row, "crlf")
            line = line[:-1]
        if not line:
            self._oddities.add(row, "blank_row")
            return None
        text = self._decoded(row, line)
        if text is None:
            return None
        cells = text.split(self.separator.decode("ascii"))
        fitted, kind = self._fitted(cells)
        if fitted is None:
            self.reject(row, line, kind, reason=f"有 {len(cells)} 列" if kind == "unreadable_width" else "")
            return None
        if kind:
            self._oddities.add(row, kind)
        return self.filled(row, fitted)

    def filled(self, row: int, cells: list[str]) -> list[str]:
        """The cells of an accepted width with those that a short row lacks."""
        lacking = len(self._layout.columns) - len(cells)
        if lacking:
            self._oddities.add(row, "short_row")
        return cells + [self._layout.empty] * lacking

    def reject(self, row: int, line: bytes, kind: str, column: Column | None = None, reason: str = "") -> None:
        """Keeps a line as it is, with the reason or what its kind says."""
        name = column.name if column else ""
        self._oddities.add(row, kind, name)
        reason = reason or {"unreadable_shift": "多出一列，无法判断位置", "unreadable_charset": "字符集无法识别"}.get(
            kind, f"{name} {column.label if column else ''} 无法识别".strip()
        )
        self._unreadable.append(RawRow(row=row, content=line, reason=reason))

    def _decoded(self, row: int, line: bytes) -> str | None:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        try:
            text = line.decode("gb18030")
        except UnicodeDecodeError:
            self.reject(row, line, "unreadable_charset")
            return None
        self._oddities.add(row, "charset")
        return text

    def _fitted(self, cells: list[str]) -> tuple[list[str] | None, str]:
        """The cells without surplus ones, and the kind of oddity; no cells when they cannot be fitted."""
        layout = self._layout
        widths = (len(layout.columns), *layout.short)
        if len(cells) in widths:
            return cells, ""
        surplus = len(cells) - len(layout.columns)
        if surplus == 1 and layout.shift_after is not None:
            return self._one_too_many(cells, layout.shift_after)
        if cells[-1] == "" and len(cells) - 1 in widths:
            return cells[:-1], "trailing_tab"
        if cells[-1] == "" and surplus == 2:
            return self._fitted(cells[:-1])
        if 0 < surplus <= layout.extra:
            return cells[: len(layout.columns)], "extra_column"
        return None, "unreadable_width"

    def _one_too_many(self, cells: list[str], shift_after: int) -> tuple[list[str] | None, str]:
        """A column was added at the end or in the middle: the reading under which more amounts make sense wins."""
        at_end = cells[:-1]
        inside = cells[:shift_after] + cells[shift_after + 1 :]
        tolerated = cells[-1] == "" or self._layout.extra > 0
        end_score = self._score(at_end) if tolerated else -1
        inside_score = self._score(inside)
        if max(end_score, inside_score) < 0:
            return None, "unreadable_width"
        kind = "trailing_tab" if cells[-1] == "" else "extra_column"
        if end_score > inside_score:
            return at_end, kind
        if inside_score > end_score:
            return inside, "shifted_row"
        if end_score and cells[-1] != "":
            return None, "unreadable_shift"
        # No amounts in either reading: nothing but the remark differs, so the filled one is taken.
        return (at_end, kind) if not self._is_empty(cells[shift_after]) else (inside, "shifted_row")

    def _score(self, cells: Sequence[str]) -> int:
        """How many numbers and times are filled, -1 when one of them is none."""
        score = 0
        for index, column, is_plain in self._values:
            text = cells[index]
            if not self._is_empty(text):
                if not is_plain(text) and normal(column, text) is None:
                    return -1
                score += 1
        return score

    def _is_empty(self, text: str) -> bool:
        return is_empty(text, self._layout.empty)
