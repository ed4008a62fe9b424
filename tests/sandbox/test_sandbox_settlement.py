"""Pharmacy, outpatients and inpatients: registered, charged, settled, refunded and reversed."""

from decimal import Decimal

import pytest

from gdyb.settlement import SETTLEMENT
from gdyb_sandbox import Sandbox
from gdyb_sandbox._centre.reversal import UNDOING
from gdyb_sandbox._options import Options
from gdyb_sandbox._people.insured import Insured
from support.sandbox.caller import Caller, Json
from support.sandbox.care import Care, caller_for, output, refused

USED = "该电子凭证码已使用过"


@pytest.fixture(params=["310", "390"])
def person(request: pytest.FixtureRequest, sandbox: Sandbox) -> Insured:
    """A person of each kind of insurance."""
    return next(person for person in sandbox.people(40) if person.insurances[0].insutype == request.param)


@pytest.fixture
def caller(sandbox: Sandbox, person: Insured) -> Caller:
    """A caller whose messages say where this person is insured."""
    return caller_for(sandbox, person)


@pytest.fixture
def care(caller: Caller, person: Insured) -> Care:
    return Care(caller, person)


def test_where_the_person_is_insured_is_checked(sandbox: Sandbox, care: Care) -> None:
    elsewhere = Caller({**sandbox.settings, "insuplc_admdvs": "999999"})
    assert "insuplc_admdvs 参保地医保区划：不是参保人的参保地" in refused(elsewhere.call("2102", care.purchase("1.00")))
    with Sandbox(Options(insured_area="ignore")) as lenient:
        elsewhere = Caller({**lenient.settings, "insuplc_admdvs": "999999"})
        output(elsewhere.call("2102", care.purchase("1.00")))


def _id(reply: Json, node: str) -> str:
    return str(output(reply)[node]["mdtrt_id"])


def _adds_up(settled: Json, care: Care, total: str) -> None:
    info, details = settled["setlinfo"], settled["setldetail"]
    funds = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
    assert info["medfee_sumamt"] == Decimal(total)
    assert info["medfee_sumamt"] == info["fund_pay_sumamt"] + info["acct_pay"] + info["psn_cash_pay"]
    assert info["psn_part_amt"] == info["acct_pay"] + info["psn_cash_pay"]
    assert info["fund_pay_sumamt"] == sum(info[name] for name in funds) == sum(row["fund_payamt"] for row in details)
    parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    assert info["medfee_sumamt"] == sum(info[name] for name in parts)
    assert info["psn_no"] == care.person.psn_no
    assert (info["acct_pay"] > 0) is (care.insutype == "310")
    assert all(
        row["fund_pay_type"].startswith(care.insutype[:2]) or row["fund_pay_type"] == "330100" for row in details
    )


def test_a_purchase(sandbox: Sandbox, caller: Caller, care: Care) -> None:
    code = sandbox.voucher(care.person)
    request = care.purchase("20.01", "33.33", "0.99", "150.00", code=code)
    tried = output(caller.call("2101", request))
    settled = output(caller.call("2102", request))
    _adds_up(settled, care, "204.33")
    assert settled["setlinfo"]["clr_type"] == "41"
    numbers = {name: value for name, value in settled["setlinfo"].items() if isinstance(value, Decimal)}
    assert numbers.items() <= tried["setlinfo"].items()
    assert tried["detlcutinfo"] == settled["detlcutinfo"]
    assert sum(row["preselfpay_amt"] for row in settled["detlcutinfo"]) == settled["setlinfo"]["preselfpay_amt"]
    assert USED in refused(caller.call("2102", request))
    assert USED in refused(caller.call("2101", request))


def test_a_purchase_that_is_wrong(sandbox: Sandbox, caller: Caller, care: Care) -> None:
    other = next(person for person in sandbox.people(40) if person != care.person)
    not_insured = "390" if care.insutype == "310" else "310"
    twice = care.purchase("1.00", "2.00")
    twice["drugdetail"][1]["feedetl_sn"] = twice["drugdetail"][0]["feedetl_sn"]
    wrong = [
        (care.purchase("1.00", medfee_sumamt=Decimal("1.01")), "与费用明细的合计不一致，明细合计为 1.00"),
        (care.purchase("1.00", code=sandbox.voucher(other)), "该电子凭证码不属于这个人员"),
        (care.purchase("1.00", mdtrt_cert_no=other.person.certno), "不属于这个人员"),
        (care.purchase("1.00", mdtrt_cert_type="01", mdtrt_cert_no=""), "不是有效的电子凭证码"),
        (care.purchase("1.00", psn_no="4"), "没有这个人员编号的参保人"),
        (care.purchase("1.00", insutype=not_insured), "该人员没有参加这个险种"),
        (care.purchase("0.00"), "应大于 0"),
        (twice, "drugdetail[1].feedetl_sn 费用明细流水号：在本次交易中重复"),
    ]
    for request, expected in wrong:
        assert expected in refused(caller.call("2102", request))


