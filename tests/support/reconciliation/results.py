"""Comparisons with a centre, and the result of a whole reconciliation."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from gdyb_workflows.reconciliation import Group, Period, Reconciliation, Totals, Unit, UnitResult
from gdyb_workflows.reconciliation.columns import MONEY
from gdyb_workflows.reconciliation.compare import Comparison, compare
from gdyb_workflows.reconciliation.records import Records
from gdyb_workflows.reconciliation.result import GroupResult
from support.reconciliation.settlements import Row, result_row, settlement, settlements

Result = Mapping[str, str | None]
TEXTS = ("psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo")


def result_frame(rows: Sequence[Result]) -> pl.LazyFrame:
    """The centre's rows as its result file gives them."""
    columns: dict[str, Any] = {name: pl.Series([row[name] for row in rows], dtype=pl.String) for name in TEXTS}
    for name in MONEY:
        amounts = [None if (text := row[name]) is None else Decimal(text) for row in rows]
        columns[name] = pl.Series(amounts, dtype=pl.Decimal(16, 2))
    return pl.DataFrame(columns).with_row_index("row", offset=1).lazy()


def compared(ours: Sequence[Row], centre: Sequence[Result], **options: int) -> Comparison:
    """Our rows beside the centre's."""
    with Records.from_frame(pl.DataFrame(ours)) as records, TemporaryDirectory() as folder:
        return compare(records.frame, result_frame(centre), Path(folder), **options)


OURS = settlements(30, clr_type="21")
CENTRE: list[Result] = [
    result_row(OURS[0], "2"),
    result_row(OURS[1], "3", medfee_sumamt="99999999999999.99", memo="=HYPERLINK(1) 联系13812345678 <b>"),
    *(result_row(row) for row in OURS[2:]),
    result_row(settlement(99), "1", msgid="x"),
]


def reconciliation(centre: list[Result] = CENTRE, *, balanced: bool = False) -> Reconciliation:
    """What a run gives that compared our rows with these."""
    comparison = compared(OURS, centre)
    group, unit = Group("440100", "21", "310"), Unit("440100", "21")
    totals = Totals(count=30, medfee_sumamt=comparison.ours.medfee_sumamt)
    answered = GroupResult(group=group, totals=totals, stmt_rslt="0" if balanced else "3", stmt_rslt_dscr="", msgid="m")
    unit_result = UnitResult(unit=unit, totals=totals, comparison=comparison, notes=("结果文件：行尾是 CRLF",))
    return Reconciliation(
        institution="H44010000001",
        institution_name="虚拟<医院>",
        period=Period.parse("2026-01"),
        refunds="counted",
        run=1,
        folder=Path("folder"),
        at="2026-02-01 08:00:00",
        before=(answered,),
        units=() if balanced else (unit_result,),
        after=() if balanced else (answered,),
        steps=(),
        notes=("1 笔不在期间",),
    )
