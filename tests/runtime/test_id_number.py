"""GB 11643: what is an ID number and what is wrong with a text that is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.persons.id_number import (
    birth_date,
    check_digit,
    departure,
    is_id_number,
    is_residence_permit,
    normalized,
)
from gdyb_sandbox._people.identity import person

TODAY = date(2024, 2, 29)
PEOPLE = st.integers(0, 9_999_999).map(lambda number: person(7, number))


def numbered(first14: str, sequence: str = "001") -> str:
    """An ID number of the never issued province 10 with the right check digit."""
    return first14 + sequence + check_digit(first14 + sequence)


def test_the_check_digit_of_the_standard() -> None:
    # The two examples that GB 11643-1999 prints.
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@given(PEOPLE)
def test_people_have_id_numbers(someone) -> None:
    assert departure(someone.certno, today=TODAY) == ""
    assert is_id_number(someone.certno, today=TODAY)
    assert birth_date(someone.certno) == someone.birthday
    assert not is_residence_permit(someone.certno)


@given(PEOPLE, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(someone, place: int, char: str) -> None:
    wrong = someone.certno[:place] + char + someone.certno[place + 1 :]
    assert is_id_number(wrong, today=TODAY) == (wrong == someone.certno)


@given(PEOPLE, st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_found(someone, place: int) -> None:
    number = someone.certno
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_id_number(wrong, today=TODAY) == (wrong == number)


@given(st.text() | st.text("0123456789Xx１Ⅹ", min_size=15, max_size=19))
def test_any_text_is_judged_without_being_repeated(text: str) -> None:
    message = departure(text, today=TODAY)
    assert bool(message) != is_id_number(text, today=TODAY)
    assert len(text) < 4 or text not in message


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "应为 18 位"),
        ("1" * 17, "给了 17 个字符"),
        ("1" * 19, "给了 19 个字符"),
        ("100000900101001", "15 位的旧号码，已停用"),
        ("１" * 18, "全角"),
        ("1" * 17 + "x", "应为数字或 X"),
        ("X" * 18, "前 17 位应为数字"),
        ("10000019900230000X", "第 7 至 14 位不是有效的出生日期"),
        (numbered("10000018991231"), "第 7 至 14 位不是有效的出生日期"),
        (numbered("10000000000101"), "第 7 至 14 位不是有效的出生日期"),
        (numbered("10000020240301"), "在今天之后"),
    ],
)
def test_what_is_wrong_is_said(number: str, said: str) -> None:
    assert said in departure(number, today=TODAY)


def test_a_wrong_check_digit_is_said_without_the_right_one() -> None:
    right = person(7, 0).certno
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    assert departure(wrong, today=TODAY) == "最后一位校验码不符，号码有误，请核对"


def test_the_day_of_birth_may_be_today() -> None:
    number = numbered(f"100000{TODAY:%Y%m%d}")
    assert is_id_number(number, today=TODAY)
    assert not is_id_number(number, today=TODAY - timedelta(days=1))


def test_a_small_x_is_made_a_large_one() -> None:
    number = next(n for i in range(100) if (n := person(7, i).certno).endswith("X"))
    assert normalized(number.lower()) == number
    assert normalized(number) == number
    assert normalized("") == ""


@pytest.mark.parametrize("area", ["810000", "820000", "830000", "911100"])
def test_residence_permits_are_numbered_like_id_cards(area: str) -> None:
    number = numbered(f"{area}19900101")
    assert is_id_number(number, today=TODAY) and is_residence_permit(number)
