"""The scalar types: what they take, what they refuse, and in which words."""

# ruff: noqa: DTZ001 - times on the wire are the platform's wall clock, without zone
from __future__ import annotations

import enum
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from gdyb_runtime.model.base import Code
from gdyb_runtime.model.types import Number, OneOf, Text, Whole, WireDate, WireDateTime, zone_of

AMOUNT = TypeAdapter(Annotated[Decimal, Number(16, 2)])
WHOLE = TypeAdapter(Annotated[int, Whole(12)])
TEXT = TypeAdapter(Annotated[str, Text(4)])
MONTH = TypeAdapter(Annotated[str, Text(2, "^(0[1-9]|1[0-2])$", "两位数字的月份 01-12")])
FLAG = TypeAdapter(Annotated[str, Text(3), OneOf("flag", (("0", "否"), ("1", "是")))])
MOMENT = TypeAdapter(Annotated[datetime, WireDateTime("+08:00")])
DAY = TypeAdapter(Annotated[date, WireDate()])


class Flag(Code):
    NO = "0", "否"
    YES = "1", "是"


def refusal(adapter: TypeAdapter[Any], value: object) -> str:
    """The message with which a value is refused."""
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("99999999999999.99"), "99999999999999.99"),
        ("99999999999999.99", "99999999999999.99"),
        ("-99999999999999.99", "-99999999999999.99"),
        (0, "0.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
        (Decimal("-0.000"), "0.00"),
        (Decimal("0E+999999999"), "0.00"),
        (Decimal("1E+2"), "100.00"),
        ("1.500", "1.50"),
        ("007.1", "7.10"),
        (10**13, "10000000000000.00"),
    ],
)
def test_number_takes(value: object, expected: str) -> None:
    number = AMOUNT.validate_python(value)
    assert str(number) == expected
    assert type(number) is Decimal


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        True,
        None,
        "",
        " 1.50",
        "1,234.00",
        "1e3",
        "1E+999999999",
        "+1",
        ".5",
        "1.",
        "１",
        "NaN",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("sNaN"),
        Decimal("1e999999999"),
        Decimal("1e-999999999"),
        Decimal("100000000000000"),
        Decimal("99999999999999.999"),
        Decimal("0.001"),
        10**14,
        10**5000,
        "9" * 100000,
        b"1",
        [1],
    ],
    ids=lambda value: str(type(value)) if isinstance(value, int) else repr(value)[:20],
)
def test_number_refuses(value: object) -> None:
    assert refusal(AMOUNT, value)


def test_number_says_what_is_wrong() -> None:
    assert refusal(AMOUNT, 0.1) == "不接受 float（会丢失精度），请用 Decimal 或文本"
    assert refusal(AMOUNT, "100000000000000") == "整数部分最多 14 位（数值型 16,2）"
    assert refusal(AMOUNT, "0.001") == "最多 2 位小数（数值型 16,2）"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**14) + 1, max_value=10**14 - 1))
def test_every_amount_is_exact(value: Decimal) -> None:
    assert AMOUNT.validate_python(value) == value
    assert AMOUNT.validate_python(format(value, "f")) == value
    assert AMOUNT.validate_python(value).as_tuple().exponent == -2


@given(st.decimals() | st.text() | st.integers() | st.floats() | st.none() | st.binary())
def test_numbers_are_taken_or_refused_cleanly(value: object) -> None:
    for adapter in (AMOUNT, WHOLE, MOMENT, DAY, TEXT):
        try:
            adapter.validate_python(value)
        except ValidationError:
            continue


@pytest.mark.parametrize(
    ("value", "expected"),
    [(12, 12), ("012", 12), ("-5", -5), (Decimal("12.00"), 12), (10**12 - 1, 10**12 - 1), (Flag.YES, 1)],
)
def test_whole_takes(value: object, expected: int) -> None:
    assert WHOLE.validate_python(value) == expected
    assert type(WHOLE.validate_python(value)) is int


def test_whole_takes_the_integers_of_number_libraries() -> None:
    class Int64:
        def __index__(self) -> int:
            return 7

    assert WHOLE.validate_python(Int64()) == 7
    assert AMOUNT.validate_python(Int64()) == Decimal("7.00")


