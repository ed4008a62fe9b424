"""Reconciling settlements with the centre (chapter 6): totals, details where they differ, a report."""

from gdyb_workflows.reconciliation.compare import Comparison, DifferenceKind, Sums
from gdyb_workflows.reconciliation.records import ColumnMapping, Records
from gdyb_workflows.reconciliation.result import GroupResult, Reconciliation, UnitResult
from gdyb_workflows.reconciliation.run import Progress, reconcile
from gdyb_workflows.reconciliation.state import RunBusy, StateUnusable
from gdyb_workflows.reconciliation.steps import FileExpired, ResultUnreadable, StepUnknown
from gdyb_workflows.reconciliation.totals import Group, Period, Totals, Unit
from gdyb_workflows.records import RecordsUnusable

__all__ = [
    "ColumnMapping",
    "Comparison",
    "DifferenceKind",
    "FileExpired",
    "Group",
    "GroupResult",
    "Period",
    "Progress",
    "Reconciliation",
    "Records",
    "RecordsUnusable",
    "ResultUnreadable",
    "RunBusy",
    "StateUnusable",
    "StepUnknown",
    "Sums",
    "Totals",
    "Unit",
    "UnitResult",
    "reconcile",
]
