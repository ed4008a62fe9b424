"""Why local records cannot be used, everything at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Self

from gdyb_runtime.problems import Problem, numbered

__all__ = ["RecordsUnusable"]


class RecordsUnusable(ValueError):
    """Local records cannot be read or are not fit for their purpose; nothing was sent. Texts hold no value."""

    what: ClassVar[str] = "结算记录"
    """What a message calls the records."""

    def __init__(self, *, problems: Sequence[Problem], count: int | None = None) -> None:
        super().__init__()
        self.problems = tuple(problems)
        """Problems in the order of the rows, the first ones when there are very many."""
        self.count = len(self.problems) if count is None else count
        """How many there are."""

    @classmethod
    def because(cls, place: Path | str, message: str, *, rule: str = "records") -> Self:
        """One problem with the data as a whole."""
        return cls(problems=(Problem(path=str(place), field="", message=message, rule=rule),))

    def __str__(self) -> str:
        more = self.count - len(self.problems)
        tail = f"\n  …另有 {more} 处" if more > 0 else ""
        shown = numbered(self.problems, most=len(self.problems))
        return f"{self.what}有 {self.count} 处问题，什么都没有发送：\n{shown}{tail}"
