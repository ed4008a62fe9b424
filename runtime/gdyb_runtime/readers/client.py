"""The library in a helper process: a crash or hang of the library costs one call and not the application."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from gdyb_runtime.local.environment import foreign_environment

from . import helper
from ._loading import load_failure
from .device import Call, Device, LibraryReader, Prepare, Result
from .errors import HelperUnusable, LibraryMissing, ReaderCrashed, ReaderError, ReaderTimeout
from .settings import ReaderSettings

__all__ = ["Probe", "ReaderClient", "helper_command"]

_START_SECONDS = 30.0
_END_SECONDS = 2.0
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)

_Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What the helper and the library are; found out without calling any function."""

    library: Path
    library_bits: int
    """0 when the file is no library."""
    program: str
    """What runs the helper."""
    program_bits: int
    version: str
    """Python version of the helper."""
    symbols: Mapping[str, str | None]
    """Printed name of each function → the name under which it is exported, None when it is not."""


class ReaderClient(LibraryReader):
    """A reader whose library runs in a helper process, which may be of the other kind (32 or 64 bit).

    At its deadline a call raises ReaderTimeout and the helper is killed; the next call starts another one and Init
    again. The same after a crash.
    """

    def _open_device(self) -> Device:
        return _HelperProcess(self._path, helper_command(self.settings), self.settings.helper_environment)

    def probe(self) -> Probe:
        """Starts the helper and loads the library; raises ReaderError when that is not possible."""
        with self._exclusively(self.library.function("init")):
            process = cast("_HelperProcess", self._device)
            opened = process.open().opened
            symbols = dict(self._profile.symbols)
            return Probe(
                library=self._path,
                library_bits=int(str(opened["bits"])),
                program=process.command[0],
                program_bits=int(str(opened["bits"])),
                version=str(opened["version"]),
                symbols={
                    function.name: process.find(
                        symbols.get(function.name, function.name), [p.kind for p in function.parameters]
                    )
                    for function in self.library.functions
                },
            )


def helper_command(settings: ReaderSettings) -> list[str]:
    """How the helper is started: the frozen one of the settings, else this file's neighbour under a Python."""
    if settings.helper_program is not None:
        return [str(settings.helper_program)]
    if settings.helper_python is None and getattr(sys, "frozen", False):
        raise HelperUnusable(program=sys.executable, reason="打包后的程序里没有 Python")
    # -I: nothing of this process's environment and folders decides what the helper imports.
    return [str(settings.helper_python or sys.executable), "-I", str(Path(helper.__file__).resolve())]


