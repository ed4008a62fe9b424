"""Everything but the models, through the Jinja2 templates: the template prints, this module decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gdyb_generator import ir
from gdyb_generator.emit.describe import (
    dictionary_text,
    field_text,
    layout_lines,
    one_line,
    operation_lines,
    whole_docstring,
)
from gdyb_generator.emit.python import readers
from gdyb_generator.emit.python.identification import CLASS, context
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import Scalar
from gdyb_generator.spec.walk import text_length

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
HEADER = "# Written by gdyb-generator from spec/; change the spec and regenerate."
# Public names of the runtime that the package passes on; a test compares them with the runtime's own list.
ERRORS = (
    "BusinessError",
    "FileInvalid",
    "FileUnreadable",
    "GatewayRefused",
    "GdybError",
    "MissingHeaders",
    "MsgidUnavailable",
    "ReplyDeparts",
    "ReplyFieldMissing",
    "ReplyFieldUnreadable",
    "ReplyTooLarge",
    "ReplyUnreadable",
    "RequestInvalid",
    "SettingsInvalid",
    "SignatureExpired",
    "SignatureMismatch",
    "TransportFailed",
    "UnknownAccount",
)
EXPORTS = ("AsyncClient", "Client", "Problem", "Reply", "Settings", "or_none")
SUBMODULES = ("cities", "codes", "layouts", "models", "operations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One client method, ready to print."""

    name: str
    infno: str
    module: str
    signature: str
    arguments: str
    doc: list[str]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["py"] = repr
    environment.filters["tuple"] = tuple
    environment.filters["fixed"] = _fixed
    environment.filters["paging"] = _paging
    environment.filters["one_line"] = one_line
    environment.filters["doc"] = whole_docstring
    environment.filters["field"] = field_text
    environment.filters["column"] = _column
    environment.filters["dictionary"] = dictionary_text
    environment.filters["layout"] = layout_lines
    environment.globals["header"] = HEADER
    return environment


def render(template: str, **context: object) -> str:
    """One template with its context."""
    return _environment().get_template(template).render(**context)


def emit_python(package: ir.Package) -> dict[str, str]:
    """Path below the package → text, not yet formatted, of every Python file but the models."""
    calls = [_call(i, o) for i in package.interfaces for o in i.operations]
    modules = [i.module for i in package.interfaces]
    scalars = public_scalars(package)
    texts = {
        "__init__.py": render(
            "package.py.j2",
            errors=ERRORS,
            exports=exports(package),
            identification=package.identification,
            submodules=_submodules(package),
        ),
        "_base.py": render("base.py.j2", spellings=dict(package.spellings)),
        "types.py": render("types.py.j2", scalars=scalars, imports=_type_imports(scalars)),
        "operations.py": render("operations.py.j2", interfaces=package.interfaces, modules=modules),
        "client.py": render("client.py.j2", calls=calls, modules=modules),
        "layouts.py": render("layouts.py.j2", layouts=package.layouts),
        "cities.py": render("cities.py.j2", cities=package.cities, edition=package.edition),
        "settings.py": render("settings.py.j2", fields=_settings(package), table=package.request.table),
        "protocol.py": render("protocol.py.j2", **_protocol(package)),
        "environments.py": render("environments.py.j2", environments=package.environments),
        "models/__init__.py": render("lazy_modules.py.j2", package="gdyb.models", modules=modules, about="接口的输入与输出模型，一个接口一个模块。"),
        "validators/__init__.py": render("lazy_modules.py.j2", package="gdyb.validators", modules=modules, about="跨字段规则，一个接口一个模块。"),
        "codes/__init__.py": render("codes.py.j2", dictionaries=package.dictionaries),
        "schemas/__init__.py": render("schemas.py.j2"),
    }  # fmt: skip
    for interface in package.interfaces:
        texts[f"validators/{interface.module}.py"] = render(
            "validators.py.j2",
            interface=interface,
            rules=_rules(interface),
            reply_rules=[_reply_rule(rule) for rule in interface.reply_rules],
        )
    if package.identification is not None:
        texts["person_query.py"] = render("person_query.py.j2", **context(package.identification))
    if package.readers is not None:
        texts["readers.py"] = render("readers.py.j2", **readers.context(package.readers))
    if package.settlement is not None:
        texts["settlement.py"] = render("settlement.py.j2", rules=package.settlement)
    for dictionary in package.dictionaries:
        texts[f"codes/{dictionary.id}.py"] = render("code.py.j2", dictionary=dictionary)
    return texts


def exports(package: ir.Package) -> list[str]:
    """Public names of the package itself, sorted."""
    return sorted((*ERRORS, *EXPORTS, *_submodules(package), *((CLASS,) if package.identification else ())))


def _submodules(package: ir.Package) -> tuple[str, ...]:
    """Modules that are attributes of the package, loaded when asked for, sorted."""
    return (*SUBMODULES, *(("readers",) if package.readers else ()))


def public_scalars(package: ir.Package) -> list[Scalar]:
    """The scalar types that models and settings name, in name order."""
    used = {f.scalar.name for i in package.interfaces for n in (*i.input, *i.output) for f in n.fields}
    used |= {f.scalar.name for f in package.request.fields if f.row.source == "settings"}
    return [s for s in package.scalars if s.name in used]


def _type_imports(scalars: list[Scalar]) -> list[str]:
    marks = "from gdyb_runtime.model.types import OneOf, Sensitive"
    return sorted({marks, *(line for scalar in scalars for line in scalar.imports)})


