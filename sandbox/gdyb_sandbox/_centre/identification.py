"""Who a document stands for: 1101 in the five cases of chapter 4, and the document that comes with other calls."""

from decimal import Decimal

from gdyb.codes.mdtrt_cert_type import MdtrtCertType
from gdyb_runtime.money import cents_of, yuan
from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._messages.request import Call, text
from gdyb_sandbox._messages.tables import JsonValue, filled
from gdyb_sandbox._messages.wording import Problem, Refusal
from gdyb_sandbox._people.identity import find_person
from gdyb_sandbox._people.insured import Insured, find_by_card, find_by_document, find_by_psn_no, insured
from gdyb_sandbox._people.vouchers import voucher_holder

VOUCHER = MdtrtCertType.ELECTRONIC_VOUCHER.value
ID_CARD = MdtrtCertType.ID_CARD.value
CARD = MdtrtCertType.SOCIAL_SECURITY_CARD.value

_ID_NUMBER_LENGTH = 18
# The document prints 1; the national dictionary has 01.
_CERT_IS_ID_CARD = ("1", "01")
_CERT_IS_OTHER = "99"
_HAN = "01"
_INSURED = "1"


def holder_of(desk: Desk, call: Call, node: str) -> Insured:
    """The person of a node with psn_no and a document; Refusal when they do not belong together.

    The document number may be empty where its table allows it, but not that of an electronic voucher.
    """
    data = call.node(node)
    holder = find_by_psn_no(desk.options.seed, text(data["psn_no"]))
    if holder is None:
        raise refusal(call, node, "psn_no", "没有这个人员编号的参保人")
    if desk.options.insured_area == "check" and call.insured_area != holder.area:
        message = "不是参保人的参保地；应为 1101 答复 insuinfo 里的 insuplc_admdvs"
        raise Refusal([Problem(path=("insuplc_admdvs",), label="参保地医保区划", message=message)])
    kind, shown = text(data["mdtrt_cert_type"]), text(data.get("mdtrt_cert_no"))
    if kind == VOUCHER:
        if _voucher_holder(desk, call, node).psn_no != holder.psn_no:
            raise refusal(call, node, "mdtrt_cert_no", "该电子凭证码不属于这个人员")
    elif shown and shown not in _numbers(holder, kind):
        raise refusal(call, node, "mdtrt_cert_no", "就诊凭证编号不属于这个人员，或与就诊凭证类型不符")
    return holder


def use_voucher(desk: Desk, call: Call, node: str) -> None:
    """The voucher code of a node, if it has one, cannot be used again."""
    data = call.node(node)
    if data["mdtrt_cert_type"] == VOUCHER:
        desk.store.insert("voucher", code=text(data["mdtrt_cert_no"]), msgid=call.msgid)


def person_values(holder: Insured, call: Call) -> dict[str, JsonValue]:
    """The fields on a person that several interfaces answer with."""
    person = holder.person
    return {
        "psn_no": holder.psn_no,
        "psn_cert_type": _CERT_IS_ID_CARD[1],
        "certno": person.certno,
        "psn_name": person.name,
        "gend": "1" if person.is_male else "2",
        "naty": _HAN,
        "brdy": person.birthday.isoformat(),
        "age": Decimal(holder.age(call.received.date())),
    }


def balance(desk: Desk, holder: Insured, insutype: str) -> int:
    """Balance of the personal account of an insurance, in cents."""
    insurance = holder.insurance(insutype)
    query = "SELECT coalesce(sum(account), 0) FROM ledger WHERE psn_no = ? AND insutype = ?"
    (spent,) = desk.store.row(query, holder.psn_no, insutype)
    return cents_of(insurance.balance) - int(spent) if insurance else 0


