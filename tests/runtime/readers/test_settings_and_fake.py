"""Settings from environment and file, and the reader that applications test with."""

import threading
from pathlib import Path

import pytest

from gdyb import PersonQuery
from gdyb.readers import (
    FakeReader,
    IdentityCard,
    NativeReader,
    QrCode,
    Reader,
    ReaderClient,
    ReaderError,
    ReaderSettings,
    ReaderTimeout,
    SocialCard,
)
from gdyb_runtime.errors import SettingsInvalid
from gdyb_sandbox._people.insured import insured
from support.waits import join

PERSON = insured(7, 3)
CARD = SocialCard.parse(
    f"440300|{PERSON.person.certno}|{PERSON.card_no}|{PERSON.card_sn}|{PERSON.person.name}|00AB|2.00|20200101|20300101|0||"
)
IDENTITY = IdentityCard.parse(
    f"{PERSON.person.certno}^{PERSON.person.name}^男^汉^{PERSON.person.birthday:%Y%m%d}^测试路1号^测试局^20200101-长期^^"
)


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GDYB_READER_LIBRARY", str(tmp_path / "库" / "SSCard.dll"))
    monkeypatch.setenv("GDYB_READER_QR_TIMEOUT", "12.5")
    monkeypatch.setenv("GDYB_READER_AREA", "440300")
    monkeypatch.setenv("GDYB_READER_INIT_URL", "test")
    settings = ReaderSettings.from_env()
    assert (settings.library, settings.qr_timeout, settings.area) == (tmp_path / "库" / "SSCard.dll", 12.5, "440300")
    monkeypatch.setenv("GDYB_READER_AREA", "")
    with pytest.raises(SettingsInvalid, match="GDYB_READER_AREA 使用地区：必填"):
        ReaderSettings.from_env()


def test_settings_from_a_file_beside_those_of_the_client(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text(
        '[gdyb]\npaasid = "x"\n\n[reader]\nlibrary = "驱动/SSCard.dll"\narea = "440300"\ninit_url = "test"\n',
        encoding="utf-8-sig",
    )
    settings = ReaderSettings.from_file(file)
    assert (settings.library, settings.area) == (tmp_path / "驱动" / "SSCard.dll", "440300")


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SettingsInvalid) as raised:
        ReaderSettings(record_buffer=1023, qr_timeout_unit="minutes", encoding="big5", libary="x")  # type: ignore[call-arg]
    text = str(raised.value)
    assert len(raised.value.problems) == 6
    assert "GDYB_READER_RECORD_BUFFER" in text and "应不小于 1024" in text and "GDYB_READER_LIBARY" in text


@pytest.mark.parametrize("kind", [NativeReader, ReaderClient])
def test_an_unknown_profile_names_the_known_ones(kind) -> None:
    with pytest.raises(SettingsInvalid, match="foshan"):
        kind(ReaderSettings(init_url="test", area="1", profile="nowhere"))


def test_every_reader_fits_the_protocol(library: Path) -> None:
    settings = ReaderSettings(library=library, init_url="test", area="440300")
    readers: list[Reader] = [FakeReader(), NativeReader(settings), ReaderClient(settings)]
    for reader in readers:
        reader.close()


def test_the_stand_in_plays_its_scenario() -> None:
    timeout = ReaderTimeout(function="ReadCardBas", seconds=1)
    reader = FakeReader(read_card=[timeout, CARD], read_id=[IDENTITY], read_qr=[QrCode.parse("code|rest")])
    with pytest.raises(ReaderTimeout):
        reader.read_card()
    assert [reader.read_card(), reader.read_card(), reader.read_id()] == [CARD, CARD, IDENTITY]
    assert reader.read_qr().code == "code"
    assert reader.calls == ["read_card"] * 3 + ["read_id", "read_qr"]
    with pytest.raises(ReaderError, match="没有卡片"):
        FakeReader().read_id()


def test_the_stand_in_counts_pins() -> None:
    reader = FakeReader(pins=[ReaderError(code=-1, text="密码错误"), None])
    with pytest.raises(ReaderError, match="密码错误"):
        reader.verify_pin()
    reader.change_pin()
    assert reader.pin_failures() == 1
    reader.reset_pin_failures()
    assert reader.pin_failures() == 0


def test_the_stand_in_serves_one_at_a_time() -> None:
    reader = FakeReader(read_card=[CARD], delay=0.01)
    threads = [threading.Thread(target=reader.read_card) for _ in range(4)]
    for thread in threads:
        thread.start()
    join(*threads)
    assert len(reader.calls) == 4


def test_records_feed_the_query_of_a_person() -> None:
    in_province = PersonQuery.social_card_in_province(CARD)
    assert (in_province.mdtrt_cert_type, in_province.mdtrt_cert_no) == ("02", PERSON.person.certno)
    cross = PersonQuery.social_card_cross_province(CARD)
    assert (cross.mdtrt_cert_type, cross.mdtrt_cert_no, cross.card_sn, cross.certno) == (
        "03",
        PERSON.card_no,
        PERSON.card_sn,
        PERSON.person.certno,
    )
    assert PersonQuery.id_card(IDENTITY).mdtrt_cert_no == PERSON.person.certno
    assert PersonQuery.electronic_voucher(QrCode.parse("ABC123|more")).mdtrt_cert_no == "ABC123"


def test_nothing_personal_is_shown_by_itself() -> None:
    for record in (CARD, IDENTITY):
        for text in (repr(record), str(record), f"{record}", repr([record]), str(record.shown())):
            for personal in (PERSON.person.certno, PERSON.person.name, PERSON.card_no, PERSON.card_sn):
                assert personal not in text
    assert CARD.shown(personal=True)["id_number"] == PERSON.person.certno
