"""Rules about the procedures: each row refers to what the spec has, names its source, and brackets close."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.format import procedures as plan
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.names import is_constant_stem
from gdyb_generator.spec.read import Steps

_FILE = "procedures.yaml"
_OPENING = ("loop", "option", "choice")
# Which keys a row of a kind must have, and which it may have besides.
_KEYS: dict[plan.StepKind, tuple[frozenset[str], frozenset[str]]] = {
    "call": (frozenset({"sender", "receiver"}), frozenset({"infno", "function", "case", "fields", "label"})),
    "answer": (frozenset({"sender", "receiver"}), frozenset({"infno", "function", "fields", "label"})),
    "note": (frozenset({"sender", "label"}), frozenset({"receiver"})),
    "loop": (frozenset({"label"}), frozenset({"infno"})),
    "option": (frozenset({"label"}), frozenset()),
    "choice": (frozenset(), frozenset({"label", "case"})),
    "else": (frozenset(), frozenset({"label", "case"})),
    "end": (frozenset(), frozenset()),
}
_SOURCES = frozenset({"line", "evidence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAt:
    """A row of a procedure and its path."""

    file: SpecFile
    procedure: plan.Procedure
    path: Steps
    step: plan.Step

    def finding(self, rule: str, message: str, hint: str = "", key: Steps = ()) -> Finding:
        """A finding at one key of this row, or at the row as a whole."""
        return self.file.finding((*self.path, *key), rule, f"{self.procedure.id}：{message}", hint)


def steps(spec: Spec) -> Iterator[StepAt]:
    """Every row of every procedure."""
    for file, i, procedure in _procedures(spec):
        for j, step in enumerate(procedure.steps):
            yield StepAt(file=file, procedure=procedure, path=("procedures", i, "steps", j), step=step)


def _procedures(spec: Spec) -> Iterator[tuple[SpecFile, int, plan.Procedure]]:
    record = spec.single(_FILE)
    for i, procedure in enumerate(record.procedures if isinstance(record, plan.ProceduresFile) else ()):
        yield spec.files[_FILE], i, procedure


def unknown_reference(spec: Spec) -> Iterator[Finding]:
    """A row that names an actor, interface, function, way of identification, node or field that is not there."""
    interfaces = {interface.infno: interface for _, interface in spec.interfaces()}
    functions = {function.name for _, library in spec.readers() for function in library.functions}
    for at in steps(spec):
        actors = [actor.id for actor in at.procedure.actors]
        for key in ("sender", "receiver"):
            yield from _known(at, (key,), "参与者", getattr(at.step, key), actors)
        if at.step.infno not in spec.broken("interfaces"):
            yield from _known(at, ("infno",), "接口", at.step.infno, interfaces)
        if not spec.broken("readers"):
            yield from _known(at, ("function",), "读卡函数", at.step.function, functions)
        yield from _known(at, ("case",), "识别方式", at.step.case, _cases(spec))
        if (interface := interfaces.get(at.step.infno)) is not None:
            known = field_names(spec, interface, at.step)
            for i, name in enumerate(at.step.fields):
                side = "输出" if at.step.do == "answer" else "输入"
                yield from _known(at, ("fields", i), f"{interface.infno} {side}的字段或节点", name, known)
    yield from _unknown_document(spec)


def field_names(spec: Spec, interface: form.InterfaceFile, step: plan.Step) -> set[str]:
    """What `fields` of a row may be: a node, a field alone or behind its node, in an answer also one of the envelope."""
    nodes = interface.output if step.do == "answer" else interface.input
    names = {node.node for node in nodes if node.node} | {row.name for node in nodes for row in node.fields}
    names |= {f"{node.node}.{row.name}" for node in nodes if node.node for row in node.fields}
    envelope = spec.single("envelope.yaml")
    if step.do == "answer" and isinstance(envelope, form.EnvelopeFile):
        names |= {row.name for row in envelope.reply.fields}
    return names


def _cases(spec: Spec) -> list[str]:
    record = spec.single("identification.yaml")
    return [case.id for case in record.cases] if isinstance(record, form.IdentificationFile) else []


def _unknown_document(spec: Spec) -> Iterator[Finding]:
    record = spec.single("document.yaml")
    known = [document.id for document in record.documents] if isinstance(record, form.DocumentFile) else []
    for file, i, procedure in _procedures(spec):
        if known and procedure.document not in known:
            message = f"{procedure.id}：没有文档 {procedure.document}"
            yield file.finding(
                ("procedures", i, "document"), "PROCEDURE_REFERENCE", message, _hint(procedure.document, known)
            )


def _known(at: StepAt, key: Steps, what: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    names = sorted(known)
    if name and name not in names:
        yield at.finding("PROCEDURE_REFERENCE", f"没有{what} {name}", _hint(name, names), key)


def _hint(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    return f"是否想写 {close[0]}？" if close else f"可用：{'、'.join(names[:12]) or '无'}{'……' if names[12:] else ''}"


def unusable_step(spec: Spec) -> Iterator[Finding]:
    """A row with keys that its kind has no use for, brackets that don't close, two procedures or actors of one name."""
    for at in steps(spec):
        needed, allowed = _KEYS[at.step.do]
        provided = {key for key in plan.Step.model_fields if key != "do" and getattr(at.step, key)} - _SOURCES
        for key in sorted(needed - provided):
            yield at.finding("PROCEDURE_STEP", f"{at.step.do} 缺少 {key}")
        for key in sorted(provided - needed - allowed):
            yield at.finding("PROCEDURE_STEP", f"{at.step.do} 不能有 {key}", "删掉它", (key,))
        if at.step.do == "call" and bool(at.step.infno) == bool(at.step.function):
            yield at.finding("PROCEDURE_STEP", "call 应当有 infno 或 function，且只有一个")
        if at.step.do in {"choice", "else"} and bool(at.step.label) == bool(at.step.case):
            yield at.finding("PROCEDURE_STEP", f"{at.step.do} 应当有 label 或 case，且只有一个")
    for file, i, procedure in _procedures(spec):
        yield from _brackets(file, i, procedure)
        yield from _names(file, i, procedure)
    yield from _twice(spec)


