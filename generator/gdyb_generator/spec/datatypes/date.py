"""日期型: days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from gdyb_generator.spec.datatypes import date_time
from gdyb_generator.spec.datatypes.base import Cells, DataType, Kind, Scalar, Schema, Suggestion, only


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Scalar):
    """yyyy-MM-dd."""

    kind: ClassVar[Kind] = "date"
    word: ClassVar[str] = "日期"
    python: ClassVar[str] = "date"
    imports: ClassVar[tuple[str, ...]] = ("from datetime import date", "from gdyb_runtime.model.types import WireDate")

    def schema(self) -> Schema:
        """A text."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def runtime_mark(self) -> str:
        """Always the same."""
        return "WireDate()"

    def sample(self, suggestion: Suggestion) -> datetime.date:
        """The day that the row suggests."""
        return suggestion.day

    def sample_cell(self) -> str:
        """A day."""
        return "2020-12-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWithTime(Date):
    """yyyy-MM-dd, or with HH:mm:ss behind it: a row of the length of a moment keeps the time that it is given."""

    imports: ClassVar[tuple[str, ...]] = (*Date.imports, "from gdyb.protocol import UTC_OFFSET")

    def schema(self) -> Schema:
        """A text."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$"}

    def runtime_mark(self) -> str:
        """On the platform's clock."""
        return "WireDate(may_have_time=True, utc_offset=UTC_OFFSET)"

    def sample(self, suggestion: Suggestion) -> datetime.date:
        """Eight in the morning."""
        day = suggestion.day
        return datetime.datetime(day.year, day.month, day.day, 8)  # noqa: DTZ001 - wire times have no zone


class DateType(DataType):
    """日期型."""

    printed = "日期型"
    synonyms = ("日期", "date", "d", "日期类型")
    stems = ("date",)
    scalars = (Date, DateWithTime)
    usual_length = "10"
    usual_shape = "yyyy-mm-dd"
    meant_with: ClassVar[dict[str, str]] = {"HH:mm:ss": date_time.DATATYPE.printed}

    def in_brackets(self, inner: str) -> tuple[str, str]:
        """The usual pattern or length; with a time of day it is a moment."""
        if inner.lower() == date_time.DATATYPE.usual_shape:
            return date_time.DATATYPE.printed, ""
        if inner.lower() in ("", self.usual_shape):
            return self.printed, ""
        return (self.printed, inner) if inner == self.usual_length else ("", "")

    def scalar(self, cells: Cells) -> Scalar:
        """One for each sensitivity, with or without a time."""
        if cells.length == date_time.DATATYPE.usual_length:
            return only(DateWithTime, "Date19", cells)
        return only(Date, "Date10", cells)


DATATYPE = DateType()
