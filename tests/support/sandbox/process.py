"""A sandbox as a process of its own, as a developer starts it."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.waits import SECONDS, until


@dataclass
class SandboxProcess:
    """A running `python -m gdyb_sandbox`."""

    popen: subprocess.Popen[bytes]
    env_file: Path

    @property
    def environment(self) -> dict[str, str]:
        """The GDYB_* lines of the file."""
        return read_lines(self.env_file.read_text(encoding="utf-8"))

    @property
    def settings(self) -> dict[str, str]:
        return {name.removeprefix("GDYB_").lower(): value for name, value in self.environment.items()}

    def stop(self, number: int | None = None) -> tuple[int, str, str]:
        """Exit code, stdout and stderr after a signal: Ctrl-C or SIGTERM, Ctrl-Break on Windows."""
        if self.popen.poll() is None:
            if sys.platform == "win32":
                number = signal.CTRL_BREAK_EVENT
            self.popen.send_signal(number or signal.SIGTERM)
        self.popen.wait(SECONDS)
        out, err = (_output(self.env_file.parent, name).read_text(encoding="utf-8") for name in ("out", "err"))
        return self.popen.returncode, out, err


def read_lines(text: str) -> dict[str, str]:
    """Lines as `set -a; . file` would read them."""
    pairs = (line.split("=", 1) for line in text.splitlines())
    return {name: "".join(shlex.split(value)) for name, value in pairs}


@contextlib.contextmanager
def sandbox_process(folder: Path, *arguments: str) -> Iterator[SandboxProcess]:
    """A sandbox on a free port that accepts connections."""
    env_file = folder / "sandbox.env"
    command = [sys.executable, "-m", "gdyb_sandbox", "--port", "0", "--env-file", str(env_file), *arguments]
    # Into files: a pipe that nobody reads is full after a thousand calls, and then the sandbox stands still.
    with _output(folder, "out").open("wb") as out, _output(folder, "err").open("wb") as err:
        popen = subprocess.Popen(
            command,
            stdout=out,
            stderr=err,
            env={name: value for name, value in os.environ.items() if not name.startswith("GDYB_")},
            # CREATE_NEW_PROCESS_GROUP, so that Ctrl-Break reaches the sandbox alone; the name exists on Windows only.
            creationflags=0x200 if sys.platform == "win32" else 0,
        )
    process = SandboxProcess(popen, env_file)
    try:
        until(lambda: env_file.exists() or popen.poll() is not None)
        assert popen.poll() is None, f"the sandbox ended: {_output(folder, 'err').read_text(encoding='utf-8')}"
        yield process
    finally:
        if popen.poll() is None:
            popen.kill()
            popen.wait(SECONDS)


def _output(folder: Path, name: str) -> Path:
    return folder / f"sandbox.{name}"
