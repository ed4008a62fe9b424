"""The words of printed tables, kept as data, and the comparison that forgives blanks, width and line breaks."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from gdyb_generator.spec.datatypes import DataType, by_word

_HERE = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLANKS = re.compile(r"[\s\u3000\xa0\u200b-\u200f\u2060\ufeff\u00ad]+")
_MARKS = re.compile(r"[：:*＊()（）【】\[\]、，,。.;；\"'“”‘’·|]+")
WIRE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")


@functools.cache
def data(name: str) -> Mapping[str, Any]:
    """A data file of this package."""
    content: Mapping[str, Any] = yaml.load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
    return content


@functools.lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """A text for comparing: no blanks or line breaks, full-width letters as half-width ones."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


@functools.lru_cache(maxsize=4096)
def word(text: str) -> str:
    """A word for comparing: squeezed, lower case, without punctuation."""
    return _MARKS.sub("", squeeze(text)).lower()


_ASIDE = re.compile(r"[（(\[【][^（(\[【）)\]】]*[)）\]】]")


def header_word(text: str, known: Mapping[str, object]) -> str:
    """A header for comparing; what stands in brackets, such as (Y/N), counts only where the word is known with it."""
    whole = word(text)
    return whole if whole in known else word(_ASIDE.sub("", text)) or whole


@functools.cache
def roles(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Header words of one kind of table (`headers`, `dictionary`, `list`) → what the column may be."""
    return {word(str(key)): tuple(value) for key, value in data("words")[kind].items()}


@functools.cache
def _set(kind: str) -> frozenset[str]:
    return frozenset(_type_word(str(text)) for text in data("words")[kind])


@functools.cache
def _types() -> Mapping[str, DataType]:
    return {_type_word(text): one for text, one in by_word().items()}


def _type_word(text: str) -> str:
    return squeeze(text).lower()


_TYPED = re.compile(r"([^(（\[\d]+?\d*?)(?:[(（\[](.*)[)）\]]|\.{0,2}(\d+(?:,\d+)?))?")


def type_and_length(printed: str) -> tuple[str, str]:
    """The type that a cell names, and a length inside it as in `VARCHAR2(30)`; empty where it is not known."""
    text = _type_word(printed)
    if text in _types():
        return _types()[text].printed, ""
    match = _TYPED.fullmatch(text)
    kind = _types().get(match[1]) if match else None
    if not match or kind is None:
        return "", ""
    inner = match[2] if match[2] is not None else match[3] or ""
    if (read := kind.in_brackets(inner)) is not None:
        return read
    size = length(inner)
    return (kind.printed, size) if size is not None else ("", "")


def is_node_type(printed: str) -> bool:
    """Whether a type cell says that the row stands for a node (列表, 数组, 对象, 就诊信息集合)."""
    return _type_word(printed) in _set("nodes") or _type_word(printed).endswith("集合")


_CLASS = re.compile(r"(?:list|set)?\s*[<(（]?\s*([A-Za-z][A-Za-z0-9_]{3,})\s*[>)）]?", re.IGNORECASE)


def class_of_rows(remark: str) -> str:
    """The class that a remark names for the rows of a node: `List<FsiIteminfo>`; empty for any other text."""
    match = _CLASS.fullmatch(squeeze(remark))
    return match[1] if match else ""


@functools.cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = (
        "|".join(re.escape(_type_word(str(w))) for w in sorted(data("words")[kind], key=len, reverse=True))
        for kind in ("length_before", "length_after")
    )
    return re.compile(rf"^(?:{before})[:为是]?"), re.compile(rf"(?:\((?:{after})\)|{after})$")


_RANGE = re.compile(r"\d{1,6}[-~至到～—–](\d{1,7})")
_PLACES = re.compile(r"(\d{1,2}(?:位)?)[,;、]?(?:其中|保留|含)?(?:(\d{1,2})位小数|小数(?:点后)?(\d{1,2})位)")


def length(printed: str) -> str | None:
    """A length as `30` or `16,2`; empty for none; None where the cell can't be read."""
    text = _type_word(printed).replace("、", ",").replace(";", ",").strip("()[]")
    if not text or text in _set("unlimited"):
        return ""
    if match := _PLACES.fullmatch(text):
        return f"{int(match[1].rstrip('位'))},{int(match[2] or match[3])}"
    before, after = _around()
    for _ in range(2):
        text = after.sub("", before.sub("", text)).strip("()[]")
    if match := _RANGE.fullmatch(text):
        text = match[1]
    match = re.fullmatch(r"0*([1-9]\d{0,6})(?:[,.](\d{1,2}))?", text)
    if match is None:
        return None
    return f"{match[1]},{int(match[2])}" if match[2] is not None else match[1]


def flag(printed: str) -> str | None:
    """`Y`, `N` or empty; None where the cell says neither yes nor no."""
    text = _type_word(printed).strip("*＊")
    if not text:
        return ""
    return "Y" if text in _set("yes") else "N" if text in _set("no") else None


def turned_flag(printed: str) -> str | None:
    """The same under a header that asks whether a field may be empty."""
    value = flag(printed)
    if value and _type_word(printed).strip("*＊") in _set("relative"):
        return "N" if value == "Y" else "Y"
    return value


def direction(text: str) -> str:
    """`input` or `output` where a text is the name of that section, else empty."""
    name = word(text)
    for side in ("input", "output"):
        if name in _set(side):
            return side
    return ""


def says_nothing(text: str) -> bool:
    """Whether a text says that a side has nothing (无。)."""
    return word(text) in _set("nothing")
