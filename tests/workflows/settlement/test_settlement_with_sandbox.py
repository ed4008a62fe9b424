"""Chapters 4 and 5 against the gateway of the document: five ways to identify, three to settle, and what may go wrong."""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gdyb import BusinessError, Client, PersonQuery, RequestInvalid, Settings, TransportFailed
from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.insured import Insured
from gdyb_workflows.settlement import settling as settlement
from gdyb_workflows.settlement.settling import SettlementResult
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard
from support.waits import SECONDS, Process, join, until

TIME = "2026-11-01 08:00:00"
USES = ("2102", "2201", "2207", "2401", "2304")
every_use = pytest.mark.parametrize("infno", USES)

SETTLE = """
import json, sys
from gdyb import Client, Settings
from gdyb_workflows.settlement.settling import settle_pharmacy
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard
given = json.loads(sys.argv[1])
with Client(Settings(**given["settings"])) as client, VoucherGuard(given["guard"]) as guard:
    try:
        print(settle_pharmacy(client, guard, given["code"], **given["purchase"]).state)
    except VoucherAlreadyUsed as error:
        print(error)
"""


@dataclass(frozen=True)
class Record:
    """What a reader gives; each case takes its part of it."""

    code: str = ""
    id_number: str = ""
    card_number: str = ""
    card_sn: str = ""


def record(person: Insured, code: str = "") -> Record:
    return Record(code, person.person.certno, person.card_no, person.card_sn)


def purchase(*amounts: str) -> dict[str, Any]:
    """The nodes of 2102."""
    rows = [
        {
            "feedetl_sn": str(number), "rx_circ_flag": "0", "fee_ocur_time": TIME, "med_list_codg": f"X{number}",
            "medins_list_codg": "Y", "det_item_fee_sumamt": amount, "cnt": 1, "pric": amount, "bilg_dr_codg": "D1",
            "bilg_dr_name": "测试医生",
        }
        for number, amount in enumerate(amounts, 1)
    ]  # fmt: skip
    info = {"medfee_sumamt": str(sum(map(Decimal, amounts))), "acct_used_flag": "1", "med_type": "41"}
    return {"druginfo": info, "drugdetail": rows}


@dataclass(frozen=True)
class Counter:
    """One clerk: client, guard and people who show voucher codes."""

    client: Client
    guard: VoucherGuard
    sandbox: Sandbox

    def code(self) -> str:
        return self.sandbox.voucher(self.sandbox.people(1)[0])

    def purchase(self, voucher: Any) -> SettlementResult[Any]:
        return settlement.settle_pharmacy(self.client, self.guard, voucher, **purchase("36.50", "12.80"))

    def register(self, voucher: Any) -> SettlementResult[Any]:
        data = {"begntime": TIME, "ipt_otp_no": "O1", "atddr_no": "D1", "dr_name": "测试医生", "caty": "A03"}
        data |= {"dept_code": "K1", "dept_name": "内科"}
        return settlement.register_outpatient(self.client, self.guard, voucher, data=data)

    def admit(self, voucher: Any) -> SettlementResult[Any]:
        info = {"begntime": TIME, "med_type": "21", "ipt_no": "I1", "atddr_no": "D1", "chfpdr_name": "测试医生"}
        info |= {"adm_diag_dscr": "肺炎", "adm_dept_codg": "K1", "adm_dept_name": "内科", "adm_bed": "1"}
        info |= {"dscg_maindiag_code": "J18", "dscg_maindiag_name": "肺炎"}
        row: dict[str, object] = {"diag_type": "1", "maindiag_flag": "1", "diag_srt_no": 1, "diag_time": TIME}
        row |= {"diag_code": "J18", "diag_name": "肺炎", "diag_dept": "K1", "dise_dor_no": "D1"}
        row |= {"dise_dor_name": "测试医生"}
        return settlement.admit_inpatient(self.client, self.guard, voucher, mdtrtinfo=info, diseinfo=[row])

    def settle_outpatient(self, voucher: Any, mdtrt_id: str) -> SettlementResult[Any]:
        data = self.bill(mdtrt_id) | {"med_type": "11", "chrg_bchno": "B1"}
        data |= dict.fromkeys(("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"), 0)
        return settlement.settle_outpatient(self.client, self.guard, voucher, data=data)

    def settle_inpatient(self, voucher: Any, mdtrt_id: str) -> SettlementResult[Any]:
        data = self.bill(mdtrt_id) | {"mid_setl_flag": "0"}
        return settlement.settle_inpatient(self.client, self.guard, voucher, data=data)

    def bill(self, mdtrt_id: str) -> dict[str, object]:
        return {"medfee_sumamt": "188.60", "psn_setlway": "01", "mdtrt_id": mdtrt_id, "acct_used_flag": "1"}

    def ready(self, infno: str) -> Callable[[Any], SettlementResult[Any]]:
        """The step of an interface; for a settlement the visit is begun with a code of its own."""
        match infno:
            case "2102":
                return self.purchase
            case "2201":
                return self.register
            case "2401":
                return self.admit
            case "2207":
                visit = self.register(self.code()).require().output.data.mdtrt_id
                return lambda voucher: self.settle_outpatient(voucher, visit)
            case _:
                visit = self.admit(self.code()).require().output.result.mdtrt_id
                return lambda voucher: self.settle_inpatient(voucher, visit)


