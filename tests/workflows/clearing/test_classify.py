"""What is known of the settlements of a page, found out without a database."""

from collections.abc import Mapping
from typing import Any

from gdyb_workflows.clearing.extraction import PageRow, SortedPage, classify

KEY = ("S1", "M1")


def read(medfee: int = 100, *, number: str = "S1", seqno: int = 1, certno: str = "c", problem: str = "") -> PageRow:
    numbers = {"setl_sn": number, "mdtrt_id": "M1", "setl_key": number, "mdtrt_key": "M1"}
    return PageRow(values={**numbers, "seqno": seqno, "medfee": medfee, "problem": problem}, certno=certno)


def stored(row: int, medfee: int = 100, *, occurrence: int = 1, version: int = 1) -> Mapping[str, Any]:
    numbers = {"setl_sn": "S1", "mdtrt_id": "M1"}
    return {**numbers, "id": row, "medfee": medfee, "occurrence": occurrence, "version": version}


def classified(*rows: PageRow, seen: list[Any] | None = None, known: list[Any] | None = None) -> SortedPage:
    return classify(
        rows,
        seen={KEY: seen or []},
        known={KEY: known or []},
        is_same=lambda one, row: one["medfee"] == row.values["medfee"],
    )


def places(page: SortedPage) -> list[tuple[int, int]]:
    return [(one.values["occurrence"], one.values["version"]) for one in page.fresh]


def test_a_new_settlement_is_the_first_version_of_the_first_occurrence() -> None:
    page = classified(read(), read(number="S2"))
    assert places(page) == [(1, 1), (1, 1)]
    assert (len(page.kept), page.known, page.repeated) == (2, (), 0)


def test_what_is_known_is_not_stored_again() -> None:
    page = classified(read(), known=[stored(7)])
    assert (page.fresh, page.known, len(page.kept)) == ((), (7,), 1)


def test_other_content_of_one_settlement_is_its_next_version() -> None:
    assert places(classified(read(200), known=[stored(7, version=3)])) == [(1, 4)]


def test_other_content_where_several_have_the_key_is_another_occurrence() -> None:
    known = [stored(7), stored(8, 150, occurrence=2)]
    assert places(classified(read(200), known=known)) == [(3, 1)]
    assert places(classified(read(200), seen=[stored(7)], known=[stored(7)])) == [(2, 1)]


def test_the_same_again_is_repeated_in_this_page_or_an_earlier_one() -> None:
    page = classified(read(seqno=1), read(seqno=2))
    assert (len(page.fresh), page.repeated) == (1, 1)
    assert classified(read(), seen=[stored(7)], known=[stored(7)]).repeated == 1
    assert classified(read(), read(), known=[stored(7)]).repeated == 1
    assert classified(read(certno="c"), read(certno="d")).repeated == 0


def test_what_is_read_stays_as_it_is() -> None:
    rows, seen = [read(), read(200)], {KEY: [stored(7, 300)]}
    before = [dict(one.values) for one in rows], {key: list(ones) for key, ones in seen.items()}
    classify(rows, seen=seen, known={}, is_same=lambda one, row: False)
    assert ([dict(one.values) for one in rows], seen) == before
