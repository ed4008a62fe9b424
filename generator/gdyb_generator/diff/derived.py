"""What follows from the printed cells and is felt by callers: types, effective values, where codes are used.

Python names of classes, modules and attributes follow from wire names, which are compared themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from gdyb_generator import ir
from gdyb_generator.diff.change import Place
from gdyb_generator.spec import format as form


@dataclass(frozen=True, slots=True)
class Derived:
    """Derived cells by what they belong to; their names start with @."""

    fields: dict[tuple[str, str, str, str], ir.Field]
    columns: dict[tuple[str, str], ir.Column]
    in_replies: frozenset[str]

    def cells(self, record: form.SpecModel, place: Place) -> dict[str, str]:
        """The derived cells of a record."""
        return self._of_row(record, place) if isinstance(record, form.FieldRow) else {}

    def _of_row(self, row: form.FieldRow, place: Place) -> dict[str, str]:
        field = self.fields.get((place.infno, place.direction, place.node, row.name))
        column = self.columns.get((place.key.rpartition("/")[0], row.name))
        if column is not None:
            cells = {"@kind": column.scalar.kind, "@required": _required(column.required)}
            return cells | {"@length": _number(column.length), "@scale": str(column.scale)}
        if field is None or place.file == "gateway.yaml":
            return {}
        scalar = field.scalar
        return {
            "@kind": scalar.kind,
            "@required": _required(field.required),
            "@length": _number(scalar.length),
            "@scale": str(scalar.scale),
            "@pattern": scalar.pattern,
        }

    def direction_of(self, record: form.SpecModel, above: Place | None) -> str:
        """Where the codes of a dictionary come from: a reply may bring them, or only requests have them."""
        if above is not None:
            return above.direction
        is_reply = isinstance(record, form.DictionaryFile) and record.dictionary in self.in_replies
        return "reply" if is_reply else "request"


def derive(package: ir.Package) -> Derived:
    """The derived cells of a whole package."""
    sides = [(i.infno, side, node) for i in package.interfaces for side, node in _nodes(i)]
    tables = [("", "request", package.request), ("", "reply", package.reply)]
    return Derived(
        fields={(no, side, n.wire, f.wire): f for no, side, n in [*sides, *tables] for f in n.fields},
        columns={
            (f"{layout.infno}/files/{layout.record.layout}", column.row.name): column
            for layout in package.layouts
            for column in layout.columns
        },
        in_replies=frozenset(_used_in_replies(package)),
    )


def _nodes(interface: ir.Interface) -> list[tuple[str, ir.Node]]:
    return [*(("request", n) for n in interface.input), *(("reply", n) for n in interface.output)]


def _used_in_replies(package: ir.Package) -> set[str]:
    rows = [f.row for i in package.interfaces for n in i.output for f in n.fields]
    rows += [f.row for f in package.reply.fields]
    rows += [c.row for layout in package.layouts if layout.record.direction == "reply" for c in layout.columns]
    return {row.dictionary for row in rows if row.dictionary}


def _required(is_required: bool) -> str:
    return "Y" if is_required else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
