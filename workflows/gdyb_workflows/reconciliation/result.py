"""What a reconciliation comes to."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from gdyb.codes import StmtRslt
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.reconciliation.compare import Comparison, Sums
from gdyb_workflows.reconciliation.state import Step
from gdyb_workflows.reconciliation.totals import Group, Period, Refunds, Totals, Unit

__all__ = ["GroupResult", "Reconciliation", "UnitResult", "is_balanced"]


def is_balanced(stmt_rslt: str) -> bool:
    """Whether a 对账结果 says that both sides agree; provinces write it with one or six digits."""
    return stmt_rslt.strip() in (StmtRslt.BALANCED, StmtRslt.BALANCED_SIX_DIGITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """What 3201 answered for one group."""

    group: Group
    totals: Totals
    stmt_rslt: str
    stmt_rslt_dscr: str
    """The platform's explanation, numbers that look like people masked."""
    msgid: str

    @property
    def is_balanced(self) -> bool:
        """Whether the centre's totals are ours."""
        return is_balanced(self.stmt_rslt)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """The details of one unit."""

    unit: Unit
    totals: Totals
    comparison: Comparison
    notes: tuple[str, ...] = ()
    """Departures of the result file from its layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A whole reconciliation of one period."""

    institution: str
    institution_name: str
    period: Period
    refunds: Refunds
    run: int
    folder: Path
    """Where the run and the centre's result files are kept; these hold 人员编号."""
    at: str
    """When it ended, Beijing time."""
    before: tuple[GroupResult, ...]
    """Every group, as 3201 answered at first."""
    units: tuple[UnitResult, ...]
    """The units of which a group did not balance."""
    after: tuple[GroupResult, ...]
    """The groups of these units, as 3201 answered after the details."""
    steps: tuple[Step, ...]
    """Every call with its ids."""
    notes: tuple[str, ...] = ()
    """What a reader has to know about the records, in Chinese."""

    @property
    def final(self) -> tuple[GroupResult, ...]:
        """The last answer for every group."""
        again = {result.group: result for result in self.after}
        return tuple(again.get(result.group, result) for result in self.before)

    @property
    def is_balanced(self) -> bool:
        """Whether all groups balance in the end."""
        return all(result.is_balanced for result in self.final)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, then those of the result files."""
        return (*self.notes, *(f"{unit.unit}：{note}" for unit in self.units for note in unit.notes))

    @property
    def total(self) -> Sums:
        """All differences together."""
        return sum((unit.comparison.total for unit in self.units), Sums())

    def differences(self, *, show_people: bool = False) -> pl.DataFrame:
        """The differences of all units, with setl_optins and clr_type; psn_no is `***` unless people are shown.

        What a memo of the centre holds that looks like an ID or phone number is masked with it.
        """
        frames = [
            unit.comparison.differences.select(
                pl.lit(unit.unit.setl_optins).alias("setl_optins"),
                pl.lit(unit.unit.clr_type).alias("clr_type"),
                pl.all(),
            )
            for unit in self.units
        ]
        if not frames:
            return pl.DataFrame()
        whole = pl.concat(frames)
        if show_people:
            return whole
        return whole.with_columns(
            pl.when(pl.col("psn_no").is_not_null()).then(pl.lit("***")).alias("psn_no"),
            pl.col("memo").map_elements(mask_text, return_dtype=pl.String),
        )

    def by_day(self) -> list[tuple[str, str, int, Decimal]]:
        """Day (empty when unknown), kind, number of differences, and their medfee_sumamt in yuan, by day."""
        differences = self.differences(show_people=True)
        if differences.is_empty():
            return []
        grouped = differences.group_by("day", "kind").agg(pl.len(), pl.col("diff_medfee_sumamt").sum())
        rows = grouped.sort("day", "kind", nulls_last=True).iter_rows()
        return [("" if day is None else day.isoformat(), kind, count, amount) for day, kind, count, amount in rows]