@pytest.fixture
def counter(client: Client, sandbox: Sandbox, tmp_path: Path) -> Iterator[Counter]:
    with VoucherGuard(tmp_path / "vouchers.sqlite3") as guard:
        yield Counter(client, guard, sandbox)


def test_the_five_ways_to_identify_a_person(client: Client, sandbox: Sandbox) -> None:
    people = sandbox.people(8)
    for person in people:
        known = record(person, sandbox.voucher(person))
        card = (
            PersonQuery.social_card_cross_province(known)
            if person.is_cross_province
            else PersonQuery.social_card_in_province(known)
        )
        other = PersonQuery.other_document(person.document_no)
        for query in (PersonQuery.electronic_voucher(known), PersonQuery.id_card(known), card, other):
            output = client.query_person(data=query).output
            assert output.baseinfo.psn_no == person.psn_no
            assert output.baseinfo.psn_name == person.person.name
            assert [row.insutype for row in output.insuinfo] == [row.insutype for row in person.insurances]
    assert {person.is_cross_province for person in people} == {True, False}


def test_numbers_in_the_wrong_builder_never_leave(sandbox: Sandbox, client: Client) -> None:
    known = record(sandbox.people(1)[0], "44010000000000000000000001")
    builds: list[tuple[Callable[[str], Any], str]] = [
        (PersonQuery.electronic_voucher, known.id_number),
        (PersonQuery.id_card, known.card_number),
        (PersonQuery.id_card, known.code),
        (PersonQuery.social_card_in_province, known.card_sn),
        (PersonQuery.other_document, known.id_number),
    ]
    for build, number in builds:
        with pytest.raises(RequestInvalid):
            client.query_person(data=build(number))
    assert len(sandbox.requests) == 0


def test_a_purchase(counter: Counter, sandbox: Sandbox) -> None:
    result = counter.purchase(Record(code=counter.code()))
    paid = result.require().output.setlinfo
    assert (result.state, result.require().warnings) == ("settled", ())
    assert (paid.psn_no, paid.medfee_sumamt) == (sandbox.people(1)[0].psn_no, Decimal("49.30"))
    assert paid.fund_pay_sumamt + paid.acct_pay + paid.psn_cash_pay == paid.medfee_sumamt
    assert paid.medins_setl_id == result.msgid
    assert [request.infno for request in sandbox.requests] == ["1101", "2102"]


@pytest.mark.parametrize(("begin", "end"), [("2201", "2207"), ("2401", "2304")])
def test_a_visit_takes_a_new_code_to_settle(counter: Counter, sandbox: Sandbox, begin: str, end: str) -> None:
    code = counter.code()
    begun = counter.ready(begin)(code).require().output
    visit = (begun.data if begin == "2201" else begun.result).mdtrt_id
    settle = counter.settle_outpatient if end == "2207" else counter.settle_inpatient
    with pytest.raises(VoucherAlreadyUsed, match=f"已用于 {begin}"):
        settle(code, visit)
    assert [request.infno for request in sandbox.requests] == ["1101", begin]
    paid = settle(counter.code(), visit).require().output.setlinfo
    assert (paid.mdtrt_id, paid.medfee_sumamt) == (visit, Decimal("188.60"))
    assert paid.fund_pay_sumamt + paid.acct_pay + paid.psn_cash_pay == paid.medfee_sumamt
    assert [request.infno for request in sandbox.requests] == ["1101", begin, "1101", end]


