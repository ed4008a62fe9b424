"""A browser without a window, told what to do over the DevTools protocol: opens pages and runs scripts in them."""

import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

import httpx2
from websockets.sync.client import connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--remote-debugging-port=0",
)


def find_browser() -> str | None:
    """Chromium, Chrome or Edge on the PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One page of a browser with a profile of its own."""

    def __init__(self, program: str, profile: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [program, *OPTIONS, f"--user-data-dir={profile}", *options, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        told = profile / "DevToolsActivePort"
        deadline = time.monotonic() + 60
        while not (told.exists() and len(told.read_text().splitlines()) == 2):
            assert time.monotonic() < deadline and self._process.poll() is None, "the browser did not start"
            time.sleep(0.05)
        with httpx2.Client(trust_env=False) as client:
            pages = client.get(f"http://127.0.0.1:{told.read_text().splitlines()[0]}/json/list").json()
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        self._open = contextlib.ExitStack()
        self._socket = self._open.enter_context(connect(address, max_size=None, proxy=None))
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.tell("Browser.close")
        self._open.close()
        self._process.wait(20)

    def tell(self, method: str, **parameters: object) -> dict:
        """Does something and gives its result."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def open(self, address: str) -> None:
        """Opens a page and waits until it is there."""
        self.tell("Page.navigate", url="about:blank")
        self.tell("Page.navigate", url=address)
        self.until("location.href !== 'about:blank' && document.readyState === 'complete'")

    def run(self, script: str) -> object:
        """The value of a script, awaited when it is a promise."""
        result = self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def until(self, condition: str) -> None:
        """Waits until a script is true."""
        deadline = time.monotonic() + 20
        while not self.run(condition):
            assert time.monotonic() < deadline, f"still not: {condition}"
            time.sleep(0.05)

    def picture(self, target: Path) -> Path:
        """The page as it is seen, as a PNG file."""
        target.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot")["data"]))
        return target
