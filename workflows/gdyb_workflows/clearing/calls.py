"""The single calls of clearing: a month extracted, confirmed in batches, a batch revoked; nothing is remembered."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gdyb import operations
from gdyb.client import Client
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb.models import i3260, i3261, i3262
from gdyb_runtime.errors import ReplyFieldUnreadable, RequestInvalid
from gdyb_runtime.identity import normal_id
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.tables import TABLES

__all__ = [
    "Batch",
    "Page",
    "Settlement",
    "batches",
    "confirm_all",
    "confirm_in_batches",
    "confirmation_limit",
    "confirmation_nodes",
    "doubt_of",
    "extract_month",
    "extract_pages",
    "revoke_batch",
    "settlements_of",
    "unconfirmable",
]

RowT = TypeVar("RowT")
Settlement = i3260.OutputData

_ROWS_NODE, _FLAG = "detail", "cnfm_flag"
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_TELLING = ("setl_sn", "mdtrt_id", "certno", "medfee_sumamt", "optins_pay_sumamt")
"""Ids and money: a row that has none of them is no settlement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answered page of the extraction."""

    number: int
    rows: tuple[Settlement, ...]
    placeholders: int
    """Rows without any id or money, which some platforms send to fill a page; they are not in `rows`."""
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
        rows = tuple(settlements_of(reply))
        yield Page(
            number=number,
            rows=rows,
            placeholders=len(reply.output.data) - len(rows),
            warnings=len(reply.warnings),
            msgid=reply.msgid,
        )


def settlements_of(reply: Reply[i3260.Output]) -> Iterator[Settlement]:
    """The rows of a page but for those that only fill it: without any id, without money, and nothing was unreadable."""
    return (row for row in reply.output.data if any(_is_given(row, name) for name in _TELLING))


def _is_given(row: Settlement, name: str) -> bool:
    """Whether a field says something; what nobody understands does."""
    try:
        value = getattr(row, name, None)
    except ReplyFieldUnreadable:
        return True
    return bool(value.strip() if isinstance(value, str) else value)


def extract_month(client: Client, month: ClearingMonth) -> tuple[Settlement, ...]:
    """All settlements of the month, in the platform's order."""
    return tuple(row for page in extract_pages(client, month) for row in page.rows)


def confirmation_limit() -> int:
    """The most settlements that one confirmation may hold, as printed for 3261."""
    operation = operations.confirm_clearing_results
    return TABLES.row_limit(operation.infno, operation.name, _ROWS_NODE)


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
        reply = client.call(
            operations.confirm_clearing_results,
            msgid=None,
            envelope=None,
            deadline=None,
            total_timeout=None,
            extra=None,
            **confirmation_nodes(month, [_confirmation(row, decide(row)) for row in batch]),
        )
        yield Batch(number=number, rows=batch, msgid=reply.msgid, inf_refmsgid=reply.inf_refmsgid)


def revoke_batch(client: Client, month: ClearingMonth, batch: Batch) -> Reply[i3262.Output]:
    """Takes one confirmed batch back (3262), named by the inf_refmsgid of its confirmation."""
    return client.revoke_clearing_confirmation(data={**month.fields, "otransid": batch.inf_refmsgid})


def confirmation_nodes(month: ClearingMonth, rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The nodes of 3261 for rows under their wire names, each with its flag."""
    fields = i3261.InputDetail.model_fields
    return {
        "data": {**month.fields, "totalrow": len(rows)},
        _ROWS_NODE: [{field: row[field] for field in fields} for row in rows],
    }


def _confirmation(row: Settlement, flag: CnfmFlag) -> Mapping[str, object]:
    fields = (field for field in i3261.InputDetail.model_fields if field != _FLAG)
    return {**{field: getattr(row, field) for field in fields}, _FLAG: flag}


def doubt_of(medins_no: str, mdtrt_setl_time: str, *, institution: str, ym: str) -> str:
    """Why only a person may decide on a settlement: it is another institution's or another month's; empty if not."""
    reasons = []
    if medins_no and normal_id(medins_no) != normal_id(institution):
        reasons.append("medins_no 医疗机构编号与本机构不同")
    if (settled := _YEAR_MONTH.match(mdtrt_setl_time)) and settled[1] + settled[2] != ym:
        reasons.append(f"mdtrt_setl_time 就诊结算时间在 {settled[1]}-{settled[2]}，不在本期")
    return "；".join(reasons)


def unconfirmable(row: Mapping[str, object]) -> str:
    """Why 3261 could not take a settlement, without its values; empty where it could."""
    try:
        i3261.InputDetail(**{**row, _FLAG: CnfmFlag.CONFIRMED})  # type: ignore[arg-type]
    except RequestInvalid as error:
        return "；".join(f"{problem.field} {problem.label}：{problem.message}" for problem in error.problems)
    return ""
