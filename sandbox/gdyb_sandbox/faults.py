"""Faults on demand: which are switched on, for which interface, for how many calls."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gdyb.protocol import PROTOCOL
from gdyb_sandbox.fault_shapes import BODY_SHAPES, REFUSAL_SHAPES, REPLY_SHAPES

_CONNECTION = {
    "drop-before": "the connection ends before anything is applied",
    "drop-after": "the connection ends after the call was applied, the reply is lost",
    "http-500": "HTTP 500 with a body of text, nothing applied",
    "refuse": "refused with a printed gateway error, by default SignatureMismatch (value: the error's class name)",
    "business-error": "infcode -1, nothing applied (value: the err_msg)",
}
_TIME = {
    "delay": "the reply comes SECONDS after the call was applied",
    "delay-before": "the call is applied after SECONDS",
    "clock-skew": "the clock of the Date header and of the timestamp check is SECONDS ahead (negative: behind)",
}
_DEFAULTS = {"refuse": "SignatureMismatch", "business-error": "沙箱按故障开关返回的业务失败"}

PURPOSES: Mapping[str, str] = {
    **_CONNECTION,
    **_TIME,
    **{name: shape.purpose for name, shape in REPLY_SHAPES.items()},
    **{name: shape.purpose for name, shape in BODY_SHAPES.items()},
    **{name: shape.purpose for name, shape in REFUSAL_SHAPES.items()},
}
"""Every fault and what it does, in the order of a call."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault that is switched on."""

    name: str
    value: str = ""
    infno: str | None = None
    """The only interface it concerns."""
    times: int | None = None
    """How many more calls it meets."""

    @property
    def seconds(self) -> float:
        """The value of a fault of time."""
        return float(self.value)


class Faults:
    """The faults of a sandbox; may be changed while it runs, from any thread."""

    def __init__(self, infnos: Iterable[str]) -> None:
        self._infnos = frozenset(infnos)
        self._active: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, name: str, value: object = None, *, infno: str | None = None, times: int | None = None) -> Fault:
        """Switches a fault on; ValueError names the faults, values or interfaces there are when one is unknown."""
        if name not in PURPOSES:
            raise ValueError(f"no fault {name!r}; there are {', '.join(PURPOSES)}")
        if infno is not None and infno not in self._infnos:
            raise ValueError(f"fault {name}: no interface {infno!r}; there are {', '.join(sorted(self._infnos))}")
        if times is not None and times < 1:
            raise ValueError(f"fault {name}: times must be at least 1, got {times}")
        if value is not None and name not in _TIME and name not in _DEFAULTS:
            raise ValueError(f"fault {name} takes no value, got {value!r}")
        fault = Fault(name=name, value=str(value or _DEFAULTS.get(name, "")), infno=infno, times=times)
        _check_value(fault)
        with self._lock:
            self._active.append(fault)
        return fault

    def add_text(self, text: str) -> Fault:
        """Switches a fault on as the command line writes it: NAME, NAME=3261, NAME=2, NAME=VALUE,3261,2.

        A number that is an interface number limits the fault to that interface, another whole number to so many calls.
        """
        name, _, rest = text.partition("=")
        parts = [part.strip() for part in rest.split(",") if part.strip()]
        value: str | None = None
        if parts and (name in _TIME or (name in _DEFAULTS and not parts[0].isdecimal())):
            value = parts.pop(0)
        infno = next((part for part in parts if part in self._infnos), None)
        limits = [part for part in parts if part != infno]
        if len(limits) > 1 or not all(part.isdecimal() for part in limits):
            raise ValueError(
                f"fault {text!r}: expected NAME[=VALUE][,INTERFACE][,TIMES], for example drop-after=3261,2"
            )
        return self.add(name, value, infno=infno, times=int(limits[0]) if limits else None)

    def clear(self, name: str | None = None) -> None:
        """Switches one fault off, or all of them."""
        with self._lock:
            self._active = [fault for fault in self._active if name is not None and fault.name != name]

    @property
    def active(self) -> tuple[Fault, ...]:
        """The faults that are switched on."""
        with self._lock:
            return tuple(self._active)

    def take(self, name: str, infno: str) -> Fault | None:
        """The fault of this name that meets a call to `infno`; a limited one is used up by that."""
        with self._lock:
            for fault in self._active:
                if fault.name == name and fault.infno in (None, infno):
                    if fault.times is not None:
                        fault.times -= 1
                        if not fault.times:
                            self._active.remove(fault)
                    return fault
        return None


def _check_value(fault: Fault) -> None:
    if fault.name in _TIME:
        try:
            float(fault.value)
        except ValueError:
            raise ValueError(f"fault {fault.name} needs seconds, for example {fault.name}=1.5") from None
    errors = [text.error for text in PROTOCOL.gateway_errors]
    if fault.name == "refuse" and fault.value not in errors:
        raise ValueError(f"fault refuse: no error {fault.value!r}; there are {', '.join(errors)}")
