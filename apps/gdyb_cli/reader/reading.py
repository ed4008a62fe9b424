"""Reads one record and shows it: what the commands for cards and codes have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from gdyb.models import i1101
from gdyb_cli.reader.options import ReadingOptions
from gdyb_cli.reader.query import PersonCase
from gdyb_cli.reader.shown import print_record, record_data
from gdyb_cli.screen import print_json, progress, reporting
from gdyb_runtime.readers.records import ReaderRecord

if TYPE_CHECKING:
    from gdyb.readers import Reader

__all__ = ["Reading", "show_record"]

RecordT = TypeVar("RecordT", bound=ReaderRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[RecordT]):
    """What is read, and how 1101 asks about its person."""

    title: str
    """What to do while the reader waits."""
    read: "Callable[[Reader], RecordT]"
    builder: str
    build: Callable[[RecordT], i1101.InputData]


def show_record(
    reading: Reading[RecordT],
    options: ReadingOptions,
    *,
    save: Callable[[RecordT], dict[str, object]] = lambda record: {},
) -> None:
    """Reads, shows, and asks the platform if wanted; ``save`` keeps a part of the record and says what it kept."""
    show, json = options.show, options.as_json
    options.check()
    with reporting(json=json):
        with options.open() as reader, progress(reading.title):
            record = reading.read(reader)
        case = PersonCase.of(reading.builder, lambda: reading.build(record))
        if not json:
            print_record(record, show=show)
            case.show()
        kept = save(record)
        reply = case.ask(options, show=show, json=json) if options.query else None
        if json:
            answer = {} if reply is None else {"reply": reply}
            print_json({"ok": True, **record_data(record, show=show), **kept, "query": case.record(), **answer})
