"""The client's settings where those of card reader and ledger stand in the same file."""

from pathlib import Path

from gdyb.settings import Settings
from gdyb_runtime.readers.settings import PREFIX as READER_PREFIX
from gdyb_workflows.clearing.ledger.settings import PREFIX as CLEARING_PREFIX

__all__ = ["load_settings"]


def load_settings(*, config: Path | None = None, env_file: Path | None = None) -> Settings:
    """Settings from the TOML file, else from the KEY=VALUE file, else from the environment.

    Raises:
        SettingsInvalid: listing everything missing or wrong, or why the file cannot be read.
    """
    return Settings.load(config=config, env_file=env_file, others=(READER_PREFIX, CLEARING_PREFIX))