@pytest.mark.parametrize(
    "value",
    [True, 1.0, "1.0", "", " 1", "1e3", "一", 10**12, Decimal("0.5"), Decimal("1e999999999"), Decimal("NaN")],
    ids=str,
)
def test_whole_refuses(value: object) -> None:
    assert refusal(WHOLE, value)


def test_text() -> None:
    assert TEXT.validate_python("中文中文") == "中文中文"
    assert type(TEXT.validate_python(Flag.YES)) is str
    for value in ("", "12345", 5, b"a", "\ud800", None):
        assert refusal(TEXT, value)


def test_pattern_names_what_it_wants() -> None:
    assert MONTH.validate_python("01") == "01"
    assert refusal(MONTH, "13") == "应为两位数字的月份 01-12"
    assert refusal(MONTH, "1") == "应为两位数字的月份 01-12"
    # A dollar that also matched before a line break would let two lines through.
    assert "应为" in refusal(TypeAdapter(Annotated[str, Text(9, "^a$", "a")]), "a\n")


def test_codes() -> None:
    assert FLAG.validate_python("1") == "1"
    assert type(FLAG.validate_python(Flag.YES)) is str
    assert refusal(FLAG, "2") == "只能是 0（否）、1（是）"
    assert Flag("1").label == "是"
    assert (Flag.YES, f"{Flag.YES}", isinstance(Flag.YES, enum.StrEnum)) == ("1", "1", True)


def test_long_dictionaries_are_shortened() -> None:
    codes = tuple((str(number), f"第{number}") for number in range(100))
    message = refusal(TypeAdapter(Annotated[str, Text(3), OneOf("long", codes)]), "x")
    assert "100 个代码（字典 long）" in message
    assert "99" not in message


def test_braces_in_labels_stay() -> None:
    adapter = TypeAdapter(Annotated[str, Text(3), OneOf("odd", (("1", "{x} {choices}"),))])
    assert refusal(adapter, "2") == "只能是 1（{x} {choices}）"


def test_moments() -> None:
    expected = datetime(2020, 12, 1, 8, 9, 10)
    assert MOMENT.validate_python("2020-12-01 08:09:10") == expected
    assert MOMENT.validate_python(expected) == expected
    assert MOMENT.validate_python(datetime(2020, 12, 1, 0, 9, 10, tzinfo=UTC)) == expected
    assert MOMENT.validate_python(datetime(2020, 11, 30, 19, 9, 10, tzinfo=timezone(timedelta(hours=-5)))) == expected
    assert MOMENT.validate_python(expected.replace(fold=1)).fold == 0
    # Cut, not rounded: a second that is not over yet must not become the next one.
    assert MOMENT.validate_python(expected.replace(microsecond=999_999)) == expected
    for text in (
        "2020-12-01T08:09:10",
        "2020-12-01 08:09:10.999999",
        "2020-12-01T00:09:10Z",
        "2020-12-01T08:09:10+0800",
    ):
        assert MOMENT.validate_python(text) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2020-12-01",
        "2020-12-01T08:09",
        "2020-12-01T08:09:10+25:00",
        "2020-13-01 08:09:10",
        "2020-12-01 24:00:00",
        "2020-12-01 08:09:10\n",
        "２020-12-01 08:09:10",
        date(2020, 12, 1),
        1606781350,
    ],
    ids=str,
)
def test_moments_refused(value: object) -> None:
    assert refusal(MOMENT, value)


def test_days() -> None:
    assert DAY.validate_python("2020-02-29") == date(2020, 2, 29)
    assert DAY.validate_python(date(2020, 2, 29)) == date(2020, 2, 29)
    for value in ("2021-02-29", "20200229", datetime(2020, 2, 29), 0):
        assert refusal(DAY, value)


def test_offsets() -> None:
    assert zone_of("+08:00").utcoffset(None) == timedelta(hours=8)
    assert zone_of("-03:30").utcoffset(None) == -timedelta(hours=3, minutes=30)
    with pytest.raises(ValueError, match="utc offset"):
        zone_of("Asia/Shanghai")
