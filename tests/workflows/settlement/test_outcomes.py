"""What a failure of the platform says of a settlement, in words met in the field: refused, done before, or unknown."""

from collections.abc import Callable
from decimal import Context, localcontext
from typing import Any

import pytest

from gdyb import Client, operations
from gdyb.protocol import PROTOCOL
from gdyb_runtime.errors import BusinessError, GdybError, ReplyDeparts, RequestInvalid
from gdyb_runtime.wire._outcomes import found_answer
from gdyb_workflows.settlement import settling as settlement
from gdyb_workflows.settlement.settling import SettlementResult
from gdyb_workflows.settlement.vouchers import VoucherAlreadyUsed, VoucherGuard
from support.settlements import (
    CODE,
    OUTPATIENT,
    admission,
    client,
    guard,
    inpatient,
    outpatient,
    pharmacy,
    platform,
    registration,
)
from support.small_platform import LOCAL, PERSON, PSN_NO, SmallPlatform

__all__ = ["client", "guard", "platform"]

TRACE = "(0123456789abcdef0123456789abcdef@10.0.0.1)"
TIMED_OUT = f"调用核心服务异常：Read timed out executing POST http://mcs-svc/web/setl{TRACE}"

Step = Callable[..., SettlementResult[Any]]


@pytest.mark.parametrize(
    ("infcode", "err_msg"),
    [
        (-1, "请求超时，请查询结算结果后再操作"),
        (-1, TIMED_OUT),
        (-1, "Ｒead Timed Out"),
        (-1, "网关错误：Gateway Time-out"),
        (-1, "结算处理中，请稍后查询结果"),
        (-1, "该笔业务正在结算，请勿关闭窗口"),
        (-1, "与核心系统的连接中断"),
        (-1, "调用医保核心服务失败"),
        (-1, "java.lang.NullPointerException"),
        (-1, "系统异常"),
        (999, "未知"),
        (500, ""),
        (500, "余额不足"),
        (2, "结算失败：余额不足"),
    ],
)
def test_a_settlement_that_may_have_been_carried_out_is_unknown(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, infcode: int, err_msg: str
) -> None:
    platform.answers["2207"] = {"infcode": infcode, "err_msg": err_msg, "output": None}
    result = outpatient(client, guard, CODE)
    assert (result.state, platform.numbers) == ("unknown", ["1101", "2207"])
    assert isinstance(result.error, BusinessError)
    assert (result.error.outcome, result.error.retry_safe) == ("unknown", False)
    text = str(result.error)
    assert "5203 结算信息查询" in text
    assert "不要直接重发" in text
    assert "没有成功" not in text
    with pytest.raises(VoucherAlreadyUsed, match="不知道平台是否已经处理"):
        outpatient(client, guard, CODE)
    assert platform.numbers == ["1101", "2207"]
    del platform.answers["2207"]
    assert settlement.reverse(client, result).state == "settled"
    assert platform.received[-1]["input"]["data"]["omsgid"] == result.msgid


