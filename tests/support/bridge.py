"""A bridge on a real socket, what may be asked of it, and made-up records for its reader."""

import base64
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx2

from gdyb.readers import FakeReader, IdentityCard, QrCode, Reader, SocialCard
from gdyb_service.bridge.desk import FrontDesk
from gdyb_service.bridge.server import BridgeServer
from support.waits import SECONDS, join

TOKEN = "a-token-of-the-test"
HIS = "https://his.example"
NUMBER = "100732195808239707"
NAME = "韩样甲"
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0 no real photo").decode("ascii")

CARD = SocialCard.parse(
    f"440300|{NUMBER}|ZZ5415945|021A57E86F52|{NAME}|00814E|2.00|20200101|20300101|000000000000|SIM1|", "signed"
)
IDENTITY = IdentityCard.parse(f"{NUMBER}^{NAME}^女^汉^19580823^模拟路1号^模拟市公安局^20200101-长期^{JPEG}^", "signed")
CODE = QrCode.parse("1086280960000001410028655801|more")

Start = Callable[..., "Running"]


def full_reader(**changes: object) -> FakeReader:
    """A reader with all there is on it."""
    held: dict[str, object] = {"read_card": [CARD], "read_id": [IDENTITY], "read_qr": [CODE], "pins": [None]}
    return FakeReader(**(held | changes))  # type: ignore[arg-type]


@dataclass
class Running:
    """A bridge in a thread of the test."""

    reader: Reader
    origins: tuple[str, ...] = (HIS,)
    server: BridgeServer = field(init=False)

    def __post_init__(self) -> None:
        ready = threading.Event()
        desk = FrontDesk(self.reader)
        self.server = BridgeServer(desk, token=TOKEN, origins=self.origins, on_ready=ready.set)
        self._thread = threading.Thread(target=self.server.run, daemon=True)
        self._thread.start()
        assert ready.wait(SECONDS)

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.server.address.origin

    def ask(
        self,
        path: str = "/card",
        *,
        method: str = "POST",
        content: bytes = b"{}",
        without: str = "",
        headers: Mapping[str, str] | list[tuple[str, str]] | None = None,
    ) -> httpx2.Response:
        """An answer; the request is right but for what a test changes."""
        right = {"Origin": HIS, "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        changes = headers if isinstance(headers, list) else list((headers or {}).items())
        changed = {name.lower() for name, _ in changes} | {without.lower()}
        kept = [(name, value) for name, value in right.items() if name.lower() not in changed]
        with httpx2.Client(trust_env=False, timeout=20) as client:
            return client.request(method, self.url + path, content=content, headers=[*kept, *changes])

    def stop(self) -> None:
        """Ends it as Ctrl-C does."""
        self.server.stop()
        join(self._thread)
