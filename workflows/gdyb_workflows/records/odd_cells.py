"""Amounts and days as other programs write them, brought to the printed form by the one table of notations."""

from collections.abc import Iterable, Mapping

import polars as pl

from gdyb_runtime.model.notations import read_moment, read_number
from gdyb_runtime.problems import Problem
from gdyb_workflows.records.checking import is_odd
from gdyb_workflows.records.shape import RecordColumn

__all__ = ["as_printed"]


def as_printed(frame: pl.LazyFrame, columns: Iterable[RecordColumn]) -> tuple[pl.LazyFrame, tuple[Problem, ...]]:
    """The frame with what the table can read in the printed form, and a note for each column and notation.

    Whatever the table cannot read stays as it is, to be found broken.
    """
    odd = [(column, is_odd(column)) for column in columns if column.kind in ("money", "day")]
    if not odd:
        return frame, ()
    counted = frame.select(mask.any().alias(column.name) for column, mask in odd).collect(engine="streaming")
    notes: list[Problem] = []
    for column, mask in odd:
        if counted[column.name].item():
            firsts = frame.filter(mask).group_by(column.name).agg(pl.col("row").min()).sort("row")
            forms, found = _forms(column, firsts.collect(engine="streaming").iter_rows())
            notes += found
            text = pl.col(column.name)
            frame = frame.with_columns(text.replace(forms) if forms else text)
    return frame, tuple(notes)


def _forms(column: RecordColumn, cells: Iterable[tuple[str, int]]) -> tuple[Mapping[str, str], list[Problem]]:
    """The printed form of each text that has one, and a note for each notation with the first row it is in."""
    forms: dict[str, str] = {}
    notes: dict[str, Problem] = {}
    for text, row in cells:
        if (read := _read(column, text)) is None:
            continue
        forms[text], label = read
        path = f"第 {row} 行 {column.name}"
        message = f"写法“{label}”，已转换；后面的行不再逐一列出"
        note = Problem(path=path, field=column.name, label=column.label, message=message, rule="notation")
        notes.setdefault(label, note)
    return forms, list(notes.values())


def _read(column: RecordColumn, text: str) -> tuple[str, str] | None:
    if column.kind == "day":
        moment = read_moment(text)
        return None if moment is None else (moment.value.date().isoformat(), moment.label)
    number = read_number(text, is_money=True)
    return None if number is None else (format(number.value, "f"), number.label)
