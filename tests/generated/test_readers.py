"""The records of the card library are read at the right place or not at all; the module passes on what users need."""

from __future__ import annotations

import base64
import dataclasses
from datetime import date
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb import readers
from gdyb.environments import ENVIRONMENTS
from gdyb.readers import SSCARD, IdentityCard, QrCode, RecordTruncated, RecordUnreadable, SocialCard, Validity
from gdyb_generator.emit.python import readers as emit_readers
from gdyb_generator.lint import readers as lint_readers
from gdyb_generator.lint import vocabulary as lint_vocabulary
from gdyb_generator.spec import format as spec_format
from gdyb_generator.spec.format import readers as reader_format
from gdyb_runtime.readers import definition, errors
from gdyb_runtime.readers.records import ReaderRecord

AREA, ID, NAME = "440000", "110101199003078515", "测试"
CARD = [AREA, ID, "X00000019", "639900D15600000500BF7C7A48FB4966", NAME, "00814E43", "1.00", "20101001", "20201001"]
ENDINGS = [["410100813475", "D1"], ["410100813475", ""], ["410100813475", "D1", ""], ["410100813475"]]
PHOTO = base64.b64encode(bytes(1024)).decode()
PERSON = [ID, NAME, "男", "汉", "19900307", "某市一路 1 号", "某市公安局", "2010.01.01-2030.01.01"]
UNKNOWN = ["CE SHI", "01", "", "男", "19900307", "汉"]


def social(items: list[str]) -> SocialCard:
    return SocialCard.parse("".join(f"{item}|" for item in items))


def identity(items: list[str]) -> IdentityCard:
    return IdentityCard.parse("".join(f"{item}^" for item in items))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("leading", [[], ["1"]])
def test_social_card_in_every_arrangement(leading: list[str], ending: list[str]) -> None:
    if leading and ending[2:]:
        with pytest.raises(RecordUnreadable):
            social([*leading, *CARD, *ending])
        return
    card = social([*leading, *CARD, *ending])
    assert [card.area_code, card.id_number, card.card_number, card.card_sn, card.psn_name] == CARD[:5]
    assert (card.issue_date, card.expiry_date) == (date(2010, 10, 1), date(2020, 10, 1))
    assert (card.terminal_no, card.device_no) == ("410100813475", [*ending, ""][1])


@given(st.integers(0, len(CARD) - 1), st.booleans())
def test_a_social_card_with_an_item_too_many_or_too_few_is_no_card(place: int, is_missing: bool) -> None:
    moved = CARD[:place] + CARD[place + 1 :] if is_missing else [*CARD[:place], "?", *CARD[place:]]
    with pytest.raises(RecordUnreadable):
        social([*moved, "410100813475", "D1"])


@pytest.mark.parametrize("photo", [[], [""], [PHOTO]])
@pytest.mark.parametrize("unknown", [None, *UNKNOWN])
def test_identity_card_in_every_arrangement(unknown: str | None, photo: list[str]) -> None:
    extra = [] if unknown is None else [unknown]
    card = identity([*PERSON[:2], *extra, *PERSON[2:], *photo])
    assert [card.id_number, card.psn_name, card.sex, card.ethnic_group] == PERSON[:4]
    assert [card.birth_date, card.address, card.issuing_authority] == [date(1990, 3, 7), *PERSON[5:7]]
    assert card.validity == Validity(start=date(2010, 1, 1), end=date(2030, 1, 1), is_long_term=False)
    assert (card.photo is None) == (photo in ([], [""]))


@pytest.mark.parametrize("place", [0, 1, 3, 4, 5, 6, 7, 8])
def test_an_unknown_item_elsewhere_is_not_taken_for_another(place: int) -> None:
    moved = [*PERSON, PHOTO]
    moved.insert(place, "未知项")
    if place == 1:
        # Here the name itself would be the item that nobody knows, unless what stands in its place is no name.
        assert identity(moved).sex == "男"
        return
    with pytest.raises(RecordUnreadable):
        identity(moved)


@given(st.integers(1, len(PHOTO)))
def test_a_cut_photo_is_no_photo(length: int) -> None:
    text = "".join(f"{item}^" for item in PERSON) + PHOTO
    with pytest.raises(RecordTruncated):
        IdentityCard.parse(text[:-length] if length < len(PHOTO) else text)


@pytest.mark.parametrize("text", ["ABC", "ABC|", "ABC|任何|内容|", " ABC \r\n"])
def test_qr_code_is_what_stands_before_the_first_bar(text: str) -> None:
    assert QrCode.parse(text).code == "ABC"


@pytest.mark.parametrize("text", ["", "|ABC", "扫码超时", "A B|"])
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(RecordUnreadable):
        QrCode.parse(text)


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (social([*CARD, *ENDINGS[0]]), "area_code spec_version issue_date expiry_date terminal_no device_no"),
        (identity([*PERSON, PHOTO]), "issuing_authority validity"),
        (QrCode.parse("ABC"), ""),
    ],
)
def test_only_what_tells_nothing_about_a_person_is_shown(record: ReaderRecord, shown: str) -> None:
    assert [name for name, value in record.shown().items() if value != "***"] == shown.split()
    assert not any(value in repr(record) for value in (ID, NAME, *CARD[2:4], *PERSON[5:6], "ABC", PHOTO))


@pytest.mark.parametrize("record", [SocialCard, IdentityCard, QrCode])
def test_attributes_are_the_items_of_the_layout(record: type[ReaderRecord]) -> None:
    own = [field.name for field in dataclasses.fields(record) if field.name not in {"odd", "raw", "signature"}]
    assert own == [item.name for item in record.layout.items]
    assert record.layout.function in {function.name for function in SSCARD.functions}


def test_the_module_passes_on_every_error_of_the_runtime() -> None:
    found = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, errors.ReaderError)}
    assert set(emit_readers.ERRORS) == found
    assert readers.__all__ == sorted(readers.__all__)
    assert all(getattr(readers, name) is not None for name in readers.__all__)


def test_every_reader_reads_this_library() -> None:
    assert {kind.library for kind in (readers.NativeReader, readers.ReaderClient, readers.FakeReader)} == {SSCARD}


def test_init_addresses_are_of_the_printed_environments() -> None:
    assert [address.environment for address in SSCARD.init_addresses] == [e.id for e in ENVIRONMENTS]
    assert SSCARD.profiles[0].symbols == SSCARD.profiles[0].unsupported == ()


def test_the_generator_knows_the_kinds_of_the_runtime() -> None:
    assert get_args(spec_format.ParameterKind) == get_args(definition.ParameterKind)
    assert get_args(reader_format.ItemKind) == get_args(definition.ItemKind)
    marks = (lint_readers._UNKNOWN, lint_readers._REST, lint_readers._LITERAL)
    assert marks == (definition.UNKNOWN_ITEM, definition.ANY_REST, definition.LITERAL)
    public = {name for name in (*vars(ReaderRecord), *get_type_hints(ReaderRecord)) if not name.startswith("_")}
    assert public == lint_readers.TAKEN


def test_every_function_of_the_library_has_its_method() -> None:
    kinds = (readers.NativeReader, readers.ReaderClient, readers.FakeReader)
    public = {name for kind in kinds for name in dir(kind) if not name.startswith("_")} | {"settings", "calls"}
    operations = {function.operation for function in SSCARD.functions}
    assert all(callable(getattr(kind, operation)) for kind in kinds for operation in operations)
    assert public - operations == lint_vocabulary.TAKEN - {"pins", "delay"}