def test_a_full_answer_under_an_unknown_code_is_unknown(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    settled = platform.answer({"infno": "2207", "input": {}})
    platform.answers["2207"] = {**settled, "infcode": "1"}
    result = outpatient(client, guard, CODE)
    assert (result.state, result.can_reverse) == ("unknown", True)


@pytest.mark.parametrize(
    ("step", "infno", "err_msg"),
    [
        (outpatient, "2207", "该就诊记录已结算，请勿重复结算"),
        (outpatient, "2207", "该单据已收费"),
        (outpatient, "2207", "结算记录已存在"),
        (outpatient, "2207", "不允许重复提交"),
        (pharmacy, "2102", "msgid 发送方报文ID：报文重复：同一 msgid 的交易已经受理过，本次未作任何处理"),
    ],
)
def test_what_was_done_before_is_not_told_as_refused(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, step: Step, infno: str, err_msg: str
) -> None:
    platform.answers[infno] = {"infcode": -1, "err_msg": err_msg, "output": None}
    result = step(client, guard, CODE)
    assert (result.state, result.can_reverse) == ("already_done", True)
    assert result.error is not None
    assert result.error.outcome == "already_done"
    assert not result.error.retry_safe
    text = str(result.error)
    assert "先前已经办理" in text
    assert "5203" in text
    assert "没有成功" not in text
    with pytest.raises(VoucherAlreadyUsed):
        step(client, guard, CODE)


def test_a_reversal_that_was_made_before_is_told_so(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    result = outpatient(client, guard, CODE)
    platform.answers["2601"] = {"infcode": -1, "err_msg": "data.omsgid 原发送方报文ID：这笔交易已经冲正过"}
    assert settlement.reverse(client, result).state == "already_done"


@pytest.mark.parametrize(
    "err_msg",
    [
        "余额不足",
        "参保人待遇已暂停",
        "该就诊没有已结算的记录",
        "未查询到结算信息",
        "诊断编码重复",
        "医保处理中心未开通该机构的结算权限",
        "超时限未办理备案",
        "",
    ],
)
def test_a_plain_refusal_stays_refused(
    client: Client, guard: VoucherGuard, platform: SmallPlatform, err_msg: str
) -> None:
    platform.answers["2207"] = {"infcode": -1, "err_msg": err_msg, "output": None}
    result = outpatient(client, guard, CODE)
    assert (result.state, result.can_reverse) == ("refused", False)
    assert "交易没有成功，请按平台提示改正后再调用" in str(result.error)
    assert outpatient(client, guard, CODE).state == "refused"


@pytest.mark.parametrize(
    ("infno", "err_msg", "outcome"),
    [
        ("2208", "该结算已退费", "already_done"),
        ("2208", "该就诊已结算，不能再修改费用", None),
        ("2204", "该就诊已结算，不能再上传费用明细", None),
        ("2204", "费用明细已上传", "already_done"),
        ("2401", "该人员已在院", "already_done"),
        ("3261", "该月数据已确认", "already_done"),
        ("2207", "登录已过期，请重新签到后再办理", "refused"),
    ],
)
def test_a_text_is_read_for_the_interface_it_is_said_of(infno: str, err_msg: str, outcome: str | None) -> None:
    answer = found_answer(PROTOCOL.answers, infno, err_msg)
    assert (answer.outcome if answer else None) == outcome


@pytest.mark.parametrize(
    ("err_msg", "asks"),
    [
        ("sign_no已失效，请重新登录", True),
        ("未签到或签到已失效，请先签到（9001）", True),
        ("请签到", True),
        ("操作员未登录", True),
        ("对账失败：签到日期2026-11-28存在未完成的日终对账", False),
        ("签到表中的机构已停用", False),
    ],
)
def test_a_new_sign_in_is_asked_for_in_many_words(err_msg: str, asks: bool) -> None:
    answer = found_answer(PROTOCOL.answers, operations.reconcile_totals.infno, err_msg)
    assert (answer is not None and answer.signs_in) is asks


@pytest.mark.parametrize(
    ("err_msg", "finds_nothing"),
    [
        ("没有查询到结算信息", True),
        ("未查询到符合条件的数据", True),
        ("未查到该次就诊的费用明细", True),
        ("查无此记录", True),
        ("无相关结算记录", True),
        # Somebody or something else was not found: that says nothing of what was asked for.
        ("未查询到参保人员信息", False),
        ("没有找到该机构的备案记录", False),
        ("没有查询权限", False),
        ("查询失败", False),
    ],
)
def test_a_query_that_finds_nothing_says_so(err_msg: str, finds_nothing: bool) -> None:
    answer = found_answer(PROTOCOL.answers, operations.query_settlement.infno, err_msg)
    assert (answer is not None and answer.finds_nothing) is finds_nothing


def test_texts_are_said_of_interfaces_that_exist() -> None:
    named = {infno for text in PROTOCOL.answers for infno in text.infnos}
    assert named <= {operations.by_infno(infno).infno for infno in named}


def test_a_query_is_refused_or_may_be_asked_again(client: Client, platform: SmallPlatform) -> None:
    platform.answers["1101"] = {"infcode": -1, "err_msg": "已结算，请勿重复", "output": None}
    with pytest.raises(BusinessError) as refused:
        client.query_person(data={"mdtrt_cert_type": "01", "mdtrt_cert_no": CODE, "psn_cert_type": "01"})
    assert (refused.value.outcome, len(platform.received)) == ("refused", 1)
    platform.answers["1101"] = {"infcode": -1, "err_msg": TIMED_OUT, "output": None}
    with pytest.raises(BusinessError) as timed_out:
        client.query_person(data={"mdtrt_cert_type": "01", "mdtrt_cert_no": CODE, "psn_cert_type": "01"})
    assert (timed_out.value.outcome, timed_out.value.retry_safe) == ("unknown", True)
    assert "可以重新调用" in str(timed_out.value)
    assert len(platform.received) == 1 + client.settings.attempts


MADE = {
    "2102": (pharmacy, "setl_id"),
    "2201": (registration, "mdtrt_id"),
    "2207": (outpatient, "setl_id"),
    "2401": (admission, "mdtrt_id"),
    "2304": (inpatient, "setl_id"),
}


@pytest.mark.parametrize("output", [None, {}, "", "办理成功", [], {"setlinfo": {"psn_no": PSN_NO}}], ids=repr)
@pytest.mark.parametrize("infno", MADE)
def test_a_success_without_the_number_of_what_was_made_is_accepted_not_settled(
    client: Client,
    guard: VoucherGuard,
    platform: SmallPlatform,
    caplog: pytest.LogCaptureFixture,
    infno: str,
    output: Any,
) -> None:
    step, number = MADE[infno]
    platform.answers[infno] = {"infcode": 0, "err_msg": f"结算失败：{PERSON.name}余额不足", "output": output}
    with caplog.at_level("WARNING", logger="gdyb"):
        result = step(client, guard, CODE)
    assert (result.state, result.can_reverse) == ("accepted", infno != "2201")
    assert isinstance(result.error, ReplyDeparts)
    assert result.error.outcome == "accepted"
    text = str(result.error)
    assert number in text
    assert "平台说明：结算失败：***余额不足" in text
    assert PERSON.name not in text + caplog.text
    assert f"{number} " in caplog.text
    with pytest.raises(ReplyDeparts):
        result.require()
    with pytest.raises(VoucherAlreadyUsed):
        step(client, guard, CODE)


@pytest.mark.parametrize(
    ("changed", "warned"),
    [
        ({}, []),
        ({"psn_no": "44000000000000000099"}, ["psn_no"]),
        ({"mdtrt_id": "V777"}, ["mdtrt_id"]),
        ({"mdtrt_id": " v1 "}, []),
        ({"medfee_sumamt": "100.50"}, ["medfee_sumamt", "medfee_sumamt"]),
        ({"fund_pay_sumamt": "6.00", "psn_part_amt": "3.00", "hosp_part_amt": "1.50", "psn_cash_pay": "0.00"}, []),
        (
            {"fund_pay_sumamt": "6.00", "psn_part_amt": "3.00", "hosp_part_amt": "0.50", "psn_cash_pay": 0},
            ["medfee_sumamt"],
        ),
        ({"psn_part_amt": "4.50", "acct_pay": "3.00", "psn_cash_pay": "1.50"}, []),
        ({"psn_part_amt": "4.50", "acct_pay": "3.00", "psn_cash_pay": "1.00", "acct_mulaid_pay": "0.50"}, []),
        ({"psn_part_amt": "4.50", "acct_pay": "3.00", "psn_cash_pay": "1.50", "acct_mulaid_pay": "0.50"}, []),
        ({"psn_part_amt": "4.50", "acct_pay": "3.00", "psn_cash_pay": "1.00"}, ["psn_part_amt"]),
        (
            {"medfee_sumamt": 200, "fund_pay_sumamt": 60, "psn_part_amt": 40, "acct_pay": 30, "psn_cash_pay": 10},
            ["medfee_sumamt", "medfee_sumamt"],
        ),
    ],
)
def test_an_answer_is_held_against_its_request_and_its_own_sums(
    client: Client,
    guard: VoucherGuard,
    platform: SmallPlatform,
    caplog: pytest.LogCaptureFixture,
    changed: dict[str, object],
    warned: list[str],
) -> None:
    setlinfo = {
        "psn_no": PSN_NO, "setl_id": "S1", "mdtrt_id": "V1", "medfee_sumamt": "10.50", "fund_pay_sumamt": "6.00",
        "psn_part_amt": "4.50", "hosp_part_amt": "0.00", "acct_pay": "3.00", "psn_cash_pay": "1.50", **changed,
    }  # fmt: skip
    platform.answers["2207"] = {"infcode": 0, "inf_refmsgid": "4" * 30, "output": {"setlinfo": setlinfo}}
    with caplog.at_level("WARNING", logger="gdyb"), localcontext(Context(prec=2)):
        result = outpatient(client, guard, CODE)
    assert (result.state, result.error) == ("settled", None)
    assert [problem.field for problem in result.doubts] == warned
    assert len(caplog.records) == len(warned)
    assert PSN_NO not in caplog.text
    assert "44000000000000000099" not in caplog.text


@pytest.mark.parametrize("value", ["null", "NULL", " undefined ", "NaN", "None"])
@pytest.mark.parametrize("field", ["psn_no", "insutype", "insuplc_admdvs", "med_type"])
def test_a_program_s_word_for_nothing_does_not_go_out(
    client: Client, platform: SmallPlatform, field: str, value: str
) -> None:
    data = {**OUTPATIENT, "psn_no": PSN_NO, "insutype": "310", "mdtrt_cert_type": "02"}
    envelope = {"insuplc_admdvs": "440100"}
    (envelope if field in envelope else data)[field] = value
    with pytest.raises(RequestInvalid) as caught:
        client.settle_outpatient(data=data, envelope=envelope)
    assert "null_text" in [problem.rule for problem in caught.value.problems if problem.field == field]
    assert "没有值就不要传" in str(caught.value)
    assert not platform.received


def test_a_person_without_a_number_is_not_settled_for(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    identified = platform.answer({"infno": "1101", "input": {}})
    identified["output"]["baseinfo"]["psn_no"] = "null"
    platform.answers["1101"] = identified
    with pytest.raises((RequestInvalid, GdybError)):
        outpatient(client, guard, CODE)
    assert platform.numbers == ["1101"]


def test_of_two_persons_none_is_settled_for(client: Client, guard: VoucherGuard, platform: SmallPlatform) -> None:
    identified = platform.answer({"infno": "1101", "input": {}})
    base = identified["output"]["baseinfo"]
    platform.answers["1101"] = {**identified, "output": [identified["output"], {"baseinfo": {**base, "psn_no": "2"}}]}
    with pytest.raises(GdybError, match="baseinfo"):
        outpatient(client, guard, CODE)
    assert platform.numbers == ["1101"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"psn_insu_stas": "2", "paus_insu_date": "2020-05-01"}, "自 2020-05-01 起暂停参保"),
        ({"paus_insu_date": "2020/5/1 0:00:00"}, "自 2020-05-01 起暂停参保"),
        ({"psn_insu_stas": "2"}, "参保状态为 2 暂停参保"),
        ({"psn_insu_stas": "4"}, "参保状态为 4"),
        ({"psn_insu_stas": "1", "paus_insu_date": "五月"}, "paus_insu_date 无法识别"),
        ({"psn_insu_stas": "1", "paus_insu_date": "2999-01-01"}, ""),
        ({"psn_insu_stas": "1", "paus_insu_date": None}, ""),
        ({}, ""),
    ],
)
def test_a_paused_insurance_is_told(
    client: Client,
    guard: VoucherGuard,
    platform: SmallPlatform,
    caplog: pytest.LogCaptureFixture,
    changed: dict[str, object],
    told: str,
) -> None:
    platform.insurances = [{**LOCAL, **changed}]
    with caplog.at_level("WARNING", logger="gdyb"):
        result = outpatient(client, guard, CODE)
    assert result.state == "settled"
    assert [problem.rule for problem in result.notes] == (["insurance_paused"] if told else [])
    assert told in "".join(map(str, result.notes))
    assert told in caplog.text


def test_a_choice_names_insurances_and_their_state(
    client: Client, guard: VoucherGuard, platform: SmallPlatform
) -> None:
    paused = {"insutype": "39999", "psn_insu_stas": "4", "paus_insu_date": "2020-05-01"}
    platform.insurances = [LOCAL, {**LOCAL, "insutype": "320"}, {**LOCAL, **paused}]
    with pytest.raises(RequestInvalid) as caught:
        outpatient(client, guard, CODE)
    text = str(caught.value)
    for part in (
        "310 职工基本医疗保险（参保地 440100）",
        "320 公务员医疗补助（参保地 440100）",
        "39999（参保地 440100，自 2020-05-01 起暂停参保）",
    ):
        assert part in text
    assert platform.numbers == ["1101"]
