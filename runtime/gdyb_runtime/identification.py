"""From what a front desk holds (a text, a reader's record) to the request that asks who a person is.

Which value goes into which field is a table of the generated package; here it is checked and filled in, so that a
number of one kind never ends in the field of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from .errors import RequestInvalid
from .id_number import departure, is_id_number, is_residence_permit, normalized
from .labels import interface_of, label_of
from .models import RequestModel
from .problems import Problem
from .types import zone_of

ModelT = TypeVar("ModelT", bound=RequestModel)
_ABSENT = object()
_AREA_CODE = re.compile("[0-9]{6}")
_FULL_WIDTH = frozenset(map(chr, range(0xFF01, 0xFF5F)))
"""What an input method makes of letters, digits and signs."""


class HasIdNumber(Protocol):
    """A record with an ID number: what a reader got from an ID card or a social security card."""

    @property
    def id_number(self) -> str:
        """18 characters."""
        ...


class SocialCardRecord(HasIdNumber, Protocol):
    """What a reader got from a social security card."""

    @property
    def card_number(self) -> str:
        """Card number (卡号)."""
        ...

    @property
    def card_sn(self) -> str:
        """Recognition code of the card (卡识别码)."""
        ...


class IssuedSocialCard(SocialCardRecord, Protocol):
    """What a reader got from a social security card, with where it was issued."""

    @property
    def area_code(self) -> str:
        """Six digits of the issuing area (发卡地区行政区划代码)."""
        ...


class QrRecord(Protocol):
    """What a scanner or reader got from an electronic voucher."""

    @property
    def code(self) -> str:
        """The voucher's code alone, without what a reader may put behind it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A number the caller gives: its name, how it is checked, and the wire names of the fields that get it."""

    name: str
    label: str
    check: str
    """One of ``CHECKS``."""
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way to identify a person."""

    arguments: tuple[Argument, ...]
    fixed: tuple[tuple[str, str], ...]
    """Pairs of wire name and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of two cases, by the area code that a record carries."""

    attribute: str
    label: str
    prefix: str
    """What the area code starts with inside."""
    inside: Case
    outside: Case


def fill(
    model: type[ModelT],
    case: Case,
    given: object = None,
    *,
    utc_offset: str,
    optional: Mapping[str, object],
    texts: Mapping[str, object] | None = None,
) -> ModelT:
    """The request of one case. ``given`` is the text of the only argument, or a record with one attribute for each.

    Raises:
        RequestInvalid: listing every argument that is missing, malformed or of another kind.
        TypeError: when both a record and single ``texts`` are given.
    """
    held = _held(case, given, texts or {})
    today = datetime.now(zone_of(utc_offset)).date()
    departures = list(_departures(case, held, today))
    problems = [_problem(model, *departure) for departure in departures]
    numbers = {wire: held[a.name] for a in case.arguments for wire in a.fields if isinstance(held[a.name], str)}
    try:
        filled = model(**{**optional, **dict(case.fixed), **numbers})
    except RequestInvalid as error:
        told = {wire for argument, *_ in departures for wire in argument.fields}
        problems += [problem for problem in error.problems if problem.field not in told]
    if problems:
        infno, title = interface_of(model)
        raise RequestInvalid(infno=infno, title=title, problems=tuple(problems))
    return filled


def choose(
    model: type[ModelT], choice: Choice, record: object, *, utc_offset: str, optional: Mapping[str, object]
) -> ModelT:
    """The request of the case that the record's area code picks.

    Raises:
        RequestInvalid: as by ``fill``, and when the area code is not six digits: nobody can tell then which case it is.
    """
    area = getattr(record, choice.attribute, None)
    if not isinstance(area, str) or not _AREA_CODE.fullmatch(area):
        infno, title = interface_of(model)
        rule = "required" if area in (None, "") else choice.attribute
        message = (
            f"应为 6 位数字，由它决定传哪些值；请给带有文本属性 {choice.attribute} 的读卡记录，或改用指明哪一种卡的方法"
        )
        name = choice.attribute
        problem = Problem(path=name, field=name, label=choice.label, message=message, rule=rule)
        raise RequestInvalid(infno=infno, title=title, problems=(problem,))
    case = choice.inside if area.startswith(choice.prefix) else choice.outside
    return fill(model, case, record, optional=optional, utc_offset=utc_offset)


def _held(case: Case, given: object, texts: Mapping[str, object]) -> dict[str, object]:
    """What was given for each argument; texts lose the blanks and line ends that scanners add."""
    names = [argument.name for argument in case.arguments]
    if given is None:
        held = {name: texts.get(name) for name in names}
    elif any(text is not None for text in texts.values()):
        raise TypeError(f"give either a record or {', '.join(names)}, not both")
    elif isinstance(given, str) and len(names) == 1:
        held = {names[0]: given}
    else:
        held = {name: getattr(given, name, _ABSENT) for name in names}
    checks = {argument.name: argument.check for argument in case.arguments}
    return {name: _cleaned(value, checks[name]) if isinstance(value, str) else value for name, value in held.items()}


def _cleaned(text: str, check: str) -> str:
    bare = text.strip()
    return normalized(bare) if check == "id_number" else bare


def _departures(case: Case, held: Mapping[str, object], today: date) -> Iterator[tuple[Argument, str, str]]:
    """Argument, rule and message of everything that is wrong with what was given."""
    seen: dict[str, Argument] = {}
    for argument in case.arguments:
        text = held[argument.name]
        if text is None or text == "":
            yield argument, "required", "必填，没有给值"
        elif not isinstance(text, str):
            yield argument, "string_type", f"应为文本（str），或带有文本属性 {argument.name} 的读卡记录"
        elif not text.isprintable() or any(char.isspace() for char in text):
            yield argument, argument.check, "中间含有空格或不可见字符"
        elif any(char in _FULL_WIDTH for char in text):
            yield argument, argument.check, "含有全角字符，请关闭输入法后重新扫码或输入"
        elif message := CHECKS[argument.check](text, today):
            yield argument, argument.check, message
        elif text in seen:
            yield argument, argument.check, f"与{seen[text].label}相同，两者应是不同的号码"
        else:
            seen[text] = argument


def _problem(model: type[RequestModel], argument: Argument, rule: str, message: str) -> Problem:
    wire = argument.fields[0]
    text = f"{argument.label}{message}"
    return Problem(path=wire, field=wire, label=label_of(model, wire), message=text, rule=rule)


def _id_number(text: str, today: date) -> str:
    message = departure(text, today=today)
    return f"：{message}" if message else ""


def _no_id_number(text: str, today: date) -> str:
    return "不能是身份证号码，请改用身份证查询" if is_id_number(normalized(text), today=today) else ""


def _machine_number(text: str, today: date) -> str:
    return _no_id_number(text, today) if text.isascii() else "应只有半角字母、数字与符号，请重新扫码或读卡"


def _voucher_code(text: str, today: date) -> str:
    # The reader's text goes on behind the code; the platform would not know the whole of it.
    return "含有 |，请只传第一个 | 之前的部分" if "|" in text else _machine_number(text, today)


def _document_number(text: str, today: date) -> str:
    # Not only ASCII: some documents have Chinese characters in their number.
    return "" if is_residence_permit(text) else _no_id_number(text, today)


CHECKS: Mapping[str, Callable[[str, date], str]] = {
    "id_number": _id_number,
    "voucher_code": _voucher_code,
    "card_number": _machine_number,
    "recognition_code": _machine_number,
    "document_number": _document_number,
}
"""What an argument may be, by name: gives what is wrong with a text in Chinese, without repeating it."""
