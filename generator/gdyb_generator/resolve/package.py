"""Loaded spec → resolved package: effective values, scalar types, operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from gdyb_generator import ir
from gdyb_generator.resolve import answers, cities, readers
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import Cells, Scalar, datatype
from gdyb_generator.spec.format import procedures as procedure_format
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.names import ROWS, class_name, pascal, python_name
from gdyb_generator.spec.walk import effective

_Record = TypeVar("_Record", bound=form.SpecModel)


def resolve(spec: Spec) -> ir.Package:
    """The package a spec without findings describes."""
    return _Resolver(spec).package()


class _Resolver:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.errata = {e.id: e for e in self._file("errata.yaml", form.ErrataFile).errata}
        self.formats = {f.id: f for f in self._file("formats.yaml", form.FormatsFile).formats}
        self.dictionaries = {d.dictionary: self._dictionary(d) for _, d in spec.dictionaries()}
        self.documents = {d.id: d for d in self._file("document.yaml", form.DocumentFile).documents}
        self.confidence = {(c.of, c.confidence): c.label for c in spec.vocabulary.confidence}
        self.scalars: dict[str, Scalar] = {}

    def package(self) -> ir.Package:
        envelope = self._file("envelope.yaml", form.EnvelopeFile)
        messages = self._file("messages.yaml", form.MessagesFile)
        interfaces = tuple(self._interface(i) for _, i in self.spec.interfaces())
        request = self._table(envelope.request, "Request", "request")
        reply = self._table(envelope.reply, "Reply", "reply")
        return ir.Package(
            edition=self.spec.edition,
            header_notes=self._header_notes(),
            cities=tuple(cities.resolve(record) for _, record in self.spec.overlays()),
            document=next(iter(self.documents.values())),
            documents=tuple(self.documents.values()),
            interfaces=interfaces,
            layouts=tuple(layout for interface in interfaces for layout in interface.layouts),
            confidence=tuple(self.spec.vocabulary.confidence),
            spellings=_spellings(interfaces),
            dictionaries=tuple(self.dictionaries.values()),
            scalars=tuple(self.scalars[name] for name in sorted(self.scalars)),
            request=request,
            reply=reply,
            gateway=self._file("gateway.yaml", form.GatewayFile),
            environments=tuple(self._file("environments.yaml", form.EnvironmentsFile).environments),
            messages={rule.id: rule.value for rule in messages.rules},
            answers=tuple(messages.answers),
            identification=self._identification(interfaces),
            settlement=self._settlement(),
            procedures=self._procedures(),
            readers=next(
                (
                    readers.resolve(record, self.spec.vocabulary.operations, self._errata)
                    for _, record in self.spec.readers()
                ),
                None,
            ),
            errata=tuple(self.errata.values()),
            sources=tuple((f.name, f.record) for f in self.spec.files.values() if f.record is not None),
        )

    def _file(self, name: str, record: type[_Record]) -> _Record:
        parsed = self.spec.single(name)
        if not isinstance(parsed, record):
            raise TypeError(f"{name} has findings; lint before resolving")
        return parsed

    def _errata(self, ids: Iterable[str]) -> tuple[form.Erratum, ...]:
        return tuple(self.errata[i] for i in ids)

    def _notes(self, owner: str, part: str = "") -> tuple[ir.CityNote, ...]:
        """What the city of this edition changed in a table or dictionary; without a part, in it as a whole."""
        record = next((r for _, r in self.spec.overlays() if r.overlay == self.spec.edition), None)
        changes = [changed for changed in self.spec.changed if (changed.owner, changed.part) == (owner, part)]
        return tuple(cities.note(record, c.change, c.before) for c in changes) if record else ()

    def _header_notes(self) -> tuple[tuple[str, ir.CityNote], ...]:
        parts = {changed.part for changed in self.spec.changed if changed.owner == "gateway headers"}
        return tuple((part, note) for part in sorted(parts) for note in self._notes("gateway headers", part))

    def _dictionary(self, record: form.DictionaryFile) -> ir.Dictionary:
        return ir.Dictionary(
            id=record.dictionary,
            class_name=pascal(record.dictionary),
            label=record.label,
            line=record.line,
            evidence=record.evidence,
            disagreements=tuple(record.disagreements),
            open=record.open,
            values=tuple(
                ir.Value(
                    code=v.code,
                    label=v.label,
                    name=v.name,
                    is_single=v.confidence == "single",
                    notes=self._notes(record.dictionary, v.code),
                )
                for v in record.values
            ),
            errata=self._errata(record.errata),
            notes=self._notes(record.dictionary),
        )

    def _interface(self, record: form.InterfaceFile) -> ir.Interface:
        inputs = tuple(self._node(n, record.infno, "input", "request") for n in record.input)
        plain = ir.Operation(
            name=record.operation,
            title=record.name,
            summary=record.summary,
            input_class="Input",
            nodes=inputs,
            rules_name="RULES",
            forbidden=tuple(record.variants),
        )
        outputs = tuple(self._node(n, record.infno, "output", "reply") for n in record.output)
        return ir.Interface(
            infno=record.infno,
            module=f"i{record.infno}",
            title=record.name,
            effect=record.effect,
            document=self.documents[record.document],
            lines=record.lines,
            sender=record.sender,
            receiver=record.receiver,
            input=inputs,
            output=outputs,
            operations=(plain, *(_variant(v, inputs) for v in record.variants)),
            rules=tuple(record.rules),
            paging=record.paging,
            ask=self._asked(record.infno),
            reply_rules=answers.resolve(self._settlement(), record.infno, inputs, outputs),
            replies_with_file=record.reply == "file",
            layouts=tuple(self._layout(layout, record) for layout in record.files),
            disagreements=tuple(record.disagreements),
            errata=self._errata(record.errata),
        )

    def _node(self, record: form.Node, infno: str, side: str, direction: form.Direction) -> ir.Node:
        is_many = record.rows == "many"
        owner = f"{infno} {side}.{record.node}" if record.node else f"{infno} {side}"
        return ir.Node(
            wire=record.node,
            inside=record.inside,
            class_name=class_name(side, record.node or (ROWS if is_many else "")),
            table=record.table,
            caption=record.caption,
            lines=record.lines,
            many=is_many,
            limit=record.limit,
            required=record.required,
            evidence=record.evidence,
            confidence=record.confidence or "",
            confidence_label=self.confidence["table", record.confidence] if record.confidence else "",
            fields=tuple(self._field(row, direction, owner) for row in record.fields),
            notes=self._notes(owner),
        )

    def _table(self, record: form.Table, name: str, direction: form.Direction) -> ir.Node:
        return ir.Node(
            wire="",
            class_name=name,
            table=record.table,
            caption=record.caption,
            lines=record.lines,
            many=False,
            limit=None,
            required=True,
            evidence="",
            confidence="",
            confidence_label="",
            fields=tuple(self._field(row, direction, f"envelope {direction}") for row in record.fields),
            notes=self._notes(f"envelope {direction}"),
        )

    def _settlement(self) -> form.SettlementFile | None:
        record = self.spec.single("settlement.yaml")
        return record if isinstance(record, form.SettlementFile) else None

    def _asked(self, infno: str) -> tuple[str, ...]:
        record = self._settlement()
        titles = {interface.infno: interface.name for _, interface in self.spec.interfaces()}
        commands = record.commands if record else ()
        asked = [one for command in commands if command.infno == infno for one in command.ask if one in titles]
        return tuple(f"{one} {titles[one]}" for one in asked)

    def _procedures(self) -> tuple[procedure_format.Procedure, ...]:
        record = self.spec.single("procedures.yaml")
        return tuple(record.procedures) if isinstance(record, procedure_format.ProceduresFile) else ()

    def _identification(self, interfaces: Iterable[ir.Interface]) -> ir.Identification | None:
        record = self.spec.single("identification.yaml")
        if not isinstance(record, form.IdentificationFile):
            return None
        interface = next(i for i in interfaces if i.infno == record.infno)
        node = next(n for n in interface.input if n.wire == record.node)
        fields = {f.wire: f for f in node.fields}
        cases = {case.id: self._case(case, fields) for case in record.cases}
        return ir.Identification(
            interface=interface,
            node=node,
            optional=tuple(fields[name] for name in record.optional),
            checks={check.check: check for check in self.spec.vocabulary.checks},
            cases=tuple(cases.values()),
            choices=tuple(self._choice(choice, cases) for choice in record.choices),
        )

    def _case(self, record: form.IdentificationCase, fields: Mapping[str, ir.Field]) -> ir.IdentificationCase:
        return ir.IdentificationCase(
            name=record.id,
            label=record.label,
            line=record.line,
            record=record.record or "",
            arguments=tuple(record.arguments),
            sends=tuple(ir.Sent(field=fields[s.field], value=s.value, argument=s.argument) for s in record.sends),
            errata=self._errata(record.errata),
        )

    def _choice(
        self, record: form.IdentificationChoice, cases: Mapping[str, ir.IdentificationCase]
    ) -> ir.IdentificationChoice:
        return ir.IdentificationChoice(
            record=record,
            inside=cases[record.inside],
            outside=cases[record.outside],
            errata=self._errata(record.errata),
        )

    def _field(self, row: form.FieldRow, direction: form.Direction, owner: str) -> ir.Field:
        scalar = self._scalar(row, direction)
        if self.scalars.setdefault(scalar.name, scalar) != scalar:
            raise ValueError(f"two types of the name {scalar.name}; lint before resolving")
        return ir.Field(
            wire=row.name,
            attribute=python_name(row.name),
            scalar=scalar,
            dictionary=self.dictionaries.get(row.dictionary or "") if scalar.dictionary is not None else None,
            required=effective(row, "required") == "Y",
            row=row,
            confidence_label=self._row_confidence(row),
            errata=self._errata(row.errata),
            notes=self._notes(owner, row.name),
        )

    def _row_confidence(self, row: form.FieldRow) -> str:
        return self.confidence["row", row.confidence].replace("{}", row.derived_from) if row.confidence else ""

    def _layout(self, record: form.FileLayout, interface: form.InterfaceFile) -> ir.Layout:
        count = len(record.columns)
        widths = sorted(item.width for item in record.widths)
        owner = f"{interface.infno} files.{record.layout}"
        return ir.Layout(
            constant=record.layout.upper(),
            columns=tuple(self._column(row, record.direction, owner) for row in record.columns),
            short=tuple(width for width in widths if width < count),
            extra=max(0, *(width - count for width in (count, *widths))),
            shift_after=next((w.shift_after for w in record.widths if w.shift_after is not None), None),
            infno=interface.infno,
            title=interface.name,
            record=record,
        )

    def _column(self, row: form.FieldRow, direction: form.Direction, owner: str) -> ir.Column:
        precision, _, scale = effective(row, "length").partition(",")
        return ir.Column(
            scalar=self._scalar(row, direction),
            length=int(precision) if precision else None,
            scale=int(scale or 0),
            required=effective(row, "required") == "Y",
            dictionary=self.dictionaries.get(row.dictionary or ""),
            row=row,
            confidence_label=self._row_confidence(row),
            notes=self._notes(owner, row.name),
        )

    def _scalar(self, row: form.FieldRow, direction: form.Direction) -> Scalar:
        shape = self.formats.get(row.format or "")
        cells = Cells(
            length=effective(row, "length"),
            direction=direction,
            sensitive="" if row.sensitive in {None, "public"} else str(row.sensitive),
            shape=shape if shape is not None and direction in shape.applies_to else None,
            dictionary=self.dictionaries.get(row.dictionary or ""),
        )
        return datatype(effective(row, "type")).scalar(cells)


def _spellings(interfaces: tuple[ir.Interface, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    names: dict[str, set[str]] = {}
    for interface in interfaces:
        for node in interface.output:
            for field in node.fields:
                for spelling in field.row.spellings:
                    names.setdefault(spelling, set()).add(field.wire)
    return tuple((spelling, tuple(sorted(names[spelling]))) for spelling in sorted(names))


def _variant(variant: form.Variant, inputs: tuple[ir.Node, ...]) -> ir.Operation:
    node_name, _, field_name = variant.field.rpartition(".")
    nodes = tuple(
        n if n.wire != node_name else _without(n, field_name, f"{n.class_name}{variant.suffix}") for n in inputs
    )
    return ir.Operation(
        name=variant.operation,
        title=variant.name,
        summary=variant.summary,
        input_class=f"Input{variant.suffix}",
        nodes=nodes,
        rules_name=f"RULES_{variant.suffix.upper()}",
        fixed=((node_name, field_name, variant.value),),
    )


def _without(node: ir.Node, field_name: str, name: str) -> ir.Node:
    return replace(node, class_name=name, fields=tuple(f for f in node.fields if f.wire != field_name))
