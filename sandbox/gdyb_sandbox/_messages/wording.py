"""What a table found wrong, in Chinese: wire name, label, rule. No value that was sent is ever repeated."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from jsonschema import ValidationError

from gdyb_runtime.model.published import Schema
from gdyb_sandbox._messages.tables import JsonValue, Path, Table

_BARE = "不符合接口表格"
_TYPES = {"object": "对象", "array": "数组", "string": "文本", "number": "数值", "integer": "整数"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a message: where, its Chinese label, and what."""

    path: Path
    label: str = ""
    message: str

    def __str__(self) -> str:
        return describe([self])


class Refusal(Exception):
    """The message is answered with infcode -1 and these problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(describe(self.problems))


def problems_of(table: Table, definition: str, value: JsonValue) -> list[Problem]:
    """Everything in `value` that departs from a definition of the table."""
    problems: dict[Path, Problem] = {}
    for leaf in (leaf for error in table.errors(definition, value) for leaf in _leaves(error)):
        path = tuple(leaf.absolute_path)
        # One value often breaks several rules of its type at once; the first of them is enough.
        problems.setdefault(path, Problem(path=path, label=table.label(definition, path), message=_message(leaf)))
    return list(problems.values())


def describe(problems: Iterable[Problem], *, limit: int | None = None) -> str:
    """All problems in one text; the same problem in several rows is said once.

    Where the text would be longer than `limit` characters, labels give way first, then the rules, so that every field
    is still named; only then is it cut, with the number of the problems at its end.
    """
    all_problems = list(problems)
    unlabelled = [dataclasses.replace(problem, label="") for problem in all_problems]
    bare = [dataclasses.replace(problem, message=_BARE) for problem in unlabelled]
    texts = [_joined(all_problems), _joined(unlabelled), _joined(bare)]
    fitting = [text for text in texts if limit is None or len(text) <= limit]
    if fitting:
        return fitting[0]
    tail = f"…（共 {len(all_problems)} 处）"
    return texts[-1][: max((limit or 0) - len(tail), 0)] + tail


def _joined(problems: Iterable[Problem]) -> str:
    """Grouped by what is wrong: "detail[0,3].certno 证件号码、detail[0].setl_sn 结算流水号：必填；…"."""
    rows: dict[tuple[str, str, Path], list[int]] = {}
    for problem in problems:
        place: Path = tuple("*" if isinstance(step, int) else step for step in problem.path)
        numbers = rows.setdefault((problem.message, problem.label, place), [])
        numbers += [step for step in problem.path if isinstance(step, int)]
    names: dict[str, list[str]] = {}
    for (message, label, place), numbers in rows.items():
        names.setdefault(message, []).append(f"{_place(place, numbers)} {label}".strip())
    return "；".join("：".join(filter(None, ("、".join(places), message))) for message, places in names.items())


def _place(place: Path, rows: Sequence[int]) -> str:
    text = ""
    for step in place:
        text += f"[{_ranges(rows)}]" if step == "*" else f".{step}"
    return text.removeprefix(".")


def _ranges(numbers: Iterable[int]) -> str:
    """0, 1, 2, 5 as "0-2,5"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors of the type an optional field has when it is not empty, instead of "neither of two"."""
    branch = [part for part in error.context or () if part.schema_path and part.schema_path[0] == 0]
    if not branch:
        yield error
    for part in branch:
        yield from _leaves(part)


def _message(error: ValidationError) -> str:
    write = _MESSAGES.get(str(error.validator))
    return write(error.validator_value, error.instance, cast("Schema", error.schema)) if write else _BARE


def _type(value: object, _instance: object, _schema: Schema) -> str:
    names = value if isinstance(value, list) else [value]
    return f"类型不对，应为{'或'.join(_TYPES.get(str(name), str(name)) for name in names)}"


def _choices(value: object, _instance: object, schema: Schema) -> str:
    labels = cast("Mapping[str, str]", schema.get("x-labels", {}))
    codes = cast("Sequence[str]", value)
    return f"只能是 {'、'.join(f'{code}（{labels[code]}）' if code in labels else code for code in codes)}"


def _range(_value: object, _instance: object, schema: Schema) -> str:
    scale = schema.get("x-scale")
    return f"超出数值长度 {schema.get('x-precision')}{f',{scale}' if scale else ''}"


def _shape(_value: object, instance: object, schema: Schema) -> str:
    label = schema.get("x-pattern-label")
    return "必填" if instance == "" else f"应为{label}" if label else "格式不符"


def _length(instance: object) -> int:
    return len(cast("Sequence[object]", instance))


_MESSAGES: dict[str, Callable[[object, object, Schema], str]] = {
    "required": lambda _value, _instance, _schema: "必填",
    "minLength": lambda _value, _instance, _schema: "必填",
    "maxLength": lambda value, instance, _schema: f"最长 {value} 个字符，给了 {_length(instance)} 个",
    "enum": _choices,
    "pattern": _shape,
    "type": _type,
    "minItems": lambda value, _instance, _schema: f"至少 {value} 行",
    "maxItems": lambda value, instance, _schema: f"最多 {value} 行，给了 {_length(instance)} 行",
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
    "x-scale": lambda value, _instance, _schema: f"最多 {value} 位小数",
}
