"""The visits of an ordinary patient, step by step, each command under the visit's key and its own number.

    outpatient  register_outpatient → settle_outpatient (2203, 2204 in parts, 2206, 2207) → refund_outpatient
    inpatient   admit_inpatient → charge_inpatient (2301 in parts) → discharge_inpatient → settle_inpatient (2303, 2304)
                → refund_inpatient
    pharmacy    buy (2101, 2102) → refund_purchase

`document` is what `gdyb.PersonQuery` made: an electronic voucher, an ID card, a social security card or another one.
psn_no, mdtrt_id, document, insurance and its place are filled in; what the caller gives must agree.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any

from gdyb import operations
from gdyb.models import i1101
from gdyb_runtime.model.labels import model_of, wire_names
from gdyb_runtime.model.operation import Operation
from gdyb_workflows.settlement.filling import Envelope, Insurance, Node
from gdyb_workflows.visits.going import Going
from gdyb_workflows.visits.patients import before, filled, identified, made, parts, voucher_of
from gdyb_workflows.visits.results import VisitResult
from gdyb_workflows.visits.steps import Ask, Before, Do, Earlier, Procedure

__all__ = [
    "admit_inpatient",
    "buy",
    "charge_inpatient",
    "discharge_inpatient",
    "refund_inpatient",
    "refund_outpatient",
    "refund_purchase",
    "register_outpatient",
    "settle_inpatient",
    "settle_outpatient",
]

_Document = i1101.InputData
_MDTRT_ID, _SETL_ID = "mdtrt_id", "setl_id"


def register_outpatient(
    key: str, *, document: _Document, data: Node, insurance: Insurance | None = None, envelope: Envelope | None = None
) -> Procedure:
    """Registers an outpatient: 1101 → 2201."""
    return _business(operations.register_outpatient, key, document, data, {}, insurance, envelope)


def settle_outpatient(
    key: str,
    *,
    document: _Document,
    visit: Node,
    diagnoses: Sequence[Node],
    fees: Sequence[Node],
    data: Node,
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> Procedure:
    """Settles a registered outpatient: 1101 → 2203 → 2204 in parts → 2206 → 2207.

    `visit` and `diagnoses` go into 2203, `fees` into 2204, `data` into 2206 and 2207.
    """
    operation = operations.settle_outpatient
    going = Going()
    if (known := (yield from before(operation, _key(key, operation)))) and known.is_answered:
        return going.found(known.result)
    registered = yield from _made(operation, key, operations.register_outpatient, _MDTRT_ID)
    own = {"mdtrt_id": registered.entry.mdtrt_id, "psn_no": registered.psn_no}
    filling = yield from identified(operation, document, _merged(data, own, operation), insurance, envelope)
    going.notes += filling.notes
    upload = operations.upload_outpatient_visit
    nodes = filled(upload, {"mdtrtinfo": visit, "diseinfo": diagnoses}, **own)
    if not (yield from going.do(upload, _key(key, upload), nodes, filling.envelope)):
        return going.end(is_complete=False)
    if not (yield from _charge(going, operations.upload_outpatient_fees, key, fees, own, filling.envelope)):
        return going.end(is_complete=False)
    return (
        yield from _settle(
            going, operation, operations.presettle_outpatient, key, filling.nodes, filling.envelope, document
        )
    )


def refund_outpatient(key: str) -> Procedure:
    """Takes an outpatient's settlement back: 2208."""
    return _refund(operations.reverse_outpatient_settlement, operations.settle_outpatient, key)


