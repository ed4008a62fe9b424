"""A demo on the screen and as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby

from gdyb_cli.demo.rehearsal.clearing import Step, StepKind
from gdyb_cli.demo.rehearsal.reconciliation import Reconciled
from gdyb_cli.demo.rehearsal.settlement import AMOUNTS, Settled
from gdyb_cli.demo.story import Story
from gdyb_cli.screen import error_record, money, print_table, say, warn
from gdyb_runtime.errors import Outcome
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.reconciliation import DifferenceKind, Reconciliation

__all__ = ["print_story", "story_record"]

NAMES: Mapping[StepKind, str] = {"extracted": "提取", "confirmed": "确认", "revoked": "回退"}
_OUTCOMES: Mapping[Outcome, str] = {
    "not_sent": "请求没有发出",
    "refused": "请求被拒绝",
    "already_done": "平台说先前已经办理",
    "accepted": "请求已成功，答复有问题",
    "unknown": "请求的结果未知（unknown），没有重发",
}


def print_story(story: Story) -> None:
    """Each chapter that was reached, then how it ended."""
    _print_identified(story)
    _print_settled(story.settled)
    if story.reconciled is not None:
        _print_reconciled(story.reconciled)
    if story.steps or story.failure is None:
        _print_clearing(story)
    if story.failure is not None:
        warn(f"演示没有做完，后面的步骤没有做。{_OUTCOMES[story.failure.outcome]}：\n{story.failure}")
    elif story.adds_up:
        say("核对：五种识别、三种结算、对账的差异、清分的笔数与金额都一致。")
    else:
        warn("核对：有的结果与应有的不一致！")


def _print_identified(story: Story) -> None:
    say(f"第 4 章 识别：{len(story.identified)} 种方式各一人")
    rows = [
        (
            person.case,
            person.mdtrt_cert_type,
            person.person.psn_no,
            "、".join(insurance.insutype for insurance in person.insurances),
        )
        for person in story.identified
    ]
    print_table(("方式", "就诊凭证类型 mdtrt_cert_type", "人员编号 psn_no", "险种 insutype"), rows)


def _print_settled(settled: Sequence[Settled]) -> None:
    if not settled:
        return
    say("第 5 章 电子凭证结算")
    rows = [
        (one.place, f"{one.infno} {one.title}", *(_yuan(getattr(one, name)) for name in AMOUNTS), one.msgid)
        for one in settled
    ]
    print_table(
        ("", "交易", "医疗费总额", "基金支付总额", "个人账户支出", "个人现金支出", "msgid"), rows, right=(2, 3, 4, 5)
    )
    refused = sum(bool(one.refused_again) for one in settled)
    if refused == len(settled):
        say(f"{refused} 个用过的电子凭证码各再试一次：本机全部拒绝，没有发出")
    else:
        warn("有用过的电子凭证码又发出了！")


def _print_reconciled(reconciled: Reconciled) -> None:
    before, after = reconciled.before, reconciled.after
    say(f"第 6 章 对账 {before.period}：{_balance_text(before)}；找到 {len(reconciled.found)} 处差异")
    if before.units:
        rows: list[tuple[str, ...]] = [
            (
                difference.label,
                str(row["clr_type"]),
                str(row["setl_id"]),
                _yuan(row["diff_medfee_sumamt"]),
                _yuan(row["diff_fund_pay_sumamt"]),
                _yuan(row["diff_acct_pay"]),
            )
            for difference, row in _differences(before)
        ]
        total = before.total
        rows.append(
            ("合计（本机构 − 中心）", "", "", *map(_yuan, (total.medfee_sumamt, total.fund_pay_sumamt, total.acct_pay)))
        )
        headings = ("差异", "清算类别", "结算ID setl_id", "差额 医疗费总额", "差额 基金支付", "差额 个人账户")
        print_table(headings, rows, right=(3, 4, 5))
    say(f"按差异改正本机构的记录后再对账：{_balance_text(after)}")


def _balance_text(result: Reconciliation) -> str:
    uneven = sum(not answer.is_balanced for answer in result.final)
    return f"{len(result.final)} 组总账{f'有 {uneven} 组不平' if uneven else '全部对平'}"


def _differences(result: Reconciliation) -> Iterator[tuple[DifferenceKind, Mapping[str, object]]]:
    for row in result.differences().iter_rows(named=True):
        yield DifferenceKind(row["kind"]), row


def _print_clearing(story: Story) -> None:
    result = story.balance
    kinds = {kind: [step for step in story.steps if step.kind == kind] for kind in NAMES}
    say(f"第 7 章 清分 {story.month}：提取 {len(kinds['extracted'])} 页 {result.extracted.rows} 笔")
    for line in _batch_lines(story.steps):
        say(line)
    _print_notes(story.steps)
    lines = [(NAMES[kind], len(done), _total(done)) for kind, done in kinds.items()]
    print_table(
        ("", "次数", "笔数", "总费用 medfee_sumamt", "经办机构支付总额 optins_pay_sumamt"),
        [(name, str(count), *_cells(amounts)) for name, count, amounts in lines]
        + [("已确认净额", "", *_cells(result.confirmed))],
        right=(1, 2, 3, 4),
    )
    if story.failure is None:
        say("提取与已确认的笔数、金额一致。" if result.adds_up else "提取与已确认的笔数或金额不一致！")


def _batch_lines(steps: Sequence[Step]) -> Iterator[str]:
    """Batches in the order they were confirmed and revoked, those in a row on one line."""
    for kind, group in groupby((step for step in steps if step.kind != "extracted"), key=lambda step: step.kind):
        done = list(group)
        counts = " + ".join(str(step.amounts.rows) for step in done)
        if kind == "confirmed":
            yield f"确认 {len(done)} 批：{counts} 笔"
        else:
            yield f"回退 {len(done)} 批：{counts} 笔，按 inf_refmsgid={'、'.join(step.inf_refmsgid for step in done)}"


def _print_notes(steps: Sequence[Step]) -> None:
    placeholders, warnings = sum(step.placeholders for step in steps), sum(step.warnings for step in steps)
    if placeholders:
        say(f"另有 {placeholders} 行没有编号、也没有金额的占位行，未计入")
    if warnings:
        say(f"答复有 {warnings} 处与接口规范不一致")


def _total(steps: Iterable[Step]) -> Amounts:
    return sum((step.amounts for step in steps), Amounts())


def _cells(amounts: Amounts) -> tuple[str, str, str]:
    return str(amounts.rows), money(amounts.medfee_sumamt), money(amounts.optins_pay_sumamt)


def _yuan(amount: object) -> str:
    return money(amount) if isinstance(amount, Decimal) else ""


def story_record(story: Story) -> dict[str, object]:
    """The same for programs."""
    return {
        "ok": story.failure is None and story.adds_up,
        "month": str(story.month),
        "identification": [
            {
                "case": person.case,
                "mdtrt_cert_type": person.mdtrt_cert_type,
                "psn_no": person.person.psn_no,
                "insutype": [insurance.insutype for insurance in person.insurances],
                "msgid": person.msgid,
            }
            for person in story.identified
        ],
        "settlement": [asdict(settled) for settled in story.settled],
        "reconciliation": None if story.reconciled is None else _reconciled_record(story.reconciled),
        "clearing": _clearing_record(story),
        "error": None if story.failure is None else error_record(story.failure),
    }


def _reconciled_record(reconciled: Reconciled) -> dict[str, object]:
    before = reconciled.before
    return {
        "balanced_before": before.is_balanced,
        "differences": [
            {name: row[name] for name in ("kind", "clr_type", "setl_id")}
            | {name: row[f"diff_{name}"] for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")}
            for _, row in _differences(before)
        ],
        "sum": asdict(before.total),
        "balanced_after": reconciled.after.is_balanced,
        "adds_up": reconciled.adds_up,
    }


def _clearing_record(story: Story) -> dict[str, object]:
    result = story.balance
    return {
        "extracted": _amounts_record(result.extracted),
        "confirmed": _amounts_record(result.confirmed),
        "adds_up": result.adds_up,
        "steps": [
            {
                "kind": step.kind,
                "number": step.number,
                "msgid": step.msgid,
                "inf_refmsgid": step.inf_refmsgid,
                "placeholders": step.placeholders,
                "warnings": step.warnings,
                **_amounts_record(step.amounts),
            }
            for step in story.steps
        ],
    }


def _amounts_record(amounts: Amounts) -> dict[str, object]:
    return {
        "rows": amounts.rows,
        "medfee_sumamt": amounts.medfee_sumamt,
        "optins_pay_sumamt": amounts.optins_pay_sumamt,
    }
