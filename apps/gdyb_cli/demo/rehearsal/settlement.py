"""Settling by electronic voucher as chapter 5 says: in a pharmacy, as outpatient and as inpatient."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from gdyb import codes
from gdyb.client import Client
from gdyb.models import i2102, i2207, i2304
from gdyb_cli.demo.rehearsal.people import Guest
from gdyb_runtime.model.base import ReplyModel
from gdyb_runtime.money import total
from gdyb_workflows.settlement.settling import (
    SettlementResult,
    VoucherHolder,
    admit_inpatient,
    identify,
    register_outpatient,
    settle_inpatient,
    settle_outpatient,
    settle_pharmacy,
)
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard

__all__ = ["AMOUNTS", "Settled", "settle_each_way"]

OutputT = TypeVar("OutputT", bound=ReplyModel)
Row = Mapping[str, object]

AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")
"""What a settlement comes to: total, funds, personal account, cash."""

_DOCTOR, _DOCTOR_NAME, _DEPARTMENT, _DEPARTMENT_NAME = "D001", "演示医师", "K01", "内科"
_PURCHASE, _VISIT, _STAY = (Decimal("36.50"), Decimal("12.80")), Decimal("188.60"), Decimal("6532.18")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One use of a code; a settlement has its sums, a registration or admission has none."""

    place: str
    infno: str
    title: str
    msgid: str
    medfee_sumamt: Decimal | None = None
    fund_pay_sumamt: Decimal | None = None
    acct_pay: Decimal | None = None
    psn_cash_pay: Decimal | None = None
    refused_again: str = ""
    """What the same code was refused with, on this machine, when it was tried once more."""


def settle_each_way(client: Client, guard: VoucherGuard, guests: Sequence[Guest], now: datetime) -> Iterator[Settled]:
    """The three ways, a new code for each use; after each settlement its code is tried again, which must not go out."""
    buyer, visitor, patient, *_ = guests
    yield from _pharmacy(client, guard, buyer, now)
    yield from _outpatient(client, guard, visitor, now)
    yield from _inpatient(client, guard, patient, now)


def _pharmacy(client: Client, guard: VoucherGuard, guest: Guest, now: datetime) -> Iterator[Settled]:
    holder = identify(client, guard, guest.vouchers[1])
    info: Row = {
        "medfee_sumamt": total(_PURCHASE),
        "acct_used_flag": codes.AcctUsedFlag.YES,
        "med_type": codes.MedType.PHARMACY_PURCHASE,
    }
    details = [_drug(number, amount, now) for number, amount in enumerate(_PURCHASE, 1)]

    def settle(voucher: str | VoucherHolder) -> SettlementResult[i2102.Output]:
        return settle_pharmacy(
            client, guard, voucher, druginfo=info, drugdetail=details, insurance=holder.insurances[0]
        )

    done = settle(holder)
    yield _settled("药店", done, done.require().output.setlinfo, _refused(lambda: settle(holder)))


def _outpatient(client: Client, guard: VoucherGuard, guest: Guest, now: datetime) -> Iterator[Settled]:
    holder = identify(client, guard, guest.vouchers[1])
    insurance = holder.insurances[0]
    data: Row = {"begntime": now, "ipt_otp_no": "MZ0001", "caty": "A03"}
    doctor: Row = {"atddr_no": _DOCTOR, "dr_name": _DOCTOR_NAME}
    department: Row = {"dept_code": _DEPARTMENT, "dept_name": _DEPARTMENT_NAME}
    registered = register_outpatient(client, guard, holder, data={**data, **doctor, **department}, insurance=insurance)
    bill = _bill(_VISIT, registered.require().output.data.mdtrt_id)
    bill |= {"med_type": codes.MedType.OUTPATIENT, "chrg_bchno": "PC0001"}
    bill |= dict.fromkeys(("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"), 0)

    def settle(voucher: str | VoucherHolder) -> SettlementResult[i2207.Output]:
        return settle_outpatient(client, guard, voucher, data=bill, insurance=insurance)

    yield _registered("门诊", registered, _refused(lambda: settle(holder)))
    new = identify(client, guard, guest.vouchers[2])
    done = settle(new)
    yield _settled("门诊", done, done.require().output.setlinfo, _refused(lambda: settle(new)))


