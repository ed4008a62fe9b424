"""Rules about overlays of cities: every change has a target in the province's tables, only one, and an effect."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from gdyb_generator.cities.changes import ChangeAt, cell_value, changes_of, named_dictionaries, named_tables
from gdyb_generator.cities.settings import known_settings, printed_value, refusal
from gdyb_generator.lint.rule import Rule, pattern_fault
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.format import overlay
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.names import is_constant_stem

_HEADER_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _changes(spec: Spec) -> Iterator[ChangeAt]:
    # A spec that an overlay has been laid over has what the overlay says: nothing is left to compare with.
    for file, _ in () if spec.edition else spec.overlays():
        yield from changes_of(file)


def unknown_target(spec: Spec) -> Iterator[Finding]:
    """A change of a table, field, dictionary, setting or reader profile that the province's spec does not have."""
    for at in _changes(spec):
        match at.change:
            case overlay.SettingChange() as change:
                yield from _known(at, "setting", "设置", change.setting, known_settings(spec))
            case overlay.HeaderChange() as change:
                yield from _known(at, "header", "请求头", change.header, _headers(spec))
            case overlay.AnswerChange() as change:
                known = {record.infno for _, record in spec.interfaces()} | spec.broken("interfaces")
                for infno in change.infnos:
                    yield from _known(at, "infnos", "接口", infno, known)
            case overlay.CellChange() | overlay.AddedRow() | overlay.LimitChange() | overlay.RemovedRow() as change:
                yield from _known_table(spec, at, change)
            case overlay.CodeChange() | overlay.RemovedCode() as change:
                yield from _known_code(spec, at, change)


def _known_code(spec: Spec, at: ChangeAt, change: overlay.CodeChange | overlay.RemovedCode) -> Iterator[Finding]:
    if change.dictionary in spec.broken("dictionaries"):
        return
    known = named_dictionaries(spec)
    yield from _known(at, "dictionary", "字典", change.dictionary, known)
    if isinstance(change, overlay.RemovedCode) and change.dictionary in known:
        codes = [value.code for value in known[change.dictionary][1].values]
        yield from _known(at, "code", f"代码（字典 {change.dictionary}）", change.code, codes)


def _headers(spec: Spec) -> list[str]:
    gateway = spec.single("gateway.yaml")
    return [row.name for row in gateway.headers.fields] if isinstance(gateway, form.GatewayFile) else []


_OfTable = overlay.CellChange | overlay.AddedRow | overlay.LimitChange | overlay.RemovedRow


def _known_table(spec: Spec, at: ChangeAt, change: _OfTable) -> Iterator[Finding]:
    known = named_tables(spec)
    table = known.get(change.table)
    if table is None:
        if change.table.partition(" ")[0] not in spec.broken("interfaces"):
            yield from _known(at, "table", "表", change.table, known)
    elif isinstance(change, overlay.CellChange | overlay.RemovedRow):
        yield from _known(at, "field", f"字段（表 {change.table}）", change.field, [row.name for row in table.fields])
    elif isinstance(change, overlay.LimitChange) and (table.node is None or table.node.rows == "one"):
        message = f"表 {change.table} 不是多行节点，没有行数上限"
        yield at.finding("OVERLAY_TARGET", message, "删掉它", "table")


