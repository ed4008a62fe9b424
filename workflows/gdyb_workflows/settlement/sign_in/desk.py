"""What both signing-in clients share: everything but waiting for the line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from gdyb import operations
from gdyb.models import i9001
from gdyb.protocol import PROTOCOL
from gdyb.settings import Settings
from gdyb_runtime.client.calls import Call
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import BusinessError, GdybError, TransportFailed
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.settlement.sign_in.errors import SignInFailed
from gdyb_workflows.settlement.sign_in.numbers import Place, SignInNumbers
from gdyb_workflows.settlement.sign_in.workstation import Workstation

__all__ = ["AsksForSignIn", "Desk", "asks_for_sign_in"]

AsksForSignIn = Callable[[BusinessError], bool]

_OWN: Final = (operations.sign_in.infno, operations.sign_out.infno)
_OPERATOR: Final = ("opter_type", "opter", "opter_name", "fixmedins_code", "fixmedins_name")
_VALID: Final = timedelta(hours=PROTOCOL.sign_in_hours)


def asks_for_sign_in(error: BusinessError) -> bool:
    """Whether the platform refused a call for want of a sign-in, as far as its text tells; an assumption (T11)."""
    return error.asks_for_sign_in


class Desk:
    """Where an operator is signed in, with which number, and what to send to get one."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        workstation: Workstation | None,
        numbers: SignInNumbers | None,
        asks: AsksForSignIn,
    ) -> None:
        self.numbers = numbers or SignInNumbers()
        self.asks = asks
        self._owns_numbers = numbers is None
        self._settings = settings
        self._clock = clock
        self._workstation = workstation

    def close(self) -> None:
        """Closes the numbers, if they are our own."""
        if self._owns_numbers:
            self.numbers.close()

    def serves(self, call: Call[Any]) -> bool:
        """Whether a call needs a number of ours: it has none and is no sign-in itself."""
        return call.operation.infno not in _OWN and not call.envelope.get("sign_no")

    def place(self, envelope: Mapping[str, str]) -> Place:
        """Where the operator of an envelope signs in."""
        if self._workstation is None:
            self._workstation = Workstation.of_this_machine(self._settings)
        return Place(
            base_url=self._settings.base_url,
            fixmedins_code=envelope["fixmedins_code"],
            opter=envelope["opter"],
            mac=self._workstation.mac,
            ip=self._workstation.ip,
        )

    def current(self, place: Place, *, refused: str = "") -> str:
        """The number that is kept for a place, unless the platform has just refused it; else an empty text."""
        number = self.numbers.current(place, now=self._clock.now(), valid=_VALID)
        return "" if number == refused else number

    def keep(self, place: Place, reply: Reply[i9001.Output]) -> str:
        """Keeps and gives the number of an answered sign-in."""
        number = reply.output.signinoutb.sign_no
        self.numbers.keep(place, number, now=self._clock.now())
        return number

    def operator(self, envelope: Mapping[str, str]) -> dict[str, str]:
        """The envelope of a sign-in: whatever says who signs in, nothing of the patient."""
        return {name: envelope[name] for name in _OPERATOR}

    def sign_in_nodes(self, place: Place) -> dict[str, object]:
        """The input of 9001."""
        return {"signIn": {"opter_no": place.opter, "mac": place.mac, "ip": place.ip}}

    def sign_out_nodes(self, place: Place, number: str) -> dict[str, object]:
        """The input of 9002."""
        return {"signOut": {"sign_no": number, "opter_no": place.opter}}

    @contextmanager
    def for_call(self, call: Call[Any], *, refused: str = "") -> Iterator[None]:
        """Turns every error on the way to a number into one that says what became of the call."""
        try:
            yield
        except GdybError as error:
            raise SignInFailed(
                infno=call.operation.infno,
                title=call.operation.title,
                reason=error.reason if isinstance(error, SignInFailed) else str(error),
                outcome="refused" if refused else "not_sent",
                retry_safe=isinstance(error, TransportFailed),
            ) from error
