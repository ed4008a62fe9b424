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
        NeedsPerson: the platform does not give a row any more as it was planned, or gives it for two people.
    """
    if held.vault.is_sealing:
        return [{**found, "certno": held.vault.open(found["certno"], held.ledger.where)} for found in rows]
    if not held.people:
        for given in extract_month(held.client, held.period):
            held.people.setdefault(_key(given.__dict__), set()).add(getattr(given, "certno", ""))
    return [{**found, "certno": _only(held, found)} for found in rows]


def _only(held: HeldMonth, row: Mapping[str, Any]) -> str:
    known = held.people.get(_key(_in_yuan(row)), set())
    fitting = [certno for certno in known if is_mask(row["certno"], certno)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        reason, advice = "台账只有掩码，有两笔分不清是谁的", "没有发送，请换一个有密钥的台账"
    else:
        reason, advice = "平台现在的明细与计划的不一致", "没有发送，请重新 extract、match、plan"
    raise NeedsPerson(month=held.name, reason=reason, advice=advice)


def _in_yuan(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "medfee_sumamt": yuan(row["medfee"]), "optins_pay_sumamt": yuan(row["optins"])}


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("setl_sn", "mdtrt_id", "medfee_sumamt", "optins_pay_sumamt")
    return (*(row.get(name) for name in names), str(row.get("mdtrt_setl_time")))
