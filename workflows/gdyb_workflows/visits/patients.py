"""Whose visit it is: asked by the document that somebody shows, or known from an earlier command of the visit."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from gdyb import operations
from gdyb.codes.mdtrt_cert_type import MdtrtCertType
from gdyb.models import i1101
from gdyb.protocol import PROTOCOL
from gdyb_runtime.errors import RequestInvalid
from gdyb_runtime.model.base import RequestModel
from gdyb_runtime.model.labels import model_of, wire_names
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.settlement.filling import Envelope, Filling, Insurance, Node, Patient, fields_of
from gdyb_workflows.visits.steps import Ask, Before, Earlier, Today

__all__ = ["before", "filled", "identified", "made", "parts", "voucher_of"]

_SHARE: Final = 0.8
"""Of the longest input: the rest is for what is filled in and escaped."""


def identified(
    operation: Operation[Any, Any],
    document: i1101.InputData,
    node: Node,
    insurance: Insurance | None,
    envelope: Envelope | None,
) -> Generator[Today | Ask, Any, Filling]:
    """Asks who it is (1101) and fills the node of a business."""
    asked: Envelope = envelope or {}
    reply: Reply[i1101.Output] = yield Ask(
        operation=operations.query_person, nodes={"data": document}, envelope=asked, voucher=voucher_of(document)
    )
    today = yield Today()
    patient = Patient(
        person=reply.output.baseinfo,
        insurances=tuple(reply.output.insuinfo),
        mdtrt_cert_type=str(document.mdtrt_cert_type),
        mdtrt_cert_no=str(document.mdtrt_cert_no or ""),
    )
    filling = Filling(operation, patient, node, insurance=insurance, envelope=envelope, today=today)
    filling.check()
    return filling


def voucher_of(document: i1101.InputData) -> str:
    """The code of an electronic voucher, empty for another document."""
    is_voucher = str(document.mdtrt_cert_type) == MdtrtCertType.ELECTRONIC_VOUCHER
    return str(document.mdtrt_cert_no or "") if is_voucher else ""


def before(operation: Operation[Any, Any], key: str) -> Generator[Before, Any, Earlier | None]:
    """What the journal has under a key."""
    found: Earlier | None = yield Before(operation=operation, key=key)
    return found


def made(
    operation: Operation[Any, Any], key: str, *, needs: str, by: Operation[Any, Any]
) -> Generator[Before, Any, Earlier]:
    """An earlier command of the visit that made what this one needs.

    Raises:
        RequestInvalid: there is none, or it did not.
    """
    found: Earlier | None = yield Before(operation=by, key=key)
    if found is None or not found.is_answered or not getattr(found.entry, needs):
        state = "还没有办" if found is None else found.entry.state.label
        message = f"要先办成 {by.infno} {by.title}（业务键 {key}，{state}）"
        problem = Problem(path=needs, field=needs, label="", message=message, rule="earlier_step")
        raise RequestInvalid(infno=operation.infno, title=operation.title, problems=(problem,))
    return found


def filled(operation: Operation[Any, Any], nodes: Mapping[str, object], **values: str) -> dict[str, object]:
    """Nodes with these values in every row that has the field and does not say otherwise."""
    return {path: _filled(operation, path, node, values) for path, node in nodes.items()}


def _filled(operation: Operation[Any, Any], path: str, node: object, values: Mapping[str, str]) -> object:
    model = model_of(operation.input_type, path)
    known = wire_names(model) if model is not None else ()
    own = {name: value for name, value in values.items() if name in known and value}
    if isinstance(node, RequestModel | Mapping):
        return own | {name: value for name, value in fields_of(node).items() if name in known or name not in values}
    if isinstance(node, str) or not isinstance(node, Iterable):
        return node
    return [_filled(operation, path, row, values) if isinstance(row, RequestModel | Mapping) else row for row in node]


def parts(operation: Operation[Any, Any], path: str, rows: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """The rows in order, as many together as fit into one message; the same rows always give the same parts."""
    model = model_of(operation.input_type, path)
    # Fields that are not given go out, too, with nothing in them.
    empty = dict.fromkeys(wire_names(model), "") if model is not None else {}
    longest = int(PROTOCOL.input_limit * _SHARE)
    part: list[Node] = []
    length = 0
    for row in rows:
        size = len(msgspec.json.encode(empty | fields_of(row), enc_hook=str).decode())
        if part and length + size > longest:
            yield tuple(part)
            part, length = [], 0
        part.append(row)
        length += size
    if part:
        yield tuple(part)
