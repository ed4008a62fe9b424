"""The library in this process: the shortest way, but its crash ends the program and its hang keeps the device."""

from __future__ import annotations

import queue
import sys
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

from ._loading import load_failure
from .device import Call, Device, LibraryReader, Prepare, Result, identity_of
from .errors import LibraryMissing, ReaderBusy, ReaderCrashed, ReaderError, ReaderTimeout
from .helper import BITS, Library, LibraryCrashed, SymbolMissing

__all__ = ["NativeReader"]


class NativeReader(LibraryReader):
    """A reader whose library runs in this process, on a thread of its own.

    A call that misses its deadline raises ReaderTimeout but cannot be ended: until it returns the device stays busy.
    A library of the other kind (32 or 64 bit) can't be loaded at all. Where either matters, use ReaderClient.
    """

    def _open_device(self) -> Device:
        return _device_of(self._path)


class _InProcess:
    """One library of this process and the thread that calls it; all readers of the same library share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_prepared = False
        self._jobs: queue.SimpleQueue[tuple[Call, Future[Result]]] = queue.SimpleQueue()
        self._last: Future[Result] | None = None
        self._library: Library | None = None
        # A daemon, so that a library that hangs does not keep the program from ending.
        threading.Thread(target=self._work, name=f"gdyb-reader {path.name}", daemon=True).start()

    def call(self, call: Call, seconds: float, prepare: Prepare) -> Result:
        """Calls a function, after ``prepare`` the first time."""
        self.prepare(prepare)
        return self._invoke(call, seconds)

    def prepare(self, prepare: Prepare) -> None:
        """Runs ``prepare`` unless it has succeeded in this process."""
        if not self._is_prepared:
            prepare(self._invoke)
            self._is_prepared = True

    def _invoke(self, call: Call, seconds: float) -> Result:
        """Calls a function on the library's thread; ReaderBusy while an earlier call has not returned."""
        if self._last is not None and not self._last.done():
            raise ReaderBusy(seconds=0.0)
        self._last = future = Future[Result]()
        self._jobs.put((call, future))
        try:
            return future.result(seconds)
        except FutureTimeout:
            raise ReaderTimeout(seconds=seconds, is_stuck=True) from None

    def discard(self) -> None:
        """Unrecoverable in this process; the error says to restart it."""

    def close(self) -> None:
        """The library stays loaded: it has no function to end it, and others may be using it."""

    def _work(self) -> None:
        while True:
            call, future = self._jobs.get()
            try:
                future.set_result(self._run(call))
            except BaseException as error:
                future.set_exception(error)

    def _run(self, call: Call) -> Result:
        try:
            if self._library is None:
                self._library = self._load()
            returned = self._library.call(call.symbol, call.parameters, list(call.values), list(call.sizes))
        except SymbolMissing as error:
            raise LibraryMissing(path=str(self._path), reason=f"其中没有函数 {error}") from None
        except LibraryCrashed as error:
            raise ReaderCrashed(reason=str(error)) from None
        return Result(code=returned.code, buffers=returned.buffers, overrun=returned.overrun)

    def _load(self) -> Library:
        try:
            return Library(str(self._path))
        except OSError as error:
            raise self._failure(error) from None

    def _failure(self, error: OSError) -> ReaderError:
        return load_failure(self._path, str(error), program=sys.executable, program_bits=BITS)


_devices: dict[str, _InProcess] = {}
_devices_lock = threading.Lock()


def _device_of(path: Path) -> _InProcess:
    key = identity_of(path)
    with _devices_lock:
        if key not in _devices:
            _devices[key] = _InProcess(path)
        return _devices[key]
