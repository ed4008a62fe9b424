"""Waits of tests: each ends by a deadline and then fails with what is known of what it waited for."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import IO, Any, NoReturn, Self

import pytest

SECONDS = 120.0
"""Long enough for a machine that is busy with something else."""


class Process:
    """A process of a test; what it prints is collected as it comes, so that a wait that fails can show it.

    A context manager: at its end the process is ended, too.
    """

    def __init__(self, *command: object, stdin: int = subprocess.DEVNULL, **options: Any) -> None:
        self.command = [str(part) for part in command]
        pipe = subprocess.PIPE
        self._popen = subprocess.Popen(self.command, stdin=stdin, stdout=pipe, stderr=pipe, **options)
        self._out, self._err = _Pipe(self._popen.stdout), _Pipe(self._popen.stderr)
        self.pid, self.poll, self.send_signal = self._popen.pid, self._popen.poll, self._popen.send_signal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def returncode(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._popen.poll()

    @property
    def output(self) -> str:
        """What it wrote to stdout until now."""
        return self._out.text

    @property
    def errors(self) -> str:
        """What it wrote to stderr until now."""
        return self._err.text

    def line(self, seconds: float = SECONDS) -> str:
        """The next line of stdout."""
        return self._line(self._out, seconds)

    def error_line(self, seconds: float = SECONDS) -> str:
        """The next line of stderr."""
        return self._line(self._err, seconds)

    def write(self, text: str) -> None:
        """Sends it a text; it was started with ``stdin=PIPE``."""
        stdin = self._popen.stdin
        assert stdin is not None
        stdin.write(text.encode())
        stdin.flush()

    def wait(self, seconds: float = SECONDS) -> int:
        """Its exit code, once it has ended."""
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.fail(f"did not end within {seconds} s")

    def finish(self, seconds: float = SECONDS) -> "subprocess.CompletedProcess[str]":
        """All that it printed and its exit code, once it has ended."""
        deadline = time.monotonic() + seconds
        code = self.wait(seconds)
        for pipe in (self._out, self._err):
            if not pipe.is_over(deadline):
                self.fail(f"ended, and left its output open for {seconds} s")
        return subprocess.CompletedProcess(self.command, code, self.output, self.errors)

    def kill(self) -> None:
        """Ends it at once, if it runs."""
        self._popen.kill()
        self._popen.wait(SECONDS)
        if self._popen.stdin is not None:
            self._popen.stdin.close()

    def fail(self, reason: str) -> NoReturn:
        """Fails the test with everything that the process printed, and ends the process."""
        state = "running" if self.returncode is None else f"exit code {self.returncode}"
        self.kill()
        for pipe in (self._out, self._err):
            pipe.is_over(time.monotonic() + 1)
        pytest.fail(f"{self.command} {reason} ({state})\n-- stdout\n{self.output}\n-- stderr\n{self.errors}")

    def _line(self, pipe: "_Pipe", seconds: float) -> str:
        line = pipe.line(time.monotonic() + seconds)
        if line is None:
            self.fail(f"printed no further line within {seconds} s")
        return line


def until(
    is_so: Callable[[], object], *, seconds: float = SECONDS, process: Process | None = None, step: float = 0.02
) -> None:
    """Waits until something is so; fails at once where the process that is to bring it about has ended."""
    deadline = time.monotonic() + seconds
    while not is_so():
        is_running = process is None or process.poll() is None
        if is_running and time.monotonic() < deadline:
            time.sleep(step)
        elif not is_so():
            reason = f"was not so within {seconds} s" if is_running else "ended before it was so"
            if process is not None:
                process.fail(reason)
            pytest.fail(reason)


def join(*threads: threading.Thread, seconds: float = SECONDS) -> None:
    """Waits for threads; fails with where they are."""
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    if running := [thread for thread in threads if thread.is_alive()]:
        frames = sys._current_frames()
        stacks = ["".join(traceback.format_stack(frames[thread.ident])) for thread in running if thread.ident in frames]
        pytest.fail("\n".join([f"{len(running)} threads did not end within {seconds} s", *stacks]))


def terminal_output(terminal: int, pid: int, seconds: float = SECONDS) -> Iterator[bytes]:
    """What a process writes to its terminal, part by part, until it closes it."""
    deadline, seen = time.monotonic() + seconds, b""
    while select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            part = os.read(terminal, 65_536)
        except OSError:
            return
        if not part:
            return
        seen += part
        yield part
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    pytest.fail(f"the process did not end within {seconds} s\n{seen.decode(errors='replace')}")


class _Pipe:
    """What came through a pipe, read by a thread of its own; nobody has to read it for the process to go on."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        self._stream = stream
        self._bytes = bytearray()
        self._read, self._is_over = 0, False
        self._news = threading.Condition()
        threading.Thread(target=self._collect, daemon=True).start()

    @property
    def text(self) -> str:
        with self._news:
            return _text(self._bytes)

    def line(self, deadline: float) -> str | None:
        with self._news:
            self._news.wait_for(
                lambda: self._is_over or b"\n" in self._bytes[self._read :], max(0.0, deadline - time.monotonic())
            )
            end = self._bytes.find(b"\n", self._read) + 1
            if not end:
                return None
            line, self._read = self._bytes[self._read : end], end
            return _text(line)

    def is_over(self, deadline: float) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self._is_over, max(0.0, deadline - time.monotonic()))

    def _collect(self) -> None:
        with self._stream:
            while part := self._stream.read1(65_536):  # type: ignore[attr-defined]
                with self._news:
                    self._bytes += part
                    self._news.notify_all()
        with self._news:
            self._is_over = True
            self._news.notify_all()


def _text(data: bytes | bytearray) -> str:
    # What a program on Windows says of its own death is in the code page.
    return data.decode("utf-8", errors="backslashreplace").replace("\r\n", "\n")