def test_an_outpatient_with_two_codes(sandbox: Sandbox, caller: Caller, care: Care) -> None:
    first = sandbox.voucher(care.person)
    mdtrt_id = _id(care.register(first), "data")
    fees = output(care.fees("2204", mdtrt_id, "30.00", "70.05", "11.11"))["result"]
    assert USED in refused(caller.call("2207", care.settlement(mdtrt_id, "111.16", first)))
    second = sandbox.voucher(care.person)
    request = care.settlement(mdtrt_id, "111.16", second)
    tried = output(caller.call("2206", request))
    settled = output(caller.call("2207", request))
    _adds_up(settled, care, "111.16")
    assert settled["setlinfo"]["clr_type"] == "11"
    assert settled["setlinfo"]["mdtrt_id"] == mdtrt_id
    assert sum(row["inscp_scp_amt"] for row in fees) == settled["setlinfo"]["inscp_scp_amt"]
    assert tried["setldetail"] == settled["setldetail"]


def test_batches_are_settled_one_by_one(caller: Caller, care: Care) -> None:
    mdtrt_id = _id(care.register(), "data")
    output(care.fees("2204", mdtrt_id, "10.00", batch="B1"))
    output(care.fees("2204", mdtrt_id, "5.00", "6.00", batch="B2", first=2))
    assert "明细合计为 10.00" in refused(caller.call("2207", care.settlement(mdtrt_id, "21.00")))
    output(caller.call("2207", care.settlement(mdtrt_id, "10.00")))
    assert "没有未结算的费用" in refused(caller.call("2207", care.settlement(mdtrt_id, "10.00")))
    output(caller.call("2207", care.settlement(mdtrt_id, "11.00", chrg_bchno="B2")))


def test_an_inpatient_with_two_codes(sandbox: Sandbox, caller: Caller, care: Care) -> None:
    first = sandbox.voucher(care.person)
    mdtrt_id = _id(care.admit(first), "result")
    output(care.fees("2301", mdtrt_id, "9000.00", "15000.50", "-10.00"))
    output(care.discharge(mdtrt_id))
    assert USED in refused(caller.call("2304", care.settlement(mdtrt_id, "23990.50", first)))
    request = care.settlement(mdtrt_id, "23990.50", sandbox.voucher(care.person))
    tried = output(caller.call("2303", request))
    settled = output(caller.call("2304", request))
    _adds_up(settled, care, "23990.50")
    assert settled["setlinfo"]["clr_type"] == "21"
    assert tried["setldetail"] == settled["setldetail"]
    assert "已经结算" in refused(caller.call("2304", care.settlement(mdtrt_id, "1.00")))
    assert "已经结算" in refused(caller.call("2405", care.of(mdtrt_id)))
    assert "已经结算" in refused(care.fees("2301", mdtrt_id, "1.00", first=9))


@pytest.mark.parametrize("place", ["2102", "2207", "2304"])
def test_a_refund_takes_everything_back(caller: Caller, care: Care, place: str) -> None:
    if place == "2102":
        request, refund = care.purchase("80.00"), "2103"
    elif place == "2207":
        request, refund = care.settlement(_id(care.register(), "data"), "80.00"), "2208"
    else:
        request, refund = care.settlement(_id(care.admit(), "result"), "80.00"), "2305"
    info = output(caller.call(place, request))["setlinfo"]
    wanted = care.of(info["mdtrt_id"], setl_id=info["setl_id"])
    back = output(caller.call(refund, wanted))
    assert back["setlinfo"]["setl_id"] != info["setl_id"]
    for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay"):
        assert back["setlinfo"][name] == -info[name]
    assert sum(row["fund_payamt"] for row in back["setldetail"]) == -info["fund_pay_sumamt"]
    assert back["setlinfo"]["balc"] == info["balc"] + info["acct_pay"]
    assert "已经撤销过" in refused(caller.call(refund, wanted))
    assert "没有这笔" in refused(caller.call(refund, care.of(info["mdtrt_id"], setl_id="0")))
    assert "没有这笔" in refused(caller.call(refund, care.of(info["mdtrt_id"], setl_id=back["setlinfo"]["setl_id"])))


def test_refunded_fees_can_be_settled_again(caller: Caller, care: Care) -> None:
    mdtrt_id = _id(care.register(), "data")
    output(care.fees("2204", mdtrt_id, "12.00"))
    info = output(caller.call("2207", care.settlement(mdtrt_id, "12.00")))["setlinfo"]
    output(caller.call("2208", care.of(mdtrt_id, setl_id=info["setl_id"])))
    output(caller.call("2207", care.settlement(mdtrt_id, "12.00")))


