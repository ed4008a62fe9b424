"""Which column of a table is what: from the header's words, and where they leave it open, from the cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gdyb_generator.importing.blocks import Cell, Table
from gdyb_generator.importing.words import (
    WIRE_NAME,
    flag,
    header_word,
    is_node_type,
    length,
    roles,
    squeeze,
    type_and_length,
    word,
)

_CHINESE = re.compile("[\u4e00-\u9fff]")
_MOST_HEADER_ROWS = 6


@dataclass(slots=True)
class Columns:
    """The header of a table: where it stands, what each column is, and what was assumed about it."""

    kind: str
    index: int
    cells: list[Cell]
    roles: list[str]
    unknown: list[str] = field(default_factory=list)
    missing: list[tuple[int, str]] = field(default_factory=list)
    assumed: list[tuple[int, str]] = field(default_factory=list)

    def where(self, role: str) -> list[int]:
        """The columns that have a role."""
        return [i for i, assigned in enumerate(self.roles) if assigned == role]


def find_columns(table: Table) -> Columns | None:
    """The header of a field table, dictionary or interface list; None where no row looks like one."""
    best: tuple[int, str, int] | None = None
    for index, row in enumerate(table.rows[:_MOST_HEADER_ROWS]):
        for kind in ("headers", "list", "dictionary"):
            score = _score(row, kind)
            if score and (best is None or score > best[0]):
                best = (score, kind, index)
    if best is None:
        return None
    _, kind, index = best
    cells = _second_header_row(table, index, kind)
    body = table.rows[index + (2 if cells is not table.rows[index] else 1) :]
    columns = _assign(kind, index + (1 if cells is not table.rows[index] else 0), cells, body)
    return columns if _complete(columns) or columns.unknown else None


def repeats(cells: Sequence[Cell]) -> int:
    """How many fields stand side by side in a row: the header says the same words again."""
    words = [word(cell.text) for cell in cells]
    return next(
        (n for n in (2, 3) if len(words) % n == 0 and len(words) > 3 and words == words[: len(words) // n] * n), 1
    )


def side_by_side(table: Table, index: int, count: int) -> Table:
    """The same table with one field a row."""
    rows = table.rows[:index]
    size = len(table.rows[index]) // count
    for row in table.rows[index:]:
        if len(row) != size * count:
            rows.append(row)
            continue
        parts = [row[i : i + size] for i in range(0, len(row), size)]
        filled = [part for part in parts if any(cell.text.strip() for cell in part)]
        # Every part stands under the first header.
        shift = [part[0].start - row[0].start for part in filled]
        rows += [
            [replace(cell, start=cell.start - by, end=cell.end - by) for cell in part]
            for part, by in zip(filled, shift, strict=True)
        ]
    return replace(table, rows=rows)


def _score(row: Sequence[Cell], kind: str) -> int:
    known = roles(kind)
    words = [header_word(cell.text, known) for cell in row]
    candidates = [known[w] for w in words if w in known]
    first = {options[0] for options in candidates}
    options = {option for each in candidates for option in each}
    unknown = sum(1 for w in words if w and w not in known)
    if kind == "headers":
        others = {option for each in candidates if "name" not in each for option in each}
        usable = "name" in options and bool(others & {"type", "length", "required", "code", "nullable"})
        usable = usable or len(options & {"type", "length", "required", "code", "label", "nullable"}) >= 3
    elif kind == "list":
        usable = {"infno", "name"} <= first
    else:
        usable = {"code", "label"} <= first
    return len(candidates) * 10 - unknown * 4 + (3 if kind == "list" else 0) if usable and len(candidates) >= 2 else 0


def _second_header_row(table: Table, index: int, kind: str) -> list[Cell]:
    """A header of two rows, the upper one with group names, becomes the lower one."""
    row = table.rows[index]
    if index + 1 < len(table.rows):
        below = table.rows[index + 1]
        known = roles(kind)
        words = [header_word(cell.text, known) for cell in below]
        if len(below) > len(row) and all(w in known for w in words if w) and any(words):
            return below
    return row


def _complete(columns: Columns) -> bool:
    needed = {"headers": {"name"}, "list": {"infno", "name"}, "dictionary": {"code", "label"}}[columns.kind]
    return needed <= set(columns.roles)


def _assign(kind: str, index: int, cells: list[Cell], body: list[list[Cell]]) -> Columns:
    known = roles(kind)
    columns = Columns(kind, index, cells, [""] * len(cells))
    samples = [_column(body, cells, i) for i in range(len(cells))]
    options: dict[int, tuple[str, ...]] = {}
    for i, cell in enumerate(cells):
        text = header_word(cell.text, known)
        if text in known:
            options[i] = known[text]
        elif text:
            columns.unknown.append(cell.text)
    if kind == "headers":
        _name_first(columns, options, samples)
    if kind == "dictionary":
        _certain_first(options)
    for i, choice in sorted(options.items(), key=lambda item: (len(item[1]), item[0])):
        if not columns.roles[i]:
            _take(columns, i, choice, kind)
    for i, cell in enumerate(cells):
        if not word(cell.text) and kind == "headers":
            _guess(columns, i, samples[i])
    return columns


def _take(columns: Columns, i: int, choice: tuple[str, ...], kind: str) -> None:
    taken = set(columns.roles)
    free = [role for role in choice if role not in taken]
    may_repeat = kind == "dictionary" or choice[0] == "remark"
    columns.roles[i] = choice[0] if may_repeat else (free or list(choice))[0]
    if kind == "headers" and choice[0] == "remark" and len(choice) > 1 and "label" not in taken and "remark" in taken:
        columns.roles[i] = "label"
    if kind == "headers" and columns.roles[i] != choice[0]:
        columns.assumed.append((i, columns.roles[i]))


def _name_first(columns: Columns, options: dict[int, tuple[str, ...]], samples: list[list[str]]) -> None:
    """The name column is the one whose cells look like wire names, whatever its header says."""
    candidates = [i for i, choice in options.items() if "name" in choice]
    shares = {i: _share(samples[i], lambda t: WIRE_NAME.fullmatch(squeeze(t)) is not None) for i in candidates}
    certain = [i for i in candidates if options[i] == ("name",)]
    best = max(candidates, key=lambda i: (shares[i] >= 0.5, i in certain, shares[i], -i), default=None)
    if best is None:
        return
    columns.roles[best] = "name"
    if options[best][0] != "name":
        columns.assumed.append((best, "name"))
    for i in candidates:
        if i != best:
            left = tuple(role for role in options[i] if role != "name")
            options[i] = left or ("label",)
            if not left:
                columns.assumed.append((i, "label"))


def _certain_first(options: dict[int, tuple[str, ...]]) -> None:
    """A column that may also be something else is that where another column surely is the first."""
    certain = {choice[0] for choice in options.values() if len(choice) == 1}
    for i, choice in options.items():
        if len(choice) == 1:
            continue
        if choice[0] == "group_label" and "label" not in certain:
            others = [other for j, other in options.items() if j != i and "label" in other]
            options[i] = choice if others else ("label",)
        elif choice[0] == "group" and "code" in choice and "code" not in certain:
            options[i] = ("code",)


def _guess(columns: Columns, i: int, sample: list[str]) -> None:
    """The role of a column without a header, by what its cells look like."""
    filled = [text for text in sample if text.strip()]
    if not filled:
        columns.roles[i] = "blank"
        return
    shape = next((role for role in _shapes(filled) if role not in columns.roles), "")
    if not shape:
        columns.unknown.append(f"（空表头，内容如 {filled[0][:20]}）")
        return
    columns.roles[i] = shape
    columns.missing.append((i, shape))


def _shapes(filled: list[str]) -> Iterable[str]:
    if _share(filled, lambda t: bool(type_and_length(t)[0]) or is_node_type(t)) > 0.7:
        yield "type"
    if _share(filled, lambda t: flag(t) in {"Y", "N"}) > 0.9:
        yield from ("required", "code")
    if [squeeze(t).rstrip(".、)") for t in filled] == [str(n) for n in range(1, len(filled) + 1)]:
        yield "seq"
    if _share(filled, lambda t: bool(length(t))) > 0.8:
        yield "length"
    if _share(filled, lambda t: WIRE_NAME.fullmatch(squeeze(t)) is not None) > 0.8:
        yield "name"
    if _share(filled, lambda t: _CHINESE.search(t) is not None) > 0.5:
        yield from ("label", "remark")


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    filled = [text for text in texts if text.strip()]
    return sum(1 for text in filled if test(text)) / len(filled) if filled else 0.0


def _column(body: list[list[Cell]], header: list[Cell], i: int) -> list[str]:
    return [cell.text for row in body[:60] if (cell := align(header, row)[0][i]) is not None]


def align(header: Sequence[Cell], row: Sequence[Cell]) -> tuple[list[Cell | None], list[Cell]]:
    """The cell of a row under each header cell, and the cells that found no header of their own."""
    if len(header) == len(row):
        return list(row), []
    cells: list[Cell | None] = [None] * len(header)
    left: list[Cell] = []
    for cell in row:
        shares = [
            (min(cell.end, h.end) - max(cell.start, h.start), -i) for i, h in enumerate(header) if cells[i] is None
        ]
        overlap, place = max(shares, default=(0, 0))
        if overlap > 0:
            cells[-place] = cell
        else:
            left.append(cell)
    return cells, left


def repeats_header(columns: Columns, row: Sequence[Cell]) -> bool:
    """Whether a row repeats the header, as on the next page, perhaps in other words for the same columns."""
    if same_words(columns.cells, row):
        return True
    known = roles(columns.kind)
    pairs = [
        (role, known.get(header_word(cell.text, known), ()))
        for role, cell in zip(columns.roles, align(columns.cells, row)[0], strict=True)
        if cell is not None and cell.text.strip()
    ]
    return len(pairs) >= 3 and all(role in options for role, options in pairs)


def same_words(header: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row has the words of the header."""
    words: Mapping[str, None] = dict.fromkeys(word(cell.text) for cell in header if word(cell.text))
    again = [word(cell.text) for cell in row if word(cell.text)]
    return len(again) >= 2 and all(text in words for text in again)
