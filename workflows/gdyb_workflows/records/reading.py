"""From a source to text under wire names, and everything that is wrong with it."""

from dataclasses import dataclass, field
from typing import Self

import polars as pl

from gdyb_runtime.problems import Problem
from gdyb_workflows.records.checking import as_text, checks
from gdyb_workflows.records.mapping import ShapedMapping
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.shape import RecordColumn
from gdyb_workflows.records.sources import ROW, Source

__all__ = ["SHOWN", "Findings", "find_broken", "text_frame"]

_EXAMPLES = 20
"""Rows that are named for each kind of problem."""
SHOWN = 100
"""Problems that a message names."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems by row; of very many only some, but counted."""

    examples: tuple[tuple[int, Problem], ...] = field(default=())
    count: int = 0

    @classmethod
    def of(cls, rows: pl.DataFrame, column: RecordColumn, message: str, *, rule: str) -> Self:
        """The same problem in all rows of a frame, which has `row` and whatever the message names in braces."""
        shown = rows.bottom_k(SHOWN, by="row").iter_rows(named=True)
        return cls(
            tuple((row["row"], _row_problem(column, row["row"], message.format(**row), rule)) for row in shown),
            rows.height,
        )

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.examples + other.examples, self.count + other.count)

    def refuse(self, error: type[RecordsUnusable] = RecordsUnusable) -> None:
        """Raises when there are any."""
        if self.count:
            ordered = [problem for _, problem in sorted(self.examples, key=lambda item: item[0])]
            raise error(problems=ordered[:SHOWN], count=self.count)


def text_frame(source: Source, mapping: ShapedMapping) -> pl.LazyFrame:
    """`row` and every column of the shape as cleaned text; null where there is nothing."""
    frame = source.numbered()
    schema = frame.collect_schema()
    headings = mapping.resolve(name for name in schema.names() if name != ROW)
    columns = [pl.col(ROW).alias("row")]
    for column in mapping.shape.columns:
        codes = mapping.values.get(column.name, {})
        if column.name in headings:
            heading = headings[column.name]
            columns.append(as_text(column, heading, schema[heading], codes).alias(column.name))
        else:
            fixed = mapping.constants.get(column.name)
            columns.append(pl.lit(fixed, dtype=pl.String).alias(column.name))
    return frame.select(columns)


def find_broken(text: pl.LazyFrame, source: Source, mapping: ShapedMapping) -> Findings:
    """Every value that is not what its column must hold.

    Raises:
        RecordsUnusable: when there is no row at all.
    """
    every = [check for column in mapping.shape.columns for check in checks(column, source.marks)]
    # Which rows are broken is only looked for where some are: usually none is.
    counts = [check.is_broken.sum().alias(str(number)) for number, check in enumerate(every)]
    counted = text.select(pl.len().alias("rows"), *counts).collect(engine="streaming").row(0, named=True)
    if not counted["rows"]:
        raise RecordsUnusable.because("数据", "没有一行结算记录", rule="empty")
    broken = [check for number, check in enumerate(every) if counted[str(number)]]
    if not broken:
        return Findings()
    rows = [
        pl.col("row").filter(check.is_broken).head(_EXAMPLES).implode().alias(str(number))
        for number, check in enumerate(broken)
    ]
    examples = text.select(rows).collect(engine="streaming").row(0)
    return Findings(
        tuple(
            (row, _row_problem(check.column, row, check.message, check.rule))
            for check, example in zip(broken, examples, strict=True)
            for row in example
        ),
        sum(counted[str(number)] for number in range(len(every))),
    )


def _row_problem(column: RecordColumn, row: int, message: str, rule: str) -> Problem:
    return Problem(path=f"第 {row} 行 {column.name}", field=column.name, label=column.label, message=message, rule=rule)
