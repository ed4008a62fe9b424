"""9101 and 9102: right files, wrong ones, and every odd shape of a download."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest

from gdyb_runtime.errors import FileUnreadable
from gdyb_runtime.files.archive import unzip
from gdyb_sandbox import Sandbox
from gdyb_sandbox._faults.file_shapes import DOWNLOADS, TEXT_SHAPES, ZIP_SHAPES
from gdyb_sandbox._faults.switches import PURPOSES
from support.sandbox.caller import Answer, Caller, encode
from support.sandbox.care import output, refused
from support.sandbox.records import compare, download, records, result_text, totals, upload, zipped

SHAPE = "fsUploadIn.in 文件数据：应为有符号字节（-128 至 127）组成的 JSON 数组，如 [80,75,3,4,-17]"
HIDDEN = zipped("中文\t1.00\n" * 500)


def _downloaded(sandbox: Sandbox, caller: Caller, fault: str | None = None) -> Answer:
    """A result file of forty rows, the last of them a refund, and two that differ."""
    rows = records("--rows", "40")
    fileinfo = output(compare(caller, rows[1:]))["fileinfo"]
    if fault:
        sandbox.faults.add(fault, infno="9102")
    return download(caller, fileinfo)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=40, seed=7) as running:
        yield running


def test_a_file_goes_up_and_its_result_comes_down(sandbox: Sandbox, caller: Caller) -> None:
    uploaded = output(upload(caller, HIDDEN))
    assert uploaded["file_qury_no"].startswith("fsi/plc/") and len(uploaded["file_qury_no"]) == 38
    assert uploaded["filename"].endswith(".txt.zip")
    assert uploaded["fixmedins_code"] == caller.settings["fixmedins_code"]
    assert download(caller, uploaded).body == HIDDEN
    lines = result_text(_downloaded(sandbox, caller)).splitlines()
    assert len(lines) == 40


WRONG: list[tuple[object, str]] = [
    (list(HIDDEN), SHAPE + "；出现 128 至 255 的无符号字节"),
    ("UEsDBA==", SHAPE + "，不是文本（base64 也不行）"),
    ("[80,75,3,4]", SHAPE + "，不是文本（base64 也不行）"),
    ([80, 1.5], SHAPE + "，元素应全部为整数"),
    ([80, "75"], SHAPE + "，元素应全部为整数"),
    ([[80], [75]], SHAPE + "，元素应全部为整数"),
    ([80, 256], SHAPE + "；数值超出一个字节"),
    ([80, -129], SHAPE + "；数值超出一个字节"),
    ([], "内容为空，不是 zip"),
    ("", "fsUploadIn.in 文件数据：类型不对，应为数组"),
    (None, "fsUploadIn.in 文件数据：类型不对，应为数组"),
    (7, "fsUploadIn.in 文件数据：类型不对，应为数组"),
    (b"setl_id\t1", "应为只含一个 TXT 的 zip：不是 zip"),
    (HIDDEN[:80], "应为只含一个 TXT 的 zip：zip 不完整"),
    (zipped("a", "b"), "应为只含一个 TXT 的 zip：zip 里有 2 个文件"),
    (ZIP_SHAPES["zip-path"].apply(HIDDEN), "文件名带有路径"),
    (ZIP_SHAPES["zip-encrypted"].apply(HIDDEN), "zip 已加密"),
    (zipped("0" * 60_000_000), "可能是压缩炸弹"),
]


@pytest.mark.parametrize(("file", "expected"), WRONG, ids=map(str, range(len(WRONG))))
def test_what_is_no_right_file(caller: Caller, file: object, expected: str) -> None:
    assert expected in refused(upload(caller, file))


def test_a_file_beside_other_mistakes(caller: Caller) -> None:
    text = refused(upload(caller, "base64", filename="x" * 201))
    assert "fsUploadIn.in" in text and "fsUploadIn.filename" in text
    assert "与报文中的定点医药机构编号不一致" in refused(upload(caller, HIDDEN, fixmedins_code="H44010099999"))


def test_a_file_larger_than_any_other_message(sandbox: Sandbox, caller: Caller) -> None:
    content = b" " * (9 * 1024 * 1024)
    assert "infno" not in refused(caller.send("9101", content).json)
    assert caller.send("2204", content).status == 413
    assert len(sandbox.requests.of("9101")[0].body) == 8 * 1024 * 1024


def test_downloads_that_are_refused(sandbox: Sandbox, caller: Caller) -> None:
    file = output(upload(caller, HIDDEN))
    assert "没有这个文件查询号" in refused(download(caller, file | {"file_qury_no": "fsi/plc/1"}).json)
    assert "与文件查询号不符" in refused(download(caller, file | {"filename": "a.zip"}).json)
    assert "定点医药机构编号不一致" in refused(download(caller, file, fixmedins_code="plc").json)
    other = Caller({**caller.settings, "fixmedins_code": "H44010099999"})
    assert "没有这个文件查询号" in refused(download(other, file).json)
    assert download(caller, file | {"filename": "a.zip"}).headers["content-type"].startswith("application/json")
    sandbox.faults.add("clock-skew", 25 * 60 * 60)
    body = encode(caller.envelope("9102", {"fsDownloadIn": file | {"dld_endtime": ""}}))
    late = caller.send("9102", body, caller.headers(seconds=25 * 60 * 60)).json
    assert "已过下载截止时间" in refused(late)


TEXTS: dict[str, Callable[[str], object]] = {
    "rows-of-7": lambda text: all(line.count("\t") == 6 for line in text.splitlines()),
    "rows-of-11": lambda text: all(line.count("\t") == 10 for line in text.splitlines()),
    "rows-shifted": lambda text: all(
        cells[7 if cells[5] == "0" else 6].startswith(("平", "中心多"))
        for cells in (line.split("\t") for line in text.splitlines())
    ),
    "rows-trailing-tab": lambda text: all(line.endswith("\t") for line in text.splitlines()),
    "rows-crlf": lambda text: text.count("\r\n") == text.count("\n") == 40,
    "rows-no-end": lambda text: text.count("\n") == 39 and not text.endswith("\n"),
    "rows-bom": lambda text: text.startswith("\ufeff"),
}


@pytest.mark.parametrize("fault", TEXTS)
def test_an_odd_result_file(sandbox: Sandbox, caller: Caller, fault: str) -> None:
    assert TEXTS[fault](result_text(_downloaded(sandbox, caller, fault)))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("zip-truncated", "zip 不完整"),
        ("zip-path", "文件名带有路径"),
        ("zip-two", "有 2 个文件"),
        ("zip-encrypted", "已加密"),
        ("zip-bomb", "压缩炸弹"),
        ("zip-small-claim", "zip 已损坏"),
    ],
)
def test_a_zip_that_must_not_be_opened(sandbox: Sandbox, caller: Caller, fault: str, reason: str) -> None:
    answer = _downloaded(sandbox, caller, fault)
    assert answer.headers["content-type"] == "application/octet-stream"
    with pytest.raises(FileUnreadable, match=reason):
        unzip(answer.body)


def test_a_bomb_is_small_and_really_one(sandbox: Sandbox, caller: Caller) -> None:
    body = _downloaded(sandbox, caller, "zip-bomb").body
    assert len(body) < 8_000_000
    (info,) = zipfile.ZipFile(io.BytesIO(body)).infolist()
    assert info.file_size > 4_000_000_000
    with zipfile.ZipFile(io.BytesIO(body)).open(info) as entry:
        assert sum(len(entry.read(1 << 20)) for _ in range(50)) == 50 << 20


def test_an_encrypted_zip_needs_a_password(sandbox: Sandbox, caller: Caller) -> None:
    archive = zipfile.ZipFile(io.BytesIO(_downloaded(sandbox, caller, "zip-encrypted").body))
    with pytest.raises(RuntimeError, match="encrypted"):
        archive.read("result.txt")


def test_the_wrong_content_type(sandbox: Sandbox, caller: Caller) -> None:
    answer = _downloaded(sandbox, caller, "download-as-json")
    assert answer.headers["content-type"].startswith("application/json") and answer.body.startswith(b"PK")
    sandbox.faults.clear()
    answer = _downloaded(sandbox, caller, "download-error")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert refused(answer.json) == "文件下载失败，请稍后重试"


@pytest.mark.parametrize("fault", ["garbage", "html", "empty", "truncated", "http-500", "business-error"])
def test_faults_of_every_call_meet_downloads_too(sandbox: Sandbox, caller: Caller, fault: str) -> None:
    assert not zipfile.is_zipfile(io.BytesIO(_downloaded(sandbox, caller, fault).body))


def test_an_upload_answered_as_text(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("output-json", infno="9101")
    reply = upload(caller, HIDDEN)
    assert reply["output"].startswith('{"file_qury_no":"fsi/plc/')


def test_a_balance_in_six_digits(sandbox: Sandbox, caller: Caller) -> None:
    rows = [row for row in records("--rows", "40") if (row["险种"], row["清算类别"]) == ("310", "11")]
    sandbox.faults.add("balanced-000000")
    assert totals(caller, rows)["stmt_rslt"] == "000000"
    assert totals(caller, rows[1:])["stmt_rslt"] == "1"


def test_every_shape_of_a_file_is_tested() -> None:
    assert set(TEXTS) == set(TEXT_SHAPES)
    assert {*TEXT_SHAPES, *ZIP_SHAPES, *DOWNLOADS} < set(PURPOSES)
