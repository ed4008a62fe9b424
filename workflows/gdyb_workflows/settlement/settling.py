"""Settling with an electronic voucher: identify the person, then one business with the same code; reverse as a step.

    pharmacy    identify → settle_pharmacy
    outpatient  identify → register_outpatient, later with a new code: identify → settle_outpatient
    inpatient   identify → admit_inpatient,     later with a new code: identify → settle_inpatient

Every function takes the code itself (a text or a scanner's record) and identifies the person, or takes what `identify`
gave, so that a clerk can first see whose code it is. Whatever keeps a message from being attempted is raised; once it
was attempted, the result says what became of it, and its msgid is known even when the answer is lost.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar, cast

from gdyb import operations
from gdyb.client import Client
from gdyb.codes.mdtrt_cert_type import MdtrtCertType
from gdyb.models import i1101, i2102, i2201, i2207, i2304, i2401, i2601
from gdyb.person_query import PersonQuery
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.errors import GdybError, Outcome, ReplyDeparts, RequestInvalid
from gdyb_runtime.model.base import ReplyModel, RequestModel, if_readable
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.persons.identification import QrRecord
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.settlement.filling import Envelope, Filling, Insurance, Node, Patient
from gdyb_workflows.settlement.vouchers import VoucherGuard, VoucherGuardUnavailable

__all__ = [
    "CommandResult",
    "CommandState",
    "Envelope",
    "Insurance",
    "Node",
    "ReversalImpossible",
    "SettlementResult",
    "Voucher",
    "VoucherHolder",
    "admit_inpatient",
    "identify",
    "register_outpatient",
    "reverse",
    "reverse_message",
    "settle_inpatient",
    "settle_outpatient",
    "settle_pharmacy",
]

OutputT = TypeVar("OutputT", bound=ReplyModel)
CommandState = Literal["settled", "accepted", "refused", "already_done", "not_sent", "unknown"]

_STATES: Mapping[Outcome, CommandState] = {
    "accepted": "accepted",
    "refused": "refused",
    "already_done": "already_done",
    "not_sent": "not_sent",
    "unknown": "unknown",
}
_NOTHING: Envelope = {}

_logger = logging.getLogger("gdyb")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherHolder:
    """Whose code it is, as 1101 answered."""

    person: i1101.OutputBaseinfo
    insurances: tuple[Insurance, ...]
    """The person's insurances; a settlement is made under one of them."""
    reply: Reply[i1101.Output] = field(repr=False)
    code: str = field(repr=False)


Voucher: TypeAlias = str | QrRecord | VoucherHolder
"""A code as text or as a scanner's record, or what `identify` made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult(Generic[OutputT]):
    """What became of one command."""

    state: CommandState
    """`settled`: done. `accepted`: done, says the platform, without the ids that tell what. `refused`, `not_sent`:
    certainly not done. `already_done`: not this time, the platform says that the same was done before. `unknown`:
    nobody knows. Only what is certainly not done may be sent again without asking the platform first."""
    infno: str
    title: str
    msgid: str
    """Number under which it was sent, or was about to be."""
    reply: Reply[OutputT] | None
    """The answer, when it is settled or accepted."""
    error: GdybError | None
    """Why it is not settled, or how a settled answer departs from the tables."""

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What a person has to look at though the command is done: the answer is incomplete, does not add up, or is
        about another call; `reply.warnings` holds all departures from the tables."""
        return self.reply.doubts if self.reply is not None else ()

    def require(self) -> Reply[OutputT]:
        """The answer of a settled command; raises `error` for any other."""
        if self.reply is None or self.state != "settled":
            raise self.error or AssertionError("neither an answer nor an error")
        return self.reply


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementResult(CommandResult[OutputT]):
    """What became of a settlement, registration or admission, and for whom it was."""

    person: i1101.OutputBaseinfo
    envelope: Envelope = field(repr=False)
    """Envelope fields that differed from the settings."""
    notes: tuple[Problem, ...] = ()
    """What a person should know beside the outcome, such as an insurance that is paused."""

    @property
    def can_reverse(self) -> bool:
        """Whether 2601 may take it back: it was done or may have been, and 2601 knows this interface."""
        return self.state not in ("refused", "not_sent") and self.infno in SETTLEMENT.reversible

    def reversal(self) -> i2601.InputData:
        """The input of 2601 that takes this message back.

        Raises:
            ReversalImpossible: unless `can_reverse`.
        """
        if not self.can_reverse:
            raise ReversalImpossible(infno=self.infno, title=self.title, msgid=self.msgid, state=self.state)
        return _reversal(self.infno, self.msgid, self.person.psn_no)


class ReversalImpossible(GdybError):
    """2601 cannot take this message back; nothing was sent."""

    state: CommandState = "settled"

    def explain(self) -> str:
        """Why not, and what to do instead."""
        if self.state in ("refused", "not_sent"):
            return f"这笔交易没有办成{self._msgid_text()}，不需要冲正。"
        return (
            f"平台的冲正交易 {SETTLEMENT.reversal} 不支持这个接口{self._msgid_text()}，请求没有发出。"
            "请先向医保核对结果，已办成的用对应的撤销交易处理。"
        )