def admit_inpatient(
    key: str,
    *,
    document: _Document,
    data: Node,
    diagnoses: Sequence[Node],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> Procedure:
    """Admits an inpatient: 1101 → 2401; `data` goes into mdtrtinfo."""
    others = {"diseinfo": diagnoses}
    return _business(operations.admit_inpatient, key, document, data, others, insurance, envelope)


def charge_inpatient(key: str, batch: str, fees: Sequence[Node]) -> Procedure:
    """Uploads fees of an inpatient: 2301 in parts; `batch` names them, such as the day, and is part of their keys."""
    operation = operations.upload_inpatient_fees
    going = Going()
    admitted = yield from _made(operation, key, operations.admit_inpatient, _MDTRT_ID)
    own = {"mdtrt_id": admitted.entry.mdtrt_id, "psn_no": admitted.psn_no}
    done = yield from _charge(going, operation, f"{key}/{batch}", fees, own, admitted.envelope)
    return going.end(is_complete=done)


def discharge_inpatient(key: str, *, data: Node, diagnoses: Sequence[Node]) -> Procedure:
    """Discharges an inpatient: 2402; `data` goes into dscginfo."""
    operation = operations.discharge_inpatient
    going = Going()
    admitted = yield from _made(operation, key, operations.admit_inpatient, _MDTRT_ID)
    own = {"mdtrt_id": admitted.entry.mdtrt_id, "psn_no": admitted.psn_no, "insutype": admitted.insutype}
    nodes = filled(operation, {"dscginfo": data, "diseinfo": diagnoses}, **own)
    done = yield from going.do(operation, _key(key, operation), nodes, admitted.envelope)
    return going.end(is_complete=done)


def settle_inpatient(
    key: str, *, document: _Document, data: Node, insurance: Insurance | None = None, envelope: Envelope | None = None
) -> Procedure:
    """Settles an admitted inpatient: 1101 → 2303 → 2304."""
    operation = operations.settle_inpatient
    going = Going()
    if (known := (yield from before(operation, _key(key, operation)))) and known.is_answered:
        return going.found(known.result)
    admitted = yield from _made(operation, key, operations.admit_inpatient, _MDTRT_ID)
    own = {"mdtrt_id": admitted.entry.mdtrt_id, "psn_no": admitted.psn_no}
    filling = yield from identified(operation, document, _merged(data, own, operation), insurance, envelope)
    going.notes += filling.notes
    return (
        yield from _settle(
            going, operation, operations.presettle_inpatient, key, filling.nodes, filling.envelope, document
        )
    )


def refund_inpatient(key: str) -> Procedure:
    """Takes an inpatient's settlement back: 2305."""
    return _refund(operations.reverse_inpatient_settlement, operations.settle_inpatient, key)


def buy(
    key: str,
    *,
    document: _Document,
    data: Node,
    drugs: Sequence[Node],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> Procedure:
    """A purchase in a pharmacy: 1101 → 2101 → 2102; `data` goes into druginfo, `drugs` into drugdetail."""
    operation = operations.settle_pharmacy
    going = Going()
    if (known := (yield from before(operation, _key(key, operation)))) and known.is_answered:
        return going.found(known.result)
    filling = yield from identified(operation, document, data, insurance, envelope)
    going.notes += filling.notes
    nodes = {**filling.nodes, "drugdetail": list(drugs)}
    return (yield from _settle(going, operation, operations.presettle_pharmacy, key, nodes, filling.envelope, document))


def refund_purchase(key: str) -> Procedure:
    """Takes a purchase back: 2103."""
    return _refund(operations.reverse_pharmacy_settlement, operations.settle_pharmacy, key)


def _business(
    operation: Operation[Any, Any],
    key: str,
    document: _Document,
    data: Node,
    others: Mapping[str, Iterable[Node]],
    insurance: Insurance | None,
    envelope: Envelope | None,
) -> Procedure:
    """One command that begins a visit."""
    going = Going()
    if (known := (yield from before(operation, _key(key, operation)))) and known.is_answered:
        return going.found(known.result)
    filling = yield from identified(operation, document, data, insurance, envelope)
    going.notes += filling.notes
    rows = {path: filling.fill_rows(path, node, "psn_no") for path, node in others.items()}
    filling.check()
    nodes = {**filling.nodes, **rows}
    done = yield from going.do(operation, _key(key, operation), nodes, filling.envelope, voucher_of(document))
    return going.end(is_complete=done)


def _charge(
    going: Going,
    operation: Operation[Any, Any],
    key: str,
    fees: Sequence[Node],
    own: Mapping[str, str],
    envelope: Envelope,
) -> Generator[Do, Any, bool]:
    for number, part in enumerate(parts(operation, "feedetail", fees), 1):
        nodes = filled(operation, {"feedetail": part}, **own)
        if not (yield from going.do(operation, f"{_key(key, operation)}/{number}", nodes, envelope)):
            return False
    return True


def _settle(
    going: Going,
    operation: Operation[Any, Any],
    rehearsal: Operation[Any, Any],
    key: str,
    nodes: Mapping[str, object],
    envelope: Envelope,
    document: _Document,
) -> Generator[Ask | Do, Any, VisitResult]:
    """Asks what the settlement would come to, then settles."""
    going.presettled = yield Ask(operation=rehearsal, nodes=_known_to(rehearsal, nodes), envelope=envelope)
    done = yield from going.do(operation, _key(key, operation), nodes, envelope, voucher_of(document))
    return going.end(is_complete=done)


def _refund(operation: Operation[Any, Any], settling: Operation[Any, Any], key: str) -> Procedure:
    going = Going()
    settled = yield from _made(operation, key, settling, _SETL_ID)
    data = {"mdtrt_id": settled.entry.mdtrt_id, "setl_id": settled.entry.setl_id, "psn_no": settled.psn_no}
    done = yield from going.do(operation, _key(key, operation), {"data": data}, settled.envelope)
    return going.end(is_complete=done)


def _made(
    operation: Operation[Any, Any], key: str, by: Operation[Any, Any], needs: str
) -> Generator[Before, Any, Earlier]:
    return (yield from made(operation, _key(key, by), needs=needs, by=by))


def _key(key: str, operation: Operation[Any, Any]) -> str:
    """The key of one command of a visit."""
    return f"{key}/{operation.infno}"


def _merged(data: Node, own: Mapping[str, str], operation: Operation[Any, Any]) -> Node:
    found = filled(operation, {"data": data}, **own)["data"]
    return found if isinstance(found, Mapping) else data


def _known_to(operation: Operation[Any, Any], nodes: Mapping[str, object]) -> dict[str, object]:
    """The nodes with the fields that another interface has, too."""
    return {path: _only(operation, path, node) for path, node in nodes.items()}


def _only(operation: Operation[Any, Any], path: str, node: object) -> object:
    model = model_of(operation.input_type, path)
    if model is None or not isinstance(node, Mapping):
        return node
    known = wire_names(model)
    return {name: value for name, value in node.items() if name in known}
