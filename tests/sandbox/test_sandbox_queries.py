"""What the platform has of a person: visits, settlements, fees and who is in hospital."""

from decimal import Decimal

import pytest

from gdyb_sandbox import Sandbox
from support.sandbox.care import Care, caller_for, output, refused

DAY = {"begntime": "2000-01-01 00:00:00", "endtime": "2099-12-31 23:59:59"}


@pytest.fixture
def care(sandbox: Sandbox) -> Care:
    person = sandbox.people(1)[0]
    return Care(caller_for(sandbox, person), person)


def test_a_settlement_is_found_by_its_visit_and_names_its_message(care: Care) -> None:
    mdtrt_id = output(care.register())["data"]["mdtrt_id"]
    output(care.fees("2204", mdtrt_id, "60.10", "39.90"))
    assert "没有查询到结算信息" in refused(care.caller.call("5203", care.of(mdtrt_id, setl_id="")))
    settled = output(care.caller.call("2207", care.settlement(mdtrt_id, "100.00")))
    found = output(care.caller.call("5203", care.of(mdtrt_id, setl_id="")))["setlinfo"]
    names = ("setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "medins_setl_id")
    assert {name: found[name] for name in names} == {name: settled["setlinfo"][name] for name in names}
    assert found == output(care.caller.call("5203", care.of(mdtrt_id, setl_id=found["setl_id"])))["setlinfo"]
    refund = output(care.caller.call("2208", care.of(mdtrt_id, setl_id=found["setl_id"])))["setlinfo"]
    newest = output(care.caller.call("5203", care.of(mdtrt_id, setl_id="")))["setlinfo"]
    assert (newest["setl_id"], newest["refd_setl_flag"]) == (refund["setl_id"], "1")
    assert newest["medfee_sumamt"] == Decimal("-100.00")


def test_visits_are_listed_by_kind_and_time(care: Care) -> None:
    mdtrt_id = output(care.register(number="O-7"))["data"]["mdtrt_id"]
    bought = output(care.caller.call("2102", care.purchase("12.30")))["setlinfo"]["mdtrt_id"]

    def visits(med_type: str, **changes: str) -> list[str]:
        data = {"psn_no": care.person.psn_no, "med_type": med_type, **DAY, **changes}
        return [row["mdtrt_id"] for row in output(care.caller.call("5201", {"data": data}))["mdtrtinfo"]]

    assert (visits("11"), visits("41"), visits("21")) == ([mdtrt_id], [bought], [])
    assert visits("11", endtime="2000-01-02 00:00:00") == []


def test_fees_and_inpatients_are_listed(care: Care) -> None:
    mdtrt_id = output(care.admit(number="I-7"))["result"]["mdtrt_id"]
    output(care.fees("2301", mdtrt_id, "60.10", "39.90"))
    rows = care.caller.call("5204", care.of(mdtrt_id))["output"]
    assert [(row["feedetl_sn"], row["det_item_fee_sumamt"]) for row in rows] == [
        ("1", Decimal("60.10")),
        ("2", Decimal("39.90")),
    ]
    data = {"psn_no": care.person.psn_no, **DAY}
    (row,) = output(care.caller.call("5303", {"data": data}))["data"]
    assert (row["mdtrt_id"], row["ipt_otp_no"]) == (mdtrt_id, "I-7")
    output(care.discharge(mdtrt_id))
    assert output(care.caller.call("5303", {"data": data}))["data"] == []
