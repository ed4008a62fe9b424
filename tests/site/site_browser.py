"""A browser driven over its DevTools protocol: opens pages, runs scripts in them, and keeps what they asked for."""

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

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
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-port=0",
)
PATIENCE = 60.0


def find_browser() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """One tab. `requests` holds every address that it asked for, also what the browser refused."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        """What pages wrote to the console as warning or error, and exceptions that nobody caught."""
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        # Frames and workers are tabs of their own to the protocol; what they ask for counts as well.
        self.send("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its result; events that come in between are noted."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=PATIENCE))
            if message.get("id") == self._number and "sessionId" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(parameters["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(parameters["exceptionDetails"], ensure_ascii=False))
            case "Runtime.consoleAPICalled" if parameters["type"] in {"warning", "error"}:
                self.complaints.append(json.dumps(parameters["args"], ensure_ascii=False))
            case "Log.entryAdded" if parameters["entry"]["level"] in {"warning", "error"}:
                self.complaints.append(parameters["entry"]["text"])
            case "Target.attachedToTarget":
                session = {"sessionId": parameters["sessionId"]}
                self._number += 1
                self._connection.send(json.dumps({"id": self._number, "method": "Network.enable", **session}))

    def open(self, path: Path) -> None:
        """Goes to a file and waits until it is loaded."""
        self.send("Page.navigate", url=path.as_uri())
        self.until(f"location.href.startsWith({json.dumps(path.as_uri())}) && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """What an expression in the page comes to."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, script: str) -> Any:
        """Waits until an expression is true, and gives it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # A page that is just being left has no answer.
            with suppress(RuntimeError):
                if value := self.run(script):
                    return value
            time.sleep(0.05)
        raise AssertionError(f"never came true: {script}")

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        self.send("Input.insertText", text=text)

    def resize(self, width: int, height: int) -> None:
        """Gives the window another size."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path: Path) -> None:
        """Writes what is seen as a PNG file."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def browsing(browser: str, profile: Path) -> Iterator[Page]:
    """A browser with a new profile, ended at the end of the block."""
    command = [browser, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_page_address(process, profile), max_size=None, proxy=None) as connection:
            yield Page(connection)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _page_address(process: "subprocess.Popen[bytes]", profile: Path) -> str:
    """Where the first tab listens: the port stands in the profile, the tab in the browser's list."""
    port = _written_port(process, profile / "DevToolsActivePort")
    number, path = port.splitlines()[:2]
    with connect(f"ws://127.0.0.1:{number}{path}", proxy=None) as connection:
        connection.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        found = json.loads(connection.recv(timeout=PATIENCE))["result"]["targetInfos"]
    target = next(item["targetId"] for item in found if item["type"] == "page")
    return f"ws://127.0.0.1:{number}/devtools/page/{target}"


def _written_port(process: "subprocess.Popen[bytes]", file: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if file.is_file() and "\n" in (text := file.read_text(encoding="utf-8")):
            return text
        time.sleep(0.05)
    raise AssertionError("the browser did not start")
