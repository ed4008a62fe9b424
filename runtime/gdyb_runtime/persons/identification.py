"""From what a front desk holds (a text, a reader's record) to the request that asks who a person is.

Which value goes into which field is a table of the generated package; here it is checked and filled in, so that a
number of one kind never ends in the field of another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar

from gdyb_runtime.errors import RequestInvalid
from gdyb_runtime.model.base import RequestModel
from gdyb_runtime.model.labels import interface_of, label_of
from gdyb_runtime.model.notations import says_nothing
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.problems import Problem

from .id_number import departure, is_id_number, is_residence_permit, normalized

__all__ = [
    "Argument",
    "Case",
    "Check",
    "Choice",
    "HasIdNumber",
    "IssuedSocialCard",
    "QrRecord",
    "SocialCardRecord",
    "choose",
    "fill",
]

ModelT = TypeVar("ModelT", bound=RequestModel)
_ABSENT = object()
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|www\.", re.ASCII)
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
class Check:
    """What a number has to be; the name stands as rule in the problems of a wrong one."""

    name: str
    id_number: Literal["only", "refused", "unless_permit"]
    """Whether it is a resident's ID number, must not be one, or may be one only of a residence permit."""
    is_ascii: bool = False
    ends_before: str = ""
    """A character that stands behind the number in what a reader gives, and not in it."""
    in_json: tuple[str, ...] = ()
    """Where the number stands in the JSON that a local service answers with; empty where none does."""

    def number_in(self, text: str) -> str:
        """The number in a service's answer; any other text as it is."""
        value: object = text
        for key in self.in_json:
            if isinstance(value, str):
                value = _json(value)
            if not isinstance(value, dict) or key not in value:
                return text
            value = value[key]
        return value.strip() if isinstance(value, str) else text

    def message(self, text: str, today: date) -> str:
        """What is wrong with a text, in Chinese and without repeating it; empty when nothing is."""
        if self.id_number == "only":
            message = departure(text, today=today)
            return f"：{message}" if message else ""
        # The reader's text goes on behind the number; the platform would not know the whole of it.
        if text[:1] in ("{", "["):
            where = ".".join(self.in_json)
            return "是 JSON，不是号码" + (f"；只认得本机服务的答复，它的 {where} 是号码" if where else "")
        if _ADDRESS.match(text):
            return "是网址，不是号码；请扫号码本身的二维码"
        if self.ends_before and self.ends_before in text:
            return f"含有 {self.ends_before}，请只传第一个 {self.ends_before} 之前的部分"
        if self.is_ascii and not text.isascii():
            return "应只有半角字母、数字与符号，请重新扫码或读卡"
        if self.id_number == "unless_permit" and is_residence_permit(text):
            return ""
        return "不能是身份证号码，请改用身份证查询" if is_id_number(normalized(text), today=today) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A number the caller gives: its name, how it is checked, and the wire names of the fields that get it."""

    name: str
    label: str
    check: Check
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
    source: object = None,
    *,
    utc_offset: str,
    optional: Mapping[str, object],
    texts: Mapping[str, object] | None = None,
) -> ModelT:
    """The request of one case. ``source`` is the text of the only argument, or a record with one attribute for each.

    Raises:
        RequestInvalid: listing every argument that is missing, malformed or of another kind.
        TypeError: when both a record and single ``texts`` are provided.
    """
    values = _values(case, source, texts or {})
    today = datetime.now(zone_of(utc_offset)).date()
    departures = list(_departures(case, values, today))
    problems = [_problem(model, *departure) for departure in departures]
    numbers = {wire: values[a.name] for a in case.arguments for wire in a.fields if isinstance(values[a.name], str)}
    try:
        filled = model(**{**optional, **dict(case.fixed), **numbers})
    except RequestInvalid as error:
        reported = {wire for argument, *_ in departures for wire in argument.fields}
        problems += [problem for problem in error.problems if problem.field not in reported]
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


def _values(case: Case, source: object, texts: Mapping[str, object]) -> dict[str, object]:
    """The value of each argument; whitespace that scanners add is stripped from texts."""
    names = [argument.name for argument in case.arguments]
    if source is None:
        values = {name: texts.get(name) for name in names}
    elif any(text is not None for text in texts.values()):
        raise TypeError(f"give either a record or {', '.join(names)}, not both")
    elif isinstance(source, str) and len(names) == 1:
        values = {names[0]: source}
    else:
        values = {name: getattr(source, name, _ABSENT) for name in names}
    checks = {argument.name: argument.check for argument in case.arguments}
    return {name: _cleaned(value, checks[name]) if isinstance(value, str) else value for name, value in values.items()}


def _cleaned(text: str, check: Check) -> str:
    bare = check.number_in(text.strip())
    return normalized(bare) if check.id_number == "only" else bare


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _departures(case: Case, values: Mapping[str, object], today: date) -> Iterator[tuple[Argument, str, str]]:
    """Argument, rule and message of each invalid value."""
    seen: dict[str, Argument] = {}
    for argument in case.arguments:
        text = values[argument.name]
        if text is None or (isinstance(text, str) and says_nothing(text)):
            yield argument, "required", "必填，没有给值"
        elif not isinstance(text, str):
            yield argument, "string_type", f"应为文本（str），或带有文本属性 {argument.name} 的读卡记录"
        elif not text.isprintable() or any(char.isspace() for char in text):
            yield argument, argument.check.name, "中间含有空格或不可见字符"
        elif any(char in _FULL_WIDTH for char in text):
            yield argument, argument.check.name, "含有全角字符，请关闭输入法后重新扫码或输入"
        elif message := argument.check.message(text, today):
            yield argument, argument.check.name, message
        elif text in seen:
            yield argument, argument.check.name, f"与{seen[text].label}相同，两者应是不同的号码"
        else:
            seen[text] = argument


def _problem(model: type[RequestModel], argument: Argument, rule: str, message: str) -> Problem:
    wire = argument.fields[0]
    text = f"{argument.label}{message}"
    return Problem(path=wire, field=wire, label=label_of(model, wire), message=text, rule=rule)