def _inpatient(client: Client, guard: VoucherGuard, guest: Guest, now: datetime) -> Iterator[Settled]:
    holder = identify(client, guard, guest.vouchers[1])
    insurance = holder.insurances[0]
    info: Row = {"begntime": now, "med_type": codes.MedType.INPATIENT, "ipt_no": "ZY0001", "adm_bed": "1"}
    ward: Row = {"adm_dept_codg": _DEPARTMENT, "adm_dept_name": _DEPARTMENT_NAME}
    illness: Row = {"adm_diag_dscr": "肺炎", "dscg_maindiag_code": "J18.900", "dscg_maindiag_name": "肺炎"}
    doctor: Row = {"atddr_no": _DOCTOR, "chfpdr_name": _DOCTOR_NAME}
    admitted = admit_inpatient(
        client,
        guard,
        holder,
        mdtrtinfo={**info, **ward, **illness, **doctor},
        diseinfo=[_diagnosis(now)],
        insurance=insurance,
    )
    bill = _bill(_STAY, admitted.require().output.result.mdtrt_id)
    bill |= {"mid_setl_flag": codes.MidSetlFlag.NO}

    def settle(voucher: str | VoucherHolder) -> SettlementResult[i2304.Output]:
        return settle_inpatient(client, guard, voucher, data=bill, insurance=insurance)

    yield _registered("住院", admitted, _refused(lambda: settle(holder)))
    new = identify(client, guard, guest.vouchers[2])
    done = settle(new)
    yield _settled("住院", done, done.require().output.setlinfo, _refused(lambda: settle(new)))


def _drug(number: int, amount: Decimal, now: datetime) -> Row:
    row: Row = {"feedetl_sn": str(number), "rx_circ_flag": codes.RxCircFlag.INTERNAL, "fee_ocur_time": now}
    catalogue: Row = {"med_list_codg": f"XA0000000{number}", "medins_list_codg": f"YP{number:04d}"}
    price: Row = {"det_item_fee_sumamt": amount, "cnt": 1, "pric": amount}
    return {**row, **catalogue, **price, "bilg_dr_codg": _DOCTOR, "bilg_dr_name": _DOCTOR_NAME}


def _diagnosis(now: datetime) -> Row:
    row: Row = {"diag_type": codes.DiagType.WESTERN_MEDICINE, "maindiag_flag": codes.YesNo.YES, "diag_srt_no": 1}
    illness: Row = {"diag_code": "J18.900", "diag_name": "肺炎", "diag_dept": _DEPARTMENT, "diag_time": now}
    return {**row, **illness, "dise_dor_no": _DOCTOR, "dise_dor_name": _DOCTOR_NAME}


def _bill(amount: Decimal, mdtrt_id: str) -> dict[str, object]:
    return {
        "medfee_sumamt": amount,
        "mdtrt_id": mdtrt_id,
        "psn_setlway": codes.PsnSetlway.PER_ITEM,
        "acct_used_flag": codes.AcctUsedFlag.YES,
    }


def _refused(again: Callable[[], object]) -> str:
    """What the guard says to the same code once more; an empty text would mean that it was sent."""
    try:
        again()
    except VoucherAlreadyUsed as error:
        return error.explain()
    return ""


def _registered(place: str, done: SettlementResult[OutputT], refused_again: str) -> Settled:
    return Settled(place=place, infno=done.infno, title=done.title, msgid=done.msgid, refused_again=refused_again)


def _settled(place: str, done: SettlementResult[OutputT], sums: ReplyModel, refused_again: str) -> Settled:
    amounts = {name: getattr(sums, name) for name in AMOUNTS}
    return replace(_registered(place, done, refused_again), **amounts)
