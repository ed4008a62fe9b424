"""Registrations and admissions: opened, described, closed and cancelled."""

from dataclasses import dataclass

from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._centre.identification import holder_of, use_voucher
from gdyb_sandbox._messages.request import Call, text
from gdyb_sandbox._messages.tables import JsonValue, filled

OUTPATIENT, INPATIENT = "outpatient", "inpatient"
OPEN, DISCHARGED, CANCELLED = "open", "discharged", "cancelled"
_WORDS = {OUTPATIENT: "门诊挂号", INPATIENT: "入院登记"}


@dataclass(frozen=True, slots=True)
class Visit:
    """A registration or admission."""

    mdtrt_id: str
    kind: str
    psn_no: str
    insutype: str
    number: str
    med_type: str
    state: str


def find_visit(desk: Desk, call: Call, node: str, kind: str, row: int | None = None) -> Visit:
    """The visit that a node (or one of its rows) names by mdtrt_id and psn_no; Refusal when there is none."""
    data = call.node(node) if row is None else call.rows(node)[row]
    query = "SELECT mdtrt_id, kind, psn_no, insutype, number, med_type, state FROM visit"
    record = desk.store.row(f"{query} WHERE institution = ? AND mdtrt_id = ?", call.institution, text(data["mdtrt_id"]))
    visit = Visit(*record) if record else None
    if visit is None or visit.kind != kind or visit.state == CANCELLED:
        reason = "已经撤销" if visit and visit.state == CANCELLED else "没有这个就诊ID"
        raise refusal(call, node, "mdtrt_id", f"{reason}，应为{_WORDS[kind]}返回的就诊ID", row=row)
    if visit.psn_no != data["psn_no"]:
        raise refusal(call, node, "psn_no", "与就诊登记的人员不符", row=row)
    return visit


def set_state(desk: Desk, visit: Visit, state: str) -> None:
    """Opens, closes or cancels a visit."""
    desk.store.run("UPDATE visit SET state = ? WHERE mdtrt_id = ?", state, visit.mdtrt_id)


def is_settled(desk: Desk, visit: Visit) -> bool:
    """Whether the visit has a settlement for good that was not refunded."""
    query = "SELECT 1 FROM ledger WHERE mdtrt_id = ? AND refunds = '' AND NOT is_refunded AND is_final"
    return desk.store.row(query, visit.mdtrt_id) is not None


def cancel_visit(desk: Desk, call: Call, visit: Visit, node: str) -> None:
    """Cancels a registration or admission; Refusal when fees or settlements refer to it."""
    if desk.store.row("SELECT 1 FROM ledger WHERE mdtrt_id = ? AND refunds = '' AND NOT is_refunded", visit.mdtrt_id):
        raise refusal(call, node, "mdtrt_id", "已有结算，请先撤销结算")
    if desk.store.row("SELECT 1 FROM fee WHERE mdtrt_id = ?", visit.mdtrt_id):
        raise refusal(call, node, "mdtrt_id", "已有费用明细，请先撤销费用明细")
    set_state(desk, visit, CANCELLED)


def _register(desk: Desk, call: Call) -> JsonValue:
    data = call.node("data")
    mdtrt_id = _open(desk, call, "data", OUTPATIENT, text(data["ipt_otp_no"]), "")
    values = {"mdtrt_id": mdtrt_id, "psn_no": data["psn_no"], "ipt_otp_no": data["ipt_otp_no"]}
    return {"data": filled(call.operation.infno, "data", values)}


def _admit(desk: Desk, call: Call) -> JsonValue:
    data = call.node("mdtrtinfo")
    mdtrt_id = _open(desk, call, "mdtrtinfo", INPATIENT, text(data["ipt_no"]), text(data["med_type"]))
    query = "SELECT count(*) FROM visit WHERE psn_no = ? AND institution = ? AND kind = ? AND state = ?"
    if desk.store.row(query, text(data["psn_no"]), call.institution, INPATIENT, OPEN)[0] > 1:
        raise refusal(call, "mdtrtinfo", "psn_no", "该人员在本机构已有未出院的入院登记")
    return {"result": filled(call.operation.infno, "result", {"mdtrt_id": mdtrt_id})}


