"""Example values: synthetic, and always the same for the same spec.

The ID number begins with 10, which GB/T 2260 never gave to a province, so that it was never issued to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gdyb_generator import ir
from gdyb_generator.emit.site.patterns import text_for
from gdyb_generator.emit.site.uploads import Upload
from gdyb_generator.spec.datatypes import Suggestion, Value

Row: TypeAlias = "dict[str, Value | Row | list[Row]]"
"""Values by field, and rows by node."""
Side: TypeAlias = "dict[str, Row | list[Row]]"

ID_NUMBER = "100000199001010011"
"""An ID number with the check digit that GB 11643 wants, of a province that does not exist."""
VOUCHER_CODE = "1000000010000001000000000000"

_AREA = "440100"
_NAME = "测试甲"
_PHONE = "10000000000"
_DAY, _LAST_DAY = date(2020, 12, 1), date(2020, 12, 31)
_BIRTHDAY = date(1990, 1, 1)
"""That of the ID number."""
_CODE_ENDS = ("号", "编码", "代码", "编号", "编 号", "ID", "id", "码", "批次", "序列")
_SETTINGS = {
    "fixmedins_code": "H44010000001",
    "fixmedins_name": "示例医院",
    "opter": "example01",
    "opter_name": "示例操作员",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Example values of a package; `fixed` has the values that the procedures of the spec set for single fields."""

    fixed: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """Interface number, node and field → value."""
    upload: Upload = field(default_factory=lambda: Upload(layout=None))

    @classmethod
    def of(cls, package: ir.Package) -> Examples:
        """What identification, vouchers and counted rows say goes before what a field alone suggests."""
        upload = Upload.of(package)
        fixed = _vouchers(package) | _identified(package) | _reversed(package) | _file_names(package, upload)
        return cls(fixed=fixed, upload=upload)

    def row(self, interface: ir.Interface, node: ir.Node, nodes: Sequence[ir.Node] = (), *, least: bool = False) -> Row:
        """One row of a node and of those of `nodes` that it holds, with all fields or only the required ones."""
        counted = {rule.field for rule in interface.rules if rule.kind == "count"}
        row: Row = {}
        for item in node.fields:
            value = self.fixed.get((interface.infno, node.wire, item.wire))
            if least and not item.required and value is None:
                continue
            if item.scalar.is_file:
                row[item.wire] = self.upload.content
            elif f"{node.wire}.{item.wire}" in counted:
                row[item.wire] = 1
            else:
                row[item.wire] = value_of(item) if value is None else value
        return row | (self._held(interface, nodes, node.wire, least=least) if node.wire else {})

    def side(self, interface: ir.Interface, nodes: Sequence[ir.Node], *, least: bool = False) -> Side:
        """Every node by its name with one row each."""
        return self._held(interface, nodes, "", least=least)

    def _held(self, interface: ir.Interface, nodes: Sequence[ir.Node], wire: str, *, least: bool) -> Side:
        sides: Side = {}
        for node in ir.held_by(nodes, wire):
            if least and not node.required:
                continue
            row = self.row(interface, node, nodes, least=least)
            sides[node.wire] = [row] if node.many else row
        return sides


def _identified(package: ir.Package) -> dict[tuple[str, str, str], str]:
    """The identification interface is shown with the first way that takes an ID number alone."""
    identification = package.identification
    if identification is None:
        return {}
    kinds = [(case, [argument.check for argument in case.arguments]) for case in identification.cases]
    case = next((case for case, checks in kinds if checks == ["id_number"]), None)
    if case is None:
        return {}
    return {
        (identification.interface.infno, identification.node.wire, s.field.wire): s.value or ID_NUMBER
        for s in case.sends
    }


def _vouchers(package: ir.Package) -> dict[tuple[str, str, str], str]:
    """Fields that somewhere take a voucher are shown with the code of one, also where they may stay empty."""
    uses = package.settlement.voucher.uses if package.settlement else ()
    names = {use.field.rpartition(".")[2] for use in uses}
    return {
        (interface.infno, node.wire, item.wire): VOUCHER_CODE
        for interface in package.interfaces
        for node in interface.input
        for item in node.fields
        if item.wire in names
    }


def _reversed(package: ir.Package) -> dict[tuple[str, str, str], str]:
    """A reversal is shown with an interface that can be reversed."""
    rules = package.settlement.reversal if package.settlement else None
    interface = next((i for i in package.interfaces if rules and i.infno == rules.infno), None)
    if rules is None or interface is None:
        return {}
    fields = [(node, item) for node in interface.input for item in node.fields if item.row.label == "原交易编号"]
    return {(rules.infno, node.wire, item.wire): rules.reversible[0].infno for node, item in fields}


def _file_names(package: ir.Package, upload: Upload) -> dict[tuple[str, str, str], str]:
    """Beside the bytes of a file stands its name."""
    return {
        (interface.infno, node.wire, item.wire): upload.name
        for interface in package.interfaces
        for node in interface.input
        if any(other.scalar.is_file for other in node.fields)
        for item in node.fields
        if item.row.label == "文件名"
    }


def value_of(item: ir.Field) -> Value:
    """A value of a field as its type, length, shape, dictionary and sensitivity want it."""
    return item.scalar.sample(Suggestion(text=lambda: _text(item), day=_day(item)))


def _day(item: ir.Field) -> date:
    if "出生" in item.row.label:
        return _BIRTHDAY
    return _LAST_DAY if item.wire.startswith("end") else _DAY


def _text(item: ir.Field) -> str:
    scalar = item.scalar
    if scalar.dictionary is not None:
        fitting = (v.code for v in scalar.dictionary.values if scalar.length is None or len(v.code) <= scalar.length)
        return next(fitting)
    if scalar.pattern:
        return text_for(scalar.pattern)
    text = _likely_text(item)
    return text if scalar.length is None else text[: scalar.length]


def _likely_text(item: ir.Field) -> str:
    label = item.row.label
    if item.wire in _SETTINGS:
        return _SETTINGS[item.wire]
    if item.scalar.sensitive == "name":
        return _NAME
    if item.scalar.sensitive == "phone":
        return _PHONE
    if item.wire == "certno" and (item.scalar.length or 18) >= len(ID_NUMBER):
        return ID_NUMBER
    if "区划" in label or label.endswith("经办机构"):
        return _AREA
    if label.endswith(_CODE_ENDS):
        length = item.scalar.length or 20
        return "1" + "1".rjust(min(length, 20) - 1, "0") if length > 1 else "1"
    return f"示例{label}"
