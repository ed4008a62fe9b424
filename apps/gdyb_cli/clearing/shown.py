"""Words, amounts and tables of clearing on the screen, and the same as data."""

import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

from gdyb_cli.clearing.words import command, step_text
from gdyb_cli.screen import money, print_table, say, warn
from gdyb_workflows.clearing.ledger.states import BatchState
from gdyb_workflows.clearing.period import Amounts

if TYPE_CHECKING:
    from gdyb_workflows.clearing.ledger.ledger import Ledger
    from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview

__all__ = [
    "AMOUNTS",
    "amounts_cells",
    "amounts_record",
    "amounts_text",
    "announce",
    "batch_record",
    "included_text",
    "kind_label",
    "needs",
    "plain",
    "print_batches",
    "print_needs",
    "running_text",
]

AMOUNTS = ("笔数", "总费用（元）", "经办机构支付（元）")
_WIDE = 140
"""Columns of a terminal from which on both ids of a batch fit beside each other."""
_KINDS = {"": "没有建议", "unchecked": "未核对", "given_by_person": "人工填写"}


def amounts_text(amounts: Amounts) -> str:
    """Rows and money in a sentence."""
    return (
        f"{amounts.rows} 笔，总费用 {money(amounts.medfee_sumamt)} 元，"
        f"经办机构支付 {money(amounts.optins_pay_sumamt)} 元"
    )


def plain(text: str) -> str:
    """A text of the platform without what would command the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def running_text(title: str, amounts: Amounts) -> str:
    """Rows and money beside a progress bar, where there is little room."""
    return f"{title} {amounts.rows} 笔 {money(amounts.medfee_sumamt)} 元"


def amounts_cells(amounts: Amounts) -> tuple[str, str, str]:
    """Rows and money in the columns AMOUNTS."""
    return str(amounts.rows), money(amounts.medfee_sumamt), money(amounts.optins_pay_sumamt)


def amounts_record(amounts: Amounts) -> dict[str, int | Decimal]:
    """Rows and money as data."""
    return {
        "rows": amounts.rows,
        "medfee_sumamt": amounts.medfee_sumamt,
        "optins_pay_sumamt": amounts.optins_pay_sumamt,
    }


def included_text(batches: "Iterable[BatchOverview]") -> str:
    """How many rows of confirmed batches are left out of this clearing; nothing where there are none."""
    confirmed = [one for one in batches if one.is_in_force and one.state is BatchState.CONFIRMED]
    included, rows = sum(one.included for one in confirmed), sum(one.amounts.rows for one in confirmed)
    if included == rows:
        return ""
    return f"已确认的批次里，{included} 笔的标志为确认，{rows - included} 笔的标志为不确认（本次不纳入清分）"


def kind_label(kind: str) -> str:
    """What a comparison found, for people."""
    if kind in _KINDS:
        return _KINDS[kind]
    from gdyb_workflows.clearing.matching.comparison import MatchKind

    return MatchKind(kind).label


def print_batches(batches: "Iterable[BatchOverview]") -> None:
    """A table of batches; on a narrow terminal their two ids stand above each other."""
    is_wide = not sys.stdout.isatty() or shutil.get_terminal_size().columns >= _WIDE
    ids = ("发送方报文ID msgid", "接收方报文ID inf_refmsgid")
    rows = []
    for one in batches:
        state = one.state.label if one.is_in_force else f"{one.state.label}（已整期回退）"
        msgids = (one.msgid or "—", one.inf_refmsgid or "—") if one.msgid else ("—", "")
        cells = (f"{one.epoch}-{one.number}", state, str(one.amounts.rows), money(one.amounts.medfee_sumamt))
        rows.append((*cells, *(msgids if is_wide else ("\n".join(filter(None, msgids)),))))
    heads = ids if is_wide else ("报文ID：上 msgid，下 inf_refmsgid",)
    print_table(("轮-批", "状态", "笔数", "总费用（元）", *heads), rows, right=(2, 3))


def needs(overview: "MonthOverview") -> list[str]:
    """What is to be done next, each with its command."""
    return [step_text(step, overview.period) for step in overview.next_steps]


def print_needs(overview: "MonthOverview") -> None:
    """What is to be done next."""
    if not overview.next_steps:
        say("这一期已全部办完。")
        return
    say("接下来：")
    for number, need in enumerate(needs(overview), 1):
        say(f"  {number}. {plain(need)}")


def announce(ledger: "Ledger") -> None:
    """Says that a ledger was made, and what that means without a key."""
    if not ledger.is_new:
        return
    warn(f"新建了清分台账：{ledger.where}")
    if not ledger.vault.is_sealing:
        warn(
            "没有设置密钥：证件号码在台账里只留掩码，每次确认都要再读一遍平台的明细。\n"
            f"要加密保存，请现在停下，先用 {command('key')} 生成密钥，再换一个新台账重新开始。"
        )


def batch_record(one: "BatchOverview") -> dict[str, object]:
    """A batch as data."""
    return {
        "epoch": one.epoch,
        "number": one.number,
        "state": one.state,
        **amounts_record(one.amounts),
        "included": one.included,
        "msgid": one.msgid,
        "inf_refmsgid": one.inf_refmsgid,
        "message": one.message,
        "settled_by": one.settled_by,
        "changed_at": one.changed_at,
        "is_in_force": one.is_in_force,
        "attempts": [asdict(each) for each in one.attempts],
    }
