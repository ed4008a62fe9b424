"""A month's clearing rows beside the institution's own records: what may be confirmed, and why the rest may not.

Only setl_sn decides what belongs together, however it is spelled, and only equal amounts agree; there is no tolerance.
A number that stands several times on either side is never proposed: which of the rows is meant, a person has to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

import polars as pl

from gdyb.codes import CnfmFlag
from gdyb_workflows.clearing import Amounts
from gdyb_workflows.clearing.current import CurrentRow
from gdyb_workflows.clearing.decisions import DOUBTFUL, Proposal
from gdyb_workflows.clearing.matching.records import COLUMNS, MONEY, OCCURRENCE, ClearingRecords

__all__ = [
    "AMOUNT",
    "CENTS",
    "PLATFORM_SCHEMA",
    "ROW_KEY",
    "KindTotals",
    "MatchKind",
    "Matching",
    "as_platform",
    "match",
    "platform_amounts",
    "platform_frame",
    "proposals",
]

AMOUNT = pl.Decimal(38, 2)
"""Wide enough for the sum of any number of amounts."""

CENTS = {"medfee_sumamt": "medfee_cents", "optins_pay_sumamt": "optins_cents"}
"""Amount → its column in cents on the platform's side."""

PLATFORM_SCHEMA = {
    "row_id": pl.Int64,
    "setl_sn": pl.String,
    "mdtrt_id": pl.String,
    "mdtrt_setl_time": pl.String,
    **dict.fromkeys(CENTS.values(), pl.Int64),
    "occurrence": pl.Int64,
    "doubt": pl.String,
}
"""What a frame of the platform's rows has; occurrence tells rows of one setl_sn and mdtrt_id apart, doubt says why only
a person may decide on a row."""

ROW_KEY = ("setl_sn", "mdtrt_id", OCCURRENCE.name)
"""What tells rows of the platform apart."""

_CENT = pl.lit(Decimal("0.01"), dtype=AMOUNT)
_NAMED_ROWS = 10
"""Rows of the same number that a reason names."""


class MatchKind(StrEnum):
    """How a row of the platform, or a record that the platform lacks, compares; worst news last."""

    MATCHED = "matched"
    DOUBTFUL = DOUBTFUL
    AMOUNT_DIFFERS = "amount_differs"
    MISSING_LOCALLY = "missing_locally"
    REPEATED_ON_PLATFORM = "repeated_on_platform"
    REPEATED_LOCALLY = "repeated_locally"
    MISSING_ON_PLATFORM = "missing_on_platform"
    OTHER_MONTH = "other_month"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    MatchKind.MATCHED: "一致",
    MatchKind.DOUBTFUL: "存疑",
    MatchKind.AMOUNT_DIFFERS: "金额不一致",
    MatchKind.MISSING_LOCALLY: "仅平台有",
    MatchKind.REPEATED_ON_PLATFORM: "平台重复",
    MatchKind.REPEATED_LOCALLY: "本地重复",
    MatchKind.MISSING_ON_PLATFORM: "仅本地有",
    MatchKind.OTHER_MONTH: "本地其他月份",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTotals:
    """Rows and money of one kind on both sides."""

    platform: Amounts = field(default_factory=Amounts)
    local: Amounts = field(default_factory=Amounts)

    @property
    def difference(self) -> Amounts:
        """Local minus platform."""
        return self.local - self.platform

    def __add__(self, other: "KindTotals") -> "KindTotals":
        return KindTotals(platform=self.platform + other.platform, local=self.local + other.local)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What the comparison comes to."""

    rows: pl.DataFrame
    """Every row of the platform in its order: row_id, setl_sn, mdtrt_id, mdtrt_setl_time, occurrence, kind, the
    proposed cnfm_flag, reason, platform_, local_ and diff_ (local minus platform) of each amount, local_rows. Local
    amounts stand only where one row meets one record, differences also where there is no record."""
    missing_on_platform: pl.DataFrame
    """Records that the platform lacks: row, setl_sn, mdtrt_id, day, reason and local_ of each amount."""
    totals: Mapping[MatchKind, KindTotals]
    """Of every kind, also of those that do not occur; each row and each record counts in exactly one."""

    @property
    def total(self) -> KindTotals:
        """All kinds together."""
        return sum(self.totals.values(), KindTotals())

    @property
    def is_clean(self) -> bool:
        """Whether every row may be confirmed and the platform lacks nothing."""
        agreeing = (MatchKind.MATCHED, MatchKind.OTHER_MONTH)
        return all(sums == KindTotals() for kind, sums in self.totals.items() if kind not in agreeing)


def proposals(matching: Matching) -> list[Proposal]:
    """What the comparison proposes for each of the platform's rows, for the ledger."""
    chosen = matching.rows.select("row_id", "kind", "cnfm_flag", "reason")
    return [
        Proposal(row_id=row_id, kind=kind, flag=None if kind == DOUBTFUL else CnfmFlag(flag), reason=reason)
        for row_id, kind, flag, reason in chosen.iter_rows()
    ]


