"""How programs write times and numbers: the one table of what is read, beside the printed form, and what it is called.

Replies, result files, an institution's own records and card records all read by it. The printed forms
(``yyyy-MM-dd``, ``yyyy-MM-dd HH:mm:ss``, ``-12.30``) are the readers' own fast paths; only what departs from them comes
here. What two programs would read differently (``1/7/2026``, ``07-JAN-26``, ``1.234,50``, ten digits) is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache

__all__ = [
    "NO_VALUE",
    "NUMBERS",
    "TIMES",
    "Moment",
    "NumberNotation",
    "ReadNumber",
    "TimeNotation",
    "raw_shape",
    "read_moment",
    "read_number",
    "says_nothing",
    "time_text",
    "why_no_number",
]

NO_VALUE = frozenset({"null", "(null)", r"\n", "none", "nil", "undefined", "<null>"})
"""Words, in lower case, that databases and languages print where a time or a number is missing."""

_PLATFORM_ZONE = timezone(timedelta(hours=8))
_LONGEST = 100
_LARGEST_EXPONENT = 100
_SHAPE_SHOWN = 40
_HOUR = timedelta(hours=1)

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTH = r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CHINESE_WEEKDAY = r"(?: ?(?:星期|周)[一二三四五六日天])?"
_CHINESE_DAY = rf"(?P<year>[0-9]{{4}})年(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日{_CHINESE_WEEKDAY}"
_ZONE = r"(?: ?(?P<zone>Z|(?:GMT|UTC)?[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2}|GMT|UTC|CST|CDT))?(?:\[[A-Za-z_/+-]+\])?"
_HALF = r"(?P<{}>[AP]M|上午|下午)"
_CLOCK = (
    rf"(?:{_HALF.format('before')} ?)?(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})"
    rf"(?::(?P<second>[0-9]{{2}})(?:[.,:][0-9]{{1,9}})?)?(?: ?{_HALF.format('after')})?"
)
_CHINESE_CLOCK = r"(?P<hour>[0-9]{1,2})[时点](?P<minute>[0-9]{1,2})分(?:(?P<second>[0-9]{1,2})秒)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeNotation:
    """One way to write a day or a moment."""

    label: str
    """What people call it, in Chinese."""
    pattern: str
    example: str
    read: Callable[[Mapping[str, str | None], tzinfo], datetime | None]
    """The wall clock of the zone, from the parts of the pattern; None where the parts contradict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was read from a text."""

    value: datetime
    """Naive, on the platform's wall clock, without fractions of a second: they are cut off."""
    has_time: bool
    """Whether the text had a time of day."""
    label: str
    """How it was written, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNotation:
    """One way to write a number."""

    label: str
    pattern: str
    example: str
    is_money: bool = True
    """Whether an amount may be written so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """What was read from a text."""

    value: Decimal
    """Exact; nothing is rounded."""
    label: str
    """How it was written, in Chinese."""


def _calendar(parts: Mapping[str, str | None], zone: tzinfo) -> datetime | None:
    """Year, month and day with or without a clock; with a zone of its own it is brought to the platform's."""
    month = parts.get("month")
    number = int(month) if month else _MONTHS[(parts["name"] or "").lower()[:3]]
    hour = _hour(parts)
    if hour is None:
        return None
    wall = datetime(  # noqa: DTZ001 - wire times have no zone
        int(parts["year"] or 0),
        number,
        int(parts["day"] or 0),
        hour,
        int(parts.get("minute") or 0),
        int(parts.get("second") or 0),
    )
    written_zone = _zone_in(parts.get("zone"))
    return wall if written_zone is None else _on_wall(wall.replace(tzinfo=written_zone), zone)


def _hour(parts: Mapping[str, str | None]) -> int | None:
    """The hour of 24; None for one that its half of the day does not have, or with two halves."""
    hour = int(parts.get("hour") or 0)
    halves = {half for name in ("before", "after") if (half := parts.get(name))}
    if not halves:
        return hour
    if len(halves) > 1 or not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if halves & {"PM", "下午"} else 0)


