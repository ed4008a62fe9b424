"""How the answer of one interface hangs together: the rules of settlement.yaml, wherever its tables have the fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gdyb_generator import ir
from gdyb_generator.spec import format as form


def resolve(
    record: form.SettlementFile | None, infno: str, inputs: Sequence[ir.Node], outputs: Sequence[ir.Node]
) -> tuple[ir.ReplyRule, ...]:
    """The rules that apply to an interface."""
    if record is None or record.answers is None:
        return ()
    made = {command.makes for command in record.commands if command.infno == infno}
    return (
        *_brings(record.answers, made, outputs),
        *_echoes(record.answers, inputs, outputs),
        *_sums(record.answers, outputs),
    )


def _brings(answers: form.Answers, made: Collection[str], outputs: Sequence[ir.Node]) -> Iterator[ir.ReplyRule]:
    for brought in answers.brings:
        if brought.makes in made:
            places = [(path, row) for path, row in _places(outputs) if row.wire == brought.field]
            for path, row in places[:1]:
                yield ir.ReplyRule(kind="Brings", field=path, label=row.row.label)


def _echoes(answers: form.Answers, inputs: Sequence[ir.Node], outputs: Sequence[ir.Node]) -> Iterator[ir.ReplyRule]:
    sent = {row.wire: path for path, row in _places([node for node in inputs if not node.many])}
    for path, row in _places(outputs):
        if row.wire in answers.echoes and row.wire in sent:
            yield ir.ReplyRule(kind="Echoes", field=path, label=row.row.label, sent=sent[row.wire])


def _sums(answers: form.Answers, outputs: Sequence[ir.Node]) -> Iterator[ir.ReplyRule]:
    for node in outputs:
        known = {row.wire: path for path, row in _places([node])}
        labels = {row.wire: row.row.label for row in node.fields}
        for one in answers.sums:
            # Without a part that the province always sends there is nothing to add.
            if node.many or one.total not in known or not all(part in known for part in one.addends[:2]):
                continue
            yield ir.ReplyRule(
                kind="AddsUp",
                field=known[one.total],
                label=labels[one.total],
                parts=tuple(known[part] for part in one.addends if part in known),
                maybe=tuple(known[part] for part in one.maybe if part in known),
            )


def _places(nodes: Sequence[ir.Node]) -> Iterator[tuple[str, ir.Field]]:
    for node in nodes:
        for row in node.fields:
            yield (f"{node.wire}.{row.wire}" if node.wire else row.wire), row
