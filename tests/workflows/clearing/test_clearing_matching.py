"""Matching a month: every row has one kind, only what agrees to the cent is proposed, and the money adds up."""

import datetime
import random
import time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdyb.codes import CnfmFlag
from gdyb_workflows.clearing import Amounts
from gdyb_workflows.clearing.matching.comparison import KindTotals, Matching, MatchKind, match
from gdyb_workflows.clearing.matching.records import COLUMNS, FLAG, ClearingMapping, ClearingRecords
from gdyb_workflows.records import RecordsUnusable
from support.clearing.rows import (
    MONTH,
    PlatformRow,
    Record,
    matched,
    platform_frame,
    platform_row,
    platform_rows,
    record_of,
)

ROWS = platform_rows(6)


def kinds(matching: Matching) -> dict[int, str]:
    return dict(matching.rows.select("row_id", "kind").iter_rows())


def proposed(matching: Matching) -> set[int]:
    return set(matching.rows.filter(pl.col("cnfm_flag") == CnfmFlag.CONFIRMED.value)["row_id"])


def reason(matching: Matching, row_id: int) -> str:
    return str(matching.rows.filter(pl.col("row_id") == row_id)["reason"].item())


def test_equal_months_are_proposed_as_a_whole() -> None:
    matching = matched(ROWS, [record_of(row) for row in reversed(ROWS)])
    assert set(kinds(matching).values()) == {MatchKind.MATCHED}
    assert proposed(matching) == {row["row_id"] for row in ROWS}
    assert matching.is_clean
    assert matching.total.difference == Amounts()
    assert matching.rows["row_id"].to_list() == [row["row_id"] for row in ROWS]
    assert set(matching.rows["reason"]) == {"总费用、经办机构支付总额 都一致"}


def test_a_cent_is_a_difference_and_is_said_to_the_cent() -> None:
    row = platform_row(1, medfee_cents=123456, optins_cents=100000)
    matching = matched([row], [record_of(row, medfee_sumamt="1234.55", optins_pay_sumamt="1000.01")])
    assert kinds(matching) == {1: MatchKind.AMOUNT_DIFFERS}
    assert not proposed(matching)
    assert reason(matching, 1) == (
        "总费用 平台 1234.56，本地 1234.55，差额 -0.01；经办机构支付总额 平台 1000.00，本地 1000.01，差额 0.01"
    )
    only_one = matched([row], [record_of(row, medfee_sumamt="1234.55")])
    assert reason(only_one, 1) == "总费用 平台 1234.56，本地 1234.55，差额 -0.01"


def test_a_row_that_the_institution_lacks() -> None:
    matching = matched(ROWS[:2], [record_of(ROWS[0])])
    assert kinds(matching)[2] == MatchKind.MISSING_LOCALLY
    assert "本地没有这个结算流水号：平台 总费用" in reason(matching, 2)
    difference = matching.totals[MatchKind.MISSING_LOCALLY].difference
    assert difference == Amounts() - Amounts(
        rows=1,
        medfee_sumamt=Decimal(ROWS[1]["medfee_cents"]).scaleb(-2),
        optins_pay_sumamt=Decimal(ROWS[1]["optins_cents"]).scaleb(-2),
    )


def test_records_that_the_platform_lacks_are_listed_with_their_rows() -> None:
    extra = platform_row(99)
    matching = matched(ROWS[:1], [record_of(extra), record_of(ROWS[0]), record_of(extra)])
    assert matching.missing_on_platform["row"].to_list() == [1, 3]
    assert "第 3 行" in matching.missing_on_platform["reason"][1]
    assert proposed(matching) == {1}
    assert not matching.is_clean


def test_a_number_that_the_platform_repeats_is_never_proposed_even_with_equal_amounts() -> None:
    again = ROWS[0] | {"row_id": 7, "occurrence": 2}
    other_visit = ROWS[0] | {"row_id": 8, "mdtrt_id": "S4403002012019999999"}
    matching = matched([*ROWS, again, other_visit], [record_of(row) for row in ROWS])
    assert [kinds(matching)[row_id] for row_id in (1, 7, 8)] == [MatchKind.REPEATED_ON_PLATFORM] * 3
    assert proposed(matching) == {2, 3, 4, 5, 6}
    assert "平台有 3 行是同一个结算流水号，本地第 1 行（总费用" in reason(matching, 8)
    totals = matching.totals[MatchKind.REPEATED_ON_PLATFORM]
    assert (totals.platform.rows, totals.local.rows) == (3, 1)


def test_a_number_that_is_kept_twice_is_not_proposed_and_all_its_rows_are_named() -> None:
    records = [record_of(row) for row in ROWS]
    matching = matched(ROWS, [*records, *[record_of(ROWS[2], medfee_sumamt="1.00")] * 12])
    assert kinds(matching)[3] == MatchKind.REPEATED_LOCALLY
    assert proposed(matching) == {1, 2, 4, 5, 6}
    assert reason(matching, 3).startswith("本地第 3 行（总费用")
    assert matching.rows["local_rows"][2] == "3、7、8、9、10、11、12、13、14、15 等"
    assert matching.totals[MatchKind.REPEATED_LOCALLY].local.rows == 13


