"""What the centre's result file says against our own records: every difference, and sums that add up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import polars as pl

from gdyb.codes import StmtRslt
from gdyb.protocol import PROTOCOL
from gdyb_runtime.money import difference, total
from gdyb_workflows.reconciliation.columns import MONEY, NORMAL, REFUND
from gdyb_workflows.records.shares import shares

__all__ = [
    "AMOUNT",
    "DIFFERENCE_COLUMNS",
    "Comparison",
    "DifferenceKind",
    "Sums",
    "compare",
]

AMOUNT = pl.Decimal(38, 2)

_MATCH = StmtRslt.BALANCED.value
_ONLY_HOSPITAL = (
    StmtRslt.INSTITUTION_HAS_MORE.value,
    StmtRslt.INSTITUTION_HAS_MORE_SIX_DIGITS.value,
    StmtRslt.INSTITUTION_ONLY.value,
)
_DAY_DIGITS = len("yyyyMMdd")
_ZERO = pl.lit(Decimal("0.00"), dtype=AMOUNT)

DIFFERENCE_COLUMNS = (
    "kind",
    "day",
    "setl_id",
    "mdtrt_id",
    "psn_no",
    "insutype",
    "msgid",
    "stmt_rslt",
    "memo",
    "ours_refd",
    "centre_refd",
    *(f"{side}_{name}" for name in MONEY for side in ("ours", "centre", "diff")),
)
"""Columns of Comparison.differences."""


class DifferenceKind(StrEnum):
    """How a settlement differs."""

    OURS_ONLY = "ours_only"
    CENTRE_ONLY = "centre_only"
    AMOUNTS = "amounts_differ"
    REFUND = "refund"
    STATED = "stated_only"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    DifferenceKind.OURS_ONLY: "仅本机构有",
    DifferenceKind.CENTRE_ONLY: "仅中心有",
    DifferenceKind.AMOUNTS: "金额不一致",
    DifferenceKind.REFUND: "退费不一致",
    DifferenceKind.STATED: "中心判为不平，金额无差",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Settlements and their money, or differences (ours minus the centre's), in yuan, exact."""

    count: int = 0
    unknown: int = 0
    """How many of them have an amount at the centre that the file does not give; they count as if it agreed."""
    medfee_sumamt: Decimal = Decimal("0.00")
    fund_pay_sumamt: Decimal = Decimal("0.00")
    acct_pay: Decimal = Decimal("0.00")

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            count=self.count + other.count,
            unknown=self.unknown + other.unknown,
            **{name: total((getattr(self, name), getattr(other, name))) for name in MONEY},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences of one result file."""

    differences: pl.DataFrame
    """One row each with DIFFERENCE_COLUMNS; null where a side has no such settlement or an amount is unknown."""
    matched: int
    """Settlements on which both sides agree."""
    silent: int
    """Those among them that the result file does not mention."""
    ours: Sums
    """Count and money of all our records."""
    centre: Sums
    """Count and money of all settlements at the centre, as far as the result file tells."""
    sums: Mapping[DifferenceKind, Sums]

    @property
    def total(self) -> Sums:
        """The sums of all kinds together."""
        return sum(self.sums.values(), Sums())

    @property
    def adds_up(self) -> bool:
        """Whether the differences are exactly what lies between our totals and the centre's."""
        ours, centre, between = self.ours, self.centre, self.total
        return all(difference(getattr(ours, n), getattr(centre, n)) == getattr(between, n) for n in MONEY)


def compare(ours: pl.LazyFrame, centre: pl.LazyFrame, folder: Path, *, share: int = 500_000) -> Comparison:
    """Compares our records with the result file.

    `centre` has row, psn_no, mdtrt_id, setl_id, msgid, stmt_rslt, refd_setl_flag, memo and the MONEY columns, null
    where the file gives none. `folder` takes files as large as both sides together; about `share` rows are in memory
    at a time.

    The amounts decide where the file gives them, its stmt_rslt where it does not. A record that the file does not
    mention is missing at the centre if the file lists agreeing settlements, too; else silence means agreement.
    """
    result = centre.with_columns(
        pl.col("stmt_rslt").str.strip_chars().replace(StmtRslt.BALANCED_SIX_DIGITS.value, _MATCH).alias("code"),
        *(pl.col(name).cast(AMOUNT).alias(f"centre_{name}") for name in MONEY),
    )
    lists_all = not result.filter(pl.col("code") == _MATCH).head(1).collect(engine="streaming").is_empty()
    parts: list[Path] = []
    rows = sum(frame.select(pl.len()).collect(engine="streaming").item() for frame in (ours, centre))
    for chosen in shares("setl_id", rows, share):
        parts.append(folder / f"compared-{len(parts):06d}.parquet")
        joined = _joined(_ours(ours).filter(chosen), result.filter(chosen))
        _judged(joined, lists_all=lists_all).sink_parquet(parts[-1])
    return _summary(pl.scan_parquet(parts, glob=False))


