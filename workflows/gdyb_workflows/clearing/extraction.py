"""Reads the month from the platform (3260) into the ledger, and finds what is different from the last time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from gdyb import operations
from gdyb.models import i3260
from gdyb_runtime.identity import normal_id
from gdyb_runtime.model.base import if_readable
from gdyb_runtime.money import cents_of, yuan
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.at_rest.vault import is_mask
from gdyb_workflows.clearing.calls import doubt_of, settlements_of, unconfirmable
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.moving import move
from gdyb_workflows.clearing.ledger.schema import (
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
from gdyb_workflows.clearing.ledger.states import AuditAction, BatchState, ChangeKind
from gdyb_workflows.clearing.period import Amounts

__all__ = [
    "Extraction",
    "ExtractionProgress",
    "PageRow",
    "SortedPage",
    "classify",
    "drop_outdated",
    "extract",
    "last_extraction",
]

_RESUMED_WITHIN: Final = 3600.0
"""Seconds after which an extraction that was stopped begins anew: the platform's rows may have moved since."""
_SPELLED = ("setl_sn", "mdtrt_id")
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
    """Rows without any id or money, which some platforms send to fill a page; not stored."""
    repeated: int
    """Rows that came twice with the same content; stored once."""
    unusable: int
    """Settlements that lack something that confirming needs; stored, but they cannot be confirmed."""
    new: int
    gone: int
    changed: int


def extract(
    lease: MonthLease, *, restart: bool = False, progress: Callable[[ExtractionProgress], None] | None = None
) -> Extraction:
    """Reads every page; what was stopped within the last hour goes on where it stopped, unless `restart`.

    Where rows are seen to move while they are read, everything is read once more; rows that come twice even then are
    counted as repeated. A row that leaves the platform's list meanwhile can be missed without a sign.

    Rows of confirmed batches stay as they are, whatever the platform gives now. A planned batch that was not sent and
    holds a row that is different now or gone is dropped, so that `plan` makes another one.

    Raises:
        GdybError: as the call says; the same command goes on.
    """
    if not restart and (stopped := _unfinished(lease)):
        begun, read = stopped
        if _read_pages(lease, begun, read, progress, is_strict=True):
            return _finish(lease, begun)
    begun = _begin(lease)
    if not _read_pages(lease, begun, 0, progress, is_strict=True):
        begun = _begin(lease)
        _read_pages(lease, begun, 0, progress, is_strict=False)
    return _finish(lease, begun)