def platform_frame(rows: Sequence[CurrentRow]) -> pl.DataFrame:
    """The month's rows in the ledger as `match` wants them."""
    names = {"medfee_cents": "medfee", "optins_cents": "optins"}
    columns = {name: [getattr(row, names.get(name, name)) for row in rows] for name in PLATFORM_SCHEMA}
    return pl.DataFrame(columns, schema=PLATFORM_SCHEMA)


def match(platform: pl.DataFrame, records: ClearingRecords, *, month: date | None = None) -> Matching:
    """Compares the platform's rows (PLATFORM_SCHEMA) with local records.

    The records may hold other months, too: a number that the platform has is compared whatever its day. With `month`
    (any day of it), records of another month that the platform lacks are counted as OTHER_MONTH instead of being
    listed; those without a day are always listed.

    Raises:
        TypeError, ValueError: as as_platform does.
    """
    theirs = as_platform(platform).select(
        "row_id",
        "setl_sn",
        "mdtrt_id",
        "mdtrt_setl_time",
        "occurrence",
        pl.col("doubt").fill_null(""),
        _key().alias("key"),
        *(amount.alias(f"platform_{name}") for name, amount in platform_amounts().items()),
    )
    ours = records.frame.select(
        "row",
        "setl_sn",
        _key().alias("key"),
        "mdtrt_id",
        "day",
        *(pl.col(name).cast(AMOUNT).alias(f"local_{name}") for name in MONEY),
    ).collect()
    joined = theirs.join(_counted(theirs), on="key", how="left", maintain_order="left")
    joined = joined.join(_gathered(ours), on="key", how="left", maintain_order="left")
    judged = (
        joined.with_columns(_kind().alias("kind")).with_columns(*_one_to_one()).with_columns(_reason().alias("reason"))
    )
    judged = judged.with_columns(_doubted("kind", _lit(MatchKind.DOUBTFUL)), _doubted("reason", _with_doubt()))
    # A record counts once, with the last kind of the rows it belongs to: two rows of one number may differ in doubt.
    kinds = (
        judged.select("key", "kind").filter(pl.col("key").is_not_null()).unique("key", keep="last", maintain_order=True)
    )
    local = ours.join(kinds, on="key", how="left").with_columns(_kind_of_record(month))
    return Matching(
        rows=_rows(judged),
        missing_on_platform=_missing(local),
        totals=_totals(judged, local),
    )


