"""A record of a reader on the screen and as data; personal items as `***` unless asked for."""

import base64
from collections.abc import Mapping
from datetime import date

from gdyb_cli.screen import print_table, say
from gdyb_runtime.readers.records import Photo, ReaderRecord, Validity

__all__ = ["print_record", "record_data"]

_LONG_TERM = "长期"


def print_record(record: ReaderRecord, *, show: bool) -> None:
    """A record for people: one line an item, with its Chinese label."""
    say(record.layout.label)
    values = _values(record, show=show)
    print_table(
        ("名称", "项目", "值"), [(item.label, item.name, _text(values[item.name])) for item in record.layout.items]
    )
    if record.odd:
        say(f"与已知的写法不同，请核对：{'、'.join(record.odd)}")


def record_data(record: ReaderRecord, *, show: bool) -> dict[str, object]:
    """A record as data for programs; the texts as the library gave them only with ``show``."""
    items = {name: _data(value, show=show) for name, value in _values(record, show=show).items()}
    verbatim = {"raw": record.raw, "signature": record.signature} if show else {}
    return {"record": type(record).__name__, "items": items, "odd": list(record.odd), **verbatim}


def _values(record: ReaderRecord, *, show: bool) -> Mapping[str, object]:
    values = record.shown(personal=show)
    # Size and format of a photo tell nothing about the person, and that there is one matters at the desk.
    photos = {name: value for name in values if isinstance(value := getattr(record, name), Photo)}
    return {**values, **photos}


def _text(value: object) -> str:
    if isinstance(value, Photo):
        return f"{value.kind} {len(value.data)} 字节"
    if isinstance(value, Validity):
        end = _LONG_TERM if value.is_long_term else _day(value.end)
        return f"{_day(value.start)} 至 {end}" if value.start or not value.is_long_term else end
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "（不明）"


def _data(value: object, *, show: bool) -> object:
    if isinstance(value, Photo):
        content = {"base64": base64.b64encode(value.data).decode("ascii")} if show else {}
        return {"kind": value.kind, "bytes": len(value.data), **content}
    if isinstance(value, Validity):
        return {"start": value.start, "end": value.end, "is_long_term": value.is_long_term}
    return value
