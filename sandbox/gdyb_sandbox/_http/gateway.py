"""The gateway without HTTP: a request's headers and body in, a refusal or a reply envelope out."""

import datetime
from dataclasses import dataclass

from gdyb.cities import CITIES
from gdyb.protocol import PROTOCOL
from gdyb_runtime.model.tables import ENVELOPE
from gdyb_sandbox._centre.attendance import SignInDemand
from gdyb_sandbox._centre.bureau import Bureau
from gdyb_sandbox._centre.store import Store
from gdyb_sandbox._http.gate import Account, Gate
from gdyb_sandbox._messages.request import read_call
from gdyb_sandbox._messages.tables import JsonValue, load_table
from gdyb_sandbox._messages.wording import Problem, Refusal, describe
from gdyb_sandbox._options import Options

FAILURE = -1
_ZONE = datetime.datetime.fromisoformat(f"2000-01-01T00:00:00{PROTOCOL.utc_offset}").tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer of the platform: the envelope of table 3, and what was wrong when it is a failure."""

    envelope: dict[str, JsonValue]
    problems: tuple[Problem, ...] = ()
    file: bytes | None = None
    """What is answered instead of the envelope: the content of a file."""

    @property
    def infcode(self) -> JsonValue:
        """0 or -1."""
        return self.envelope["infcode"]


def _city_headers() -> dict[str, tuple[str, ...]]:
    pairs = [pair for city in CITIES.known for pair in city.headers]
    return {printed: tuple(name for header, name in pairs if header == printed) for printed, _ in pairs}


class Gateway:
    """One sandbox's account, bureau and state."""

    def __init__(self, options: Options, store: Store) -> None:
        self.options = options
        self.store = store
        self.bureau = Bureau(options, store)
        self.gate = Gate(
            protocol=PROTOCOL,
            account=Account(paasid=options.paasid, secret_key=options.secret_key),
            window=PROTOCOL.timestamp_window if options.timestamp_window is None else options.timestamp_window,
            is_new_nonce=lambda nonce, now: store.is_new_nonce(nonce, now, PROTOCOL.nonce_window),
            other_names=_city_headers(),
        )

    def answer(self, infno: str, body: bytes, received: float, demand: SignInDemand = "none") -> Reply:
        """The platform's reply to a request that passed the gate at the time `received`."""
        inf_refmsgid = self._next_id(received)
        try:
            call = read_call(PROTOCOL, infno, body, inf_refmsgid=inf_refmsgid, received=_moment(received))
            output = self.bureau.answer(call, demand)
        except Refusal as refusal:
            return self._failure(refusal.problems, inf_refmsgid, received)
        file = output if isinstance(output, bytes) else None
        envelope = self._envelope(
            PROTOCOL.success, "", None if isinstance(output, bytes) else output, inf_refmsgid, received
        )
        return Reply(envelope=envelope, file=file)

    def failure(self, message: str, received: float) -> Reply:
        """A reply that refuses a call for a made-up reason."""
        return self._failure((Problem(path=(), message=message),), self._next_id(received), received)

    def _failure(self, problems: tuple[Problem, ...], inf_refmsgid: str, received: float) -> Reply:
        limit = load_table(ENVELOPE).field("Reply", "err_msg").get("maxLength")
        text = describe(problems, limit=limit if isinstance(limit, int) else None)
        return Reply(envelope=self._envelope(FAILURE, text, None, inf_refmsgid, received), problems=problems)

    def _envelope(
        self, infcode: int, err_msg: str, output: JsonValue, inf_refmsgid: str, received: float
    ) -> dict[str, JsonValue]:
        return {
            "infcode": infcode,
            "inf_refmsgid": inf_refmsgid,
            "refmsg_time": _stamp(received),
            "respond_time": _stamp(received),
            "err_msg": err_msg,
            "output": output,
        }

    def _next_id(self, received: float) -> str:
        """Area (6), time (14) and serial number (10), as table 3 has it."""
        return f"{self.options.mdtrtarea_admvs}{_stamp(received)[:14]}{self.store.next_serial():010d}"


def _stamp(seconds: float) -> str:
    """yyyyMMddHHmmssSSS at the platform's offset."""
    moment = _moment(seconds)
    return f"{moment:%Y%m%d%H%M%S}{moment.microsecond // 1000:03d}"


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, _ZONE)