def identify(
    client: Client, guard: VoucherGuard, code: str | QrRecord, *, envelope: Envelope | None = None
) -> VoucherHolder:
    """Whose code it is (1101), given as text or as a scanner's record; may be repeated until the code was used.

    Raises:
        VoucherAlreadyUsed, VoucherGuardUnavailable, RequestInvalid: nothing was sent.
        GdybError: like every call.
    """
    data = PersonQuery.electronic_voucher(code)
    guard.check(data.mdtrt_cert_no, SETTLEMENT.identification)
    reply = client.query_person(data=data, envelope=envelope)
    return VoucherHolder(
        person=reply.output.baseinfo, insurances=tuple(reply.output.insuinfo), reply=reply, code=data.mdtrt_cert_no
    )


def settle_pharmacy(
    client: Client,
    guard: VoucherGuard,
    voucher: Voucher,
    *,
    druginfo: i2102.InputDruginfo | Mapping[str, object],
    drugdetail: Sequence[i2102.InputDrugdetail | Mapping[str, object]],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> SettlementResult[i2102.Output]:
    """A purchase in a pharmacy (1101 → 2102 with the same code). See `settle_outpatient`."""
    step = _Step(client, guard, operations.settle_pharmacy, voucher, druginfo, insurance, envelope)
    return step.run({"drugdetail": drugdetail})


def register_outpatient(
    client: Client,
    guard: VoucherGuard,
    voucher: Voucher,
    *,
    data: i2201.InputData | Mapping[str, object],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> SettlementResult[i2201.Output]:
    """An outpatient's registration (1101 → 2201 with the same code). See `settle_outpatient`."""
    return _Step(client, guard, operations.register_outpatient, voucher, data, insurance, envelope).run({})


def settle_outpatient(
    client: Client,
    guard: VoucherGuard,
    voucher: Voucher,
    *,
    data: i2207.InputData | Mapping[str, object],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> SettlementResult[i2207.Output]:
    """An outpatient's settlement (1101 → 2207 with the same code, which is another than the registration's).

    Fills in psn_no, mdtrt_cert_type, mdtrt_cert_no, insutype and the envelope's insuplc_admdvs; values the caller gave
    must agree. A person with several insurances needs `insurance`, one of the holder's, or an insutype that tells.

    Raises:
        VoucherAlreadyUsed, VoucherGuardUnavailable, RequestInvalid, MsgidUnavailable: the settlement was not sent.
        GdybError: of the identification, like every call.
    """
    return _Step(client, guard, operations.settle_outpatient, voucher, data, insurance, envelope).run({})


def admit_inpatient(
    client: Client,
    guard: VoucherGuard,
    voucher: Voucher,
    *,
    mdtrtinfo: i2401.InputMdtrtinfo | Mapping[str, object],
    diseinfo: Sequence[i2401.InputDiseinfo | Mapping[str, object]],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> SettlementResult[i2401.Output]:
    """An admission (1101 → 2401 with the same code); psn_no is filled in for each diagnosis, too.

    See `settle_outpatient`.
    """
    step = _Step(client, guard, operations.admit_inpatient, voucher, mdtrtinfo, insurance, envelope)
    return step.run({"diseinfo": step.fill_rows("diseinfo", diseinfo, "psn_no")})


def settle_inpatient(
    client: Client,
    guard: VoucherGuard,
    voucher: Voucher,
    *,
    data: i2304.InputData | Mapping[str, object],
    insurance: Insurance | None = None,
    envelope: Envelope | None = None,
) -> SettlementResult[i2304.Output]:
    """An inpatient's settlement (1101 → 2304 with the same code, which is another than the admission's).

    See `settle_outpatient`.
    """
    return _Step(client, guard, operations.settle_inpatient, voucher, data, insurance, envelope).run({})


def reverse(
    client: Client, result: SettlementResult[OutputT], *, envelope: Envelope | None = None
) -> CommandResult[i2601.Output]:
    """Takes a settlement back by its msgid (2601), never by itself: only when a person decided so.

    The reversal is a command, too; its own result may be unknown. After a settlement whose answer did arrive, the
    refund interface of that settlement is the ordinary way.

    Raises:
        ReversalImpossible, RequestInvalid, MsgidUnavailable: nothing was sent.
    """
    merged = {**result.envelope, **(envelope or _NOTHING)}
    nodes = {"data": result.reversal()}
    return _about(result.person, _command(client, operations.reverse_transaction, nodes, merged))


def reverse_message(
    client: Client, *, infno: str, msgid: str, psn_no: str, envelope: Envelope | None = None
) -> CommandResult[i2601.Output]:
    """The same when only the numbers are left, for example after a crash, from `VoucherGuard.unsettled`."""
    if infno not in SETTLEMENT.reversible:
        raise ReversalImpossible(infno=infno, msgid=msgid)
    nodes = {"data": _reversal(infno, msgid, psn_no)}
    return _command(client, operations.reverse_transaction, nodes, envelope or _NOTHING)


class _Step(Generic[OutputT]):
    """One use of a code: who, under which insurance, and the values that follow from it."""

    def __init__(
        self,
        client: Client,
        guard: VoucherGuard,
        operation: Operation[RequestModel, OutputT],
        voucher: Voucher,
        node: Node,
        insurance: Insurance | None,
        envelope: Envelope | None,
    ) -> None:
        self._client = client
        self._guard = guard
        self._operation = operation
        today = client.clock.now().astimezone(zone_of(client.protocol.utc_offset)).date()
        if not isinstance(voucher, VoucherHolder):
            # A code that may identify its person again, but not serve this business, need not go out at all.
            guard.check(voucher, operation.infno)
            voucher = identify(client, guard, voucher, envelope=envelope)
        self._holder = voucher
        patient = Patient(
            person=voucher.person,
            insurances=voucher.insurances,
            mdtrt_cert_type=MdtrtCertType.ELECTRONIC_VOUCHER.value,
            mdtrt_cert_no=voucher.code,
        )
        self._filling = Filling(operation, patient, node, insurance=insurance, envelope=envelope, today=today)

    def fill_rows(self, path: str, rows: object, *names: str) -> object:
        """Rows with the values that follow from the code."""
        return self._filling.fill_rows(path, rows, *names)

    def run(self, others: Mapping[str, object]) -> SettlementResult[OutputT]:
        """Claims the code, sends, and writes down what became of it."""
        operation = self._operation
        self._filling.check()
        envelope, notes = self._filling.envelope, self._filling.notes
        msgid = self._client.reserve_msgid(envelope=envelope)
        for note in notes:
            _logger.warning("%s %s msgid=%s：%s", operation.infno, operation.title, msgid, note)
        institution = msgid[: self._client.protocol.msgid.institution]
        claim = self._guard.claim(self._holder.code, operation.infno, institution=institution, msgid=msgid)
        outcome: Outcome = "unknown"
        try:
            nodes = {**self._filling.nodes, **others}
            done = _command(self._client, operation, nodes, envelope, msgid=msgid)
            done = _about(self._holder.person, done)
            outcome = "accepted" if done.error is None else done.error.outcome
        except GdybError as error:
            outcome = error.outcome
            raise
        finally:
            try:
                self._guard.finish(claim, outcome)
            except VoucherGuardUnavailable as error:
                # What happened matters more than the note about it; without the note the code stays blocked.
                _logger.warning("%s %s msgid=%s: %s", operation.infno, operation.title, msgid, error)
        return SettlementResult(
            state=done.state,
            infno=done.infno,
            title=done.title,
            msgid=done.msgid,
            reply=done.reply,
            error=done.error,
            person=self._holder.person,
            envelope=envelope,
            notes=tuple(notes),
        )


def _command(
    client: Client,
    operation: Operation[RequestModel, OutputT],
    nodes: Mapping[str, object],
    envelope: Envelope,
    *,
    msgid: str = "",
) -> CommandResult[OutputT]:
    """One command under a msgid that is known before it is sent; only an impossible request is raised."""
    msgid = msgid or client.reserve_msgid(envelope=envelope)
    reply: Reply[OutputT] | None = None
    failure: GdybError | None = None
    try:
        reply = client.call(
            operation, msgid=msgid, envelope=envelope, deadline=None, total_timeout=None, extra=None, **nodes
        )
    except RequestInvalid:
        raise
    except ReplyDeparts as error:
        reply, failure = cast("Reply[OutputT]", error.reply), error
    except GdybError as error:
        failure = error
    state: CommandState = "settled" if reply is not None else _STATES[failure.outcome] if failure else "unknown"
    if reply is not None and not reply.names_its_result:
        state, failure = "accepted", _incomplete(operation, msgid, reply)
    return CommandResult(
        state=state,
        infno=operation.infno,
        title=operation.title,
        msgid=msgid,
        reply=reply,
        error=failure,
    )


def _incomplete(operation: Operation[RequestModel, OutputT], msgid: str, reply: Reply[OutputT]) -> ReplyDeparts:
    return ReplyDeparts(
        infno=operation.infno,
        title=operation.title,
        msgid=msgid,
        problems=reply.doubts,
        err_msg=reply.err_msg,
        reply=reply,
    )


def _about(person: i1101.OutputBaseinfo, done: CommandResult[OutputT]) -> CommandResult[OutputT]:
    """The same result; its error masks whom it is about, though the request had only the number and the code."""
    if done.error is not None:
        values = (if_readable(lambda: person.psn_name), if_readable(lambda: person.certno))
        done.error.masker += (value for value in values if value)
    return done


def _reversal(infno: str, msgid: str, psn_no: str) -> i2601.InputData:
    return i2601.InputData(psn_no=psn_no, omsgid=msgid, oinfno=infno)
