"""Drawings inside a page: bars of several kinds, without script, the same bytes for the same figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Bars", "Kind", "draw"]

_MOST_LABELS = 31
"""Labels written below the drawing; more would run into each other."""
_POINTER_TEXTS = "desc"
"""Elements that only the script of the drawing would read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Bars of one colour."""

    label: str
    colour: str
    values: Sequence[float | None]
    """One for each label below the drawing; drawn only, so it need not be exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A drawing of bars that stand on each other."""

    name: str
    """Tells the drawings of a page apart."""
    title: str
    """For who cannot see it."""
    labels: Sequence[str]
    kinds: Sequence[Kind]
    axis_text: Callable[[float], str]
    """What the axis of the values says."""
    legend_columns: int
    height: int = 320
    is_lying: bool = False
    """Whether the bars lie, which leaves room for long labels."""


def draw(bars: Bars) -> str:
    """The drawing as SVG."""
    import pygal  # type: ignore[import-untyped]
    from pygal.style import Style  # type: ignore[import-untyped]

    make = pygal.HorizontalStackedBar if bars.is_lying else pygal.StackedBar
    chart = make(
        style=Style(
            font_family="inherit",
            background="transparent",
            plot_background="transparent",
            colors=tuple(kind.colour for kind in bars.kinds),
            opacity="1",
            guide_stroke_color="#d5d8dc",
            major_guide_stroke_color="#d5d8dc",
            legend_font_size=12,
        ),
        width=1000,
        height=bars.height,
        js=(),
        disable_xml_declaration=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=bars.legend_columns,
        order_min=0,  # No line between two whole numbers.
        margin_left=60 if bars.is_lying else None,  # A Chinese label is wider than it is taken for.
        x_label_rotation=0 if bars.is_lying else -45,
        x_labels=list(bars.labels),
        x_labels_major_every=None if bars.is_lying else -(-len(bars.labels) // _MOST_LABELS),
        show_minor_x_labels=bars.is_lying,
        value_formatter=bars.axis_text,
    )
    chart.uuid = bars.name  # A random one would make every page another one.
    for kind in bars.kinds:
        chart.add(kind.label, list(kind.values))
    chart.add_xml_filter(lambda root: _named(_still(root), bars.title))
    return str(chart.render(is_unicode=True))


def _still(root: Any) -> Any:
    """The drawing without script, comments, and texts for the script."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.endswith("script") or child.tag == _POINTER_TEXTS:
                parent.remove(child)
    return root


def _named(root: Any, title: str) -> Any:
    """The drawing as one picture with a name, for readers who hear the page."""
    root.find("title").text = title
    root.set("role", "img")
    root.set("aria-label", title)
    return root
