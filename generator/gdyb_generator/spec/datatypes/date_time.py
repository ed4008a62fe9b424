"""日期时间型: moments to the second on the platform's clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from gdyb_generator.spec.datatypes.base import Cells, DataType, Kind, Scalar, Schema, Suggestion, only


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTime(Scalar):
    """yyyy-MM-dd HH:mm:ss."""

    kind: ClassVar[Kind] = "datetime"
    word: ClassVar[str] = "日期时间"
    python: ClassVar[str] = "datetime"
    imports: ClassVar[tuple[str, ...]] = (
        "from datetime import datetime",
        "from gdyb.protocol import UTC_OFFSET",
        "from gdyb_runtime.model.types import WireDateTime",
    )

    def schema(self) -> Schema:
        """A text."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"}

    def runtime_mark(self) -> str:
        """On the platform's clock."""
        return "WireDateTime(utc_offset=UTC_OFFSET)"

    def sample(self, suggestion: Suggestion) -> datetime:
        """Eight in the morning."""
        day = suggestion.day
        return datetime(day.year, day.month, day.day, 8)  # noqa: DTZ001 - wire times have no zone

    def sample_cell(self) -> str:
        """Eight in the morning."""
        return "2020-12-01 08:00:00"


class DateTimeType(DataType):
    """日期时间型."""

    printed = "日期时间型"
    synonyms = tuple("日期时间 时间日期型 时间型 时间 datetime timestamp datetime型 dt localdatetime".split())
    stems = ("date_?time",)
    scalars = (DateTime,)
    usual_length = "19"
    usual_shape = "yyyy-mm-ddhh:mm:ss"

    def in_brackets(self, inner: str) -> tuple[str, str]:
        """The usual pattern or length; timestamp(6) counts fractions of a second, which the wire format does not have."""
        if inner.lower() == self.usual_shape or re.fullmatch("[0-9]?", inner):
            return self.printed, ""
        return (self.printed, inner) if inner == self.usual_length else ("", "")

    def scalar(self, cells: Cells) -> Scalar:
        """One for each sensitivity."""
        return only(DateTime, "DateTime19", cells)


DATATYPE = DateTimeType()