def _known(at: ChangeAt, key: str, what: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    names = sorted(known)
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        hint = f"是否想写 {close[0]}？" if close else f"可用：{'、'.join(names[:12])}{'……' if names[12:] else ''}"
        yield at.finding("OVERLAY_TARGET", f"没有这个{what}：{name}", hint, key)


def unusable_value(spec: Spec) -> Iterator[Finding]:
    """A value that its setting does not take, or a row limit of no row."""
    for at in _changes(spec):
        match at.change:
            case overlay.SettingChange() as change:
                if reason := refusal(spec, change.setting, change.value):
                    yield at.finding("OVERLAY_VALUE", f"{change.setting} 的值 {change.value} 不能用", reason, "value")
            case overlay.LimitChange(limit=limit) if limit < 1:
                yield at.finding("OVERLAY_VALUE", f"行数上限 {limit} 不能用", "写 1 以上的整数", "limit")
            case overlay.AnswerChange(pattern=pattern) if reason := pattern_fault(pattern):
                yield at.finding("OVERLAY_VALUE", reason, "写成正则表达式，如 已结算|重复结算", "pattern")
            case overlay.HeaderChange(name=name) if not _HEADER_NAME.fullmatch(name):
                yield at.finding("OVERLAY_VALUE", f"请求头名 {name} 不能用", "写小写字母、数字与 -", "name")
            case overlay.CellChange(table="gateway headers", cell="name"):
                hint = "写到 headers：改名在运行时选用，不需要另一个包"
                yield at.finding("OVERLAY_VALUE", "请求头不在 cells 里改名", hint, "cell")
            case overlay.RemovedRow() as change:
                yield from _can_go(spec, at, change)
    yield from _names_collide(spec)


def _can_go(spec: Spec, at: ChangeAt, change: overlay.RemovedRow) -> Iterator[Finding]:
    table = named_tables(spec).get(change.table)
    if table is None or change.field not in [row.name for row in table.fields]:
        return
    if table.layout is not None:
        message = f"表 {change.table} 是文件的列，按位置识别，不能删"
        yield at.finding("OVERLAY_VALUE", message, "列少的文件写成省的 widths", "table")
    elif not table.file.name.startswith("interfaces/"):
        yield at.finding("OVERLAY_VALUE", f"表 {change.table} 的字段由 SDK 填写，不能删", "删掉它", "table")


def _names_collide(spec: Spec) -> Iterator[Finding]:
    """Two headers of one name after the changes: one would hide the other."""
    for file, _ in () if spec.edition else spec.overlays():
        headers = [at for at in changes_of(file) if isinstance(at.change, overlay.HeaderChange)]
        renamed = {at.change.header: at.change.name for at in headers if isinstance(at.change, overlay.HeaderChange)}
        names = [renamed.get(name, name).lower() for name in _headers(spec)]
        for at in headers:
            if isinstance(at.change, overlay.HeaderChange) and names.count(at.change.name.lower()) > 1:
                message = f"改名之后有两个请求头叫 {at.change.name}"
                yield at.finding("OVERLAY_VALUE", message, "另取一个名称", "name")


def contradiction(spec: Spec) -> Iterator[Finding]:
    """A field or code that an overlay both removes and changes, and a rename that can't be propagated."""
    for file, _ in () if spec.edition else spec.overlays():
        gone: dict[tuple[str, ...], ChangeAt] = {}
        for at in changes_of(file):
            if isinstance(at.change, overlay.RemovedRow | overlay.RemovedCode):
                gone[at.change.target[1:]] = at
        for at in changes_of(file):
            removal = gone.get(at.change.target[1:3])
            # A repeated removal is reported by OVERLAY_TWICE.
            if removal is not None and not isinstance(at.change, type(removal.change)):
                line, _column = file.content.mark(removal.path)
                what = " ".join(removal.change.target[1:])
                yield at.finding("OVERLAY_CONFLICT", f"{what} 在第 {line} 行删去，这里又改", "只留一处")
    yield from _left_behind(spec)


def _left_behind(spec: Spec) -> Iterator[Finding]:
    """The message's own conditions name fields of all interfaces at once; those of one city can't be told apart there."""
    envelope = spec.single("envelope.yaml")
    if not isinstance(envelope, form.EnvelopeFile):
        return
    conditions = {row.required_when_input_has: row for row in envelope.request.fields if row.required_when_input_has}
    known = named_tables(spec)
    for at in _changes(spec):
        match at.change:
            case overlay.CellChange(cell="name") | overlay.RemovedRow():
                table, field = at.change.table, at.change.field
                target = known.get(table)
                if (
                    field in conditions
                    and target is not None
                    and target.node is not None
                    and target.direction == "request"
                ):
                    row = conditions[field]
                    message = f"envelope request 的 {row.name} {row.label} 以输入含 {field} 为条件，不会跟着改"
                    hint = f"{field} 的名称不能按地市改；若当地确实如此，先改 envelope.yaml 的 required_when_input_has"
                    yield at.finding("OVERLAY_CONFLICT", message, hint, "field")


def twice(spec: Spec) -> Iterator[Finding]:
    """Two changes of one target in one overlay."""
    for file, _ in () if spec.edition else spec.overlays():
        seen: dict[tuple[str, ...], ChangeAt] = {}
        for at in changes_of(file):
            if (first := seen.setdefault(at.change.target, at)) is not at:
                line, _column = file.content.mark(first.path)
                what = " ".join(at.change.target[1:])
                yield at.finding("OVERLAY_TWICE", f"{what} 已在第 {line} 行改过", "只留一处")


def nothing(spec: Spec) -> Iterator[Finding]:
    """A change after which everything is as it was, or an overlay without any change."""
    for file, _ in () if spec.edition else spec.overlays():
        changes = list(changes_of(file))
        if not changes:
            yield file.finding((), "OVERLAY_NOTHING", "没有任何改动", "没有依据的地市不需要文件")
        for at in changes:
            if _is_as_before(spec, at.change):
                yield at.finding("OVERLAY_NOTHING", f"{' '.join(at.change.target[1:])} 本来就是这样", "删掉它")


def _is_as_before(spec: Spec, change: overlay.Change) -> bool:
    match change:
        case overlay.SettingChange():
            return printed_value(spec, change.setting) == change.value
        case overlay.HeaderChange():
            return change.header == change.name
        case overlay.CellChange():
            table = named_tables(spec).get(change.table)
            row = next((r for r in table.fields if r.name == change.field), None) if table else None
            return row is not None and cell_value(row, change.cell) == change.value
        case overlay.CodeChange():
            entry = named_dictionaries(spec).get(change.dictionary)
            kept = [(v.code, v.label, v.name) for v in entry[1].values] if entry else []
            return (change.code, change.label, change.name) in kept
        case overlay.LimitChange():
            table = named_tables(spec).get(change.table)
            return table is not None and table.node is not None and table.node.limit == change.limit
    return False


def unusable_name(spec: Spec) -> Iterator[Finding]:
    """A city whose file has another name, or whose name can't stand in Python."""
    for file, record in spec.overlays():
        if not is_constant_stem(record.overlay):
            message = f"地市名 {record.overlay} 不能用"
            yield file.finding(("overlay",), "OVERLAY_NAME", message, "写小写拼音，如 guangzhou")
        elif file.name != (expected := f"overlays/{record.overlay}.yaml"):
            message = f"文件名与地市名 {record.overlay} 不一致"
            yield file.finding(("overlay",), "OVERLAY_NAME", message, f"改名为 {expected}")


RULES = (
    Rule(id="OVERLAY_NAME", purpose="The file of a city is named after it.", check=unusable_name),
    Rule(id="OVERLAY_TARGET", purpose="A city changes what the province has.", check=unknown_target),
    Rule(id="OVERLAY_VALUE", purpose="A city's value can be used.", check=unusable_value),
    Rule(id="OVERLAY_TWICE", purpose="A city changes one thing once.", check=twice),
    Rule(id="OVERLAY_CONFLICT", purpose="An overlay does not contradict itself or the spec.", check=contradiction),
    Rule(id="OVERLAY_NOTHING", purpose="A change that changes nothing is a misunderstanding.", check=nothing),
)
