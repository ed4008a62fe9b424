"""The builders of chapter 4's cases: signatures, docstrings and tables, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from gdyb_generator import ir
from gdyb_generator.emit.describe import docstring_safe
from gdyb_generator.spec import format as form

CLASS = "PersonQuery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """One static method; more than one signature means overloads before `implementation`."""

    name: str
    table: str
    signatures: list[str]
    implementation: str
    call_arguments: str
    optional: str
    doc: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """One static method that picks a case by what a record says."""

    name: str
    table: str
    signature: str
    optional: str
    doc: list[str]


def context(identification: ir.Identification) -> dict[str, object]:
    """What the template prints."""
    interface, node = identification.interface, identification.node
    return {
        "title": docstring_safe(f"{interface.infno} {interface.title}"),
        "module": interface.module,
        "node": node.wire,
        "model": f"{interface.module}.{node.class_name}",
        "types": [field.scalar.name for field in identification.optional],
        "checks": [(_constant(check), _check_table(check)) for check in _used(identification)],
        "builders": builders(identification),
        "choosers": choosers(identification),
    }


def _used(identification: ir.Identification) -> list[form.NumberCheck]:
    """The checks that an argument has to pass, in the order of the vocabulary."""
    names = {argument.check for case in identification.cases for argument in case.arguments}
    return [check for check in identification.checks.values() if check.check in names]


def _constant(check: form.NumberCheck) -> str:
    return f"_CHECK_{check.check.upper()}"


def _check_table(check: form.NumberCheck) -> str:
    ascii_only = ", is_ascii=True" if check.ascii else ""
    end = f", ends_before={check.ends_before!r}" if check.ends_before else ""
    inside = f", in_json={tuple(check.in_json)!r}" if check.in_json else ""
    return f"Check(name={check.check!r}, id_number={check.id_number!r}{ascii_only}{end}{inside})"


def builders(identification: ir.Identification) -> list[Builder]:
    """One builder for each case, in the order of the document."""
    return [_builder(identification, case) for case in identification.cases]


def choosers(identification: ir.Identification) -> list[Chooser]:
    """One method for each choice."""
    return [_chooser(identification, choice) for choice in identification.choices]


def _chooser(identification: ir.Identification, choice: ir.IdentificationChoice) -> Chooser:
    record, optional = choice.record, _optional(identification)
    inside, outside = f"_{choice.inside.name.upper()}", f"_{choice.outside.name.upper()}"
    return Chooser(
        name=record.id,
        table=(
            f"Choice(attribute={record.by!r}, label={record.by_label!r}, prefix={record.prefix!r}, "
            f"inside={inside}, outside={outside})"
        ),
        signature=f"record: {record.record}, /{', *' if optional else ''}{optional}",
        optional=_mapping([f.attribute for f in identification.optional]),
        doc=_choice_doc(identification, choice),
    )


def _optional(identification: ir.Identification) -> str:
    return "".join(f", {f.attribute}: {f.scalar.name} | None = None" for f in identification.optional)


def _builder(identification: ir.Identification, case: ir.IdentificationCase) -> Builder:
    optional = _optional(identification)
    names = [argument.name for argument in case.arguments]
    if len(names) == 1:
        kinds = " | ".join(["str", *([case.record] if case.record else [])])
        signatures = [f"{names[0]}: {kinds}{', *' if optional else ''}{optional}"]
        implementation, call_arguments = signatures[0], names[0]
    else:
        texts = ", ".join(f"{name}: str" for name in names)
        signatures = [f"*, {texts}{optional}"]
        if case.record:
            signatures.insert(0, f"record: {case.record}, /{', *' if optional else ''}{optional}")
        record = f"record: {case.record} | None = None, /, " if case.record else ""
        implementation = f"{record}*, {', '.join(f'{name}: str | None = None' for name in names)}{optional}"
        call_arguments = f"{'record' if case.record else 'None'}, texts={_mapping(names)}"
    return Builder(
        name=case.name,
        table=_table(identification, case),
        signatures=signatures,
        implementation=implementation,
        call_arguments=call_arguments,
        optional=_mapping([f.attribute for f in identification.optional]),
        doc=_doc(identification, case),
    )


def _mapping(names: list[str]) -> str:
    return "{" + ", ".join(f'"{name}": {name}' for name in names) + "}"


def _table(identification: ir.Identification, case: ir.IdentificationCase) -> str:
    arguments = "".join(
        f"Argument(name={a.name!r}, label={a.label!r}, check={_constant(identification.checks[a.check])}, fields={_fields_of(case, a.name)!r}), "
        for a in case.arguments
    )
    fixed = tuple((s.field.wire, s.value) for s in case.sends if s.value)
    return f"Case(arguments=({arguments}), fixed={fixed!r})"


def _fields_of(case: ir.IdentificationCase, argument: str) -> tuple[str, ...]:
    return tuple(s.field.wire for s in case.sends if s.argument == argument)


def _usage(identification: ir.Identification, name: str) -> str:
    operation = identification.interface.operations[0].name
    return f"用法：client.{operation}({identification.node.wire}={CLASS}.{name}(…))"


def _optional_texts(identification: ir.Identification) -> list[str]:
    return [
        f"{f.attribute}：{'；'.join(filter(None, (f.row.label, f.row.remark)))}。可不填。"
        for f in identification.optional
    ]


def _choice_doc(identification: ir.Identification, choice: ir.IdentificationChoice) -> list[str]:
    record, inside, outside = choice.record, choice.inside, choice.outside
    paragraphs = [
        [f"{record.label}（文档第 {inside.line}、{outside.line} 行）。"],
        [
            f"- {record.by}（{record.by_label}）以 {record.prefix} 开头：同 {inside.name}，{inside.label}",
            f"- 其他：同 {outside.name}，{outside.label}",
        ],
        [f"依据：{record.evidence}。", f"record：读卡记录（{record.record}）。"],
        _optional_texts(identification),
        [f"勘误 {e.id}：{e.finding}处理：{e.decision}" for e in choice.errata],
        [
            _usage(identification, record.id),
            f"{record.by} 不是 6 位数字，或号码有误时抛出 RequestInvalid，不发出任何请求。",
        ],
    ]
    return _joined(paragraphs)


def _joined(paragraphs: list[list[str]]) -> list[str]:
    return [line for part in paragraphs if part for line in ("", *map(docstring_safe, part))][1:]


def _doc(identification: ir.Identification, case: ir.IdentificationCase) -> list[str]:
    paragraphs = [
        [f"{case.label}（文档第 {case.line} 行）。"],
        [f"- {_sent_text(sent, case)}" for sent in case.sends],
        [f"{a.name}：{a.label}。{identification.checks[a.check].label}。" for a in case.arguments],
        [_record_text(case)] if case.record else [],
        _optional_texts(identification),
        [f"勘误 {e.id}：{e.finding}处理：{e.decision}" for e in case.errata],
        [_usage(identification, case.name), "号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。"],
    ]
    return _joined(paragraphs)


def _sent_text(sent: ir.Sent, case: ir.IdentificationCase) -> str:
    field = f"{sent.field.wire} {sent.field.row.label}"
    if sent.argument:
        label = next(a.label for a in case.arguments if a.name == sent.argument)
        return f"{field} = {sent.argument}（{label}）"
    dictionary = sent.field.dictionary
    label = next((v.label for v in dictionary.values if v.code == sent.value), "") if dictionary else ""
    return f'{field} = "{sent.value}"{f"（{label}）" if label else ""}'


def _record_text(case: ir.IdentificationCase) -> str:
    names = "、".join(a.name for a in case.arguments)
    way = "也可以直接给" if len(case.arguments) == 1 else "可以用关键字给出，也可以只给一个"
    return f"{names} {way}带有同名属性的读卡或扫码记录（{case.record}）。"
