"""Rules about files that travel beside an interface: every column counts by its position."""

from __future__ import annotations

from gdyb_generator.diff.change import Level
from gdyb_generator.diff.rule import On, added, any_cell, moved, removed

_LAYOUT, _COLUMN = On(kinds="layout"), On(kinds="column")

RULES = (
    removed("FILE_LAYOUT_REMOVED", Level.BREAKING, _LAYOUT, "A file can no longer be read or written."),
    added("FILE_LAYOUT_ADDED", Level.ADDITION, _LAYOUT, "One more file can be read or written."),
    any_cell("FILE_FORMAT_CHANGED", Level.MISREAD, _LAYOUT,
             "direction charset separator row_end empty entry widths", "Old and new files differ in form."),
    removed("FILE_COLUMN_REMOVED", Level.BREAKING, _COLUMN, "A column is gone and all after it have moved."),
    added("FILE_COLUMN_ADDED", Level.BREAKING, _COLUMN, "A column was inserted and all after it have moved."),
    moved("FILE_COLUMNS_MOVED", Level.BREAKING, _LAYOUT, "columns", "Columns are told apart by their position."),
    any_cell("FILE_COLUMN_CHANGED", Level.MISREAD, _COLUMN,
             "@kind @length @scale @required type length required dictionary sensitive format spellings "
             "required_when required_when.field required_when.values required_when_input_has",
             "The cells of a column are checked and read otherwise."),
)  # fmt: skip
