"""A month of the ledger as tables, the same in a workbook and on the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from gdyb import operations
from gdyb.codes import CnfmFlag
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.clearing.ledger import Ledger, beijing
from gdyb_workflows.clearing.matching.comparison import MatchKind
from gdyb_workflows.clearing.overview import STATES, AuditLine, BatchOverview, ChangedRow, MonthOverview
from gdyb_workflows.clearing.period import Amounts, yuan
from gdyb_workflows.clearing.reporting.settlements import FATES, GroupAmounts, by_fate, settlements
from gdyb_workflows.records.shape import fields_of
from gdyb_workflows.sheets import Cell, Sheet

__all__ = [
    "CHANGE_KINDS",
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

CHANGE_KINDS: Final[Mapping[str, str]] = {"new": "新增", "gone": "已没有", "changed": "已变"}
"""How a settlement is different from the extraction before."""

_KINDS = {
    "unchecked": "未核对",
    "given_by_person": "人工填写",
    **{kind.value: kind.label for kind in MatchKind},
}
_ATTEMPTS = {
    "sending": "发送中",
    "confirmed": "已确认",
    "rejected": "被拒绝",
    "not_processed": "没有处理",
    "unknown": "结果未知",
    "done": "已回退",
}
_EPOCHS = {"open": "进行中", "closed": "等待整期回退", "rolled_back": "已整期回退"}
_ACTIONS = {
    "approved": "批准",
    "applied": "登记：已确认",
    "not_applied": "登记：未确认",
    "probed": "探查",
    "found_sending": "发现中断的发送",
    "late_answer": "答复来迟",
    "conflict": "答复与登记不符",
    "conflict_cleared": "不符的答复已核实",
    "revoke": "发送回退",
    "revoked": "登记：已回退",
    "not_revoked": "登记：未回退",
    "epoch_closed": "准备整期回退",
    "epoch_reopened": "撤销整期回退",
    "note": "说明",
    "period_revoked": "整期回退完成",
    "batch_dropped": "批次作废",
    "moved": "接口地址变更",
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
    return DetailColumn(name=name, heading=heading(name), read=lambda found: found[stored or name], **kind)


def _cents(name: str, stored: str) -> DetailColumn:
    def read(found: Mapping[str, Any]) -> Cell:
        return None if found[stored] is None else yuan(found[stored])

    return DetailColumn(name=name, heading=heading(name), read=read, is_money=True)


def _own(name: str, title: str, read: Callable[[Mapping[str, Any]], Cell], **kind: bool) -> DetailColumn:
    return DetailColumn(name=name, heading=title, read=read, **kind)


def _stands(found: Mapping[str, Any]) -> Cell:
    return "现有" if found["is_current"] else "已变或已没有"


DETAIL_COLUMNS: Final = (
    _wire("seqno", is_count=True),
    _wire("setl_sn"),
    _wire("mdtrt_id"),
    _own(
        "occurrence",
        "第几次出现",
        lambda found: found["occurrence"] if found["occurrence"] > 1 else None,
        is_count=True,
    ),
    _wire("mdtrt_setl_time"),
    _wire("certno", is_personal=True),
    _wire("mdtrtarea"),
    _wire("medins_no"),
    _wire("fulamt_advpay_flag"),
    _cents("medfee_sumamt", "medfee"),
    _cents("optins_pay_sumamt", "optins"),
    _own("state", "状态", lambda found: FATES[found["fate"]]),
    _own("cnfm_flag", _FLAG, lambda found: found["flag"]),
    _own("platform", "平台", _stands),
    _own("epoch", "轮次", lambda found: found["epoch"], is_count=True),
    _own("batch", "批次", lambda found: found["batch"], is_count=True),
    _own("msgid", "msgid", lambda found: found["msgid"]),
    _own("inf_refmsgid", "inf_refmsgid", lambda found: found["inf_refmsgid"]),
    _own("confirmed_at", "确认时间", lambda found: _time(found["confirmed_at"])),
    _own("kind", "核对结果", lambda found: kind_text(found["kind"])),
    _own("reason", "说明", lambda found: found["reason"]),
    _own("approved_by", "批准人", lambda found: found["approved_by"]),
    _own("approved_at", "批准时间", lambda found: _time(found["approved_at"])),
    _own("note", "备注", lambda found: found["note"]),
)
"""Everything about a settlement, in the order of the table; 证件号码 only where it is asked for."""


def kind_text(kind: str) -> str:
    """What people call the result of a comparison."""
    return _KINDS.get(kind, kind)


def flag_text(flag: str) -> str:
    """A flag with its label."""
    return next((f"{flag} {known.label}" for known in CnfmFlag if known.value == flag), flag)


def about_sheet(ledger: Ledger, month: MonthOverview, *, maker: str, now: float) -> Sheet:
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
        rows=[*lines.items(), *(("还要做", text) for text in month.needs or ("没有",))],
    )


def details_sheet(ledger: Ledger, month_id: int, *, show_people: bool = False) -> Sheet:
    """Every settlement with what became of it; read while it is written."""
    columns = [column for column in DETAIL_COLUMNS if show_people or not column.is_personal]
    opened = (_opened(ledger, found, show_people=show_people) for found in settlements(ledger, month_id))
    return Sheet(
        title="明细",
        headings=tuple(column.heading for column in columns),
        rows=(tuple(_cell(column.read(found)) for column in columns) for found in opened),
    )


def totals_sheet(ledger: Ledger, month_id: int) -> Sheet:
    """Rows and money by what becomes of them, and what the platform gives and the batches hold in all."""
    groups = by_fate(ledger, month_id)
    given = _sum(one for one in groups if one.is_current)
    batched = _sum(one for one in groups if one.fate in STATES)
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
            ("平台现有合计", "", "", *_cells(given)),
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
                _ATTEMPTS.get(sent.state, sent.state),
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
                _EPOCHS.get(one.state, one.state),
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
                _ATTEMPTS.get(one.state, one.state),
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
                CHANGE_KINDS.get(one.kind, one.kind),
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
                _ACTIONS.get(one.action, one.action),
                one.batch,
                mask_text(one.detail),
            )
            for one in lines
        ],
    )


def _opened(ledger: Ledger, found: dict[str, Any], *, show_people: bool) -> dict[str, Any]:
    if found["note"]:
        note = ledger.vault.open(found["note"], ledger.where)
        found["note"] = note if show_people else mask_text(note)
    if show_people:
        found["certno"] = ledger.vault.open(found["certno"], ledger.where)
    return found


def _cell(cell: Cell) -> Cell:
    # A workbook of many rows is written faster without empty texts.
    return None if cell == "" else cell


def _state(one: BatchOverview) -> str:
    state = STATES.get(one.state, one.state)
    return state if one.is_in_force else f"{state}（已整期回退）"


def _sum(groups: Iterable[GroupAmounts]) -> Amounts:
    return sum((one.amounts for one in groups), Amounts())


def _cells(amounts: Amounts) -> tuple[int, Decimal, Decimal]:
    return amounts.rows, amounts.medfee_sumamt, amounts.optins_pay_sumamt


def _money(amounts: Amounts | None) -> Iterator[Cell]:
    yield from (None, None) if amounts is None else (amounts.medfee_sumamt, amounts.optins_pay_sumamt)
