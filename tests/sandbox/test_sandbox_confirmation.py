"""3261 and 3262: batches, partial and repeated confirmation, revocation by id and of the whole month."""

import concurrent.futures
import re
from decimal import Decimal

import pytest

from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller, Json, detail_of


def _month(caller: Caller) -> list[Json]:
    return [row for start in (1, 101, 201) for row in caller.page(start)]


def _id(reply: Json) -> str:
    assert reply["infcode"] == 0, reply["err_msg"]
    return str(reply["inf_refmsgid"])


def _problem(reply: Json) -> str:
    assert reply["infcode"] == -1
    return str(reply["err_msg"])


def test_a_month_in_batches(sandbox: Sandbox, caller: Caller) -> None:
    detail = detail_of(_month(caller))
    replies = [caller.confirm(detail[start : start + 100]) for start in (0, 100, 200)]
    ids = [_id(reply) for reply in replies]
    assert all(re.fullmatch(r"440100[0-9]{14}[0-9]{10}", name) for name in ids)
    assert len(set(ids)) == 3
    assert all(reply["output"] is None for reply in replies)
    assert sandbox.confirmed("2020", "12") == {row["setl_sn"]: "1" for row in detail}


def test_more_than_a_batch_is_refused(sandbox: Sandbox, caller: Caller) -> None:
    assert "detail 结算详情：最多 100 行，给了 101 行" in _problem(caller.confirm(detail_of(_month(caller)[:101])))
    assert "detail 结算详情：至少 1 行" in _problem(caller.confirm([]))
    assert sandbox.confirmed("2020", "12") == {}


@pytest.mark.parametrize("totalrow", [1, 3, 250])
def test_totalrow_counts_the_rows_of_the_call(caller: Caller, totalrow: int) -> None:
    reply = caller.confirm(detail_of(caller.page()[:2]), totalrow=totalrow)
    assert _problem(reply) == "data.totalrow 总行数：应等于 detail 的行数 2"


def test_a_part_of_the_month(sandbox: Sandbox, caller: Caller) -> None:
    rows = caller.page()
    _id(caller.confirm([*detail_of(rows[:2]), *detail_of(rows[5:6], "0")]))
    expected = {rows[0]["setl_sn"]: "1", rows[1]["setl_sn"]: "1", rows[5]["setl_sn"]: "0"}
    assert sandbox.confirmed("2020", "12") == expected


def test_a_row_left_out_can_be_confirmed_later(sandbox: Sandbox, caller: Caller) -> None:
    rows = caller.page()[:2]
    first = _id(caller.confirm(detail_of(rows, "0")))
    _id(caller.confirm(detail_of(rows, "0")))
    second = _id(caller.confirm(detail_of(rows[:1])))
    assert sandbox.confirmed("2020", "12") == {rows[0]["setl_sn"]: "1", rows[1]["setl_sn"]: "0"}
    _id(caller.revoke(first))
    assert sandbox.confirmed("2020", "12") == {rows[0]["setl_sn"]: "1", rows[1]["setl_sn"]: "0"}
    _id(caller.revoke(second))
    assert sandbox.confirmed("2020", "12") == {rows[1]["setl_sn"]: "0"}


@pytest.mark.parametrize("flag", ["0", "1"])
def test_confirmed_rows_are_refused_and_the_call_changes_nothing(sandbox: Sandbox, caller: Caller, flag: str) -> None:
    rows = caller.page()[:6]
    _id(caller.confirm(detail_of(rows[1:3])))
    before = sandbox.confirmed("2020", "12")
    text = _problem(caller.confirm(detail_of(rows, flag)))
    assert text == "detail[1-2].setl_sn 结算流水号：已经确认过，如需重新确认请先回退"
    assert sandbox.confirmed("2020", "12") == before


def test_a_repeated_message_is_refused(sandbox: Sandbox, caller: Caller) -> None:
    rows, msgid = caller.page(), caller.msgid()
    _id(caller.confirm(detail_of(rows[:1]), msgid=msgid))
    text = _problem(caller.confirm(detail_of(rows[1:2]), msgid=msgid))
    assert text.startswith("msgid 发送方报文ID：报文重复")
    assert len(sandbox.confirmed("2020", "12")) == 1


def test_a_refused_message_may_be_mended_and_sent_again(caller: Caller) -> None:
    rows, msgid = caller.page()[:1], caller.msgid()
    _problem(caller.confirm(detail_of(rows), totalrow=9, msgid=msgid))
    _id(caller.confirm(detail_of(rows), msgid=msgid))


def test_a_query_may_repeat_its_message(caller: Caller) -> None:
    msgid = caller.msgid()
    assert caller.page(msgid=msgid) == caller.page(msgid=msgid)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"certno": "10000019900101000X"}, "certno 证件号码"),
        ({"mdtrt_id": "S4403002012010000001"}, "mdtrt_id 就诊登记号"),
        ({"mdtrt_setl_time": "2020-12-01 00:00:00"}, "mdtrt_setl_time 就诊结算时间"),
        ({"medfee_sumamt": Decimal("0.01")}, "medfee_sumamt 总费用"),
        ({"optins_pay_sumamt": 0}, "optins_pay_sumamt 经办机构支付总额"),
    ],
)
def test_rows_must_be_those_that_were_given(sandbox: Sandbox, caller: Caller, change: Json, name: str) -> None:
    detail = detail_of(caller.page()[:3])
    detail[2] |= change
    assert _problem(caller.confirm(detail)) == f"detail[2].{name}：与提取的清分明细不一致"
    assert sandbox.confirmed("2020", "12") == {}


