"""A month compared with the records that the file of institutions names; without any, nothing is compared."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gdyb_workflows.clearing.decisions import Proposal
from gdyb_workflows.clearing.hosts.institutions import Institution, RecordsSource
from gdyb_workflows.clearing.hosts.many import match_nothing
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.period import ClearingMonth

if TYPE_CHECKING:
    from gdyb_workflows.clearing.matching.records import ClearingRecords

__all__ = ["match_own_records"]


def match_own_records(lease: MonthLease, institution: Institution | None) -> Sequence[Proposal]:
    """What to propose for the rows of the month: `Matcher` of whoever has a file of institutions.

    Raises:
        NeedsPerson: the records cannot be read; says everything that is wrong with them.
    """
    if institution is None or institution.records is None:
        return match_nothing(lease, institution)
    # What reads a million rows takes its time to import.
    from gdyb_workflows.clearing.current import current_rows
    from gdyb_workflows.clearing.matching.comparison import match, platform_frame, proposals
    from gdyb_workflows.records import RecordsUnusable

    first = date(int(lease.period.year), int(lease.period.month), 1)
    try:
        with _opened(institution.records, lease.period, institution.code) as records:
            matching = match(platform_frame(current_rows(lease.ledger, lease.id)), records, month=first)
    except RecordsUnusable as error:
        advice = "没有批准、没有发送，改正后再运行"
        raise NeedsPerson(month=lease.name, reason=str(error).rstrip("。"), advice=advice) from None
    return proposals(matching)


@contextmanager
def _opened(source: RecordsSource, period: ClearingMonth, code: str) -> "Iterator[ClearingRecords]":
    from gdyb_workflows.clearing.matching.records import ClearingMapping, ClearingRecords

    def filled(text: str) -> str:
        for name, value in (("year", period.year), ("month", period.month), ("institution", code)):
            text = text.replace(f"{{{name}}}", value)
        return text

    mapping = ClearingMapping() if source.mapping is None else ClearingMapping.from_file(source.mapping)
    if source.file is not None:
        path = Path(filled(str(source.file)))
        opened = ClearingRecords.from_file(path, mapping, encoding=source.encoding, sheet=source.sheet)
    else:
        query, table = filled(source.query) or None, filled(source.table) or None
        opened = ClearingRecords.from_database(source.database, mapping, query=query, table=table)
    with opened as records:
        yield records
