"""What may follow what: the table of transitions, and that nothing gets around it."""

import pytest
import sqlalchemy as sa

from gdyb_workflows.clearing import MonthLease, NeedsPerson
from gdyb_workflows.clearing.ledger.errors import StateChanged
from gdyb_workflows.clearing.ledger.moving import move
from gdyb_workflows.clearing.ledger.schema import batch, epoch
from gdyb_workflows.clearing.ledger.states import EPOCH_TRANSITIONS, TRANSITIONS, AuditAction, BatchState, EpochState
from gdyb_workflows.clearing.overview import audit_trail
from support.clearing.place import Place

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


def put(planned: MonthLease, table: sa.Table, state: str) -> None:
    """As if the first batch, or the epoch, had come to this state."""
    with planned.ledger.transaction() as connection:
        connection.execute(sa.update(table).where(table.c.id == 1).values(state=state))


@ON_ONE
def test_a_batch_goes_only_where_the_table_lets_it(place: Place, planned: MonthLease) -> None:
    for before in BatchState:
        for to in BatchState:
            put(planned, batch, before)
            with planned.transaction() as connection:
                if to in TRANSITIONS[before]:
                    move(planned, connection, 1, to=to)
                elif any(to in after for after in TRANSITIONS.values()):
                    with pytest.raises(StateChanged, match=f"第 1 批现在是“{before.label}”，不能改为“{to.label}”"):
                        move(planned, connection, 1, to=to)
            expected = to if to in TRANSITIONS[before] else before
            assert place.overview(planned.ledger).batches[0].state is expected


@ON_ONE
def test_an_epoch_goes_only_where_the_table_lets_it(place: Place, planned: MonthLease) -> None:
    for before in EpochState:
        for to in EpochState:
            put(planned, epoch, before)
            with planned.transaction() as connection:
                if to in EPOCH_TRANSITIONS[before]:
                    move(planned, connection, 1, to=to)
                else:
                    with pytest.raises(NeedsPerson, match="第 1 轮现在是"):
                        move(planned, connection, 1, to=to)


@ON_ONE
def test_a_move_is_narrowed_but_never_widened_and_leaves_a_line(place: Place, planned: MonthLease) -> None:
    def go(**how: object) -> None:
        with planned.transaction() as connection:
            move(planned, connection, 1, audit=AuditAction.NOTE, detail="试", actor="0001", **how)  # type: ignore[arg-type]

    trail = len(audit_trail(planned.ledger, planned.id))
    with pytest.raises(ValueError, match="does not follow"):
        go(to=BatchState.REVOKED, since={BatchState.PLANNED})
    with pytest.raises(StateChanged):
        go(to=BatchState.CONFIRMED, since={BatchState.UNKNOWN})
    with pytest.raises(StateChanged):
        go(to=BatchState.SENDING, only=batch.c.msgid == "another")
    assert len(audit_trail(planned.ledger, planned.id)) == trail
    go(to=BatchState.SENDING, msgid="m")
    line = audit_trail(planned.ledger, planned.id)[-1]
    assert (line.action, line.actor, line.batch, line.detail) == (AuditAction.NOTE, "0001", 1, "试")
    assert place.overview(planned.ledger).batches[0].msgid == "m"
