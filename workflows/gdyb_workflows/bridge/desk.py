"""What a front desk does with the reader, one thing at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from pydantic import BaseModel

from gdyb_runtime.readers.definition import CardT, IdentityT, QrT
from gdyb_runtime.readers.reader import Reader
from gdyb_workflows.bridge.body import seconds_in
from gdyb_workflows.bridge.replies import record_reply
from gdyb_workflows.bridge.turn import Turn

__all__ = ["FrontDesk", "PersonQueries"]

_Arguments = Mapping[str, object]
_Reply = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonQueries(Generic[CardT, IdentityT, QrT]):
    """What makes the input of 1101 out of each record; raises RequestInvalid when a number in it is wrong."""

    card: Callable[[CardT], BaseModel]
    identity: Callable[[IdentityT], BaseModel]
    qr: Callable[[QrT], BaseModel]


class FrontDesk(Generic[CardT, IdentityT, QrT]):
    """A reader and its turn; every method but ``status`` raises Taken while another one is under way."""

    def __init__(self, reader: Reader[CardT, IdentityT, QrT], queries: PersonQueries[CardT, IdentityT, QrT]) -> None:
        self.reader = reader
        self.turn = Turn()
        self._queries = queries

    async def read_card(self, _: _Arguments) -> _Reply:
        """The social security card in the reader."""
        return await self.turn.run(lambda: record_reply(self.reader.read_card(), self._queries.card))

    async def read_id(self, _: _Arguments) -> _Reply:
        """The identity card on the reader."""
        return await self.turn.run(lambda: record_reply(self.reader.read_id(), self._queries.identity))

    async def read_qr(self, arguments: _Arguments) -> _Reply:
        """The code held under the reader, within ``timeout`` seconds."""
        seconds = seconds_in(arguments)
        return await self.turn.run(lambda: record_reply(self.reader.read_qr(timeout=seconds), self._queries.qr))

    async def verify_pin(self, _: _Arguments) -> _Reply:
        """Whether the holder knows the PIN: an error when not."""
        await self.turn.run(self.reader.verify_pin)
        return {"ok": True}

    async def status(self, _: _Arguments) -> _Reply:
        """Whether the device is in use; the reader is not asked."""
        return {"ok": True, "busy": self.turn.is_taken}