@every_use
def test_a_used_code_is_refused_before_anything_is_sent(counter: Counter, sandbox: Sandbox, infno: str) -> None:
    step, code = counter.ready(infno), counter.code()
    holder = settlement.identify(counter.client, counter.guard, code)
    assert step(holder).state == "settled"
    sandbox.requests.clear()
    for again in (counter.purchase, counter.register, counter.admit, step):
        for voucher in (code, holder):
            with pytest.raises(VoucherAlreadyUsed, match="请参保人刷新电子凭证重新出码"):
                again(voucher)
    assert len(sandbox.requests) == 0


def test_the_platform_agrees_that_a_code_serves_once(counter: Counter, tmp_path: Path) -> None:
    code = counter.code()
    holder = settlement.identify(counter.client, counter.guard, code)
    assert counter.purchase(holder).state == "settled"
    with VoucherGuard(tmp_path / "another machine.sqlite3") as guard:
        result = Counter(counter.client, guard, counter.sandbox).purchase(holder)
    assert (result.state, type(result.error)) == ("refused", BusinessError)
    assert code not in str(result.error)


@every_use
def test_a_lost_answer_is_unknown_and_can_be_reversed(counter: Counter, sandbox: Sandbox, infno: str) -> None:
    step, code = counter.ready(infno), counter.code()
    sandbox.faults.add("drop-after", infno=infno)
    result = step(code)
    assert (result.state, type(result.error)) == ("unknown", TransportFailed)
    assert sandbox.requests.of(infno)[-1].msgid == result.msgid
    sandbox.faults.clear()
    sandbox.requests.clear()
    with pytest.raises(VoucherAlreadyUsed, match="请先核对"):
        step(code)
    assert len(sandbox.requests) == 0
    assert [(entry.infno, entry.msgid) for entry in counter.guard.unsettled()] == [(infno, result.msgid)]
    assert result.can_reverse is (infno != "2201")
    if result.can_reverse:
        done = settlement.reverse(counter.client, result)
        assert (done.state, done.error) == ("settled", None)
        again = settlement.reverse(counter.client, result)
        assert (again.state, type(again.error)) == ("already_done", BusinessError)


@every_use
def test_a_connection_lost_before_the_platform_acted_is_unknown_too(
    counter: Counter, sandbox: Sandbox, infno: str
) -> None:
    step, code = counter.ready(infno), counter.code()
    sandbox.requests.clear()
    sandbox.faults.add("drop-before", infno=infno)
    result = step(code)
    assert (result.state, len(sandbox.requests.of(infno))) == ("unknown", 1)
    with pytest.raises(VoucherAlreadyUsed):
        step(code)
    if result.can_reverse:
        done = settlement.reverse(counter.client, result)
        assert (done.state, type(done.error)) == ("refused", BusinessError)


@pytest.mark.parametrize("fault", ["http-500", "garbage", "truncated", "html"])
def test_answers_that_are_none_leave_the_result_unknown(counter: Counter, sandbox: Sandbox, fault: str) -> None:
    sandbox.faults.add(fault, infno="2102")
    code = counter.code()
    assert counter.purchase(code).state == "unknown"
    with pytest.raises(VoucherAlreadyUsed):
        counter.purchase(code)


@every_use
def test_after_a_business_refusal_the_same_business_may_be_tried_again(
    counter: Counter, sandbox: Sandbox, infno: str
) -> None:
    step, code = counter.ready(infno), counter.code()
    sandbox.faults.add("business-error", infno=infno, times=1)
    result = step(code)
    assert (result.state, type(result.error)) == ("refused", BusinessError)
    other = counter.register if infno != "2201" else counter.purchase
    sent = len(sandbox.requests)
    with pytest.raises(VoucherAlreadyUsed, match="只能再用于同一项业务"):
        other(code)
    assert len(sandbox.requests) == sent
    assert step(code).state == "settled"


