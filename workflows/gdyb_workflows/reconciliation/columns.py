"""The columns of a local settlement record: those of the upload file and those that the totals are asked by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gdyb import layouts, operations
from gdyb.codes import RefdSetlFlag
from gdyb_workflows.tables import FieldRow, load

__all__ = ["COLUMNS", "KEY", "MONEY", "NORMAL", "REFUND", "RecordColumn"]

Kind = Literal["id", "code", "flag", "money", "day"]

MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
"""Amounts that both sides hold: 总额、基金、个人账户, in yuan."""
NORMAL, REFUND = RefdSetlFlag.NORMAL.value, RefdSetlFlag.REFUND.value
"""The two values of refd_setl_flag."""
KEY = ("setl_id", "refd_setl_flag")
"""What tells settlements apart: a refund may bear the number of the settlement it takes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumn:
    """A column that every local record must have."""

    name: str
    label: str
    kind: Kind
    length: int = 0
    """Most characters; 0 where only the kind matters."""
    other_labels: tuple[str, ...] = ()
    """What the interfaces that settle call it where they name it otherwise."""


def _columns() -> Iterator[RecordColumn]:
    for layout_column in layouts.RECONCILIATION_UPLOAD.columns:
        name = layout_column.name
        kind: Kind = "flag" if name in KEY[1:] else "money" if layout_column.kind == "number" else "id"
        yield RecordColumn(name=name, label=layout_column.label, kind=kind, length=layout_column.length or 0)
    for name in ("insutype", "clr_type", "setl_optins"):
        field = _field(operations.reconcile_totals.infno, name)
        yield RecordColumn(
            name=name, label=field.label, kind="code", length=int(field.length), other_labels=_other_labels(field)
        )
    cash = _field(operations.reconcile_details.infno, "cash_payamt")
    yield RecordColumn(name=cash.name, label=cash.label, kind="money")
    # Only for us: which settlements lie in the period, and on which day they differ.
    yield RecordColumn(name="setl_time", label="结算时间", kind="day")


def _field(infno: str, name: str) -> FieldRow:
    return next(_fields(infno, name))


def _fields(infno: str, name: str) -> Iterator[FieldRow]:
    found = (node.field(name) for node in load(infno).nodes)
    return (field for field in found if field is not None)


def _other_labels(field: FieldRow) -> tuple[str, ...]:
    settled = _fields(operations.settle_outpatient.infno, field.name)
    return tuple(dict.fromkeys(other.label for other in settled if other.label != field.label))


COLUMNS = tuple(_columns())
"""Every column of a record."""
