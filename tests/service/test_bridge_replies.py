"""What is answered: records, errors, one call at a time, and a log that says nothing of a card."""

import base64
import logging
import threading
from dataclasses import replace

import httpx2
import pytest

from gdyb.readers import (
    ArchitectureMismatch,
    FakeReader,
    LibraryMissing,
    PinGuardTripped,
    QrCode,
    ReaderBusy,
    ReaderCrashed,
    ReaderError,
    ReaderTimeout,
    SocialCard,
)
from support.bridge import CARD, CODE, HIS, IDENTITY, NAME, NUMBER, TOKEN, Running, Start, full_reader
from support.waits import SECONDS, join


def test_a_card_with_its_query(bridge: Running) -> None:
    answer = bridge.ask("/card").json()
    assert answer["ok"] is True
    assert answer["record"]["psn_name"] == NAME
    assert answer["record"]["expiry_date"] == "2030-01-01"
    assert list(answer["record"]) == list(answer["labels"]) == list(CARD.shown())
    assert (answer["raw"], answer["signature"]) == (CARD.raw, "signed")
    assert answer["person_query"] == {"mdtrt_cert_type": "02", "mdtrt_cert_no": NUMBER}
    assert answer["problems"] == []


def test_a_card_of_another_province(start: Start) -> None:
    answer = start(full_reader(read_card=[replace(CARD, area_code="430100")])).ask("/card").json()
    assert answer["person_query"] == {
        "mdtrt_cert_type": "03",
        "mdtrt_cert_no": CARD.card_number,
        "card_sn": CARD.card_sn,
        "psn_cert_type": "1",
        "certno": NUMBER,
    }


def test_an_identity_card_with_its_photo(bridge: Running) -> None:
    answer = bridge.ask("/id").json()
    assert answer["record"]["validity"] == {"start": "2020-01-01", "end": None, "is_long_term": True}
    assert answer["record"]["photo"]["kind"] == "JPEG"
    assert IDENTITY.photo is not None
    assert base64.b64decode(answer["record"]["photo"]["base64"]) == IDENTITY.photo.data
    assert answer["person_query"] == {"mdtrt_cert_type": "02", "mdtrt_cert_no": NUMBER}


def test_a_code_within_the_seconds_asked_for(start: Start) -> None:
    waited: list[float | None] = []

    class Waiting(FakeReader):
        def read_qr(self, *, timeout: float | None = None) -> QrCode:
            waited.append(timeout)
            return CODE

    bridge = start(Waiting())
    assert bridge.ask("/qr", content=b'{"timeout": 12.5}').json()["person_query"]["mdtrt_cert_no"] == CODE.code
    assert bridge.ask("/qr").status_code == bridge.ask("/qr", content=b'{"timeout": null}').status_code == 200
    assert waited == [12.5, None, None]


def test_a_number_that_cannot_be_sent(start: Start) -> None:
    wrong = replace(IDENTITY, id_number=f"{NUMBER[:-1]}0")
    answer = start(full_reader(read_id=[wrong])).ask("/id").json()
    assert answer["ok"] is True
    assert answer["record"]["id_number"] == wrong.id_number
    assert answer["person_query"] is None
    (problem,) = answer["problems"]
    assert problem["field"] == "mdtrt_cert_no" and "校验" in problem["message"]


