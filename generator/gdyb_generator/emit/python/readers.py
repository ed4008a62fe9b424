"""The reader library: its records as classes, its functions and city editions as tables, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gdyb_generator import ir
from gdyb_generator.emit.describe import docstring_safe, whole_docstring
from gdyb_generator.spec import format as form
from gdyb_generator.spec.format import readers as reader_format

# Public names of the runtime that the module passes on; a test compares the errors with the runtime's own list.
ERRORS = (
    "ArchitectureMismatch",
    "BufferOverrun",
    "HelperUnusable",
    "LibraryMissing",
    "PinGuardTripped",
    "PinGuardUnavailable",
    "ReaderBusy",
    "ReaderCrashed",
    "ReaderError",
    "ReaderTimeout",
    "RecordTruncated",
    "RecordUnreadable",
)
CLASSES = ("FakeReader", "NativeReader", "Photo", "Reader", "ReaderClient", "ReaderSettings", "Validity")
# What a value of each kind is in Python.
TYPES: dict[reader_format.ItemKind, str] = {
    "text": "str",
    "date": "date | None",
    "validity": "Validity | None",
    "photo": "Photo | None",
}
_UNKNOWN = {"?": "含义不明的项", "*": "其余不读", "=": "空项"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One attribute of a record class."""

    name: str
    type: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method of a reader: its parameters behind self, what it returns, and the call that it makes."""

    name: str
    parameters: str
    returns: str
    call: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClass:
    """One record class."""

    name: str
    layout: str
    doc: list[str]
    fields: list[Field]


def context(library: ir.ReaderLibrary) -> dict[str, object]:
    """What the template prints."""
    return {
        "constant": library.constant,
        "names": names(library),
        "errors": ERRORS,
        "records": [_record(record) for record in library.records],
        "arguments": list(_arguments(library.record)),
        "methods": [method for function in library.record.functions for method in _methods(library, function)],
        "results": [(function.operation, record) for function, record in _reading(library)],
        "pin_card": next((o.pin_of for o in library.operations.values() if o.pin_of), ""),
        "title": docstring_safe(library.record.label),
        "doc": _library_doc(library),
    }


def names(library: ir.ReaderLibrary) -> list[str]:
    """Public names of the module, sorted."""
    return sorted({*ERRORS, *CLASSES, library.constant, *(record.record.record for record in library.records)})


def _reading(library: ir.ReaderLibrary) -> Iterator[tuple[reader_format.Function, str]]:
    """Every function that reads a record, with the record's class."""
    records = {item.function.name: item.record.record for item in library.records}
    yield from ((f, records[f.name]) for f in library.record.functions if f.name in records)


def _methods(library: ir.ReaderLibrary, function: reader_format.Function) -> Iterator[Method]:
    """The method of a function that reads a record or asks for a PIN; the runtime has those of the others."""
    record = dict((one.name, record) for one, record in _reading(library)).get(function.name, "")
    operation = library.operations.get(function.operation)
    waits = any(parameter.kind == "number" for parameter in function.parameters)
    text = docstring_safe(f"{function.label}（{function.name}）")
    if record:
        yield Method(
            name=function.operation,
            parameters=", *, timeout: float | None = None" if waits else "",
            returns=record,
            call=f"return self.read({record}{', timeout=timeout' if waits else ''})",
            doc=f"{text}；timeout 是等待的秒数，不给则用设置里的。" if waits else f"{text}。",
        )
    elif operation is not None and operation.pin_of:
        yield Method(
            name=function.operation,
            parameters="",
            returns="None",
            call=f"self.enter_pin({function.operation!r})",
            doc=f"{text}：由持卡人在密码键盘上输入；从不自动重试，失败按卡计数。",
        )


def _record(record: ir.ReaderRecord) -> RecordClass:
    return RecordClass(
        name=record.record.record,
        layout=_layout(record.record),
        doc=_record_doc(record),
        fields=[
            Field(name=item.record.name, type=TYPES[item.record.kind], doc=whole_docstring(_item_text(item)))
            for item in record.items
        ],
    )


def _layout(record: reader_format.Record) -> str:
    items = "".join(f"{_item(item)}, " for item in record.items)
    arrangements = tuple(tuple(arrangement.items) for arrangement in record.arrangements)
    return (
        f"RecordLayout(name={record.record!r}, label={record.label!r}, function={record.function!r}, "
        f"separator={record.separator!r}, is_terminated={record.terminated}, items=({items}), "
        f"arrangements={arrangements!r})"
    )


def _item(item: reader_format.Item) -> str:
    """The expression of one item; what is as usual is left out."""
    options = {
        "kind": item.kind if item.kind != "text" else "",
        "pattern": item.pattern,
        "sensitive": item.sensitive if item.sensitive != "public" else "",
    }
    extra = "".join(f", {key}={value!r}" for key, value in options.items() if value)
    return f"Item(name={item.name!r}, label={item.label!r}{extra})"


