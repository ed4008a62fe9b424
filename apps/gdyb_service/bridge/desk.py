"""What a front desk does with the reader, one thing at a time."""

from collections.abc import Mapping

from gdyb.person_query import PersonQuery
from gdyb.readers import Reader
from gdyb_service.bridge.body import seconds_in
from gdyb_service.bridge.replies import record_reply
from gdyb_service.bridge.turn import Turn

__all__ = ["FrontDesk"]

_Arguments = Mapping[str, object]
_Reply = dict[str, object]


class FrontDesk:
    """A reader and its turn; every method but ``status`` raises Taken while another one is under way."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.turn = Turn()

    async def read_card(self, _: _Arguments) -> _Reply:
        """The social security card in the reader."""
        return await self.turn.run(lambda: record_reply(self.reader.read_card(), PersonQuery.social_card))

    async def read_id(self, _: _Arguments) -> _Reply:
        """The identity card on the reader."""
        return await self.turn.run(lambda: record_reply(self.reader.read_id(), PersonQuery.id_card))

    async def read_qr(self, arguments: _Arguments) -> _Reply:
        """The code held under the reader, within ``timeout`` seconds."""
        seconds = seconds_in(arguments)
        return await self.turn.run(
            lambda: record_reply(self.reader.read_qr(timeout=seconds), PersonQuery.electronic_voucher)
        )

    async def verify_pin(self, _: _Arguments) -> _Reply:
        """Whether the holder knows the PIN: an error when not."""
        await self.turn.run(self.reader.verify_pin)
        return {"ok": True}

    async def status(self, _: _Arguments) -> _Reply:
        """Whether the device is in use; the reader is not asked."""
        return {"ok": True, "busy": self.turn.is_taken}
