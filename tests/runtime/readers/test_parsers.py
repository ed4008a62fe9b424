"""Records of every arrangement come back item by item; anything else gives a ReaderError and never a shifted item."""

import base64
import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdyb.readers import SSCARD, IdentityCard, QrCode, ReaderError, RecordTruncated, SocialCard
from gdyb_runtime.readers._encoding import decode
from gdyb_runtime.readers.definition import ANY_REST, LITERAL, UNKNOWN_ITEM, Item, RecordLayout
from gdyb_runtime.readers.records import Photo, ReaderRecord, Validity

RECORDS: tuple[type[ReaderRecord], ...] = (SocialCard, IdentityCard, QrCode)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
HANZI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def texts(item: Item, separator: str) -> st.SearchStrategy[str]:
    """What an item may hold: anything its pattern allows, and where there is none anything but the separator."""
    if item.kind == "date":
        days = DAYS.map(lambda day: f"{day:%Y%m%d}")
        return days if item.name == "birth_date" else days | st.just("")
    if item.kind == "validity":
        return st.builds(
            lambda start, end: f"{start:%Y%m%d}-{end}", DAYS, DAYS.map(lambda d: f"{d:%Y%m%d}") | st.just("长期")
        )
    if item.kind == "photo":
        return st.binary(max_size=60).map(lambda data: base64.b64encode(data).decode())
    if item.pattern and item.pattern != ".+":
        return st.from_regex(item.pattern, fullmatch=True).filter(
            lambda text: separator not in text and text == text.strip()
        )
    allowed = st.text(HANZI | st.sampled_from(string.ascii_letters + string.digits + "-. ()年月"), max_size=12)
    # Also what looks like an item of another place.
    text = st.one_of(
        allowed.map(str.strip), DAYS.map(lambda d: f"{d:%Y%m%d}"), st.sampled_from(["长期", "1", "440300"])
    )
    return text.filter(bool) if item.pattern == ".+" else text


@st.composite
def records(draw: st.DrawFn, layout: RecordLayout) -> tuple[str, dict[str, str]]:
    """A text of one of the arrangements, and the text of each item in it."""
    names = draw(st.sampled_from(layout.arrangements))
    items = {item.name: item for item in layout.items}
    given: dict[str, str] = {}
    pieces = []
    for name in names:
        if name == ANY_REST:
            pieces += draw(
                st.lists(st.text(string.printable, max_size=5).filter(lambda t: layout.separator not in t), max_size=3)
            )
        elif name == UNKNOWN_ITEM:
            pieces.append(draw(st.text(string.ascii_letters + " ", max_size=12)).strip())
        elif name.startswith(LITERAL):
            pieces.append(name[len(LITERAL) :])
        else:
            given[name] = draw(texts(items[name], layout.separator))
            pieces.append(given[name])
    end = layout.separator if layout.is_terminated else ""
    return layout.separator.join(pieces) + end, given


def as_text(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    if isinstance(value, Validity):
        end = "长期" if value.is_long_term else as_text(value.end)
        return f"{as_text(value.start)}-{end}"
    if isinstance(value, Photo):
        return base64.b64encode(value.data).decode()
    return "" if value is None else str(value)


@pytest.mark.parametrize("record", RECORDS)
@settings(deadline=None, derandomize=True)
@given(data=st.data())
def test_every_item_comes_back_from_its_place(record: type[ReaderRecord], data: st.DataObject) -> None:
    raw, given = data.draw(records(record.layout))
    try:
        parsed = record.parse(raw, "sign")
    except ReaderError:
        # Two arrangements that both hold must be refused; which is only possible where their lengths are equal.
        lengths = [len(names) for names in record.layout.arrangements]
        assert lengths.count(len(raw.split(record.layout.separator)) - record.layout.is_terminated) > 1
        return
    assert {item.name: as_text(getattr(parsed, item.name)) for item in record.layout.items} == {
        item.name: given.get(item.name, "") for item in record.layout.items
    }
    assert (parsed.raw, parsed.signature) == (raw, "sign")


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "auto"])
@settings(deadline=None, derandomize=True)
@given(
    data=st.binary(max_size=200)
    | st.text("|^1440300长期-.20200101=ABC \r\n", max_size=200).map(lambda t: t.encode("gb18030"))
)
def test_arbitrary_bytes_give_a_record_or_a_reader_error(
    record: type[ReaderRecord], encoding: str, data: bytes
) -> None:
    try:
        text = decode(data, encoding)
    except UnicodeDecodeError:
        return
    try:
        assert record.parse(text).raw == text
    except ReaderError as error:
        assert len(text.strip()) < 8 or text.strip() not in str(error)


@pytest.mark.parametrize("record", [SocialCard, IdentityCard])
@settings(deadline=None, derandomize=True)
@given(data=st.data())
def test_a_record_cut_short_is_never_a_record(record: type[ReaderRecord], data: st.DataObject) -> None:
    raw, given = data.draw(records(record.layout))
    cut = data.draw(st.integers(0, len(raw) - 1))
    try:
        parsed = record.parse(raw[:cut])
    except ReaderError:
        return
    # Only where what is left is another arrangement in whole: every item it has is the item of the whole record.
    for item in record.layout.items:
        text = as_text(getattr(parsed, item.name))
        assert text in ("", given.get(item.name, ""))


def test_a_record_without_its_last_separator_was_cut_off() -> None:
    with pytest.raises(RecordTruncated, match="末尾没有分隔符"):
        SocialCard.parse("440300|1")


def is_common(char: str) -> bool:
    """Whether GB 2312 has the character: what names are written with; both of its bytes are beyond ASCII."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


@settings(deadline=None, derandomize=True)
@given(name=st.text(HANZI.filter(is_common), min_size=1, max_size=2))
def test_auto_never_takes_a_common_name_for_another(name: str) -> None:
    """Longer texts and rare characters can be ambiguous: 愠乲 in GBK is 㳁k in UTF-8."""
    assert decode(name.encode("gb18030"), "auto") == name
    assert decode(name.encode("utf-8"), "auto") == name


def test_the_name_that_plain_utf8_first_misreads() -> None:
    assert decode("郑一".encode("gb18030"), "auto") == "郑一"
    assert decode("𠮷䶮".encode("gb18030"), "gb18030") == "𠮷䶮"


def test_photo_kinds_and_line_breaks() -> None:
    def photo(data: bytes, wrap: int) -> Photo:
        encoded = base64.b64encode(data).decode()
        lines = "\r\n".join(encoded[i : i + wrap] for i in range(0, len(encoded), wrap))
        raw = f"{'1' * 17}X^钱测甲^男^汉^19810101^测试路1号^测试局^20100101-长期^{lines}^"
        found = IdentityCard.parse(raw).photo
        assert found is not None and found.data == data
        return found

    assert photo(b"BM" + bytes(60), 76).kind == "BMP"
    assert photo(b"\xff\xd8\xff" + bytes(60), 64).kind == "JPEG"
    assert photo(b"WLf" + bytes(1021), 76).kind == "WLT"
    assert photo(b"something", 1000).kind == "unknown"


def test_profiles_name_functions_of_the_library() -> None:
    functions = {function.name for function in SSCARD.functions}
    for profile in SSCARD.profiles:
        assert {printed for printed, _ in profile.symbols} | set(profile.unsupported) <= functions
    with pytest.raises(LookupError):
        SSCARD.profile("nowhere")
