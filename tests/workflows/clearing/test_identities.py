"""One settlement and one institution, however their numbers are spelled; what only a person may decide on."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from gdyb.client import Client
from gdyb_runtime.identity import normal_id
from gdyb_workflows.clearing import MonthLease, approve, confirm, extract, plan, propose
from gdyb_workflows.clearing.current import current_rows
from gdyb_workflows.clearing.decisions import propose_unchecked
from gdyb_workflows.clearing.hosts.many import Job, MonthState, clear_month
from gdyb_workflows.clearing.ledger.steps import StepKind
from gdyb_workflows.clearing.matching.comparison import Matching, MatchKind, match, platform_frame, proposals
from gdyb_workflows.clearing.matching.decision_file import DecisionsUnusable, read_decisions, write_decisions
from gdyb_workflows.clearing.matching.records import ClearingRecords
from gdyb_workflows.clearing.reporting.settlements import settlements
from support.clearing.place import MONTH, Place
from support.clearing.rows import matched, platform_row, record_of
from support.clearing.steps import Edited, Row, decide_all, edited, first_rows, plan_all

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
Respell = Callable[[Row], Row]

OTHER_SPELLINGS: dict[str, Respell] = {
    "lower case": lambda row: {"mdtrt_id": row["mdtrt_id"].lower()},
    "a blank behind": lambda row: {"setl_sn": f"{row['setl_sn']} "},
    "full width": lambda row: {"setl_sn": "".join(chr(ord(char) + 0xFEE0) for char in row["setl_sn"])},
    "a blank inside": lambda row: {"mdtrt_id": f"{row['mdtrt_id'][:7]} {row['mdtrt_id'][7:]}"},
}
OTHER_VISITS: dict[str, Respell] = {
    "another visit": lambda row: {"mdtrt_id": f"S{row['mdtrt_id'][2:]}9"},
    "another visit, number in lower case": lambda row: {"mdtrt_id": "S9", "setl_sn": row["setl_sn"].lower()},
}


def _changed(respell: Respell) -> Callable[[list[Row], int], list[Row]]:
    return first_rows(5, lambda rows: [{**row, **respell(row)} for row in rows])


def _records(place: Place, platform: Edited) -> Path:
    """What the institution has of what was sent."""
    path = place.folder / "结算.csv"
    names = ("setl_sn", "medfee_sumamt", "optins_pay_sumamt")
    rows = [{name: str(row[name]) for name in names} for sent in platform.sent for row in sent]
    pl.DataFrame(rows).write_csv(path)
    return path


def _compared(place: Place, lease: MonthLease, platform: Edited) -> Matching:
    with ClearingRecords.from_file(_records(place, platform)) as records:
        return match(platform_frame(current_rows(lease.ledger, lease.id)), records)


@pytest.mark.parametrize("text", ["Ａ１２", "a12", " A12\u3000", "A1\u200b2", "A\t12\n"])
def test_one_number_has_one_form(text: str) -> None:
    assert normal_id(text) == "A12"
    matching = matched([platform_row(1, setl_sn=text)], [record_of(platform_row(1), setl_sn="A12")])
    assert matching.rows["kind"].to_list() == [MatchKind.MATCHED]


@pytest.mark.parametrize("spelling", OTHER_SPELLINGS)
def test_a_confirmed_settlement_that_is_spelled_otherwise_is_told_and_not_sent_again(
    place: Place, spelling: str
) -> None:
    with edited(place, first_rows(5)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = _changed(OTHER_SPELLINGS[spelling])
        assert (extract(lease).changed, extract(lease).changed) == (5, 0)
        found = place.overview(lease.ledger)
        assert (found.outdated, found.is_done) == (5, False)
        assert propose(lease, proposals(_compared(place, lease, platform))) == 0
        approve(lease, actor="0001")
        assert plan(lease).batches == 0
        confirm(lease)
        assert len(platform.sent) == 1


@ON_ONE
def test_a_planned_settlement_that_is_spelled_otherwise_is_sent_as_the_platform_spells_it_now(place: Place) -> None:
    with edited(place, first_rows(5)) as (platform, lease):
        plan_all(lease)
        platform.edit = _changed(OTHER_SPELLINGS["lower case"])
        assert extract(lease).changed == 5
        propose_unchecked(lease)
        approve(lease, actor="0001")
        assert plan(lease).amounts.rows == 5
        confirm(lease)
        assert [row["mdtrt_id"][0] for row in platform.sent[0]] == ["s"] * 5


@ON_ONE
def test_a_row_that_comes_twice_in_two_spellings_counts_once(place: Place) -> None:
    def twice(rows: list[Row]) -> list[Row]:
        return [*rows, *({**row, **OTHER_SPELLINGS["lower case"](row)} for row in rows)]

    with edited(place, first_rows(5, twice)) as (_, lease):
        found = extract(lease)
        assert (found.amounts.rows, found.repeated) == (5, 5)


@pytest.mark.parametrize("other", OTHER_VISITS)
def test_a_number_that_a_batch_holds_is_never_proposed_and_told_before_anything_is_sent(
    place: Place, other: str
) -> None:
    with edited(place, first_rows(5)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = _changed(OTHER_VISITS[other])
        extract(lease)
        matching = _compared(place, lease, platform)
        assert set(matching.rows["kind"]) == {MatchKind.DOUBTFUL}
        assert not matching.is_clean
        assert matching.rows["reason"].str.contains("已列入批次").all()
        assert {one.flag for one in proposals(matching)} == {None}
        for propose_all in (lambda: propose(lease, proposals(matching)), lambda: propose_unchecked(lease)):
            assert propose_all() == 5
            approve(lease, actor="0001")
            assert plan(lease).undecided == 5
        confirm(lease)
        assert len(platform.sent) == 1
        found = place.overview(lease.ledger)
        assert (found.doubtful, found.decided.undecided, found.needs_person) == (5, 5, True)
        assert StepKind.DECIDE_DOUBTFUL in {step.kind for step in found.next_steps}
        assert StepKind.APPROVE not in {step.kind for step in found.next_steps}
        # A person may know that these are others.
        assert decide_all(lease).amounts.rows == 5
        assert place.overview(lease.ledger).doubtful == 0


@ON_ONE
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_file_of_decisions_leaves_blank_what_only_a_person_may_decide(place: Place, suffix: str) -> None:
    with edited(place, first_rows(5)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = _changed(OTHER_VISITS["another visit"])
        extract(lease)
        path = place.folder / f"决定{suffix}"
        write_decisions(_compared(place, lease, platform), path)
        with pytest.raises(DecisionsUnusable, match="cnfm_flag"):
            read_decisions(path, platform_frame(current_rows(lease.ledger, lease.id)))


@ON_ONE
def test_a_run_that_approves_what_agrees_leaves_doubtful_settlements_to_a_person(place: Place) -> None:
    with edited(place, first_rows(5)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = _changed(OTHER_VISITS["another visit"])
        outcome = clear_month(lease, Job(month=MONTH, approved_by="0001", extract_again=True))
        assert (outcome.state, outcome.batches) == (MonthState.NEEDS_PERSON, 0)
        assert len(platform.sent) == 1


@ON_ONE
def test_a_proposal_from_before_the_doubt_is_not_approved_as_it_is(place: Place) -> None:
    """It was proposed while no batch held its number."""

    def with_a_twin(rows: list[Row]) -> list[Row]:
        return [*rows[:4], {**rows[4], "setl_sn": rows[0]["setl_sn"]}]

    with edited(place, first_rows(4)) as (platform, lease):
        extract(lease)
        propose_unchecked(lease)
        platform.edit = first_rows(5, with_a_twin)
        extract(lease)
        approve(lease, actor="0001")
        assert plan(lease).amounts.rows == 3
        assert place.overview(lease.ledger).doubtful == 2
        job = Job(month=MONTH, approved_by="0001")
        assert clear_month(lease, job).state is MonthState.NEEDS_PERSON
        assert [len(rows) for rows in platform.sent] == [3]


@ON_ONE
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"medins_no": "H44010099999"}, "medins_no 医疗机构编号与本机构不同"),
        ({"mdtrt_setl_time": "2020-11-30 23:59:59"}, "就诊结算时间在 2020-11，不在本期"),
        ({"medins_no": "h440100"}, ""),
        ({"medins_no": ""}, ""),
    ],
    ids=repr,
)
def test_another_institution_or_month_needs_a_person(place: Place, change: Row, why: str) -> None:
    own = place.settings().fixmedins_code
    if change.get("medins_no", "").startswith("h"):
        change = {"medins_no": f" {own.lower()}"}
    with edited(place, first_rows(3, lambda rows: [{**rows[0], **change}, *rows[1:]])) as (platform, lease):
        assert plan_all(lease).amounts.rows == (2 if why else 3)
        confirm(lease)
        assert [len(rows) for rows in platform.sent] == [2 if why else 3]
        found = place.overview(lease.ledger)
        assert found.doubtful == bool(why)
        assert found.is_done != bool(why)
        [first, *_] = settlements(lease.ledger, lease.id)
        assert why in first["reason"]


@pytest.mark.parametrize("spelled", [str.lower, lambda code: f" {code}\u3000", lambda code: code.replace("4", "４")])
def test_an_institution_is_the_same_however_its_code_is_spelled(place: Place, spelled: Callable[[str], str]) -> None:
    code = place.settings().fixmedins_code
    with edited(place, first_rows(5)) as (_, lease):
        plan_all(lease)
        confirm(lease)
        month_id = lease.id
    settings = place.settings(fixmedins_code=spelled(code))
    assert settings.fixmedins_code == code
    platform = Edited(place, first_rows(5))
    with place.ledger() as ledger, Client(settings, transport=platform) as client, ledger.hold(client, MONTH) as lease:
        assert lease.id == month_id
        assert extract(lease).new == 0
        assert propose_unchecked(lease) == 0
        assert not platform.sent
    with place.ledger() as ledger:
        assert ledger.month_id(settings.base_url, spelled(code), MONTH) == month_id
