"""3201 and 3202: a month that balances, one with injected differences, and settlements made by calls."""

from collections.abc import Iterator

import pytest

from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller, Json
from support.sandbox.care import Care, caller_for, output, refused
from support.sandbox.records import FIRST, LAST, Record, compare, records, result_rows, text, total, totals, zipped

DIFFERENCES = ("ours-only", "centre-only", "amount")
GROUPS = [(insutype, clr_type) for insutype in ("310", "390") for clr_type in ("11", "21", "41")]


@pytest.fixture(scope="module")
def differing() -> Iterator[Sandbox]:
    """A centre that departs from the institution's records in three rows."""
    with Sandbox(seed=7, rows=350, differences=DIFFERENCES) as running:
        yield running


@pytest.fixture(scope="module")
def equal() -> Iterator[Sandbox]:
    """A centre that has what the institution has."""
    with Sandbox(seed=7, rows=350) as running:
        yield running


def _of(rows: list[Record], insutype: str, clr_type: str) -> list[Record]:
    return [row for row in rows if (row["险种"], row["清算类别"]) == (insutype, clr_type)]


def _balanced(caller: Caller, rows: list[Record]) -> list[str]:
    """The result of 3201 for each group."""
    return [totals(caller, _of(rows, *group), insutype=group[0], clr_type=group[1])["stmt_rslt"] for group in GROUPS]


def test_records_balance_with_the_centre(equal: Sandbox) -> None:
    rows = records()
    assert len(rows) == 350
    assert all(_of(rows, *group) for group in GROUPS)
    caller = Caller(equal.settings)
    assert _balanced(caller, rows) == ["0"] * 6
    assert {row[4] for row in result_rows(caller, rows)} == {"0"}


def test_the_sums_of_a_part_of_the_month(equal: Sandbox) -> None:
    caller = Caller(equal.settings)
    rows = [row for row in _of(records(), "310", "11") if "2020-12-05" <= row["结算时间"][:10] <= "2020-12-20"]
    days = {"stmt_begndate": "2020-12-05", "stmt_enddate": "2020-12-20"}
    assert rows and totals(caller, rows, **days)["stmt_rslt"] == "0"
    assert totals(caller, rows)["stmt_rslt"] == "1"


def test_refunds_are_rows_of_their_own(equal: Sandbox) -> None:
    caller = Caller(equal.settings)
    rows = records()
    refunds = [row for row in rows if row["退费结算标志"] == "1"]
    assert len(refunds) == 350 // 40
    assert all(total([row], "医疗费总额") < 0 for row in refunds)
    assert all(sum(row["就诊ID"] == refund["就诊ID"] for row in rows) == 2 for refund in refunds)
    kept = [row for row in rows if row["退费结算标志"] == "0"]
    for group in GROUPS:
        names = {"insutype": group[0], "clr_type": group[1], "REFD_SETL_FLAG": "0"}
        assert totals(caller, _of(kept, *group), **names)["stmt_rslt"] == "0"
        assert totals(caller, _of(rows, *group), **names | {"REFD_SETL_FLAG": "1"})["stmt_rslt"] == "0"


def test_who_has_more(equal: Sandbox) -> None:
    caller = Caller(equal.settings)
    rows = _of(records(), "310", "11")
    assert totals(caller, rows[1:])["stmt_rslt"] == "1"
    assert totals(caller, [*rows, rows[0]])["stmt_rslt"] == "2"
    found = totals(caller, rows, acct_pay=0)
    assert found["stmt_rslt"] == "3"
    assert found["stmt_rslt_dscr"].startswith(f"数据不一致；中心 {len(rows)} 笔，总额 {total(rows, '医疗费总额')}")
    assert found["setl_optins"] == "440100"


def test_injected_differences_are_found_named_and_mended(differing: Sandbox) -> None:
    caller = Caller(differing.settings)
    rows = records()
    assert _balanced(caller, rows) != ["0"] * 6
    result = result_rows(caller, rows)
    assert len(result) == 351
    assert all(len(cells) == 10 for cells in result)
    differing_rows = {cells[4]: cells for cells in result if cells[4] != "0"}
    assert sorted(differing_rows) == ["1", "2", "3"]
    ours_only, centre_only, amount = differing_rows["2"], differing_rows["1"], differing_rows["3"]
    assert ours_only[3] == ours_only[5] == "null" and ours_only[7:] == ["null"] * 3
    by_id = {row["结算ID"]: row for row in rows}
    assert centre_only[2] not in by_id
    assert amount[7] != by_id[amount[2]]["医疗费总额"]
    # The institution takes over what the centre has, and balances.
    del by_id[ours_only[2]]
    changed = dict(zip(("医疗费总额", "基金支付总额", "个人账户支出"), amount[7:], strict=True))
    by_id[amount[2]] = by_id[amount[2]] | changed
    for insutype, clr_type in GROUPS:
        mended = _of(list(by_id.values()), insutype, clr_type)
        if totals(caller, mended, insutype=insutype, clr_type=clr_type)["stmt_rslt"] != "0":
            added = dict(zip(("医疗费总额", "基金支付总额", "个人账户支出"), centre_only[7:], strict=True))
            assert centre_only[6] == f"中心多{insutype}"
            assert totals(caller, [*mended, added], insutype=insutype, clr_type=clr_type)["stmt_rslt"] == "0"