def _read_pages(
    lease: MonthLease,
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
    nodes = {**lease.period.fields, field: paging.first + (first - 1) * paging.size}
    for number, reply in enumerate(lease.client.pages(operations.extract_clearing_details, data=nodes), first):
        if number == read:
            if not _is_same_page(lease, begun, number, reply):
                return False
            continue
        if is_strict and _has_moved(lease, begun, number, paging.size, reply):
            return False
        amounts = _store(lease, begun, number, reply)
        if progress is not None:
            progress(ExtractionProgress(page=number, amounts=amounts))
    return True


def _has_moved(lease: MonthLease, begun: int, number: int, size: int, reply: Reply[i3260.Output]) -> bool:
    """Whether a page shows that rows came or went before it: one was read already, or the numbers do not go on."""
    rows = _read(lease, reply)
    if number == 1 or not rows:
        return False
    with lease.transaction() as connection:
        seen = _seen(connection, lease.id, begun, rows)
        query = sa.select(sa.func.min(row.c.seqno), sa.func.max(row.c.seqno), sa.func.count())
        of_extraction = query.join(sighting, sighting.c.row_id == row.c.id).where(sighting.c.extraction_id == begun)
        low, high, count = connection.execute(of_extraction).one()
    if any(_is_same(lease, one, new) for new in rows for one in seen.get(new.key, ())):
        return True
    is_numbered = (low, high, count) == (1, count, (number - 1) * size)
    return is_numbered and rows[0].values["seqno"] != high + 1


def last_extraction(connection: sa.Connection, month_id: int) -> Extraction | None:
    """The last extraction that was finished."""
    query = (
        sa.select(extraction)
        .where(extraction.c.month_id == month_id, extraction.c.finished_at.is_not(None))
        .order_by(extraction.c.number.desc())
        .limit(1)
    )
    record = connection.execute(query).mappings().first()
    return _as_extraction(record) if record else None


def _unfinished(lease: MonthLease) -> tuple[int, int] | None:
    """The extraction that was stopped, and how many pages it read."""
    pages = sa.select(sa.func.count()).where(page.c.extraction_id == extraction.c.id).scalar_subquery()
    query = (
        sa.select(extraction.c.id, extraction.c.begun_at, extraction.c.finished_at, pages)
        .where(extraction.c.month_id == lease.id)
        .order_by(extraction.c.number.desc())
        .limit(1)
    )
    with lease.transaction() as connection:
        last = connection.execute(query).first()
    if last is None or last[2] is not None or abs(lease.now() - last[1]) > _RESUMED_WITHIN:
        return None
    return int(last[0]), int(last[3])


def _begin(lease: MonthLease) -> int:
    last = sa.select(sa.func.coalesce(sa.func.max(extraction.c.number), 0)).where(extraction.c.month_id == lease.id)
    with lease.transaction() as connection:
        number = int(connection.execute(last).scalar_one()) + 1
        new = sa.insert(extraction).values(month_id=lease.id, number=number, begun_at=lease.now())
        return int(connection.execute(new.returning(extraction.c.id)).scalar_one())


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A settlement of a page: what is stored of it, and its certificate number, which is stored sealed."""

    values: Mapping[str, Any]
    certno: str

    @property
    def key(self) -> tuple[str, str]:
        """The two numbers that a settlement is known by, as they are compared."""
        return self.values["setl_key"], self.values["mdtrt_key"]

    @property
    def is_usable(self) -> bool:
        """Whether 3261 could take it."""
        return not self.values["problem"]


def _read(lease: MonthLease, reply: Reply[i3260.Output]) -> list[PageRow]:
    return [_settlement(lease, row) for row in settlements_of(reply)]


def _settlement(lease: MonthLease, row: i3260.OutputData) -> PageRow:
    certno, seqno = _text(lambda: row.certno), if_readable(lambda: row.seqno)
    medfee, optins = _cents(lambda: row.medfee_sumamt), _cents(lambda: row.optins_pay_sumamt)
    values: dict[str, Any] = {
        "setl_sn": _text(lambda: row.setl_sn),
        "mdtrt_id": _text(lambda: row.mdtrt_id),
        "seqno": int(seqno) if seqno is not None and abs(int(seqno)) < 1 << 63 else None,
        "mdtrtarea": _text(lambda: row.mdtrtarea),
        "medins_no": _text(lambda: row.medins_no),
        "mdtrt_setl_time": _text(lambda: row.mdtrt_setl_time),
        "fulamt_advpay_flag": _text(lambda: row.fulamt_advpay_flag),
        "medfee": medfee,
        "optins": optins,
    }
    wire = {
        **{name: values[name] for name in ("setl_sn", "mdtrt_id", "mdtrt_setl_time")},
        "certno": certno,
        "medfee_sumamt": None if medfee is None else yuan(medfee),
        "optins_pay_sumamt": None if optins is None else yuan(optins),
    }
    judged = {
        "problem": unconfirmable(wire),
        "doubt": doubt_of(
            values["medins_no"], values["mdtrt_setl_time"], institution=lease.institution, ym=lease.period.ym
        ),
        "setl_key": normal_id(values["setl_sn"]),
        "mdtrt_key": normal_id(values["mdtrt_id"]),
    }
    return PageRow(values={**values, **judged}, certno=certno)


def _text(read: Callable[[], object]) -> str:
    value = if_readable(read)
    # PostgreSQL has no text with a NUL in it.
    return "" if value is None else str(value).replace("\x00", "")


def _cents(read: Callable[[], object]) -> int | None:
    amount = if_readable(read)
    if not isinstance(amount, Decimal):
        return None
    try:
        cents = cents_of(amount)
    except ValueError:
        return None
    return cents if abs(cents) < 1 << 63 else None


_Stored = Mapping[tuple[str, str], list[Mapping[Any, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedPage:
    """The settlements of a page by what is known of them."""

    kept: tuple[PageRow, ...]
    """Those that this extraction has not given before."""
    fresh: tuple[PageRow, ...]
    """Those of `kept` that the ledger has not in this version; `values` says which version it is."""
    known: tuple[int, ...]
    """Rows of the ledger that the others of `kept` are."""
    repeated: int
    """Settlements that this extraction gave already, with the same content."""


def classify(
    settlements: Sequence[PageRow],
    *,
    seen: _Stored,
    known: _Stored,
    is_same: Callable[[Mapping[Any, Any], PageRow], bool],
) -> SortedPage:
    """Sorts a page by what this extraction has given before (`seen`) and the versions in the ledger (`known`)."""
    seen = defaultdict(list, {key: list(rows) for key, rows in seen.items()})
    kept, fresh, ids, repeated = list[PageRow](), list[PageRow](), list[int](), 0
    fresh_of = defaultdict[tuple[str, str], list[PageRow]](list)
    for settlement in settlements:
        if any(is_same(stored, settlement) for stored in seen[settlement.key]) or any(
            _says_the_same(other, settlement) for other in fresh_of[settlement.key]
        ):
            repeated += 1
            continue
        kept.append(settlement)
        versions = (one for one in known.get(settlement.key, ()) if _is_spelled_alike(one, settlement))
        same = next((one for one in versions if is_same(one, settlement)), None)
        if same is not None:
            ids.append(same["id"])
            seen[settlement.key].append(same)
        else:
            version = _version(settlement, known, seen, fresh_of[settlement.key])
            fresh.append(replace(settlement, values={**settlement.values, **version}))
            fresh_of[settlement.key].append(fresh[-1])
    return SortedPage(kept=tuple(kept), fresh=tuple(fresh), known=tuple(ids), repeated=repeated)


def _store(lease: MonthLease, begun: int, number: int, reply: Reply[i3260.Output]) -> Amounts:
    """One page with everything on it, or nothing of it; the amounts of all pages so far."""
    settlements = _read(lease, reply)
    with lease.transaction() as connection:
        sorted_page = classify(
            settlements,
            seen=_seen(connection, lease.id, begun, settlements),
            known=_known(connection, lease.id, settlements),
            is_same=partial(_is_same, lease),
        )
        counts = {
            "placeholders": len(reply.output.data) - len(settlements),
            "repeated": sorted_page.repeated,
            "unusable": sum(not settlement.is_usable for settlement in settlements),
        }
        raw = lease.vault.seal_bytes(reply.raw)
        new = sa.insert(page).values(
            extraction_id=begun, number=number, msgid=reply.msgid, rows=len(settlements), raw=raw, **counts
        )
        page_id = int(connection.execute(new.returning(page.c.id)).scalar_one())
        _write_rows(lease, connection, begun, page_id, sorted_page)
        return _add_up(connection, begun, sorted_page, counts)


def _write_rows(
    lease: MonthLease, connection: sa.Connection, begun: int, page_id: int, sorted_page: SortedPage
) -> None:
    """Stores new versions, and that this extraction gave them and those that are known."""
    sightings = list(sorted_page.known)
    if sorted_page.fresh:
        of_page = {"month_id": lease.id, "page_id": page_id}
        new = [{**one.values, **of_page, "certno": lease.vault.seal(one.certno)} for one in sorted_page.fresh]
        sightings += connection.execute(sa.insert(row).returning(row.c.id, sort_by_parameter_order=True), new).scalars()
    if sightings:
        connection.execute(sa.insert(sighting), [{"extraction_id": begun, "row_id": one} for one in sightings])


def _add_up(connection: sa.Connection, begun: int, sorted_page: SortedPage, counts: Mapping[str, int]) -> Amounts:
    usable = [one for one in sorted_page.kept if one.is_usable]
    more = {
        **counts,
        "pages": 1,
        "rows": len(usable),
        "medfee": sum(one.values["medfee"] for one in usable),
        "optins": sum(one.values["optins"] for one in usable),
    }
    totals = sa.update(extraction).where(extraction.c.id == begun)
    totals = totals.values({name: extraction.c[name] + count for name, count in more.items()})
    of_all = totals.returning(extraction.c.rows, extraction.c.medfee, extraction.c.optins)
    return Amounts.of_cents(*connection.execute(of_all).one())


def _is_spelled_alike(stored: Mapping[Any, Any], settlement: PageRow) -> bool:
    """Whether the numbers are the same to the letter: what is sent later has to be what the platform gives now."""
    return all(stored[name] == settlement.values[name] for name in _SPELLED)


def _says_the_same(other: PageRow, settlement: PageRow) -> bool:
    """Whether two settlements of a page with the same key have the same content, wherever they stand."""
    alike = ("seqno", "occurrence", "version", *_SPELLED)
    values = {**settlement.values, **{name: other.values.get(name) for name in alike}}
    return other.values == values and other.certno == settlement.certno


def _seen(connection: sa.Connection, month_id: int, begun: int, rows: Sequence[PageRow]) -> _Stored:
    """The settlements of a page that this extraction has already read."""
    # With the month, the few rows of the page are looked up by index; without it, all that were read are scanned.
    query = sa.select(row).join(sighting, sighting.c.row_id == row.c.id).where(row.c.month_id == month_id)
    return _by_key(connection, query.where(sighting.c.extraction_id == begun), rows)


def _known(connection: sa.Connection, month_id: int, rows: Sequence[PageRow]) -> _Stored:
    """Every version of the settlements of a page, the newest first."""
    stored = _by_key(connection, sa.select(row).where(row.c.month_id == month_id), rows)
    for versions in stored.values():
        # Sorted here: SQLite would go through the whole month to have them in this order.
        versions.sort(key=lambda one: (one["is_current"], one["id"]), reverse=True)
    return stored


def _by_key(connection: sa.Connection, query: sa.Select[Any], rows: Sequence[PageRow]) -> _Stored:
    stored = defaultdict[tuple[str, str], list[Mapping[Any, Any]]](list)
    numbers = sorted({settlement.key[0] for settlement in rows})
    for record in connection.execute(query.where(row.c.setl_key.in_(numbers))).mappings():
        stored[record["setl_key"], record["mdtrt_key"]].append(record)
    return stored


def _is_same(lease: MonthLease, stored: Mapping[Any, Any], settlement: PageRow) -> bool:
    if any(stored[name] != settlement.values[name] for name in _PLAIN):
        return False
    vault, kept = lease.vault, stored["certno"]
    return vault.open(kept) == settlement.certno if vault.is_sealing else is_mask(kept, settlement.certno)


def _version(settlement: PageRow, known: _Stored, seen: _Stored, fresh: Sequence[PageRow]) -> dict[str, int]:
    """Which settlement of its key a row is that says something new, and which version of that."""
    used = {one["occurrence"] for one in seen.get(settlement.key, ())}
    used |= {other.values["occurrence"] for other in fresh}
    versions: dict[int, int] = {}
    for one in known.get(settlement.key, ()):
        versions[one["occurrence"]] = max(versions.get(one["occurrence"], 0), one["version"])
    # With one settlement of the key known, this is it with other content; with several nobody can say which.
    occurrence = 1 if not used and set(versions) <= {1} else max({*used, *versions}) + 1
    return {"occurrence": occurrence, "version": versions.get(occurrence, 0) + 1}


def _is_same_page(lease: MonthLease, begun: int, number: int, reply: Reply[i3260.Output]) -> bool:
    page_rows = _read(lease, reply)
    with lease.transaction() as connection:
        seen = _seen(connection, lease.id, begun, page_rows)
        rows = sa.select(page.c.rows).where(page.c.extraction_id == begun, page.c.number == number)
        is_full = connection.execute(rows).scalar() == len(page_rows)
    return is_full and all(any(_is_same(lease, one, new) for one in seen.get(new.key, ())) for new in page_rows)


def _finish(lease: MonthLease, begun: int) -> Extraction:
    def is_seen(table: sa.FromClause) -> sa.ColumnElement[bool]:
        return sa.exists().where(sighting.c.extraction_id == begun, sighting.c.row_id == table.c.id)

    before = row.alias("before")
    of_month, of_key = (
        row.c.month_id == lease.id,
        sa.and_(
            before.c.month_id == row.c.month_id,
            before.c.setl_key == row.c.setl_key,
            before.c.mdtrt_key == row.c.mdtrt_key,
            before.c.occurrence == row.c.occurrence,
            given_now(before),
            ~is_seen(before),
        ),
    )
    previous = sa.select(sa.func.max(before.c.id)).where(of_key).scalar_subquery()
    new, changed, gone_away = (
        sa.literal(kind, change.c.kind.type) for kind in (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.GONE)
    )
    kind = sa.case((previous.is_(None), new), else_=changed)
    newer = sa.select(sa.literal(begun), kind, row.c.id, previous).where(of_month, is_seen(row), ~row.c.is_current)
    with lease.transaction() as connection:
        is_first = connection.execute(sa.select(extraction.c.number).where(extraction.c.id == begun)).scalar_one() == 1
        counts = dict.fromkeys(ChangeKind, 0)
        if is_first:
            new_rows = sa.select(sa.func.count()).where(sighting.c.extraction_id == begun)
            counts[ChangeKind.NEW] = connection.execute(new_rows).scalar_one()
        else:
            names = ["extraction_id", "kind", "row_id", "previous_id"]
            connection.execute(sa.insert(change).from_select(names, newer))
            replaced = sa.select(change.c.previous_id).where(
                change.c.extraction_id == begun, change.c.previous_id.is_not(None)
            )
            gone = sa.select(sa.literal(begun), gone_away, row.c.id, sa.null()).where(
                of_month, row.c.is_current, ~is_seen(row), row.c.id.not_in(replaced)
            )
            connection.execute(sa.insert(change).from_select(names, gone))
            counted = sa.select(change.c.kind, sa.func.count()).where(change.c.extraction_id == begun)
            counts |= dict(connection.execute(counted.group_by(change.c.kind)).all())
        connection.execute(sa.update(row).where(of_month, row.c.is_current, ~is_seen(row)).values(is_current=False))
        connection.execute(sa.update(row).where(of_month, ~row.c.is_current, is_seen(row)).values(is_current=True))
        _tell_apart(lease, connection)
        drop_outdated(lease, connection)
        # Who is to be sent is looked up again, where only masks are kept.
        lease.people.clear()
        done = sa.update(extraction).where(extraction.c.id == begun).values(finished_at=lease.now(), **counts)
        record = connection.execute(done.returning(extraction)).mappings().one()
        return _as_extraction(record)


def _tell_apart(lease: MonthLease, connection: sa.Connection) -> None:
    """Two current versions of one occurrence are two settlements: the newer one was met before the older one was."""
    other = row.alias("other")
    key = ("month_id", "setl_key", "mdtrt_key")
    older = sa.and_(*(other.c[name] == row.c[name] for name in key), other.c.occurrence == row.c.occurrence)
    twice = (
        sa.select(row.c.id, row.c.setl_key, row.c.mdtrt_key)
        .join(other, sa.and_(older, other.c.id < row.c.id, given_now(other)))
        .where(row.c.month_id == lease.id, row.c.is_current)
        .distinct()
    )
    for record in connection.execute(twice).all():
        last = sa.select(sa.func.max(row.c.occurrence) + 1).where(
            row.c.month_id == lease.id, row.c.setl_key == record.setl_key, row.c.mdtrt_key == record.mdtrt_key
        )
        number = connection.execute(last).scalar_one()
        connection.execute(sa.update(row).where(row.c.id == record.id).values(occurrence=number, version=1))


def drop_outdated(lease: MonthLease, connection: sa.Connection) -> None:
    """Takes back planned batches with rows that the platform does not give any more like that."""
    outdated = (
        sa.select(batch_row.c.batch_id)
        .join(row, row.c.id == batch_row.c.row_id)
        .where(row.c.month_id == lease.id, ~row.c.is_current)
    )
    epochs = sa.select(epoch.c.id).where(epoch.c.month_id == lease.id)
    query = sa.select(batch.c.id, batch.c.number).where(
        batch.c.epoch_id.in_(epochs), batch.c.state == BatchState.PLANNED, batch.c.id.in_(outdated)
    )
    for batch_id, number in connection.execute(query).all():
        detail = f"第 {number} 批未发送，平台的明细已变"
        move(lease, connection, batch_id, to=BatchState.DROPPED, audit=AuditAction.BATCH_DROPPED, detail=detail)


def _as_extraction(record: Mapping[Any, Any]) -> Extraction:
    counts = {name: record[name] for name in Extraction.__slots__ if name != "amounts"}
    return Extraction(amounts=Amounts.of_cents(record["rows"], record["medfee"], record["optins"]), **counts)
