"""The procedures of the spec as sequence diagrams; titles, limits, paging and what is sent come from where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdyb_generator import ir
from gdyb_generator.emit.site.sequence import diagram, plain
from gdyb_generator.spec.format import procedures as plan

_BREAK = "<br/>"
_WORDS = {"loop": "loop", "option": "opt", "choice": "alt", "else": "else"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure: its page, title, an introduction, source, its diagram and the interfaces and functions it calls."""

    id: str
    title: str
    about: str
    source: str
    diagram: str
    infnos: tuple[str, ...]
    functions: tuple[str, ...]


def procedures(package: ir.Package) -> list[Procedure]:
    """All of them, in the order of the spec."""
    titles = {document.id: document.title for document in package.documents}
    return [_procedure(_Drawing(package), record, titles[record.document]) for record in package.procedures]


def _procedure(drawing: _Drawing, record: plan.Procedure, document: str) -> Procedure:
    return Procedure(
        id=record.id,
        title=record.title,
        about=record.about,
        source=f"{document} 第 {record.chapter} 章，第 {record.lines} 行",
        diagram=diagram(((a.id, a.label) for a in record.actors), drawing.lines(record.steps)),
        infnos=tuple(dict.fromkeys(step.infno for step in record.steps if step.infno)),
        functions=tuple(dict.fromkeys(step.function for step in record.steps if step.function)),
    )


class _Drawing:
    """Rows as lines of a diagram."""

    def __init__(self, package: ir.Package) -> None:
        self.interfaces = {interface.infno: interface for interface in package.interfaces}
        self.cases = {case.name: case for case in package.identification.cases} if package.identification else {}
        functions = package.readers.record.functions if package.readers else []
        self.functions = {function.name: function.label for function in functions}

    def lines(self, steps: list[plan.Step]) -> Iterator[str]:
        depth = 0
        for step in steps:
            depth -= step.do in {"else", "end"}
            yield "  " * depth + self._line(step)
            depth += step.do in _WORDS

    def _line(self, step: plan.Step) -> str:
        match step.do:
            case "call":
                return f"{step.sender}->>{step.receiver}: {plain(self._call(step))}"
            case "answer":
                return f"{step.sender}-->>{step.receiver}: {plain(self._answer(step))}"
            case "note":
                over = ",".join(part for part in (step.sender, step.receiver) if part)
                return f"Note over {over}: {plain(step.label)}"
            case "end":
                return "end"
        return f"{_WORDS[step.do]} {plain(self._heading(step))}"

    def _heading(self, step: plan.Step) -> str:
        if step.case:
            return self.cases[step.case].label
        return "，".join(part for part in (step.label, self._limit(step)) if part)

    def _limit(self, step: plan.Step) -> str:
        """How many rows one call of what is repeated sends."""
        interface = self.interfaces.get(step.infno)
        limit = next((node.limit for node in interface.input if node.limit), None) if interface else None
        return f"每批最多 {limit} 行" if limit else ""

    def _call(self, step: plan.Step) -> str:
        if step.function:
            return _joined(f"{step.function} {self.functions[step.function]}", step.label)
        interface = self.interfaces[step.infno]
        head = f"【{step.infno}】{interface.title}"
        if step.case:
            return _BREAK.join([head, *_sent(self.cases[step.case]), *([step.label] if step.label else [])])
        paging = interface.paging
        start = f"{paging.field} 从 {paging.first} 起" if paging else ""
        return _joined(head, "、".join(step.fields), step.label, start)

    def _answer(self, step: plan.Step) -> str:
        said = "：".join(part for part in ("、".join(step.fields), step.label) if part)
        interface = self.interfaces.get(step.infno)
        if interface is None:
            return said or "成功"
        if interface.paging is not None:
            return _joined(said, f"每页最多 {interface.paging.size} 行")
        return said or "、".join(node.caption or node.wire for node in interface.output) or "成功"


def _joined(*parts: str) -> str:
    return _BREAK.join(part for part in parts if part)


def _sent(case: ir.IdentificationCase) -> Iterator[str]:
    labels = {argument.name: argument.label for argument in case.arguments}
    for sent in case.sends:
        yield f"{sent.field.wire}={labels[sent.argument] if sent.argument else sent.value}"
