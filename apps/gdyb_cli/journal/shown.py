"""Commands of the journal on the screen and as data; nothing of them names a person."""

from collections.abc import Iterable

from gdyb_cli.journal.words import step_lines
from gdyb_cli.screen import money, print_table, say
from gdyb_runtime.money import yuan
from gdyb_workflows.fence import beijing
from gdyb_workflows.journal.results import Entry, Event, JournalStep

__all__ = ["entry_record", "event_record", "print_entries", "print_entry", "print_steps"]

_COLUMNS = ("业务键", "交易", "状态", "总金额", "结算ID", "报文ID", "发出时间", "次数")


def entry_record(entry: Entry, steps: Iterable[JournalStep] | None = None) -> dict[str, object]:
    """A command as data."""
    return {
        "key": entry.key,
        "infno": entry.infno,
        "title": entry.title,
        "state": entry.state.value,
        "msgid": entry.msgid,
        "attempts": entry.attempts,
        "mdtrt_id": entry.mdtrt_id,
        "setl_id": entry.setl_id,
        "medfee_sumamt": None if entry.cents is None else yuan(entry.cents),
        "sent_at": beijing(entry.sent_at.timestamp()),
        "fence_until": beijing(entry.fence_until),
        "institution": entry.institution,
        "platform": entry.platform,
        "message": entry.message,
        "next": [
            {"step": step.kind.value, "until": None if step.until is None else beijing(step.until)}
            for step in (entry.steps if steps is None else steps)
        ],
    }


def event_record(event: Event) -> dict[str, object]:
    """A line of the trail as data."""
    return {
        "at": beijing(event.at),
        "event": event.kind.value,
        "actor": event.actor,
        "machine": event.machine,
        "detail": event.detail,
    }


def print_entries(entries: Iterable[Entry]) -> None:
    """A table, the newest command first."""
    rows = [
        (
            entry.key,
            f"{entry.infno} {entry.title}",
            entry.state.label,
            "" if entry.cents is None else money(yuan(entry.cents)),
            entry.setl_id,
            entry.msgid,
            beijing(entry.sent_at.timestamp()),
            str(entry.attempts),
        )
        for entry in entries
    ]
    print_table(_COLUMNS, rows, right=(3, 7))


def print_entry(entry: Entry, events: Iterable[Event]) -> None:
    """A command with its trail and what is to be done."""
    print_entries([entry])
    if entry.message:
        say(f"平台说明：{entry.message}")
    for event in events:
        say(f"{beijing(event.at)} {event.kind.label} {event.actor}（{event.machine}）{event.detail}".rstrip())
    print_steps(entry.steps, entry.key)


def print_steps(steps: Iterable[JournalStep], key: str) -> None:
    """What is to be done next."""
    for number, line in enumerate(step_lines(steps, key), 1):
        say(f"{number}. {line}")
