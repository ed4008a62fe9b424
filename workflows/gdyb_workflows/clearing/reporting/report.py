"""A month of the ledger as one page: read on a screen, printed for the file, sent to whom it concerns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from importlib.resources import files
from itertools import islice
from pathlib import Path

from gdyb_workflows._output.sheets import Cell, Sheet, cell_text, replacing
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.states import OPEN, UNANSWERED, AttemptState, BatchState, EpochState
from gdyb_workflows.clearing.ledger.steps import NextStep
from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview, audit_trail, changes
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.clearing.reporting.chart import GROUPS, days_chart, group_of, states_chart
from gdyb_workflows.clearing.reporting.settlements import GroupAmounts, by_day, by_decision, by_fate
from gdyb_workflows.clearing.reporting.sheets import (
    attempts_sheet,
    audit_sheet,
    batches_sheet,
    changes_sheet,
    decisions_sheet,
    epochs_sheet,
    heading,
    revocations_sheet,
    totals_sheet,
)
from gdyb_workflows.fence import beijing

__all__ = ["MonthReport", "html_report", "write_report"]

_MOST_BATCHES = 3_000
_MOST_ROWS = 500
_TALL = 40
"""Rows above which a table gets a window of its own on the screen; on paper it is whole."""
_LONG = 32
"""Characters of a text that may be broken into lines; ids, times and amounts never are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """What a page is made from; `ledger` had better be a snapshot, so that its tables add up."""

    ledger: Ledger
    month_id: int
    month: MonthOverview
    maker: str
    """Who makes it, and where."""
    now: float
    wording: Callable[[NextStep], str] = str
    """The wording of the next steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table of the page: the first rows, how many there are, and what to say where there are none."""

    id: str
    sheet: Sheet
    count: int
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tile:
    """A figure that is seen first; `name` is a key of GROUPS, or `given` for what the platform gives."""

    name: str
    label: str
    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """A drawing and what stands above it."""

    title: str
    svg: str


_ALARMING = {
    *(state.label for state in (*OPEN, BatchState.REJECTED)),
    EpochState.CLOSED.label,
    "可能重复确认",
}
"""Texts of cells that a reader of a long table must not overlook."""

_SECTIONS = (
    ("每日金额", "days"),
    ("平台的变动（最后一次提取与上一次比较）", "changes"),
    ("核对与批准", "decisions"),
    ("批次", "batches"),
    ("发送记录（重发、被拒绝、未知或人工登记的批次）", "attempts"),
    ("轮次（两次整期回退之间）", "epochs"),
    ("回退", "revocations"),
    ("过程记录", "audit"),
)
"""Headings of the page and their tables."""