def _arguments(library: reader_format.ReaderFile) -> Iterator[tuple[str, str]]:
    """Keyword and expression of everything a library consists of but its record classes."""
    yield "id", repr(library.library)
    yield "label", repr(library.label)
    yield "file_name", repr(library.file_name)
    yield "encoding", repr(library.encoding)
    yield "functions", _tuple(_function(function) for function in library.functions)
    yield "profiles", _tuple(_profile(profile) for profile in library.profiles)
    yield (
        "init_addresses",
        _tuple(f"InitAddress(environment={a.environment!r}, url={a.url!r})" for a in library.init_addresses),
    )
    yield "pin_tries", repr(library.pin_tries)


def _tuple(expressions: Iterator[str]) -> str:
    return "(" + "".join(f"{expression}, " for expression in expressions) + ")"


def _function(function: reader_format.Function) -> str:
    parameters = _tuple(f"Parameter(name={p.name!r}, kind={p.kind!r})" for p in function.parameters)
    return (
        f"Function(name={function.name!r}, label={function.label!r}, operation={function.operation!r}, "
        f"parameters={parameters})"
    )


def _profile(profile: reader_format.Profile) -> str:
    symbols = tuple((symbol.function, symbol.symbol) for symbol in profile.symbols)
    unsupported = tuple(item.function for item in profile.unsupported)
    options = {"symbols": symbols, "unsupported": unsupported}
    extra = "".join(f", {key}={value!r}" for key, value in options.items() if value)
    return f"Profile(id={profile.id!r}, label={profile.label!r}{extra})"


def _item_text(item: ir.ReaderItem) -> str:
    record = item.record
    parts = [
        record.label,
        "个人信息" if record.sensitive != "public" else "",
        f"格式 {record.pattern}" if record.pattern else "",
        f"文档第 {record.line} 行",
        *(f"勘误 {erratum.id}：{erratum.decision}" for erratum in item.errata),
    ]
    return " · ".join(part for part in parts if part)


def _record_doc(record: ir.ReaderRecord) -> list[str]:
    table, function = record.record, record.function
    end = "，最后一项之后也有" if table.terminated else ""
    source = (
        f"由 {function.name}（{function.label}）读出，各项以 {table.separator} 分隔{end}（文档第 {function.lines} 行）"
    )
    arrangements = [f"- {arrangement_text(arrangement)}" for arrangement in table.arrangements]
    paragraphs = [
        [f"{table.label}：{source}。"],
        ["排列由各项的形状决定，没有一种说得通时不给出任何一项：", *arrangements],
        *_errata_texts(record.errata),
    ]
    return _lines(paragraphs)


def _errata_texts(errata: Iterable[form.Erratum]) -> Iterator[list[str]]:
    for erratum in errata:
        yield [f"勘误 {erratum.id}：{erratum.finding}处理：{erratum.decision}"]


def _lines(paragraphs: Iterable[list[str]]) -> list[str]:
    """The lines of a docstring, an empty one between two paragraphs."""
    return [line for paragraph in paragraphs for line in ("", *map(docstring_safe, paragraph))][1:]


def arrangement_text(arrangement: reader_format.Arrangement) -> str:
    """One order of the items, with its source."""
    source = f"依据：{arrangement.evidence}" if arrangement.evidence else f"文档第 {arrangement.line} 行"
    return f"{arrangement.note}（{source}）：{'、'.join(map(_place_text, arrangement.items))}"


def _place_text(name: str) -> str:
    return _UNKNOWN.get(name) or (f"固定的 {name[1:]}" if name.startswith("=") else name)


def _library_doc(library: ir.ReaderLibrary) -> list[str]:
    record = library.record
    paragraphs = [
        [f"{record.label} {record.file_name}（文档第 {record.lines} 行）。{record.evidence}。"],
        [f"- {_function_text(function)}" for function in record.functions],
        [f"- {profile_text(profile)}" for profile in record.profiles],
        *_errata_texts(library.errata),
    ]
    return _lines(paragraphs)


def _function_text(function: reader_format.Function) -> str:
    parameters = "；".join(
        f"{p.name}（{p.direction}{f'，建议 {p.length}' if p.length else ''}，第 {p.line} 行）"
        for p in function.parameters
    )
    return f"{function.name} {function.label}（文档第 {function.lines} 行）：{parameters}。"


def profile_text(profile: reader_format.Profile) -> str:
    """What is different in one city's edition."""
    renamed = [f"{item.function} 名为 {item.symbol}" for item in profile.symbols]
    missing = [f"{item.function} 不可用：{item.reason}" for item in profile.unsupported]
    source = f"依据：{profile.evidence}" if profile.evidence else f"文档第 {profile.lines} 行"
    return f"{profile.id} {profile.label}：{'；'.join([*renamed, *missing, source])}。"
