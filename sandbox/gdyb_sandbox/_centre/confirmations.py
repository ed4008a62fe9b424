"""What was confirmed (3261) and revoked (3262): every applied call, in the order in which it was applied."""

import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_runtime.local.paths import local_path, sqlite_uri
from gdyb_sandbox._centre.store import Store, check_version

_IN_FORCE = "clearing.revoked_by IS NULL AND NOT settlement.is_replaced"
_CALLS = (
    "SELECT number, inf_refmsgid, msgid, applied, otransid, revoked_by FROM clearing"
    " WHERE institution = ? AND period = ? ORDER BY number"
)
_FLAGS = (
    "SELECT number, setl_sn, cnfm_flag FROM settlement JOIN clearing USING (number)"
    " WHERE clearing.institution = ? AND period = ? ORDER BY setl_sn"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One institution's month, the unit of clearing."""

    institution: str
    year: str
    month: str

    @property
    def name(self) -> str:
        """Year and month, as in 202012."""
        return self.year + self.month


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A call that was applied."""

    number: int
    """Its place in the order of all confirmations and revocations of a sandbox."""
    msgid: str
    inf_refmsgid: str
    applied: float
    """When, in seconds since 1970, by the machine's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Applied):
    """A 3261 that was applied."""

    flags: Mapping[str, str]
    """The cnfm_flag of each setl_sn."""
    is_revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation(Applied):
    """A 3262 that was applied."""

    otransid: str
    """What was asked for: the inf_refmsgid of a confirmation, or the text that means the whole month."""
    revoked: tuple[str, ...]
    """The inf_refmsgid of each confirmation it revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """The applied calls of one institution's month."""

    confirmations: tuple[Confirmation, ...]
    revocations: tuple[Revocation, ...]

    @property
    def times_now(self) -> Counter[str]:
        """How many confirmations in force confirm each setl_sn."""
        return _times(one for one in self.confirmations if not one.is_revoked)

    @property
    def times_ever(self) -> Counter[str]:
        """How many confirmations confirmed each setl_sn, revoked ones included."""
        return _times(self.confirmations)


def read_clearing(path: Path, institution: str, year: str, month: str) -> Clearing:
    """The same from a state file, also of a sandbox that runs as another process.

    sqlite3.DatabaseError when there is no such file, or when it is not a state file of this version.
    """
    # Not read-only: whoever reads a file in WAL mode may have to create its -shm beside it.
    with closing(sqlite3.connect(sqlite_uri(local_path(path), "rw"), uri=True, timeout=30)) as db:
        check_version(db, path)
        db.execute("BEGIN")
        return _clearing(db, Period(institution=institution, year=year, month=month))


def clearing(store: Store, period: Period) -> Clearing:
    """The applied calls of a period."""
    with store.work() as db:
        return _clearing(db, period)


def _clearing(db: sqlite3.Connection, period: Period) -> Clearing:
    key = period.institution, period.name
    calls = db.execute(_CALLS, key).fetchall()
    flags: dict[int, dict[str, str]] = defaultdict(dict)
    for number, setl_sn, flag in db.execute(_FLAGS, key):
        flags[number][setl_sn] = flag
    revoked: dict[int, list[str]] = defaultdict(list)
    for _, inf_refmsgid, _, _, _, revoked_by in calls:
        revoked[revoked_by].append(inf_refmsgid)
    confirmations: list[Confirmation] = []
    revocations: list[Revocation] = []
    for number, inf_refmsgid, msgid, applied, otransid, revoked_by in calls:
        base = {"number": number, "msgid": msgid, "inf_refmsgid": inf_refmsgid, "applied": applied}
        if otransid:
            revocations.append(Revocation(**base, otransid=otransid, revoked=tuple(revoked[number])))
        else:
            confirmations.append(Confirmation(**base, flags=flags[number], is_revoked=revoked_by is not None))
    return Clearing(confirmations=tuple(confirmations), revocations=tuple(revocations))


def confirmed(store: Store, period: Period) -> dict[str, str]:
    """Settlement number and flag of everything recorded for the period; of several flags in force the latest."""
    query = f"SELECT setl_sn, cnfm_flag FROM settlement JOIN clearing USING (number) WHERE {_IN_FORCE}"
    query += " AND clearing.institution = ? AND period = ? ORDER BY setl_sn, number"
    return dict(store.rows(query, period.institution, period.name))


def flags_of(store: Store, institution: str, settlements: Iterable[str]) -> dict[str, str]:
    """The confirmation flag of each of these settlements that has one."""
    query = f"SELECT cnfm_flag FROM settlement JOIN clearing USING (number) WHERE {_IN_FORCE}"
    query += " AND settlement.institution = ? AND setl_sn = ? ORDER BY number DESC LIMIT 1"
    rows = {setl_sn: store.row(query, institution, setl_sn) for setl_sn in settlements}
    return {setl_sn: str(row[0]) for setl_sn, row in rows.items() if row}


def find_confirmation(store: Store, institution: str, inf_refmsgid: str) -> tuple[str, bool] | None:
    """Period and whether it was revoked, of a confirmation of this institution."""
    query = "SELECT period, revoked_by IS NOT NULL FROM clearing"
    query += " WHERE institution = ? AND inf_refmsgid = ? AND otransid = ''"
    row = store.row(query, institution, inf_refmsgid)
    return (str(row[0]), bool(row[1])) if row else None


def confirm(
    store: Store, period: Period, msgid: str, inf_refmsgid: str, flags: Mapping[str, str], replaced: Iterable[str]
) -> None:
    """Records a confirmation and the flag of each of its settlements; `replaced` have none any more but this."""
    changes = [(period.institution, setl_sn) for setl_sn in replaced]
    store.run_many("UPDATE settlement SET is_replaced = 1 WHERE institution = ? AND setl_sn = ?", changes)
    number = _record(store, period, msgid, inf_refmsgid)
    rows = [(period.institution, setl_sn, number, flag) for setl_sn, flag in flags.items()]
    store.run_many("INSERT INTO settlement (institution, setl_sn, number, cnfm_flag) VALUES (?, ?, ?, ?)", rows)


def revoke(
    store: Store, period: Period, msgid: str, inf_refmsgid: str, otransid: str, target: str | None = None
) -> None:
    """Revokes one confirmation of the period, or all of them."""
    number = _record(store, period, msgid, inf_refmsgid, otransid)
    statement = "UPDATE clearing SET revoked_by = ? WHERE institution = ? AND period = ? AND otransid = ''"
    statement += " AND revoked_by IS NULL AND ? IN ('', inf_refmsgid)"
    store.run(statement, number, period.institution, period.name, target or "")


def _record(store: Store, period: Period, msgid: str, inf_refmsgid: str, otransid: str = "") -> int:
    statement = "INSERT INTO clearing (institution, period, msgid, inf_refmsgid, applied, otransid)"
    statement += " VALUES (?, ?, ?, ?, ?, ?) RETURNING number"
    values = (period.institution, period.name, msgid, inf_refmsgid, time.time(), otransid)
    return int(store.row(statement, *values)[0])


def _times(confirmations: Iterable[Confirmation]) -> Counter[str]:
    times: Counter[str] = Counter()
    for confirmation in confirmations:
        times.update(setl_sn for setl_sn, flag in confirmation.flags.items() if flag == CnfmFlag.CONFIRMED)
    return times
