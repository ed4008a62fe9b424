"""The three procedures of chapter 5 over real HTTP: what goes out, what is refused, and what a lost answer leaves."""

import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gdyb import Client
from gdyb.models import i2207
from gdyb_runtime.errors import BusinessError, RequestInvalid, TransportFailed
from gdyb_workflows.settlement import settling as settlement
from gdyb_workflows.settlement.settling import ReversalImpossible
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard
from support.settlements import (
    ADMISSION,
    CODE,
    DIAGNOSIS,
    DRUG,
    DRUGINFO,
    OUTPATIENT,
    STEPS,
    Step,
    admission,
    client,
    guard,
    inpatient,
    open_client,
    outpatient,
    pharmacy,
    platform,
    registration,
)
from support.small_platform import LOCAL, PERSON, PSN_NO, REMOTE, SmallPlatform

__all__ = ["client", "guard", "platform"]

NEW_CODE = "4400000000000000000000005678"
DEAD = "http://127.0.0.1:9/"

every_step = pytest.mark.parametrize(("infno", "step"), STEPS.items(), ids=list(STEPS))


@every_step
def test_a_step_identifies_and_then_acts_with_the_same_code(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, infno: str, step: Step
) -> None:
    result = step(client, guard, CODE + "\r\n")
    assert (result.state, result.infno, result.error) == ("settled", infno, None)
    assert platform.numbers == ["1101", infno]
    identified, sent = platform.received
    assert identified["input"] == {"data": identified["input"]["data"]}
    node = next(iter(sent["input"].values()))
    for message in (identified["input"]["data"], node):
        assert (message["mdtrt_cert_type"], message["mdtrt_cert_no"]) == ("01", CODE)
    assert (node["psn_no"], node["insutype"]) == (PSN_NO, "310")
    assert sent["insuplc_admdvs"] == "440100"
    assert sent["msgid"] == result.msgid == result.require().msgid
    assert result.person.psn_name == PERSON.name
    for row in sent["input"].get("diseinfo", []):
        assert row["psn_no"] == PSN_NO


@every_step
def test_a_code_is_refused_the_second_time_before_anything_is_sent(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, infno: str, step: Step
) -> None:
    holder = settlement.identify(client, guard, CODE)
    step(client, guard, holder)
    sent = len(platform.received)
    for again in STEPS.values():
        for voucher in (CODE, holder):
            with pytest.raises(VoucherAlreadyUsed, match=f"已用于 {infno}"):
                again(client, guard, voucher)
    assert len(platform.received) == sent


@pytest.mark.parametrize(("first", "then"), [(registration, outpatient), (admission, inpatient)])
def test_a_visit_takes_one_code_to_begin_and_another_to_settle(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, first: Step, then: Step
) -> None:
    begun = first(client, guard, CODE)
    with pytest.raises(VoucherAlreadyUsed, match="请参保人刷新电子凭证重新出码"):
        then(client, guard, CODE)
    done = then(client, guard, NEW_CODE)
    assert platform.numbers == ["1101", begun.infno, "1101", done.infno]


def test_a_person_is_seen_before_anything_is_done(client: Client, guard: VoucherGuard, platform: SmallPlatform) -> None:
    holder = settlement.identify(client, guard, CODE)
    assert holder.person.psn_no == PSN_NO
    assert [row.balc for row in holder.insurances] == [Decimal("12.50")]
    assert settlement.identify(client, guard, CODE).person.psn_no == PSN_NO
    assert pharmacy(client, guard, holder).state == "settled"
    assert platform.numbers == ["1101", "1101", "2102"]


def test_models_are_taken_like_mappings(client: Client, guard: VoucherGuard, platform: SmallPlatform) -> None:
    given = {"psn_no": PSN_NO, "mdtrt_cert_type": "01", "mdtrt_cert_no": CODE, "insutype": "310"}
    data = i2207.InputData(**OUTPATIENT, **given)
    assert settlement.settle_outpatient(client, guard, CODE, data=data).state == "settled"
    assert platform.received[-1]["input"]["data"]["medfee_sumamt"] == 10.5


@pytest.mark.parametrize(
    ("name", "value"),
    [("psn_no", "another"), ("mdtrt_cert_type", "02"), ("mdtrt_cert_no", NEW_CODE), ("mdtrt_cert_no", PERSON.certno)],
)
def test_values_of_somebody_else_are_refused(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, name: str, value: str
) -> None:
    with pytest.raises(RequestInvalid) as caught:
        settlement.settle_outpatient(client, guard, CODE, data={**OUTPATIENT, name: value})
    (problem,) = caught.value.problems
    assert (problem.path, problem.rule) == (f"data.{name}", "voucher_mismatch")
    assert problem.label
    assert value not in str(caught.value)
    assert platform.numbers == ["1101"]
    assert outpatient(client, guard, CODE).state == "settled"


