"""Clients that sign in by themselves."""

import asyncio
import weakref
from collections.abc import Mapping
from typing import TypeVar

from gdyb import operations
from gdyb.client import AsyncClient, Client
from gdyb.settings import Settings
from gdyb_runtime.client.calls import Call
from gdyb_runtime.client.transport import AsyncTransport, SyncTransport
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import BusinessError
from gdyb_runtime.local.msgid import MsgidStore
from gdyb_runtime.model.base import ReplyModel
from gdyb_runtime.signing.signers import Signer
from gdyb_runtime.wire.outgoing import fill_envelope
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.settlement.sign_in.desk import AsksForSignIn, Desk, asks_for_sign_in
from gdyb_workflows.settlement.sign_in.numbers import Place, SignInNumbers
from gdyb_workflows.settlement.sign_in.workstation import Workstation

__all__ = ["AsyncSignedInClient", "SignedInClient"]

OutputT = TypeVar("OutputT", bound=ReplyModel)


class SignedInClient(Client):
    """A `Client` whose calls carry the sign-in number of their operator, fetched by 9001 when there is none.

    A number is kept per operator (`opter`) and workstation, on disk, and serves a day. A call that the platform
    refuses for want of a sign-in (`asks`, by default judged by the error text) is signed in for anew and sent once
    more: a refusal is the platform's word that it did nothing. A `sign_no` in settings or call is sent as it is.

    `workstation`: this machine unless given. `numbers`: where the numbers are kept; clients that share it sign in once.

    Calls raise SignInFailed, beside what a `Client` raises, when there is no number to be had.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        workstation: Workstation | None = None,
        numbers: SignInNumbers | None = None,
        asks: AsksForSignIn = asks_for_sign_in,
        transport: SyncTransport | None = None,
        signer: Signer | None = None,
        msgids: MsgidStore | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(settings, transport=transport, signer=signer, msgids=msgids, clock=clock)
        self._desk = Desk(settings, self.clock, workstation=workstation, numbers=numbers, asks=asks)

    def sign_out_operator(self, *, envelope: Mapping[str, str] | None = None) -> bool:
        """Signs the operator of the settings, or of `envelope`, out at this workstation (9002); False if not signed in.

        The number is forgotten even when 9002 fails. Nobody is signed out by closing the client.
        """
        place = self._desk.place(fill_envelope(self.protocol, self.settings, envelope or {}))
        with self._desk.numbers.lock(place):
            number = self._desk.current(place)
            if number:
                nodes = self._desk.sign_out_nodes(place, number)
                try:
                    super()._run(self._call(operations.sign_out, None, envelope, nodes))
                finally:
                    self._desk.numbers.drop(place, number)
        return bool(number)

    def close(self) -> None:
        """Closes connections and stores, as far as they are the client's own; the operator stays signed in."""
        super().close()
        self._desk.close()

    def _run(self, call: Call[OutputT]) -> Reply[OutputT]:
        if not self._desk.serves(call):
            return super()._run(call)
        number = self._number(call)
        try:
            return super()._run(call.with_envelope(sign_no=number))
        except BusinessError as error:
            if error.outcome != "refused" or not self._desk.asks(error):
                raise
        renewed = self._number(call, refused=number)
        return super()._run(call.with_envelope(sign_no=renewed))

    def _number(self, call: Call[OutputT], *, refused: str = "") -> str:
        with self._desk.for_call(call, refused=refused):
            place = self._desk.place(call.envelope)
            with self._desk.numbers.lock(place):
                return self._desk.current(place, refused=refused) or self._sign_in(call, place)

    def _sign_in(self, call: Call[OutputT], place: Place) -> str:
        envelope, nodes = self._desk.operator(call.envelope), self._desk.sign_in_nodes(place)
        return self._desk.keep(place, super()._run(self._call(operations.sign_in, None, envelope, nodes)))


class AsyncSignedInClient(AsyncClient):
    """The same for asyncio; see `SignedInClient`. Tasks of one client sign each operator in once."""

    def __init__(
        self,
        settings: Settings,
        *,
        workstation: Workstation | None = None,
        numbers: SignInNumbers | None = None,
        asks: AsksForSignIn = asks_for_sign_in,
        transport: AsyncTransport | None = None,
        signer: Signer | None = None,
        msgids: MsgidStore | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(settings, transport=transport, signer=signer, msgids=msgids, clock=clock)
        self._desk = Desk(settings, self.clock, workstation=workstation, numbers=numbers, asks=asks)
        # A lock belongs to the event loop that first waited for it.
        self._locks: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Place, asyncio.Lock]] = (
            weakref.WeakKeyDictionary()
        )

    async def sign_out_operator(self, *, envelope: Mapping[str, str] | None = None) -> bool:
        """Signs the operator out; see `SignedInClient.sign_out_operator`."""
        filled = fill_envelope(self.protocol, self.settings, envelope or {})
        place = await asyncio.to_thread(self._desk.place, filled)
        async with self._lock(place):
            number = await asyncio.to_thread(self._desk.current, place)
            if number:
                nodes = self._desk.sign_out_nodes(place, number)
                try:
                    await super()._run(self._call(operations.sign_out, None, envelope, nodes))
                finally:
                    await asyncio.to_thread(self._desk.numbers.drop, place, number)
        return bool(number)

    async def close(self) -> None:
        """Closes connections and stores, as far as they are the client's own; the operator stays signed in."""
        await super().close()
        self._desk.close()

    async def _run(self, call: Call[OutputT]) -> Reply[OutputT]:
        if not self._desk.serves(call):
            return await super()._run(call)
        number = await self._number(call)
        try:
            return await super()._run(call.with_envelope(sign_no=number))
        except BusinessError as error:
            if error.outcome != "refused" or not self._desk.asks(error):
                raise
        renewed = await self._number(call, refused=number)
        return await super()._run(call.with_envelope(sign_no=renewed))

    async def _number(self, call: Call[OutputT], *, refused: str = "") -> str:
        with self._desk.for_call(call, refused=refused):
            place = await asyncio.to_thread(self._desk.place, call.envelope)
            async with self._lock(place):
                number = await asyncio.to_thread(self._desk.current, place, refused=refused)
                return number or await self._sign_in(call, place)

    async def _sign_in(self, call: Call[OutputT], place: Place) -> str:
        envelope, nodes = self._desk.operator(call.envelope), self._desk.sign_in_nodes(place)
        reply = await super()._run(self._call(operations.sign_in, None, envelope, nodes))
        return await asyncio.to_thread(self._desk.keep, place, reply)

    def _lock(self, place: Place) -> asyncio.Lock:
        locks = self._locks.setdefault(asyncio.get_running_loop(), {})
        return locks.setdefault(place, asyncio.Lock())
