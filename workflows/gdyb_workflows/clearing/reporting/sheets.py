"""A month of the ledger as tables, the same in a workbook and on the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from gdyb import operations
from gdyb.codes import CnfmFlag
from gdyb_runtime.money import yuan
from gdyb_runtime.redaction import mask_text
from gdyb_workflows._output.sheets import Cell, Sheet
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.states import BatchState
from gdyb_workflows.clearing.ledger.steps import NextStep
from gdyb_workflows.clearing.matching.comparison import MatchKind
from gdyb_workflows.clearing.overview import AuditLine, BatchOverview, ChangedRow, MonthOverview
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.clearing.reporting.settlements import FATES, GroupAmounts, by_fate, settlements
from gdyb_workflows.fence import beijing
from gdyb_workflows.records.shape import fields_of

__all__ = [
    "DETAIL_COLUMNS",
    "DetailColumn",
    "about_sheet",
    "attempts_sheet",
    "audit_sheet",
    "batches_sheet",
    "changes_sheet",
    "days_sheet",
    "decisions_sheet",
    "details_sheet",
    "epochs_sheet",
    "flag_text",
    "heading",
    "kind_text",
    "revocations_sheet",
    "totals_sheet",
]

_KINDS = {
    "unchecked": "未核对",
    "given_by_person": "人工填写",
    **{kind.value: kind.label for kind in MatchKind},
}


def heading(name: str, infno: str = operations.extract_clearing_details.infno) -> str:
    """What a table calls a field of the platform: wire name and printed label."""
    return f"{name} {next(fields_of(infno, name)).label}"


_FLAG = heading("cnfm_flag", operations.confirm_clearing_results.infno)
_MONEY = tuple(heading(name) for name in ("medfee_sumamt", "optins_pay_sumamt"))
_ROWS = "笔数"
_SENT = heading("otransid", operations.revoke_clearing_confirmation.infno)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailColumn:
    """A column of the details."""

    name: str
    """What a program calls it."""
    heading: str
    read: Callable[[Mapping[str, Any]], Cell]
    is_money: bool = False
    is_count: bool = False
    is_personal: bool = False


@lru_cache(1_000)
def _time(moment: float | None) -> str:
    # The rows of a batch were confirmed at the same moment.
    return "" if moment is None else beijing(moment)


def _wire(name: str, stored: str = "", **kind: bool) -> DetailColumn:
    return DetailColumn(name=name, heading=heading(name), read=lambda record: record[stored or name], **kind)


def _cents(name: str, stored: str) -> DetailColumn:
    def read(record: Mapping[str, Any]) -> Cell:
        return None if record[stored] is None else yuan(record[stored])

    return DetailColumn(name=name, heading=heading(name), read=read, is_money=True)


def _own(name: str, title: str, read: Callable[[Mapping[str, Any]], Cell], **kind: bool) -> DetailColumn:
    return DetailColumn(name=name, heading=title, read=read, **kind)


def _stands(record: Mapping[str, Any]) -> Cell:
    return "现有" if record["is_current"] else "已变或已没有"


DETAIL_COLUMNS: Final = (
    _wire("seqno", is_count=True),
    _wire("setl_sn"),
    _wire("mdtrt_id"),
    _own(
        "occurrence",
        "第几次出现",
        lambda record: record["occurrence"] if record["occurrence"] > 1 else None,
        is_count=True,
    ),
    _wire("mdtrt_setl_time"),
    _wire("certno", is_personal=True),
    _wire("mdtrtarea"),
    _wire("medins_no"),
    _wire("fulamt_advpay_flag"),
    _cents("medfee_sumamt", "medfee"),
    _cents("optins_pay_sumamt", "optins"),
    _own("state", "状态", lambda record: FATES[record["fate"]]),
    _own("cnfm_flag", _FLAG, lambda record: record["flag"]),
    _own("platform", "平台", _stands),
    _own("epoch", "轮次", lambda record: record["epoch"], is_count=True),
    _own("batch", "批次", lambda record: record["batch"], is_count=True),
    _own("msgid", "msgid", lambda record: record["msgid"]),
    _own("inf_refmsgid", "inf_refmsgid", lambda record: record["inf_refmsgid"]),
    _own("confirmed_at", "确认时间", lambda record: _time(record["confirmed_at"])),
    _own("kind", "核对结果", lambda record: kind_text(record["kind"])),
    _own("reason", "说明", lambda record: record["reason"]),
    _own("approved_by", "批准人", lambda record: record["approved_by"]),
    _own("approved_at", "批准时间", lambda record: _time(record["approved_at"])),
    _own("note", "备注", lambda record: record["note"]),
)
"""Everything about a settlement, in the order of the table; 证件号码 only where it is asked for."""


def kind_text(kind: str) -> str:
    """What people call the result of a comparison."""
    return _KINDS.get(kind, kind)


def flag_text(flag: str) -> str:
    """A flag with its label."""
    return next((f"{flag} {known.label}" for known in CnfmFlag if known.value == flag), flag)


def about_sheet(
    ledger: Ledger, month: MonthOverview, *, maker: str, now: float, wording: Callable[[NextStep], str] = str
) -> Sheet:
    """What the tables are about, where they come from, and what is still to be done."""
    lines = {
        "机构": month.institution,
        "期间": str(month.period),
        "接口地址": month.platform,
        "清分台账": ledger.where,
        "生成时间": _time(now),
        "生成者": maker,
    }
    return Sheet(
        title="说明",
        headings=("项目", "内容"),
        rows=[*lines.items(), *(("还要做", text) for text in [*map(wording, month.next_steps)] or ["没有"])],
    )


def details_sheet(ledger: Ledger, month_id: int, *, show_people: bool = False) -> Sheet:
    """Every settlement with what became of it; read while it is written."""
    columns = [column for column in DETAIL_COLUMNS if show_people or not column.is_personal]
    opened = (_opened(ledger, record, show_people=show_people) for record in settlements(ledger, month_id))
    return Sheet(
        title="明细",
        headings=tuple(column.heading for column in columns),
        rows=(tuple(_cell(column.read(record)) for column in columns) for record in opened),
    )


def totals_sheet(ledger: Ledger, month_id: int) -> Sheet:
    """Rows and money by what becomes of them, and what the platform gives and the batches hold in all."""
    groups = by_fate(ledger, month_id)
    current = _sum(one for one in groups if one.is_current)
    batched = _sum(one for one in groups if one.fate in set(BatchState))
    return Sheet(
        title="汇总",
        headings=("状态", _FLAG, "平台", _ROWS, *_MONEY),
        rows=[
            *(
                (
                    FATES[one.fate],
                    flag_text(one.flag),
                    "现有" if one.is_current else "已变或已没有",
                    *_cells(one.amounts),
                )
                for one in groups
            ),
            ("平台现有合计", "", "", *_cells(current)),
            ("批次合计", "", "", *_cells(batched)),
        ],
    )


def days_sheet(groups: Iterable[GroupAmounts]) -> Sheet:
    """Rows and money of each day by what becomes of them."""
    return Sheet(
        title="每日",
        headings=("结算日期", "状态", _FLAG, _ROWS, *_MONEY),
        rows=[(one.day, FATES[one.fate], flag_text(one.flag), *_cells(one.amounts)) for one in groups],
    )


def decisions_sheet(groups: Iterable[GroupAmounts]) -> Sheet:
    """What was found, proposed and approved."""
    return Sheet(
        title="核对与批准",
        headings=("核对结果", f"建议 {_FLAG}", f"批准 {_FLAG}", _ROWS, *_MONEY),
        rows=[
            (
                kind_text(one.kind) or "还没有核对",
                flag_text(one.proposed),
                flag_text(one.flag) or "未批准",
                *_cells(one.amounts),
            )
            for one in groups
        ],
    )


def batches_sheet(month: MonthOverview) -> Sheet:
    """Every batch with its ids."""
    return Sheet(
        title="批次",
        headings=(
            "轮次",
            "批次",
            "状态",
            _ROWS,
            "其中纳入",
            *_MONEY,
            "msgid",
            "inf_refmsgid",
            "发送次数",
            "最后变动",
            "登记人",
        ),
        rows=[
            (
                one.epoch,
                one.number,
                _state(one),
                one.amounts.rows,
                one.included,
                *_money(one.amounts),
                one.msgid,
                one.inf_refmsgid,
                len(one.attempts),
                _time(one.changed_at),
                one.settled_by,
            )
            for one in month.batches
        ],
    )


def attempts_sheet(batches: Iterable[BatchOverview]) -> Sheet:
    """Every 3261 that was sent, or was about to be."""
    return Sheet(
        title="发送记录",
        headings=(
            "轮次",
            "批次",
            "第几次",
            "结果",
            "msgid",
            "inf_refmsgid",
            "发送时间",
            "答复时间",
            "发送者",
            "平台说明",
        ),
        rows=[
            (
                one.epoch,
                one.number,
                sent.number,
                sent.state.label,
                sent.msgid,
                sent.inf_refmsgid,
                _time(sent.sent_at),
                _time(sent.answered_at),
                sent.sent_by,
                mask_text(sent.message),
            )
            for one in batches
            for sent in one.attempts
        ],
    )


def epochs_sheet(month: MonthOverview) -> Sheet:
    """Everything between two revocations of the period."""
    return Sheet(
        title="轮次",
        headings=("轮次", "状态", "开始", "停止发送", "可整期回退", "整期回退完成", "之后"),
        rows=[
            (
                one.number,
                one.state.label,
                _time(one.opened_at),
                _time(one.closed_at),
                _time(one.fence_until),
                _time(one.rolled_back_at),
                "" if one.closed_at is None else "重新确认" if one.send_again else "不再确认",
            )
            for one in month.epochs
        ],
    )


def revocations_sheet(month: MonthOverview) -> Sheet:
    """Every 3262."""
    return Sheet(
        title="回退",
        headings=("轮次", "批次", "结果", _SENT, "msgid", "发送时间", "平台说明"),
        rows=[
            (
                one.epoch,
                "整期" if one.batch is None else one.batch,
                one.state.label,
                one.otransid,
                one.msgid,
                _time(one.sent_at),
                mask_text(one.message),
            )
            for one in month.revocations
        ],
    )


def changes_sheet(changed: Iterable[ChangedRow]) -> Sheet:
    """What the last extraction found to be different."""
    before, after = ([f"{side} {name}" for name in _MONEY] for side in ("原", "现"))
    return Sheet(
        title="变动",
        headings=("变动", heading("setl_sn"), heading("mdtrt_id"), "已列入批次", *before, *after),
        rows=(
            (
                one.kind.label,
                one.setl_sn,
                one.mdtrt_id,
                "是" if one.is_confirmed else "",
                *_money(one.before),
                *_money(one.after),
            )
            for one in changed
        ),
    )


def audit_sheet(lines: Sequence[AuditLine]) -> Sheet:
    """What people decided and what the ledger found to be worth a look."""
    return Sheet(
        title="审计",
        headings=("时间", "谁", "在哪里", "做了什么", "批次", "内容"),
        rows=[
            (
                _time(one.at),
                one.actor,
                one.machine,
                one.action.label,
                one.batch,
                mask_text(one.detail),
            )
            for one in lines
        ],
    )


def _opened(ledger: Ledger, record: dict[str, Any], *, show_people: bool) -> dict[str, Any]:
    if record["note"]:
        note = ledger.vault.open(record["note"], ledger.where)
        record["note"] = note if show_people else mask_text(note)
    if show_people:
        record["certno"] = ledger.vault.open(record["certno"], ledger.where)
    return record


def _cell(cell: Cell) -> Cell:
    # A workbook of many rows is written faster without empty texts.
    return None if cell == "" else cell


def _state(one: BatchOverview) -> str:
    return one.state.label if one.is_in_force else f"{one.state.label}（已整期回退）"


def _sum(groups: Iterable[GroupAmounts]) -> Amounts:
    return sum((one.amounts for one in groups), Amounts())


def _cells(amounts: Amounts) -> tuple[int, Decimal, Decimal]:
    return amounts.rows, amounts.medfee_sumamt, amounts.optins_pay_sumamt


def _money(amounts: Amounts | None) -> Iterator[Cell]:
    yield from (None, None) if amounts is None else (amounts.medfee_sumamt, amounts.optins_pay_sumamt)
