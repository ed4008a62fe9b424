"""What every area of the bureau works with, and how it refuses."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gdyb_sandbox._centre.ledger import Ledger
from gdyb_sandbox._centre.store import Store
from gdyb_sandbox._messages.request import Call
from gdyb_sandbox._messages.tables import JsonValue, load_table
from gdyb_sandbox._messages.wording import Problem, Refusal
from gdyb_sandbox._options import Options


@dataclass(frozen=True)
class Desk:
    """The options, the state and the ledger of one sandbox."""

    options: Options
    store: Store

    @functools.cached_property
    def ledger(self) -> Ledger:
        """The centre's settlements."""
        return Ledger(self.options, self.store)


Answer: TypeAlias = "JsonValue | bytes"
"""The output of a call, or the file it requested."""

Behaviour = Callable[[Desk, Call], Answer]
"""What an interface does; it is applied wholly or, when it raises Refusal, not at all."""

Behaviours = Mapping[str, Behaviour]
"""By the name of the operation."""


def problem(call: Call, path: tuple[str | int, ...], message: str) -> Problem:
    """Something wrong at a place of the input, with its label."""
    return Problem(path=path, label=load_table(call.operation.infno).label("Input", path), message=message)


def refusal(call: Call, node: str, name: str, message: str, *, row: int | None = None) -> Refusal:
    """One field of the input is wrong: of a node, or of one of its rows."""
    return Refusal([problem(call, (node, name) if row is None else (node, row, name), message)])
