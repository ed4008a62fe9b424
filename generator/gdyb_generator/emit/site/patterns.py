"""A text for a pattern: of the likely ones the first that fits, else the plainest that the pattern allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

LIKELY = (
    "2020",
    "12",
    "2020-12-01",
    "2020-12-01 08:00:00",
    "20201201080000000",
    "H44010000001202012010800000001",
    "440100202012010800000000000001",
    "S4401002012010000001",
    "A4401002012010000001",
    "1",
)
"""Texts as the platform writes them; all made up."""

_TOKEN = re.compile(
    r"(?P<set>\[(?:\\.|[^\]\\])+\])|(?P<digit>\\d)|\\(?P<escaped>.)|(?P<open>\((?:\?:)?)|(?P<literal>[^\[\]()|{}*+?^$.\\])"
)
_TIMES = re.compile(r"\{(\d+)(?:,\d*)?\}|(\*|\?)|(\+)")


class PatternTooRich(Exception):
    """A pattern that uses more than the formats of a spec do."""


def text_for(pattern: str) -> str:
    """A text that the whole pattern matches, always the same."""
    likely = next((text for text in LIKELY if re.fullmatch(pattern, text)), None)
    text = _plainest(pattern.removeprefix("^").removesuffix("$")) if likely is None else likely
    if not re.fullmatch(pattern, text):
        raise PatternTooRich(f"{pattern!r} 的示例值无法推出")
    return text


def _plainest(pattern: str) -> str:
    return "".join(_pieces(_first_branch(pattern)))


def _first_branch(pattern: str) -> str:
    depth = 0
    for place, character in enumerate(pattern):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "|" and not depth:
            return pattern[:place]
    return pattern


def _pieces(pattern: str) -> Iterator[str]:
    place = 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None:
            raise PatternTooRich(f"{pattern!r} 的示例值无法推出")
        piece, place = _piece(pattern, token)
        times = _TIMES.match(pattern, place)
        if times is not None:
            place = times.end()
            piece *= int(times[1] or (0 if times[2] else 1))
        yield piece


def _piece(pattern: str, token: re.Match[str]) -> tuple[str, int]:
    """The text of one token and where the next one begins."""
    if token["open"] is not None:
        end = _closing(pattern, token.end())
        return _plainest(pattern[token.end() : end]), end + 1
    if token["set"] is not None:
        return token["set"][1:].removeprefix("\\")[0], token.end()
    return "0" if token["digit"] else token["escaped"] or token["literal"], token.end()


def _closing(pattern: str, start: int) -> int:
    depth = 1
    for place in range(start, len(pattern)):
        depth += {"(": 1, ")": -1}.get(pattern[place], 0)
        if not depth:
            return place
    raise PatternTooRich(f"{pattern!r} 的括号不成对")
