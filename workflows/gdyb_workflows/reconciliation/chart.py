"""The differences day by day as a drawing inside the page."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from gdyb_workflows.reconciliation.compare import DifferenceKind
from gdyb_workflows.reconciliation.result import Reconciliation

__all__ = ["days_chart"]

_MOST_EMPTY_DAYS = 62
_MOST_DATES = 31
"""Dates written below the drawing; more would run into each other."""
_COLOURS = dict(zip(DifferenceKind, ("#c0392b", "#2471a3", "#d68910", "#7d3c98", "#7f8c8d"), strict=True))
_UNKNOWN = "日期未知"


def days_chart(result: Reconciliation) -> str:
    """An SVG of how many settlements differ on each day, by kind; empty when none differs."""
    found = {(day or _UNKNOWN, kind): count for day, kind, count, _ in result.by_day()}
    if not found:
        return ""
    import pygal  # type: ignore[import-untyped]
    from pygal.style import Style  # type: ignore[import-untyped]

    days = _days(result, {day for day, _ in found})
    kinds = [kind for kind in DifferenceKind if any(found.get((day, kind.value)) for day in days)]
    chart = pygal.StackedBar(
        style=Style(
            font_family="inherit",
            background="transparent",
            plot_background="transparent",
            colors=tuple(_COLOURS[kind] for kind in kinds),
            opacity="1",
            guide_stroke_color="#d5d8dc",
            major_guide_stroke_color="#d5d8dc",
            legend_font_size=12,
        ),
        width=1000,
        height=320,
        js=(),
        disable_xml_declaration=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(DifferenceKind),
        order_min=0,  # Settlements are counted: no line between two whole numbers.
        x_label_rotation=-45,
        x_labels=[day.removeprefix(f"{result.period.begin.year}-") for day in days],
        x_labels_major_every=-(-len(days) // _MOST_DATES),
        show_minor_x_labels=False,
        value_formatter=lambda value: f"{value:.0f}",
    )
    chart.uuid = "days"  # A random one would make every page another one.
    for kind in kinds:
        chart.add(kind.label, [found.get((day, kind.value)) for day in days])
    chart.add_xml_filter(_still)
    return str(chart.render(is_unicode=True))


def _days(result: Reconciliation, found: Iterable[str]) -> list[str]:
    period = result.period
    length = (period.end - period.begin).days + 1
    whole = [period.begin + timedelta(days=number) for number in range(length)] if length <= _MOST_EMPTY_DAYS else []
    days = {*found, *(day.isoformat() for day in whole)}
    return sorted(days, key=lambda day: (day == _UNKNOWN, day))


def _still(root: Any) -> Any:
    """The drawing without script and without comments."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.endswith("script"):
                parent.remove(child)
    return root