def _brackets(file: SpecFile, index: int, procedure: plan.Procedure) -> Iterator[Finding]:
    open_rows: list[tuple[int, plan.StepKind]] = []
    for j, step in enumerate(procedure.steps):
        path = ("procedures", index, "steps", j)
        if step.do in _OPENING:
            open_rows.append((j, step.do))
        elif step.do == "else" and (not open_rows or open_rows[-1][1] != "choice"):
            yield file.finding(path, "PROCEDURE_STEP", f"{procedure.id}：else 不在 choice 之内")
        elif step.do == "end" and not open_rows:
            yield file.finding(path, "PROCEDURE_STEP", f"{procedure.id}：end 之前没有要结束的行", "删掉它")
        elif step.do == "end":
            open_rows.pop()
    for j, kind in open_rows:
        path = ("procedures", index, "steps", j)
        yield file.finding(path, "PROCEDURE_STEP", f"{procedure.id}：{kind} 没有结束", "在它之后写 {do: end}")


def _names(file: SpecFile, index: int, procedure: plan.Procedure) -> Iterator[Finding]:
    if not is_constant_stem(procedure.id):
        path: Steps = ("procedures", index, "id")
        yield file.finding(path, "PROCEDURE_STEP", f"流程名 {procedure.id} 不能用", "写小写英文，如 clearing")
    seen: set[str] = set()
    for j, actor in enumerate(procedure.actors):
        path = ("procedures", index, "actors", j, "id")
        if not is_constant_stem(actor.id):
            yield file.finding(path, "PROCEDURE_STEP", f"参与者 {actor.id} 不能用", "写小写英文，如 platform")
        if actor.id in seen:
            yield file.finding(path, "PROCEDURE_STEP", f"参与者 {actor.id} 重复", "只留一处")
        seen.add(actor.id)


def _twice(spec: Spec) -> Iterator[Finding]:
    seen: set[str] = set()
    for file, i, procedure in _procedures(spec):
        if procedure.id in seen:
            yield file.finding(("procedures", i, "id"), "PROCEDURE_STEP", f"流程 {procedure.id} 重复", "只留一处")
        seen.add(procedure.id)


def missing_source(spec: Spec) -> Iterator[Finding]:
    """A row without a line or evidence, or with a line outside of those of its procedure."""
    for at in steps(spec):
        if at.step.do == "end":
            continue
        if at.step.line is None and not at.step.evidence:
            yield at.finding(
                "PROCEDURE_SOURCE", "没有写明出自第几行", "写 line: 134；文档没有写时写 evidence", ("line",)
            )
        elif at.step.line is not None and not _holds(at.procedure.lines, at.step.line):
            message = f"第 {at.step.line} 行不在 lines {at.procedure.lines} 之内"
            yield at.finding("PROCEDURE_SOURCE", message, "改正其一", ("line",))
    for file, i, procedure in _procedures(spec):
        if not re.fullmatch(r"[0-9]+(-[0-9]+)?(, [0-9]+(-[0-9]+)?)*", procedure.lines):
            message = f"{procedure.id}：lines {procedure.lines} 读不懂"
            yield file.finding(("procedures", i, "lines"), "PROCEDURE_SOURCE", message, '写成 "111-121, 149"')


def _holds(lines: str, line: int) -> bool:
    bounds = [re.findall(r"[0-9]+", part) for part in lines.split(",")]
    return any(match and int(match[0]) <= line <= int(match[-1]) for match in bounds)


def left_out(spec: Spec) -> Iterator[Finding]:
    """A way of identification, or a use of a voucher, that no procedure shows, where others of its kind are shown."""
    all_steps = list(steps(spec))
    shown = {at.step.case for at in all_steps}
    for i, case in enumerate(_cases(spec)):
        if shown - {""} and case not in shown:
            file = spec.files["identification.yaml"]
            message = f"{_FILE} 的流程里没有识别方式 {case}"
            yield file.finding(("cases", i), "PROCEDURE_INCOMPLETE", message, "加一段 else，或删掉其余各种方式")
    called = {at.step.infno for at in all_steps}
    record = spec.single("settlement.yaml")
    uses = record.voucher.uses if isinstance(record, form.SettlementFile) else []
    for i, use in enumerate(uses):
        if use.infno not in called and any(other.infno in called for other in uses):
            file = spec.files["settlement.yaml"]
            message = f"{_FILE} 的流程里没有 {use.infno} {use.label}"
            yield file.finding(("voucher", "uses", i), "PROCEDURE_INCOMPLETE", message, "加上调用它的一行")


RULES = (
    Rule(id="PROCEDURE_REFERENCE", purpose="A step names what the spec has.", check=unknown_reference),
    Rule(id="PROCEDURE_STEP", purpose="The rows of a procedure can be drawn.", check=unusable_step),
    Rule(id="PROCEDURE_SOURCE", purpose="Every step can be found in the document.", check=missing_source),
    Rule(id="PROCEDURE_INCOMPLETE", purpose="A procedure shows all ways, not some.", check=left_out),
)
