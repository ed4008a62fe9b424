"""`gdyb journal list` and `show`: what was sent, and what is known of it."""

from dataclasses import dataclass
from typing import Annotated

import typer

from gdyb_cli.journal.desk import open_desk
from gdyb_cli.journal.shown import entry_record, event_record, print_entries, print_entry, print_steps
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, print_json, say
from gdyb_workflows.journal.states import OPEN

__all__ = ["list_entries", "show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Source):
    """Which commands are listed."""

    only_open: Annotated[bool, typer.Option("--open", help="只列出要处理的。")] = False
    most: Annotated[int, typer.Option("--most", metavar="笔数", min=1, help="最多列出多少笔，新的在前。")] = 50


@taking(Listing)
def list_entries(options: Listing) -> None:
    """列出本机构的交易，新的在前；有要处理的，退出码为 1。"""
    with open_desk(options) as desk:
        entries = desk.journal.entries(desk.client, only_open=options.only_open, most=options.most)
        waiting = desk.journal.entries(desk.client, only_open=True)
        if options.as_json:
            found = [entry_record(entry) for entry in entries]
            print_json({"ok": not waiting, "journal": desk.journal.where, "entries": found, "open": len(waiting)})
        else:
            if entries:
                print_entries(entries)
            else:
                say("没有交易。" if not options.only_open else "没有要处理的交易。")
            for entry in waiting:
                say(f"{entry.key} {entry.state.label}：")
                print_steps(entry.steps, entry.key)
    if waiting:
        raise typer.Exit(NO)


@taking(Source)
def show(
    options: Source, key: Annotated[str, typer.Argument(metavar="业务键", help="如 门诊-20261129-0042/2207。")]
) -> None:
    """显示一笔交易：结果、经过和下一步。"""
    with open_desk(options, key) as desk:
        entry, events = desk.journal.entry(desk.client, key), desk.journal.events(desk.client, key)
        if options.as_json:
            trail = [event_record(event) for event in events]
            print_json({"ok": entry.state not in OPEN, **entry_record(entry), "events": trail})
        else:
            print_entry(entry, events)
    if entry.state in OPEN:
        raise typer.Exit(NO)
