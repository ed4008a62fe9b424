"""What local records consist of: columns with their kinds, and what tells records apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gdyb import operations
from gdyb_runtime.model.tables import FieldRow
from gdyb_workflows.tables import TABLES

__all__ = ["MOST_COLUMNS", "Kind", "RecordColumn", "RecordShape", "fields_of", "labels_when_settled"]

MOST_COLUMNS = 16_384
"""That local data may have: as many as Excel has."""

Kind = Literal["id", "code", "flag", "money", "day", "text"]
"""What may stand in a column; of a day the clock time is let go, a text may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumn:
    """A column of local records."""

    name: str
    label: str
    kind: Kind
    length: int = 0
    """Most characters; 0 where only the kind matters."""
    other_labels: tuple[str, ...] = ()
    """What other tables call it where they name it otherwise."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Of a flag: its values and what they mean."""
    required: bool = True
    """Whether the column must be there."""
    filled: bool = True
    """Whether it must have a value in every row, if it is required."""

    @property
    def heading(self) -> str:
        """What our own tables call it: wire name and Chinese label."""
        return f"{self.name} {self.label}" if self.label else self.name

    @property
    def held_as(self) -> str:
        """Its name among checked records."""
        return "day" if self.kind == "day" else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShape:
    """All columns of a kind of record."""

    columns: tuple[RecordColumn, ...]
    key: tuple[str, ...] = ()
    """Columns in which no two records may agree; the first one is an id. Empty where they may."""

    @property
    def names(self) -> tuple[str, ...]:
        """The wire names."""
        return tuple(column.name for column in self.columns)


def fields_of(infno: str, name: str) -> Iterator[FieldRow]:
    """The rows that an interface has for a wire name, one for each node that has it."""
    rows = (node.field(name) for node in TABLES.interface(infno).nodes)
    return (row for row in rows if row is not None)


def labels_when_settled(field: FieldRow) -> tuple[str, ...]:
    """What the interface that settles calls a field where that is something else."""
    settled = fields_of(operations.settle_outpatient.infno, field.name)
    return tuple(dict.fromkeys(other.label for other in settled if other.label != field.label))
