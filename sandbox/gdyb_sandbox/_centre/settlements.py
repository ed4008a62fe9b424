"""What the centre has of settlements that calls made, for whoever tests against it."""

from dataclasses import dataclass

from gdyb_sandbox._centre.store import Store
from gdyb_sandbox._month.settled import NORMAL

_QUERY = (
    "SELECT setl_id, msgid, mdtrt_id, psn_no, medfee, fund, account, refd_setl_flag, is_refunded FROM ledger"
    " WHERE institution = ? ORDER BY setl_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A settlement or a refund that is on record; what was reversed is not."""

    setl_id: str
    msgid: str
    mdtrt_id: str
    psn_no: str
    medfee: int
    fund: int
    account: int
    """Cents; those of a refund are negative."""
    is_refund: bool
    is_refunded: bool
    """Whether a refund took it back."""


def settlements(store: Store, institution: str) -> list[Settlement]:
    """All of an institution, in the order of their numbers."""
    names = ("setl_id", "msgid", "mdtrt_id", "psn_no", "medfee", "fund", "account")
    return [
        Settlement(**dict(zip(names, values, strict=True)), is_refund=flag != NORMAL, is_refunded=bool(is_refunded))
        for *values, flag, is_refunded in store.rows(_QUERY, institution)
    ]