def _zone_in(text: str | None) -> tzinfo | None:
    """The zone that a text names, None where it means the wall clock: CST, and CDT of the summers 1986 to 1991."""
    if not text or text in ("CST", "CDT"):
        return None
    offset = text.removeprefix("GMT").removeprefix("UTC")
    if offset in ("", "Z"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-distance if offset[0] == "-" else distance)


def _instant(parts: Mapping[str, str | None], zone: tzinfo) -> datetime | None:
    milliseconds = int(parts["milliseconds"] or 0)
    return _on_wall(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds), zone)


def _on_wall(moment: datetime, zone: tzinfo) -> datetime:
    """The wall clock of a moment; midnight in one of China's summer times stays the midnight that was written."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    was_summer = (1940 <= wall.year <= 1949 or 1986 <= wall.year <= 1991) and 4 <= wall.month <= 10
    is_hour_before = (wall.hour, wall.minute, wall.second, wall.microsecond) == (23, 0, 0, 0)
    return wall + _HOUR if was_summer and is_hour_before else wall


def _epoch(parts: Mapping[str, str | None], zone: tzinfo) -> datetime | None:
    """Milliseconds since 1970, unless twelve digits may also be yyyyMMddHHmm."""
    digits = parts["milliseconds"] or ""
    if len(digits) == 12 and re.fullmatch(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][0-2][0-9][0-5][0-9]", digits):
        return None
    return _instant(parts, zone)


TIMES: tuple[TimeNotation, ...] = (
    TimeNotation(
        label="年月日以 - 分隔",
        example="2026-1-5T09:27:42.000+0800",
        pattern=rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}}){_CHINESE_WEEKDAY}"
        rf"(?:[T ]{_CLOCK}{_ZONE})?",
        read=_calendar,
    ),
    TimeNotation(
        label="年月日以 / 或 . 分隔（C#、Excel、Delphi）",
        example="2026/1/5 0:00:00",
        pattern=rf"(?P<year>[0-9]{{4}})(?P<separator>[/.])(?P<month>[0-9]{{1,2}})(?P=separator)(?P<day>[0-9]{{1,2}})"
        rf"{_CHINESE_WEEKDAY}(?:[T ]{_CLOCK}{_ZONE})?",
        read=_calendar,
    ),
    TimeNotation(
        label="中文的年月日",
        example="2026年1月5日 9:27:42",
        pattern=rf"{_CHINESE_DAY}(?: ?{_CLOCK})?",
        read=_calendar,
    ),
    TimeNotation(
        label="中文的年月日时分秒",
        example="2026年1月5日9时27分42秒",
        pattern=rf"{_CHINESE_DAY} ?{_CHINESE_CLOCK}",
        read=_calendar,
    ),
    TimeNotation(
        label="没有分隔符的年月日",
        example="20260105092742",
        pattern=r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
        r"(?:(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})(?:[0-9]{3})?)?",
        read=_calendar,
    ),
    TimeNotation(
        label="没有分隔符的年月日，后接时间",
        example="20260105 09:27:42",
        pattern=rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})"
        rf"(?:[T ]{_CLOCK}|"
        rf"T(?P<hour2>[0-9]{{2}})(?P<minute2>[0-9]{{2}})(?P<second2>[0-9]{{2}})(?:\.[0-9]{{1,9}})?){_ZONE}",
        read=lambda parts, zone: _calendar(_second_clock(parts), zone),
    ),
    TimeNotation(
        label="Java 的 Date.toString()",
        example="Mon Jan 05 09:27:42 CST 2026",
        pattern=rf"{_WEEKDAY} {_MONTH} (?P<day>[0-9]{{1,2}}) {_CLOCK}{_ZONE} (?P<year>[0-9]{{4}})",
        read=_calendar,
    ),
    TimeNotation(
        label="JavaScript 的 Date.toString()",
        example="Mon Jan 05 2026 09:27:42 GMT+0800 (中国标准时间)",
        pattern=rf"{_WEEKDAY} {_MONTH} (?P<day>[0-9]{{1,2}}) (?P<year>[0-9]{{4}})(?: {_CLOCK}{_ZONE}(?: \(.*\))?)?",
        read=_calendar,
    ),
    TimeNotation(
        label="HTTP 的日期",
        example="Mon, 05 Jan 2026 01:27:42 GMT",
        pattern=rf"(?:{_WEEKDAY}, )?(?P<day>[0-9]{{1,2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_CLOCK}{_ZONE}",
        read=_calendar,
    ),
    TimeNotation(
        label="英文的月日年（Gson、SQL Server）",
        example="Jan 5, 2026 9:27:42 AM",
        pattern=rf"(?:{_WEEKDAY},? )?{_MONTH} (?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}})"
        rf"(?:,? (?:at )?{_CLOCK}{_ZONE})?",
        read=_calendar,
    ),
    TimeNotation(
        label="Oracle 的日月年",
        example="05-JAN-2026 09:27:42",
        pattern=rf"(?P<day>[0-9]{{1,2}})-(?:{_MONTH}|(?P<month>[0-9]{{1,2}})月) ?-(?P<year>[0-9]{{4}})(?: {_CLOCK})?",
        read=_calendar,
    ),
    TimeNotation(
        label="Jackson 的数组",
        example="[2026, 1, 5, 9, 27, 42]",
        pattern=r"\[(?P<year>[0-9]{4}), ?(?P<month>[0-9]{1,2}), ?(?P<day>[0-9]{1,2})"
        r"(?:, ?(?P<hour>[0-9]{1,2}), ?(?P<minute>[0-9]{1,2})(?:, ?(?P<second>[0-9]{1,2})(?:, ?[0-9]{1,9})?)?)?\]",
        read=_calendar,
    ),
    TimeNotation(
        label="C# 的 /Date(毫秒)/",
        example="/Date(1767576462000+0800)/",
        pattern=r"\\?/Date\((?P<milliseconds>-?[0-9]{1,15})(?:[+-][0-9]{4})?\)\\?/",
        read=_instant,
    ),
    TimeNotation(
        label="1970 年以来的毫秒",
        example="1767576462000",
        # Fewer digits may be a day or a phone number, more are yyyyMMddHHmmss.
        pattern=r"(?P<milliseconds>[0-9]{12,13}|-[0-9]{9,13})",
        read=_epoch,
    ),
)
"""Every way to write a time that is read; a text that fits two rows means the same in both."""

_SIGN = "[+-]?"
NUMBERS: tuple[NumberNotation, ...] = (
    NumberNotation(
        label="带正号、多余的 0 或只有小数点一侧", pattern=rf"{_SIGN}(?:[0-9]+\.?[0-9]*|\.[0-9]+)", example="+007.5"
    ),
    NumberNotation(
        label="带千位分隔符", pattern=rf"{_SIGN}[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]*)?", example="5,000.00"
    ),
    NumberNotation(
        label="科学计数法",
        pattern=rf"{_SIGN}(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{{1,3}}",
        example="1.2345678E7",
    ),
    NumberNotation(label="带货币符号", pattern=r"[￥¥] ?(?P<inner>.+)|(?P<bare>.+?) ?元", example="￥1,234.50"),
    NumberNotation(label="括号表示负数", pattern=r"\((?P<owed>[^+()-]+)\)", example="(100.00)"),
    # An input method writes them, no program does: whoever typed an amount in them looks at it again.
    NumberNotation(label="全角数字", pattern=r"(?=.*[\uff01-\uff5e])(?P<wide>.+)", example="１２", is_money=False),
)
"""Every way to write a number that is read. Underscores (``1_0.00``) and digits of other scripts are in none."""


def read_moment(value: object, zone: tzinfo = _PLATFORM_ZONE) -> Moment | None:
    """A day or moment in any notation of the table; None when it is none. Lists and whole numbers come from JSON."""
    text = time_text(value)
    if not text or len(text) > _LONGEST:
        return None
    plain = _narrowed(text)
    for notation, pattern in _times():
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        parts = match.groupdict()
        try:
            moment = notation.read(parts, zone)
        except (ValueError, OverflowError):
            continue
        if moment is not None:
            label = notation.label if plain == text else f"全角字符，{notation.label}"
            return Moment(value=moment.replace(microsecond=0), has_time=_has_time(parts), label=label)
    return None


def time_text(value: object) -> str:
    """A time of JSON as the text that the table reads, with single blanks; empty when it can be none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else ""
    if isinstance(value, list):
        return str(value) if 3 <= len(value) <= 7 and all(type(part) is int for part in value) else ""
    # json-lib writes a Java Date with all its parts and the milliseconds among them.
    if isinstance(value, dict) and {"time", "year", "month"} <= value.keys() and type(value["time"]) is int:
        return f"/Date({value['time']})/"
    return " ".join(value.split()) if isinstance(value, str) else ""


