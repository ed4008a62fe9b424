"""Settings of the client where those of reader, ledger and journal stand in the same file; the journal from them."""

from pathlib import Path
from typing import TYPE_CHECKING

from gdyb.settings import Settings
from gdyb_runtime.readers.settings import PREFIX as READER_PREFIX
from gdyb_workflows.clearing.ledger.settings import PREFIX as CLEARING_PREFIX
from gdyb_workflows.clearing.ledger.settings import ClearingSettings
from gdyb_workflows.journal.settings import PREFIX as JOURNAL_PREFIX
from gdyb_workflows.journal.settings import JournalSettings

if TYPE_CHECKING:
    from gdyb_workflows.journal.journal import Journal

__all__ = ["load_settings", "open_journal"]


def load_settings(*, config: Path | None = None, env_file: Path | None = None) -> Settings:
    """Settings from the TOML file, else from the KEY=VALUE file, else from the environment.

    Raises:
        SettingsInvalid: listing everything missing or wrong, or why the file cannot be read.
    """
    return Settings.load(config=config, env_file=env_file, others=(READER_PREFIX, CLEARING_PREFIX, JOURNAL_PREFIX))


def open_journal(*, config: Path | None = None, env_file: Path | None = None) -> "Journal":
    """The journal of commands, open, sealed with the same key as the clearing ledger (`GDYB_CLEARING_KEY`, keyring).

    Raises:
        SettingsInvalid: listing everything missing or wrong.
        LedgerError: when it cannot be opened, there is no key, or it has another one.
    """
    settings = JournalSettings.load(config=config, env_file=env_file, others=(CLEARING_PREFIX, READER_PREFIX))
    clearing = ClearingSettings.load(config=config, env_file=env_file, others=(JOURNAL_PREFIX, READER_PREFIX))
    return settings.open_journal(clearing.vault())