def test_a_diagnosis_of_somebody_else_is_refused(client: Client, guard: VoucherGuard) -> None:
    rows = [DIAGNOSIS, {**DIAGNOSIS, "psn_no": "another"}]
    with pytest.raises(RequestInvalid) as caught:
        settlement.admit_inpatient(client, guard, CODE, mdtrtinfo=ADMISSION, diseinfo=rows)
    assert [problem.path for problem in caught.value.problems] == ["diseinfo[1].psn_no"]


@pytest.mark.parametrize("node", [None, "text", 5, [DRUGINFO]])
def test_what_is_no_node_is_told_like_in_a_call(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, node: Any
) -> None:
    with pytest.raises(RequestInvalid, match=r"(?s)2102 药店结算.*druginfo"):
        settlement.settle_pharmacy(client, guard, CODE, druginfo=node, drugdetail=[DRUG])
    for rows in (node, [node], {"diag_type": "1"}):
        with pytest.raises(RequestInvalid, match=r"(?s)2401 入院办理.*diseinfo"):
            settlement.admit_inpatient(client, guard, CODE, mdtrtinfo=ADMISSION, diseinfo=rows)
    assert set(platform.numbers) == {"1101"}
    assert guard.unsettled() == ()


def test_the_envelope_of_a_reversal_is_laid_over_that_of_the_settlement(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    settlement.reverse(client, pharmacy(client, guard, CODE), envelope={"opter": "002"})
    sent = platform.received[-1]
    assert (sent["infno"], sent["opter"], sent["insuplc_admdvs"]) == ("2601", "002", "440100")


def test_of_several_insurances_one_must_be_chosen(client: Client, guard: VoucherGuard, platform: SmallPlatform) -> None:
    platform.insurances = [LOCAL, REMOTE]
    holder = settlement.identify(client, guard, CODE)
    with pytest.raises(
        RequestInvalid, match="310 职工基本医疗保险（参保地 440100）、390 城乡居民基本医疗保险（参保地 440300）"
    ):
        outpatient(client, guard, holder)
    assert outpatient(client, guard, holder, insurance=holder.insurances[1]).state == "settled"
    sent = platform.received[-1]
    assert (sent["input"]["data"]["insutype"], sent["insuplc_admdvs"]) == ("390", "440300")


@pytest.mark.parametrize(
    "chosen", [{"data": {**OUTPATIENT, "insutype": "390"}}, {"envelope": {"insuplc_admdvs": "440300"}}]
)
def test_what_the_caller_gives_may_tell_the_insurance(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, chosen: dict[str, Any]
) -> None:
    platform.insurances = [LOCAL, REMOTE]
    settlement.settle_outpatient(client, guard, CODE, **{"data": OUTPATIENT, **chosen})
    sent = platform.received[-1]
    assert (sent["input"]["data"]["insutype"], sent["insuplc_admdvs"]) == ("390", "440300")


def test_an_insurance_that_was_not_answered_is_the_platforms_to_refuse(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    settlement.settle_outpatient(client, guard, CODE, data={**OUTPATIENT, "insutype": "510"})
    sent = platform.received[-1]
    assert (sent["input"]["data"]["insutype"], sent["insuplc_admdvs"]) == ("510", "440100")


def test_another_place_than_the_persons_is_refused(client: Client, guard: VoucherGuard) -> None:
    with pytest.raises(RequestInvalid) as caught:
        outpatient(client, guard, CODE, envelope={"insuplc_admdvs": "441900"})
    assert [problem.field for problem in caught.value.problems] == ["insuplc_admdvs"]


def test_a_request_against_the_tables_uses_no_code_up(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    with pytest.raises(RequestInvalid):
        settlement.settle_outpatient(client, guard, CODE, data={**OUTPATIENT, "mdtrt_id": ""})
    assert platform.numbers == ["1101"]
    assert registration(client, guard, CODE).state == "settled"


def test_what_was_not_sent_uses_no_code_up(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, tmp_path: Path
) -> None:
    holder = settlement.identify(client, guard, CODE)
    with open_client(DEAD, tmp_path, attempts=1) as unreachable:
        result = pharmacy(unreachable, guard, holder)
    assert (result.state, result.reply) == ("not_sent", None)
    assert isinstance(result.error, TransportFailed)
    with pytest.raises(TransportFailed):
        result.require()
    assert registration(client, guard, holder).state == "settled"


def test_a_refusal_leaves_the_code_for_the_same_business(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    platform.fault = {"2102": "refuse"}
    holder = settlement.identify(client, guard, CODE)
    result = pharmacy(client, guard, holder)
    assert result.state == "refused"
    assert isinstance(result.error, BusinessError)
    assert CODE not in str(result.error)
    assert PSN_NO not in str(result.error)
    with pytest.raises(ReversalImpossible, match="不需要冲正"):
        result.reversal()
    platform.fault = {}
    with pytest.raises(VoucherAlreadyUsed):
        registration(client, guard, holder)
    assert pharmacy(client, guard, holder).state == "settled"


@every_step
def test_a_lost_answer_is_unknown_keeps_its_msgid_and_blocks_the_code(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, infno: str, step: Step
) -> None:
    platform.fault = {infno: "lose"}
    result = step(client, guard, CODE)
    assert (result.state, result.reply) == ("unknown", None)
    assert platform.numbers == ["1101", infno]
    assert platform.received[-1]["msgid"] == result.msgid
    assert [entry.msgid for entry in guard.unsettled()] == [result.msgid]
    with pytest.raises(VoucherAlreadyUsed, match="请先核对"):
        step(client, guard, CODE)
    with pytest.raises(TransportFailed):
        result.require()
    assert len(platform.received) == 2


@every_step
def test_a_reversal_is_an_explicit_step_where_there_is_one(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, infno: str, step: Step
) -> None:
    platform.fault = {infno: "lose"}
    result = step(client, guard, CODE)
    assert result.can_reverse is (infno != "2201")
    if not result.can_reverse:
        with pytest.raises(ReversalImpossible, match="不支持这个接口"):
            settlement.reverse(client, result)
        return
    done = settlement.reverse(client, result)
    sent = platform.received[-1]
    assert (done.state, done.infno, sent["infno"], sent["insuplc_admdvs"]) == ("settled", "2601", "2601", "440100")
    assert sent["input"]["data"] == {"psn_no": PSN_NO, "omsgid": result.msgid, "oinfno": infno}
    assert done.msgid == sent["msgid"] != result.msgid


def test_the_answer_of_a_reversal_may_be_lost_too(client: Client, guard: VoucherGuard, platform: SmallPlatform) -> None:
    platform.fault = {"2304": "lose", "2601": "lose"}
    result = inpatient(client, guard, CODE)
    done = settlement.reverse(client, result)
    assert done.state == "unknown"
    assert platform.received[-1]["msgid"] == done.msgid
    platform.fault = {}
    (left,) = guard.unsettled()
    again = settlement.reverse_message(
        client, infno=left.infno, msgid=left.msgid, psn_no=PSN_NO, envelope={"insuplc_admdvs": "440100"}
    )
    assert again.state == "settled"
    with pytest.raises(ReversalImpossible):
        settlement.reverse_message(client, infno="2201", msgid=left.msgid, psn_no=PSN_NO)


def test_a_guard_that_fails_after_the_answer_takes_nothing_away(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    holder = settlement.identify(client, guard, CODE)
    answer = platform.answer

    def break_the_guard(message: dict[str, Any]) -> dict[str, Any]:
        guard.close()
        guard.path.unlink()
        guard.path.mkdir()
        return answer(message)

    platform.answer = break_the_guard  # type: ignore[method-assign]
    result = pharmacy(client, guard, holder)
    assert result.state == "settled"
    assert any(result.msgid in record.getMessage() for record in caplog.records if record.levelname == "WARNING")


def test_nothing_personal_shows(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    platform.fault = {"2207": "refuse"}
    holder = settlement.identify(client, guard, CODE)
    result = outpatient(client, guard, holder)
    with pytest.raises(VoucherAlreadyUsed) as caught:
        registration(client, guard, holder)
    shown = "\n".join([repr(holder), repr(result), repr(result.error), repr(caught.value), caplog.text])
    for secret in (CODE, PERSON.certno, PERSON.name):
        assert secret not in shown


def test_what_the_platform_says_about_the_person_is_masked(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    platform.reason = f"{PERSON.name}（{PERSON.certno}）待遇已冻结，凭证 {CODE}"
    settled = pharmacy(client, guard, CODE)
    platform.fault = {"2102": "refuse", "2601": "refuse"}
    for result in (pharmacy(client, guard, NEW_CODE), settlement.reverse(client, settled)):
        assert isinstance(result.error, BusinessError)
        shown = str(result.error) + repr(result.error) + str(pickle.loads(pickle.dumps(result.error)))
        assert "待遇已冻结" in shown
        for secret in (PERSON.certno, PERSON.name):
            assert secret not in shown
        assert PERSON.name in result.error.err_msg
