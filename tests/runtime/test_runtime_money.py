"""Amounts are exact whatever decimal context the caller has set."""

import decimal
from collections.abc import Iterator
from decimal import Decimal

import pytest

from gdyb_runtime.money import EXACT, cents_of, difference, total, yuan
from support.decimals import CONTEXTS


@pytest.fixture(params=CONTEXTS, autouse=True)
def context(request: pytest.FixtureRequest) -> Iterator[None]:
    with decimal.localcontext(CONTEXTS[request.param]):
        yield


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("123456.78", 12345678), ("-0.01", -1), ("0", 0), ("5.1", 510), ("1.2300", 123), ("1E+3", 100_000)],
)
def test_yuan_are_whole_cents(amount: str, cents: int) -> None:
    assert cents_of(Decimal(amount)) == cents
    assert str(yuan(cents)) == f"{Decimal(amount):.2f}"


@pytest.mark.parametrize("amount", ["1.005", "NaN", "Infinity", "1E+999999", "1E-999999"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"number|decimals"):
        cents_of(Decimal(amount))


def test_the_largest_amount_keeps_its_cents() -> None:
    assert str(yuan(10**18 - 1)) == "9999999999999999.99"
    assert cents_of(Decimal("99999999999999.99")) == 10**16 - 1


def test_amounts_are_added_and_subtracted_exactly() -> None:
    many = [Decimal("48198.16"), Decimal("0.01"), Decimal("-7.5")] * 100
    assert str(total(many)) == "4819067.00"
    assert str(total([])) == "0.00"
    assert str(difference(Decimal("123456.78"), Decimal("0.01"))) == "123456.77"


def test_what_cannot_be_exact_is_not_rounded() -> None:
    with pytest.raises(decimal.Inexact):
        EXACT.quantize(Decimal("1.005"), Decimal("0.01"))
