"""An institution's own records, from files, frames and databases: checked as a whole, typed exactly."""

from gdyb_workflows.records.mapping import ShapedMapping
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.records import ShapedRecords
from gdyb_workflows.records.shape import RecordColumn, RecordShape

__all__ = ["RecordColumn", "RecordShape", "RecordsUnusable", "ShapedMapping", "ShapedRecords"]
