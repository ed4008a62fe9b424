"""Clearing (3260, 3261, 3262): lists a month's settlements, records confirmations and revocations."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from gdyb import operations
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb.codes.fulamt_advpay_flag import FulamtAdvpayFlag
from gdyb_runtime.model.operation import Paging
from gdyb_runtime.money import EXACT
from gdyb_sandbox._centre.area import Behaviours, Desk, problem
from gdyb_sandbox._centre.confirmations import Period, confirm, find_confirmation, flags_of, revoke
from gdyb_sandbox._messages.request import Call, number
from gdyb_sandbox._messages.tables import JsonValue, load_table
from gdyb_sandbox._messages.wording import Problem, Refusal
from gdyb_sandbox._month.clearing import Month, Row

_KEY = "setl_sn"
"""What identifies a row: the document leaves it open, and this is the number the settlement was answered with."""

_PAYERS = (FulamtAdvpayFlag.HOSPITAL_REIMBURSEMENT.value, FulamtAdvpayFlag.SPORADIC_REIMBURSEMENT.value)


def _extract(desk: Desk, call: Call) -> JsonValue:
    paging = call.operation.paging
    assert paging is not None
    node, field = paging.field.split(".")
    first = int(number(call.node(node)[field]))
    if first < paging.first:
        raise Refusal([problem(call, (node, field), f"从 {paging.first} 起")])
    return {paging.rows: _wire_rows(_month(desk, _period(call)), first, paging)}


def _confirm(desk: Desk, call: Call) -> JsonValue:
    rows = call.rows("detail")
    problems: list[Problem] = []
    if number(call.node("data")["totalrow"]) != len(rows):
        problems.append(problem(call, ("data", "totalrow"), f"应等于 detail 的行数 {len(rows)}"))
    period = _period(call)
    month = _month(desk, period)
    flags = {str(row[_KEY]): str(row["cnfm_flag"]) for row in rows}
    recorded = flags_of(desk.store, call.institution, flags)
    is_repeatable = desk.options.repeated_confirmation == "accept"
    seen: set[str] = set()
    for index, row in enumerate(rows):
        key = str(row[_KEY])
        wrong = dict(_row_problems(row, month.find(key)))
        if key in seen:
            wrong = {_KEY: "在本次交易中重复"}
        elif not wrong and not is_repeatable and recorded.get(key) == CnfmFlag.CONFIRMED:
            wrong = {_KEY: "已经确认过，如需重新确认请先回退"}
        seen.add(key)
        problems += [problem(call, ("detail", index, name), message) for name, message in wrong.items()]
    if problems:
        raise Refusal(problems)
    # Where a row may count twice, each of its confirmations stands for itself.
    confirm(desk.store, period, call.msgid, call.inf_refmsgid, flags, replaced=() if is_repeatable else recorded)
    return None


def _revoke(desk: Desk, call: Call) -> JsonValue:
    otransid = str(call.node("data")["otransid"])
    period = _period(call)
    # "0" takes back whatever there is: with nothing to take back it has already reached its aim.
    if otransid == operations.revoke_clearing_period.fixed["data"]["otransid"]:
        revoke(desk.store, period, call.msgid, call.inf_refmsgid, otransid)
    elif reason := _not_revocable(find_confirmation(desk.store, call.institution, otransid), period):
        raise Refusal([problem(call, ("data", "otransid"), reason)])
    else:
        revoke(desk.store, period, call.msgid, call.inf_refmsgid, otransid, otransid)
    return None


BEHAVIOURS: Behaviours = {
    "extract_clearing_details": _extract,
    "confirm_clearing_results": _confirm,
    "revoke_clearing_confirmation": _revoke,
}


def _period(call: Call) -> Period:
    data = call.node("data")
    return Period(institution=call.institution, year=str(data["trt_year"]), month=str(data["trt_month"]))


def _month(desk: Desk, period: Period) -> Month:
    options = desk.options
    return Month(
        seed=options.seed,
        institution=period.institution,
        area=options.mdtrtarea_admvs,
        year=int(period.year),
        month=int(period.month),
        rows=options.rows,
        payers=_PAYERS,
        large_amount=_largest_amount() if options.large_amount else None,
    )


def _wire_rows(month: Month, first: int, paging: Paging) -> list[JsonValue]:
    return [dict(row) for row in month.page(first, paging.size)]


def _row_problems(row: Mapping[str, JsonValue], expected: Row | None) -> Iterator[tuple[str, str]]:
    """Where a row to confirm departs from the row that was given out."""
    if expected is None:
        yield _KEY, "不在该结算周期的清分明细中"
        return
    for name, value in row.items():
        if name in expected and not _is_same(value, expected[name]):
            yield name, "与提取的清分明细不一致"


def _is_same(value: JsonValue, expected: int | str | Decimal) -> bool:
    return value == expected if isinstance(expected, str) else number(value) == expected


def _not_revocable(confirmation: tuple[str, bool] | None, period: Period) -> str:
    if confirmation is None:
        return "没有这个接收方报文ID的确认"
    name, is_revoked = confirmation
    if name != period.name:
        return "该确认属于另一个结算周期"
    return "该确认已经回退过" if is_revoked else ""


def _largest_amount() -> Decimal:
    """The largest amount the table has room for."""
    infno = operations.extract_clearing_details.infno
    field = load_table(infno).field("OutputData", "medfee_sumamt")
    places, scale = int(str(field["x-precision"])), int(str(field["x-scale"]))
    return EXACT.scaleb(Decimal(10**places - 1), -scale)
