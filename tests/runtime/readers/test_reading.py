"""Every record and failure of the library, in this process and through the helper: the same for both."""

import base64
from datetime import date
from pathlib import Path

import pytest

from gdyb.readers import (
    SSCARD,
    BufferOverrun,
    LibraryMissing,
    NativeReader,
    ReaderError,
    RecordTruncated,
    RecordUnreadable,
)
from gdyb_runtime.readers.records import Validity
from gdyb_sandbox._people.identity import is_synthetic

CARD_VARIANTS = ["normal", "card_leading_one", "card_extra_empty", "card_empty_device", "card_ten_items"]


@pytest.mark.parametrize("encoding", [None, "auto"])
@pytest.mark.parametrize("variant", CARD_VARIANTS)
def test_a_card_of_every_variant(reader, scenario, variant: str, encoding: str | None, opened) -> None:
    scenario(variant)
    if encoding:
        reader = opened(type(reader), encoding=encoding)
    card = reader.read_card()
    assert is_synthetic(card.id_number)
    assert (len(card.area_code), card.area_code.isdigit(), card.card_number[:2]) == (6, True, "ZZ")
    assert card.psn_name and card.psn_name.isprintable() and not card.psn_name.isascii()
    assert isinstance(card.issue_date, date) and isinstance(card.expiry_date, date)
    assert bool(card.device_no) == (variant not in ("card_empty_device", "card_ten_items"))
    assert card.raw.endswith("|") and card.signature
    assert card.id_number not in repr(card) and card.psn_name not in repr(card)


@pytest.mark.parametrize("word", ["normal", "utf8"])
def test_the_encoding_is_found_when_told_to(reader, scenario, opened, word: str) -> None:
    scenario(word)
    names = {
        opened(type(reader), encoding="auto").read_card().psn_name,
        opened(type(reader), encoding="auto").read_id().psn_name,
    }
    assert all("一" <= char <= "龥" for name in names for char in name)


@pytest.mark.parametrize("word", ["name_pipe", "name_caret"])
def test_a_name_that_holds_the_byte_of_a_separator(reader, scenario, word: str) -> None:
    scenario(word)
    name = reader.read_card().psn_name
    assert reader.read_id().psn_name == name
    assert {0x7C, 0x5E} & set(name.encode("gb18030"))


@pytest.mark.parametrize("extra", [[], ["id_extra_item"]])
@pytest.mark.parametrize(("photo", "kind", "size"), [("normal", "WLT", 1024), ("id_photo_bmp", "BMP", 38862)])
@pytest.mark.parametrize("lines", [[], ["id_photo_lines"]])
def test_an_identity_card_with_its_photo(reader, scenario, extra, photo: str, kind: str, size: int, lines) -> None:
    scenario(photo, *extra, *lines)
    card = reader.read_id()
    assert is_synthetic(card.id_number)
    assert card.id_number[6:14] == f"{card.birth_date:%Y%m%d}"
    assert (card.photo.kind, len(card.photo.data)) == (kind, size)
    assert card.validity.start is not None and card.validity.end is not None
    assert base64.b64encode(card.photo.data).decode() in "".join(card.raw.split())
    assert not card.address.isascii() and not card.issuing_authority.isascii()


def test_a_validity_without_end(reader, scenario) -> None:
    scenario("id_long_term", "id_photo_none")
    card = reader.read_id()
    assert card.validity == Validity(start=card.validity.start, end=None, is_long_term=True)
    assert card.photo is None


