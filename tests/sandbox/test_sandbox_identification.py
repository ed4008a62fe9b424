"""1101: the five cases of chapter 4, and what is refused."""

import pytest

from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.identity import find_person
from gdyb_sandbox._people.insured import Insured, find_by_psn_no, insured
from gdyb_sandbox._people.vouchers import voucher_code, voucher_holder
from support.sandbox.caller import Caller, Json
from support.sandbox.care import Care, caller_for, output, refused


def _cross_province(sandbox: Sandbox) -> Insured:
    return next(person for person in sandbox.people(8) if person.is_cross_province)


def _card(person: Insured, **changes: str) -> Json:
    data = {"mdtrt_cert_type": "03", "mdtrt_cert_no": person.card_no, "card_sn": person.card_sn}
    return data | {"psn_cert_type": "1", "certno": person.person.certno} | changes


def _document(person: Insured, **changes: str) -> Json:
    number = person.document_no
    data = {"mdtrt_cert_type": "03", "mdtrt_cert_no": number, "card_sn": number}
    return data | {"psn_cert_type": "99", "certno": number} | changes


def _query(caller: Caller, data: Json) -> Json:
    return caller.call("1101", {"data": data})


def test_one_person_per_case(sandbox: Sandbox, caller: Caller) -> None:
    local, other, *_ = sandbox.people(2)
    away = _cross_province(sandbox)
    cases = [
        (local, {"mdtrt_cert_type": "01", "mdtrt_cert_no": sandbox.voucher(local)}),
        (local, {"mdtrt_cert_type": "02", "mdtrt_cert_no": local.person.certno}),
        (other, {"mdtrt_cert_type": "02", "mdtrt_cert_no": other.person.certno}),
        (away, _card(away)),
        (away, _card(away, psn_cert_type="01")),
        (local, _document(local)),
    ]
    for person, data in cases:
        found = output(_query(caller, data))
        assert found["baseinfo"]["psn_no"] == person.psn_no
        assert found["baseinfo"]["psn_name"] == person.person.name
        (insurance,) = found["insuinfo"]
        assert insurance["insuplc_admdvs"] == person.area
        assert insurance["insutype"] in ("310", "390")
        assert insurance["balc"] == person.insurances[0].balance
        assert found["idetinfo"] == []
    assert found["baseinfo"]["psn_cert_type"] == "99"
    assert found["baseinfo"]["certno"] == local.document_no


def test_identifying_does_not_use_a_code_up(sandbox: Sandbox, caller: Caller) -> None:
    (person,) = sandbox.people(1)
    code = sandbox.voucher(person)
    for _ in range(3):
        output(_query(caller, {"mdtrt_cert_type": "01", "mdtrt_cert_no": code}))
    output(caller_for(sandbox, person).call("2102", Care(caller, person).purchase("1.00", code=code)))
    text = refused(_query(caller, {"mdtrt_cert_type": "01", "mdtrt_cert_no": code}))
    assert text == "data.mdtrt_cert_no 就诊凭证编号：该电子凭证码已使用过，每个码只能使用一次，请重新获取"


def test_wrong_numbers_in_each_case(sandbox: Sandbox, caller: Caller) -> None:
    person, other = sandbox.people(2)
    certno, code = person.person.certno, sandbox.voucher(person)
    wrong: list[tuple[Json, str]] = [
        ({"mdtrt_cert_type": "01", "mdtrt_cert_no": certno}, "不是有效的电子凭证码"),
        ({"mdtrt_cert_type": "01", "mdtrt_cert_no": code[:-1] + "x"}, "不是有效的电子凭证码"),
        ({"mdtrt_cert_type": "02", "mdtrt_cert_no": person.card_no}, "应传 18 位身份证号码"),
        ({"mdtrt_cert_type": "02", "mdtrt_cert_no": "110105194912310021"}, "没有这个身份证号码的参保人"),
        ({"mdtrt_cert_type": "02", "mdtrt_cert_no": certno, "psn_name": "别人"}, "与参保人的姓名不符"),
        (_card(person, psn_cert_type=""), "psn_cert_type 人员证件类型：就诊凭证类型为 03 时必填"),
        (_card(person, mdtrt_cert_no=certno), "没有这个卡号的社保卡"),
        (_card(person, card_sn=""), "应传社保卡的识别码"),
        (_card(person, card_sn=other.card_sn), "与卡号不符"),
        (_card(person, certno=""), "应传 18 位身份证号码"),
        (_card(person, certno=other.person.certno), "与社保卡持有人的身份证号码不符"),
        (_document(person, card_sn=""), "card_sn 卡识别码：港澳台及其它证件应与 mdtrt_cert_no 一样传证件号码"),
        (_document(person, certno=certno), "certno 证件号码：港澳台及其它证件"),
        (_document(person) | dict.fromkeys(("mdtrt_cert_no", "card_sn", "certno"), "H12"), "没有这个证件号码的参保人"),
        ({"mdtrt_cert_type": "04", "mdtrt_cert_no": "1"}, "应为 01（电子凭证）"),
    ]
    for data, expected in wrong:
        text = refused(_query(caller, data))
        assert expected in text
        assert certno not in text and code not in text


def test_the_account_of_a_person_shrinks_by_what_it_paid(sandbox: Sandbox, caller: Caller) -> None:
    person = next(person for person in sandbox.people(20) if person.insurances[0].insutype == "310")
    care = Care(caller_for(sandbox, person), person)
    paid = output(care.caller.call("2102", care.purchase("100.00")))["setlinfo"]
    data = {"mdtrt_cert_type": "02", "mdtrt_cert_no": person.person.certno}
    left = output(_query(caller, data))["insuinfo"][0]["balc"]
    assert left == paid["balc"] == person.insurances[0].balance - paid["acct_pay"] < person.insurances[0].balance


def test_every_number_leads_back_to_its_person() -> None:
    for number in (0, 1, 17, 9_999_999):
        someone = insured(7, number)
        assert find_person(7, someone.person.certno) == someone.person
        assert find_by_psn_no(7, someone.psn_no) == someone
        assert voucher_holder(7, voucher_code(7, number, 3)) == number
        assert find_by_psn_no(8, someone.psn_no) is None
        assert voucher_holder(8, voucher_code(7, number, 3)) is None
    with pytest.raises(ValueError, match="serial"):
        voucher_code(7, 1, 0)


def test_people_are_insured_in_all_three_ways() -> None:
    people = [insured(7, number) for number in range(100)]
    assert {person.area == "440100" for person in people} == {True, False}
    assert {person.is_cross_province for person in people} == {True, False}
    assert {person.insurances[0].insutype for person in people} == {"310", "390"}
    assert all((person.insurances[0].balance > 0) == (person.insurances[0].insutype == "310") for person in people)


def test_personal_values_stay_out_of_the_repr() -> None:
    someone = insured(7, 3)
    for value in (someone.psn_no, someone.card_no, someone.card_sn, someone.document_no, someone.person.certno):
        assert value not in repr(someone)


def test_codes_are_given_out_once(sandbox: Sandbox) -> None:
    (person,) = sandbox.people(1)
    codes = [sandbox.voucher(person) for _ in range(5)]
    assert len(set(codes)) == 5
    assert all(len(code) == 28 and code.isdigit() for code in codes)
