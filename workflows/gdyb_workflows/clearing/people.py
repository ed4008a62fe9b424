"""Certificate numbers for what is about to be sent, also where the ledger keeps only their masks."""

from collections.abc import Mapping, Sequence
from typing import Any

from gdyb_workflows.clearing.calls import extract_month
from gdyb_workflows.clearing.errors import NeedsPerson
from gdyb_workflows.clearing.ledger import HeldMonth
from gdyb_workflows.clearing.period import yuan
from gdyb_workflows.clearing.vault import is_mask

__all__ = ["with_people"]


def with_people(held: HeldMonth, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with certno as the platform gave it.

    A ledger without a key has only masks: then the month is read once more (3260), which changes nothing, and kept in
    memory for as long as the month is held.

    Raises:
        NeedsPerson: the platform does not give a row any more as it was planned.
    """
    if held.vault.is_sealing:
        return [{**found, "certno": held.vault.open(found["certno"], held.ledger.where)} for found in rows]
    if not held.people:
        held.people.update(
            {_key(given.__dict__): getattr(given, "certno", "") for given in extract_month(held.client, held.period)}
        )
    known = [held.people.get(_key(_in_yuan(found)), "") for found in rows]
    if not all(is_mask(found["certno"], certno) for found, certno in zip(rows, known, strict=True)):
        reason, advice = "平台现在的明细与计划的不一致", "没有发送，请重新 extract、match、plan"
        raise NeedsPerson(month=held.name, reason=reason, advice=advice)
    return [{**found, "certno": certno} for found, certno in zip(rows, known, strict=True)]


def _in_yuan(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "medfee_sumamt": yuan(row["medfee"]), "optins_pay_sumamt": yuan(row["optins"])}


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("setl_sn", "mdtrt_id", "medfee_sumamt", "optins_pay_sumamt")
    return (*(row.get(name) for name in names), str(row.get("mdtrt_setl_time")))
