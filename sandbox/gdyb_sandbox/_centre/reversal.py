"""Reversal of a message by its number (2601): a settlement, a refund or an admission."""

from collections.abc import Callable, Mapping

from gdyb.codes.clr_type import ClrType
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.model.vouchers import Undone
from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._centre.visits import CANCELLED
from gdyb_sandbox._messages.request import Call, text
from gdyb_sandbox._messages.tables import JsonValue


def _reverse(desk: Desk, call: Call) -> JsonValue:
    data = call.node("data")
    infno, msgid = text(data["oinfno"]), text(data["omsgid"])
    if infno not in SETTLEMENT.reversible:
        raise refusal(call, "data", "oinfno", f"这个交易不能冲正；可冲正 {'、'.join(SETTLEMENT.reversible)}")
    query = "SELECT infno, psn_no, subject, is_reversed FROM message WHERE institution = ? AND msgid = ?"
    row = desk.store.row(query, call.institution, msgid)
    if row is None or not row[0]:
        raise refusal(call, "data", "omsgid", "没有受理过这个报文ID的可冲正交易")
    original, psn_no, subject, is_reversed = row
    if original != infno:
        raise refusal(call, "data", "oinfno", "与原报文的交易编号不符")
    if psn_no != data["psn_no"]:
        raise refusal(call, "data", "psn_no", "与原交易的人员不符")
    if is_reversed:
        raise refusal(call, "data", "omsgid", "这笔交易已经冲正过")
    UNDOING[SETTLEMENT.reversible[infno]](desk, call, subject)
    desk.store.run("UPDATE message SET is_reversed = 1 WHERE institution = ? AND msgid = ?", call.institution, msgid)
    return None


def _undo_settlement(desk: Desk, call: Call, setl_id: str) -> None:
    if not desk.store.run("DELETE FROM ledger WHERE setl_id = ? AND NOT is_refunded", setl_id):
        raise refusal(call, "data", "omsgid", "这笔结算已经撤销，不能再冲正")
    desk.store.run("UPDATE fee SET setl_id = '' WHERE setl_id = ?", setl_id)


def _undo_refund(desk: Desk, call: Call, refund_id: str) -> None:
    mdtrt_id, setl_id = desk.store.row("SELECT mdtrt_id, refunds FROM ledger WHERE setl_id = ?", refund_id)
    settled = "SELECT 1 FROM ledger WHERE mdtrt_id = ? AND clr_type = ? AND refunds = '' AND NOT is_refunded"
    charged = "SELECT 1 FROM fee WHERE refunded = ? AND setl_id <> ''"
    if desk.store.row(settled, mdtrt_id, ClrType.INPATIENT.value) or desk.store.row(charged, setl_id):
        raise refusal(call, "data", "omsgid", "撤销之后又结算过，不能再冲正")
    desk.store.run("DELETE FROM ledger WHERE setl_id = ?", refund_id)
    desk.store.run("UPDATE ledger SET is_refunded = 0 WHERE setl_id = ?", setl_id)
    desk.store.run("UPDATE fee SET setl_id = refunded, refunded = '' WHERE refunded = ?", setl_id)


def _undo_admission(desk: Desk, call: Call, mdtrt_id: str) -> None:
    uses = "SELECT 1 FROM fee WHERE mdtrt_id = ? UNION SELECT 1 FROM ledger WHERE mdtrt_id = ?"
    if desk.store.row(uses, mdtrt_id, mdtrt_id):
        raise refusal(call, "data", "omsgid", "入院登记已有费用或结算，不能冲正")
    desk.store.run("UPDATE visit SET state = ? WHERE mdtrt_id = ?", CANCELLED, mdtrt_id)


UNDOING: Mapping[Undone, Callable[[Desk, Call, str], None]] = {
    "settlement": _undo_settlement,
    "refund": _undo_refund,
    "admission": _undo_admission,
}
"""How each kind of message is reversed."""

BEHAVIOURS: Behaviours = {"reverse_transaction": _reverse}
