"""Settlements in a pharmacy, of outpatients and of inpatients: tried out, made, refunded."""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass

from gdyb.codes.acct_used_flag import AcctUsedFlag
from gdyb.codes.clr_type import ClrType
from gdyb.codes.clr_way import ClrWay
from gdyb.codes.yes_no import YesNo
from gdyb_runtime.money import yuan
from gdyb_sandbox._centre.area import Behaviour, Behaviours, Desk, refusal
from gdyb_sandbox._centre.fees import Price, price_of, priced_row, repeated, sum_of, unsettled
from gdyb_sandbox._centre.identification import balance, holder_of, person_values, use_voucher
from gdyb_sandbox._centre.shares import Shares, share_out
from gdyb_sandbox._centre.visits import INPATIENT, OUTPATIENT, find_visit, is_settled
from gdyb_sandbox._messages.request import Call, cents, text
from gdyb_sandbox._messages.tables import JsonValue, filled
from gdyb_sandbox._messages.wording import Refusal
from gdyb_sandbox._month.settled import NORMAL, REFUND
from gdyb_sandbox._people.insured import Insured, find_by_psn_no


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is to be settled."""

    node: str
    clr_type: ClrType
    price: Price
    mdtrt_id: str
    med_type: str
    insutype: str | None = None
    """What the visit was registered with."""
    batch: str | None = None
    """The batch of fees; None for all of the visit."""


def _pharmacy(desk: Desk, call: Call) -> Claim:
    if problems := repeated(call, "drugdetail"):
        raise Refusal(problems)
    return Claim(
        node="druginfo",
        clr_type=ClrType.PHARMACY,
        price=sum_of(map(price_of, call.rows("drugdetail"))),
        # A purchase is its own visit.
        mdtrt_id=call.inf_refmsgid,
        med_type=text(call.node("druginfo")["med_type"]),
    )


def _outpatient(desk: Desk, call: Call) -> Claim:
    data = call.node("data")
    visit = find_visit(desk, call, "data", OUTPATIENT)
    batch = text(data["chrg_bchno"])
    fees = unsettled(desk, visit, batch)
    if not fees and unsettled(desk, visit):
        raise refusal(call, "data", "chrg_bchno", "这个收费批次没有未结算的费用")
    return Claim(
        node="data",
        clr_type=ClrType.OUTPATIENT,
        price=_price(call, fees),
        mdtrt_id=visit.mdtrt_id,
        med_type=text(data["med_type"]),
        insutype=visit.insutype,
        batch=batch,
    )


def _inpatient(desk: Desk, call: Call) -> Claim:
    visit = find_visit(desk, call, "data", INPATIENT)
    if is_settled(desk, visit):
        raise refusal(call, "data", "mdtrt_id", "已经结算")
    return Claim(
        node="data",
        clr_type=ClrType.INPATIENT,
        price=_price(call, unsettled(desk, visit)),
        mdtrt_id=visit.mdtrt_id,
        med_type=visit.med_type,
        insutype=visit.insutype,
    )


def _price(call: Call, fees: list[Price]) -> Price:
    """The sum of the uploaded fees, or the amount of the call where there are none."""
    return sum_of(fees) if fees else Price(total=cents(call.node("data")["medfee_sumamt"]))


def _shares(desk: Desk, call: Call, claim: Claim, holder: Insured) -> Shares:
    """Who pays what of a claim; Refusal when insurance or sum are wrong."""
    data = call.node(claim.node)
    insutype = text(data["insutype"])
    if holder.insurance(insutype) is None:
        raise refusal(call, claim.node, "insutype", "该人员没有参加这个险种")
    if claim.insutype not in (None, insutype):
        raise refusal(call, claim.node, "insutype", "与就诊登记的险种不符")
    declared = cents(data["medfee_sumamt"])
    if declared != claim.price.total:
        message = f"与费用明细的合计不一致，明细合计为 {yuan(claim.price.total)}"
        raise refusal(call, claim.node, "medfee_sumamt", message)
    if declared <= 0:
        raise refusal(call, claim.node, "medfee_sumamt", "应大于 0")
    return share_out(
        claim.price,
        clr_type=claim.clr_type,
        insutype=insutype,
        balance=balance(desk, holder, insutype),
        uses_account=data.get("acct_used_flag") == AcctUsedFlag.YES,
    )


def _answer(desk: Desk, call: Call, claim: Claim, holder: Insured, shares: Shares, setl_id: str) -> JsonValue:
    data = call.node(claim.node)
    insurance = holder.insurance(text(data["insutype"]))
    values = {
        **person_values(holder, call),
        **shares.values(),
        "setl_id": setl_id,
        "mdtrt_id": claim.mdtrt_id,
        "insutype": data["insutype"],
        "psn_type": insurance.psn_type if insurance else "",
        "cvlserv_flag": YesNo.NO.value,
        "setl_time": call.time,
        "mdtrt_cert_type": data["mdtrt_cert_type"],
        "med_type": claim.med_type,
        "medins_setl_id": call.msgid,
        "clr_optins": desk.options.mdtrtarea_admvs,
        "clr_way": ClrWay.PER_ITEM.value,
        "clr_type": claim.clr_type.value,
    }
    infno = call.operation.infno
    answer: dict[str, JsonValue] = {
        "setlinfo": filled(infno, "setlinfo", values),
        "setldetail": _details(infno, shares),
    }
    if claim.clr_type == ClrType.PHARMACY:
        answer["detlcutinfo"] = [priced_row(infno, "detlcutinfo", row) for row in call.rows("drugdetail")]
    return answer


def _details(infno: str, shares: Shares, sign: int = 1) -> list[JsonValue]:
    return [filled(infno, "setldetail", row) for row in shares.details(sign)]


def _presettle(claim_of: Callable[[Desk, Call], Claim]) -> Behaviour:
    def presettle(desk: Desk, call: Call) -> JsonValue:
        claim = claim_of(desk, call)
        holder = holder_of(desk, call, claim.node)
        return _answer(desk, call, claim, holder, _shares(desk, call, claim, holder), "")

    return presettle


def _settle(claim_of: Callable[[Desk, Call], Claim]) -> Behaviour:
    def settle(desk: Desk, call: Call) -> JsonValue:
        claim = claim_of(desk, call)
        holder = holder_of(desk, call, claim.node)
        shares = _shares(desk, call, claim, holder)
        use_voucher(desk, call, claim.node)
        # Time and serial number of the answer.
        setl_id = call.inf_refmsgid[6:]
        _record(desk, call, claim, holder, shares, setl_id)
        return _answer(desk, call, claim, holder, shares, setl_id)

    return settle


def _record(desk: Desk, call: Call, claim: Claim, holder: Insured, shares: Shares, setl_id: str) -> None:
    data = call.node(claim.node)
    desk.store.insert(
        "ledger",
        setl_id=setl_id,
        institution=call.institution,
        mdtrt_id=claim.mdtrt_id,
        psn_no=holder.psn_no,
        msgid=call.msgid,
        insutype=text(data["insutype"]),
        clr_type=claim.clr_type.value,
        setl_time=call.time,
        refd_setl_flag=NORMAL,
        medfee=shares.price.total,
        fund=shares.fund,
        account=shares.account,
        is_final=int(text(data.get("mid_setl_flag")) != YesNo.YES),
        answer=json.dumps(dataclasses.asdict(shares)),
    )
    desk.store.run(
        "UPDATE fee SET setl_id = ? WHERE mdtrt_id = ? AND setl_id = '' AND (? IS NULL OR batch = ?)",
        setl_id,
        claim.mdtrt_id,
        claim.batch,
        claim.batch,
    )
    desk.store.describe_message(call.institution, call.msgid, call.operation.infno, holder.psn_no, setl_id)


def _refund(clr_type: ClrType) -> Behaviour:
    def refund(desk: Desk, call: Call) -> JsonValue:
        data = call.node("data")
        setl_id = text(data["setl_id"])
        query = "SELECT mdtrt_id, psn_no, insutype, is_refunded, medfee, fund, account, is_final, answer FROM ledger"
        where = "WHERE institution = ? AND setl_id = ? AND clr_type = ? AND refunds = ''"
        row = desk.store.row(f"{query} {where}", call.institution, setl_id, clr_type.value)
        if row is None:
            raise refusal(call, "data", "setl_id", f"没有这笔{clr_type.label}结算")
        mdtrt_id, psn_no, insutype, is_refunded, medfee, fund, account, is_final, answer = row
        if psn_no != data["psn_no"]:
            raise refusal(call, "data", "psn_no", "与结算的人员不符")
        if mdtrt_id != data["mdtrt_id"]:
            raise refusal(call, "data", "mdtrt_id", "与结算的就诊ID不符")
        if is_refunded:
            raise refusal(call, "data", "setl_id", "这笔结算已经撤销过")
        refund_id = call.inf_refmsgid[6:]
        desk.store.insert(
            "ledger",
            setl_id=refund_id,
            institution=call.institution,
            mdtrt_id=mdtrt_id,
            psn_no=psn_no,
            msgid=call.msgid,
            insutype=insutype,
            clr_type=clr_type.value,
            setl_time=call.time,
            refd_setl_flag=REFUND,
            medfee=-medfee,
            fund=-fund,
            account=-account,
            is_final=is_final,
            refunds=setl_id,
            answer=answer,
        )
        desk.store.run("UPDATE ledger SET is_refunded = 1 WHERE setl_id = ?", setl_id)
        desk.store.run("UPDATE fee SET setl_id = '', refunded = setl_id WHERE setl_id = ?", setl_id)
        desk.store.describe_message(call.institution, call.msgid, call.operation.infno, psn_no, refund_id)
        return _refunded(desk, call, restored(answer), insutype, refund_id)

    return refund


def _refunded(desk: Desk, call: Call, shares: Shares, insutype: str, refund_id: str) -> JsonValue:
    data = call.node("data")
    holder = find_by_psn_no(desk.options.seed, text(data["psn_no"]))
    values = {
        **shares.values(-1),
        "balc": yuan(balance(desk, holder, insutype)) if holder else 0,
        "setl_id": refund_id,
        "mdtrt_id": data["mdtrt_id"],
        "setl_time": call.time,
        "medins_setl_id": call.msgid,
        "clr_optins": desk.options.mdtrtarea_admvs,
    }
    infno = call.operation.infno
    return {"setlinfo": filled(infno, "setlinfo", values), "setldetail": _details(infno, shares, -1)}


def restored(answer: str) -> Shares:
    """Who paid what of a settlement, as it was recorded."""
    fields = json.loads(answer)
    return Shares(**{**fields, "price": Price(**fields["price"])})


BEHAVIOURS: Behaviours = {
    "presettle_pharmacy": _presettle(_pharmacy),
    "settle_pharmacy": _settle(_pharmacy),
    "reverse_pharmacy_settlement": _refund(ClrType.PHARMACY),
    "presettle_outpatient": _presettle(_outpatient),
    "settle_outpatient": _settle(_outpatient),
    "reverse_outpatient_settlement": _refund(ClrType.OUTPATIENT),
    "presettle_inpatient": _presettle(_inpatient),
    "settle_inpatient": _settle(_inpatient),
    "reverse_inpatient_settlement": _refund(ClrType.INPATIENT),
}
