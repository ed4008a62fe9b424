"""Where a command of the journal works: settings, client and journal open, and how it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_cli.journal.words import step_lines
from gdyb_cli.options import Source, one_source
from gdyb_cli.screen import NO, error_record, exit_code, print_json, warn
from gdyb_runtime.errors import GdybError
from gdyb_workflows.at_rest.errors import LedgerError
from gdyb_workflows.configuration import load_settings, open_journal

if TYPE_CHECKING:
    from gdyb_workflows.journal.journal import Journal

__all__ = ["Desk", "open_desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The journal and the client whose commands are in it."""

    settings: Settings
    client: Client
    journal: "Journal"


@contextmanager
def open_desk(source: Source, key: str = "") -> Iterator[Desk]:
    """Everything open; ends the command with an error's text or data and the exit code it stands for."""
    one_source(source.config, source.env_file)
    try:
        settings = load_settings(config=source.config, env_file=source.env_file)
        opened = open_journal(config=source.config, env_file=source.env_file)
        with opened as journal, _client(settings, journal) as client:
            yield Desk(settings=settings, client=client, journal=journal)
    except GdybError as error:
        steps = error.steps if isinstance(error, LedgerError) else ()
        if source.as_json:
            print_json(error_record(error))
        else:
            for line in (str(error), *(step_lines(steps, key) if key else ())):
                warn(line)
        raise typer.Exit(_code(error)) from None


def _client(settings: Settings, journal: "Journal") -> Client:
    if journal.engine.dialect.name != "postgresql":
        return Client(settings)
    from gdyb_workflows.at_rest.msgids import DatabaseMsgidStore

    return Client(settings, msgids=DatabaseMsgidStore(journal.engine))


def _code(error: GdybError) -> int:
    """1 when a person has to find out or decide, 2 when nothing was done."""
    if isinstance(error, LedgerError) and (error.outcome == "unknown" or error.steps):
        return NO
    return exit_code(error, "command")
