"""A program that dies at a write or at a send, and a database that goes away meanwhile.

A kill is an exception that nothing catches; whatever is tried after it in the same program fails at once, so that no
`finally` can write what a killed process would not have written.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from support.simulation.decisions import Decisions

__all__ = ["Blow", "Killed", "Life"]

_MOST_POINTS = 45
"""As many points as a longer step has: where it began, wrote or committed."""


class Killed(BaseException):
    """The program is dead."""


@dataclass(frozen=True, slots=True)
class Blow:
    """What happens at which point of a step."""

    at: int
    away: int = 0
    """How many times the database cannot be reached, 0 for a kill."""

    def __str__(self) -> str:
        return f"the database is away {self.away} times" if self.away else f"killed at write {self.at}"


class Life:
    """Of a program, until it is killed."""

    def __init__(self, decisions: Decisions, tell: Callable[[str], None]) -> None:
        self._decisions, self._tell = decisions, tell
        self._blow: Blow | None = None
        self._points = 0
        self.is_over = False
        self.was_interrupted = False

    def check(self) -> None:
        """Raises Killed where it is over."""
        if self.is_over:
            raise Killed

    def end(self, where: str) -> NoReturn:
        """Kills it."""
        self.is_over = True
        self._tell(f"killed {where}")
        raise Killed

    def note(self, text: str) -> None:
        """Ctrl-C, which the program notices."""
        self.was_interrupted = True
        self._tell(text)

    def begin_step(self) -> None:
        """Decides what this step meets."""
        self._points = 0
        self._blow = self._decisions.fault("crashes", "crash", _kill) or self._decisions.fault(
            "database", "away", _away
        )

    def attach(self, engine: sa.Engine) -> None:
        """Has it die, or fail, where this database is written."""

        def begun(connection: sa.Connection) -> None:
            self._at("a transaction begins")

        def executed(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith(("INSERT", "UPDATE", "DELETE")):
                self._at(" ".join(statement.split()[:3]), is_statement=True)

        def committed(connection: sa.Connection) -> None:
            self._at("COMMIT")

        sa.event.listen(engine, "begin", begun, insert=True)
        sa.event.listen(engine, "before_cursor_execute", executed)
        sa.event.listen(engine, "commit", committed)

    def _at(self, point: str, *, is_statement: bool = False) -> None:
        self.check()
        blow = self._blow
        if blow is None:
            return
        self._points += 1
        if self._points < blow.at:
            return
        if not blow.away:
            self.end(f"before: {point}")
        if not is_statement and self._points < blow.at + blow.away:
            self._tell(f"the database is away: {point}")
            raise OperationalError("", {}, ConnectionError("database is away"))


def _kill(chance: random.Random) -> Blow:
    return Blow(at=chance.randint(1, _MOST_POINTS))


def _away(chance: random.Random) -> Blow:
    return Blow(at=chance.randint(1, _MOST_POINTS), away=chance.choice([1, 2, 5, 200]))
