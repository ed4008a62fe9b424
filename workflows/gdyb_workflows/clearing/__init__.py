"""Clearing of out-of-town settlements (chapter 7), a month at a time, so that no row is confirmed twice or lost.

    with Ledger() as ledger, Client.from_env() as client, ledger.hold(client, ClearingMonth.parse("2020-12")) as lease:
        extract(lease)                       # 3260: what the platform has
        propose(lease, …)                    # what to confirm, see matching
        approve(lease, actor="0001")         # a person says so
        plan(lease)                          # frozen batches
        confirm(lease)                       # 3261, each batch at most once

The ledger holds what was sent before it is sent. Names are loaded on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb_workflows.at_rest.errors import LedgerError as LedgerError
    from gdyb_workflows.at_rest.msgids import DatabaseMsgidStore as DatabaseMsgidStore
    from gdyb_workflows.at_rest.vault import Vault as Vault
    from gdyb_workflows.at_rest.vault import new_key as new_key
    from gdyb_workflows.clearing.decisions import Decided as Decided
    from gdyb_workflows.clearing.decisions import Proposal as Proposal
    from gdyb_workflows.clearing.decisions import approve as approve
    from gdyb_workflows.clearing.decisions import propose as propose
    from gdyb_workflows.clearing.decisions import propose_unchecked as propose_unchecked
    from gdyb_workflows.clearing.extraction import Extraction as Extraction
    from gdyb_workflows.clearing.extraction import extract as extract
    from gdyb_workflows.clearing.ledger.errors import MonthHeld as MonthHeld
    from gdyb_workflows.clearing.ledger.errors import NeedsPerson as NeedsPerson
    from gdyb_workflows.clearing.ledger.ledger import Ledger as Ledger
    from gdyb_workflows.clearing.ledger.ledger import MonthLease as MonthLease
    from gdyb_workflows.clearing.ledger.settings import ClearingSettings as ClearingSettings
    from gdyb_workflows.clearing.overview import MonthOverview as MonthOverview
    from gdyb_workflows.clearing.period import Amounts as Amounts
    from gdyb_workflows.clearing.period import ClearingMonth as ClearingMonth
    from gdyb_workflows.clearing.sending.confirming import BatchUnknown as BatchUnknown
    from gdyb_workflows.clearing.sending.confirming import Confirmation as Confirmation
    from gdyb_workflows.clearing.sending.confirming import ConfirmedBatch as ConfirmedBatch
    from gdyb_workflows.clearing.sending.confirming import confirm as confirm
    from gdyb_workflows.clearing.sending.confirming import confirm_next as confirm_next
    from gdyb_workflows.clearing.sending.planning import Plan as Plan
    from gdyb_workflows.clearing.sending.planning import plan as plan
    from gdyb_workflows.clearing.sending.revoking import close_epoch as close_epoch
    from gdyb_workflows.clearing.sending.revoking import revoke_batch as revoke_batch
    from gdyb_workflows.clearing.sending.revoking import revoke_period as revoke_period
    from gdyb_workflows.clearing.sending.unknown import probe as probe
    from gdyb_workflows.clearing.sending.unknown import record_finding as record_finding

_HOMES = {
    ".sending.confirming": ("BatchUnknown", "Confirmation", "ConfirmedBatch", "confirm", "confirm_next"),
    ".decisions": ("Decided", "Proposal", "approve", "propose", "propose_unchecked"),
    "..at_rest.errors": ("LedgerError",),
    ".ledger.errors": ("MonthHeld", "NeedsPerson"),
    ".extraction": ("Extraction", "extract"),
    ".ledger.ledger": ("MonthLease", "Ledger"),
    "..at_rest.msgids": ("DatabaseMsgidStore",),
    ".overview": ("MonthOverview",),
    ".period": ("Amounts", "ClearingMonth"),
    ".sending.planning": ("Plan", "plan"),
    ".sending.revoking": ("close_epoch", "revoke_batch", "revoke_period"),
    ".ledger.settings": ("ClearingSettings",),
    ".sending.unknown": ("probe", "record_finding"),
    "..at_rest.vault": ("Vault", "new_key"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name], __name__), name)


def __dir__() -> list[str]:
    return __all__
