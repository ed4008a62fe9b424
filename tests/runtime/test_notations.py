"""The table of how times and numbers are written: what is read, as what, and what is never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.model.notations import (
    NUMBERS,
    TIMES,
    raw_shape,
    read_moment,
    read_number,
    says_nothing,
    why_no_number,
)
from gdyb_runtime.model.scalars import Reading
from gdyb_runtime.model.types import Number, Whole

MOMENT = datetime(2026, 1, 5, 9, 27, 42)  # noqa: DTZ001
DAY = datetime(2026, 1, 5)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026/1/5 9:27:42", MOMENT),  # C#, Delphi
        ("2026/1/5 0:00:00", DAY),
        ("2026/1/5 下午 3:04:05", datetime(2026, 1, 5, 15, 4, 5)),  # noqa: DTZ001
        ("2026/01/05 上午 12:04:05", datetime(2026, 1, 5, 0, 4, 5)),  # noqa: DTZ001
        ("2026-01-05 星期一 9:27:42", MOMENT),  # C# where Windows shows the weekday
        ("2026/1/5 9:27", datetime(2026, 1, 5, 9, 27)),  # noqa: DTZ001 - Excel
        ("2026.01.05", DAY),
        ("2026-1-5", DAY),
        ("2026年1月5日", DAY),
        ("2026年01月05日 09时27分42秒", MOMENT),
        ("２０２６－０１－０５", DAY),
        ("2026-01-05T09:27:42.999999999", MOMENT),  # Java's LocalDateTime
        ("2026-01-05T09:27", datetime(2026, 1, 5, 9, 27)),  # noqa: DTZ001
        ("2026-01-05T01:27:42.000+0000", MOMENT),  # Jackson
        ("2026-01-05T09:27:42+08:00[Asia/Shanghai]", MOMENT),
        ("2026-01-04T20:27:42-05:00", MOMENT),
        ("2026-01-05 09:27:42.0", MOMENT),  # Java's Timestamp
        ("20260105", DAY),
        ("20260105092742", MOMENT),
        ("20260105092742123", MOMENT),
        ("20260105T012742Z", MOMENT),
        ("Mon Jan 05 09:27:42 CST 2026", MOMENT),  # Java's Date
        ("Mon Jan 05 01:27:42 UTC 2026", MOMENT),
        ("Mon Jan 05 09:27:42 GMT+08:00 2026", MOMENT),
        ("Mon Jan 05 2026 09:27:42 GMT+0800 (中国标准时间)", MOMENT),  # JavaScript
        ("Mon, 05 Jan 2026 01:27:42 GMT", MOMENT),
        ("Jan 5, 2026 9:27:42 AM", MOMENT),  # Gson
        ("Jan 5, 2026, 9:27:42\u202fPM", datetime(2026, 1, 5, 21, 27, 42)),  # noqa: DTZ001 - since Java 20
        ("Jan  5 2026  9:27AM", datetime(2026, 1, 5, 9, 27)),  # noqa: DTZ001 - SQL Server
        ("05-JAN-2026 09:27:42", MOMENT),  # Oracle
        ("05-1月 -2026", DAY),
        ("/Date(1767576462000+0800)/", MOMENT),
        (r"\/Date(1767576462999)\/", MOMENT),
        ("1767576462000", MOMENT),
        (1767576462000, MOMENT),
        (20260105, DAY),
        ([2026, 1, 5, 9, 27, 42], MOMENT),
        ([2026, 1, 5], DAY),
        ({"time": 1767576462000, "year": 126, "month": 0, "date": 5}, MOMENT),  # json-lib
        (-631180800000, datetime(1950, 1, 1)),  # noqa: DTZ001
    ],
    ids=str,
)
def test_times_that_are_read(text: object, moment: datetime) -> None:
    read = read_moment(text)
    assert read is not None and read.value == moment
    assert read.label


@pytest.mark.parametrize(
    "text",
    [
        "1/7/2026",  # January or July
        "07-JAN-26",  # 1926 or 2026
        "26-1-5",
        "2026-01",
        "202601",
        "1767576462",  # seconds, or a day and an hour
        "199001011200",  # milliseconds, or yyyyMMddHHmm
        "13912345678",
        "46027",  # Excel's day number
        "2026-02-30",
        "2026-01-05 24:00:00",
        "2026-01-05 9:27:60",
        "2026/01-05",
        "下午 3:04",
        "2026-01-05 下午 15:04:05",
        "2026-01-05 上午 3:04:05 PM",
        "0000-00-00",
        "2026-W02-1",
        "٢٠٢٦-٠١-٠٥",
        "二〇二六年一月五日",
        "Mon Jan 05 09:27:42 EST 2026",
        "2026-01-05T09:27:42+99:00",
        "9" * 500,
        "",
        True,
        None,
        1.5,
        [2026, 1],
        [2026, 1, True],
        {"time": "1767576462000", "year": 126, "month": 0},
    ],
    ids=str,
)
def test_times_that_are_not_guessed(text: object) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize("born", [date(1947, 7, 1), date(1988, 7, 1), date(1990, 1, 1), date(1991, 9, 1)])
def test_a_day_of_chinas_summer_time_stays_that_day(born: date) -> None:
    """Java knows of the summer times and counts midnight from UTC+9; C# on Windows does not."""
    for hours in (8, 9):
        midnight = datetime(born.year, born.month, born.day, tzinfo=timezone(timedelta(hours=hours)))
        written = [int(midnight.timestamp()) * 1000, f"/Date({int(midnight.timestamp()) * 1000})/"]
        written.append(midnight.astimezone(UTC).isoformat())
        is_summer = born.month in range(5, 10)
        for text in written if hours == 8 or is_summer else []:
            read = read_moment(text)
            assert read is not None and read.value.date() == born, text