def write_report(report: MonthReport, path: Path) -> None:
    """Writes the page, whole or not at all; replaces a file of that name.

    Raises:
        OSError: when the file cannot be written.
        LedgerError: when the ledger cannot be read.
    """
    text = html_report(report)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def html_report(report: MonthReport) -> str:
    """One page without any other file, script or request, and without anything that names a patient."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"text": cell_text, "kind": _kind, "time": beijing, "is_sum": _is_sum}
    folder, month = files("gdyb_workflows.clearing.reporting"), report.month
    template = environment.from_string(folder.joinpath("report.html.j2").read_text(encoding="utf-8"))
    days, fates = (_once(groups(report.ledger, report.month_id)) for groups in (by_day, by_fate))
    return template.render(
        month=month,
        state=_state(month),
        alarms=list(_alarms(month)),
        report=report,
        version=version("gdyb"),
        style=folder.joinpath("report.css").read_text(encoding="utf-8").strip(),
        money=heading("optins_pay_sumamt"),
        tiles=list(_tiles(month, fates)),
        charts=list(_charts(month, days, fates)),
        sections=_SECTIONS,
        tall=_TALL,
        tables={table.id: table for table in _tables(report, days)},
    )


def _tables(report: MonthReport, days: list[GroupAmounts]) -> Iterator[_Table]:
    ledger, month = report.ledger, report.month
    yield _table("totals", totals_sheet(ledger, report.month_id))
    yield _table("days", _days_sheet(days), nothing="没有结算。")
    yield _table("changes", changes_sheet(changes(ledger, report.month_id)), nothing="没有变动。")
    yield _table("decisions", decisions_sheet(by_decision(ledger, report.month_id)), nothing="没有结算。")
    yield _table("batches", batches_sheet(month), nothing="还没有批次。", most=_MOST_BATCHES)
    unusual = [one for one in month.batches if not _is_plain(one)]
    yield _table("attempts", attempts_sheet(unusual), nothing="没有重发、被拒绝或未知的发送。", most=_MOST_BATCHES)
    yield _table("epochs", epochs_sheet(month), nothing="还没有开始确认。")
    yield _table("revocations", revocations_sheet(month), nothing="没有回退。")
    yield _table("audit", audit_sheet(audit_trail(ledger, report.month_id)), nothing="没有记录。")


def _table(name: str, sheet: Sheet, *, nothing: str = "", most: int = _MOST_ROWS) -> _Table:
    rows = iter(sheet.rows)
    first = list(islice(rows, most))
    count = len(first) + sum(1 for _ in rows)
    return _Table(
        id=name, sheet=Sheet(title=sheet.title, headings=sheet.headings, rows=first), count=count, nothing=nothing
    )


def _once(groups: Iterable[GroupAmounts]) -> list[GroupAmounts]:
    """Without settlements that a batch holds as they were: these are there already."""
    return [one for one in groups if one.fate != "superseded"]


def _days_sheet(days: Iterable[GroupAmounts]) -> Sheet:
    """One row for each day, with what the drawing shows, exact."""
    days_of: dict[str, dict[str, Amounts]] = {}
    for one in days:
        day = days_of.setdefault(one.day or "日期未知", {})
        day[group_of(one)] = day.get(group_of(one), Amounts()) + one.amounts
    there = [group for group in GROUPS if any(group in day for day in days_of.values())]
    rows = [(day, *_day_cells(amounts, there)) for day, amounts in days_of.items()]
    if rows:
        whole = {group: _sum(day[group] for day in days_of.values() if group in day) for group in there}
        rows.append(("合计", *_day_cells(whole, there)))
    money = heading("optins_pay_sumamt")
    return Sheet(title="每日", headings=("结算日期", "笔数", money, *(GROUPS[group][0] for group in there)), rows=rows)


def _day_cells(amounts: dict[str, Amounts], groups: Iterable[str]) -> Iterator[Cell]:
    whole = _sum(amounts.values())
    yield from (whole.rows, whole.optins_pay_sumamt)
    yield from (amounts[group].optins_pay_sumamt if group in amounts else None for group in groups)


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    return sum(amounts, Amounts())


def _tiles(month: MonthOverview, fates: list[GroupAmounts]) -> Iterator[_Tile]:
    yield _Tile(name="given", label="平台现有", amounts=month.current)
    for group, (label, _) in GROUPS.items():
        if amounts := [one.amounts for one in fates if group_of(one) == group]:
            yield _Tile(name=group, label=label, amounts=_sum(amounts))


def _charts(month: MonthOverview, days: list[GroupAmounts], fates: list[GroupAmounts]) -> Iterator[_Chart]:
    if days:
        money = heading("optins_pay_sumamt")
        yield _Chart(title=f"每日 {money}（万元）", svg=days_chart(days, month.period))
        yield _Chart(title=f"各状态 {money}（万元）", svg=states_chart(fates))


def _state(month: MonthOverview) -> tuple[str, str]:
    """How the month stands: a CSS class and what people call it."""
    if month.is_done:
        return ("done", "已完成") if month.current.rows or month.batches else ("done", "本月没有结算")
    return ("person", "需要人工处理") if month.needs_person else ("going", "办理中")


def _alarms(month: MonthOverview) -> Iterator[str]:
    """What nobody may overlook."""
    uncertain = [one for one in month.batches if one.is_in_force and one.state in UNANSWERED]
    if uncertain:
        money = cell_text(_sum(one.amounts for one in uncertain).optins_pay_sumamt)
        yield f"{len(uncertain)} 个批次结果未知（{money} 元）：不知道平台是否已确认，不要重发"
    if revoking := sum(one.is_in_force and one.state is BatchState.REVOKING for one in month.batches):
        yield f"{revoking} 个批次的回退没有答复：不知道平台是否已回退"
    if month.is_closed:
        yield "正在等待整期回退：这一期停止发送，回退后全部重新办理"
    if month.conflicts:
        yield f"{month.conflicts} 个确认答复来迟：可能重复确认"
    if month.outdated:
        yield f"{month.outdated} 笔已确认的结算，平台的内容已变或已没有"
    if month.unusable:
        yield f"{month.unusable} 笔缺少确认所需的内容，不能确认"


def _is_plain(one: BatchOverview) -> bool:
    """Whether the table of batches says all there is to say about its sending."""
    if not one.attempts:
        return True
    sent = one.attempts[0]
    return (
        len(one.attempts) == 1
        and sent.state is AttemptState.CONFIRMED
        and sent.msgid == one.msgid
        and not one.settled_by
    )


def _is_sum(row: tuple[Cell, ...]) -> bool:
    """Whether a row adds up others."""
    return str(row[0]).endswith("合计")


def _kind(cell: Cell) -> str:
    """The CSS class of a cell: how it is aligned, whether it may be broken, whether it is to be seen."""
    if isinstance(cell, int | Decimal):
        return "number"
    if cell in _ALARMING:
        return "person"
    return "long" if isinstance(cell, str) and len(cell) > _LONG else ""
