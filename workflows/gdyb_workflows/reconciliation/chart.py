"""The differences day by day as a drawing inside the page."""

from collections.abc import Iterable
from datetime import timedelta

from gdyb_workflows._output.charts import Bars, Kind, draw
from gdyb_workflows.reconciliation.compare import DifferenceKind
from gdyb_workflows.reconciliation.result import Reconciliation

__all__ = ["days_chart"]

_MOST_EMPTY_DAYS = 62
_COLOURS = dict(zip(DifferenceKind, ("#c0392b", "#2471a3", "#d68910", "#7d3c98", "#7f8c8d"), strict=True))
_UNKNOWN = "日期未知"


def days_chart(result: Reconciliation) -> str:
    """An SVG of how many settlements differ on each day, by kind; empty when none differs."""
    counts = {(day or _UNKNOWN, kind): count for day, kind, count, _ in result.by_day()}
    if not counts:
        return ""
    days = _days(result, {day for day, _ in counts})
    kinds = [kind for kind in DifferenceKind if any(counts.get((day, kind.value)) for day in days)]
    return draw(
        Bars(
            name="days",
            title="每日差异笔数",
            labels=[day.removeprefix(f"{result.period.begin.year}-") for day in days],
            kinds=[
                Kind(label=kind.label, colour=_COLOURS[kind], values=[counts.get((day, kind.value)) for day in days])
                for kind in kinds
            ],
            axis_text=lambda value: f"{value:.0f}",
            legend_columns=len(DifferenceKind),
        )
    )


def _days(result: Reconciliation, days_found: Iterable[str]) -> list[str]:
    period = result.period
    length = (period.end - period.begin).days + 1
    whole = [period.begin + timedelta(days=number) for number in range(length)] if length <= _MOST_EMPTY_DAYS else []
    days = {*days_found, *(day.isoformat() for day in whole)}
    return sorted(days, key=lambda day: (day == _UNKNOWN, day))