def as_platform(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in PLATFORM_SCHEMA.

    Raises:
        TypeError: for amounts that are no integers, which a cast would round.
        ValueError: when two rows agree in setl_sn, mdtrt_id and occurrence.
    """
    for cents in CENTS.values():
        dtype = frame.schema[cents]
        if not dtype.is_integer() and dtype != pl.Null:
            raise TypeError(f"{cents} must be integers, got {dtype}")
    if frame.select(ROW_KEY).is_duplicated().any():
        raise ValueError(f"rows must differ in {', '.join(ROW_KEY)}")
    if "doubt" not in frame.columns:
        frame = frame.with_columns(pl.lit("").alias("doubt"))
    return frame.select(pl.col(name).cast(dtype) for name, dtype in PLATFORM_SCHEMA.items())


def platform_amounts() -> Mapping[str, pl.Expr]:
    """The platform's amounts in yuan, by wire name, from its cents."""
    return {name: pl.col(cents).cast(AMOUNT) * _CENT for name, cents in CENTS.items()}


def _key() -> pl.Expr:
    """The number to compare by, null where there is none; the same as normal_id."""
    normal = pl.col("setl_sn").str.normalize("NFKC").str.replace_all(r"[\p{C}\p{Z}\s]", "").str.to_uppercase()
    return pl.when(normal != "").then(normal)


def _doubted(name: str, doubted: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("doubt") != "").then(doubted).otherwise(pl.col(name)).alias(name)


def _with_doubt() -> pl.Expr:
    return pl.format("{}；{}", "doubt", "reason")


def _counted(theirs: pl.DataFrame) -> pl.DataFrame:
    return theirs.filter(pl.col("key").is_not_null()).group_by("key").agg(pl.len().alias("platform_count"))


def _gathered(ours: pl.DataFrame) -> pl.DataFrame:
    """Every number once, with how many records have it and the amounts of the first one."""
    more = pl.when(pl.len() > _NAMED_ROWS).then(pl.lit(" 等")).otherwise(pl.lit(""))
    described = ours.with_columns(pl.format("第 {} 行（{}）", "row", _amounts("local")).alias("described")).sort("row")
    return (
        described.filter(pl.col("key").is_not_null())
        .group_by("key")
        .agg(
            pl.len().alias("local_count"),
            *(
                pl.concat_str(pl.col(name).head(_NAMED_ROWS).cast(pl.String).str.join("、"), more).first().alias(alias)
                for name, alias in (("row", "local_rows"), ("described", "local_records"))
            ),
            pl.col("mdtrt_id").first().alias("local_mdtrt_id"),
            *(pl.col(f"local_{name}").first() for name in MONEY),
        )
    )


def _kind() -> pl.Expr:
    agrees = pl.all_horizontal(
        (pl.col(f"platform_{name}") == pl.col(f"local_{name}")).fill_null(value=False) for name in MONEY
    )
    return (
        pl.when(pl.col("platform_count") > 1)
        .then(_lit(MatchKind.REPEATED_ON_PLATFORM))
        .when(pl.col("local_count").is_null())
        .then(_lit(MatchKind.MISSING_LOCALLY))
        .when(pl.col("local_count") > 1)
        .then(_lit(MatchKind.REPEATED_LOCALLY))
        .when(agrees)
        .then(_lit(MatchKind.MATCHED))
        .otherwise(_lit(MatchKind.AMOUNT_DIFFERS))
    )


def _lit(kind: MatchKind) -> pl.Expr:
    return pl.lit(kind.value)


def _is(kind: MatchKind) -> pl.Expr:
    return pl.col("kind") == kind.value


def _one_to_one() -> list[pl.Expr]:
    """Local amounts where one row meets one record; elsewhere they would count more than once."""
    is_one = _is(MatchKind.MATCHED) | _is(MatchKind.AMOUNT_DIFFERS)
    return [pl.when(is_one).then(pl.col(f"local_{name}")).alias(f"local_{name}") for name in MONEY]


def _kind_of_record(month: date | None) -> pl.Expr:
    is_elsewhere = pl.lit(value=False)
    if month is not None:
        is_elsewhere = (pl.col("day").dt.month_start() != month.replace(day=1)).fill_null(value=False)
    lacking = pl.when(is_elsewhere).then(_lit(MatchKind.OTHER_MONTH)).otherwise(_lit(MatchKind.MISSING_ON_PLATFORM))
    return pl.coalesce("kind", lacking).alias("kind")


def _rows(judged: pl.DataFrame) -> pl.DataFrame:
    flag = pl.when(_is(MatchKind.MATCHED)).then(pl.lit(CnfmFlag.CONFIRMED.value))
    amounts = [
        column
        for name in MONEY
        for column in (
            f"platform_{name}",
            f"local_{name}",
            (_local_or_nothing(name) - pl.col(f"platform_{name}")).alias(f"diff_{name}"),
        )
    ]
    return judged.select(
        "row_id",
        "setl_sn",
        "mdtrt_id",
        "mdtrt_setl_time",
        "occurrence",
        "kind",
        flag.otherwise(pl.lit(CnfmFlag.NOT_CONFIRMED.value)).alias("cnfm_flag"),
        "reason",
        *amounts,
        "local_rows",
    )


def _local_or_nothing(name: str) -> pl.Expr:
    """The local amount; nothing where there is no record, unknown where there are several."""
    nothing = pl.lit(Decimal("0.00"), dtype=AMOUNT)
    return pl.when(_is(MatchKind.MISSING_LOCALLY)).then(nothing).otherwise(pl.col(f"local_{name}"))


def _missing(local: pl.DataFrame) -> pl.DataFrame:
    label = COLUMNS["setl_sn"].label
    return (
        local.filter(_is(MatchKind.MISSING_ON_PLATFORM))
        .sort("row")
        .select(
            "row",
            "setl_sn",
            "mdtrt_id",
            "day",
            pl.format("平台本月没有这个{}，无法确认：本地第 {} 行", pl.lit(label), pl.col("row")).alias("reason"),
            *(f"local_{name}" for name in MONEY),
        )
    )


def _reason() -> pl.Expr:
    label = pl.lit(COLUMNS["setl_sn"].label)
    local, count = pl.col("local_records"), pl.col("platform_count")
    here = pl.when(local.is_null()).then(pl.lit("本地没有")).otherwise(pl.format("本地{}", local))
    return (
        pl.when(pl.col("key").is_null())
        .then(pl.format("平台这一行没有{}，无法对应", label))
        .when(_is(MatchKind.REPEATED_ON_PLATFORM))
        .then(pl.format("平台有 {} 行是同一个{}，{}：请逐行核对", count, label, here))
        .when(_is(MatchKind.MISSING_LOCALLY))
        .then(pl.format("本地没有这个{}：平台 {}", label, _amounts("platform")))
        .when(_is(MatchKind.REPEATED_LOCALLY))
        .then(pl.format("本地{}是同一个{}，平台 {}：请核对是哪一笔", local, label, _amounts("platform")))
        .when(_is(MatchKind.MATCHED))
        .then(pl.format("{} 都一致{}", pl.lit("、".join(COLUMNS[n].label for n in MONEY)), _other_visit()))
        .otherwise(pl.format("{}{}", _joined(*(_difference(name) for name in MONEY)), _other_visit()))
    )


def _amounts(side: str) -> pl.Expr:
    return _joined(*(pl.format("{} {}", pl.lit(COLUMNS[name].label), pl.col(f"{side}_{name}")) for name in MONEY))


def _joined(*parts: pl.Expr) -> pl.Expr:
    return pl.concat_str(*parts, separator="；", ignore_nulls=True)


def _difference(name: str) -> pl.Expr:
    """What differs in an amount, null where nothing does."""
    label, theirs, ours = pl.lit(COLUMNS[name].label), pl.col(f"platform_{name}"), pl.col(f"local_{name}")
    return (
        pl.when(theirs.is_null())
        .then(pl.format("{} 平台没有给出，本地 {}", label, ours))
        .when(theirs != ours)
        .then(pl.format("{} 平台 {}，本地 {}，差额 {}", label, theirs, ours, ours - theirs))
    )


def _other_visit() -> pl.Expr:
    """A remark only: what an institution keeps there may be a number of its own."""
    theirs, ours = pl.col("mdtrt_id"), pl.col("local_mdtrt_id")
    text = pl.format("（{}不同，本地为 {}）", pl.lit(COLUMNS["mdtrt_id"].label), ours)
    return pl.when((theirs != ours).fill_null(value=False)).then(text).otherwise(pl.lit(""))


def _totals(judged: pl.DataFrame, local: pl.DataFrame) -> Mapping[MatchKind, KindTotals]:
    platform, ours = _sums(judged, "platform"), _sums(local, "local")
    return {
        kind: KindTotals(platform=platform.get(kind, Amounts()), local=ours.get(kind, Amounts())) for kind in MatchKind
    }


def _sums(frame: pl.DataFrame, side: str) -> Mapping[str, Amounts]:
    sums = frame.group_by("kind").agg(
        pl.len().alias("rows"), *(pl.col(f"{side}_{name}").sum().alias(name) for name in MONEY)
    )
    return {row.pop("kind"): Amounts(**row) for row in sums.iter_rows(named=True)}
