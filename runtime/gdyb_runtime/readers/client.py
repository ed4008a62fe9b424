"""The library in a helper process: a crash or hang of the library costs one call and not the application."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from . import helper
from .definition import CardT, IdentityT, QrT
from .device import Call, Device, LibraryReader, Result
from .errors import HelperUnusable, LibraryMissing, ReaderCrashed, ReaderError, ReaderTimeout
from .loading import load_failure
from .settings import ReaderSettings

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


class ReaderClient(LibraryReader[CardT, IdentityT, QrT]):
    """A reader whose library runs in a helper process, which may be of the other kind (32 or 64 bit).

    At its deadline a call raises ReaderTimeout and the helper is killed; the next call starts another one and Init
    again. The same after a crash.
    """

    def _open_device(self) -> Device:
        return _HelperProcess(self._path, helper_command(self.settings))

    def probe(self) -> Probe:
        """Starts the helper and loads the library; ReaderError tells why that is not possible."""
        with self._exclusively("init"):
            process = cast("_HelperProcess", self._device)
            opened = process.open()
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


class _HelperProcess:
    """The helper, started when it is needed."""

    def __init__(self, path: Path, command: Sequence[str]) -> None:
        self.is_initialised = False
        self.command = list(command)
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        self._opened: _Answer = {}

    def open(self) -> _Answer:
        """What the helper says of itself, once it has loaded the library."""
        if self._process is None:
            if not self._path.is_file():
                raise LibraryMissing(path=str(self._path), reason="文件不存在")
            self._start()
            self._opened = self._ask({"do": "open", "path": str(self._path)}, _START_SECONDS)
            if "failed" in self._opened:
                self.close()
                raise self._load_failure(self._opened)
        return self._opened

    def find(self, symbol: str, parameters: Sequence[str]) -> str | None:
        """Under which name a function is exported."""
        answer = self._ask({"do": "find", "symbol": symbol, "parameters": list(parameters)}, _START_SECONDS)
        found = answer["symbol"]
        return None if found is None else str(found)

    def call(self, call: Call, seconds: float) -> Result:
        """Calls a function, in a new helper where the last one is gone."""
        self.open()
        values = [base64.b64encode(v).decode("ascii") if isinstance(v, bytes) else v for v in call.values]
        request = {"do": "call", "symbol": call.symbol, "parameters": call.parameters, "values": values}
        answer = self._ask(request | {"sizes": call.sizes}, seconds)
        if answer.get("failed") == "symbol":
            raise LibraryMissing(path=str(self._path), reason=f"其中没有函数 {call.symbol}")
        if "failed" in answer:
            self.discard()
            raise ReaderCrashed(reason=str(answer["text"]))
        buffers = [
            None if text is None else base64.b64decode(text) for text in cast("list[str | None]", answer["buffers"])
        ]
        return Result(code=cast("int", answer["code"]), buffers=buffers, overrun=cast("int | None", answer["overrun"]))

    def discard(self) -> None:
        """Kills the helper at once."""
        process, self._process = self._process, None
        self.is_initialised = False
        if process is None:
            return
        process.kill()
        _finish(process)

    def close(self) -> None:
        """Ends the helper: with its input, so that the library can clean up, else by force."""
        process, self._process = self._process, None
        self.is_initialised = False
        if process is None:
            return
        if process.stdin is not None:
            _close_quietly(process.stdin)
        _finish(process)

    def _start(self) -> None:
        try:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What such libraries print may name the person whose card they read.
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
                start_new_session=os.name != "nt",
            )
        except OSError as error:
            raise HelperUnusable(program=self.command[0], reason=f"无法启动（{error.strerror or error}）") from None
        self._answers = queue.SimpleQueue()
        listener = (self._process.stdout, self._answers)
        threading.Thread(target=_listen, args=listener, name="gdyb-reader helper", daemon=True).start()

    def _ask(self, request: Mapping[str, object], seconds: float) -> _Answer:
        process = self._process
        if process is None or process.stdin is None:
            raise ReaderCrashed(reason="读卡进程已结束")
        deadline = time.monotonic() + seconds
        try:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            self.discard()
            raise ReaderTimeout(seconds=seconds) from None
        except OSError:
            answer = None
        except BaseException:
            # Ctrl-C while it was under way: its answer must not be taken for the next one's.
            self.discard()
            raise
        if answer is None:
            raise self._ended(request)
        return answer

    def _ended(self, request: Mapping[str, object]) -> ReaderError:
        process, self._process = self._process, None
        self.is_initialised = False
        code = _finish(process) if process is not None else None
        if request["do"] == "open":
            return HelperUnusable(program=self.command[0], reason=f"启动后随即结束（退出码 {code}）")
        return ReaderCrashed(reason=f"退出码 {code}")

    def _load_failure(self, answer: _Answer) -> ReaderError:
        text = str(answer["text"])
        return load_failure(self._path, text, program=self.command[0], program_bits=cast("int", answer["bits"]))


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[_Answer | None]) -> None:
    """Passes the helper's answers on, leaving out whatever else got into the pipe; None when it ended."""
    try:
        for line in iter(stream.readline, b""):
            _, start, record = line.rpartition(helper.RECORD_START)
            if start:
                answers.put(json.loads(record))
    except (OSError, ValueError):
        pass
    answers.put(None)


def _finish(process: subprocess.Popen[bytes]) -> int | None:
    """Waits for the helper's end and gives its exit code; None where even force does not end it at once."""
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return None  # A driver that does not let go of it; the system ends it when it can.
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            _close_quietly(stream)
    return process.returncode


def _close_quietly(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        stream.close()
