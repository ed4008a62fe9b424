"""An interface that the package has no table of: its input goes out and its output comes back as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from gdyb_runtime.problems import Problem, join_path

from .base import ReplyModel, RequestModel
from .operation import Effect, Operation
from .scalars import as_text

__all__ = ["RawInput", "RawOutput", "check_plain", "check_raw", "raw_operation", "telling_texts"]

_INFNO = re.compile(r"[0-9A-Za-z]{1,10}")
_SHORTEST_NUMBER = 6
_SHORTEST_NAME = 2
_MOST_DIGITS = 100


class RawInput(RequestModel):
    """The input of an interface without a table; what is sent stands beside it."""


class RawOutput(ReplyModel):
    """The output of an interface without a table."""

    value: Any
    """The output as plain data, numbers as int or Decimal."""


_Known = Operation[RequestModel, ReplyModel]


def raw_operation(infno: str, effect: Effect, known: _Known | None) -> Operation[RawInput, RawOutput]:
    """A number as an operation, with the name that the package knows it by; `check_raw` says what is wrong with it."""
    return Operation(
        infno=infno,
        name="",
        title=known.title if known else "（不照表格）",
        effect=effect,
        input_type=RawInput,
        output_type=RawOutput,
        ask=known.ask if known else (),
    )


def check_raw(infno: str, effect: str, nodes: object, known: _Known | None) -> Iterator[Problem]:
    """What keeps a raw call from being sent; a command that the package knows is never repeated like a query."""
    if not isinstance(infno, str) or not _INFNO.fullmatch(infno):
        message = "应为 1 至 10 位字母或数字"
        yield Problem(path="infno", field="infno", label="交易编号", message=message, rule="infno")
    if effect not in get_args(Effect):
        message = f"只能是 {' 或 '.join(get_args(Effect))}"
        yield Problem(path="effect", field="effect", message=message, rule="one_of")
    elif known is not None and known.effect == "command" and effect == "query":
        message = f"{infno} {known.title} 改变平台上的数据，不能按查询（query）调用"
        yield Problem(path="effect", field="effect", message=message, rule="effect")
    if isinstance(nodes, Mapping):
        yield from check_plain(nodes)
    else:
        yield Problem(path="input", field="input", label="交易输入", message="应为字典，键是节点名", rule="dict_type")


def check_plain(value: object, path: tuple[int | str, ...] = ()) -> Iterator[Problem]:
    """What of plain data has no exact form on the wire."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, str):
                yield from check_plain(item, (*path, key))
            else:
                yield _problem(path, "键应为文本（str）", "string_type")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from check_plain(item, (*path, index))
    elif isinstance(value, float):
        yield _problem(path, '不接受 float，会丢失精度；请写 Decimal("1.23") 或文本', "float")
    elif isinstance(value, str):
        if any("\ud800" <= char <= "\udfff" for char in value):
            yield _problem(path, "含有无法用 UTF-8 编码的字符", "string_unicode")
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
        if not number.is_finite():
            yield _problem(path, "应为有限的数字", "finite_number")
        elif abs(number.adjusted()) >= _MOST_DIGITS:
            yield _problem(path, f"数字最多 {_MOST_DIGITS} 位", "max_digits")
    elif value is not None:
        yield _problem(path, f"应为文本、数字、列表或字典，给了 {type(value).__name__}；日期请写成文本", "plain_type")


def telling_texts(value: object) -> Iterator[str]:
    """The values that may tell of a person where no table says which do: words, and long numbers."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from telling_texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from telling_texts(item)
    elif isinstance(value, str | int | Decimal):
        text = as_text(value)
        if len(text) >= (_SHORTEST_NUMBER if text.isascii() else _SHORTEST_NAME):
            yield text


def _problem(path: tuple[int | str, ...], message: str, rule: str) -> Problem:
    field = next((part for part in reversed(path) if isinstance(part, str)), "input")
    return Problem(path=join_path(path) or "input", field=field, message=message, rule=rule)
