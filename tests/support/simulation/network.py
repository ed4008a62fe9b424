"""What becomes of a request on its way to the platform, and of the answer on its way back."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any, Final, Protocol

from gdyb.protocol import PROTOCOL
from gdyb_runtime.errors import TransportFailed
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from support.simulation.clock import SimulatedTime
from support.simulation.crashes import Life
from support.simulation.decisions import Decisions

__all__ = ["Gateway", "Line", "Passage", "Platform"]

Message = dict[str, Any]

PATIENCE: Final = 180.0
"""Seconds after which a program gives up waiting for an answer."""
_ON_THE_WAY: Final = 0.25
_LATE: Final = (30.0, 900.0, 1_500.0, 1_700.0, 1_790.0)
"""Seconds after which a request may reach the gateway that nobody expects any more; it looks at its age then."""
_TAKEN: Final = (0.0, 0.0, 60.0, 450.0)
"""Seconds that the platform may take for it after that."""
_WRONG_DATES: Final = (-86_000.0, -2_500.0, 900.0, 2_500.0, 4_000.0, 86_000.0, 200_000.0)

_NEVER_DONE: Final = {
    # Printed: the gateway refused it before anybody looked at it.
    "refused by the gateway": (200, {"errcode": 401, "message": "非法用户!"}),
    "refused": (200, {"infcode": -1, "inf_refmsgid": "", "err_msg": "数据校验不通过", "output": None}),
}
_UNREADABLE: Final[dict[str, tuple[int, bytes]]] = {
    "502": (502, b"<html><body>502 Bad Gateway</body></html>"),
    "empty": (200, b""),
    "cut off": (200, b'{"infcode": 0, "inf_re'),
}
_TEXTS: Final = {
    # Met in the field: none of them says that nothing was done.
    "text: time-out": (-1, "请求超时，请查询结算结果后再操作"),
    "text: read timed out": (-1, "Read timed out executing POST http://fsi/api"),
    "infcode 999": (999, "系统异常"),
    "infcode 500": (500, "内部错误"),
}
_DONE_BEFORE: Final = (-1, "同一 msgid 的交易已经受理过")


class Platform(Protocol):
    """What stands behind the gateway."""

    def answer(self, message: Message) -> Message:
        """Carries a message out; infcode, err_msg, inf_refmsgid and output of the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of one request; as it is here, everything goes well."""

    arrives: float | None = 0.0
    """Seconds until the gateway has it; None: never."""
    taken: float = 0.0
    """Seconds that the platform takes for one that arrives late."""
    again: float | None = None
    """Seconds after which a copy of it arrives."""
    answer: str = "own"
    """What comes back."""

    def __str__(self) -> str:
        if self.arrives is None:
            way = "is lost"
        elif self.arrives:
            way = f"arrives {self.arrives:g} s later and is carried out {self.taken:g} s after that"
        else:
            way = "is carried out"
        copy = "" if self.again is None else f", a copy of it {self.again:g} s later"
        return f"{way}{copy}, answer: {self.answer}"


class Gateway:
    """Looks at the age of a request, hands it on and dates the answer; a platform takes each msgid once."""

    def __init__(self, time: SimulatedTime, platform: Platform) -> None:
        self._time, self._platform = time, platform
        self._taken: set[str] = set()
        self.right_dates = 0
        """Answers since the last one whose Date header was wrong."""

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """What it says to a request that is too old, or too far ahead; None where it is neither."""
        stamp = float(next(value for name, value in request.headers.items() if name.lower().endswith("timestamp")))
        # Some editions want milliseconds.
        stamp = stamp / 1_000 if stamp > 1e11 else stamp
        if abs(self._time.now - stamp) <= PROTOCOL.timestamp_window:
            return None
        return self._response(200, {"errcode": 401, "message": "签名时间戳超时!"})

    def hand_on(self, request: HttpRequest) -> HttpResponse:
        """Has it carried out."""
        message = json.loads(request.body)
        if message["msgid"] in self._taken:
            infcode, text = _DONE_BEFORE
            return self._response(200, {"infcode": infcode, "inf_refmsgid": "", "err_msg": text, "output": None})
        self._taken.add(message["msgid"])
        return self._response(200, self._platform.answer(message))

    def receive(self, request: HttpRequest) -> HttpResponse:
        """Looks at it and has it carried out."""
        return self.refusal(request) or self.hand_on(request)

    def receive_late(self, request: HttpRequest, taken: float) -> None:
        """The same, for one whose answer nobody waits for."""
        if self.refusal(request) is None:
            self._time.later(taken, lambda: self.hand_on(request) and None)

    def say(self, status: int, body: Message | bytes) -> HttpResponse:
        """An answer of its own."""
        return self._response(status, body)

    def _response(self, status: int, body: Message | bytes) -> HttpResponse:
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Date": formatdate(self._time.now, usegmt=True)}
        return HttpResponse(status=status, headers=headers, body=content)


class Line:
    """The transport of a client: what the network does to each request is decided anew."""

    def __init__(
        self,
        gateway: Gateway,
        time: SimulatedTime,
        decisions: Decisions,
        life: Life,
        tell: Callable[[str], None],
        *,
        commands: frozenset[str],
        meanwhile: Callable[[str], None],
    ) -> None:
        self._gateway, self._time, self._decisions, self._life, self._tell = gateway, time, decisions, life, tell
        self._commands = commands
        self._meanwhile = meanwhile
        """Called while the program waits for an answer."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """What the client gets."""
        self._life.check()
        infno = request.url.rsplit("/", 1)[-1]
        passage = self._passage(infno)
        if passage.answer == "killed before":
            self._life.end(f"before {infno} left")
        if passage.answer == "not connected":
            raise TransportFailed(outcome="not_sent", reason="连接失败")
        self._time.let_pass(_ON_THE_WAY)
        own = None
        if passage.arrives == 0:
            own = self._gateway.receive(request)
        elif passage.arrives is not None:
            taken = passage.taken
            self._time.later(passage.arrives, lambda: self._gateway.receive_late(request, taken))
        if passage.again is not None:
            self._time.later(passage.again, lambda: self._gateway.receive_late(request, 0.0))
        begun = self._time.now
        self._meanwhile(infno)
        if self._time.now - begun > PATIENCE:
            raise TransportFailed(outcome="unknown", reason="没有收到完整的答复")
        self._time.let_pass(_ON_THE_WAY)
        return self._dated(infno, self._answer(infno, request, passage, own))

    def close(self) -> None:
        """Nothing is kept."""

    def _passage(self, infno: str) -> Passage:
        is_command = infno in self._commands
        text = self._decisions.fault("texts", f"text of {infno}", lambda chance: _contradiction(chance, is_command))
        kind = "network" if is_command else "queries"
        met = text or self._decisions.fault(kind, f"send {infno}", _passage)
        if met is not None:
            self._tell(f"{infno} {met}")
        return met or Passage()

    def _answer(self, infno: str, request: HttpRequest, passage: Passage, own: HttpResponse | None) -> HttpResponse:
        answer, say = passage.answer, self._gateway.say
        if answer == "own" and own is not None:
            return own
        if answer == "killed":
            self._life.end(f"while it waited for the answer of {infno}")
        if answer == "interrupted":
            self._life.note(f"Ctrl-C while it waited for the answer of {infno}")
            raise KeyboardInterrupt
        if answer in _NEVER_DONE:
            return say(*_NEVER_DONE[answer])
        if answer in _UNREADABLE:
            return say(*_UNREADABLE[answer])
        if answer in _TEXTS:
            infcode, text = _TEXTS[answer]
            return say(200, {"infcode": infcode, "inf_refmsgid": "", "err_msg": text, "output": None})
        if answer == "of a copy":
            return self._gateway.receive(request)
        self._time.let_pass(PATIENCE)
        raise TransportFailed(outcome="unknown", reason="没有收到完整的答复")

    def _dated(self, infno: str, response: HttpResponse) -> HttpResponse:
        # One node of a balanced gateway: never two of three answers after each other.
        self._gateway.right_dates += 1
        if self._gateway.right_dates <= 2:
            return response
        off = self._decisions.fault("dates", f"date of {infno}", lambda chance: chance.choice(_WRONG_DATES))
        if off is None:
            return response
        self._gateway.right_dates = 0
        self._tell(f"the Date header of {infno} is {off:+g} s off")
        return replace(response, headers={**response.headers, "Date": formatdate(self._time.now + off, usegmt=True)})


def _passage(chance: random.Random) -> Passage:
    answer = chance.choice(
        ["none"] * 6
        + ["killed", "killed", "killed before", "not connected", "interrupted", "doubled"]
        + [*_NEVER_DONE, *_UNREADABLE]
    )
    if answer == "doubled":
        return Passage(again=chance.choice(_LATE), answer="own")
    if answer in ("killed before", "not connected", *_NEVER_DONE):
        return Passage(arrives=None, answer=answer)
    return _anyhow(chance, answer)


def _contradiction(chance: random.Random, is_command: bool) -> Passage | None:
    if not is_command:
        return None
    answer = chance.choice([*_TEXTS, "of a copy"])
    return Passage(answer=answer) if answer == "of a copy" else _anyhow(chance, answer)


def _anyhow(chance: random.Random, answer: str) -> Passage:
    """An answer that does not say what became of the request."""
    arrives = chance.choice([0.0, 0.0, None, *_LATE])
    return Passage(arrives=arrives, taken=chance.choice(_TAKEN) if arrives else 0.0, answer=answer)
