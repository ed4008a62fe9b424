"""What the platform has of a person: visits, settlements, fees, who is in hospital (5201, 5203, 5204, 5303)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gdyb.codes.clr_type import ClrType
from gdyb.codes.med_type import MedType
from gdyb_runtime.money import yuan
from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._centre.identification import person_values
from gdyb_sandbox._centre.settlement import restored
from gdyb_sandbox._centre.visits import CANCELLED, INPATIENT, OPEN, OUTPATIENT
from gdyb_sandbox._messages.request import Call, text
from gdyb_sandbox._messages.tables import JsonValue, filled
from gdyb_sandbox._month.settled import NORMAL
from gdyb_sandbox._people.insured import Insured, find_by_psn_no

_AREA, _TIME = 6, 14


def _visits(desk: Desk, call: Call) -> JsonValue:
    data = call.node("data")
    holder = _person(desk, call)
    query = (
        "SELECT mdtrt_id, kind, insutype, number, med_type FROM visit "
        "WHERE institution = ? AND psn_no = ? AND state <> ?"
    )
    visits = desk.store.rows(query, call.institution, holder.psn_no, CANCELLED)
    found = [
        (mdtrt_id, insutype, number, med_type or _ordinary(kind))
        for mdtrt_id, kind, insutype, number, med_type in visits
    ]
    # A purchase in a pharmacy is its own visit.
    query = (
        "SELECT mdtrt_id, insutype FROM ledger WHERE institution = ? AND psn_no = ? AND clr_type = ? AND refunds = ''"
    )
    purchases = desk.store.rows(query, call.institution, holder.psn_no, ClrType.PHARMACY.value)
    found += [(mdtrt_id, insutype, "", MedType.PHARMACY_PURCHASE.value) for mdtrt_id, insutype in purchases]
    first, last = text(data["begntime"]), text(data["endtime"])
    return {
        "mdtrtinfo": [
            filled(
                call.operation.infno,
                "mdtrtinfo",
                person_values(holder, call)
                | {
                    "mdtrt_id": mdtrt_id,
                    "insutype": insutype,
                    "psn_type": _psn_type(holder, insutype),
                    "cvlserv_flag": "0",
                    "begntime": _moment(mdtrt_id),
                    "endtime": _moment(mdtrt_id),
                    "med_type": med_type,
                    "ipt_otp_no": number,
                },
            )
            for mdtrt_id, insutype, number, med_type in found
            if med_type == text(data["med_type"])
            and first <= _moment(mdtrt_id) <= last
            and text(data.get("mdtrt_id")) in ("", mdtrt_id)
        ]
    }


def _settlement(desk: Desk, call: Call) -> JsonValue:
    """Of a settlement by its number; without one, the newest of the visit, a refund being a settlement, too."""
    data = call.node("data")
    holder = _person(desk, call)
    query = (
        "SELECT setl_id, msgid, insutype, clr_type, setl_time, refd_setl_flag, medfee, fund, account, answer "
        "FROM ledger WHERE institution = ? AND psn_no = ? AND mdtrt_id = ? AND (? = '' OR setl_id = ?) "
        "ORDER BY setl_id DESC"
    )
    setl_id = text(data.get("setl_id"))
    row = desk.store.row(query, call.institution, holder.psn_no, text(data["mdtrt_id"]), setl_id, setl_id)
    if row is None:
        raise refusal(call, "data", "mdtrt_id", "没有查询到结算信息")
    setl_id, msgid, insutype, clr_type, setl_time, flag, medfee, fund, account, answer = row
    sign = 1 if flag == NORMAL else -1
    values: dict[str, JsonValue] = {
        **restored(answer).values(sign),
        **person_values(holder, call),
        "setl_id": setl_id,
        "mdtrt_id": data["mdtrt_id"],
        "insutype": insutype,
        "psn_type": _psn_type(holder, insutype),
        "cvlserv_flag": "0",
        "fixmedins_code": call.institution,
        "setl_time": setl_time,
        "begndate": setl_time[:10],
        "enddate": setl_time[:10],
        "year": setl_time[:4],
        "clr_type": clr_type,
        "medfee_sumamt": yuan(medfee),
        "fund_pay_sumamt": yuan(fund),
        "acct_pay": yuan(account),
        "psn_pay": yuan(medfee - fund),
        "cash_payamt": yuan(medfee - fund - account),
        "medins_setl_id": msgid,
        "refd_setl_flag": flag,
    }
    infno = call.operation.infno
    details = [filled(infno, "setldetail", detail) for detail in restored(answer).details(sign)]
    return {"setlinfo": filled(infno, "setlinfo", values), "setldetail": details}


def _fees(desk: Desk, call: Call) -> JsonValue:
    data = call.node("data")
    _person(desk, call)
    query = (
        "SELECT fee.feedetl_sn, fee.setl_id, fee.total, fee.ownpay, fee.prepay FROM fee JOIN visit USING (mdtrt_id) "
        "WHERE visit.institution = ? AND visit.psn_no = ? AND mdtrt_id = ? AND (? = '' OR fee.setl_id = ?) ORDER BY 1"
    )
    mdtrt_id, setl_id = text(data["mdtrt_id"]), text(data.get("setl_id"))
    rows = desk.store.rows(query, call.institution, text(data["psn_no"]), mdtrt_id, setl_id, setl_id)
    return [
        filled(
            call.operation.infno,
            "",
            {
                "mdtrt_id": mdtrt_id,
                "setl_id": settled,
                "feedetl_sn": feedetl_sn,
                "cnt": Decimal(1),
                "pric": yuan(total),
                "det_item_fee_sumamt": yuan(total),
                "fulamt_ownpay_amt": yuan(ownpay),
                "preselfpay_amt": yuan(prepay),
                "inscp_scp_amt": yuan(total - ownpay - prepay),
                "fee_ocur_time": _moment(mdtrt_id),
            },
        )
        for feedetl_sn, settled, total, ownpay, prepay in rows
    ]


def _inpatients(desk: Desk, call: Call) -> JsonValue:
    data = call.node("data")
    if text(data.get("psn_no")):
        _person(desk, call)
    first, last = text(data["begntime"]), text(data["endtime"])
    query = (
        "SELECT mdtrt_id, psn_no, insutype, number, med_type FROM visit "
        "WHERE institution = ? AND kind = ? AND state = ?"
    )
    rows: list[Mapping[str, Any]] = []
    for mdtrt_id, psn_no, insutype, number, med_type in desk.store.rows(query, call.institution, INPATIENT, OPEN):
        holder = find_by_psn_no(desk.options.seed, psn_no)
        if holder is None or text(data.get("psn_no")) not in ("", psn_no) or not first <= _moment(mdtrt_id) <= last:
            continue
        values = {
            "mdtrt_id": mdtrt_id,
            "insutype": insutype,
            "begndate": _moment(mdtrt_id)[:10],
            "med_type": med_type,
            "ipt_otp_no": number,
        }
        rows.append(filled(call.operation.infno, "data", person_values(holder, call) | values))
    return {"data": rows}


def _person(desk: Desk, call: Call) -> Insured:
    holder = find_by_psn_no(desk.options.seed, text(call.node("data")["psn_no"]))
    if holder is None:
        raise refusal(call, "data", "psn_no", "没有这个人员编号的参保人")
    return holder


def _psn_type(holder: Insured, insutype: str) -> str:
    insurance = holder.insurance(insutype)
    return insurance.psn_type if insurance else ""


def _ordinary(kind: str) -> str:
    return MedType.OUTPATIENT.value if kind == OUTPATIENT else MedType.INPATIENT.value


def _moment(mdtrt_id: str) -> str:
    """When a visit was opened: its number is that of the answer, area, time and serial number."""
    digits = mdtrt_id[_AREA : _AREA + _TIME]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:]}"


BEHAVIOURS: Behaviours = {
    "query_visits": _visits,
    "query_settlement": _settlement,
    "query_fee_details": _fees,
    "query_inpatient_visits": _inpatients,
}
