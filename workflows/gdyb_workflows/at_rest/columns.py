"""Types of columns."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

__all__ = ["Words"]


class Words(sa.TypeDecorator[Any]):
    """A text that is one of the values of an enumeration, and read as such."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """What the database is given; ValueError for what is no value of the enumeration."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> StrEnum | None:
        """What a query gives."""
        return None if value is None else self.words(value)