def _query(desk: Desk, call: Call) -> JsonValue:
    data = call.node("data")
    kind = data["mdtrt_cert_type"]
    if kind == VOUCHER:
        return _known(desk, call, _voucher_holder(desk, call, "data"))
    if kind == ID_CARD:
        return _known(desk, call, _id_card_holder(desk, call, "mdtrt_cert_no"))
    if kind != CARD:
        raise refusal(call, "data", "mdtrt_cert_type", "应为 01（电子凭证）、02（身份证）或 03（社保卡及其它证件）")
    cert = text(data.get("psn_cert_type"))
    if cert in _CERT_IS_ID_CARD:
        return _known(desk, call, _card_holder(desk, call))
    if cert == _CERT_IS_OTHER:
        holder = _document_holder(desk, call)
        return _known(desk, call, holder, {"psn_cert_type": _CERT_IS_OTHER, "certno": holder.document_no})
    message = "就诊凭证类型为 03 时必填：跨省社保卡传 1，港澳台及其它证件传 99"
    raise refusal(call, "data", "psn_cert_type", message)


def _known(desk: Desk, call: Call, holder: Insured, shown: dict[str, JsonValue] | None = None) -> JsonValue:
    infno = call.operation.infno
    stated = text(call.node("data").get("psn_name"))
    if stated and stated != holder.person.name:
        raise refusal(call, "data", "psn_name", "与参保人的姓名不符")
    insurances = [
        filled(
            infno,
            "insuinfo",
            {
                "balc": yuan(balance(desk, holder, insurance.insutype)),
                "insutype": insurance.insutype,
                "psn_type": insurance.psn_type,
                "psn_insu_stas": _INSURED,
                "psn_insu_date": insurance.since.isoformat(),
                "cvlserv_flag": "0",
                "insuplc_admdvs": holder.area,
            },
        )
        for insurance in holder.insurances
    ]
    base = filled(infno, "baseinfo", person_values(holder, call) | (shown or {}))
    return {"baseinfo": base, "insuinfo": insurances, "idetinfo": []}


def _voucher_holder(desk: Desk, call: Call, node: str) -> Insured:
    code = text(call.node(node).get("mdtrt_cert_no"))
    number = voucher_holder(desk.options.seed, code)
    if number is None:
        raise refusal(call, node, "mdtrt_cert_no", "就诊凭证类型为 01 时应传电子凭证码；这不是有效的电子凭证码")
    if desk.store.row("SELECT 1 FROM voucher WHERE code = ?", code):
        raise refusal(call, node, "mdtrt_cert_no", "该电子凭证码已使用过，每个码只能使用一次，请重新获取")
    return insured(desk.options.seed, number)


def _id_card_holder(desk: Desk, call: Call, name: str) -> Insured:
    number = text(call.node("data").get(name))
    if len(number) != _ID_NUMBER_LENGTH:
        raise refusal(call, "data", name, "应传 18 位身份证号码")
    person = find_person(desk.options.seed, number)
    if person is None:
        raise refusal(call, "data", name, "没有这个身份证号码的参保人")
    return insured(desk.options.seed, person.number)


def _card_holder(desk: Desk, call: Call) -> Insured:
    data = call.node("data")
    holder = find_by_card(desk.options.seed, text(data["mdtrt_cert_no"]))
    if holder is None:
        raise refusal(call, "data", "mdtrt_cert_no", "应传社保卡卡号；没有这个卡号的社保卡")
    if text(data.get("card_sn")) != holder.card_sn:
        raise refusal(call, "data", "card_sn", "应传社保卡的识别码；与卡号不符")
    if _id_card_holder(desk, call, "certno") != holder:
        raise refusal(call, "data", "certno", "与社保卡持有人的身份证号码不符")
    return holder


def _document_holder(desk: Desk, call: Call) -> Insured:
    data = call.node("data")
    document = text(data["mdtrt_cert_no"])
    for name in ("card_sn", "certno"):
        if text(data.get(name)) != document:
            raise refusal(call, "data", name, "港澳台及其它证件应与 mdtrt_cert_no 一样传证件号码")
    holder = find_by_document(desk.options.seed, document)
    if holder is None:
        raise refusal(call, "data", "mdtrt_cert_no", "没有这个证件号码的参保人")
    return holder


def _numbers(holder: Insured, kind: str) -> tuple[str, ...]:
    if kind == ID_CARD:
        return (holder.person.certno,)
    return (holder.card_no, holder.document_no) if kind == CARD else ()


BEHAVIOURS: Behaviours = {"query_person": _query}
