"""Certificate numbers for what is about to be sent, also where the ledger keeps only their masks."""

from collections.abc import Mapping, Sequence
from typing import Any

from gdyb.models import i3260
from gdyb_runtime.model.base import if_readable
from gdyb_runtime.money import yuan
from gdyb_workflows.at_rest.vault import is_mask
from gdyb_workflows.clearing.calls import extract_month
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.ledger import MonthLease

__all__ = ["with_people"]


def with_people(lease: MonthLease, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with certno as the platform gave it.

    A ledger without a key has only masks: then the month is read once more (3260), which changes nothing, and kept in
    memory for as long as the lease.

    Raises:
        NeedsPerson: the platform does not give a row any more as it was planned, or gives it for two people.
    """
    if lease.vault.is_sealing:
        return [{**record, "certno": lease.vault.open(record["certno"], lease.ledger.where)} for record in rows]
    if not lease.people:
        for settlement in extract_month(lease.client, lease.period):
            lease.people.setdefault(_key(settlement.__dict__), set()).add(_certno(settlement))
    return [{**record, "certno": _only(lease, record)} for record in rows]


def _certno(settlement: i3260.OutputData) -> str:
    return if_readable(lambda: settlement.certno) or ""


def _only(lease: MonthLease, row: Mapping[str, Any]) -> str:
    known = lease.people.get(_key(_in_yuan(row)), set())
    fitting = [certno for certno in known if is_mask(row["certno"], certno)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        reason, advice = "台账只有掩码，有两笔分不清是谁的", "没有发送，请换一个有密钥的台账"
    else:
        reason, advice = "平台现在的明细与计划的不一致", "没有发送，请重新提取、核对、列批"
    raise NeedsPerson(month=lease.name, reason=reason, advice=advice)


def _in_yuan(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "medfee_sumamt": yuan(row["medfee"]), "optins_pay_sumamt": yuan(row["optins"])}


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("setl_sn", "mdtrt_id", "medfee_sumamt", "optins_pay_sumamt")
    return (*(row.get(name) for name in names), str(row.get("mdtrt_setl_time")))
