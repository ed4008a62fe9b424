"""A real browser without a window, driven over its DevTools protocol, for every test that looks at a page.

    def test_it_asks_for_nothing(tab: Page, tmp_path: Path) -> None:
        tab.open(tmp_path / "report.html")
        assert tab.run("document.title") == "…"
        assert tab.requests == [(tmp_path / "report.html").as_uri()]
        assert tab.complaints == []

The fixture `tab` (tests/conftest.py) skips where there is no browser. It reaches nothing but this machine.
"""

import base64
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from support.absent import not_here

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
ONLY_HERE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
PATIENCE = 60.0
A4 = (595.3, 841.9)
"""Width and height of a sheet in points."""


def find_browser() -> str:
    """The browser of this machine; the test is skipped where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or not_here("no Chromium, Chrome or Edge on the PATH")


class Page:
    """One tab. `requests` holds every address that it asked for, also what the browser refused."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self.requests: list[str] = []
        self.messages: list[str] = []
        """What pages wrote to the console."""
        self.complaints: list[str] = []
        """Warnings and errors of the console and of the browser, and exceptions that nobody caught."""
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
            case "Runtime.consoleAPICalled":
                text = json.dumps(parameters["args"], ensure_ascii=False)
                self.messages.append(text)
                if parameters["type"] in {"warning", "error"}:
                    self.complaints.append(text)
            case "Log.entryAdded" if parameters["entry"]["level"] in {"warning", "error"}:
                self.complaints.append(parameters["entry"]["text"])
            case "Target.attachedToTarget":
                session = {"sessionId": parameters["sessionId"]}
                self._number += 1
                self._connection.send(json.dumps({"id": self._number, "method": "Network.enable", **session}))

    def open(self, address: Path | str) -> None:
        """Goes to a file or an address, anew even if it is there already, and waits until it is loaded."""
        url = address.as_uri() if isinstance(address, Path) else address
        self.send("Page.navigate", url="about:blank")
        answer = self.send("Page.navigate", url=url)
        assert "errorText" not in answer, f"{url}: {answer['errorText']}"
        self.until("location.href !== 'about:blank' && document.readyState === 'complete'")

    def forget(self) -> None:
        """Begins anew with what was asked for and what was written to the console."""
        for noted in (self.requests, self.messages, self.complaints):
            noted.clear()

    def run(self, script: str) -> Any:
        """What an expression in the page comes to, awaited when it is a promise; the page's policy does not bind it."""
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

    def resize(self, width: int, height: int = 900) -> None:
        """Gives the window another size, until `resize_back`."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def resize_back(self) -> None:
        """Gives the window its own size again."""
        self.send("Emulation.clearDeviceMetricsOverride")

    def fits(self) -> bool:
        """Whether nothing sticks out of the window to the right."""
        return bool(self.run("document.documentElement.scrollWidth <= innerWidth"))

    def picture(self, target: Path, *, whole: bool = False) -> Path:
        """What is seen, or the whole page, as a PNG file."""
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole))
        target.write_bytes(base64.b64decode(shot["data"]))
        return target

    def _clip(self, whole: bool) -> dict[str, Any]:
        return {"clip": self.send("Page.getLayoutMetrics")["cssContentSize"] | {"scale": 1}} if whole else {}

    def pdf(self, target: Path) -> Path:
        """The page as it is printed on the sheets that it asks for."""
        printed = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        target.write_bytes(base64.b64decode(printed["data"]))
        return target


def sheets(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of the sheets of a printed page, in points."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes())
    return [(float(wide), float(high)) for wide, high in found]


@contextmanager
def browsing(program: str, profile: Path, names: str = ONLY_HERE) -> Iterator[Page]:
    """A browser with a new profile, ended at the end of the block; `names` is which host names lead where."""
    command = [program, *OPTIONS, f"--host-resolver-rules={names}", f"--user-data-dir={profile}", "about:blank"]
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
