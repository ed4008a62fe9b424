"""Which records of the spec are compared one by one, by what they are recognised, and what they are called."""

from __future__ import annotations

from collections.abc import Callable

from gdyb_generator.diff.change import Place
from gdyb_generator.spec import format as form
from gdyb_generator.spec.format import overlay as overlay_format
from gdyb_generator.spec.format import procedures as procedure_format
from gdyb_generator.spec.format import readers as reader_format
from gdyb_generator.spec.load import FOLDERS, SINGLE_FILES

_Named = Callable[[form.SpecModel], str]


def _by(*names: str) -> _Named:
    return lambda record: " ".join(str(getattr(record, name)) for name in names)


_NOTHING: _Named = lambda record: ""  # noqa: E731 - one of a kind: its place is its name

_ITEMS: _Named = lambda record: ",".join(getattr(record, "items", ()))  # noqa: E731 - what stands in a text
_TARGET: _Named = lambda record: " ".join(getattr(record, "target", ())[1:])  # noqa: E731 - what an overlay changes

# Kind, what recognises a record among its neighbours (nothing: its position), what people call it.
_KINDS: dict[type[form.SpecModel], tuple[str, _Named, str]] = {
    form.InterfaceFile: ("interface", _by("infno"), "接口"),
    form.Node: ("node", lambda r: getattr(r, "node", "") or "-", "节点"),
    form.FieldRow: ("field", _by("name"), "字段"),
    form.Paging: ("paging", _NOTHING, "分页"),
    form.Rule: ("count", _by("field"), "行数规则"),
    form.Variant: ("variant", _by("field", "value"), "单列的调用"),
    form.FileLayout: ("layout", _by("layout"), "文件"),
    form.DictionaryFile: ("dictionary", _by("dictionary"), "字典"),
    form.CodeValue: ("value", _by("code"), "代码值"),
    form.DocumentFile: ("file", _NOTHING, "文档"),
    form.Document: ("document", _by("id"), "文档"),
    form.ErrataFile: ("file", _NOTHING, "勘误"),
    form.Erratum: ("erratum", _by("id"), "勘误"),
    form.FormatsFile: ("file", _NOTHING, "格式"),
    form.Format: ("format", _by("id"), "格式"),
    form.MessagesFile: ("file", _NOTHING, "报文规则"),
    form.AnswerText: ("answer", _by("id"), "答复文字"),
    form.MessageRule: ("message", _by("id"), "报文规则"),
    form.EnvironmentsFile: ("file", _NOTHING, "环境"),
    form.Environment: ("environment", _by("id"), "环境"),
    form.GatewayFile: ("file", _NOTHING, "网关"),
    form.Call: ("call", _NOTHING, "调用方式"),
    form.Table: ("table", _NOTHING, "表"),
    form.Signature: ("signature", _NOTHING, "签名"),
    form.Window: ("window", _NOTHING, "时间窗"),
    form.GatewayErrors: ("gateway_errors", _NOTHING, "网关错误"),
    form.GatewayText: ("gateway_error", _by("errcode", "error"), "网关错误"),
    form.EnvelopeFile: ("file", _NOTHING, "报文"),
    form.InterfaceListFile: ("file", _NOTHING, "接口列表"),
    form.ListedInterface: ("listed", _by("infno"), "接口列表"),
    form.IdentificationFile: ("identification", _NOTHING, "人员识别"),
    form.IdentificationCase: ("case", _by("id"), "识别方式"),
    form.CaseArgument: ("argument", _by("name"), "参数"),
    form.SentField: ("sent", _by("field"), "填写"),
    form.IdentificationChoice: ("choice", _by("id"), "识别方式"),
    form.VocabularyFile: ("vocabulary", _NOTHING, "用词"),
    form.ConfidenceWord: ("trust", _by("of", "confidence"), "可信程度"),
    form.NumberCheck: ("check", _by("check"), "校验"),
    form.ReaderOperation: ("operation", _by("operation"), "读卡方法"),
    form.SettlementFile: ("settlement", _NOTHING, "结算"),
    form.Voucher: ("voucher", _NOTHING, "电子凭证"),
    form.VoucherUse: ("use", _by("infno", "field"), "用途"),
    form.Reversal: ("reversal", _NOTHING, "冲正"),
    form.Answers: ("answers", _NOTHING, "答复的核对"),
    form.Brought: ("brought", _by("makes"), "办成的标识"),
    form.Sum: ("sum", _by("total"), "金额之和"),
    form.Lookup: ("lookup", lambda record: "、".join(getattr(record, "infnos", ())), "查询结果的方法"),
    form.FirstLookup: ("first_lookup", _NOTHING, "先查询"),
    form.LookupValue: ("lookup_value", _by("field"), "取值"),
    form.Command: ("command", _by("infno"), "办理的接口"),
    form.Reversible: ("reversible", _by("infno"), "可冲正的接口"),
    procedure_format.ProceduresFile: ("file", _NOTHING, "流程"),
    procedure_format.Procedure: ("procedure", _by("id"), "流程"),
    reader_format.ReaderFile: ("library", _by("library"), "读卡动态库"),
    reader_format.Function: ("function", _by("name"), "函数"),
    reader_format.Parameter: ("parameter", _by("name"), "参数"),
    reader_format.Record: ("record", _by("record"), "记录"),
    reader_format.Item: ("item", _by("name"), "项"),
    reader_format.Arrangement: ("arrangement", _ITEMS, "排列"),
    reader_format.Profile: ("profile", _by("id"), "城市版本"),
    reader_format.Symbol: ("symbol", _by("function"), "函数名"),
    reader_format.Unsupported: ("unsupported", _by("function"), "不支持的函数"),
    reader_format.InitAddress: ("address", _by("environment"), "初始化地址"),
    overlay_format.OverlayFile: ("overlay", _by("overlay"), "地市"),
    overlay_format.SettingChange: ("city_setting", _TARGET, "设置"),
    overlay_format.HeaderChange: ("city_header", _TARGET, "请求头"),
    overlay_format.AnswerChange: ("city_answer", _TARGET, "答复文字"),
    overlay_format.RemovedRow: ("city_removed_row", _TARGET, "删去的字段"),
    overlay_format.RemovedCode: ("city_removed_code", _TARGET, "删去的代码值"),
    overlay_format.CellChange: ("city_cell", _TARGET, "单元格"),
    overlay_format.AddedRow: ("city_row", _TARGET, "加的字段"),
    overlay_format.CodeChange: ("city_code", _TARGET, "代码值"),
    overlay_format.LimitChange: ("city_limit", _TARGET, "行数上限"),
}
# What other keys begin with; an interface with such a number keeps out of their way.
TAKEN = frozenset({*FOLDERS, "surface", *(name.removesuffix(".yaml") for name in SINGLE_FILES)})
_SIDES = {"request": "输入", "reply": "输出", "": ""}
_TABLES = {"headers": "请求头", "request": "报文输入", "reply": "报文输出"}


