"""Local settlement records to be reconciled."""

from gdyb_workflows.reconciliation.columns import SHAPE
from gdyb_workflows.records import ShapedMapping, ShapedRecords

__all__ = ["ColumnMapping", "Records"]


class ColumnMapping(ShapedMapping):
    """How to read local data that is to be reconciled."""

    __slots__ = ()
    shape = SHAPE


class Records(ShapedRecords):
    """Checked settlement records, with SHAPE's columns."""

    mapping = ColumnMapping