@pytest.mark.parametrize("setl_sn", ["A4403002012010000000", "S4403002012010000001", "x", "A440300201201000000１"])
def test_a_settlement_that_was_never_given(caller: Caller, setl_sn: str) -> None:
    detail = detail_of(caller.page()[:2])
    detail[1]["setl_sn"] = setl_sn
    assert _problem(caller.confirm(detail)) == "detail[1].setl_sn 结算流水号：不在该结算周期的清分明细中"


def test_settlements_of_another_month_or_institution(caller: Caller) -> None:
    detail = detail_of(caller.page())
    assert "detail[0-99].setl_sn" in _problem(caller.confirm(detail, month="11"))
    other = Caller({**caller.settings, "fixmedins_code": "H44010099999"})
    assert "detail[0-99].setl_sn" in _problem(other.confirm(detail))


def test_a_settlement_twice_in_one_call(caller: Caller) -> None:
    detail = detail_of(caller.page()[:2])
    assert _problem(caller.confirm([*detail, detail[0]])) == "detail[2].setl_sn 结算流水号：在本次交易中重复"


def test_amounts_may_be_text_and_may_have_other_zeros(caller: Caller) -> None:
    detail = detail_of(caller.page()[:2])
    _id(caller.confirm([row | {"medfee_sumamt": str(row["medfee_sumamt"])} for row in detail]))
    _id(caller.revoke("0"))
    _id(caller.confirm([row | {"medfee_sumamt": row["medfee_sumamt"] * Decimal("1.00")} for row in detail]))


def test_amounts_are_compared_exactly() -> None:
    with Sandbox(rows=1, large_amount=True) as sandbox:
        caller = Caller(sandbox.settings)
        detail = detail_of(caller.page())
        near = [row | {"medfee_sumamt": Decimal("99999999999999.98")} for row in detail]
        assert "与提取的清分明细不一致" in _problem(caller.confirm(near))
        _id(caller.confirm(detail))


def test_three_decimals_are_refused(caller: Caller) -> None:
    detail = detail_of(caller.page()[:1])
    reply = caller.confirm([detail[0] | {"medfee_sumamt": Decimal("1.001")}])
    assert _problem(reply) == "detail[0].medfee_sumamt 总费用：最多 2 位小数"


def test_revocation_by_id(sandbox: Sandbox, caller: Caller) -> None:
    detail = detail_of(caller.page()[:4])
    first, second = _id(caller.confirm(detail[:2])), _id(caller.confirm(detail[2:]))
    _id(caller.revoke(first))
    assert set(sandbox.confirmed("2020", "12")) == {row["setl_sn"] for row in detail[2:]}
    assert _problem(caller.revoke(first)) == "data.otransid 原交易流水号：该确认已经回退过"
    assert _problem(caller.revoke(second, month="11")) == "data.otransid 原交易流水号：该确认属于另一个结算周期"
    _id(caller.confirm(detail[:2]))
    assert len(sandbox.confirmed("2020", "12")) == 4


def test_revocation_by_an_id_that_was_never_given(caller: Caller) -> None:
    page_id = caller.call("3260", {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}})["inf_refmsgid"]
    for name in ("00", "4" * 30, page_id):
        assert _problem(caller.revoke(name)) == "data.otransid 原交易流水号：没有这个接收方报文ID的确认"
    assert "最长 30 个字符，给了 31 个" in _problem(caller.revoke("4" * 31))
    other = Caller({**caller.settings, "fixmedins_code": "H44010099999"})
    assert "没有这个接收方报文ID" in _problem(other.revoke(_id(caller.confirm(detail_of(caller.page())))))


def test_revocation_of_the_whole_month(sandbox: Sandbox, caller: Caller) -> None:
    other = Caller({**caller.settings, "fixmedins_code": "H44010099999"})
    first = _id(caller.confirm(detail_of(caller.page()[:2])))
    _id(caller.confirm(detail_of(caller.page()[2:4])))
    _id(caller.confirm(detail_of(caller.page(month="11")), month="11"))
    kept = _id(other.confirm(detail_of(other.page())))
    _id(caller.revoke("0"))
    assert sandbox.confirmed("2020", "12") == {}
    assert len(sandbox.confirmed("2020", "11")) == 100
    assert "已经回退过" in _problem(caller.revoke(first))
    _id(caller.revoke("0"))
    _id(other.revoke(kept))


def test_concurrent_confirmations_confirm_once(sandbox: Sandbox, caller: Caller) -> None:
    detail = detail_of(caller.page())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: caller.confirm(detail), range(16)))
    assert sorted(reply["infcode"] for reply in replies) == [-1] * 15 + [0]
    assert len({reply["inf_refmsgid"] for reply in replies}) == 16
    assert len(sandbox.confirmed("2020", "12")) == 100
