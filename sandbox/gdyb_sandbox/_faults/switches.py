"""Faults on demand: which are switched on, for which interface, for how many calls."""

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gdyb.protocol import PROTOCOL
from gdyb_sandbox._faults.file_shapes import DOWNLOADS, TEXT_SHAPES, ZIP_SHAPES
from gdyb_sandbox._faults.reply_shapes import BODY_SHAPES, REFUSAL_SHAPES, REPLY_SHAPES

_CONNECTION = {
    "drop-before": "处理之前断开连接，什么也没做",
    "drop-after": "处理之后断开连接，应答丢失",
    "hang": "处理之后一直不应答，直到客户端放弃",
    "duplicate": "网关之后的一段把请求转送两次，应答为第一次的",
    "http-500": "HTTP 500 与一段文字，什么也没做",
    "refuse": "以印发的网关错误拒绝，默认 SignatureMismatch（取值：错误类名）",
    "business-error": "infcode -1，什么也没做（取值：err_msg）",
}
_SIGN_IN = {
    "sign-in-required": "除签到、签退外，每个交易都须带当天有效的 sign_no",
    "sign-in-expired": "已有的签到全部失效，要求重新签到（宜限次数，如 sign-in-expired=1）",
}
_TIME = {
    "delay": "处理之后过若干秒才应答",
    "delay-before": "过若干秒才处理",
    "clock-skew": "Date 响应头与时间戳检查所用的时钟快若干秒（负数为慢）",
}
_DEFAULTS = {"refuse": "SignatureMismatch", "business-error": "沙箱按故障开关返回的业务失败"}

_BEHIND_NAME = re.compile("[=,]")
_SHARE = re.compile(r"1/([0-9]+)")

PURPOSES: Mapping[str, str] = {
    **_CONNECTION,
    **_TIME,
    **_SIGN_IN,
    **{name: shape.purpose for name, shape in REPLY_SHAPES.items()},
    **{name: shape.purpose for name, shape in BODY_SHAPES.items()},
    **{name: shape.purpose for name, shape in REFUSAL_SHAPES.items()},
    **{name: shape.purpose for name, shape in TEXT_SHAPES.items()},
    **{name: shape.purpose for name, shape in ZIP_SHAPES.items()},
    **DOWNLOADS,
}
"""Every fault and what it does, in the order of a call."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault that is switched on."""

    name: str
    value: str = ""
    infno: str | None = None
    """The only interface it applies to."""
    times: int | None = None
    """How many more calls it applies to."""
    every: int = 1
    """Applies only to every n-th call."""
    seen: int = 0
    """How many calls it was eligible for."""

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

    def add(
        self, name: str, value: object = None, *, infno: str | None = None, times: int | None = None, every: int = 1
    ) -> Fault:
        """Switches a fault on; ValueError names the faults, values or interfaces there are when one is unknown."""
        if name not in PURPOSES:
            raise ValueError(f"没有故障 {name}；可用：{'、'.join(PURPOSES)}")
        if infno is not None and infno not in self._infnos:
            raise ValueError(f"故障 {name}：没有接口 {infno}；可用：{'、'.join(sorted(self._infnos))}")
        for number in (times, every):
            if number is not None and number < 1:
                raise ValueError(f"故障 {name}：次数至少为 1，给了 {number}")
        if value is not None and name not in _TIME and name not in _DEFAULTS:
            raise ValueError(f"故障 {name} 没有取值，给了 {value}")
        fault = Fault(name=name, value=str(value or _DEFAULTS.get(name, "")), infno=infno, times=times, every=every)
        _check_value(fault)
        with self._lock:
            self._active.append(fault)
        return fault

    def add_text(self, text: str) -> Fault:
        """Switches a fault on as the command line writes it: NAME, NAME=3261, NAME=2, NAME=VALUE,3261,2,1/8.

        A number that is an interface number limits the fault to that interface, another whole number to so many calls,
        1/8 to every eighth.
        """
        name, *rest_given = _BEHIND_NAME.split(text, maxsplit=1)
        rest = "".join(rest_given)
        parts = [part.strip() for part in rest.split(",") if part.strip()]
        value: str | None = None
        if parts and (
            name in _TIME or (name in _DEFAULTS and not _SHARE.fullmatch(parts[0]) and not parts[0].isdecimal())
        ):
            value = parts.pop(0)
        infno = next((part for part in parts if part in self._infnos), None)
        shares = [share for part in parts if (share := _SHARE.fullmatch(part))]
        limits = [part for part in parts if part != infno and not _SHARE.fullmatch(part)]
        if len(limits) > 1 or len(shares) > 1 or not all(part.isdecimal() for part in limits):
            raise ValueError(f"故障 {text} 写法不对：应为 名称[=取值][,接口编号][,次数][,1/N]，如 drop-after=3261,2")
        every = int(shares[0][1]) if shares else 1
        return self.add(name, value, infno=infno, times=int(limits[0]) if limits else None, every=every)

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
        """The fault of this name that applies to a call to `infno`; counts down a limited one."""
        with self._lock:
            for fault in self._active:
                if fault.name == name and fault.infno in (None, infno):
                    fault.seen += 1
                    if fault.seen % fault.every:
                        continue
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
            raise ValueError(f"故障 {fault.name} 需要秒数，如 {fault.name}=1.5") from None
    errors = [text.error for text in PROTOCOL.gateway_errors]
    if fault.name == "refuse" and fault.value not in errors:
        raise ValueError(f"故障 refuse：没有错误 {fault.value}；可用：{'、'.join(errors)}")
