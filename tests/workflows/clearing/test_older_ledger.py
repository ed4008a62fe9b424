"""A ledger that the first version made: it opens, is brought up, and what was open in it still is."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from gdyb_workflows.at_rest.errors import LedgerUnusable
from gdyb_workflows.clearing import NeedsPerson, Vault, confirm, migrations
from gdyb_workflows.clearing.current import current_rows
from gdyb_workflows.clearing.ledger.conflicts import clear_conflict
from gdyb_workflows.clearing.ledger.errors import NothingSuch
from gdyb_workflows.clearing.ledger.schema import row
from gdyb_workflows.clearing.overview import audit_trail, months
from support.clearing.place import MONTH, Place

AUDIT = sa.table(
    "gdyb_audit", *(sa.column(name) for name in ("month_id", "batch_id", "at", "actor", "action", "detail"))
)


def make_first_version(
    place: Place, trail: Iterable[tuple[str, str, str]], *, ym: str = "202012", more: Iterable[str] = ()
) -> None:
    """A ledger as migration 0001 left it, with a batch and these lines in its audit trail: action, actor, text.

    `more` are statements, in which :i is the institution.
    """
    vault, settings = Vault([place.key]), place.settings()
    is_file = "://" not in place.location
    if is_file:
        Path(place.location).parent.mkdir(parents=True)
    address = f"sqlite:///{place.location}" if is_file else place.location.replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
        config.set_main_option("path_separator", "newline")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        insert = "INSERT INTO {} VALUES {}".format
        identity = {"p": settings.base_url, "i": settings.fixmedins_code, "ym": ym, "mark": vault.mark()}
        for statement in (
            insert("gdyb_ledger (name, value)", "('vault', :mark)"),
            insert("gdyb_month (id, platform, institution, ym)", "(7, :p, :i, :ym)"),
            insert("gdyb_epoch (id, month_id, number, state, opened_at)", "(1, 7, 1, 'open', 0)"),
            insert("gdyb_batch (id, epoch_id, number, state, rows, changed_at)", "(3, 1, 1, 'confirmed', 9, 0)"),
            *more,
        ):
            connection.execute(sa.text(statement), identity)
        for at, (action, actor, text) in enumerate(trail):
            line = {"month_id": 7, "batch_id": 3, "at": float(at), "actor": actor, "action": action}
            connection.execute(sa.insert(AUDIT).values(**line, detail=vault.seal_note(text)))
    engine.dispose()


def test_an_open_conflict_stays_open_and_a_cleared_one_cleared(place: Place) -> None:
    first, second = ("conflict", "gdyb", "msgid=1 来迟"), ("conflict", "gdyb", "msgid=2 来迟")
    make_first_version(place, [first, ("conflict_cleared", "0001", "医保核实"), ("note", "0001", "说明"), second])
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        found = place.overview(ledger)
        assert (found.conflicts, found.needs_person, [one.state for one in found.batches]) == (1, True, ["confirmed"])
        rows = sa.text(
            "SELECT batch_id, noticed_at, detail, cleared_at, cleared_by, note FROM gdyb_conflict ORDER BY id"
        )
        with ledger.reading() as connection:
            cleared, still = connection.execute(rows).all()
        assert (cleared.batch_id, cleared.noticed_at, cleared.cleared_at, cleared.cleared_by) == (3, 0.0, 1.0, "0001")
        assert [ledger.vault.open(text) for text in (cleared.detail, cleared.note)] == ["msgid=1 来迟", "医保核实"]
        assert (still.noticed_at, still.cleared_at, ledger.vault.open(still.detail)) == (3.0, None, "msgid=2 来迟")
        with pytest.raises(NeedsPerson, match="有与登记不符的平台答复"):
            confirm(lease)
        clear_conflict(lease, actor="0002", note="再次核实")
        assert place.overview(ledger).conflicts == 0
        with pytest.raises(NothingSuch):
            clear_conflict(lease, actor="0002", note="又一次")
        assert [line.action for line in audit_trail(ledger, lease.id)] == [
            "conflict", "conflict_cleared", "note", "conflict", "conflict_cleared",
        ]  # fmt: skip


def test_nothing_is_open_where_everything_was_cleared(place: Place) -> None:
    make_first_version(place, [("conflict", "gdyb", "来迟"), ("conflict_cleared", "0001", "核实")])
    with pytest.raises(LedgerUnusable, match="较早的"):
        place.ledger(read_only=True)
    with place.ledger() as ledger:
        assert place.overview(ledger).conflicts == 0
    with place.ledger(read_only=True) as ledger:
        assert place.overview(ledger).conflicts == 0


def test_a_conflict_is_its_row_and_not_a_line_of_the_trail(place: Place) -> None:
    make_first_version(place, [])
    with place.ledger() as ledger:
        with ledger.transaction() as connection:
            line = {"month_id": 7, "batch_id": None, "at": 0.0, "actor": "gdyb", "action": "conflict", "detail": ""}
            connection.execute(sa.insert(AUDIT).values(**line))
        assert place.overview(ledger).conflicts == 0


ROW = (
    "INSERT INTO gdyb_settlement (id, month_id, setl_sn, mdtrt_id, medins_no, mdtrt_setl_time, medfee, optins, is_current) "
    "VALUES ({}, 7, {}, {}, {}, {}, 100, 50, true)"
)


def test_numbers_of_an_older_ledger_are_compared_like_new_ones(place: Place) -> None:
    rows = [
        ROW.format(1, "' a1 '", "'s１'", "lower(:i)", "'2020-12-05 10:00:00'"),
        ROW.format(2, "'A1'", "'S2'", "'H0'", "'2020-11-30 10:00:00'"),
    ]
    held = "INSERT INTO gdyb_batch_row (batch_id, position, row_id, flag) VALUES (3, 0, 1, '1')"
    make_first_version(place, [], more=[*rows, held])
    with place.ledger() as ledger, ledger.reading() as connection:
        query = sa.select(row.c.setl_key, row.c.mdtrt_key, row.c.doubt).order_by(row.c.id)
        [first, second] = connection.execute(query).all()
        assert tuple(first) == ("A1", "S1", "")
        assert second[:2] == ("A1", "S2")
        assert "medins_no" in second.doubt
        assert "2020-11" in second.doubt
        assert [one.is_open for one in current_rows(ledger, 7)] == [False, True]
        # The settlements of a batch in force have no doubt any more, the other one has the same number.
        assert "已列入批次" in current_rows(ledger, 7)[1].doubt


LOWER = "INSERT INTO gdyb_month (id, platform, institution, ym) SELECT 8, platform, lower(:i), ym FROM gdyb_month"
EPOCH = "INSERT INTO gdyb_epoch (id, month_id, number, state, opened_at) VALUES (2, 8, 1, 'open', 0)"
BATCH = "INSERT INTO gdyb_batch (id, epoch_id, number, state, rows, changed_at) VALUES (4, 2, 1, 'confirmed', 9, 0)"
SENT = "INSERT INTO gdyb_attempt (batch_id, number, msgid, state, sent_at) VALUES ({0}, 1, 'm{0}', 'confirmed', 0)"


def test_an_institution_that_was_spelled_in_lower_case_is_found(place: Place) -> None:
    make_first_version(place, [], more=["UPDATE gdyb_month SET institution = lower(institution)"])
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        assert lease.id == 7
        assert place.overview(ledger).conflicts == 0


@pytest.mark.parametrize(("sent", "month_id", "conflicts"), [((3,), 7, 0), ((4,), 8, 0), ((3, 4), 7, 1), ((), 7, 0)])
def test_a_month_that_stands_twice_goes_on_with_what_was_sent(
    place: Place, sent: tuple[int, ...], month_id: int, conflicts: int
) -> None:
    """Where both sent something, a person has to look."""
    make_first_version(place, [], more=[LOWER, EPOCH, BATCH, *(SENT.format(one) for one in sent)])
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        assert (lease.id, place.overview(ledger).conflicts) == (month_id, conflicts)
        assert len(months(ledger)) == 2
        if conflicts:
            clear_conflict(lease, actor="0001", note="医保核实")
            assert place.overview(ledger).conflicts == 0
