"""The institution's records read and compared with the month, and what comes of it on the screen and as data."""

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_cli.clearing.options import Usage
from gdyb_cli.clearing.shown import amounts_record
from gdyb_cli.screen import money, print_table, say
from gdyb_workflows.clearing.period import Amounts, ClearingMonth

# What reads a million rows takes its time to import; other commands must not wait for it.
if TYPE_CHECKING:
    from gdyb_workflows.clearing.current import CurrentRow
    from gdyb_workflows.clearing.matching.comparison import Matching
    from gdyb_workflows.clearing.matching.records import ClearingRecords

__all__ = [
    "DATABASE",
    "Origin",
    "compare",
    "matching_record",
    "print_matching",
    "unchecked",
]

DATABASE = "GDYB_MATCH_DATABASE"
"""Environment variable for the database of the records, since a URL may hold a password."""
_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the institution's records are and how to read them."""

    file: Path | None
    database: str
    query: str | None
    table: str | None
    mapping: Path | None
    columns: Sequence[str]
    constants: Sequence[str]
    encoding: str | None
    sheet: str | None

    @property
    def is_given(self) -> bool:
        """Whether there are records at all."""
        return self.file is not None or bool(self.url)

    @property
    def url(self) -> str:
        """Of the database; the environment's only where a query or a table says what to read."""
        return self.database or (os.environ.get(DATABASE, "") if self.query or self.table else "")

    def check(self, usage: Usage) -> None:
        """Notes what does not go together."""
        from_database = bool(self.database or self.query or self.table)
        usage.require(self.file is None or not from_database, "文件", "文件与 --database、--query、--table 只能给一种")
        if self.file is not None:
            return
        if from_database:
            usage.require(bool(self.url), "--database", f"请给出 --database，或环境变量 {DATABASE}")
            usage.require((self.query is None) != (self.table is None), "--query", "请给出 --query 或 --table 之一")
        others = (self.mapping, self.columns, self.constants, self.encoding, self.sheet)
        is_idle = not from_database and any(others)
        usage.require(not is_idle, "文件", "给了列的对应、编码或工作表，却没有结算记录的文件或数据库")

    def open(self) -> "AbstractContextManager[ClearingRecords]":
        """The records; RecordsUnusable lists everything that is wrong with them."""
        from gdyb_workflows.clearing.matching.records import ClearingMapping, ClearingRecords

        mapping = ClearingMapping() if self.mapping is None else ClearingMapping.from_file(self.mapping)
        mapping = mapping.changed(columns=self.columns, constants=self.constants)
        if self.file is not None:
            return ClearingRecords.from_file(self.file, mapping, encoding=self.encoding, sheet=self.sheet)
        return ClearingRecords.from_database(self.url, mapping, query=self.query, table=self.table)


def compare(rows: "Sequence[CurrentRow]", records: "ClearingRecords", period: ClearingMonth) -> "Matching":
    """All rows that the platform gives now, also those in batches, beside the records."""
    from gdyb_workflows.clearing.matching.comparison import match, platform_frame

    return match(platform_frame(rows), records, month=date(int(period.year), int(period.month), 1))


def unchecked(rows: "Sequence[CurrentRow]") -> "Matching":
    """The rows as a comparison would give them, each proposed without one, for a file to be edited."""
    import polars as pl

    from gdyb_workflows.clearing.decisions import UNCHECKED_REASON
    from gdyb_workflows.clearing.matching.comparison import (
        AMOUNT,
        Matching,
        MatchKind,
        platform_amounts,
        platform_frame,
    )
    from gdyb_workflows.clearing.matching.records import MONEY

    is_doubtful = pl.col("doubt") != ""

    def proposed(doubtful: str | pl.Expr, otherwise: str) -> pl.Expr:
        then = pl.lit(doubtful) if isinstance(doubtful, str) else doubtful
        return pl.when(is_doubtful).then(then).otherwise(pl.lit(otherwise))

    nothing = [f"{side}_{name}" for name in MONEY for side in ("local", "diff")]
    texts = {name: pl.String for name in ("setl_sn", "mdtrt_id", "reason")}
    return Matching(
        rows=platform_frame(rows).with_columns(
            proposed(MatchKind.DOUBTFUL.value, "未核对").alias("kind"),
            proposed(CnfmFlag.NOT_CONFIRMED.value, CnfmFlag.CONFIRMED.value).alias("cnfm_flag"),
            proposed(pl.col("doubt"), UNCHECKED_REASON).alias("reason"),
            *(amount.alias(f"platform_{name}") for name, amount in platform_amounts().items()),
            *(pl.lit(None, dtype=AMOUNT).alias(name) for name in nothing),
            pl.lit(None, dtype=pl.String).alias("local_rows"),
        ),
        missing_on_platform=pl.DataFrame(
            schema={"row": pl.Int64, **texts, "day": pl.Date, **{f"local_{name}": AMOUNT for name in MONEY}}
        ),
        totals={},
    )


def print_matching(matching: "Matching") -> None:
    """Totals of each kind that occurs, then what is not proposed."""
    say("与本机构的结算记录核对（金额上为总费用，下为经办机构支付；差额为本地减平台）：")
    lines = [
        (kind.label, totals) for kind, totals in matching.totals.items() if totals.platform.rows or totals.local.rows
    ]
    rows = [
        (
            label,
            str(totals.platform.rows),
            _stacked(totals.platform),
            str(totals.local.rows),
            _stacked(totals.local),
            _stacked(totals.difference),
        )
        for label, totals in [*lines, ("合计", matching.total)]
    ]
    heads = ("核对结果", "平台\n笔数", "平台金额", "本地\n笔数", "本地金额", "差额")
    print_table(heads, rows, right=(1, 2, 3, 4, 5))
    _print_differences(matching)


def _stacked(amounts: Amounts) -> str:
    return f"{money(amounts.medfee_sumamt)}\n{money(amounts.optins_pay_sumamt)}"


def _print_differences(matching: "Matching") -> None:
    from gdyb_workflows.clearing.matching.differences import differences, heading

    frame = differences(matching)
    if frame.is_empty():
        return
    chosen = frame.select(heading("kind"), heading("setl_sn"), heading("reason"))
    print_table(("差异", "结算流水号", "说明"), [tuple(map(_text, row)) for row in chosen.head(_SHOWN).iter_rows()])
    if frame.height > _SHOWN:
        say(f"…另有 {frame.height - _SHOWN} 笔，用 --differences 文件 写出全部")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def matching_record(matching: "Matching") -> Mapping[str, object]:
    """The comparison as data: totals of every kind, and each row and record that is not proposed."""
    import polars as pl

    rows = matching.rows.filter(pl.col("cnfm_flag") != CnfmFlag.CONFIRMED.value).drop("row_id")
    return {
        "is_clean": matching.is_clean,
        "totals": {
            kind.value: {
                "platform": amounts_record(totals.platform),
                "local": amounts_record(totals.local),
                "difference": amounts_record(totals.difference),
            }
            for kind, totals in matching.totals.items()
        },
        "differences": rows.to_dicts(),
        "missing_on_platform": matching.missing_on_platform.to_dicts(),
    }
