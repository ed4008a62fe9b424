"""One month of out-of-town clearing: extract its settlements, confirm them in batches, take a batch back."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self, TypeVar

from gdyb import operations
from gdyb.client import Client
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb.models import i3260, i3262
from gdyb_runtime.reply import Reply
from gdyb_workflows.tables import row_limit

__all__ = [
    "Amounts",
    "Batch",
    "ClearingMonth",
    "Page",
    "batches",
    "confirm_all",
    "confirm_in_batches",
    "confirmation_limit",
    "extract_month",
    "extract_pages",
    "revoke_batch",
]

RowT = TypeVar("RowT")
Settlement = i3260.OutputData

_MONTH = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])", re.ASCII)
_ROWS_NODE = "detail"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingMonth:
    """A clearing period: 结算年度 and 结算月份."""

    year: str
    month: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month written as `2020-12` or `202012`; ValueError in Chinese for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError("应为年-月，例如 2020-12")
        return cls(year=match[1], month=match[2])

    def __str__(self) -> str:
        return f"{self.year}-{self.month}"

    @property
    def fields(self) -> dict[str, str]:
        """The period as the interfaces want it."""
        return {"trt_year": self.year, "trt_month": self.month}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How many settlements, and their money in yuan, exact."""

    rows: int = 0
    medfee_sumamt: Decimal = Decimal("0.00")
    optins_pay_sumamt: Decimal = Decimal("0.00")

    @classmethod
    def of(cls, rows: Iterable[Settlement]) -> "Amounts":
        """The totals of some settlements; ReplyFieldMissing when one has no usable amount."""
        total = cls()
        for row in rows:
            total += cls(rows=1, medfee_sumamt=row.medfee_sumamt, optins_pay_sumamt=row.optins_pay_sumamt)
        return total

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            rows=self.rows + other.rows,
            medfee_sumamt=self.medfee_sumamt + other.medfee_sumamt,
            optins_pay_sumamt=self.optins_pay_sumamt + other.optins_pay_sumamt,
        )

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            rows=self.rows - other.rows,
            medfee_sumamt=self.medfee_sumamt - other.medfee_sumamt,
            optins_pay_sumamt=self.optins_pay_sumamt - other.optins_pay_sumamt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answered page of the extraction."""

    number: int
    rows: tuple[Settlement, ...]
    placeholders: int
    """Rows without 就诊登记号, which some platforms send to fill a page; they are not in `rows`."""
    warnings: int
    msgid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Settlements that were confirmed in one call, and the ids it was answered with."""

    number: int
    rows: tuple[Settlement, ...]
    msgid: str
    inf_refmsgid: str


def extract_pages(client: Client, month: ClearingMonth) -> Iterator[Page]:
    """The month page by page (3260), until a short or empty page; raises GdybError like every call."""
    for number, reply in enumerate(client.pages(operations.extract_clearing_details, data=month.fields), 1):
        rows = tuple(row for row in reply.output.data if getattr(row, "mdtrt_id", None))
        yield Page(
            number=number,
            rows=rows,
            placeholders=len(reply.output.data) - len(rows),
            warnings=len(reply.warnings),
            msgid=reply.msgid,
        )


def extract_month(client: Client, month: ClearingMonth) -> tuple[Settlement, ...]:
    """All settlements of the month, in the platform's order."""
    return tuple(row for page in extract_pages(client, month) for row in page.rows)


def confirmation_limit() -> int:
    """The most settlements that one confirmation may hold, as printed for 3261."""
    operation = operations.confirm_clearing_results
    return row_limit(operation.infno, operation.name, _ROWS_NODE)


def batches(rows: Sequence[RowT], size: int) -> Iterator[tuple[RowT, ...]]:
    """The rows in order, `size` at a time, the last ones possibly fewer; ValueError for a size below 1."""
    if size < 1:
        raise ValueError(f"a batch needs at least one row, got size {size}")
    for start in range(0, len(rows), size):
        yield tuple(rows[start : start + size])


def confirm_all(settlement: Settlement) -> CnfmFlag:
    """The decision to take every settlement into this clearing."""
    return CnfmFlag.CONFIRMED


def confirm_in_batches(
    client: Client,
    month: ClearingMonth,
    rows: Sequence[Settlement],
    *,
    size: int | None = None,
    decide: Callable[[Settlement], CnfmFlag] = confirm_all,
) -> Iterator[Batch]:
    """Confirms settlements (3261) and gives each batch as soon as it was answered.

    The first call that fails raises its GdybError and nothing after it is sent. A lost answer (outcome unknown) is
    never sent again: what came before stays confirmed, that one batch needs a person.
    """
    for number, batch in enumerate(batches(rows, size or confirmation_limit()), 1):
        reply = client.confirm_clearing_results(
            data={**month.fields, "totalrow": len(batch)},
            detail=[_confirmation(row, decide(row)) for row in batch],
        )
        yield Batch(number=number, rows=batch, msgid=reply.msgid, inf_refmsgid=reply.inf_refmsgid)


def revoke_batch(client: Client, month: ClearingMonth, batch: Batch) -> Reply[i3262.Output]:
    """Takes one confirmed batch back (3262), named by the inf_refmsgid of its confirmation."""
    return client.revoke_clearing_confirmation(data={**month.fields, "otransid": batch.inf_refmsgid})


def _confirmation(row: Settlement, flag: CnfmFlag) -> Mapping[str, object]:
    return {
        "certno": row.certno,
        "mdtrt_id": row.mdtrt_id,
        "mdtrt_setl_time": row.mdtrt_setl_time,
        "setl_sn": row.setl_sn,
        "medfee_sumamt": row.medfee_sumamt,
        "optins_pay_sumamt": row.optins_pay_sumamt,
        "cnfm_flag": flag,
    }