def read_number(value: object, *, is_money: bool) -> ReadNumber | None:
    """A number in any notation of the table, exact; None when it is none. An amount takes the notations for money."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return _bearable(Decimal(value), "整数")
    if isinstance(value, Decimal):
        return _bearable(value, "JSON 数字") if value.is_finite() else None
    if not isinstance(value, str) or len(value) > 2 * _LONGEST:
        return None
    return _number(value.strip(), is_money=is_money)


def why_no_number(value: object) -> str:
    """Why a text is read as a number but not as an amount, in Chinese; empty where it is no number at all."""
    read = read_number(value, is_money=False)
    return f"{read.label}不作为金额" if read is not None and read_number(value, is_money=True) is None else ""


def says_nothing(text: str) -> bool:
    """Whether a text stands for no value: blank, or one of NO_VALUE."""
    bare = text.strip().lower()
    return not bare or bare in NO_VALUE


def raw_shape(value: object) -> str:
    """What a value looks like, nothing of what it says: 9 for a digit, A for a letter, 文 for any other character."""
    if not isinstance(value, str):
        return {bool: "布尔值", int: "数字", Decimal: "数字", list: "列表", dict: "对象"}.get(type(value), "其它类型")
    shape = "".join(map(_shape, value[:_SHAPE_SHOWN]))
    return shape + ("…" if len(value) > _SHAPE_SHOWN else "")


@cache
def _times() -> tuple[tuple[TimeNotation, re.Pattern[str]], ...]:
    return tuple((notation, re.compile(notation.pattern, re.IGNORECASE)) for notation in TIMES)


@cache
def _numbers() -> tuple[tuple[NumberNotation, re.Pattern[str]], ...]:
    return tuple((notation, re.compile(notation.pattern)) for notation in NUMBERS)


def _number(text: str, *, is_money: bool) -> ReadNumber | None:
    for notation, pattern in _numbers():
        match = pattern.fullmatch(text)
        if match is None or (is_money and not notation.is_money):
            continue
        parts = match.groupdict()
        inner = next((part for part in parts.values() if part), None)
        if inner is None:
            return _bearable(Decimal(text.replace(",", "")), notation.label)
        narrow = _narrowed(inner)
        if narrow == inner and "wide" in parts:
            return None
        read = _number(narrow, is_money=is_money)
        if read is None:
            return None
        value = read.value.copy_negate() if parts.get("owed") and read.value else read.value
        return ReadNumber(value=value, label=notation.label)
    return None


def _bearable(number: Decimal, label: str) -> ReadNumber | None:
    """None for a number nobody could print or convert to int without filling the memory."""
    return ReadNumber(value=number, label=label) if abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def _second_clock(parts: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The parts with a clock without colons put where the other one stands."""
    other = {name: parts[f"{name}2"] for name in ("hour", "minute", "second") if parts.get(f"{name}2")}
    return {**parts, **other}


def _has_time(parts: Mapping[str, str | None]) -> bool:
    return any(parts.get(name) for name in ("hour", "hour2", "milliseconds"))


def _narrowed(text: str) -> str:
    """Full-width ASCII as ASCII; digits of other scripts stay, and fit nothing."""
    return text.translate(_NARROW)


def _shape(char: str) -> str:
    if char.isdigit():
        return "9"
    if char.isalpha():
        return "A" if char.isascii() else "文"
    return char if char.isascii() and char.isprintable() else "文"


_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
