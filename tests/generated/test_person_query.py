"""Chapter 4: each way to identify a person gives exactly the printed values, and takes no number of another kind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdyb import PersonQuery, RequestInvalid
from gdyb.models import i1101
from gdyb.validators import i1101 as validators
from gdyb_runtime.persons.id_number import check_digit
from gdyb_sandbox._people.identity import person

PEOPLE = st.integers(0, 9_999_999).map(lambda number: person(7, number))
ID = person(7, 0).certno
OTHER_ID = person(7, 1).certno
ENDS_WITH_X = next(n for i in range(100) if (n := person(7, i).certno).endswith("X"))
VOUCHER = "4401000000ABCDEF0123456789"
CARD = "X00000019"
CARD_SN = "639900D15600000500BF7C7A48FB4966"
PASS = "H00000000"
PERMIT = "81000019900101001" + check_digit("81000019900101001")


@dataclass(frozen=True)
class IdCard:
    """What a reader gives for an ID card."""

    id_number: str | None
    name: str = ""


@dataclass(frozen=True)
class SocialCard:
    """What a reader gives for a social security card."""

    id_number: str
    card_number: str
    card_sn: str
    issued: str = "639900"


@dataclass(frozen=True)
class Issued(SocialCard):
    """The same with the area that issued the card, as the reader library gives it."""

    area_code: object = "440000"


@dataclass(frozen=True)
class Scanned:
    """What a scanner gives for an electronic voucher."""

    code: str


def sent(data: i1101.InputData) -> dict[str, object]:
    """The fields that are not empty."""
    return {name: value for name, value in data.model_dump(by_alias=True).items() if value is not None}


def refused(call, *args: object, **kwargs: object) -> list[tuple[str, str]]:
    """Wire name and message of each problem; no number that was given appears in the text."""
    with pytest.raises(RequestInvalid) as caught:
        call(*args, **kwargs)
    error = caught.value
    assert (error.infno, error.outcome) == ("1101", "not_sent")
    assert error.title
    for value in [*args, *kwargs.values()]:
        for text in [value, *vars(value).values()] if hasattr(value, "__dict__") else [value]:
            assert not (isinstance(text, str) and len(text) > 8 and (text in str(error) or text in repr(error)))
    assert all(problem.label for problem in error.problems)
    return [(problem.field, problem.message) for problem in error.problems]


def test_electronic_voucher() -> None:
    assert sent(PersonQuery.electronic_voucher(VOUCHER)) == {"mdtrt_cert_type": "01", "mdtrt_cert_no": VOUCHER}
    assert PersonQuery.electronic_voucher(Scanned(VOUCHER)) == PersonQuery.electronic_voucher(VOUCHER)


@given(PEOPLE)
@settings(deadline=None)
def test_id_card(someone) -> None:
    expected = {"mdtrt_cert_type": "02", "mdtrt_cert_no": someone.certno}
    assert sent(PersonQuery.id_card(someone.certno)) == expected
    assert sent(PersonQuery.id_card(IdCard(someone.certno, someone.name))) == expected


@given(PEOPLE)
@settings(deadline=None)
def test_social_card_in_province_sends_the_id_number_only(someone) -> None:
    expected = {"mdtrt_cert_type": "02", "mdtrt_cert_no": someone.certno}
    assert sent(PersonQuery.social_card_in_province(someone.certno)) == expected
    assert sent(PersonQuery.social_card_in_province(SocialCard(someone.certno, CARD, CARD_SN))) == expected


@given(PEOPLE)
@settings(deadline=None)
def test_social_card_cross_province(someone) -> None:
    expected = {
        "mdtrt_cert_type": "03",
        "mdtrt_cert_no": CARD,
        "card_sn": CARD_SN,
        "psn_cert_type": "1",
        "certno": someone.certno,
    }
    assert sent(PersonQuery.social_card_cross_province(SocialCard(someone.certno, CARD, CARD_SN))) == expected
    texts = PersonQuery.social_card_cross_province(card_number=CARD, card_sn=CARD_SN, id_number=someone.certno)
    assert sent(texts) == expected


@pytest.mark.parametrize(
    ("area", "is_inside"), [("440000", True), ("440300", True), ("639900", False), ("144000", False)]
)
def test_social_card_is_sent_by_the_area_that_issued_it(area: str, is_inside: bool) -> None:
    card = Issued(ID, CARD, CARD_SN, area_code=area)
    case = PersonQuery.social_card_in_province if is_inside else PersonQuery.social_card_cross_province
    assert PersonQuery.social_card(card) == case(card)
    assert PersonQuery.social_card(card, psn_name="甲") == case(card, psn_name="甲")


@pytest.mark.parametrize("area", ["", None, "44", "4400000", "44000X", "４４００００", "440000\n", 440000])
def test_a_social_card_of_an_unknown_area_is_no_guess(area: object) -> None:
    ((field, message),) = refused(PersonQuery.social_card, Issued(ID, CARD, CARD_SN, area_code=area))
    assert field == "area_code" and "6 位数字" in message


@pytest.mark.parametrize("given", [SocialCard(ID, CARD, CARD_SN), ID])
def test_a_social_card_without_an_area_is_no_guess(given: object) -> None:
    assert [field for field, _ in refused(PersonQuery.social_card, given)] == ["area_code"]


def test_a_social_card_inside_needs_no_usable_card_number() -> None:
    assert sent(PersonQuery.social_card(Issued(ID, "", "")))["mdtrt_cert_no"] == ID
    problems = refused(PersonQuery.social_card, Issued(ID, "", "", area_code="639900"))
    assert [field for field, _ in problems] == ["mdtrt_cert_no", "card_sn"]


@pytest.mark.parametrize("number", [PASS, "M1234567890", "12345678", "A123456(7)", PERMIT])
def test_other_document(number: str) -> None:
    assert sent(PersonQuery.other_document(number)) == {
        "mdtrt_cert_type": "03",
        "mdtrt_cert_no": number,
        "card_sn": number,
        "psn_cert_type": "99",
        "certno": number,
    }


@pytest.mark.parametrize(
    "data",
    [
        PersonQuery.electronic_voucher(VOUCHER),
        PersonQuery.id_card(ID),
        PersonQuery.social_card_in_province(ID),
        PersonQuery.social_card_cross_province(card_number=CARD, card_sn=CARD_SN, id_number=ID),
        PersonQuery.other_document(PASS),
    ],
    ids=["voucher", "id_card", "in_province", "cross_province", "other"],
)
def test_every_case_keeps_the_rules_over_several_fields(data: i1101.InputData) -> None:
    nodes = {"data": data.model_dump(by_alias=True)}
    assert [problem for rule in validators.RULES for problem in rule.check(nodes)] == []
    assert i1101.Input(data=data).data == data


def test_a_residence_permit_may_also_be_asked_for_as_id_card() -> None:
    assert sent(PersonQuery.id_card(PERMIT))["mdtrt_cert_no"] == PERMIT


def test_fields_that_every_case_may_carry() -> None:
    since = datetime(2024, 1, 1)  # noqa: DTZ001
    data = PersonQuery.id_card(ID, begntime=since, psn_name="赵测甲")
    assert (data.begntime, data.psn_name) == (since, "赵测甲")
    assert ID not in repr(data) and "赵测甲" not in repr(data)


def test_blanks_of_scanners_and_small_x() -> None:
    assert sent(PersonQuery.electronic_voucher(f" {VOUCHER}\r\n"))["mdtrt_cert_no"] == VOUCHER
    assert sent(PersonQuery.id_card(f"{ENDS_WITH_X.lower()}\n"))["mdtrt_cert_no"] == ENDS_WITH_X


@pytest.mark.parametrize("call", [PersonQuery.id_card, PersonQuery.social_card_in_province])
@pytest.mark.parametrize(
    ("given_text", "said"),
    [
        ("", "必填"),
        (None, "必填"),
        (123, "应为文本"),
        (Scanned(VOUCHER), "应为文本"),
        (IdCard(None), "必填"),
        (CARD, "应为 18 位"),
        (VOUCHER, "应为 18 位"),
        ("100000900101001", "15 位的旧号码"),
        (ID[:-1] + ("1" if ID[-1] != "1" else "2"), "校验码不符"),
        (f"{ID[:6]} {ID[6:]}", "空格"),
        (f"\ufeff{ID}", "不可见字符"),
    ],
)
def test_what_is_no_id_number(call, given_text: object, said: str) -> None:
    ((field, message),) = refused(call, given_text)
    assert field == "mdtrt_cert_no" and said in message


@given(PEOPLE)
@settings(deadline=None)
def test_an_id_number_goes_nowhere_else(someone) -> None:
    for call in (PersonQuery.electronic_voucher, PersonQuery.other_document):
        for number in (someone.certno, someone.certno.lower(), f" {someone.certno} "):
            ((field, message),) = refused(call, number)
            assert field == "mdtrt_cert_no" and "不能是身份证号码" in message
    problems = refused(
        PersonQuery.social_card_cross_province, card_number=someone.certno, card_sn=OTHER_ID, id_number=CARD
    )
    assert [field for field, _ in problems] == ["mdtrt_cert_no", "card_sn", "certno"]


def test_the_readers_whole_text_is_no_voucher_code() -> None:
    ((_, message),) = refused(PersonQuery.electronic_voucher, f"{VOUCHER}|more|")
    assert "第一个 | 之前" in message


@pytest.mark.parametrize("text", ["４４０１", "4401Ａ", "4401测", "44\ud80001", "44\u200b01"])
def test_what_no_machine_reads_is_no_code_and_no_card(text: str) -> None:
    assert [field for field, _ in refused(PersonQuery.electronic_voucher, text)] == ["mdtrt_cert_no"]
    problems = refused(PersonQuery.social_card_cross_province, card_number=text, card_sn=text + "1", id_number=ID)
    assert [field for field, _ in problems] == ["mdtrt_cert_no", "card_sn"]


def test_a_document_may_have_chinese_characters_but_none_of_full_width() -> None:
    assert sent(PersonQuery.other_document("测字第0000001号"))["certno"] == "测字第0000001号"
    ((_, message),) = refused(PersonQuery.other_document, "Ｈ００００００００")
    assert "全角" in message
    assert [field for field, _ in refused(PersonQuery.other_document, "H\ud80001")] == ["mdtrt_cert_no"]


def test_every_problem_is_told_at_once() -> None:
    problems = refused(PersonQuery.social_card_cross_province, card_number="C" * 51, id_number="1", begntime="now")
    assert {field for field, _ in problems} == {"mdtrt_cert_no", "card_sn", "certno", "begntime"}


def test_card_number_and_recognition_code_differ() -> None:
    ((field, message),) = refused(PersonQuery.social_card_cross_province, SocialCard(ID, CARD, CARD))
    assert field == "card_sn" and "相同" in message


def test_a_record_and_keywords_do_not_go_together() -> None:
    record = SocialCard(ID, CARD, CARD_SN)
    with pytest.raises(TypeError, match="not both") as caught:
        PersonQuery.social_card_cross_province(record, id_number=OTHER_ID)  # type: ignore[call-overload]
    assert OTHER_ID not in str(caught.value)


def test_too_long_a_number_is_told_by_the_table() -> None:
    problems = refused(PersonQuery.other_document, "D" * 51)
    assert ("mdtrt_cert_no", "最长 50 个字符，给了 51 个") in problems


def test_nobody_is_born_tomorrow() -> None:
    first17 = f"100000{date.today().year + 1}0101001"  # noqa: DTZ011
    ((_, message),) = refused(PersonQuery.id_card, first17 + check_digit(first17))
    assert "在今天之后" in message


def test_docstrings_show_the_values_and_the_errata() -> None:
    told = {name: getattr(PersonQuery, name).__doc__ for name in vars(PersonQuery) if not name.startswith("_")}
    assert list(told) == [
        "electronic_voucher",
        "id_card",
        "social_card_in_province",
        "social_card_cross_province",
        "other_document",
        "social_card",
    ]
    errata = {name: [e for e in ("E25", "E26", "E27", "E28", "E29", "E41") if e in text] for name, text in told.items()}
    assert errata == {
        "electronic_voucher": ["E25", "E26", "E27"],
        "id_card": [],
        "social_card_in_province": ["E41"],
        "social_card_cross_province": ["E29", "E41"],
        "other_document": ["E28", "E29"],
        "social_card": ["E41"],
    }
    assert 'psn_cert_type 人员证件类型 = "99"' in told["other_document"]
    assert all("第 1" in text and f"PersonQuery.{name}" in text for name, text in told.items())


def service_answer(**changes: object) -> str:
    """What the local service of electronic vouchers answers when a code was shown to it."""
    told = {
        "birthday": "1990.01.01",
        "ecToken": VOUCHER,
        "idNo": ID,
        "idType": "01",
        "insuOrg": "440100",
        "nationality": "null",
        "userName": "测试甲",
    }
    data = json.dumps({**told, **changes}, ensure_ascii=False)
    return json.dumps({"code": 0, "data": data, "message": "成功", "orgId": "H44010000001"}, ensure_ascii=False)


def test_the_answer_of_the_local_voucher_service_is_understood() -> None:
    nested = json.dumps({"code": 0, "data": json.loads(service_answer())["data"]})
    inner = json.dumps({"data": {"ecToken": f" {VOUCHER} "}})
    for text in (service_answer(), f"  {service_answer()}\r\n", nested, inner):
        for source in (text, Scanned(text)):
            assert PersonQuery.electronic_voucher(source).mdtrt_cert_no == VOUCHER


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"ecToken":"440000ec00example0001"}', "是 JSON，不是号码；只认得本机服务的答复，它的 data.ecToken 是号码"),
        ('{"code":-1,"message":"失败","data":null}', "是 JSON"),
        ('{"code":0,"data":"{\\"ecToken\\":5}"}', "是 JSON"),
        ('{"data":', "是 JSON"),
        ("[1,2]", "是 JSON"),
        ("https://example.invalid/q?c=28A1", "是网址"),
        ("HTTP://example.invalid", "是网址"),
        ("www.example.invalid/28A1", "是网址"),
        ("alipays://platformapi/startapp", "是网址"),
        (service_answer(ecToken="null"), "必填，没有给值"),
        ("NULL", "必填，没有给值"),
        (service_answer(ecToken=ID), "不能是身份证号码"),
        (service_answer(ecToken=f"{VOUCHER}|x"), "含有 |"),
    ],
)
def test_json_and_addresses_are_no_voucher_codes(text: str, told: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        PersonQuery.electronic_voucher(text)
    assert told in str(caught.value)
    assert ID not in str(caught.value) and "测试甲" not in str(caught.value) and "28A1" not in str(caught.value)
    with pytest.raises(RequestInvalid):
        PersonQuery.other_document(text)