def _open(desk: Desk, call: Call, node: str, kind: str, number: str, med_type: str) -> str:
    holder = holder_of(desk, call, node)
    insutype = text(call.node(node)["insutype"])
    if holder.insurance(insutype) is None:
        raise refusal(call, node, "insutype", "该人员没有参加这个险种")
    use_voucher(desk, call, node)
    query = "SELECT 1 FROM visit WHERE institution = ? AND kind = ? AND number = ? AND state <> ?"
    if desk.store.row(query, call.institution, kind, number, CANCELLED):
        name = "ipt_otp_no" if kind == OUTPATIENT else "ipt_no"
        raise refusal(call, node, name, "该编号已经登记过，机构内应唯一")
    # Area, time and serial number of the answer: 30 characters, given out once.
    desk.store.insert(
        "visit",
        mdtrt_id=call.inf_refmsgid,
        institution=call.institution,
        kind=kind,
        psn_no=holder.psn_no,
        insutype=insutype,
        number=number,
        med_type=med_type,
        state=OPEN,
    )
    desk.store.describe_message(call.institution, call.msgid, call.operation.infno, holder.psn_no, call.inf_refmsgid)
    return call.inf_refmsgid


def _describe_outpatient(desk: Desk, call: Call) -> JsonValue:
    visit = find_visit(desk, call, "mdtrtinfo", OUTPATIENT)
    med_type = text(call.node("mdtrtinfo")["med_type"])
    desk.store.run("UPDATE visit SET med_type = ? WHERE mdtrt_id = ?", med_type, visit.mdtrt_id)
    return None


def _cancel_registration(desk: Desk, call: Call) -> JsonValue:
    visit = find_visit(desk, call, "data", OUTPATIENT)
    if visit.number != call.node("data")["ipt_otp_no"]:
        raise refusal(call, "data", "ipt_otp_no", "与挂号时的住院/门诊号不符")
    cancel_visit(desk, call, visit, "data")
    return None


def _discharge(desk: Desk, call: Call) -> JsonValue:
    visit = find_visit(desk, call, "dscginfo", INPATIENT)
    if visit.state == DISCHARGED:
        raise refusal(call, "dscginfo", "mdtrt_id", "已经办理出院")
    set_state(desk, visit, DISCHARGED)
    return None


def _change_admission(desk: Desk, call: Call) -> JsonValue:
    if find_visit(desk, call, "adminfo", INPATIENT).state == DISCHARGED:
        raise refusal(call, "adminfo", "mdtrt_id", "已经办理出院，不能变更")
    return None


def _cancel_admission(desk: Desk, call: Call) -> JsonValue:
    visit = find_visit(desk, call, "data", INPATIENT)
    if visit.state == DISCHARGED:
        raise refusal(call, "data", "mdtrt_id", "已经办理出院，请先撤销出院")
    cancel_visit(desk, call, visit, "data")
    return None


def _cancel_discharge(desk: Desk, call: Call) -> JsonValue:
    visit = find_visit(desk, call, "data", INPATIENT)
    if visit.state != DISCHARGED:
        raise refusal(call, "data", "mdtrt_id", "尚未办理出院")
    if is_settled(desk, visit):
        raise refusal(call, "data", "mdtrt_id", "已经结算，请先撤销结算")
    set_state(desk, visit, OPEN)
    return None


BEHAVIOURS: Behaviours = {
    "register_outpatient": _register,
    "cancel_outpatient_registration": _cancel_registration,
    "upload_outpatient_visit": _describe_outpatient,
    "admit_inpatient": _admit,
    "discharge_inpatient": _discharge,
    "update_inpatient_visit": _change_admission,
    "cancel_admission": _cancel_admission,
    "cancel_discharge": _cancel_discharge,
}
