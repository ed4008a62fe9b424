"""Everything but the models, through the Jinja2 templates: the template prints, this module decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gdyb_generator import ir
from gdyb_generator import spec_format as form
from gdyb_generator.emit import readers
from gdyb_generator.emit.describe import (
    dictionary_text,
    layout_lines,
    one_line,
    operation_lines,
    whole_docstring,
)
from gdyb_generator.emit.identification import CLASS, context
from gdyb_generator.lint.walk import text_length

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
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
    "ReplyTooLarge",
    "ReplyUnreadable",
    "RequestInvalid",
    "SettingsInvalid",
    "SignatureExpired",
    "SignatureMismatch",
    "TransportFailed",
    "UnknownAccount",
)
EXPORTS = ("AsyncClient", "Client", "Problem", "Reply", "Settings")
SUBMODULES = ("cities", "codes", "layouts", "models", "operations")
_KINDS = {"whole": "whole", "datetime": "datetime", "object": "json", "json": "json"}


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
    texts = {
        "__init__.py": render(
            "package.py.j2",
            errors=ERRORS,
            exports=exports(package),
            identification=package.identification,
            submodules=_submodules(package),
        ),
        "_base.py": render("base.py.j2", spellings=dict(package.spellings)),
        "types.py": render("types.py.j2", scalars=[(s, _alias(s)) for s in public_scalars(package)]),
        "operations.py": render("operations.py.j2", interfaces=package.interfaces, modules=modules),
        "client.py": render("client.py.j2", calls=calls, modules=modules),
        "layouts.py": render("layouts.py.j2", layouts=package.layouts),
        "cities.py": render("cities.py.j2", cities=package.cities, edition=package.edition),
        "settings.py": render("settings.py.j2", fields=_settings(package)),
        "protocol.py": render("protocol.py.j2", **_protocol(package)),
        "environments.py": render("environments.py.j2", environments=package.environments),
        "models/__init__.py": render("lazy_modules.py.j2", package="gdyb.models", modules=modules, about="接口的输入与输出模型，一个接口一个模块。"),
        "validators/__init__.py": render("lazy_modules.py.j2", package="gdyb.validators", modules=modules, about="跨字段规则，一个接口一个模块。"),
        "codes/__init__.py": render("codes.py.j2", dictionaries=package.dictionaries),
        "schemas/__init__.py": render("schemas.py.j2"),
    }  # fmt: skip
    for interface in package.interfaces:
        texts[f"validators/{interface.module}.py"] = render(
            "validators.py.j2", interface=interface, rules=_rules(interface)
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


def public_scalars(package: ir.Package) -> list[ir.Scalar]:
    """The scalar types that models and settings name, in name order."""
    used = {f.scalar.name for i in package.interfaces for n in (*i.input, *i.output) for f in n.fields}
    used |= {f.scalar.name for f in package.request.fields if f.row.source == "settings"}
    return [s for s in package.scalars if s.name in used]


def _alias(scalar: ir.Scalar) -> str:
    """The Python expression behind a scalar's name."""
    base, marks = {
        "text": ("str", []),
        "whole": ("int", [f"Whole(digits={scalar.length})"]),
        "number": ("Decimal", [_number(scalar)]),
        "datetime": ("datetime", ["WireDateTime(utc_offset=UTC_OFFSET)"]),
        "date": ("date", ["WireDate()"]),
        "bytes": ("bytes", ["_ByteArray()"]),
    }[scalar.kind]
    if scalar.kind == "text":
        shape = f", pattern={scalar.pattern!r}, hint={scalar.hint!r}" if scalar.pattern else ""
        marks = [f"Text(max_length={scalar.length}{shape})"]
    if scalar.closed and scalar.dictionary is not None:
        values = tuple((v.code, v.label) for v in scalar.dictionary.values)
        marks.append(f"OneOf(dictionary={scalar.dictionary.id!r}, values={values!r})")
    if scalar.sensitive:
        marks.append(f"Sensitive({scalar.sensitive!r})")
    return f"Annotated[{base}, {', '.join(marks)}]"


def _number(scalar: ir.Scalar) -> str:
    return "Number()" if scalar.length is None else f"Number(precision={scalar.length}, scale={scalar.scale})"


def _column(column: ir.Column) -> str:
    """The Python expression of one column of a file; what is as usual is left out."""
    given = {
        "length": column.length,
        "scale": column.scale or None,
        "required": column.required or None,
        "codes": column.codes or None,
        "sensitive": column.row.sensitive if column.row.sensitive != "public" else None,
    }
    extra = "".join(f", {key}={value!r}" for key, value in given.items() if value is not None)
    return f"Column(name={column.row.name!r}, label={column.row.label!r}, kind={column.kind!r}{extra})"


def _call(interface: ir.Interface, operation: ir.Operation) -> Call:
    parameters = []
    for node in operation.nodes:
        one = f"{interface.module}.{node.class_name} | Mapping[str, object]"
        optional = "" if node.required else " | None = None"
        kind = f"Sequence[{one}]" if node.many else one
        parameters.append(f"{node.wire}: {kind}{optional}")
    return Call(
        name=operation.name,
        infno=interface.infno,
        module=interface.module,
        signature="".join(f"{p}, " for p in ("*", *parameters)) if parameters else "",
        arguments="".join(f"{n.wire}={n.wire}, " for n in operation.nodes),
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
        "msgid": _msgid_parts(by_source["msgid"].row),
    }


def _success(package: ir.Package) -> int:
    named = {field.row.dictionary for field in package.reply.fields}
    return int(next(v.code for d in package.dictionaries if d.id in named for v in d.values if v.name == "SUCCESS"))


def _msgid_parts(row: form.FieldRow) -> list[int]:
    """The three widths that the remark of msgid prints in brackets."""
    return [int(width) for width in re.findall(r"\((\d+)\)", row.remark)]


def _envelope_field(field: ir.Field) -> str:
    row, scalar = field.row, field.scalar
    kind = "code" if scalar.closed else _KINDS.get(scalar.kind, "text")
    values = tuple((v.code, v.label) for v in scalar.dictionary.values) if scalar.dictionary and scalar.closed else ()
    return (
        f"EnvelopeField(name={row.name!r}, label={row.label!r}, length={text_length(row)}, kind={kind!r}, "
        f"required={field.required}, source={row.source!r}, values={values!r}, "
        f"required_when_input_has={row.required_when_input_has!r}, sensitive={scalar.sensitive!r}, "
        f"pattern={scalar.pattern!r}, hint={scalar.hint!r})"
    )
