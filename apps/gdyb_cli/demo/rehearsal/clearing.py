"""A whole clearing of one month (chapter 7), step by step, to see every part of it work; meant for the sandbox."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from gdyb.client import Client
from gdyb_workflows.clearing.calls import Batch, Settlement, confirm_in_batches, extract_pages, revoke_batch
from gdyb_workflows.clearing.period import Amounts, ClearingMonth

__all__ = ["Balance", "Step", "StepKind", "balance", "rehearse"]

StepKind = Literal["extracted", "confirmed", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that is done: a page extracted, a batch confirmed or revoked."""

    kind: StepKind
    number: int
    amounts: Amounts
    msgid: str
    inf_refmsgid: str = ""
    placeholders: int = 0
    """Empty rows of a page, which are not in `amounts`."""
    warnings: int = 0
    """Departures of a reply from the printed tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What the steps come to."""

    extracted: Amounts
    confirmed: Amounts
    """Confirmed minus revoked."""

    @property
    def adds_up(self) -> bool:
        """Whether exactly as much is confirmed as was extracted."""
        return self.extracted == self.confirmed


def rehearse(client: Client, month: ClearingMonth) -> Iterator[Step]:
    """Extracts and confirms the month, revokes its second batch (or the only one) and confirms that again.

    Each step is given as soon as it is done, so that a GdybError leaves the caller with what happened before it.
    """
    rows: list[Settlement] = []
    for page in extract_pages(client, month):
        rows += page.rows
        yield Step(
            kind="extracted",
            number=page.number,
            amounts=Amounts.of(page.rows),
            msgid=page.msgid,
            placeholders=page.placeholders,
            warnings=page.warnings,
        )
    confirmed: list[Batch] = []
    for batch in confirm_in_batches(client, month, rows):
        confirmed.append(batch)
        yield _step("confirmed", batch)
    for chosen in confirmed[1:2] or confirmed[:1]:
        reply = revoke_batch(client, month, chosen)
        yield _step("revoked", chosen, msgid=reply.msgid)
        for again in confirm_in_batches(client, month, chosen.rows):
            yield _step("confirmed", again, number=len(confirmed) + again.number)


def balance(steps: Iterable[Step]) -> Balance:
    """What was extracted, and what is confirmed after all steps."""
    extracted = confirmed = Amounts()
    for step in steps:
        if step.kind == "extracted":
            extracted += step.amounts
        elif step.kind == "confirmed":
            confirmed += step.amounts
        else:
            confirmed -= step.amounts
    return Balance(extracted=extracted, confirmed=confirmed)


def _step(kind: StepKind, batch: Batch, *, number: int | None = None, msgid: str | None = None) -> Step:
    return Step(
        kind=kind,
        number=batch.number if number is None else number,
        amounts=Amounts.of(batch.rows),
        msgid=batch.msgid if msgid is None else msgid,
        inf_refmsgid=batch.inf_refmsgid,
    )
