"""The ordinary patient from registration to refund, by every document, sync and async, resumed wherever it stopped."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gdyb import PersonQuery, operations
from gdyb.client import Client
from gdyb_runtime.errors import RequestInvalid
from gdyb_workflows.journal import EntryState, Journal, StepKind, allow_again, recover
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard
from gdyb_workflows.visits import (
    Procedure,
    VisitResult,
    admit_inpatient,
    buy,
    charge_inpatient,
    discharge_inpatient,
    refund_inpatient,
    refund_outpatient,
    refund_purchase,
    register_outpatient,
    run,
    run_async,
    settle_inpatient,
    settle_outpatient,
)
from gdyb_workflows.visits.patients import parts
from support.journal.place import Place

TIME = "2026-11-01 08:00:00"
KEY = "门诊-20261129-0042"
REGISTRATION = {"begntime": TIME, "ipt_otp_no": "O1", "atddr_no": "D1", "dr_name": "测试医生", "caty": "A03"}
REGISTRATION |= {"dept_code": "K1", "dept_name": "内科"}
DIAGNOSIS: dict[str, object] = {"diag_type": "1", "diag_srt_no": 1, "diag_code": "J18", "diag_name": "肺炎"}
DIAGNOSIS |= {"diag_dept": "K1", "dise_dor_no": "D1", "dise_dor_name": "测试医生", "diag_time": TIME}
ADMISSION = {"begntime": TIME, "med_type": "21", "ipt_no": "I1", "atddr_no": "D1", "chfpdr_name": "测试医生"}
ADMISSION |= {"adm_diag_dscr": "肺炎", "adm_dept_codg": "K1", "adm_dept_name": "内科", "adm_bed": "1"}
ADMISSION |= {"dscg_maindiag_code": "J18", "dscg_maindiag_name": "肺炎"}
DISCHARGE = {"endtime": TIME, "dscg_dept_codg": "K1", "dscg_dept_name": "内科", "dscg_way": "1"}
BILL = {"psn_setlway": "01", "acct_used_flag": "1"}
ZEROS = dict.fromkeys(("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"), 0)


def drug(number: int, amount: str) -> dict[str, object]:
    row: dict[str, object] = {"feedetl_sn": str(number), "rx_circ_flag": "0", "fee_ocur_time": TIME}
    row |= {"med_list_codg": f"X{number}", "medins_list_codg": "Y", "det_item_fee_sumamt": amount, "cnt": 1}
    return row | {"pric": amount, "bilg_dr_codg": "D1", "bilg_dr_name": "测试医生"}


def fee(number: int, amount: str, **more: object) -> dict[str, object]:
    own = {"bilg_dept_codg": "K1", "bilg_dept_name": "内科", "hosp_appr_flag": "1"}
    return drug(number, amount) | own | more


def stay(number: int, amount: str) -> dict[str, object]:
    row = fee(number, amount, med_type="21")
    del row["rx_circ_flag"]
    return row


def outpatient(document: Any, fees: list[str], **more: Any) -> Procedure:
    total = str(sum(map(Decimal, fees)))
    return settle_outpatient(
        KEY,
        document=document,
        visit={"med_type": "11", "begntime": TIME},
        diagnoses=[DIAGNOSIS | {"vali_flag": "1"}],
        fees=[fee(number, amount, chrg_bchno="B1") for number, amount in enumerate(fees, 1)],
        data={**BILL, **ZEROS, "med_type": "11", "medfee_sumamt": total, "chrg_bchno": "B1", **more},
    )


class Desk:
    """One clerk, who goes through procedures."""

    def __init__(self, place: Place, journal: Journal, client: Client, guard: VoucherGuard) -> None:
        self.place, self.journal, self.client, self.guard = place, journal, client, guard
        self.person = place.sandbox.people(1)[0]

    def run(self, procedure: Procedure) -> VisitResult:
        return run(self.journal, self.client, procedure, guard=self.guard)

    def run_async(self, procedure: Procedure) -> VisitResult:
        async def go() -> VisitResult:
            async with self.place.async_client() as client:
                return await run_async(self.journal, client, procedure, guard=self.guard)

        return asyncio.run(go())

    def document(self, kind: str) -> Any:
        """What somebody shows; a voucher shows a new code each time."""
        match kind:
            case "voucher":
                return PersonQuery.electronic_voucher(self.place.sandbox.voucher(self.person))
            case "card":
                return PersonQuery.id_card(self.person.person.certno)
            case _:
                return PersonQuery.other_document(self.person.document_no)

    def count(self, infno: str) -> int:
        return sum(one.infno == infno for one in self.place.sandbox.requests)


@pytest.fixture
def desk(place: Place, journal: Journal, client: Client, tmp_path: Path) -> Any:
    with VoucherGuard(tmp_path / "vouchers.sqlite3") as guard:
        yield Desk(place, journal, client, guard)


@pytest.mark.parametrize("kind", ["voucher", "card", "other"])
@pytest.mark.parametrize("go", [Desk.run, Desk.run_async])
def test_an_outpatient_from_registration_to_refund(
    desk: Desk, kind: str, go: Callable[[Desk, Procedure], VisitResult]
) -> None:
    registered = go(desk, register_outpatient(KEY, document=desk.document(kind), data=REGISTRATION))
    assert registered.is_complete
    done = go(desk, outpatient(desk.document(kind), ["60.10", "39.90"]))
    assert done.is_complete
    assert [one.entry.infno for one in done.done] == ["2203", "2204", "2207"]
    assert done.presettled is not None
    expected = done.presettled.output.setlinfo.fund_pay_sumamt
    assert done.require().output.setlinfo.fund_pay_sumamt == expected
    assert desk.place.settled() == {done.last.entry.setl_id: 10_000}
    again = go(desk, outpatient(desk.document(kind), ["60.10", "39.90"]))
    assert again.last.is_repeated
    assert again.require().output == done.require().output
    refund = go(desk, refund_outpatient(KEY))
    assert refund.is_complete
    assert desk.place.settled() == {}
    assert [desk.count(infno) for infno in ("2201", "2203", "2204", "2207", "2208")] == [1] * 5


@pytest.mark.parametrize("kind", ["voucher", "card"])
@pytest.mark.parametrize("go", [Desk.run, Desk.run_async])
def test_an_inpatient_from_admission_to_refund(
    desk: Desk, kind: str, go: Callable[[Desk, Procedure], VisitResult]
) -> None:
    main = DIAGNOSIS | {"maindiag_flag": "1"}
    admitted = go(desk, admit_inpatient(KEY, document=desk.document(kind), data=ADMISSION, diagnoses=[main]))
    assert admitted.is_complete
    for day in ("1101", "1102"):
        fees = [stay(int(day) * 10 + number, "500.05") for number in range(2)]
        assert go(desk, charge_inpatient(KEY, day, fees)).is_complete
    assert go(desk, discharge_inpatient(KEY, data=DISCHARGE, diagnoses=[main | {"vali_flag": "1"}])).is_complete
    data = {**BILL, **ZEROS, "medfee_sumamt": "2000.20", "mid_setl_flag": "0"}
    done = go(desk, settle_inpatient(KEY, document=desk.document(kind), data=data))
    assert done.is_complete
    assert desk.place.settled() == {done.last.entry.setl_id: 200_020}
    assert go(desk, refund_inpatient(KEY)).is_complete
    assert desk.place.settled() == {}


@pytest.mark.parametrize("kind", ["voucher", "card"])
@pytest.mark.parametrize("go", [Desk.run, Desk.run_async])
def test_a_purchase_and_its_refund(desk: Desk, kind: str, go: Callable[[Desk, Procedure], VisitResult]) -> None:
    data = {"medfee_sumamt": "49.30", "acct_used_flag": "1", "med_type": "41"}
    drugs = [drug(1, "36.50"), drug(2, "12.80")]
    done = go(desk, buy(KEY, document=desk.document(kind), data=data, drugs=drugs))
    assert desk.place.settled() == {done.require().output.setlinfo.setl_id: 4_930}
    assert go(desk, refund_purchase(KEY)).is_complete
    assert desk.place.settled() == {}


@pytest.mark.parametrize("infno", ["2201", "2204", "2207"])
@pytest.mark.parametrize("fault", ["drop-after", "drop-before"])
def test_a_visit_goes_on_where_it_stopped(desk: Desk, infno: str, fault: str) -> None:
    desk.place.sandbox.faults.add(fault, infno=infno, times=1)

    def go() -> VisitResult:
        registered = desk.run(register_outpatient(KEY, document=desk.document("card"), data=REGISTRATION))
        return desk.run(outpatient(desk.document("card"), ["60.10", "39.90"])) if registered.is_complete else registered

    stopped = go()
    assert (stopped.state, stopped.is_complete) == (EntryState.UNKNOWN, False)
    again = go()
    assert (again.state, again.last.is_repeated) == (EntryState.UNKNOWN, True)
    key = stopped.last.entry.key
    found = recover(desk.journal, desk.client, key)
    if fault == "drop-before":
        assert next(step.kind for step in found.steps) is StepKind.SEND_AGAIN
        allow_again(desk.journal, desk.client, key, actor="0001")
    else:
        assert found.state is EntryState.SETTLED
    done = go()
    assert done.is_complete
    assert desk.place.settled() == {done.last.entry.setl_id: 10_000}


def test_many_fees_go_out_in_parts(desk: Desk) -> None:
    desk.run(register_outpatient(KEY, document=desk.document("card"), data=REGISTRATION))
    fees = ["1.01"] * 250
    done = desk.run(outpatient(desk.document("card"), fees))
    assert done.is_complete
    assert desk.place.settled() == {done.last.entry.setl_id: 25_250}
    uploads = [one.entry.key for one in done.done if one.entry.infno == "2204"]
    assert uploads == [f"{KEY}/2204/{number}" for number in range(1, len(uploads) + 1)]
    assert len(uploads) > 1
    rows = [fee(number, "1.01") for number in range(250)]
    assert [row for part in parts(operations.upload_outpatient_fees, "feedetail", rows) for row in part] == rows


def test_a_step_needs_the_one_before(desk: Desk) -> None:
    with pytest.raises(RequestInvalid, match="要先办成 2201") as caught:
        desk.run(outpatient(desk.document("card"), ["1.00"]))
    assert "还没有办" in str(caught.value)
    with pytest.raises(RequestInvalid, match="要先办成 2207"):
        desk.run(refund_outpatient(KEY))
    assert len(desk.place.sandbox.requests) == 0


def test_one_code_serves_one_command(desk: Desk) -> None:
    document = desk.document("voucher")
    assert desk.run(register_outpatient(KEY, document=document, data=REGISTRATION)).is_complete
    assert desk.run(register_outpatient(KEY, document=document, data=REGISTRATION)).last.is_repeated
    with pytest.raises(VoucherAlreadyUsed):
        desk.run(outpatient(document, ["1.00"]))
    with pytest.raises(ValueError, match="guard"):
        run(desk.journal, desk.client, outpatient(desk.document("voucher"), ["1.00"]))
    assert desk.count("2207") == 0


def test_a_refused_request_gives_the_code_free(desk: Desk) -> None:
    document = desk.document("voucher")
    with pytest.raises(RequestInvalid, match="dept_name"):
        wrong = {name: value for name, value in REGISTRATION.items() if name != "dept_name"}
        desk.run(register_outpatient(KEY, document=document, data=wrong))
    assert desk.run(register_outpatient(KEY, document=document, data=REGISTRATION)).is_complete


def test_what_does_not_agree_with_the_person_is_refused(desk: Desk) -> None:
    with pytest.raises(RequestInvalid, match="与人员识别（1101）的结果不一致"):
        desk.run(register_outpatient(KEY, document=desk.document("card"), data=REGISTRATION | {"psn_no": "9"}))
    assert desk.journal.entries() == []