def test_fees_are_taken_back(caller: Caller, care: Care) -> None:
    mdtrt_id = _id(care.register(), "data")
    output(care.fees("2204", mdtrt_id, "1.00", "2.00"))
    assert "该就诊已有这个费用明细流水号" in refused(care.fees("2204", mdtrt_id, "3.00"))
    assert "没有这样的未结算费用" in refused(caller.call("2205", care.of(mdtrt_id, chrg_bchno="B9")))
    assert "已有费用明细" in refused(caller.call("2202", care.of(mdtrt_id, ipt_otp_no="1")))
    output(caller.call("2205", care.of(mdtrt_id, chrg_bchno="0000")))
    output(caller.call("2202", care.of(mdtrt_id, ipt_otp_no="1")))
    assert "已经撤销" in refused(care.fees("2204", mdtrt_id, "3.00"))
    admitted = _id(care.admit(), "result")
    output(care.fees("2301", admitted, "1.00", "2.00"))
    output(caller.call("2302", care.of(admitted, feedetl_sn="2")))
    assert "明细合计为 1.00" in refused(caller.call("2304", care.settlement(admitted, "3.00")))


def test_visits_and_their_order(caller: Caller, care: Care) -> None:
    mdtrt_id = _id(care.register(), "data")
    assert "登记过" in refused(care.register())
    assert "与挂号时的住院/门诊号不符" in refused(caller.call("2202", care.of(mdtrt_id, ipt_otp_no="2")))
    assert "没有这个就诊ID" in refused(caller.call("2404", care.of(mdtrt_id)))
    admitted = _id(care.admit(), "result")
    assert "已有未出院的入院登记" in refused(care.admit(number="2"))
    assert "尚未办理出院" in refused(caller.call("2405", care.of(admitted)))
    output(care.discharge(admitted))
    assert "已经办理出院" in refused(care.discharge(admitted))
    assert "已经办理出院" in refused(caller.call("2404", care.of(admitted)))
    output(caller.call("2405", care.of(admitted)))
    output(caller.call("2404", care.of(admitted)))


def test_a_visit_of_somebody_else(sandbox: Sandbox, caller: Caller, care: Care) -> None:
    mdtrt_id = _id(care.register(), "data")
    somebody = next(person for person in sandbox.people(9) if person != care.person)
    other = Care(caller_for(sandbox, somebody), somebody)
    assert "与就诊登记的人员不符" in refused(other.fees("2204", mdtrt_id, "1.00"))
    elsewhere = Care(Caller({**caller.settings, "fixmedins_code": "H44010099999"}), care.person)
    assert "没有这个就诊ID" in refused(elsewhere.fees("2204", mdtrt_id, "1.00"))


def test_a_settlement_reversed_by_its_message(caller: Caller, care: Care) -> None:
    msgid = caller.msgid()
    info = output(caller.call("2102", care.purchase("9.00"), msgid=msgid))["setlinfo"]
    assert "与原报文的交易编号不符" in refused(care.reverse("2207", msgid))
    output(care.reverse("2102", msgid))
    assert "已经冲正过" in refused(care.reverse("2102", msgid))
    wanted = care.of(info["mdtrt_id"], setl_id=info["setl_id"])
    assert "没有这笔" in refused(caller.call("2103", wanted))


def test_a_refund_and_an_admission_reversed(sandbox: Sandbox, caller: Caller, care: Care) -> None:
    info = output(caller.call("2102", care.purchase("9.00")))["setlinfo"]
    wanted, msgid = care.of(info["mdtrt_id"], setl_id=info["setl_id"]), caller.msgid()
    output(caller.call("2103", wanted, msgid=msgid))
    output(care.reverse("2103", msgid))
    output(caller.call("2103", wanted))
    admitted = care.admit()
    output(care.reverse("2401", sandbox.requests.of("2401")[0].msgid))
    assert "已经撤销" in refused(caller.call("2404", care.of(_id(admitted, "result"))))


def test_a_reversed_refund_has_its_fees_again(caller: Caller, care: Care) -> None:
    mdtrt_id = _id(care.register(), "data")
    output(care.fees("2204", mdtrt_id, "12.00"))
    output(care.fees("2204", mdtrt_id, "7.00", batch="B2", first=2))
    info = output(caller.call("2207", care.settlement(mdtrt_id, "12.00")))["setlinfo"]
    msgid, wanted = caller.msgid(), care.of(mdtrt_id, setl_id=info["setl_id"])
    output(caller.call("2208", wanted, msgid=msgid))
    output(care.reverse("2208", msgid))
    assert "没有未结算的费用" in refused(caller.call("2207", care.settlement(mdtrt_id, "12.00")))
    output(caller.call("2207", care.settlement(mdtrt_id, "7.00", chrg_bchno="B2")))
    msgid = caller.msgid()
    output(caller.call("2208", wanted, msgid=msgid))
    output(caller.call("2207", care.settlement(mdtrt_id, "12.00")))
    assert "撤销之后又结算过" in refused(care.reverse("2208", msgid))


def test_everything_reversible_can_be_undone() -> None:
    assert set(UNDOING) == set(SETTLEMENT.reversible.values())


def test_what_cannot_be_reversed(caller: Caller, care: Care) -> None:
    assert "这个交易不能冲正；可冲正 2102" in refused(care.reverse("2201", caller.msgid()))
    assert "没有受理过" in refused(care.reverse("2102", caller.msgid()))
    query = caller.msgid()
    output(caller.call("2101", care.purchase("1.00"), msgid=query))
    assert "没有受理过" in refused(care.reverse("2102", query))