def _ours(frame: pl.LazyFrame) -> pl.LazyFrame:
    amounts = (pl.col(name).cast(AMOUNT).alias(f"ours_{name}") for name in MONEY)
    return frame.select(
        "setl_id",
        "mdtrt_id",
        "psn_no",
        "insutype",
        "day",
        pl.col("row").alias("ours_row"),
        pl.col("refd_setl_flag").alias("ours_refd"),
        pl.col("refd_setl_flag").alias("flag"),
        *amounts,
    )


def _joined(ours: pl.LazyFrame, centre: pl.LazyFrame) -> pl.LazyFrame:
    """Every settlement of either side once: joined by id and refund flag, then, where the flags disagree, by id."""
    theirs = centre.select(
        "setl_id",
        pl.col("mdtrt_id").alias("centre_mdtrt_id"),
        pl.col("psn_no").alias("centre_psn_no"),
        pl.col("row").alias("centre_row"),
        pl.col("refd_setl_flag").alias("centre_refd"),
        pl.when(pl.col("refd_setl_flag") == REFUND).then(pl.lit(REFUND)).otherwise(pl.lit(NORMAL)).alias("flag"),
        "msgid",
        "stmt_rslt",
        "code",
        "memo",
        *(f"centre_{name}" for name in MONEY),
    )
    key = ["setl_id", "flag"]
    first = theirs.filter(pl.col("setl_id").is_not_null()).group_by(key).agg(pl.col("centre_row").min())
    once = theirs.join(first, on=[*key, "centre_row"], how="semi")
    again = theirs.join(first, on=[*key, "centre_row"], how="anti")
    exact = ours.join(once, on=key, how="inner")
    ours_left = ours.join(once, on=key, how="anti")
    theirs_left = once.join(ours, on=key, how="anti")
    by_id = ours_left.join(theirs_left, on="setl_id", how="inner").drop("flag_right")
    ours_alone = ours_left.join(theirs_left, on="setl_id", how="anti")
    theirs_alone = theirs_left.join(ours_left, on="setl_id", how="anti")
    return pl.concat([exact, by_id, ours_alone, theirs_alone, again], how="diagonal")


def _judged(joined: pl.LazyFrame, *, lists_all: bool) -> pl.LazyFrame:
    code, has_ours, has_theirs = pl.col("code"), pl.col("ours_row").is_not_null(), pl.col("centre_row").is_not_null()
    only_ours = code.is_in(_ONLY_HOSPITAL).fill_null(value=False)
    is_silent = has_ours & ~has_theirs
    is_missing = only_ours | (is_silent if lists_all else pl.lit(value=False))
    centre = [f"centre_{name}" for name in MONEY]
    is_unknown = has_theirs & ~only_ours & ~(has_ours & _is(code, _MATCH)) & pl.any_horizontal(pl.col(centre).is_null())
    return (
        joined.with_columns(
            pl.coalesce("day", _day_of_msgid()).alias("day"),
            pl.coalesce("mdtrt_id", "centre_mdtrt_id").alias("mdtrt_id"),
            pl.coalesce("psn_no", "centre_psn_no").alias("psn_no"),
            is_silent.alias("is_silent"),
            is_missing.alias("is_missing"),
            is_unknown.alias("is_unknown"),
            # What is unknown counts as if it agreed, so that the sums stay comparable.
            *(_effective(name, is_missing).alias(f"effective_{name}") for name in MONEY),
        )
        .with_columns((_ours_or_zero(name) - pl.col(f"effective_{name}")).alias(f"diff_{name}") for name in MONEY)
        .with_columns(_kind_of(lists_all=lists_all).alias("kind"))
    )


def _effective(name: str, is_missing: pl.Expr) -> pl.Expr:
    return pl.when(is_missing).then(_ZERO).otherwise(pl.coalesce(f"centre_{name}", f"ours_{name}", _ZERO))


def _ours_or_zero(name: str) -> pl.Expr:
    return pl.col(f"ours_{name}").fill_null(_ZERO)