@pytest.mark.parametrize("word", ["normal", "qr_pipe"])
def test_a_code_is_what_stands_before_the_bar(reader, scenario, word: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    scenario(word, trace=trace)
    code = reader.read_qr(timeout=12.5)
    assert code.code and "|" not in code.code
    assert (code.raw == code.code) == (word == "normal")
    assert code.code not in repr(code)
    assert trace.read_text().splitlines()[-1].split()[-1] == "12500"


def test_seconds_where_a_library_counts_in_seconds(opened, scenario, tmp_path: Path) -> None:
    scenario("normal", trace=tmp_path / "trace.txt")
    opened(NativeReader, qr_timeout_unit="s").read_qr(timeout=7)
    assert (tmp_path / "trace.txt").read_text().splitlines()[-1].split()[-1] == "7"


@pytest.mark.parametrize("seconds", [0, -1, 3e9])
def test_a_time_that_does_not_fit_is_refused(opened, seconds: float) -> None:
    with pytest.raises(ValueError, match="32 bits"):
        opened(NativeReader).read_qr(timeout=seconds)


def test_what_init_and_the_buffers_get(opened, scenario, tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    scenario("normal", trace=trace)
    reader = opened(NativeReader, init_url="http://127.0.0.1:9/init", area="440600", record_buffer=5000)
    reader.init()
    reader.read_card()
    reader.read_id()
    lines = trace.read_text().splitlines()
    assert "pUrl http://127.0.0.1:9/init" in lines and "pUser 440600" in lines
    called = [line.split() for line in lines if line.split()[0] in ("Init", "ReadCardBas", "ReadSFZ")]
    assert [(line[0], line[3]) for line in called] == [("Init", "0"), ("ReadCardBas", "5000"), ("ReadSFZ", "131072")]


@pytest.mark.parametrize(("word", "code"), [("error", -1), ("error_negative", -2), ("error_large", 2147483647)])
def test_the_librarys_own_words(reader, scenario, word: str, code: int) -> None:
    scenario(word)
    with pytest.raises(ReaderError) as raised:
        reader.read_card()
    error = raised.value
    assert type(error) is ReaderError
    assert (error.function, error.code, error.text) == ("ReadCardBas", code, "卡片上电失败")
    assert str(error).startswith(f"ReadCardBas 读社保卡基本信息：没有成功（返回值 {code}）：卡片上电失败")


def test_a_failure_without_words(reader, scenario) -> None:
    scenario("error_silent")
    with pytest.raises(ReaderError, match="没有给出原因"):
        reader.read_id()


def test_nothing_in_the_buffers_is_no_record(reader, scenario) -> None:
    scenario("untouched")
    with pytest.raises(RecordUnreadable, match="没有内容"):
        reader.read_card()


def test_a_buffer_without_an_end(reader, scenario) -> None:
    scenario("no_nul")
    with pytest.raises(RecordTruncated, match="没有结束符") as raised:
        reader.read_card()
    assert raised.value.size == 4096


@pytest.mark.parametrize("word", ["overrun", "sign_overrun"])
def test_bytes_behind_the_end(reader, scenario, word: str) -> None:
    scenario(word)
    with pytest.raises(BufferOverrun) as raised:
        reader.read_card()
    assert (raised.value.function, raised.value.size) == ("ReadCardBas", 4096)


def test_a_photo_that_does_not_fit_is_no_photo(reader, scenario, opened) -> None:
    scenario("id_photo_bmp")
    small = opened(type(reader), photo_buffer=1024)
    with pytest.raises((RecordTruncated, ReaderError)) as raised:
        small.read_id()
    assert "GDYB_READER_PHOTO_BUFFER" in str(raised.value)


def test_calls_wait_for_init(reader, scenario) -> None:
    scenario("needs_init")
    assert reader.read_card().id_number


def test_init_that_fails_is_told_and_tried_again(reader, scenario) -> None:
    scenario("init_fails")
    with pytest.raises(ReaderError) as raised:
        reader.read_card()
    assert (raised.value.function, raised.value.code) == ("Init", -3)


def test_bytes_of_another_encoding(reader, scenario, tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes("乱码".encode("gbk") + b"\xff\xff|")
    scenario("normal", record=tmp_path / "record")
    with pytest.raises(RecordUnreadable, match="不是 gb18030 编码"):
        reader.read_card()


def test_init_gets_the_printed_address_of_an_environment(opened, scenario, tmp_path: Path) -> None:
    scenario("normal", trace=tmp_path / "trace.txt")
    opened(NativeReader, init_url="production").init()
    printed = {address.environment: address.url for address in SSCARD.init_addresses}
    assert f"pUrl {printed['production']}" in (tmp_path / "trace.txt").read_text()


def test_names_of_another_city(opened, compiled, scenario, tmp_path_factory) -> None:
    from support.readers import simulator

    library = simulator.build(tmp_path_factory.mktemp("gz"), gz=True)
    scenario("normal")
    reader = opened(NativeReader, library=library, profile="foshan")
    assert is_synthetic(reader.read_card().id_number)
    assert reader.read_qr().code
    with pytest.raises(LibraryMissing, match="没有已知的对应函数"):
        reader.read_id()
    with pytest.raises(LibraryMissing, match="没有函数 ReadCardBas"):
        opened(NativeReader, library=library).read_card()


def test_what_the_library_prints_does_no_harm(opened, scenario, capfd) -> None:
    scenario("prints")
    reader = opened()
    assert [reader.read_card().card_number for _ in range(3)] == [reader.read_card().card_number] * 3
    assert capfd.readouterr() == ("", "")
