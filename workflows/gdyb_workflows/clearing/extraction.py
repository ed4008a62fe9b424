"""Reads the month from the platform (3260) into the ledger, and finds what is different from the last time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from gdyb import operations
from gdyb.models import i3260
from gdyb_runtime.reply import Reply
from gdyb_workflows.clearing.calls import is_placeholder, unconfirmable
from gdyb_workflows.clearing.ledger import HeldMonth
from gdyb_workflows.clearing.period import Amounts, cents_of, yuan
from gdyb_workflows.clearing.schema import (
    batch,
    batch_row,
    change,
    epoch,
    extraction,
    given_now,
    page,
    row,
    sighting,
)
from gdyb_workflows.clearing.vault import is_mask

__all__ = ["Extraction", "ExtractionProgress", "extract", "last_extraction"]

_RESUMED_WITHIN: Final = 3600.0
"""Seconds after which an extraction that was stopped begins anew: the platform's rows may have moved since."""
_PLAIN = ("mdtrtarea", "medins_no", "mdtrt_setl_time", "fulamt_advpay_flag", "medfee", "optins")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionProgress:
    """How far an extraction is."""

    page: int
    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A finished extraction."""

    number: int
    finished_at: float
    """Seconds since 1970."""
    pages: int
    amounts: Amounts
    """Usable settlements."""
    placeholders: int
    """Rows without 就诊登记号, which some platforms send to fill a page; not stored."""
    repeated: int
    """Rows that came twice with the same content; stored once."""
    unusable: int
    """Settlements that lack something that confirming needs; stored, but they cannot be confirmed."""
    new: int
    gone: int
    changed: int


def extract(
    held: HeldMonth, *, restart: bool = False, progress: Callable[[ExtractionProgress], None] | None = None
) -> Extraction:
    """Reads every page; what was stopped within the last hour goes on where it stopped, unless `restart`.

    Where rows are seen to move while they are read, everything is read once more; rows that come twice even then are
    counted as repeated. A row that leaves the platform's list meanwhile can be missed without a sign.

    Rows of confirmed batches stay as they are, whatever the platform gives now. A planned batch that was not sent and
    holds a row that is different now or gone is dropped, so that `plan` makes another one.

    Raises:
        GdybError: as the call says; the same command goes on.
    """
    if not restart and (stopped := _unfinished(held)):
        begun, read = stopped
        if _read_pages(held, begun, read, progress, is_strict=True):
            return _finish(held, begun)
    begun = _begin(held)
    if not _read_pages(held, begun, 0, progress, is_strict=True):
        begun = _begin(held)
        _read_pages(held, begun, 0, progress, is_strict=False)
    return _finish(held, begun)


def _read_pages(
    held: HeldMonth,
    begun: int,
    read: int,
    progress: Callable[[ExtractionProgress], None] | None,
    *,
    is_strict: bool,
) -> bool:
    """Reads the pages after those that were read; False where rows moved meanwhile."""
    paging = operations.extract_clearing_details.paging
    assert paging is not None
    # The last page is read again, to see whether the rows still stand where they stood.
    first = max(read, 1)
    field = paging.field.rpartition(".")[2]
    nodes = {**held.period.fields, field: paging.first + (first - 1) * paging.size}
    for number, reply in enumerate(held.client.pages(operations.extract_clearing_details, data=nodes), first):
        if number == read:
            if not _is_same_page(held, begun, number, reply):
                return False
            continue
        if is_strict and _has_moved(held, begun, number, paging.size, reply):
            return False
        amounts = _store(held, begun, number, reply)
        if progress is not None:
            progress(ExtractionProgress(page=number, amounts=amounts))
    return True


def _has_moved(held: HeldMonth, begun: int, number: int, size: int, reply: Reply[i3260.Output]) -> bool:
    """Whether a page shows that rows came or went before it: one was met already, or the numbers do not go on."""
    found = _read(reply)
    if number == 1 or not found:
        return False
    with held.transaction() as connection:
        seen = _seen(connection, held.id, begun, found)
        wanted = sa.select(sa.func.min(row.c.seqno), sa.func.max(row.c.seqno), sa.func.count())
        met = wanted.join(sighting, sighting.c.row_id == row.c.id).where(sighting.c.extraction_id == begun)
        low, high, count = connection.execute(met).one()
    if any(_is_same(held, one, new) for new in found for one in seen[new.key]):
        return True
    is_numbered = (low, high, count) == (1, count, (number - 1) * size)
    return is_numbered and found[0].values["seqno"] != high + 1


def last_extraction(connection: sa.Connection, month_id: int) -> Extraction | None:
    """The last extraction that was finished."""
    wanted = (
        sa.select(extraction)
        .where(extraction.c.month_id == month_id, extraction.c.finished_at.is_not(None))
        .order_by(extraction.c.number.desc())
        .limit(1)
    )
    found = connection.execute(wanted).mappings().first()
    return _as_extraction(found) if found else None


def _unfinished(held: HeldMonth) -> tuple[int, int] | None:
    """The extraction that was stopped, and how many pages it read."""
    pages = sa.select(sa.func.count()).where(page.c.extraction_id == extraction.c.id).scalar_subquery()
    wanted = (
        sa.select(extraction.c.id, extraction.c.begun_at, extraction.c.finished_at, pages)
        .where(extraction.c.month_id == held.id)
        .order_by(extraction.c.number.desc())
        .limit(1)
    )
    with held.transaction() as connection:
        found = connection.execute(wanted).first()
    if found is None or found[2] is not None or abs(held.now() - found[1]) > _RESUMED_WITHIN:
        return None
    return int(found[0]), int(found[3])


def _begin(held: HeldMonth) -> int:
    last = sa.select(sa.func.coalesce(sa.func.max(extraction.c.number), 0)).where(extraction.c.month_id == held.id)
    with held.transaction() as connection:
        number = int(connection.execute(last).scalar_one()) + 1
        new = sa.insert(extraction).values(month_id=held.id, number=number, begun_at=held.now())
        return int(connection.execute(new.returning(extraction.c.id)).scalar_one())


@dataclass(slots=True, kw_only=True)
class _Found:
    """A settlement of a page: what is stored of it, and its certificate number, which is stored sealed."""

    values: dict[str, Any]
    certno: str

    @property
    def key(self) -> tuple[str, str]:
        return self.values["setl_sn"], self.values["mdtrt_id"]

    @property
    def is_usable(self) -> bool:
        return not self.values["problem"]


def _read(reply: Reply[i3260.Output]) -> list[_Found]:
    return [_settlement(given) for given in reply.output.data if not is_placeholder(given)]


def _settlement(given: i3260.OutputData) -> _Found:
    certno, seqno = _text(given, "certno"), getattr(given, "seqno", None)
    medfee, optins = _cents(given, "medfee_sumamt"), _cents(given, "optins_pay_sumamt")
    values = {
        "setl_sn": _text(given, "setl_sn"),
        "mdtrt_id": _text(given, "mdtrt_id"),
        "seqno": int(seqno) if seqno is not None and abs(int(seqno)) < 1 << 63 else None,
        "mdtrtarea": _text(given, "mdtrtarea"),
        "medins_no": _text(given, "medins_no"),
        "mdtrt_setl_time": _text(given, "mdtrt_setl_time"),
        "fulamt_advpay_flag": _text(given, "fulamt_advpay_flag"),
        "medfee": medfee,
        "optins": optins,
    }
    wire = {
        **{name: values[name] for name in ("setl_sn", "mdtrt_id", "mdtrt_setl_time")},
        "certno": certno,
        "medfee_sumamt": None if medfee is None else yuan(medfee),
        "optins_pay_sumamt": None if optins is None else yuan(optins),
    }
    return _Found(values={**values, "problem": unconfirmable(wire)}, certno=certno)


def _text(given: i3260.OutputData, name: str) -> str:
    value = getattr(given, name, None)
    # PostgreSQL has no text with a NUL in it.
    return "" if value is None else str(value).replace("\x00", "")


def _cents(given: i3260.OutputData, name: str) -> int | None:
    amount = getattr(given, name, None)
    if not isinstance(amount, Decimal):
        return None
    try:
        cents = cents_of(amount)
    except ValueError:
        return None
    return cents if abs(cents) < 1 << 63 else None


def _store(held: HeldMonth, begun: int, number: int, reply: Reply[i3260.Output]) -> Amounts:
    """One page with everything on it, or nothing of it; the amounts of all pages so far."""
    found = _read(reply)
    placeholders = len(reply.output.data) - len(found)
    with held.transaction() as connection:
        seen = _seen(connection, held.id, begun, found)
        known = _known(connection, held.id, found)
        sightings, fresh, kept, repeated = list[int](), list[_Found](), list[_Found](), 0
        for settlement in found:
            if any(_is_same(held, stored, settlement) for stored in seen[settlement.key]) or any(
                other.key == settlement.key
                and other.values == {**settlement.values, **_place(other)}
                and other.certno == settlement.certno
                for other in fresh
            ):
                repeated += 1
                continue
            kept.append(settlement)
            same = next((one for one in known[settlement.key] if _is_same(held, one, settlement)), None)
            if same is not None:
                sightings.append(same["id"])
                seen[settlement.key].append(same)
            else:
                settlement.values |= _version(settlement, known, seen, fresh)
                fresh.append(settlement)
        unusable = sum(not settlement.is_usable for settlement in found)
        page_id = connection.execute(
            sa.insert(page)
            .values(
                extraction_id=begun,
                number=number,
                msgid=reply.msgid,
                rows=len(found),
                raw=held.vault.seal_bytes(reply.raw),
                placeholders=placeholders,
                repeated=repeated,
                unusable=unusable,
            )
            .returning(page.c.id)
        ).scalar_one()
        if fresh:
            stored = [
                {
                    **settlement.values,
                    "month_id": held.id,
                    "page_id": page_id,
                    "certno": held.vault.seal(settlement.certno),
                }
                for settlement in fresh
            ]
            sightings += connection.execute(
                sa.insert(row).returning(row.c.id, sort_by_parameter_order=True), stored
            ).scalars()
        if sightings:
            new = [{"extraction_id": begun, "row_id": row_id} for row_id in sightings]
            connection.execute(sa.insert(sighting), new)
        usable = [one for one in kept if one.is_usable]
        connection.execute(
            sa.update(extraction)
            .where(extraction.c.id == begun)
            .values(
                pages=extraction.c.pages + 1,
                placeholders=extraction.c.placeholders + placeholders,
                repeated=extraction.c.repeated + repeated,
                unusable=extraction.c.unusable + unusable,
                rows=extraction.c.rows + len(usable),
                medfee=extraction.c.medfee + sum(one.values["medfee"] for one in usable),
                optins=extraction.c.optins + sum(one.values["optins"] for one in usable),
            )
        )
        totals = sa.select(extraction.c.rows, extraction.c.medfee, extraction.c.optins)
        return Amounts.of_cents(*connection.execute(totals.where(extraction.c.id == begun)).one())


_Stored = dict[tuple[str, str], list[Mapping[Any, Any]]]


def _seen(connection: sa.Connection, month_id: int, begun: int, found: Sequence[_Found]) -> _Stored:
    """What this extraction has already met of the settlements of a page."""
    # With the month, the few rows of the page are looked up by index; without it, all that were met are gone through.
    wanted = sa.select(row).join(sighting, sighting.c.row_id == row.c.id).where(row.c.month_id == month_id)
    return _by_key(connection, wanted.where(sighting.c.extraction_id == begun), found)


def _known(connection: sa.Connection, month_id: int, found: Sequence[_Found]) -> _Stored:
    """Every version of the settlements of a page, the newest first."""
    stored = _by_key(connection, sa.select(row).where(row.c.month_id == month_id), found)
    for versions in stored.values():
        # Sorted here: SQLite would go through the whole month to have them in this order.
        versions.sort(key=lambda one: (one["is_current"], one["id"]), reverse=True)
    return stored


def _by_key(connection: sa.Connection, wanted: sa.Select[Any], found: Sequence[_Found]) -> _Stored:
    stored: _Stored = defaultdict(list)
    numbers = sorted({settlement.key[0] for settlement in found})
    for held in connection.execute(wanted.where(row.c.setl_sn.in_(numbers))).mappings():
        stored[held["setl_sn"], held["mdtrt_id"]].append(held)
    return stored


def _is_same(held: HeldMonth, stored: Mapping[Any, Any], settlement: _Found) -> bool:
    if any(stored[name] != settlement.values[name] for name in _PLAIN):
        return False
    vault, kept = held.vault, stored["certno"]
    return vault.open(kept) == settlement.certno if vault.is_sealing else is_mask(kept, settlement.certno)


def _place(other: _Found) -> dict[str, Any]:
    """What differs between two rows that say the same."""
    return {name: other.values.get(name) for name in ("seqno", "occurrence", "version")}


def _version(settlement: _Found, known: _Stored, seen: _Stored, fresh: Sequence[_Found]) -> dict[str, int]:
    """Which settlement of its key a row is that says something new, and which version of that."""
    used = {one["occurrence"] for one in seen[settlement.key]}
    used |= {other.values["occurrence"] for other in fresh if other.key == settlement.key}
    versions: dict[int, int] = {}
    for one in known[settlement.key]:
        versions[one["occurrence"]] = max(versions.get(one["occurrence"], 0), one["version"])
    # With one settlement of the key known, this is it with other content; with several nobody can say which.
    occurrence = 1 if not used and set(versions) <= {1} else max({*used, *versions}) + 1
    return {"occurrence": occurrence, "version": versions.get(occurrence, 0) + 1}


def _is_same_page(held: HeldMonth, begun: int, number: int, reply: Reply[i3260.Output]) -> bool:
    found = _read(reply)
    with held.transaction() as connection:
        seen = _seen(connection, held.id, begun, found)
        rows = sa.select(page.c.rows).where(page.c.extraction_id == begun, page.c.number == number)
        is_full = connection.execute(rows).scalar() == len(found)
    return is_full and all(any(_is_same(held, one, new) for one in seen[new.key]) for new in found)


def _finish(held: HeldMonth, begun: int) -> Extraction:
    def is_met(table: sa.FromClause) -> sa.ColumnElement[bool]:
        return sa.exists().where(sighting.c.extraction_id == begun, sighting.c.row_id == table.c.id)

    before = row.alias("before")
    of_month, of_key = (
        row.c.month_id == held.id,
        sa.and_(
            before.c.month_id == row.c.month_id,
            before.c.setl_sn == row.c.setl_sn,
            before.c.mdtrt_id == row.c.mdtrt_id,
            before.c.occurrence == row.c.occurrence,
            given_now(before),
            ~is_met(before),
        ),
    )
    previous = sa.select(sa.func.max(before.c.id)).where(of_key).scalar_subquery()
    newer = sa.select(
        sa.literal(begun), sa.case((previous.is_(None), "new"), else_="changed"), row.c.id, previous
    ).where(of_month, is_met(row), ~row.c.is_current)
    with held.transaction() as connection:
        is_first = connection.execute(sa.select(extraction.c.number).where(extraction.c.id == begun)).scalar_one() == 1
        counts = {"new": 0, "gone": 0, "changed": 0}
        if is_first:
            met = sa.select(sa.func.count()).where(sighting.c.extraction_id == begun)
            counts["new"] = connection.execute(met).scalar_one()
        else:
            names = ["extraction_id", "kind", "row_id", "previous_id"]
            connection.execute(sa.insert(change).from_select(names, newer))
            replaced = sa.select(change.c.previous_id).where(
                change.c.extraction_id == begun, change.c.previous_id.is_not(None)
            )
            gone = sa.select(sa.literal(begun), sa.literal("gone"), row.c.id, sa.null()).where(
                of_month, row.c.is_current, ~is_met(row), row.c.id.not_in(replaced)
            )
            connection.execute(sa.insert(change).from_select(names, gone))
            counted = sa.select(change.c.kind, sa.func.count()).where(change.c.extraction_id == begun)
            counts |= dict(connection.execute(counted.group_by(change.c.kind)).all())
        connection.execute(sa.update(row).where(of_month, row.c.is_current, ~is_met(row)).values(is_current=False))
        connection.execute(sa.update(row).where(of_month, ~row.c.is_current, is_met(row)).values(is_current=True))
        _tell_apart(held, connection)
        drop_outdated(held, connection)
        # Who is to be sent is looked up again, where only masks are kept.
        held.people.clear()
        done = sa.update(extraction).where(extraction.c.id == begun).values(finished_at=held.now(), **counts)
        found = connection.execute(done.returning(extraction)).mappings().one()
        return _as_extraction(found)


def _tell_apart(held: HeldMonth, connection: sa.Connection) -> None:
    """Two current versions of one occurrence are two settlements: the newer one was met before the older one was."""
    other = row.alias("other")
    key = ("month_id", "setl_sn", "mdtrt_id")
    older = sa.and_(*(other.c[name] == row.c[name] for name in key), other.c.occurrence == row.c.occurrence)
    twice = (
        sa.select(row.c.id, row.c.setl_sn, row.c.mdtrt_id)
        .join(other, sa.and_(older, other.c.id < row.c.id, given_now(other)))
        .where(row.c.month_id == held.id, row.c.is_current)
        .distinct()
    )
    for found in connection.execute(twice).all():
        last = sa.select(sa.func.max(row.c.occurrence) + 1).where(
            row.c.month_id == held.id, row.c.setl_sn == found.setl_sn, row.c.mdtrt_id == found.mdtrt_id
        )
        number = connection.execute(last).scalar_one()
        connection.execute(sa.update(row).where(row.c.id == found.id).values(occurrence=number, version=1))


def drop_outdated(held: HeldMonth, connection: sa.Connection) -> None:
    """Takes back planned batches with rows that the platform does not give any more like that."""
    outdated = (
        sa.select(batch_row.c.batch_id)
        .join(row, row.c.id == batch_row.c.row_id)
        .where(row.c.month_id == held.id, ~row.c.is_current)
    )
    epochs = sa.select(epoch.c.id).where(epoch.c.month_id == held.id)
    dropped = connection.execute(
        sa.update(batch)
        .where(batch.c.epoch_id.in_(epochs), batch.c.state == "planned", batch.c.id.in_(outdated))
        .values(state="dropped", changed_at=held.now())
        .returning(batch.c.id, batch.c.number)
    ).all()
    for batch_id, number in dropped:
        held.write_audit(connection, "batch_dropped", f"第 {number} 批未发送，平台的明细已变", batch_id=batch_id)


def _as_extraction(found: Mapping[Any, Any]) -> Extraction:
    return Extraction(
        amounts=Amounts.of_cents(found["rows"], found["medfee"], found["optins"]),
        **{
            name: found[name]
            for name in (
                "number",
                "finished_at",
                "pages",
                "placeholders",
                "repeated",
                "unusable",
                "new",
                "gone",
                "changed",
            )
        },
    )