def test_neither_blanks_nor_the_case_of_a_number_matter() -> None:
    row = platform_row(1, setl_sn=" A1 ")
    assert kinds(matched([row], [record_of(row, setl_sn="A1")])) == {1: MatchKind.MATCHED}
    assert kinds(matched([row], [record_of(row, setl_sn="a1")])) == {1: MatchKind.MATCHED}
    assert matched([row], [record_of(row, setl_sn="A1")]).rows["setl_sn"][0] == " A1 "


def test_rows_that_the_platform_sent_without_number_or_amount_are_never_proposed() -> None:
    rows = [
        platform_row(1, setl_sn=None),
        platform_row(2, setl_sn=None),
        platform_row(3, setl_sn="  "),
        platform_row(4, medfee_cents=None),
    ]
    matching = matched(rows, [record_of(platform_row(4))])
    assert list(kinds(matching).values()) == [*[MatchKind.MISSING_LOCALLY] * 3, MatchKind.AMOUNT_DIFFERS]
    assert not proposed(matching)
    assert "没有结算流水号" in reason(matching, 1)
    assert "总费用 平台没有给出，本地" in reason(matching, 4)


def test_another_visit_number_is_a_remark_only() -> None:
    matching = matched(ROWS[:1], [record_of(ROWS[0], mdtrt_id="10086")])
    assert proposed(matching) == {1}
    assert reason(matching, 1).endswith("（就诊登记号不同，本地为 10086）")


def test_records_of_other_months_are_compared_where_the_platform_has_them_and_counted_where_not() -> None:
    late, early, dayless = platform_row(97), platform_row(98), platform_row(99)
    records = [
        record_of(ROWS[0], mdtrt_setl_time="2020-11-30"),
        record_of(late, mdtrt_setl_time="2021-01-01"),
        record_of(early, mdtrt_setl_time="2020-11-30"),
        record_of(dayless, mdtrt_setl_time=""),
    ]
    matching = matched(ROWS[:1], records, month=MONTH.replace(day=28))
    assert proposed(matching) == {1}
    assert matching.missing_on_platform["row"].to_list() == [4]
    assert matching.totals[MatchKind.OTHER_MONTH].local.rows == 2
    assert matched(ROWS[:1], records, month=None).missing_on_platform["row"].to_list() == [2, 3, 4]


def test_an_empty_month_and_frames_that_cannot_be_right() -> None:
    matching = matched([], [record_of(ROWS[0])])
    assert matching.rows.is_empty()
    assert matching.missing_on_platform.height == 1
    with (
        ClearingRecords.from_frame(pl.DataFrame([record_of(ROWS[0])])) as records,
        pytest.raises(TypeError, match="medfee_cents"),
    ):
        match(platform_frame(ROWS).with_columns(pl.col("medfee_cents") / 1), records)
    with (
        ClearingRecords.from_frame(pl.DataFrame([record_of(ROWS[0])])) as records,
        pytest.raises(ValueError, match="differ"),
    ):
        match(platform_frame([ROWS[0], ROWS[0]]), records)


rows_of_a_small_month = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([None, 0, 1, -1, 10**16 - 1, -(10**16) + 1]), st.integers(-2, 2)),
    max_size=12,
)
records_of_a_small_month = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from([0, 1, -1, 10**16 - 1]), st.integers(-2, 2), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rows_of_a_small_month, records_of_a_small_month)
def test_every_row_and_every_record_has_one_kind_and_the_money_adds_up(
    rows: list[tuple[int, int | None, int]], records: list[tuple[int, int, int, bool]]
) -> None:
    platform = [
        platform_row(n, setl_sn=f"A{sn}" if sn else None, medfee_cents=medfee, optins_cents=optins, occurrence=n)
        for n, (sn, medfee, optins) in enumerate(rows)
    ]
    local = [
        record_of(
            platform_row(n, setl_sn=f"A{sn}", medfee_cents=medfee, optins_cents=optins),
            mdtrt_setl_time="2020-12-05" if inside else "2021-02-01",
        )
        for n, (sn, medfee, optins, inside) in enumerate(records)
    ]
    matching = matched(platform, local)
    assert matching.rows["row_id"].to_list() == [row["row_id"] for row in platform]
    assert matching.rows.select("kind", "reason", "cnfm_flag").null_count().sum_horizontal().item() == 0
    assert set(matching.totals) == set(MatchKind)
    theirs, ours = matching.total.platform, matching.total.local
    assert (theirs.rows, ours.rows) == (len(platform), len(local))
    assert theirs.medfee_sumamt == sum((Decimal(row["medfee_cents"] or 0).scaleb(-2) for row in platform), Decimal(0))
    assert ours.medfee_sumamt == sum((Decimal(record["medfee_sumamt"]) for record in local), Decimal(0))
    assert matching.total.difference == ours - theirs
    assert sum((lease.difference for lease in matching.totals.values()), Amounts()) == ours - theirs
    assert proposed(matching) == expected_to_be_proposed(platform, local)
    assert matching.missing_on_platform.height == matching.totals[MatchKind.MISSING_ON_PLATFORM].local.rows


