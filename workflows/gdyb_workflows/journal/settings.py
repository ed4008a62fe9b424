"""Settings of the journal, read from `GDYB_JOURNAL_…` or from the table `[journal]` of the settings file."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from gdyb_runtime.config.section import Section
from gdyb_workflows.fence import FENCE_MARGIN, SIGNED_WITHIN

if TYPE_CHECKING:
    from gdyb_workflows.at_rest.vault import Vault
    from gdyb_workflows.journal.journal import Journal

__all__ = ["PREFIX", "JournalSettings"]

PREFIX = "GDYB_JOURNAL_"


class JournalSettings(Section):
    """Where the journal is. The constructor reads no environment; `from_env` does.

    Raises:
        SettingsInvalid: listing everything wrong, named `GDYB_JOURNAL_…`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    __table__: ClassVar[str] = "journal"
    __paths__: ClassVar[tuple[str, ...]] = ("location",)

    location: Annotated[SecretStr | None, Field(title="交易日志")] = None
    """A file, or an SQLAlchemy URL (which may hold a password); None means a file in the user's data folder."""
    fence_margin: Annotated[
        float, Field(title="判定没有办成前的宽限（秒）", ge=SIGNED_WITHIN, le=86_400, allow_inf_nan=False)
    ] = FENCE_MARGIN
    """Waited on top of the gateway's time window before what had no answer counts as not carried out."""

    def open_journal(self, vault: "Vault") -> "Journal":
        """The journal, open; raises LedgerError when it cannot be opened or has another key."""
        from gdyb_workflows.journal.journal import Journal

        location = None if self.location is None else self.location.get_secret_value()
        return Journal(location, vault=vault, fence_margin=self.fence_margin)
