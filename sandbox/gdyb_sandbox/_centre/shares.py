"""Who pays what of a settlement: the same fees always give the same shares, and all sums agree to the cent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gdyb.codes.clr_type import ClrType
from gdyb.codes.fund_pay_type import FundPayType
from gdyb_runtime.money import EXACT, yuan
from gdyb_sandbox._centre.fees import Price
from gdyb_sandbox._messages.tables import JsonValue
from gdyb_sandbox._people.insured import EMPLOYEE

_PERCENT = {ClrType.OUTPATIENT: 70, ClrType.INPATIENT: 85, ClrType.PHARMACY: 50}
_RESIDENTS_LESS = 10
_DEDUCTIBLE = {ClrType.INPATIENT: 50_000}
_LARGE_EXPENSE_FROM = 1_000_000

_POOL = {True: FundPayType.EMPLOYEE_BASIC_POOL, False: FundPayType.RESIDENT_BASIC}
_LARGE = {True: FundPayType.LARGE_EXPENSE_SUBSIDY, False: FundPayType.RESIDENT_SERIOUS_ILLNESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """A settlement's amounts in cents."""

    price: Price
    deductible: int
    percent: int
    pool: int
    """What the pooled fund of the basic insurance pays."""
    large: int
    """What the fund for large expenses or serious illness pays."""
    account: int
    balance: int
    """Balance of the personal account."""
    is_employee: bool

    @property
    def fund(self) -> int:
        """What all funds pay."""
        return self.pool + self.large

    @property
    def cash(self) -> int:
        """What the person pays himself."""
        return self.price.total - self.fund - self.account

    def values(self, sign: int = 1) -> dict[str, JsonValue]:
        """The amounts under all the names that the tables have for them, negative for a refund (sign -1)."""
        amounts = {
            "medfee_sumamt": self.price.total,
            "fulamt_ownpay_amt": self.price.ownpay,
            "preselfpay_amt": self.price.prepay,
            "inscp_scp_amt": self.price.in_scope,
            "act_pay_dedc": self.deductible,
            "hifp_pay": self.pool,
            "hifob_pay": self.large if self.is_employee else 0,
            "hifmi_pay": 0 if self.is_employee else self.large,
            "fund_pay_sumamt": self.fund,
            "acct_pay": self.account,
            **dict.fromkeys(("psn_part_amt", "psn_pay"), self.price.total - self.fund),
            **dict.fromkeys(("psn_cash_pay", "cash_payamt", "pdn_cash_pay"), self.cash),
        }
        wire: dict[str, JsonValue] = {name: yuan(sign * amount) for name, amount in amounts.items()}
        zero = ("overlmt_selfpay", "cvlserv_pay", "hifes_pay", "hifdm_pay", "maf_pay", "oth_pay", "hosp_part_amt")
        return {
            **wire,
            **dict.fromkeys((*zero, "acct_mulaid_pay"), yuan(0)),
            "pool_prop_selfpay": EXACT.quantize(yuan(self.percent), Decimal("0.0001")),
            "balc": yuan(self.balance),
        }

    def details(self, sign: int = 1) -> list[Mapping[str, JsonValue]]:
        """What each fund pays; together the sum of all funds."""
        funds = [(_POOL[self.is_employee], self.pool), (_LARGE[self.is_employee], self.large)]
        return [
            {
                "fund_pay_type": fund.value,
                "inscp_scp_amt": yuan(sign * self.price.in_scope),
                "crt_payb_lmt_amt": yuan(sign * amount),
                "fund_payamt": yuan(sign * amount),
                "fund_pay_type_name": fund.label,
            }
            for fund, amount in funds
            if amount or fund is _POOL[self.is_employee]
        ]


def share_out(price: Price, *, clr_type: ClrType, insutype: str, balance: int, uses_account: bool) -> Shares:
    """The shares of a price: a deductible, then a percentage of what is in scope; the account pays what it can."""
    is_employee = insutype == EMPLOYEE
    deductible = min(_DEDUCTIBLE.get(clr_type, 0), max(price.in_scope, 0))
    percent = _PERCENT[clr_type] - (0 if is_employee else _RESIDENTS_LESS)
    payable = max(price.in_scope - deductible, 0)
    fund = payable * percent // 100
    large = max(payable - _LARGE_EXPENSE_FROM, 0) * percent // 100
    account = max(min(balance, price.total - fund), 0) if uses_account and is_employee else 0
    return Shares(
        price=price,
        deductible=deductible,
        percent=percent,
        pool=fund - large,
        large=large,
        account=account,
        balance=balance - account,
        is_employee=is_employee,
    )
