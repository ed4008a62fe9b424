"""An overlay → what of it is chosen when a program runs."""

from __future__ import annotations

from gdyb_generator import ir, overlay_format
from gdyb_generator.lint.city_settings import PROFILE


def resolve(record: overlay_format.OverlayFile) -> ir.City:
    """The settings of a city, the reader's apart."""
    changes = (*record.settings, *record.cells, *record.rows, *record.codes, *record.limits)
    given = {change.setting: change.value for change in record.settings}
    profile = given.pop(PROFILE, "")
    return ir.City(
        id=record.overlay,
        label=record.label,
        settings=tuple(given.items()),
        reader_profile=profile,
        changes_tables=record.changes_tables,
        doc=tuple(f"{' '.join(c.target[1:])}：{c.reason}（依据：{c.source}）" for c in changes),
    )
