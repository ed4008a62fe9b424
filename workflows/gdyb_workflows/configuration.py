"""The client's settings from where a person keeps them: environment, TOML file, or a file of KEY=VALUE lines."""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gdyb.settings import Settings
from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.problems import Problem
from gdyb_runtime.readers.settings import PREFIX as READER_PREFIX
from gdyb_runtime.readers.settings import ReaderSettings, with_city
from gdyb_runtime.settings import env_name

if TYPE_CHECKING:
    from gdyb_workflows.clearing.settings import ClearingSettings

__all__ = ["load_clearing_settings", "load_reader_settings", "load_settings", "read_env_file"]

CLEARING_PREFIX = "GDYB_CLEARING_"

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
_PREFIX = env_name("")


def load_settings(*, config: Path | None = None, env_file: Path | None = None) -> Settings:
    """Settings from the TOML file, else from the KEY=VALUE file, else from the environment.

    Raises:
        SettingsInvalid: listing everything missing or wrong, or why the file cannot be read.
    """
    if config is not None:
        return Settings.from_file(config)
    if env_file is None:
        return Settings.from_env()
    values = read_env_file(env_file)
    # One file may serve all: the lines of card reader and ledger are none of the client's.
    others = (READER_PREFIX, CLEARING_PREFIX)
    ours = {name: value for name, value in values.items() if not name.startswith(others)}
    return Settings(**_fields(ours, _PREFIX))  # type: ignore[arg-type]


def load_reader_settings(*, config: Path | None = None, env_file: Path | None = None) -> ReaderSettings:
    """Settings of the card reader from the table `[reader]`, else from the KEY=VALUE file, else from the environment.

    Raises:
        SettingsInvalid: listing everything wrong, or why the file cannot be read.
    """
    if config is not None:
        return ReaderSettings.from_file(config)
    if env_file is None:
        return ReaderSettings.from_env()
    values = {name: value for name, value in read_env_file(env_file).items() if value}
    return ReaderSettings(**with_city(_fields(values, READER_PREFIX), values.get(env_name("city"))))


def load_clearing_settings(*, config: Path | None = None, env_file: Path | None = None) -> "ClearingSettings":
    """Settings of the ledger from the table `[clearing]` or the KEY=VALUE file, the rest from the environment.

    Raises:
        SettingsInvalid: listing everything wrong, or why the file cannot be read.
    """
    # Cryptography is only needed where there is a ledger.
    from gdyb_workflows.clearing.settings import PREFIX, ClearingSettings

    if config is not None:
        return ClearingSettings.over_env(config)
    if env_file is None:
        return ClearingSettings.from_env()
    values = {name: value for name, value in read_env_file(env_file).items() if value}
    return ClearingSettings.over_env(_fields(values, PREFIX))


def _fields(values: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix).lower(): value for name, value in values.items() if name.startswith(prefix)}


def read_env_file(path: Path) -> Mapping[str, str]:
    """The variables of a KEY=VALUE file, the last of each name; `#` starts a comment line, quotes are taken off.

    Raises:
        SettingsInvalid: naming the lines that are no assignment, never their text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _invalid(path, f"无法读取（{error.strerror}）") from None
    except UnicodeDecodeError:
        raise _invalid(path, "不是 UTF-8 编码的文本") from None
    return dict(_assignments(path, text))


def _assignments(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(stripped)
        value = _unquoted(match["value"]) if match else None
        if match is None or value is None:
            raise _invalid(path, f"第 {number} 行不是 名称=值")
        yield match["name"], value


def _unquoted(value: str) -> str | None:
    # Only a quoted value is read like a shell does: an unquoted Windows path keeps its backslashes.
    if not value.startswith(("'", '"')):
        return value
    try:
        words = shlex.split(value)
    except ValueError:
        return None
    return words[0] if len(words) == 1 else None


def _invalid(path: Path, message: str) -> SettingsInvalid:
    return SettingsInvalid(problems=(Problem(path=str(path), field="", message=message, rule="settings_file"),))