def test_a_pin(bridge: Running) -> None:
    assert bridge.ask("/pin").json() == {"ok": True}
    assert bridge.reader.calls == ["verify_pin"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "status", "retry_safe"),
    [
        (ReaderError(function="ReadCardBas", label="读社保卡基本信息", code=-1, text="卡片上电失败"), 502, False),
        (ReaderCrashed(reason="退出码 -11"), 502, True),
        (ReaderTimeout(seconds=30.0), 504, True),
        (ReaderBusy(seconds=10.0), 423, True),
        (PinGuardTripped(failures=3, locks_after=6), 409, False),
        (LibraryMissing(path="SSCard.dll", reason="文件不存在"), 503, False),
        (ArchitectureMismatch(library_bits=32, program_bits=64), 503, False),
    ],
)
def test_an_error_of_the_reader(start: Start, error: ReaderError, status: int, retry_safe: bool) -> None:
    answer = start(full_reader(read_card=[error])).ask("/card")
    assert answer.status_code == status
    assert answer.json() == {
        "ok": False,
        "error": type(error).__name__,
        "message": str(error),
        "retry_safe": retry_safe,
    }
    # The page may read it.
    assert answer.headers["access-control-allow-origin"] == HIS


class Slow(FakeReader):
    """Holds a call until it is told to go on, as a reader that waits for a card."""

    def __init__(self) -> None:
        super().__init__(read_card=[CARD])
        self.started, self.go_on = threading.Event(), threading.Event()

    def read_card(self) -> SocialCard:
        self.started.set()
        assert self.go_on.wait(SECONDS)
        return super().read_card()

    def close(self) -> None:
        self.go_on.set()


def test_one_call_at_a_time(start: Start) -> None:
    reader = Slow()
    bridge = start(reader)
    first: list[int] = []
    thread = threading.Thread(target=lambda: first.append(bridge.ask("/card").status_code))
    thread.start()
    assert reader.started.wait(SECONDS)
    assert bridge.ask("/status").json() == {"ok": True, "busy": True}
    for path in ("/card", "/id", "/qr", "/pin"):
        answer = bridge.ask(path)
        assert (answer.status_code, answer.json()["error"], answer.json()["retry_safe"]) == (423, "ReaderBusy", True)
        assert "正在使用中" in answer.json()["message"]
    assert first == []
    reader.go_on.set()
    join(thread)
    assert first == [200]
    assert bridge.ask("/status").json() == {"ok": True, "busy": False}
    assert reader.calls == ["read_card"]


def test_whoever_goes_away_leaves_the_device_to_the_call(start: Start) -> None:
    reader = Slow()
    bridge = start(reader)
    headers = {"Origin": HIS, "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    with httpx2.Client(trust_env=False, timeout=0.5) as client, pytest.raises(httpx2.ReadTimeout):
        client.post(f"{bridge.url}/card", content=b"{}", headers=headers)
    assert bridge.ask("/card").status_code == 423
    reader.go_on.set()


def test_a_bug_tells_the_page_nothing(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeReader):
        def read_card(self) -> SocialCard:
            raise KeyError(NUMBER)

    with caplog.at_level(logging.INFO):
        answer = start(Broken()).ask("/card")
    assert (answer.status_code, answer.json()["error"]) == (500, "InternalError")
    assert NUMBER not in answer.text + caplog.text
    assert "KeyError" in caplog.text and "in read_card" in caplog.text


def test_the_log_holds_nothing_of_a_card(
    bridge: Running, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in ("/card", "/id", "/qr", "/pin"):
            bridge.ask(path)
        bridge.ask(f"/{NUMBER}?token={TOKEN}")
        bridge.ask(f"/?token={TOKEN}", method="GET")
        bridge.ask(headers={"Origin": f"https://{NUMBER}.example"})
        bridge.ask(method=NAME.encode("gb18030").hex().upper())
    written = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    written += "".join(capfd.readouterr())
    held = (NUMBER, NAME, TOKEN, CARD.card_number, CARD.card_sn, CODE.code)
    assert not [value for value in held if value in written]
    lines = [record.getMessage() for record in caplog.records if record.name == "gdyb_service.bridge"]
    assert [line.rpartition(" ")[2] for line in lines] == ["-"] * 4 + [
        "HTTPException",
        "-",
        "OriginRefused",
        "HTTPException",
    ]
    assert lines[0].startswith("POST /card 200 0.")
    assert lines[4].startswith("POST ? 404 ")
