"""Rules about the library that reads cards: functions, records, city editions, init addresses."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from gdyb_generator.lint.identification import RECORDS
from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as spec_format
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.format import readers as form
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.names import is_constant_stem
from gdyb_generator.spec.read import Steps

# A place below a file, what is wrong there, and how to mend it.
_Trouble = tuple[Steps, str, str]

_C_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNKNOWN, _REST, _LITERAL = "?", "*", "="
_C_TYPES: dict[spec_format.ParameterKind, str] = {
    "text": "const char *",
    "buffer": "char *",
    "number": "int",
    "size": "int",
}
# Attributes that every record has; a test compares them with the runtime.
TAKEN = frozenset({"layout", "odd", "parse", "raw", "shown", "signature"})


def one_library(spec: Spec) -> Iterator[Finding]:
    """A second library, or one whose name yields no constant."""
    for i, (file, library) in enumerate(spec.readers()):
        if i:
            yield file.finding(("library",), "READER_LIBRARY", "只能有一个读卡库", "地市的不同写成 profiles")
        if not is_constant_stem(library.library):
            message = f"读卡库名 {library.library} 不能成为常量名"
            yield file.finding(("library",), "READER_LIBRARY", message, "写成小写下划线的名")
        for key in ("file_name", "evidence"):
            if not getattr(library, key).strip():
                yield file.finding((key,), "READER_LIBRARY", f"没有写 {key}")


def functions_hold(spec: Spec) -> Iterator[Finding]:
    """An operation without its one function, or a function that the runtime could not call as printed."""
    for file, library in spec.readers():
        count = Counter(function.operation for function in library.functions)
        operations = {operation.operation: operation for operation in spec.vocabulary.operations}
        for name in operations:
            if count[name] != 1:
                message = f"{name} 有 {count[name]} 个函数，应有且只有一个"
                yield file.finding(("functions",), "READER_FUNCTION", message)
        for i in _twice(function.name for function in library.functions):
            message = f"函数 {library.functions[i].name} 重复"
            yield file.finding(("functions", i, "name"), "READER_FUNCTION", message)
        for i, function in enumerate(library.functions):
            for path, message, hint in _function_troubles(function, operations.get(function.operation)):
                yield file.finding(("functions", i, *path), "READER_FUNCTION", message, hint)


def _function_troubles(function: form.Function, operation: spec_format.ReaderOperation | None) -> Iterator[_Trouble]:
    if not _C_NAME.fullmatch(function.name):
        yield ("name",), f"{function.name} 不是 C 的函数名", ""
    if operation is not None and [p.kind for p in function.parameters] != operation.parameters:
        hint = f"应依次为 {'、'.join(operation.parameters)}"
        yield ("parameters",), f"{function.name} 的参数不是 {function.operation} 所能给的", hint
    for i in _twice(parameter.name for parameter in function.parameters):
        yield ("parameters", i, "name"), f"{function.name} 的参数 {function.parameters[i].name} 重复", ""
    for i, parameter in enumerate(function.parameters):
        if parameter.type != _C_TYPES[parameter.kind]:
            message = f"{parameter.name} 的类型 {parameter.type} 与 kind {parameter.kind} 不符"
            yield ("parameters", i, "kind"), message, f"{parameter.kind} 的类型是 {_C_TYPES[parameter.kind]}"
        is_output = parameter.direction == "输出参数"
        if is_output != (parameter.kind == "buffer") and not parameter.errata:
            message = f"{parameter.name} 印为{parameter.direction}，与 kind {parameter.kind} 不符"
            yield ("parameters", i, "direction"), message, "印刷有误时在 errata.yaml 登记并写 errata"


def records_hold(spec: Spec) -> Iterator[Finding]:
    """A record that is missing, that no function returns, or whose items could be read at a wrong place."""
    for file, library in spec.readers():
        count = Counter(record.record for record in library.records)
        reading = {operation.record: operation for operation in spec.vocabulary.operations if operation.record}
        for name in reading:
            if count[name] != 1:
                message = f"{name} 有 {count[name]} 个，应有且只有一个"
                yield file.finding(("records",), "READER_RECORD", message)
        operations = {function.name: function.operation for function in library.functions}
        for i, record in enumerate(library.records):
            operation = reading.get(record.record)
            needed = RECORDS[operation.identifies] if operation and operation.identifies else frozenset[str]()
            troubles = [
                *(_source_troubles(record, operations, operation.operation) if operation else ()),
                *_item_troubles(record, needed),
                *_arrangements(record, needed),
            ]
            for path, message, hint in troubles:
                yield file.finding(("records", i, *path), "READER_RECORD", message, hint)


def _source_troubles(record: form.Record, operations: dict[str, str], expected: str) -> Iterator[_Trouble]:
    if operations.get(record.function) != expected:
        names = [name for name, operation in operations.items() if operation == expected]
        hint = f"{expected} 的函数是 {'、'.join(names)}" if names else ""
        yield ("function",), f"{record.record} 不能由 {record.function} 读出", hint
    if len(record.separator) != 1 or record.separator.isalnum() or record.separator.isspace():
        yield ("separator",), f"分隔符 {record.separator} 应是一个字母、数字与空白之外的字符", ""


def _item_troubles(record: form.Record, needed: frozenset[str]) -> Iterator[_Trouble]:
    for i in _twice(item.name for item in record.items):
        yield ("items", i, "name"), f"数据项 {record.items[i].name} 重复", ""
    for i, item in enumerate(record.items):
        if not is_constant_stem(item.name) or keyword.iskeyword(item.name) or item.name in TAKEN:
            yield ("items", i, "name"), f"数据项 {item.name} 不能成为属性名", "写成小写下划线的名"
        if not _compiles(item.pattern):
            yield ("items", i, "pattern"), f"{item.name} 的 pattern 不是可用的正则表达式", ""
        if item.kind == "photo" and item.sensitive != "photo":
            yield ("items", i, "sensitive"), f"{item.name} 是照片，sensitive 应为 photo", ""
    for name in sorted(needed - {item.name for item in record.items}):
        yield ("items",), f"{record.record} 缺少数据项 {name}", "识别身份时要用"


def _arrangements(record: form.Record, needed: frozenset[str]) -> Iterator[_Trouble]:
    placed = {name for arrangement in record.arrangements for name in arrangement.items}
    for i, item in enumerate(record.items):
        if item.name not in placed:
            yield ("items", i, "name"), f"数据项 {item.name} 不在任何一种排列里", ""
    for i, arrangement in enumerate(record.arrangements):
        path = ("arrangements", i, "items")
        if arrangement.items in [other.items for other in record.arrangements[:i]]:
            yield path, f"{record.record} 的排列重复", ""
        for message in _arrangement_troubles(record, arrangement.items, needed):
            yield path, message, ""


def _arrangement_troubles(record: form.Record, names: list[str], needed: frozenset[str]) -> Iterator[str]:
    known = {item.name for item in record.items}
    for i, name in enumerate(names):
        if name == _REST and i < len(names) - 1:
            yield f"{_REST} 只能在最后"
        elif name not in {_UNKNOWN, _REST} and not name.startswith(_LITERAL) and name not in known:
            yield f"没有数据项 {name}"
        elif name in known and name in names[:i]:
            yield f"数据项 {name} 在一种排列里出现两次"
    # A record without them identifies nobody, and little would be left to tell by that it was read at the right place.
    for name in sorted((needed & known) - set(names)):
        yield f"排列里缺少 {name}"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def profiles_hold(spec: Spec) -> Iterator[Finding]:
    """A city edition of functions that do not exist, or without evidence, or a first one that is not as printed."""
    for file, library in spec.readers():
        known = {function.name for function in library.functions}
        for i in _twice(profile.id for profile in library.profiles):
            message = f"{library.profiles[i].id} 重复"
            yield file.finding(("profiles", i, "id"), "READER_PROFILE", message)
        for i, profile in enumerate(library.profiles):
            troubles = [*_profile_troubles(profile, known), *_edition_troubles(profile, is_first=i == 0)]
            for path, message, hint in troubles:
                yield file.finding(("profiles", i, *path), "READER_PROFILE", message, hint)


def _edition_troubles(profile: form.Profile, *, is_first: bool) -> Iterator[_Trouble]:
    if not is_constant_stem(profile.id):
        yield ("id",), f"{profile.id} 不是小写下划线的名", ""
    if is_first and (profile.symbols or profile.unsupported):
        yield ("id",), f"第一个 {profile.id} 应是文档印出的函数名", "不写 symbols 与 unsupported"
    if not is_first and not profile.evidence.strip():
        yield ("evidence",), f"{profile.id} 没有写明以什么为依据", "写 evidence: 一个公开客户端"


def _profile_troubles(profile: form.Profile, known: set[str]) -> Iterator[_Trouble]:
    functions: list[tuple[Steps, str]] = [
        *((("symbols", i), symbol.function) for i, symbol in enumerate(profile.symbols)),
        *((("unsupported", i), item.function) for i, item in enumerate(profile.unsupported)),
    ]
    again = set(_twice(name for _, name in functions))
    for i, (path, name) in enumerate(functions):
        if name not in known:
            yield (*path, "function"), f"没有函数 {name}", f"可用：{'、'.join(sorted(known))}"
        elif i in again:
            yield (*path, "function"), f"函数 {name} 重复", ""
    for i, symbol in enumerate(profile.symbols):
        if not _C_NAME.fullmatch(symbol.symbol):
            yield ("symbols", i, "symbol"), f"{symbol.symbol} 不是 C 的函数名", ""
    for i, item in enumerate(profile.unsupported):
        if not item.reason.strip():
            yield ("unsupported", i, "reason"), f"没有写明 {item.function} 为什么不可用", ""


def init_addresses_hold(spec: Spec) -> Iterator[Finding]:
    """An init address of an environment that does not exist or has one already, or that is no URL."""
    record = spec.single("environments.yaml")
    known = {e.id for e in record.environments} if isinstance(record, spec_format.EnvironmentsFile) else None
    for file, library in spec.readers():
        for i in _twice(address.environment for address in library.init_addresses):
            yield _init(file, i, "environment", f"环境 {library.init_addresses[i].environment} 重复")
        for i, address in enumerate(library.init_addresses):
            if known is not None and address.environment not in known:
                yield _init(file, i, "environment", f"environments.yaml 里没有 {address.environment}")
            if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", address.url):
                yield _init(file, i, "url", f"{address.url} 不是 http 或 https 地址")


def _init(file: SpecFile, index: int, key: str, message: str) -> Finding:
    return file.finding(("init_addresses", index, key), "READER_INIT", message)


def _twice(names: Iterable[str]) -> Iterator[int]:
    """Places of names that stood before."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            yield i
        seen.add(name)


RULES = (
    Rule(id="READER_LIBRARY", purpose="There is one reader library, and it says what it rests on.", check=one_library),
    Rule(id="READER_FUNCTION", purpose="Each operation has one function that can be called.", check=functions_hold),
    Rule(id="READER_RECORD", purpose="Each record is read item by item at its own place.", check=records_hold),
    Rule(id="READER_PROFILE", purpose="A city edition renames functions that exist.", check=profiles_hold),
    Rule(id="READER_INIT", purpose="An init address belongs to an environment.", check=init_addresses_hold),
)
