"""Synthetic people: well formed, never issued, always the same."""

import pytest

from gdyb_sandbox._people.identity import is_synthetic, people, person

# GB/T 2260 as it stood in every edition, and the first digits of residence cards of foreigners.
PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83,
    *range(90, 100),
}  # fmt: skip


def test_numbers_are_well_formed_and_never_issued() -> None:
    for someone in people(7, 2_000):
        assert is_synthetic(someone.certno)
        assert int(someone.certno[:2]) not in PROVINCES
        assert someone.certno[6:14] == f"{someone.birthday:%Y%m%d}"
        assert someone.is_male == (int(someone.certno[16]) % 2 == 1)


def test_numbers_do_not_repeat() -> None:
    assert len({someone.certno for someone in people(7, 20_000)}) == 20_000


def test_a_seed_gives_the_same_people() -> None:
    assert person(7, 3) == person(7, 3)
    assert list(people(7, 20)) == [person(7, number) for number in range(20)]
    assert person(7, 3).certno != person(8, 3).certno


def test_people_never_change() -> None:
    first = person(7, 0)
    assert (first.name, first.certno) == ("韩样甲", "100732195808239707")


def test_personal_values_stay_out_of_the_repr() -> None:
    someone = person(7, 1)
    assert someone.certno not in repr(someone) and someone.name not in repr(someone)


@pytest.mark.parametrize("number", ["", "1" * 17, "1" * 18, "100000199001010000", "10000019900230000X", "１" * 18])
def test_what_is_no_id_number(number: str) -> None:
    assert not is_synthetic(number)