def _column(column: ir.Column) -> str:
    """The Python expression of one column of a file; what is as usual is left out."""
    options = {
        "length": column.length,
        "scale": column.scale or None,
        "required": column.required or None,
        "codes": column.codes or None,
        "sensitive": column.row.sensitive if column.row.sensitive != "public" else None,
    }
    extra = "".join(f", {key}={value!r}" for key, value in options.items() if value is not None)
    return f"Column(name={column.row.name!r}, label={column.row.label!r}, kind={column.scalar.kind!r}{extra})"


def _call(interface: ir.Interface, operation: ir.Operation) -> Call:
    parameters = []
    for node in operation.parameters:
        one = f"{interface.module}.{node.class_name} | Mapping[str, object]"
        optional = "" if node.required else " | None = None"
        kind = f"Sequence[{one}]" if node.many else one
        parameters.append(f"{node.wire}: {kind}{optional}")
    return Call(
        name=operation.name,
        infno=interface.infno,
        module=interface.module,
        signature="".join(f"{p}, " for p in ("*", *parameters)) if parameters else "",
        arguments="".join(f"{n.wire}={n.wire}, " for n in operation.parameters),
        doc=operation_lines(interface, operation),
    )


def _rules(interface: ir.Interface) -> list[tuple[str, list[str]]]:
    """Name of each rule tuple and the expressions in it."""
    labels = {f"{n.wire}.{f.wire}": f.row.label for n in interface.input for f in n.fields}
    return [(o.rules_name, list(_rule_texts(interface, o, labels))) for o in interface.operations]


def _rule_texts(interface: ir.Interface, operation: ir.Operation, labels: dict[str, str]) -> list[str]:
    present = {f"{n.wire}.{f.wire}" for n in operation.nodes for f in n.fields}
    texts = [
        f"CountEquals(field={r.field!r}, label={labels[r.field]!r}, rows={r.rows!r})"
        for r in interface.rules
        if r.field in present
    ]
    for node in operation.nodes:
        for field in node.fields:
            if (when := field.row.required_when) is not None:
                texts.append(
                    f"RequiredWhen(field={f'{node.wire}.{field.wire}'!r}, label={field.row.label!r}, "
                    f"when={f'{node.wire}.{when.field}'!r}, values={tuple(when.values)!r})"
                )
    for variant in operation.forbidden:
        hint = f"{variant.value!r} 的含义是{variant.name}，请改用 {variant.operation}"
        texts.append(
            f"Forbidden(field={variant.field!r}, label={labels[variant.field]!r}, value={variant.value!r}, hint={hint!r})"
        )
    return texts


def _reply_rule(rule: ir.ReplyRule) -> str:
    total_or_field = "total" if rule.kind == "AddsUp" else "field"
    options = {
        total_or_field: rule.field,
        "sent": rule.sent,
        "parts": rule.parts,
        "maybe": rule.maybe,
        "label": rule.label,
    }
    return f"{rule.kind}({', '.join(f'{key}={value!r}' for key, value in options.items() if value)})"


def _fixed(fixed: tuple[tuple[str, str, str], ...]) -> str:
    nodes: dict[str, dict[str, str]] = {}
    for node, field, value in fixed:
        nodes.setdefault(node, {})[field] = value
    return repr(nodes)


def _paging(paging: form.Paging | None) -> str:
    if paging is None:
        return "None"
    keys = ("field", "first", "size", "rows", "key")
    return f"Paging({', '.join(f'{k}={getattr(paging, k)!r}' for k in keys)})"


def _settings(package: ir.Package) -> list[ir.Field]:
    return [f for f in package.request.fields if f.row.source == "settings"]


def _protocol(package: ir.Package) -> dict[str, object]:
    gateway = package.gateway
    names = {row.source: row.name for row in gateway.headers.fields}
    by_source = {f.row.source: f for f in package.request.fields}
    return {
        "gateway": gateway,
        "headers": names,
        "messages": package.messages,
        "request": [_envelope_field(f) for f in package.request.fields],
        "reply": [_envelope_field(f) for f in package.reply.fields],
        "input_limit": text_length(by_source["input"].row),
        "success": _success(package),
        "failures": _failures(package),
        "answers": package.answers,
        "msgid": _msgid_parts(by_source["msgid"].row),
    }


def _infcodes(package: ir.Package) -> list[ir.Value]:
    named = {field.row.dictionary for field in package.reply.fields}
    return next(
        list(d.values) for d in package.dictionaries if d.id in named and any(v.name == "SUCCESS" for v in d.values)
    )


def _success(package: ir.Package) -> int:
    return next(int(v.code) for v in _infcodes(package) if v.name == "SUCCESS")


def _failures(package: ir.Package) -> tuple[int, ...]:
    """The codes that the dictionary prints for anything but success."""
    return tuple(int(v.code) for v in _infcodes(package) if v.name != "SUCCESS")


def _msgid_parts(row: form.FieldRow) -> list[int]:
    """The three widths that the remark of msgid prints in brackets."""
    return [int(width) for width in re.findall(r"\(([0-9]{1,3})\)", row.remark)]


def _envelope_field(field: ir.Field) -> str:
    row, scalar = field.row, field.scalar
    values = tuple((v.code, v.label) for v in scalar.dictionary.values) if scalar.dictionary and scalar.closed else ()
    return (
        f"EnvelopeField(name={row.name!r}, label={row.label!r}, length={text_length(row)}, kind={scalar.kind!r}, "
        f"required={field.required}, source={row.source!r}, values={values!r}, "
        f"required_when_input_has={row.required_when_input_has!r}, sensitive={scalar.sensitive!r}, "
        f"pattern={scalar.pattern!r}, hint={scalar.hint!r})"
    )
