"""Totals and differences: every kind is found and named, and the sums are exact whatever the centre answers."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from gdyb_workflows.reconciliation.columns import MONEY
from gdyb_workflows.reconciliation.compare import Comparison, DifferenceKind
from gdyb_workflows.reconciliation.records import Records
from gdyb_workflows.reconciliation.totals import Group, Period, Totals, in_period, totals_by_group, totals_of
from support.reconciliation.results import Result, compared
from support.reconciliation.settlements import result_row, settlement, settlements, yuan

JANUARY = Period.parse("2026-01")


def kinds(comparison: Comparison) -> dict[str, str]:
    return {row["setl_id"]: row["kind"] for row in comparison.differences.to_dicts()}


def total(rows: Sequence[Mapping[str, str | None]], name: str) -> Decimal:
    return sum((Decimal(row[name] or 0) for row in rows), Decimal("0.00"))


OURS = settlements(40)


def test_agreement_is_no_difference() -> None:
    comparison = compared(OURS, [result_row(row) for row in OURS])
    assert comparison.differences.is_empty()
    assert (comparison.matched, comparison.silent) == (40, 0)
    assert comparison.total.medfee_sumamt == 0
    assert comparison.ours == comparison.centre


def test_each_kind_is_named_with_both_sides_and_sums() -> None:
    only_ours, changed, refunded = OURS[0], OURS[1], OURS[2]
    strange = settlement(99)
    centre = [
        result_row(only_ours, "2", medfee_sumamt=None, fund_pay_sumamt=None, acct_pay=None),
        result_row(changed, "3", medfee_sumamt=yuan(123456), fund_pay_sumamt="1.01"),
        result_row(refunded, "3", refd_setl_flag="1"),
        *(result_row(row) for row in OURS[3:39]),
        result_row(OURS[39], "3", memo="人员不一致"),
        result_row(strange, "1"),
        result_row(settlement(98, refd_setl_flag="1"), "1"),
    ]
    comparison = compared(OURS, centre)
    assert kinds(comparison) == {
        only_ours["setl_id"]: DifferenceKind.OURS_ONLY,
        changed["setl_id"]: DifferenceKind.AMOUNTS,
        refunded["setl_id"]: DifferenceKind.REFUND,
        OURS[39]["setl_id"]: DifferenceKind.STATED,
        strange["setl_id"]: DifferenceKind.CENTRE_ONLY,
        settlement(98)["setl_id"]: DifferenceKind.REFUND,
    }
    for name in MONEY:
        assert getattr(comparison.ours, name) == total(OURS, name)
        assert getattr(comparison.centre, name) == total(centre, name)
        assert getattr(comparison.total, name) == total(OURS, name) - total(centre, name)
    assert comparison.adds_up
    assert comparison.centre.count == 41
    found = {row["setl_id"]: row for row in comparison.differences.to_dicts()}
    assert found[changed["setl_id"]]["centre_fund_pay_sumamt"] == Decimal("1.01")
    assert found[changed["setl_id"]]["diff_fund_pay_sumamt"] == Decimal(changed["fund_pay_sumamt"]) - Decimal("1.01")
    assert found[strange["setl_id"]]["day"] == datetime.date.fromisoformat(strange["setl_time"][:10])
    assert found[OURS[39]["setl_id"]]["memo"] == "人员不一致"


def test_a_match_of_other_provinces_and_a_missing_flag_are_understood() -> None:
    ours = [*OURS[:5], settlement(6, refd_setl_flag="1")]
    centre = [result_row(row, "000000", refd_setl_flag=None) for row in ours]
    assert compared(ours, centre).matched == 6


def test_a_settlement_and_its_refund_under_one_number_stay_two() -> None:
    taken_back = [settlement(1), settlement(1, refd_setl_flag="1", medfee_sumamt="-5.00")]
    comparison = compared(taken_back, [result_row(taken_back[1]), result_row(taken_back[0])])
    assert comparison.matched == 2
    assert kinds(compared(taken_back, [result_row(taken_back[0])])) == {taken_back[0]["setl_id"]: "refund"}


def test_what_the_file_does_not_mention_agrees_only_when_it_lists_differences_alone() -> None:
    only_differences = compared(OURS, [result_row(OURS[0], "2")])
    assert only_differences.differences["centre_medfee_sumamt"].to_list() == [None]
    assert only_differences.differences["diff_medfee_sumamt"].to_list() == [Decimal(OURS[0]["medfee_sumamt"])]
    assert (only_differences.matched, only_differences.silent) == (39, 39)
    assert len(only_differences.differences) == 1
    lists_all = compared(OURS, [result_row(row) for row in OURS[1:]])
    assert kinds(lists_all) == {OURS[0]["setl_id"]: "ours_only"}
    assert lists_all.total.medfee_sumamt == Decimal(OURS[0]["medfee_sumamt"])
    assert compared(OURS, []).matched == 40


def test_rows_that_the_centre_repeats_or_leaves_without_a_number_are_not_lost() -> None:
    centre = [*(result_row(row) for row in OURS), result_row(OURS[0]), result_row(OURS[1], "1", setl_id=None)]
    comparison = compared(OURS, centre)
    assert len(comparison.differences) == 2
    assert set(comparison.differences["kind"]) == {"centre_only"}
    assert comparison.total.medfee_sumamt == -total(OURS[:2], "medfee_sumamt")


def test_amounts_that_the_file_leaves_out_are_counted_as_unknown() -> None:
    unknown: dict[str, str | None] = dict.fromkeys(MONEY)
    centre = [
        result_row(OURS[0], "3", **unknown),
        result_row(OURS[1], **unknown),
        result_row(settlement(77), "1", **unknown),
    ]
    comparison = compared(OURS[:2], centre)
    assert kinds(comparison) == {OURS[0]["setl_id"]: "amounts_differ", settlement(77)["setl_id"]: "centre_only"}
    assert comparison.total.unknown == comparison.centre.unknown == 2
    assert comparison.differences["diff_medfee_sumamt"].to_list() == [None, None]
    assert comparison.adds_up


CODES = st.sampled_from(("0", "000000", "1", "2", "3", "99", "7", None))
FLAGS = st.sampled_from(("0", "1", None, "2"))
AMOUNTS = st.none() | st.integers(-(10**15), 10**15).map(yuan)


@st.composite
def results(draw: st.DrawFn) -> list[Result]:
    rows = draw(
        st.lists(st.tuples(st.integers(1, 12) | st.none(), CODES, FLAGS, st.tuples(*[AMOUNTS] * 3)), max_size=20)
    )
    return [
        result_row(
            settlement(number or 1),
            code or "",
            setl_id=settlement(number)["setl_id"] if number else None,
            refd_setl_flag=flag,
        )
        | {"stmt_rslt": code}
        | (dict(zip(MONEY, amounts, strict=True)) if amounts[0] is None or number else {})
        for number, code, flag, amounts in rows
    ]


@given(st.lists(st.tuples(st.integers(1, 10), st.sampled_from("01")), unique=True, min_size=1), results())
@effort(max_examples=40, deadline=None)
def test_sums_add_up_whatever_the_centre_answers(ours: list[tuple[int, str]], centre: list[Result]) -> None:
    rows = [settlement(number, refd_setl_flag=flag) for number, flag in ours]
    comparison = compared(rows, centre)
    in_shares = compared(rows, centre, share=3)
    assert in_shares.differences.equals(comparison.differences)
    assert (in_shares.sums, in_shares.matched) == (comparison.sums, comparison.matched)
    assert comparison.adds_up
    assert comparison.ours.count == len(rows)
    for name in MONEY:
        assert getattr(comparison.ours, name) == total(rows, name)
    assert comparison.total.count == len(comparison.differences)
    assert comparison.matched + len(comparison.differences) >= max(len(rows), len(centre))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("202412", "2024-12-01", "2024-12-31"),
        ("2026-01-05", "2026-01-05", "2026-01-05"),
        ("2026-01-05:2026-01-11", "2026-01-05", "2026-01-11"),
    ],
)
def test_periods(text: str, begin: str, end: str) -> None:
    assert Period.parse(text) == Period(datetime.date.fromisoformat(begin), datetime.date.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-02-30", "2026-01-09:2026-01-05", "一月"])
def test_no_periods(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        Period.parse(text)


def test_totals_are_exact_by_group_and_hold_what_takes_part() -> None:
    rows = [
        settlement(1, insutype="310", clr_type="11", medfee_sumamt="99999999999999.99"),
        settlement(2, insutype="310", clr_type="11", medfee_sumamt="99999999999999.99"),
        settlement(3, insutype="390", clr_type="11"),
        settlement(4, insutype="390", clr_type="11", refd_setl_flag="1"),
        settlement(5, setl_time="2026-02-01 00:00:00"),
    ]
    other = Group("440300", "21", "310")
    with Records.from_frame(pl.DataFrame(rows)) as records:
        counted = totals_by_group(in_period(records.frame, JANUARY, "counted"), also=[other])
        left_out = totals_of(in_period(records.frame, JANUARY, "left_out"))
    assert list(counted) == [Group("440100", "11", "310"), Group("440100", "11", "390"), other]
    assert counted[Group("440100", "11", "310")].medfee_sumamt == Decimal("199999999999999.98")
    assert [totals.count for totals in counted.values()] == [2, 2, 0]
    assert counted[other] == Totals()
    assert left_out.count == 3
    assert left_out.acct_pay == total(rows[:3], "acct_pay")