def expected_to_be_proposed(platform: list[PlatformRow], local: list[Record]) -> set[int]:
    """The rule said once more, row by row."""
    found = set()
    for row in platform:
        same = [other for other in platform if other["setl_sn"] == row["setl_sn"]]
        lease = [record for record in local if record["setl_sn"] == row["setl_sn"]]
        if len(same) == len(lease) == 1 and row["setl_sn"] and row["medfee_cents"] is not None:
            amounts = (Decimal(lease[0]["medfee_sumamt"]), Decimal(lease[0]["optins_pay_sumamt"]))
            if amounts == tuple(Decimal(row[name]).scaleb(-2) for name in ("medfee_cents", "optins_cents")):
                found.add(row["row_id"])
    return found


def test_a_hundred_thousand_rows_are_matched_quickly() -> None:
    count = 100_000
    base = platform_frame(platform_rows(1_000))
    platform = pl.concat(
        [
            base.with_columns(
                pl.col("row_id") + 1_000 * part, pl.format("{}{}", "setl_sn", pl.lit(f"{part:03d}")).alias("setl_sn")
            )
            for part in range(count // 1_000)
        ]
    )
    local = platform.select(
        "setl_sn",
        *(
            (pl.col(cents).cast(pl.Decimal(16, 2)) * pl.lit(Decimal("0.01"))).alias(name)
            for name, cents in (("medfee_sumamt", "medfee_cents"), ("optins_pay_sumamt", "optins_cents"))
        ),
    ).sample(fraction=1, shuffle=True, seed=random.Random(7).randrange(10**6))
    with ClearingRecords.from_frame(local) as records:
        begin = time.perf_counter()
        matching = match(platform, records, month=MONTH)
        assert time.perf_counter() - begin < 10
    assert matching.is_clean
    assert matching.totals[MatchKind.MATCHED].platform.rows == count


def test_the_columns_are_those_of_the_printed_table() -> None:
    assert {name: column.label for name, column in COLUMNS.items()} == {
        "setl_sn": "结算流水号",
        "medfee_sumamt": "总费用",
        "optins_pay_sumamt": "经办机构支付总额",
        "mdtrt_id": "就诊登记号",
        "mdtrt_setl_time": "就诊结算时间",
    }
    assert COLUMNS["setl_sn"].length == 30
    assert not COLUMNS["setl_sn"].other_labels
    assert FLAG.choices == {"0": "不确认，本次不纳入清分", "1": "确认，纳入本次清分"}


def test_records_need_no_visit_and_no_day_and_find_their_columns_by_any_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("业务号,医疗费总额,基金\nA1,10,5.5\n", encoding="gbk")
    mapping = ClearingMapping(columns={"setl_sn": "业务号"}).changed(columns=["optins_pay_sumamt=基金"])
    with ClearingRecords.from_file(path, mapping) as records:
        assert records.frame.collect().row(0) == (2, "A1", Decimal("10.00"), Decimal("5.50"), None, None)
    with pytest.raises(RecordsUnusable) as caught:
        ClearingRecords.from_file(path, ClearingMapping(columns={"mdtrt_id": "就诊号"}))
    assert [problem.field for problem in caught.value.problems] == ["setl_sn", "optins_pay_sumamt", "mdtrt_id"]


def test_what_is_optional_is_checked_where_it_is_given() -> None:
    record = record_of(ROWS[0])
    with pytest.raises(RecordsUnusable, match="mdtrt_setl_time 就诊结算时间：不是日期"):
        ClearingRecords.from_frame(pl.DataFrame([record | {"mdtrt_setl_time": "x"}]))
    with pytest.raises(RecordsUnusable, match="setl_sn 结算流水号：必填"):
        ClearingRecords.from_frame(pl.DataFrame([record | {"setl_sn": ""}]))
    own_visits = [record | {"mdtrt_id": visit} for visit in ("4.4E+17", "007" * 20)]
    ClearingRecords.from_frame(pl.DataFrame(own_visits)).close()
    day = datetime.date(2020, 12, 5)
    with ClearingRecords.from_frame(pl.DataFrame([record | {"mdtrt_setl_time": day}])) as records:
        assert records.frame.collect()["day"][0] == day


def test_totals_are_added_kind_by_kind() -> None:
    one = KindTotals(platform=Amounts(rows=1), local=Amounts(rows=2))
    assert (one + one).difference.rows == 2
