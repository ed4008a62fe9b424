"""A reconciliation as tables, the same on the screen, in CSV, XLSX and HTML."""

from collections.abc import Iterator, Mapping, Sequence

from gdyb import operations
from gdyb.codes import ClrType, Insutype
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.codes import Code
from gdyb_runtime.model.operation import Operation
from gdyb_workflows._output.sheets import Cell, Sheet, cell_text
from gdyb_workflows.reconciliation.columns import COLUMNS, MONEY
from gdyb_workflows.reconciliation.compare import DifferenceKind, Sums
from gdyb_workflows.reconciliation.result import GroupResult, Reconciliation

__all__ = [
    "BRIEF",
    "Cell",
    "Sheet",
    "all_sheets",
    "cell_text",
    "days_sheet",
    "differences_sheet",
    "steps_sheet",
    "sums_sheet",
    "totals_sheet",
]

BRIEF = ("kind", "day", "setl_id", "psn_no", *(f"diff_{name}" for name in MONEY), "stmt_rslt", "memo")
"""Columns of a difference that fit on a screen."""

_LABELS = {column.name: column.label for column in COLUMNS}
_SIDES = {"ours": "本机构", "centre": "中心", "diff": "差额"}
_STATUSES = {
    "done": "成功",
    "sent": "未知",
    "unknown": "未知",
    "refused": "被拒绝",
    "not_sent": "没有发出",
    "unreadable": "文件无法读取",
}
_TITLES = {
    "kind": "差异",
    "day": "日期",
    "msgid": "中心的报文ID",
    "stmt_rslt": "对账结果",
    "memo": "备注",
    "ours_refd": "本机构退费标志",
    "centre_refd": "中心退费标志",
}


def all_sheets(result: Reconciliation, *, show_people: bool = False) -> Iterator[Sheet]:
    """Everything there is, the summary first."""
    yield totals_sheet(result)
    if result.units:
        yield sums_sheet(result)
        yield days_sheet(result)
        yield differences_sheet(result, show_people=show_people)
    yield steps_sheet(result)


def totals_sheet(result: Reconciliation) -> Sheet:
    """The totals that were asked about and what the centre said, before and after the details."""
    again = {answer.group: answer for answer in result.after}
    return Sheet(
        title="总账",
        headings=(
            *(_LABELS[name] for name in ("setl_optins", "clr_type", "insutype")),
            "笔数",
            *(_LABELS[name] for name in MONEY),
            "对总账",
            "说明",
            "明细后再对",
        ),
        rows=(
            (
                answer.group.setl_optins,
                _named(ClrType, answer.group.clr_type),
                _named(Insutype, answer.group.insutype),
                answer.totals.count,
                *(getattr(answer.totals, name) for name in MONEY),
                _verdict(answer),
                answer.stmt_rslt_dscr,
                _verdict(again[answer.group]) if answer.group in again else "",
            )
            for answer in result.before
        ),
    )


def sums_sheet(result: Reconciliation) -> Sheet:
    """For each unit: both sides, the differences by kind, and their sum."""
    return Sheet(
        title="差异汇总",
        headings=(
            _LABELS["setl_optins"],
            _LABELS["clr_type"],
            "项目",
            "笔数",
            *(_LABELS[n] for n in MONEY),
            "中心金额未知",
        ),
        rows=_sums(result),
    )


def days_sheet(result: Reconciliation) -> Sheet:
    """The differences day by day; amounts are those of 医疗费总额."""
    return Sheet(
        title="每日差异",
        headings=("日期", "差异", "笔数", f"{_LABELS[MONEY[0]]}差额"),
        rows=(
            (day or "日期未知", DifferenceKind(kind).label, count, amount)
            for day, kind, count, amount in result.by_day()
        ),
    )


def differences_sheet(result: Reconciliation, *, show_people: bool = False, only: Sequence[str] = ()) -> Sheet:
    """Every difference with all its columns, or `only` some of them."""
    frame = result.differences(show_people=show_people)
    frame = frame.select(only) if only and frame.width else frame
    kind = frame.columns.index("kind") if frame.width else 0
    return Sheet(
        title="差异明细",
        headings=tuple(_heading(name) for name in frame.columns),
        rows=((*row[:kind], DifferenceKind(row[kind]).label, *row[kind + 1 :]) for row in frame.iter_rows()),
    )


def steps_sheet(result: Reconciliation) -> Sheet:
    """Every call with its ids, for questions to the centre."""
    return Sheet(
        title="调用记录",
        headings=("时间", "接口", "对象", "结果", "msgid", "inf_refmsgid", "file_qury_no", "filename"),
        rows=(
            (
                step.at,
                _call(step.name),
                step.subject,
                _STATUSES[step.status],
                step.msgid,
                step.inf_refmsgid,
                step.answer.get("file_qury_no", ""),
                step.answer.get("filename", ""),
            )
            for step in result.steps
        ),
    )


def _named(codes: type[Code], value: str) -> str:
    """A code with its label, where the dictionary knows it."""
    return next((f"{code} {code.label}" for code in codes if code == value), value)


def _verdict(answer: GroupResult) -> str:
    return "平" if answer.is_balanced else f"不平（{answer.stmt_rslt}）"


def _sums(result: Reconciliation) -> Iterator[tuple[Cell, ...]]:
    for unit in result.units:
        comparison = unit.comparison
        lines: Mapping[str, Sums] = {
            "本机构合计": comparison.ours,
            "中心合计": comparison.centre,
            **{kind.label: sums for kind, sums in comparison.sums.items()},
            "差异合计（本机构 − 中心）": comparison.total,
        }
        for label, sums in lines.items():
            amounts = (getattr(sums, name) for name in MONEY)
            yield (
                unit.unit.setl_optins,
                _named(ClrType, unit.unit.clr_type),
                label,
                sums.count,
                *amounts,
                sums.unknown or None,
            )


def _heading(name: str) -> str:
    side, _, rest = name.partition("_")
    if side in _SIDES and rest in _LABELS:
        return f"{_SIDES[side]} {_LABELS[rest]}"
    return _TITLES.get(name) or _LABELS[name]


def _call(name: str) -> str:
    operation: Operation[RequestModel, ReplyModel] = getattr(operations, name)
    return f"{operation.infno} {operation.title}"
