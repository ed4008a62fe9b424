"""Rules about the steps of a settlement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from gdyb_generator import spec_format as form
from gdyb_generator.findings import Finding
from gdyb_generator.lint.rule import Rule
from gdyb_generator.load import Spec, SpecFile
from gdyb_generator.read import Steps

_Step: TypeAlias = tuple[Steps, str, str]

_FILE = "settlement.yaml"


def steps(spec: Spec) -> Iterator[Finding]:
    """A step that is no interface of this spec, that reads where it should act, or that is listed twice."""
    record = spec.single(_FILE)
    if not isinstance(record, form.SettlementFile):
        return
    single, uses, taken_back = _steps(record)
    effects = {interface.infno: interface.effect for _, interface in spec.interfaces()}
    broken = spec.broken("interfaces")
    for path, infno, effect in (*single, *uses, *taken_back):
        if infno not in broken and effects.get(infno) != effect:
            message = f"没有接口 {infno}" if infno not in effects else f"接口 {infno} 的 effect 不是 {effect}"
            yield spec.files[_FILE].finding(path, "SETTLEMENT_STEP", message)
    yield from _twice(spec.files[_FILE], uses)
    yield from _twice(spec.files[_FILE], taken_back)


def code_fields(spec: Spec) -> Iterator[Finding]:
    """A use whose field for the code is in no one-row node of that interface's input."""
    record = spec.single(_FILE)
    if not isinstance(record, form.SettlementFile):
        return
    inputs = {interface.infno: interface.input for _, interface in spec.interfaces()}
    for i, use in enumerate(record.voucher.uses):
        nodes = [node for node in inputs.get(use.infno, []) if node.rows == "one"]
        known = {f"{node.node}.{row.name}" for node in nodes for row in node.fields}
        if use.infno in inputs and use.field not in known:
            message = f"{use.infno} 输入的单行节点中没有字段 {use.field}"
            path = ("voucher", "uses", i, "field")
            yield spec.files[_FILE].finding(path, "SETTLEMENT_FIELD", message, "写成 节点.字段")


def _steps(record: form.SettlementFile) -> tuple[list[_Step], list[_Step], list[_Step]]:
    """Place, number and needed effect of what stands alone, and of the two lists."""
    single: list[_Step] = [(("voucher", "identification"), record.voucher.identification, "query")]
    uses: list[_Step] = [
        (("voucher", "uses", i, "infno"), use.infno, "command") for i, use in enumerate(record.voucher.uses)
    ]
    taken_back: list[_Step] = []
    if record.reversal is not None:
        single.append((("reversal", "infno"), record.reversal.infno, "command"))
        places = enumerate(record.reversal.reversible)
        taken_back = [(("reversal", "reversible", i), infno, "command") for i, infno in places]
    return single, uses, taken_back


def _twice(file: SpecFile, listed: list[_Step]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, infno, _ in listed:
        if infno in seen:
            yield file.finding(path, "SETTLEMENT_STEP", f"接口 {infno} 重复")
        seen.add(infno)


RULES = (
    Rule(id="SETTLEMENT_STEP", purpose="Each step of a settlement is an interface that can do it.", check=steps),
    Rule(id="SETTLEMENT_FIELD", purpose="The code of a voucher has a field to go to.", check=code_fields),
)
