"""File replies: a file or an error, told apart by what came; kept on disk only where it was asked for."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.errors import (
    BusinessError,
    FileUnreadable,
    GatewayRefused,
    ReplyDeparts,
    ReplyTooLarge,
    ReplyUnreadable,
)
from gdyb_runtime.files.archive import pack
from gdyb_runtime.files.download import DownloadedFile, safe_name
from gdyb_runtime.wire.reply import Reply
from support.mini import DOWNLOAD, PERSON, UPLOAD, AsyncClient, Client, Settings
from support.mini.driving import Driver
from support.mini.gateway import Answer, Gateway, reply, success
from support.mini.layouts import RESULT

Configured = Callable[..., Settings]

LINE = "P1\tM1\tS1\tH1\t0\t0\t测试\t10.00\t8.00\t2.00\n"
ZIP = pack([LINE.encode()], "result.txt")
NODES = {"fsDownloadIn": {"file_no": "fsi/plc/0123"}}
REFMSGID = "440000202611290838001234567890"
STREAM = {"Content-Type": "application/octet-stream;charset=UTF-8"}


def download(driver: Driver, settings: Settings) -> Reply[object]:  # type: ignore[type-var]
    reply: Reply[object] = driver.call(settings, DOWNLOAD, **NODES)  # type: ignore[type-var]
    return reply


@pytest.mark.parametrize("headers", [STREAM, {"Content-Type": "application/json"}, {}])
def test_a_zip_is_a_file_whatever_its_label(
    driver: Driver, gateway: Gateway, configured: Configured, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    gateway.answers = [Answer(ZIP, headers=headers)]
    with caplog.at_level(logging.DEBUG):
        got = download(driver, configured())
    assert got.file.content == ZIP and got.raw == ZIP
    assert got.file.text() == LINE.encode()
    assert [row["total"] for row in got.file.rows(RESULT)] == [Decimal("10.00")]
    assert got.infcode == 0 and got.msgid in got.file.name
    for text in (repr(got), repr(got.file), caplog.text):
        assert "PK" not in text and "测试" not in text
    assert f"<{len(ZIP)} bytes>" in repr(got)


def test_any_octet_stream_is_a_file(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(b"S1\t1.00\n", headers=STREAM)]
    got = download(driver, configured())
    assert got.file.content == b"S1\t1.00\n"
    with pytest.raises(FileUnreadable, match="不是 zip"):
        got.file.text()


@pytest.mark.parametrize("kind", ["text/plain;charset=UTF-8", "application/octet-stream", "text/html", ""])
@pytest.mark.parametrize("mark", ["\t", "|", "^", ";", "\x01"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_txt_that_nobody_packed(
    configured: Configured, gateway: Gateway, kind: str, mark: str, encoding: str
) -> None:
    text = (LINE * 3).replace("\t", mark).encode(encoding)
    gateway.answers = [Answer(text, headers={"Content-Type": kind})]
    with Client(configured()) as client:
        got = client.call(DOWNLOAD, **NODES)
    assert got.file.text() == text and got.file.name.endswith(".txt")
    assert [warning.rule for warning in got.warnings] == ["not_packed"]
    rows = got.file.rows(RESULT)
    assert [row["total"] for row in rows] == [Decimal("10.00")] * 3
    assert {odd.kind for odd in rows.oddities} <= {"bom", "charset", "separator"}
    gateway.answers = [Answer(text, headers={"Content-Type": kind})]
    with (
        Client(configured(strict_replies=True)) as client,
        pytest.raises(ReplyDeparts, match="没有压缩成 zip") as caught,
    ):
        client.call(DOWNLOAD, **NODES)
    assert caught.value.msgid and caught.value.infno == "9906"


@pytest.mark.parametrize(
    "body",
    [
        b"<table>\t\t\t\t</table>",
        b"Service Unavailable",
        b'{"a":1}\t\t\t\t',
        b"\xff\xff\t\t\t\t",
        b"\0\t\t\t\t",
        "系统维护中，请稍后再试".encode(),
    ],
)
def test_a_text_that_is_no_file(configured: Configured, gateway: Gateway, body: bytes) -> None:
    gateway.answers = [Answer(body, headers={"Content-Type": "text/plain"}), Answer(LINE.encode(), 502)]
    with Client(configured()) as client:
        for _ in range(2):
            with pytest.raises(ReplyUnreadable):
                client.call(DOWNLOAD, **NODES)


BASE64 = base64.b64encode(ZIP).decode()


@pytest.mark.parametrize(
    ("output", "place"),
    [
        ({"file": BASE64}, "output.file"),
        ({"data": {"fileinfo": [{"content": BASE64.rstrip("=")}]}}, "output.data.fileinfo[0].content"),
        ({"file": "\r\n".join(BASE64[i : i + 76] for i in range(0, len(BASE64), 76))}, "output.file"),
        ({"file": "data:application/zip;base64," + BASE64}, "output.file"),
        (BASE64, "output"),
        ({"in": [byte - 256 if byte > 127 else byte for byte in ZIP]}, "output.in"),
        ({"file": base64.b64encode(LINE.encode()).decode()}, "output.file"),
        ({"file": LINE}, "output.file"),
    ],
)
def test_a_file_inside_a_message(configured: Configured, gateway: Gateway, output: object, place: str) -> None:
    gateway.answers = [reply({"infcode": 0, "inf_refmsgid": REFMSGID, "err_msg": "", "output": output})]
    with Client(configured()) as client:
        got = client.call(DOWNLOAD, **NODES)
    assert got.file.text() == LINE.encode()
    assert (got.inf_refmsgid, got.infcode) == (REFMSGID, 0)
    assert ("file_in_message", place) in [(warning.rule, warning.path) for warning in got.warnings]


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ({"file_qury_no": "1", "filename": "a.zip"}, "没有给文件；output 里只有 file_qury_no、filename"),
        ({"a": BASE64, "b": BASE64}, r"不止一个文件（output\.a、output\.b）"),
        (None, "没有给文件（"),
    ],
)
def test_a_message_without_a_file_names_its_keys(
    configured: Configured, gateway: Gateway, output: object, told: str
) -> None:
    gateway.answers = [success(output)] * 5  # type: ignore[arg-type]
    with Client(configured()) as client, pytest.raises(ReplyUnreadable, match=told):
        client.call(DOWNLOAD, **NODES)


@pytest.mark.parametrize("headers", [STREAM, {"Content-Type": "application/json"}])
def test_json_is_an_error_whatever_its_label(
    driver: Driver, gateway: Gateway, configured: Configured, headers: dict[str, str]
) -> None:
    gateway.answers = [Answer(json.dumps({"infcode": -1, "err_msg": "文件不存在"}).encode(), headers=headers)]
    with pytest.raises(BusinessError, match="文件不存在"):
        download(driver, configured())
    gateway.answers = [Answer('{"errcode":401,"message":"非法用户!"}'.encode(), 401, headers)]
    with pytest.raises(GatewayRefused):
        download(driver, configured())


@pytest.mark.parametrize(
    "answer",
    [success({"file": "x"}), Answer(b"", headers=STREAM), Answer(b"<html>", 502, STREAM), Answer(b"oops"), reply([1])],
)
def test_anything_else_is_unreadable(driver: Driver, gateway: Gateway, configured: Configured, answer: Answer) -> None:
    gateway.answers = [answer]
    with pytest.raises(ReplyUnreadable):
        download(driver, configured())


def test_other_replies_have_no_file(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [success({"file_no": "fsi/plc/0123"})]
    sent = {"in": b"PK\xff", "filename": "up.zip"}
    got = driver.call(configured(), UPLOAD, fsUploadIn=sent)
    assert gateway.received[0].envelope["input"] == {"fsUploadIn": {"in": [80, 75, -1], "filename": "up.zip"}}
    with pytest.raises(LookupError):
        _ = got.file
    gateway.answers = [Answer(ZIP, headers=STREAM)]
    with pytest.raises(ReplyUnreadable):
        driver.call(configured(), PERSON, data={"certno": "X"})


@pytest.mark.parametrize("cut", [0, 5])
def test_the_limit_of_an_answer(driver: Driver, gateway: Gateway, configured: Configured, cut: int) -> None:
    gateway.answers = [Answer(ZIP + bytes(5000), headers=STREAM, cut=cut)]
    with pytest.raises(ReplyTooLarge) as caught:
        download(driver, configured(max_reply_bytes=1000))
    assert (caught.value.outcome, caught.value.retry_safe, caught.value.limit) == ("unknown", False, 1000)
    assert caught.value.infno == "9906" and caught.value.msgid
    assert len(gateway.received) == 1


def test_a_packed_answer_does_not_evade_the_limit(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    import gzip

    body = gzip.compress(bytes(5_000_000))
    gateway.answers = [Answer(body, headers={**STREAM, "Content-Encoding": "gzip"})]
    with pytest.raises(ReplyTooLarge):
        download(driver, configured(max_reply_bytes=1_000_000))


def test_the_connection_is_fit_for_use_afterwards(gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(bytes(5000), headers=STREAM), Answer(ZIP[:900])]
    with Client(configured(max_reply_bytes=1000)) as client:
        with pytest.raises(ReplyTooLarge):
            client.call(DOWNLOAD, **NODES)
        assert client.call(DOWNLOAD, **NODES).file.content == ZIP[:900]


async def test_async_keeps_a_file(gateway: Gateway, configured: Configured, tmp_path: Path) -> None:
    gateway.answers = [Answer(ZIP, headers=STREAM)]
    async with AsyncClient(configured()) as client:
        got = await client.call(DOWNLOAD, **NODES)
    assert got.file.save(tmp_path / "kept").read_bytes() == ZIP


# On disk.

NAMES = [
    "fsi/plc/0123456789abcdef0123456789abcd", "../../etc/passwd", "..\\..\\boot.ini", "C:\\x.zip", "C:x", "/x", "\\\\h\\s\\x",
    "CON", "con.txt", "NUL.zip", "Com1", "LPT9.txt.zip", "COM¹", "aux .txt", ".", "..", "", " ", "...", "a\x00b", "a\nb", "x:y", "x.zip:ads",
    "名字" * 200, "a." + "b" * 300, ".hidden", "x.zip.", "x ", "~", "*?<>|\"", "\ud800",
]  # fmt: skip


def check_name(name: str) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name and safe not in (".", "..")
    assert len(safe.encode("utf-8")) <= 255
    assert not set(safe) & set('<>:"/\\|?*\x00\n') and safe.isprintable()
    assert safe[0] not in ". " and safe[-1] not in ". "
    stem = safe.partition(".")[0].rstrip().upper()
    assert stem not in {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    check_name(name)
    folder = tmp_path / "downloads"
    path = DownloadedFile(ZIP, name="9906-1.zip").save(folder, name or None)
    assert path.parent == folder and path.read_bytes() == ZIP
    assert [item.name for item in tmp_path.iterdir()] == ["downloads"]
    assert list(folder.iterdir()) == [path]


@given(st.text(st.characters(exclude_categories=[])))
def test_any_name(name: str) -> None:
    check_name(name)


def test_names_stay_readable_and_apart() -> None:
    assert safe_name("20260101120000123456.txt.zip") == "20260101120000123456.txt.zip"
    assert safe_name("fsi/plc/01").startswith("fsi_plc_01-")
    assert safe_name("fsi/plc/01") != safe_name("fsi_plc/01")


def test_saving_replaces_whole_files_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first = DownloadedFile(b"old", name="a.zip").save(tmp_path)
    second = DownloadedFile(ZIP, name="a.zip").save(tmp_path)
    assert first == second and second.read_bytes() == ZIP
    blocked = tmp_path / "b.zip"
    blocked.mkdir()
    (blocked / "x").write_text("x", encoding="utf-8")
    with pytest.raises(OSError):
        DownloadedFile(ZIP, name="b.zip").save(tmp_path)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.zip", "b.zip"]
