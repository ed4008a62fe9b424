"""Settings of the ledger, read from `GDYB_CLEARING_…` or from the table `[clearing]` of the settings file."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, SecretStr
from pydantic_settings import EnvSettingsSource, SettingsConfigDict

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.given import GivenSettings
from gdyb_runtime.problems import Problem
from gdyb_runtime.settings import read_toml
from gdyb_workflows.clearing.fence import FENCE_MARGIN, SIGNED_WITHIN
from gdyb_workflows.clearing.keys import stored_keys
from gdyb_workflows.clearing.vault import Vault
from gdyb_workflows.configuration import CLEARING_PREFIX as PREFIX

if TYPE_CHECKING:
    from gdyb_workflows.clearing.ledger import Ledger

__all__ = ["PREFIX", "TABLE", "ClearingSettings"]

TABLE = "clearing"


class ClearingSettings(GivenSettings):
    """Where the ledger is and how it decides. The constructor reads no environment; `from_env` does.

    Raises:
        SettingsInvalid: listing everything wrong, named `GDYB_CLEARING_…`.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, hide_input_in_errors=True)

    ledger: Annotated[SecretStr | None, Field(title="台账")] = None
    """A file, or an SQLAlchemy URL (which may hold a password); None means a file in the user's data folder."""
    key: Annotated[SecretStr | None, Field(title="台账密钥", min_length=1)] = None
    """As `gdyb clearing key` makes it; several with commas between them, the first one seals."""
    use_keyring: Annotated[bool, Field(title="使用系统钥匙串")] = True
    """Without `key`: take the one in the operating system's keyring, if there is one."""
    fence_margin: Annotated[
        float, Field(title="整期回退前的宽限（秒）", ge=SIGNED_WITHIN, le=86_400, allow_inf_nan=False)
    ] = FENCE_MARGIN
    """Waited on top of the gateway's time window before what had no answer counts as not carried out."""
    probe: Annotated[str | None, Field(title="探查方法")] = None
    """Name of a probe that joint testing has proven in this region; None means that there is none."""
    executor: Annotated[str | None, Field(title="执行槽编号")] = None
    """Which process slot this is, where several processes or hosts share a ledger; see docs/deployment.md."""

    @classmethod
    def from_env(cls) -> Self:
        """Settings from the environment variables `GDYB_CLEARING_` + field name; an empty variable is not set."""
        return cls(**EnvSettingsSource(cls, env_prefix=PREFIX, env_ignore_empty=True)())

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Settings from the table `[clearing]` of a TOML file; a relative path of the ledger counts from its folder."""
        return cls(**_table(Path(path)))

    @classmethod
    def over_env(cls, given: "Path | Mapping[str, str]") -> Self:
        """Settings of a TOML file, or values by name; what they leave out is taken from the environment.

        A key that is kept in the environment alone would otherwise be passed over, and a ledger made without it.
        """
        named = _table(given) if isinstance(given, Path) else dict(given)
        return cls(**{**EnvSettingsSource(cls, env_prefix=PREFIX, env_ignore_empty=True)(), **named})

    def vault(self) -> Vault:
        """What seals personal columns: with the key given, else the keyring's, else not at all.

        Raises:
            LedgerKeyWrong: for a text that is no key.
        """
        if self.key is not None:
            given = self.key.get_secret_value()
            # A comma or a blank alone is a mistake, not the wish to go without a key.
            return Vault([key for key in given.split(",") if key.strip()] or [given])
        return Vault(stored_keys() if self.use_keyring else ())

    def open_ledger(self, *, read_only: bool = False) -> "Ledger":
        """The ledger, open.

        Raises:
            LedgerError: when it cannot be opened, is busy, or has another key.
        """
        from gdyb_workflows.clearing.ledger import Ledger

        location = None if self.ledger is None else self.ledger.get_secret_value()
        return Ledger(location, vault=self.vault(), read_only=read_only)


def _table(file: Path) -> dict[str, Any]:
    table = read_toml(file).get(TABLE, {})
    if not isinstance(table, dict):
        problem = Problem(path=str(file), field="", message=f"{TABLE} 应为一个表 [{TABLE}]", rule="settings_file")
        raise SettingsInvalid(problems=(problem,))
    return _beside(table, file.parent)


def _beside(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    place = table.get("ledger")
    if not isinstance(place, str) or not place or "://" in place:
        return table
    return {**table, "ledger": str(folder / place)}