def test_a_gateway_that_refuses_has_done_nothing(counter: Counter, sandbox: Sandbox) -> None:
    sandbox.faults.add("refuse", infno="2102", times=1)
    code = counter.code()
    assert counter.purchase(code).state == "refused"
    assert counter.purchase(code).state == "settled"


def test_the_answer_of_a_reversal_may_be_lost_too(counter: Counter, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop-after", infno="2102")
    result = counter.purchase(counter.code())
    sandbox.faults.add("drop-after", infno="2601", times=1)
    lost = settlement.reverse(counter.client, result)
    assert (lost.state, lost.reply) == ("unknown", None)
    assert [request.msgid for request in sandbox.requests.of("2601")] == [lost.msgid]
    assert settlement.reverse(counter.client, result).state == "already_done"


def test_an_identification_whose_answer_is_lost_is_asked_for_again(counter: Counter, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop-after", infno="1101", times=1)
    assert counter.purchase(counter.code()).state == "settled"
    assert len(sandbox.requests.of("1101")) == 2


def test_of_many_threads_one_uses_a_code(counter: Counter, sandbox: Sandbox) -> None:
    holder = settlement.identify(counter.client, counter.guard, counter.code())
    together = threading.Barrier(8)
    states: list[str] = []

    def run() -> None:
        together.wait(SECONDS)
        try:
            states.append(counter.purchase(holder).state)
        except VoucherAlreadyUsed:
            states.append("refused here")

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    join(*threads)
    assert sorted(states) == ["refused here"] * 7 + ["settled"]
    assert len(sandbox.requests.of("2102")) == 1


def start(counter: Counter, settings: Settings, code: str) -> Process:
    """A purchase with this code in a process of its own."""
    values = counter.sandbox.settings | {"msgid_file": str(settings.msgid_file), "read_timeout": "60"}
    given = {"settings": values, "guard": str(counter.guard.path), "code": code, "purchase": purchase("9.90")}
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    return Process(sys.executable, "-c", SETTLE, json.dumps(given), env={**os.environ, **environment})


def test_another_process_is_refused_before_anything_is_sent(
    counter: Counter, sandbox: Sandbox, settings: Settings
) -> None:
    code = counter.code()
    assert counter.purchase(code).state == "settled"
    sandbox.requests.clear()
    said = start(counter, settings, code).finish()
    assert "已用于 2102 药店结算" in said.stdout
    assert len(sandbox.requests) == 0
    done = start(counter, settings, counter.code()).finish()
    assert done.stdout.strip() == "settled"


def test_a_process_killed_while_it_waits_leaves_a_message_that_can_be_reversed(
    counter: Counter, sandbox: Sandbox, settings: Settings
) -> None:
    code = counter.code()
    sandbox.faults.add("delay", 60, infno="2102")
    with start(counter, settings, code) as process:
        until(lambda: sandbox.requests.of("2102"), process=process)
    sandbox.faults.clear()
    sent = len(sandbox.requests)
    with pytest.raises(VoucherAlreadyUsed, match="办理中途程序中断"):
        counter.purchase(code)
    assert len(sandbox.requests) == sent
    (left,) = counter.guard.unsettled()
    assert (left.infno, left.msgid) == ("2102", sandbox.requests.of("2102")[0].msgid)
    psn_no = sandbox.people(1)[0].psn_no
    # The sandbox may still be busy with the purchase; a refused reversal has done nothing.
    for _ in range(100):
        done = settlement.reverse_message(counter.client, infno=left.infno, msgid=left.msgid, psn_no=psn_no)
        if done.state == "settled":
            return
        time.sleep(0.05)
    pytest.fail(str(done.error))


def test_nothing_personal_shows(counter: Counter, sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person, code = sandbox.people(1)[0], counter.code()
    holder = settlement.identify(counter.client, counter.guard, code)
    sandbox.faults.add("drop-after", infno="2102")
    lost = counter.purchase(holder)
    done = settlement.reverse(counter.client, lost)
    with pytest.raises(VoucherAlreadyUsed) as caught:
        counter.register(holder)
    things = (holder, lost, lost.error, lost.reversal(), done, done.require(), caught.value, counter.guard.unsettled())
    shown = "\n".join([*map(repr, things), caplog.text])
    secrets = (code, person.person.certno, person.person.name, person.card_no, sandbox.settings["secret_key"])
    assert not [secret for secret in secrets if secret in shown]