def test_every_row_of_the_table_reads_its_example() -> None:
    for notation in TIMES:
        read = read_moment(notation.example)
        assert read is not None and read.label == notation.label
        assert read.value.date() == MOMENT.date()
    for number in NUMBERS:
        got = read_number(number.example, is_money=number.is_money)
        assert got is not None and got.label == number.label


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5,000.00", "5000.00"),
        ("-1,234,567.8", "-1234567.8"),
        ("1.2345678E7", "12345678"),
        ("1E+2", "100"),
        ("2.5e-1", "0.25"),
        ("100.1234", "100.1234"),
        ("￥1,234.50", "1234.50"),
        ("¥ -5.00", "-5.00"),
        ("100.00元", "100.00"),
        ("(100.00)", "-100.00"),
        ("+5", "5"),
        (".5", "0.5"),
        ("007.50", "7.50"),
        (" 12.30 ", "12.30"),
        (7, "7"),
        (Decimal("1E+2"), "100"),
    ],
    ids=str,
)
def test_amounts_that_are_read_exactly(text: object, number: str) -> None:
    with localcontext() as context:
        context.prec = 3
        read = read_number(text, is_money=True)
    assert read is not None
    assert read.value == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "1_0.00",
        "１２．００",
        "１００.00",
        "（100.00）",
        "٣",
        "๑๒",
        "½",
        "②",
        "1.234,50",
        "12,34",
        "1,234,56",
        "5 000",
        "(-5)",
        "--5",
        "5-",
        "0x10",
        "NaN",
        "Infinity",
        "1e999",
        "1E",
        "￥",
        "￥￥5",
        "()",
        "一百",
        "9" * 500,
        "",
        True,
        1.5,
        Decimal("NaN"),
    ],
    ids=str,
)
def test_no_amounts(text: object) -> None:
    if text != "￥￥5":
        assert read_number(text, is_money=True) is None


def test_full_width_digits_are_numbers_and_no_money() -> None:
    read = read_number("１２", is_money=False)
    assert read is not None and read.value == 12
    assert Whole(3).convert("１２") == Reading(value=12, label="全角数字")
    assert Number(16, 2).convert("１２．００") is None
    assert why_no_number("１２．００") == "全角数字不作为金额"
    assert why_no_number("12.00") == why_no_number("一") == ""


@pytest.mark.parametrize("text", ["", "  ", "null", "NULL", "Null", r"\N", "(null)", "None", "undefined"])
def test_words_for_no_value(text: str) -> None:
    assert says_nothing(text)


@given(st.text(max_size=30) | st.text("0123456789-/.: TZ+年月日,eE()￥１_", max_size=30) | st.integers())
def test_any_text_is_read_or_not(text: object) -> None:
    read_moment(text)
    number = read_number(text, is_money=True)
    if number is not None:
        assert number.value.is_finite()
        again = read_number(text, is_money=False)
        assert again is not None and again.value == number.value
    says_nothing(str(text))
    assert len(raw_shape(text)) <= 41


@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_what_is_printed_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    java = f"{moment:%a %b %d %H:%M:%S} CST {moment.year}"
    sharp = f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}"
    half = f"{moment.year}/{moment.month}/{moment.day} {'上午' if moment.hour < 12 else '下午'} {moment:%I:%M:%S}"
    for text in (java, sharp, half, f"{moment:%Y%m%d%H%M%S}", moment.isoformat() + "+08:00"):
        read = read_moment(text)
        assert read is not None and read.has_time
        assert read.value == moment or read.value - moment == timedelta(hours=1)


def test_the_shape_of_a_value_says_nothing_of_it() -> None:
    assert raw_shape("440101199001011233 张三 x") == "999999999999999999 文文 A"
    assert raw_shape("9" * 60) == "9" * 40 + "…"
    assert (raw_shape(5), raw_shape([1]), raw_shape({}), raw_shape(True)) == ("数字", "列表", "对象", "布尔值")
