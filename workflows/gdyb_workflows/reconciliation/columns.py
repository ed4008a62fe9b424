"""The columns of a local settlement record: those of the upload file and those that the totals are asked by."""

from collections.abc import Iterator

from gdyb import layouts, operations
from gdyb.codes import RefdSetlFlag
from gdyb_runtime.model.tables import FieldRow
from gdyb_workflows.records.shape import Kind, RecordColumn, RecordShape, fields_of, labels_when_settled

__all__ = ["COLUMNS", "KEY", "MONEY", "NORMAL", "REFUND", "SHAPE"]

MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
"""Amounts that both sides hold: 总额、基金、个人账户, in yuan."""
NORMAL, REFUND = RefdSetlFlag.NORMAL.value, RefdSetlFlag.REFUND.value
"""The two values of refd_setl_flag."""
KEY = ("setl_id", "refd_setl_flag")
"""What tells settlements apart: a refund may bear the number of the settlement it takes back."""


def _columns() -> Iterator[RecordColumn]:
    for layout_column in layouts.RECONCILIATION_UPLOAD.columns:
        name = layout_column.name
        kind: Kind = "flag" if name in KEY[1:] else "money" if layout_column.kind == "number" else "id"
        yield RecordColumn(
            name=name,
            label=layout_column.label,
            kind=kind,
            length=layout_column.length or 0,
            choices={flag.value: flag.label for flag in RefdSetlFlag} if kind == "flag" else {},
        )
    for name in ("insutype", "clr_type", "setl_optins"):
        field = _field(operations.reconcile_totals.infno, name)
        yield RecordColumn(
            name=name, label=field.label, kind="code", length=int(field.length), other_labels=labels_when_settled(field)
        )
    cash = _field(operations.reconcile_details.infno, "cash_payamt")
    yield RecordColumn(name=cash.name, label=cash.label, kind="money")
    # Only for us: which settlements lie in the period, and on which day they differ.
    yield RecordColumn(name="setl_time", label="结算时间", kind="day")


def _field(infno: str, name: str) -> FieldRow:
    return next(fields_of(infno, name))


COLUMNS = tuple(_columns())
"""Every column of a record."""
SHAPE = RecordShape(columns=COLUMNS, key=KEY)
"""What the records to be reconciled are like."""
