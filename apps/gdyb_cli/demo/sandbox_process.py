"""A sandbox in a process of its own, for the time of a `with` block."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gdyb_runtime.local.environment import env_name

__all__ = ["RunningSandbox", "SandboxFailed", "ask_sandbox", "running_sandbox"]

_MODULE = "gdyb_sandbox"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_POLL_SECONDS = 0.05
_SHOWN_LINES = 20
_INSTALL = '请安装：pip install "gdyb[sandbox]"'


class SandboxFailed(Exception):
    """The sandbox did not start or ended too early; the text is Chinese and holds the last lines of its stderr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSandbox:
    """A sandbox that accepts connections."""

    env_file: Path
    """The `GDYB_*` lines a client needs."""
    folder: Path
    """A folder that is deleted when the sandbox ends."""


@contextmanager
def running_sandbox(arguments: Sequence[str] = (), *, timeout: float = _START_SECONDS) -> Iterator[RunningSandbox]:
    """Starts `python -m gdyb_sandbox` on a free port and ends it however the block is left.

    Raises:
        SandboxFailed: when it is not installed, ends too early, or is not ready after `timeout` seconds.
    """
    _require_installed()
    with tempfile.TemporaryDirectory(prefix="gdyb-sandbox-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        env_file, errors = folder / "sandbox.env", folder / "stderr.txt"
        with errors.open("wb") as stderr:
            process = _start([*arguments, "--port", "0", "--env-file", str(env_file)], stderr.fileno())
        try:
            _wait(process, env_file, errors, timeout)
            yield RunningSandbox(env_file=env_file, folder=folder)
        finally:
            _stop(process)


def ask_sandbox(arguments: Sequence[str], *, folder: Path) -> bytes:
    """What a listing of the sandbox prints; `folder` takes its error output.

    Raises:
        SandboxFailed: when it is not installed or ends with an error.
    """
    _require_installed()
    errors = folder / "stderr.txt"
    with errors.open("wb") as stderr:
        process = _start(arguments, stderr.fileno(), stdout=subprocess.PIPE)
        try:
            answer, _ = process.communicate()
        finally:
            _stop(process)
    if process.returncode != 0:
        raise SandboxFailed(f"沙箱没有答复（退出码 {process.returncode}）\n{_last_lines(errors)}".rstrip())
    return answer


def _require_installed() -> None:
    if find_spec(_MODULE) is None:
        raise SandboxFailed(f"没有安装沙箱。{_INSTALL}")


def _start(arguments: Sequence[str], stderr: int, stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
    # A person's own GDYB_ settings belong to the real gateway; the sandbox makes up its account.
    prefix = env_name("")
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(prefix)}
    return subprocess.Popen(
        [sys.executable, "-m", _MODULE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        env={**environment, "PYTHONUTF8": "1"},
    )


def _wait(process: "subprocess.Popen[bytes]", env_file: Path, errors: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while not env_file.exists():
        if process.poll() is not None:
            raise SandboxFailed(f"沙箱没有启动（退出码 {process.returncode}）\n{_last_lines(errors)}".rstrip())
        if time.monotonic() > deadline:
            raise SandboxFailed(f"沙箱在 {timeout:g} 秒内没有就绪\n{_last_lines(errors)}".rstrip())
        time.sleep(_POLL_SECONDS)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        # Also after a second Ctrl-C: no sandbox may stay behind.
        if process.poll() is None:
            process.kill()
            process.wait()


def _last_lines(errors: Path) -> str:
    lines = errors.read_text(encoding="utf-8", errors="replace").splitlines()[-_SHOWN_LINES:]
    if any("ModuleNotFoundError" in line for line in lines):
        lines.append(_INSTALL)
    return "\n".join(lines)