def test_differences_are_the_same_every_time() -> None:
    with Sandbox(seed=7, rows=350, differences=DIFFERENCES) as first:
        one = result_rows(Caller(first.settings), records())
    with Sandbox(seed=7, rows=350, differences=["amount"]) as second:
        other = result_rows(Caller(second.settings), records())
    assert sum(cells[4] != "0" for cells in one) == 3
    assert [cells[4] for cells in other if cells[4] != "0"] == ["3"]


def test_more_differences_than_rows() -> None:
    with Sandbox(rows=2, differences=DIFFERENCES * 3) as sandbox:
        found = [cells[4] for cells in result_rows(Caller(sandbox.settings), records("--rows", "2"))]
    assert len(found) <= 5 and "0" not in found
    with Sandbox(rows=0, differences=DIFFERENCES) as sandbox:
        assert totals(Caller(sandbox.settings), [])["stmt_rslt"] == "0"


def test_an_unknown_difference() -> None:
    with pytest.raises(ValueError, match="可用：ours-only、centre-only、amount"):
        Sandbox(differences=["theirs"])


def test_details_of_one_clearing_type(equal: Sandbox) -> None:
    rows = [row for row in records() if row["清算类别"] == "21"]
    found = result_rows(Caller(equal.settings), rows, clr_type="21")
    assert [cells[2] for cells in found] == [row["结算ID"] for row in rows]
    assert {cells[4] for cells in found} == {"0"}


def test_the_files_of_both_vendors(equal: Sandbox) -> None:
    caller = Caller(equal.settings)
    rows = records()[:5]
    content = text(rows)
    vendors = [content, content.replace("\n", "\t\n") + "\t\r\n", "\ufeff" + content.replace("\n", "\r\n") + "\r\n"]
    for vendor in vendors:
        output(compare(caller, rows, zipped(vendor)))


def test_files_that_cannot_be_compared(equal: Sandbox) -> None:
    caller = Caller(equal.settings)
    rows = records()[:2]
    good = text(rows)
    first = good.splitlines()[0]
    wrong = [
        ("结算ID\n" + good, "第 1 行有 1 列，应为 7 列，以 Tab 分隔，没有标题行"),
        (good + "\n\n", "第 3 行有 1 列"),
        (good.replace("\t", ","), "第 1 行有 1 列"),
        (first + "\n" + first.replace(rows[0]["就诊ID"], "null"), "第 2 行的 mdtrt_id 就诊ID：必填"),
        (first.replace(rows[0]["医疗费总额"], "1,2"), "第 1 行的 medfee_sumamt 医疗费总额：应为最多两位小数的金额"),
    ]
    for content, expected in wrong:
        found = refused(compare(caller, rows, zipped(content)))
        assert expected in found
        assert rows[0]["人员编号"] not in found
    assert "文件合计为 2" in refused(compare(caller, rows, fixmedins_setl_cnt=3))
    assert "没有这个文件查询号" in refused(compare(caller, rows, file_qury_no="fsi/plc/0"))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"stmt_begndate": "2020-12-31", "stmt_enddate": "2020-12-01"}, "应不早于开始日期"),
        ({"stmt_begndate": "2019-01-01"}, "最长 366 天"),
        ({"stmt_begndate": "2020-02-30"}, "不是有效的日期"),
    ],
)
def test_days_that_cannot_be(equal: Sandbox, days: Json, expected: str) -> None:
    data = {"insutype": "310", "clr_type": "11", "setl_optins": "1", "stmt_begndate": FIRST, "stmt_enddate": LAST}
    data |= {"medfee_sumamt": 0, "fund_pay_sumamt": 0, "acct_pay": 0, "fixmedins_setl_cnt": 0}
    assert expected in refused(Caller(equal.settings).call("3201", {"data": data | days}))


def test_settlements_of_today_are_the_whole_running_month(sandbox: Sandbox, caller: Caller) -> None:
    people = sandbox.people(40)
    person = next(person for person in people if person.insurances[0].insutype == "310")
    caller = caller_for(sandbox, person)
    care = Care(caller, person)
    settled = [output(caller.call("2102", care.purchase(amount)))["setlinfo"] for amount in ("10.00", "20.55")]
    day = settled[0]["setl_time"][:10]
    scope = {"clr_type": "41", "stmt_begndate": day, "stmt_enddate": settled[1]["setl_time"][:10]}

    def own(infos: list[Json]) -> list[Record]:
        return [
            {
                "结算ID": info["setl_id"],
                "就诊ID": info["mdtrt_id"],
                "人员编号": care.person.psn_no,
                "医疗费总额": str(info["medfee_sumamt"]),
                "基金支付总额": str(info["fund_pay_sumamt"]),
                "个人账户支出": str(info["acct_pay"]),
                "现金支付金额": "0.00",
                "退费结算标志": "1" if info["medfee_sumamt"] < 0 else "0",
            }
            for info in infos
        ]

    assert totals(caller, own(settled), **scope)["stmt_rslt"] == "0"
    back = care.of(settled[0]["mdtrt_id"], setl_id=settled[0]["setl_id"])
    settled.append(output(caller.call("2103", back))["setlinfo"])
    assert totals(caller, own(settled), **scope)["stmt_rslt"] == "0"
    assert totals(caller, own(settled[:2]), **scope)["stmt_rslt"] == "1"
    found = result_rows(caller, own(settled[1:]), **scope)
    assert sorted(cells[4] for cells in found) == ["0", "0", "1"]
    assert found[-1][2] == settled[0]["setl_id"]
    assert found[-1][3] == settled[0]["medins_setl_id"]
