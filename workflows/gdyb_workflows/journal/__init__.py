"""A journal of commands: each is written down before it is sent, under a business key, and sent at most once by it.

    with open_journal() as journal, Client.from_env() as client:      # gdyb_workflows.configuration
        result = journal.carry_out(client, operations.settle_outpatient, key="门诊-20261129-0042", data={...})
        if result.state is EntryState.UNKNOWN:                        # nobody knows: never sent again by itself
            found = recover(journal, client, "门诊-20261129-0042")     # asks the platform what it has

The same key gives the first answer back, in any process and on any host. Names are loaded on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb_workflows.journal.errors import AnswerNotWritten as AnswerNotWritten
    from gdyb_workflows.journal.errors import CommandCancelled as CommandCancelled
    from gdyb_workflows.journal.errors import CommandInterrupted as CommandInterrupted
    from gdyb_workflows.journal.errors import JournalOlder as JournalOlder
    from gdyb_workflows.journal.errors import KeyTaken as KeyTaken
    from gdyb_workflows.journal.errors import NoSuchEntry as NoSuchEntry
    from gdyb_workflows.journal.errors import NotSettled as NotSettled
    from gdyb_workflows.journal.errors import WrongState as WrongState
    from gdyb_workflows.journal.journal import Journal as Journal
    from gdyb_workflows.journal.recovery import Recovery as Recovery
    from gdyb_workflows.journal.recovery import allow_again as allow_again
    from gdyb_workflows.journal.recovery import record_not_done as record_not_done
    from gdyb_workflows.journal.recovery import record_settled as record_settled
    from gdyb_workflows.journal.recovery import recover as recover
    from gdyb_workflows.journal.recovery import recover_async as recover_async
    from gdyb_workflows.journal.recovery import reverse as reverse
    from gdyb_workflows.journal.recovery import reverse_async as reverse_async
    from gdyb_workflows.journal.results import Entry as Entry
    from gdyb_workflows.journal.results import Event as Event
    from gdyb_workflows.journal.results import JournalResult as JournalResult
    from gdyb_workflows.journal.results import JournalStep as JournalStep
    from gdyb_workflows.journal.settings import JournalSettings as JournalSettings
    from gdyb_workflows.journal.states import EntryState as EntryState
    from gdyb_workflows.journal.states import EventKind as EventKind
    from gdyb_workflows.journal.states import StepKind as StepKind

_HOMES = {
    "errors": (
        "AnswerNotWritten", "CommandCancelled", "CommandInterrupted", "JournalOlder", "KeyTaken", "NoSuchEntry",
        "NotSettled", "WrongState",
    ),
    "journal": ("Journal",),
    "recovery": (
        "Recovery", "allow_again", "record_not_done", "record_settled", "recover", "recover_async", "reverse",
        "reverse_async",
    ),
    "results": ("Entry", "Event", "JournalResult", "JournalStep"),
    "settings": ("JournalSettings",),
    "states": ("EntryState", "EventKind", "StepKind"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
