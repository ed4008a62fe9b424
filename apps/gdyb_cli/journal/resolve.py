"""`gdyb journal resolve`: finding out about a command without an answer, and what a person decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gdyb_cli.asking import typed
from gdyb_cli.group import OPTIONS, ChineseGroup, adding_to
from gdyb_cli.journal.desk import Desk, open_desk
from gdyb_cli.journal.shown import entry_record, print_steps
from gdyb_cli.options import By, Note, Source, actor_of
from gdyb_cli.screen import NO, print_json, say
from gdyb_workflows.fence import beijing
from gdyb_workflows.journal.states import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gdyb_workflows.journal.results import Entry, JournalStep

__all__ = ["resolve"]

Key: TypeAlias = Annotated[str, typer.Argument(metavar="业务键", help="哪一笔，见 gdyb journal list。")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Source):
    """Who asks."""

    by: By = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Source):
    """What every decision has: the consent, who decides, and why."""

    confirm: Annotated[
        str | None, typer.Option("--confirm", metavar="业务键", help="供脚本使用：再给一次业务键表示同意，不再询问。")
    ] = None
    by: By = ""
    note: Note = ""


resolve = typer.Typer(
    cls=ChineseGroup,
    help="处理没有答复的交易：先用 ask 向平台查询，再按查到的结果办。\n\n"
    "ask 只查询；其余的每一种处理都要输入业务键表示同意，连同办理人记录在案。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
)


_command = adding_to(resolve)


@_command("ask", Asking)
def ask(options: Asking, key: Key) -> None:
    """向平台查询这笔交易办成没有；办成了就登记，过了等待期还没有的可以再办。"""
    from gdyb_workflows.journal.recovery import recover

    with open_desk(options, key) as desk:
        found = recover(desk.journal, desk.client, key, actor=actor_of(options.by, desk.settings))
        said = f"{found.kind.label}{f'：{found.why}' if found.why else ''}。" if found.kind is not None else ""
        problem = f"\n{found.problem}" if found.problem is not None else ""
        _tell(options, found.entry, f"{key} {found.state.label}。{said}{problem}", found.steps)
    _end(found.entry)


@_command("send-again", Decision)
def send_again(options: Decision, key: Key) -> None:
    """批准用同一业务键再办一次：只有平台确实没有的才可以；由业务系统再次提交，这里不发送。"""
    from gdyb_workflows.journal.recovery import allow_again

    def decide(desk: Desk, actor: str) -> "Entry":
        return allow_again(desk.journal, desk.client, key, actor=actor, note=options.note)

    _decide(options, key, "批准再办一次。如果平台其实已经办成，就会办两次。", decide)


@_command("reverse", Decision)
def reverse(options: Decision, key: Key) -> None:
    """按原报文号冲正（2601），这会发送；冲正的业务键为原业务键加 /冲正。"""
    from gdyb_workflows.journal.recovery import reverse as undo

    def decide(desk: Desk, actor: str) -> "Entry":
        return undo(desk.journal, desk.client, key, actor=actor).entry

    _decide(options, key, "按原报文号冲正。已办成的会被撤销。", decide)


@_command("settled", Decision)
def settled(
    options: Decision,
    key: Key,
    setl_id: Annotated[str, typer.Option("--setl-id", metavar="结算ID", help="医保给出的结算ID，知道就填。")] = "",
    mdtrt_id: Annotated[str, typer.Option("--mdtrt-id", metavar="就诊ID", help="医保给出的就诊ID，知道就填。")] = "",
) -> None:
    """医保说：这笔已办成。"""
    from gdyb_workflows.journal.recovery import record_settled

    def decide(desk: Desk, actor: str) -> "Entry":
        made = {"setl_id": setl_id.strip(), "mdtrt_id": mdtrt_id.strip()}
        return record_settled(desk.journal, desk.client, key, actor=actor, note=options.note, **made)

    _decide(options, key, "登记为已办成。", decide)


@_command("not-done", Decision)
def not_done(options: Decision, key: Key) -> None:
    """医保说：这笔没有办成；之后可以用同一业务键再办。"""
    from gdyb_workflows.journal.recovery import record_not_done

    def decide(desk: Desk, actor: str) -> "Entry":
        return record_not_done(desk.journal, desk.client, key, actor=actor, note=options.note)

    _decide(options, key, "登记为没有办成。如果其实已经办成，再办就会办两次。", decide)


@_command("restored", Decision)
def restored(options: Decision) -> None:
    """日志是恢复的旧备份，或这台电脑用过另一个日志：已向医保核对那以后的交易，以这个日志为准。"""
    with open_desk(options) as desk:
        code = desk.settings.fixmedins_code
        what = f"{code}：以交易日志 {desk.journal.where} 为准。它不知道的交易如果已经办成，再办就会办两次。"
        typed(code, what, options.confirm, json=options.as_json)
        msgid = desk.journal.accept_older(desk.client, actor=actor_of(options.by, desk.settings), note=options.note)
        text = f"已登记（msgid={msgid} 不在日志里）。" if msgid else "日志与本机的发送记录相符，没有什么要登记。"
        if options.as_json:
            print_json({"ok": True, "msgid": msgid, "text": text})
        else:
            say(text)


def _decide(options: Decision, key: str, what: str, decide: "Callable[[Desk, str], Entry]") -> None:
    with open_desk(options, key) as desk:
        entry = desk.journal.entry(desk.client, key)
        sent = beijing(entry.sent_at.timestamp())
        named = f"{key}（{entry.infno} {entry.title}，{sent} 发出，{entry.state.label}）：{what}"
        typed(key, named, options.confirm, json=options.as_json)
        entry = decide(desk, actor_of(options.by, desk.settings))
        _tell(options, entry, f"{entry.key} {entry.state.label}。", entry.steps)
    _end(entry)


def _tell(options: Source, entry: "Entry", text: str, steps: "Sequence[JournalStep]") -> None:
    if options.as_json:
        print_json({"ok": entry.state not in OPEN, **entry_record(entry, steps), "text": text})
    else:
        say(text)
        print_steps(steps, entry.key)


def _end(entry: "Entry") -> None:
    if entry.state in OPEN:
        raise typer.Exit(NO)
