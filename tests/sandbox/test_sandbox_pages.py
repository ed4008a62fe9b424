"""3260: a generated month, page by page."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.identity import is_synthetic
from support.sandbox.caller import Caller, Json, encode

TABLE_6 = [
    *("seqno", "mdtrtarea", "medins_no", "certno", "mdtrt_id", "mdtrt_setl_time", "setl_sn"),
    *("fulamt_advpay_flag", "medfee_sumamt", "optins_pay_sumamt"),
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests here: a query leaves nothing behind."""
    with Sandbox(rows=250, seed=7) as running:
        yield running


def test_a_month_in_pages(caller: Caller) -> None:
    pages = [caller.page(start) for start in (1, 101, 201, 301)]
    assert [len(page) for page in pages] == [100, 100, 50, 0]
    rows = [row for page in pages for row in page]
    assert [row["seqno"] for row in rows] == list(range(1, 251))
    assert len({row["setl_sn"] for row in rows}) == len({row["mdtrt_id"] for row in rows}) == 250


def test_a_row_has_the_columns_of_table_6(caller: Caller) -> None:
    for row in caller.page():
        assert list(row) == TABLE_6
        day = row["mdtrt_setl_time"][2:10].replace("-", "")
        assert row["setl_sn"][0] == "A" and row["mdtrt_id"][0] == "S"
        assert row["setl_sn"][7:13] == row["mdtrt_id"][7:13] == day
        assert len(row["setl_sn"]) == len(row["mdtrt_id"]) == 20 and row["setl_sn"][1:].isdigit()
        assert row["mdtrt_setl_time"].startswith("2020-12-")
        assert row["mdtrtarea"] == "440100" != row["setl_sn"][1:7]
        assert row["medins_no"] == caller.settings["fixmedins_code"]
        assert row["fulamt_advpay_flag"] in ("0", "1")
        assert is_synthetic(row["certno"])
        assert 0 < row["optins_pay_sumamt"] < row["medfee_sumamt"]


def test_amounts_are_numbers_with_two_decimals(caller: Caller) -> None:
    body = caller.send("3260", encode(caller.envelope("3260", {"data": _month("12")}))).body
    amounts = [row["medfee_sumamt"] for row in caller.page()]
    assert all(type(amount) is Decimal and amount.as_tuple().exponent == -2 for amount in amounts)
    assert all(f'"medfee_sumamt":{amount},'.encode() in body for amount in amounts)


def test_the_start_row_may_be_any_and_may_be_text(caller: Caller) -> None:
    assert [row["seqno"] for row in caller.page(249)] == [249, 250]
    assert caller.call("3260", {"data": _month("12") | {"startrow": "250"}})["output"]["data"][0]["seqno"] == 250
    assert caller.page(999_999_999_999) == []


def test_the_same_seed_gives_the_same_month() -> None:
    months = []
    for seed, rows in ((7, 120), (7, 150), (8, 120)):
        with Sandbox(seed=seed, rows=rows, fixmedins_code="H44010099999") as sandbox:
            months.append(Caller(sandbox.settings).page())
    assert months[0] == months[1]
    assert months[0] != months[2]


def test_months_and_institutions_differ(caller: Caller) -> None:
    other = Caller({**caller.settings, "fixmedins_code": "H44010099999"})
    pages = [caller.page(), caller.page(month="11"), caller.page(year="2021"), other.page()]
    assert len({encode(page) for page in pages}) == 4
    assert caller.page(month="02", year="2024")[0]["mdtrt_setl_time"].startswith("2024-02-")
    assert caller.page(year="0000") == caller.page(year="9999") == []


@pytest.mark.parametrize("rows", [0, 1, 100, 101])
def test_any_number_of_rows(rows: int) -> None:
    with Sandbox(rows=rows) as sandbox:
        caller = Caller(sandbox.settings)
        assert len(caller.page()) + len(caller.page(101)) == rows


def test_a_huge_month_is_made_row_by_row() -> None:
    with Sandbox(rows=9_999_999) as sandbox:
        page = Caller(sandbox.settings).page(9_999_950)
    assert [row["seqno"] for row in page] == list(range(9_999_950, 10_000_000))


def test_the_largest_amount_only_on_request(caller: Caller) -> None:
    assert max(row["medfee_sumamt"] for row in caller.page()) < 1_000_000
    with Sandbox(large_amount=True) as sandbox:
        first, second = Caller(sandbox.settings).page()[:2]
    assert first["medfee_sumamt"] == Decimal("99999999999999.99")
    assert first["optins_pay_sumamt"] == Decimal("99999999999999.98")
    assert second["medfee_sumamt"] < 1_000_000


def test_the_reply_has_the_shape_of_table_3(caller: Caller) -> None:
    reply = caller.call("3260", {"data": _month("12")})
    assert list(reply) == ["infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output"]
    assert len(reply["inf_refmsgid"]) == 30 and reply["inf_refmsgid"].isdigit()
    assert len(reply["refmsg_time"]) == len(reply["respond_time"]) == 17
    assert reply["inf_refmsgid"][:20] == "440100" + reply["refmsg_time"][:14]


def test_requests_are_recorded(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.requests.clear()
    body = encode(caller.envelope("3260", {"data": _month("12")}))
    caller.send("3260", body)
    caller.send("9999", b"nonsense", {"X-Tif-Paasid": "A"})
    first, second = sandbox.requests
    assert (first.infno, first.body) == ("3260", body)
    assert first.msgid.startswith(caller.settings["fixmedins_code"])
    assert (second.infno, second.msgid, second.headers["x-tif-paasid"]) == ("9999", "", "A")
    assert sandbox.requests.of("9999") == [second] == sandbox.requests[1:]
    assert caller.settings["opter_name"] not in repr(first)


def test_recorded_requests_are_bounded() -> None:
    with Sandbox(recorded=2) as sandbox:
        for number in range(3):
            Caller(sandbox.settings).send(str(number), b"")
        assert [request.infno for request in sandbox.requests] == ["1", "2"]


def _month(month: str) -> Json:
    return {"trt_year": "2020", "trt_month": month, "startrow": 1}