def kind_of(record: form.SpecModel, parent: str, under: str) -> str:
    """The kind of a record below another one; empty for one that is a part of its parent's row."""
    kind = _KINDS[type(record)][0] if type(record) in _KINDS else ""
    if kind == "field" and parent == "layout":
        return "column"
    if kind == "field" and parent == "city_row":
        return "city_field"
    if kind == "field" and parent in {"headers", "envelope"}:
        return "header" if parent == "headers" else "envelope_field"
    if kind == "table":
        return "headers" if under == "headers" else "envelope"
    return kind


def identity(record: form.SpecModel) -> str:
    """What recognises a record among its neighbours."""
    return _KINDS[type(record)][1](record)


def title_of(record: form.SpecModel, kind: str, place: Place, above: str) -> str:
    """What people call a record; it stands after the name of what holds it."""
    noun = _KINDS[type(record)][2]
    match record:
        case form.InterfaceFile():
            return f"{record.infno} {record.name}"
        case form.Node():
            return f"{above} {_SIDES[place.direction]} {record.node or '（无节点）'}"
        case form.FieldRow() if kind == "field":
            return f"{above}.{record.name}（{record.label}）"
        case form.FieldRow() if kind == "city_field":
            return f"{above}（{record.label}）"
        case form.FieldRow():
            return f"{above} {record.name}（{record.label}）"
        case form.Table():
            return _TABLES[place.key.rpartition("/")[2]]
        case form.CodeValue():
            return f"{above} 的 {record.code}"
        case form.DictionaryFile():
            return f"字典 {record.dictionary}（{record.label}）"
        case reader_format.Arrangement():
            return f"{above} {noun}（{record.note}）"
        case overlay_format.OverlayFile():
            return f"地市 {record.overlay}（{record.label}）"
    own = identity(record) or (place.key.rpartition("/")[2] if kind == "window" else "")
    return " ".join(part for part in (above if above != noun else "", noun, own) if part)
