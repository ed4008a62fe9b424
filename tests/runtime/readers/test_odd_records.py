"""Records as libraries of cities write them: one odd item is named and the others are read; nothing is ever shifted."""

from datetime import date

import pytest

from gdyb.readers import IdentityCard, RecordTruncated, RecordUnreadable, SocialCard

HEAD = "440100|{id}|A12345678|440100D15600000500000000000000AA|测试甲|00815400864401AABBCCDDEEFF|2.00"
USUAL = "20200101|20300101|000000000001|终端01|"
NUMBER = "440101199001011233"


def social(tail: str, number: str = NUMBER) -> str:
    return f"{HEAD.format(id=number)}|{tail}"


def test_a_date_in_another_notation_is_read_and_named() -> None:
    card = SocialCard.parse(social("2020-01-01|20300101|000000000001|终端01|"))
    assert (card.issue_date, card.expiry_date) == (date(2020, 1, 1), date(2030, 1, 1))
    assert card.odd == ("发卡日期",)
    assert (card.id_number, card.psn_name, card.device_no) == (NUMBER, "测试甲", "终端01")


def test_what_is_no_date_is_none_and_named() -> None:
    card = SocialCard.parse(social("20200101|长期|000000000001|终端01|"))
    assert (card.issue_date, card.expiry_date, card.odd) == (date(2020, 1, 1), None, ("卡有效期",))
    assert "长期" in card.raw


def test_an_odd_text_stands_as_it_came() -> None:
    card = SocialCard.parse(social(USUAL, "440101900101123"))
    assert (card.id_number, card.odd) == ("440101900101123", ("社会保障号码",))
    assert "440101900101123" not in repr(card)


@pytest.mark.parametrize(
    "tail", [USUAL + r"C:\zp.bmp|", "20200101|000000000001|终端01|", "20200101|x|000000000001|终端01|"]
)
def test_what_may_be_a_neighbour_is_no_odd_item(tail: str) -> None:
    with pytest.raises(RecordUnreadable):
        SocialCard.parse(social(tail))


def test_another_separator_is_named() -> None:
    card = SocialCard.parse(social(USUAL).replace("|", "^"))
    assert (card.id_number, card.expiry_date, card.odd) == (NUMBER, date(2030, 1, 1), ("分隔符 ^",))


def test_two_odd_items_are_no_record() -> None:
    with pytest.raises(RecordUnreadable, match="内容与位置不符"):
        SocialCard.parse(social("2020-01-01|长期|000000000001|终端01|"))


def test_another_order_is_no_record() -> None:
    text = f"测试甲|男|汉|19900101|广州市某路1号|{NUMBER}|20180101|20380101|某公安局|"
    with pytest.raises(RecordUnreadable, match="内容与位置不符") as caught:
        IdentityCard.parse(text)
    assert NUMBER not in str(caught.value)


def test_a_record_without_its_end_was_cut_off() -> None:
    with pytest.raises(RecordTruncated, match="末尾没有分隔符"):
        SocialCard.parse(social(USUAL).removesuffix("|"))