class _Running:
    """One running helper process with the queue of its answers."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.answers: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        self.opened: _Answer = {}
        self.is_prepared = False
        self.owner = os.getpid()
        self._asked = 0
        listener = (process.stdout, self.answers)
        threading.Thread(target=_listen, args=listener, name="gdyb-reader helper", daemon=True).start()

    def ask(self, request: Mapping[str, object], seconds: float) -> _Answer | None:
        """The answer to a request, None when the helper is gone; queue.Empty when there is none in time."""
        deadline = time.monotonic() + seconds
        self._asked += 1
        try:
            line = json.dumps({**request, "id": self._asked}).encode("ascii") + b"\n"
            cast("IO[bytes]", self.process.stdin).write(line)
            cast("IO[bytes]", self.process.stdin).flush()
        except (OSError, ValueError):
            return None
        while True:
            answer = self.answers.get(timeout=max(0.0, deadline - time.monotonic()))
            if answer is None or answer.get("id") == self._asked:
                return answer


class _HelperProcess:
    """The helper, started when it is needed."""

    def __init__(self, path: Path, command: Sequence[str], environment: str) -> None:
        self.command = list(command)
        self._environment = environment
        self._path = path
        self._running: _Running | None = None

    def open(self) -> _Running:
        """A helper that has loaded the library."""
        running = self._running
        # After a fork the helper is the parent's, and so are its answers.
        if running is not None and running.owner == os.getpid():
            return running
        if not self._path.is_file():
            raise LibraryMissing(path=str(self._path), reason="文件不存在")
        self._running = running = self._start()
        try:
            running.opened = self._ask(running, {"do": "open", "path": str(self._path)}, _START_SECONDS)
        except ReaderTimeout:
            raise HelperUnusable(program=self.command[0], reason="没有回应，可能不是读卡进程") from None
        if "failed" in running.opened:
            self.close()
            raise self._load_failure(running.opened)
        return running

    def find(self, symbol: str, parameters: Sequence[str]) -> str | None:
        """Under which name a function is exported."""
        request = {"do": "find", "symbol": symbol, "parameters": list(parameters)}
        name = self._ask(self.open(), request, _START_SECONDS)["symbol"]
        return None if name is None else str(name)

    def call(self, call: Call, seconds: float, prepare: Prepare) -> Result:
        """Calls a function, in a new helper where the last one is gone."""
        running = self._prepared(prepare)
        return self._invoke(running, call, seconds)

    def prepare(self, prepare: Prepare) -> None:
        """Starts a helper and runs ``prepare`` in it, unless both were done."""
        self._prepared(prepare)

    def _prepared(self, prepare: Prepare) -> _Running:
        running = self.open()
        if not running.is_prepared:
            prepare(lambda call, seconds: self._invoke(running, call, seconds))
            running.is_prepared = True
        return running

    def _invoke(self, running: _Running, call: Call, seconds: float) -> Result:
        values = [base64.b64encode(v).decode("ascii") if isinstance(v, bytes) else v for v in call.values]
        request = {"do": "call", "symbol": call.symbol, "parameters": call.parameters, "values": values}
        answer = self._ask(running, request | {"sizes": call.sizes}, seconds)
        if answer.get("failed") == "symbol":
            raise LibraryMissing(path=str(self._path), reason=f"其中没有函数 {call.symbol}")
        if "failed" in answer:
            self.discard()
            raise ReaderCrashed(reason=str(answer["text"]))
        texts = cast("list[str | None]", answer["buffers"])
        buffers = [None if text is None else base64.b64decode(text) for text in texts]
        return Result(code=cast("int", answer["code"]), buffers=buffers, overrun=cast("int | None", answer["overrun"]))

    def discard(self) -> None:
        """Kills the helper at once."""
        running, self._running = self._running, None
        if running is not None and running.owner == os.getpid():
            _kill(running.process)
            _finish(running.process)

    def close(self) -> None:
        """Ends the helper: with its input, so that the library can clean up, else by force."""
        running, self._running = self._running, None
        if running is not None and running.owner == os.getpid():
            _finish(running.process)

    def _start(self) -> _Running:
        try:
            process = subprocess.Popen(
                self.command,
                # The library is somebody else's: keys and passwords of ours are none of its business.
                env=foreign_environment(self._environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What such libraries print may name the person whose card they read.
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
                start_new_session=os.name != "nt",
            )
        except OSError as error:
            raise HelperUnusable(program=self.command[0], reason=f"无法启动（{error.strerror or error}）") from None
        return _Running(process)

    def _ask(self, running: _Running, request: Mapping[str, object], seconds: float) -> _Answer:
        try:
            answer = running.ask(request, seconds)
        except queue.Empty:
            self.discard()
            raise ReaderTimeout(seconds=seconds) from None
        except BaseException:
            # Ctrl-C while it was under way: what the library is doing must not go on behind our back.
            self.discard()
            raise
        if answer is None:
            raise self._ended(running, request)
        return answer

    def _ended(self, running: _Running, request: Mapping[str, object]) -> ReaderError:
        if self._running is running:
            self._running = None
        code = _finish(running.process)
        if request["do"] == "open":
            return HelperUnusable(program=self.command[0], reason=f"启动后随即结束（退出码 {code}）")
        return ReaderCrashed(reason=f"退出码 {code}")

    def _load_failure(self, answer: _Answer) -> ReaderError:
        text = str(answer["text"])
        return load_failure(self._path, text, program=self.command[0], program_bits=cast("int", answer["bits"]))


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[_Answer | None]) -> None:
    """Forwards the helper's answers, skipping any other output in the pipe; None when it ended."""
    # Closed here and nowhere else: closing waits for a read that is under way, however long that takes.
    with contextlib.suppress(OSError, ValueError), stream:
        for line in iter(stream.readline, b""):
            _, start, record = line.rpartition(helper.RECORD_START)
            if start:
                answers.put(json.loads(record))
    answers.put(None)


def _finish(process: subprocess.Popen[bytes]) -> int | None:
    """Waits for the helper to exit and returns its exit code; None where even force does not end it at once."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(_END_SECONDS)
    _kill(process)
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(_END_SECONDS)
    return None  # A driver that does not let go of it; the system ends it when it can.


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the helper and, where it leads a session of its own, what the library started."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
