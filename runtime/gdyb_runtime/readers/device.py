"""A reader over any device that can call the library: Init first, texts decoded, records parsed, PINs counted."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self, TypeAlias, TypeVar, cast

from gdyb_runtime.errors import Outcome, SettingsInvalid
from gdyb_runtime.persons.identification import SocialCardRecord
from gdyb_runtime.problems import Problem

from ._encoding import AUTO, DEFAULT, decode
from .definition import Function, Profile, ReaderLibrary
from .errors import (
    ArchitectureMismatch,
    BufferOverrun,
    HelperUnusable,
    LibraryMissing,
    PinGuardUnavailable,
    ReaderBusy,
    ReaderCrashed,
    ReaderError,
    ReaderTimeout,
    RecordTruncated,
    RecordUnreadable,
)
from .pin_guard import PinGuard
from .records import ReaderRecord
from .settings import ReaderSettings

__all__ = ["Call", "Device", "Invoke", "LibraryReader", "Prepare", "Result", "identity_of", "library_path"]

_RecordT = TypeVar("_RecordT", bound=ReaderRecord)

_WAIT_MARGIN_SECONDS = 5.0
_MILLISECONDS = 1000
_MOST_SECONDS = (1 << 31) // _MILLISECONDS
_PIN_REFUSED: tuple[Outcome, str] = (
    "refused",
    "这次已计入本机的失败次数，不要连续尝试：请先与持卡人核对密码，输错次数过多会锁卡。",
)
_PIN_UNKNOWN: tuple[Outcome, str] = (
    "unknown",
    "不知道密码是否已经输入或修改，这次已计为失败：请先与持卡人核对，不要马上再试。",
)
_INIT_ADVICE = "请核对 GDYB_READER_INIT_URL 与 GDYB_READER_AREA，以及本机能否连到这个地址。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of one function, ready for the helper."""

    function: Function
    symbol: str
    values: tuple[bytes | int, ...]
    sizes: tuple[int, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The kinds of the parameters, in order."""
        return tuple(parameter.kind for parameter in self.function.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a call; a buffer without a NUL is None."""

    code: int
    buffers: Sequence[bytes | None]
    overrun: int | None


Invoke: TypeAlias = Callable[[Call, float], Result]
Prepare: TypeAlias = Callable[[Invoke], None]
"""Prepares a library that was just loaded for its first call."""


class Device(Protocol):
    """Something that calls the library, one call at a time."""

    def call(self, call: Call, seconds: float, prepare: Prepare) -> Result:
        """Calls a function, after ``prepare`` where the library has been loaded anew.

        Raises:
            ReaderError: when there is no result within so many seconds; what ``prepare`` raises.
        """
        ...

    def prepare(self, prepare: Prepare) -> None:
        """Runs ``prepare`` where the library has been loaded anew."""
        ...

    def discard(self) -> None:
        """Gives up a library whose memory can't be trusted any more."""
        ...

    def close(self) -> None:
        """Lets go of the library."""
        ...


_locks: dict[str, threading.Lock] = {}
_locks_lock = threading.Lock()


def _lock_of(library: Path) -> threading.Lock:
    """The lock of a device, shared by all readers of the same library in this process."""
    with _locks_lock:
        return _locks.setdefault(identity_of(library), threading.Lock())


def identity_of(library: Path) -> str:
    """The same text for every way to write the path of a file."""
    return os.path.normcase(library.resolve())


class LibraryReader:
    """A reader whose library is described by ``library``; see the Reader protocol for its methods.

    Threads may share it; one call runs at a time, the others wait up to ``busy_timeout`` seconds.
    """

    library: ClassVar[ReaderLibrary]
    """Which functions there are; set by the generated package."""
    pin_card: ClassVar[type[ReaderRecord]]
    """The record of the card whose PIN is entered; set by the generated package."""

    def __init__(self, settings: ReaderSettings, *, pin_guard: PinGuard | None = None) -> None:
        self.settings = settings
        self._profile = _profile(self.library, self.settings)
        self._path = library_path(self.library, self.settings)
        self._lock = _lock_of(self._path)
        self._guard = pin_guard or PinGuard(self.settings.pin_guard_file)
        self._device = self._open_device()

    @classmethod
    def from_env(cls) -> Self:
        """A reader with the settings of the environment (``GDYB_READER_…``)."""
        return cls(ReaderSettings.from_env())

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """A reader with the settings of the table ``[reader]`` of a TOML file."""
        return cls(ReaderSettings.from_file(path))

    def _open_device(self) -> Device:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the device; the next call opens it again."""
        self._device.close()
        self._guard.close()

    def init(self) -> None:
        """Init, unless it has succeeded since the library was loaded."""
        with self._exclusively(self.library.function("init")):
            self._device.prepare(self._initialise)

    def read(self, record: type[_RecordT], *, timeout: float | None = None) -> _RecordT:
        """A record of this class; a function that waits for it does so for ``timeout`` seconds, else the settings'."""
        function = self.library.source(record.layout)
        seconds, numbers = self._wait(timeout) if function.waits else (self.settings.read_timeout, ())
        with self._exclusively(function):
            return self._record(function, record, seconds, *numbers)

    def enter_pin(self, operation: str) -> None:
        """Has the holder type a PIN; counted for the card in the reader."""
        function = self.library.function(operation)
        with self._exclusively(function):
            card = self._read_card()
            entry = self._guard.begin(_card_key(card), locks_after=self.library.pin_tries)
            try:
                self._call(function, (self.settings.record_buffer,), self.settings.pin_timeout)
            except ReaderError as error:
                if _was_never_asked(error, function):
                    self._guard.succeeded(entry)
                    raise
                error.masker += _personal_texts(card)
                # Without an answer the holder may have typed the PIN all the same.
                is_lost = isinstance(error, ReaderTimeout | ReaderCrashed | BufferOverrun)
                outcome, advice = _PIN_UNKNOWN if is_lost else _PIN_REFUSED
                error.outcome, error.retry_safe, error.advice = outcome, False, advice
                raise
            self._forgive(entry, function)

    def pin_failures(self) -> int:
        """Failed PIN entries with the card in the reader."""
        with self._exclusively(self.library.source(self.pin_card.layout)):
            return self._guard.failures(_card_key(self._read_card()))

    def reset_pin_failures(self) -> None:
        """Forgets the failed PIN entries of the card in the reader."""
        with self._exclusively(self.library.source(self.pin_card.layout)):
            self._guard.reset(_card_key(self._read_card()))

    def _wait(self, timeout: float | None) -> tuple[float, tuple[int]]:
        """Deadline of a blocking call, and the timeout passed to the library."""
        seconds = self.settings.qr_timeout if timeout is None else timeout
        if not 0 < seconds < _MOST_SECONDS:
            raise ValueError(f"seconds to wait must be positive and fit 32 bits, got {seconds}")
        number = max(1, round(seconds * _MILLISECONDS if self.settings.qr_timeout_unit == "ms" else seconds))
        return seconds + _WAIT_MARGIN_SECONDS, (number,)

    def _read_card(self) -> ReaderRecord:
        function = self.library.source(self.pin_card.layout)
        return self._record(function, self.pin_card, self.settings.read_timeout)

    def _forgive(self, entry: int, function: Function) -> None:
        try:
            self._guard.succeeded(entry)
        except PinGuardUnavailable as error:
            done: Outcome = "accepted"
            error.outcome, error.is_done = done, True
            raise _named(error, function) from error.__cause__

    @contextmanager
    def _exclusively(self, function: Function) -> Iterator[None]:
        seconds = self.settings.busy_timeout
        if function.name in self._profile.unsupported:
            reason = f"{self._profile.label}的读卡库没有已知的对应函数"
            advice = "请用 GDYB_READER_PROFILE 改用其它函数名表，或请厂商说明这个函数。"
            raise _named(LibraryMissing(path=str(self._path), reason=reason, advice=advice), function)
        if not self._lock.acquire(timeout=seconds):
            raise _named(ReaderBusy(seconds=seconds), function)
        try:
            yield
        finally:
            self._lock.release()

    def _initialise(self, invoke: Invoke) -> None:
        settings = self.settings
        printed = {address.environment: address.url for address in self.library.init_addresses}
        url = printed.get(settings.init_url, settings.init_url)
        encoding = DEFAULT if self._encoding == AUTO else self._encoding
        values = (url.encode(encoding), settings.area.encode(encoding))
        try:
            self._judged(invoke, self.library.function("init"), values, (), settings.init_timeout)
        except (LibraryMissing, HelperUnusable, ArchitectureMismatch):
            raise
        except ReaderError as error:
            error.advice = _INIT_ADVICE
            raise

    def _record(self, function: Function, record: type[_RecordT], seconds: float, *numbers: int) -> _RecordT:
        settings = self.settings
        has_photo = any(item.kind == "photo" for item in record.layout.items)
        # The record comes into the first buffer, its signature into the second.
        first = settings.photo_buffer if has_photo else settings.record_buffer
        sizes = (first, settings.record_buffer)[: function.buffers]
        texts: list[str] = []
        for data in self._call(function, sizes, seconds, *numbers):
            text = self._decoded(data)
            if isinstance(text, RecordUnreadable):
                raise _named(text, function)
            texts.append(text)
        try:
            return record.parse(*texts)
        except RecordTruncated as error:
            error.__dict__["size"] = sizes[0]
            raise

    def _decoded(self, data: bytes) -> str | RecordUnreadable:
        # Given back instead of raised: the decoder's own error holds the whole record, and would hang on to ours.
        try:
            return decode(data, self._encoding)
        except UnicodeDecodeError as error:
            return RecordUnreadable(reason=f"第 {error.start + 1} 字节起不是 {error.encoding} 编码")

    def _call(self, function: Function, sizes: tuple[int, ...], seconds: float, *numbers: int) -> list[bytes]:
        def invoke(call: Call, seconds: float) -> Result:
            return self._device.call(call, seconds, self._initialise)

        return self._judged(invoke, function, numbers, sizes, seconds)

    def _judged(
        self,
        invoke: Invoke,
        function: Function,
        values: tuple[bytes | int, ...],
        sizes: tuple[int, ...],
        seconds: float,
    ) -> list[bytes]:
        """What the buffers hold after a call that returned 0."""
        symbol = dict(self._profile.symbols).get(function.name, function.name)
        call = Call(function=function, symbol=symbol, values=values, sizes=sizes)
        try:
            result = invoke(call, seconds)
        except ReaderError as error:
            # Init names itself.
            raise (error if error.function else _named(error, function)) from error.__cause__
        if result.overrun is not None:
            self._device.discard()
            raise _named(BufferOverrun(code=result.code, size=sizes[result.overrun]), function)
        if result.code != 0:
            raise _named(ReaderError(code=result.code, text=self._spoken(result.buffers)), function)
        texts = [buffer for buffer in result.buffers if buffer is not None]
        if len(texts) < len(result.buffers):
            missing = next(size for size, buffer in zip(sizes, result.buffers, strict=True) if buffer is None)
            raise _named(RecordTruncated(size=missing, reason="缓冲区写满，没有结束符"), function)
        return texts

    def _spoken(self, buffers: Sequence[bytes | None]) -> str:
        """What the library says of a failure: not worth an error of its own when it is garbled."""
        data = next(iter(buffers), None) or b""
        try:
            return decode(data, self._encoding)
        except UnicodeDecodeError:
            return data.decode(DEFAULT, "replace")

    @property
    def _encoding(self) -> str:
        return self.settings.encoding or self.library.encoding


def library_path(library: ReaderLibrary, settings: ReaderSettings) -> Path:
    """The library's file: what the settings name, else the usual name in the working folder."""
    return (settings.library or Path(library.file_name)).absolute()


def _profile(library: ReaderLibrary, settings: ReaderSettings) -> Profile:
    try:
        return library.profile_of(settings.profile, settings.city)
    except LookupError as error:
        if settings.profile is None:
            problem = Problem(
                path="GDYB_READER_CITY", field="city", label="地市", message=str(error.args[0]), rule="one_of"
            )
            raise SettingsInvalid(problems=(problem,)) from None
        known = "、".join(f"{profile.id}（{profile.label}）" for profile in library.profiles)
        problem = Problem(
            path="GDYB_READER_PROFILE",
            field="profile",
            label="地市的函数名表",
            message=f"只能是 {known}",
            rule="one_of",
        )
        raise SettingsInvalid(problems=(problem,)) from None


def _named(error: ReaderError, function: Function) -> ReaderError:
    error.__dict__.update(function=function.name, label=function.label)
    return error


def _was_never_asked(error: ReaderError, function: Function) -> bool:
    """Whether a call failed before the library got it: nothing to call, or Init in a new helper failed."""
    early = (LibraryMissing, HelperUnusable, ArchitectureMismatch, ReaderBusy)
    return isinstance(error, early) or error.function != function.name


def _personal_texts(record: ReaderRecord) -> Iterator[str]:
    """What the library may repeat of a card when it says why it failed."""
    values = ((item, getattr(record, item.name)) for item in record.layout.items)
    return (value for item, value in values if item.sensitive and isinstance(value, str) and value)


def _card_key(card: ReaderRecord) -> str:
    """The identity of a card."""
    numbers = cast("SocialCardRecord", card)
    return f"{numbers.card_sn}|{numbers.card_number}"