def _kind_of(*, lists_all: bool) -> pl.Expr:
    """The kind of difference of a settlement, null where there is none."""
    code, has_ours, has_theirs = pl.col("code"), pl.col("ours_row").is_not_null(), pl.col("centre_row").is_not_null()
    is_refund = (pl.col("flag") == REFUND) | _is(pl.col("centre_refd"), REFUND)
    flags_disagree = _is_not(pl.col("centre_refd"), pl.col("ours_refd"))
    differs = pl.col("is_unknown") | pl.any_horizontal(pl.col(f"diff_{name}") != 0 for name in MONEY)

    def unless_refund(kind: DifferenceKind) -> pl.Expr:
        return pl.when(is_refund).then(pl.lit(DifferenceKind.REFUND.value)).otherwise(pl.lit(kind.value))

    is_silent = has_ours & ~has_theirs
    return (
        pl.when(is_silent & pl.lit(value=not lists_all))
        .then(pl.lit(None))
        .when(has_ours & pl.col("is_missing"))
        .then(unless_refund(DifferenceKind.OURS_ONLY))
        .when(~has_ours & pl.col("is_missing"))
        .then(pl.lit(DifferenceKind.STATED.value))
        .when(~has_ours)
        .then(unless_refund(DifferenceKind.CENTRE_ONLY))
        .when(flags_disagree)
        .then(pl.lit(DifferenceKind.REFUND.value))
        .when(differs)
        .then(pl.lit(DifferenceKind.AMOUNTS.value))
        .when(~_is(code, _MATCH))
        .then(pl.lit(DifferenceKind.STATED.value))
    )


def _is(value: pl.Expr, other: str) -> pl.Expr:
    return (value == other).fill_null(value=False)


def _is_not(value: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (value != other).fill_null(value=False)


def _day_of_msgid() -> pl.Expr:
    """The day a settlement was sent, which its msgid holds behind the institution code."""
    return pl.col("msgid").str.slice(PROTOCOL.msgid.institution, _DAY_DIGITS).str.to_date("%Y%m%d", strict=False)


def _summary(judged: pl.LazyFrame) -> Comparison:
    is_difference = pl.col("kind").is_not_null()
    has_ours = pl.col("ours_row").is_not_null()
    is_at_centre = ~pl.col("is_missing") & (pl.col("centre_row").is_not_null() | pl.col("is_silent"))
    figures = judged.select(
        (~is_difference).sum().alias("matched"),
        (~is_difference & pl.col("is_silent")).sum().alias("silent"),
        has_ours.sum().alias("ours"),
        is_at_centre.sum().alias("centre"),
        pl.col("is_unknown").sum().alias("unknown"),
        *(pl.col(f"{side}_{name}").sum() for side in ("ours", "effective") for name in MONEY),
    )
    by_kind = (
        judged.filter(is_difference)
        .group_by("kind")
        .agg(
            pl.len().alias("count"),
            pl.col("is_unknown").sum().alias("unknown"),
            *(pl.col(f"diff_{name}").sum() for name in MONEY),
        )
    )
    figure = figures.collect(engine="streaming").row(0, named=True)
    sums = {row["kind"]: row for row in by_kind.collect(engine="streaming").iter_rows(named=True)}
    return Comparison(
        differences=_differences(judged.filter(is_difference)),
        matched=figure["matched"],
        silent=figure["silent"],
        ours=Sums(count=figure["ours"], **{name: figure[f"ours_{name}"] for name in MONEY}),
        centre=Sums(
            count=figure["centre"],
            unknown=figure["unknown"],
            **{name: figure[f"effective_{name}"] for name in MONEY},
        ),
        sums={
            kind: Sums(
                count=sums[kind]["count"],
                unknown=sums[kind]["unknown"],
                **{name: sums[kind][f"diff_{name}"] for name in MONEY},
            )
            for kind in DifferenceKind
            if kind in sums
        },
    )


def _differences(judged: pl.LazyFrame) -> pl.DataFrame:
    is_known, is_there = ~pl.col("is_unknown"), ~pl.col("is_missing")
    return (
        judged.with_columns(
            *(pl.when(is_known).then(pl.col(f"diff_{name}")).alias(f"diff_{name}") for name in MONEY),
            # A file may repeat our own amounts for a settlement that the centre does not have.
            *(pl.when(is_there).then(pl.col(f"centre_{name}")).alias(f"centre_{name}") for name in MONEY),
            pl.when(is_there).then(pl.col("centre_refd")).alias("centre_refd"),
        )
        .sort("kind", "day", "setl_id", "ours_row", "centre_row", nulls_last=True)
        .select(DIFFERENCE_COLUMNS)
        .collect(engine="streaming")
    )
