"""Settings of the ledger, read from `GDYB_CLEARING_…` or from the table `[clearing]` of the settings file."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from gdyb_runtime.config.section import Section
from gdyb_workflows.fence import FENCE_MARGIN, SIGNED_WITHIN

if TYPE_CHECKING:
    from gdyb_workflows.at_rest.vault import Vault
    from gdyb_workflows.clearing.ledger.ledger import Ledger

__all__ = ["PREFIX", "ClearingSettings"]

PREFIX = "GDYB_CLEARING_"


class ClearingSettings(Section):
    """Where the ledger is and how it decides. The constructor reads no environment; `from_env` does.

    Raises:
        SettingsInvalid: listing everything wrong, named `GDYB_CLEARING_…`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    __table__: ClassVar[str] = "clearing"
    __paths__: ClassVar[tuple[str, ...]] = ("ledger",)

    ledger: Annotated[SecretStr | None, Field(title="台账")] = None
    """A file, or an SQLAlchemy URL (which may hold a password); None means a file in the user's data folder."""
    key: Annotated[SecretStr | None, Field(title="台账密钥", min_length=1)] = None
    """As `new_key` makes it; several with commas between them, the first one seals."""
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
    def load(cls, *, config: Path | None = None, env_file: Path | None = None, others: Collection[str] = ()) -> Self:
        """Settings of the TOML file or the KEY=VALUE file; what they leave out is taken from the environment.

        A key that is kept in the environment alone would otherwise be passed over, and a ledger made without it.
        """
        named = {} if config is None else cls._in_file(config)
        if config is None and env_file is not None:
            named = cls._in_env_file(env_file, others)
        return cls(**{**cls._in_env(), **named})

    def vault(self) -> "Vault":
        """What seals personal columns: with the key given, else the keyring's, else not at all.

        Raises:
            LedgerKeyWrong: for a text that is no key.
        """
        # Cryptography is only needed where a ledger is opened.
        from gdyb_workflows.at_rest.errors import LedgerKeyWrong
        from gdyb_workflows.at_rest.keys import stored_keys
        from gdyb_workflows.at_rest.vault import Vault
        from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind

        if self.key is not None:
            keys = self.key.get_secret_value()
            # A comma or a blank alone is a mistake, not the wish to go without a key.
            try:
                return Vault([key for key in keys.split(",") if key.strip()] or [keys])
            except LedgerKeyWrong as error:
                error.steps = (NextStep(kind=StepKind.MAKE_KEY),)
                raise
        return Vault(stored_keys() if self.use_keyring else ())

    def open_ledger(self, *, read_only: bool = False) -> "Ledger":
        """The ledger, open.

        Raises:
            LedgerError: when it cannot be opened, is busy, or has another key.
        """
        from gdyb_workflows.clearing.ledger.ledger import Ledger

        location = None if self.ledger is None else self.ledger.get_secret_value()
        return Ledger(location, vault=self.vault(), read_only=read_only)
