"""An institution's own settlement records to be matched with the clearing rows of the platform."""

from collections.abc import Iterator

from gdyb import operations
from gdyb.codes import CnfmFlag
from gdyb_workflows.records import RecordColumn, RecordShape, ShapedMapping, ShapedRecords
from gdyb_workflows.records.shape import Kind, fields_of, labels_when_settled

__all__ = ["COLUMNS", "FLAG", "MONEY", "OCCURRENCE", "ClearingMapping", "ClearingRecords"]

MONEY = ("medfee_sumamt", "optins_pay_sumamt")
"""Amounts that both sides hold, in yuan."""


def _column(name: str, kind: Kind, *, required: bool = True) -> RecordColumn:
    field = next(fields_of(operations.extract_clearing_details.infno, name))
    return RecordColumn(
        name=name,
        label=field.label,
        kind=kind,
        length=int(field.length) if kind == "id" else 0,
        other_labels=labels_when_settled(field),
        required=required,
    )


def _columns() -> Iterator[RecordColumn]:
    # Which number of their own settlements setl_sn is, only the institution can say: the tables do not (T22).
    yield _column("setl_sn", "id")
    yield from (_column(name, "money") for name in MONEY)
    # Only to be shown: what an institution keeps there may be a number of its own, of any length and in any form.
    yield _column("mdtrt_id", "text", required=False)
    yield _column("mdtrt_setl_time", "day", required=False)


COLUMNS = {column.name: column for column in _columns()}
"""Every column of a record, by wire name."""
OCCURRENCE = RecordColumn(name="occurrence", label="第几次出现", kind="code")
"""Tells rows of the platform apart that agree in setl_sn and mdtrt_id."""


def _flag() -> RecordColumn:
    field = next(fields_of(operations.confirm_clearing_results.infno, "cnfm_flag"))
    return RecordColumn(name=field.name, label=field.label, kind="flag", choices={f.value: f.label for f in CnfmFlag})


FLAG = _flag()
"""What is decided about a row of the platform."""


class ClearingMapping(ShapedMapping):
    """How to read local data that is to be matched."""

    __slots__ = ()
    shape = RecordShape(columns=tuple(COLUMNS.values()))


class ClearingRecords(ShapedRecords):
    """Checked settlement records: row, setl_sn, the amounts, and mdtrt_id and day, null where there are none."""

    mapping = ClearingMapping
