"""The records of a reader library: from one text to typed items, by shape and never by blind position."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, Self

from gdyb_runtime.model.notations import read_moment
from gdyb_runtime.redaction import MASK

from .definition import ANY_REST, LITERAL, UNKNOWN_ITEM, Item, RecordLayout
from .errors import RecordTruncated, RecordUnreadable

__all__ = ["Photo", "PhotoKind", "ReaderRecord", "Validity", "parse_items"]

_Fit = tuple[dict[str, object], tuple[str, ...]]
PhotoKind = Literal["WLT", "BMP", "JPEG", "unknown"]

_WLT_BYTES = 1024
_JPEG_START = b"\xff\xd8\xff"
_DATE = r"[0-9]{4}\.?[0-9]{2}\.?[0-9]{2}"
_LONG_TERM = "长期"
_AN_ID_NUMBER = "440101199001011233"
_OLD_ID_NUMBER = re.compile("[0-9]{15}", re.ASCII)
_SEPARATORS = ("|", "^")
"""Of the records of these libraries: where a record has none of its own, another one is taken for it."""
_VALIDITY = re.compile(rf"(?P<start>{_DATE})-(?P<end>{_DATE}|{_LONG_TERM})|{_LONG_TERM}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How long a document is valid."""

    start: date | None
    """None when the record does not say it."""
    end: date | None
    """None when it is valid for good."""
    is_long_term: bool
    """Whether it says 长期."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Photo:
    """A photo as the reader gave it; its bytes stay out of its repr."""

    data: bytes
    kind: PhotoKind
    """By its first bytes or length; WLT is the format of the chip, which needs a decoder of the vendor."""

    def __repr__(self) -> str:
        return f"Photo({self.kind}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReaderRecord:
    """What a reader read, with the texts as they came; its repr shows no personal data.

    Raises:
        RecordTruncated, RecordUnreadable: by ``parse``.
    """

    layout: ClassVar[RecordLayout]
    """The items of this record, from the spec."""

    raw: str
    """pOutBuff, for later calls that want it verbatim."""
    signature: str
    """pSignBuff, for later calls that want it verbatim."""
    odd: tuple[str, ...] = ()
    """What is written otherwise than printed: labels of items, such as an old ID number, or 长期 as a date, which then
    is None; another separator."""

    @classmethod
    def parse(cls, raw: str, signature: str = "") -> Self:
        """The record in a text; every item stands where its shape belongs, or there is no record at all.

        One item in another known form is named in ``odd`` where all others show its place; so is another separator.
        """
        values, odd = parse_items(cls.layout, raw)
        return cls(raw=raw, signature=signature, odd=odd, **values)

    def shown(self, *, personal: bool = False) -> dict[str, object]:
        """Items by name in the order of the document; personal ones as ``***`` unless requested."""
        return {
            item.name: MASK if item.sensitive and not personal and value not in ("", None) else value
            for item in self.layout.items
            for value in (getattr(self, item.name),)
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.shown().items())})"


def parse_items(layout: RecordLayout, raw: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """The value of each item of a layout, and the labels of what is odd.

    Raises:
        RecordTruncated: when the text ends without the separator that every record ends with.
        RecordUnreadable: when no arrangement fits, or several fit with different results.
    """
    pieces, odd = _pieces(layout, raw)
    fitting = [fit for names in layout.arrangements if (fit := _fit(layout, names, pieces)) is not None]
    if not fitting:
        # Only where every item stands: with one left out, an odd item may as well be its neighbour.
        whole = [names for names in layout.arrangements if {item.name for item in layout.items} <= set(names)]
        fitting = [fit for names in whole if (fit := _fit(layout, names, pieces, most=1)) is not None]
    if not fitting or any(fit != fitting[0] for fit in fitting):
        reason = "多种排列都说得通" if fitting else _why_none(layout, pieces)
        raise RecordUnreadable(function=layout.function, label=layout.label, reason=reason)
    values, odd_items = fitting[0]
    return {item.name: values.get(item.name, _absent(item)) for item in layout.items}, (*odd, *odd_items)


def _pieces(layout: RecordLayout, raw: str) -> tuple[list[str], tuple[str, ...]]:
    text = raw.rstrip(" \r\n\t")
    if not text:
        raise RecordUnreadable(function=layout.function, label=layout.label, reason="没有内容")
    separator = layout.separator
    if separator not in text:
        separator = next((other for other in _SEPARATORS if other in text), separator)
    odd = () if separator == layout.separator else (f"分隔符 {separator}",)
    pieces = text.split(separator)
    if layout.is_terminated:
        if len(pieces) < 2 or pieces[-1]:
            reason = f"末尾没有分隔符 {separator}"
            raise RecordTruncated(function=layout.function, label=layout.label, reason=reason)
        pieces.pop()
    return [piece.strip() for piece in pieces], odd


def _fit(layout: RecordLayout, names: tuple[str, ...], pieces: list[str], *, most: int = 0) -> _Fit | None:
    """The values when every piece, but for so many, has the shape of the item that the arrangement puts there."""
    if names[-1] == ANY_REST:
        names = names[:-1]
        pieces = pieces[: len(names)]
    if len(names) != len(pieces):
        return None
    items = {item.name: item for item in layout.items}
    values: dict[str, object] = {}
    odd: list[str] = []
    for name, piece in zip(names, pieces, strict=True):
        if name.startswith(LITERAL):
            if piece != name[len(LITERAL) :]:
                return None
        elif name != UNKNOWN_ITEM:
            item = items[name]
            value = _READ[item.kind](piece) if re.fullmatch(item.pattern or ".*", piece, re.DOTALL) else _MISFIT
            if value is _MISFIT:
                odd.append(item.label)
                value = _written_otherwise(item, piece)
            if value is _MISFIT:
                return None
            values[name] = value
    return None if len(odd) > most else (values, tuple(odd))


def _written_otherwise(item: Item, piece: str) -> object:
    """A value in a form that is known from elsewhere, so that it is no neighbour: a day, 长期, an old ID number."""
    if item.kind == "date":
        moment = read_moment(piece)
        return moment.value.date() if moment is not None else None if piece == _LONG_TERM else _MISFIT
    is_number = item.kind == "text" and re.fullmatch(item.pattern, _AN_ID_NUMBER) is not None
    return piece if is_number and item.sensitive == "id" and _OLD_ID_NUMBER.fullmatch(piece) else _MISFIT


def _why_none(layout: RecordLayout, pieces: list[str]) -> str:
    """How many items came, and how many were expected: nothing of what they hold."""
    counts = sorted({len(names) for names in layout.arrangements})
    if len(pieces) not in counts and not any(names[-1] == ANY_REST for names in layout.arrangements):
        return f"有 {len(pieces)} 项，应为 {'、'.join(map(str, counts))} 项"
    return f"有 {len(pieces)} 项，但各项的内容与位置不符"


_MISFIT = object()


def _text(piece: str) -> object:
    return piece


def _date(piece: str) -> object:
    """None for an empty item and for digits that are no day of the calendar."""
    digits = piece.replace(".", "")
    if not digits:
        return None
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return _MISFIT
    return _day(digits)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _validity(piece: str) -> object:
    match = _VALIDITY.fullmatch(piece)
    if match is None:
        return _MISFIT
    start, end = match["start"], match["end"] or _LONG_TERM
    return Validity(
        start=_day(start.replace(".", "")) if start else None,
        end=None if end == _LONG_TERM else _day(end.replace(".", "")),
        is_long_term=end == _LONG_TERM,
    )


def _photo(piece: str) -> object:
    """Base64 with or without line breaks and padding; None for an empty item."""
    text = "".join(piece.split())
    if not text:
        return None
    try:
        data = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        return _MISFIT
    return Photo(data=data, kind=_photo_kind(data))


def _photo_kind(data: bytes) -> PhotoKind:
    if data.startswith(b"BM"):
        return "BMP"
    if data.startswith(_JPEG_START):
        return "JPEG"
    return "WLT" if len(data) == _WLT_BYTES else "unknown"


_READ: Mapping[str, Callable[[str], object]] = {
    "text": _text,
    "date": _date,
    "validity": _validity,
    "photo": _photo,
}


def _absent(item: Item) -> object:
    return "" if item.kind == "text" else None
