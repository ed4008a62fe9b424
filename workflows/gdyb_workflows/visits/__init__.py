"""The visits of an ordinary patient, from registration to refund, through the journal: each can be resumed by its key.

    query = PersonQuery.id_card("440101…")
    done = run(journal, client, register_outpatient("门诊-42", document=query, data={...}))
    done = run(journal, client, settle_outpatient("门诊-42", document=query, visit={...}, …))

`await run_async(journal, client, …)` does the same for asyncio. Run again after a crash or a lost answer it goes on
where it stopped; nothing is sent twice.
"""

from gdyb_workflows.visits.procedures import (
    admit_inpatient,
    buy,
    charge_inpatient,
    discharge_inpatient,
    refund_inpatient,
    refund_outpatient,
    refund_purchase,
    register_outpatient,
    settle_inpatient,
    settle_outpatient,
)
from gdyb_workflows.visits.results import VisitResult
from gdyb_workflows.visits.steps import Procedure, run, run_async

__all__ = [
    "Procedure",
    "VisitResult",
    "admit_inpatient",
    "buy",
    "charge_inpatient",
    "discharge_inpatient",
    "refund_inpatient",
    "refund_outpatient",
    "refund_purchase",
    "register_outpatient",
    "run",
    "run_async",
    "settle_inpatient",
    "settle_outpatient",
]
