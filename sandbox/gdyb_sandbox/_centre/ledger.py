"""The centre's settlements: those made by calls, and a generated month for every month that is over.

The running month holds calls only, so that what an institution settled today balances with what it recorded today.
"""

import datetime
import functools
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gdyb_sandbox._centre.store import Store
from gdyb_sandbox._month.settled import NORMAL, Settled, SettledMonth
from gdyb_sandbox._options import Options

_COLUMNS = "setl_id, mdtrt_id, psn_no, msgid, insutype, clr_type, setl_time, refd_setl_flag, medfee, fund, account"
_KEPT_MONTHS = 64


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which settlements are meant; an empty type means all of them."""

    institution: str
    first: datetime.date
    last: datetime.date
    insutype: str = ""
    clr_type: str = ""
    with_refunds: bool = True
    """Whether refunds count, rows of their own with negative amounts."""

    def holds(self, row: Settled) -> bool:
        """Whether a settlement of the institution lies in the scope."""
        return self.holds_day(row.setl_time[:10]) and self.holds_kind(row.insutype, row.clr_type, row.refd_setl_flag)

    def holds_day(self, day: str) -> bool:
        """Whether a day (yyyy-MM-dd) lies in the scope."""
        first, last = self._days
        return first <= day <= last

    def holds_kind(self, insutype: str, clr_type: str, refd_setl_flag: str) -> bool:
        """Whether settlements of this kind count."""
        return (
            self.insutype in ("", insutype)
            and self.clr_type in ("", clr_type)
            and (self.with_refunds or refd_setl_flag == NORMAL)
        )

    @functools.cached_property
    def _days(self) -> tuple[str, str]:
        return self.first.isoformat(), self.last.isoformat()

    def months(self) -> Iterator[tuple[int, int]]:
        """The months the scope touches."""
        for index in range(self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month):
            yield index // 12, index % 12 + 1


@dataclass(frozen=True, slots=True)
class Totals:
    """Number of settlements and sums in cents."""

    count: int = 0
    medfee: int = 0
    fund: int = 0
    account: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.count + other.count,
            self.medfee + other.medfee,
            self.fund + other.fund,
            self.account + other.account,
        )


_Kind = tuple[str, str, str, str]
"""Day, insurance type, clearing type, refund flag."""


class Ledger:
    """The centre's settlements of every institution."""

    def __init__(self, options: Options, store: Store) -> None:
        self._options = options
        self._store = store
        self._summed = functools.lru_cache(maxsize=_KEPT_MONTHS)(_sum_up)
        self._lock = threading.Lock()

    def totals(self, scope: Scope, today: datetime.date) -> Totals:
        """The sums of a scope."""
        total = sum((Totals(1, row.medfee, row.fund, row.account) for row in self.called(scope)), Totals())
        for month in self.months(scope, today):
            # One sum at a time: the next call for the same month then finds it.
            with self._lock:
                summed = self._summed(month)
            kinds = (kind for kind in summed if scope.holds_day(kind[0]) and scope.holds_kind(*kind[1:]))
            total = sum((summed[kind] for kind in kinds), total)
        return total

    def months(self, scope: Scope, today: datetime.date) -> list[SettledMonth]:
        """The generated months a scope touches."""
        return [
            generated_month(self._options, scope.institution, year, month)
            for year, month in scope.months()
            if (year, month) < (today.year, today.month)
        ]

    def called(self, scope: Scope) -> list[Settled]:
        """The settlements of a scope that were made by calls."""
        query = f"SELECT {_COLUMNS} FROM ledger WHERE institution = ? AND setl_time BETWEEN ? AND ? ORDER BY setl_id"
        first, last = f"{scope.first} 00:00:00", f"{scope.last} 23:59:59"
        rows = (Settled(*row) for row in self._store.rows(query, scope.institution, first, last))
        return [row for row in rows if scope.holds(row)]


def generated_month(options: Options, institution: str, year: int, month: int) -> SettledMonth:
    """The generated month of an institution."""
    return SettledMonth(
        options.seed, institution, options.mdtrtarea_admvs, year, month, options.rows, options.differences
    )


def _sum_up(month: SettledMonth) -> Mapping[_Kind, Totals]:
    sums: dict[_Kind, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in month.centre():
        total = sums[row.setl_time[:10], row.insutype, row.clr_type, row.refd_setl_flag]
        total[0] += 1
        total[1] += row.medfee
        total[2] += row.fund
        total[3] += row.account
    return {kind: Totals(*total) for kind, total in sums.items()}
