"""Texts after changes that are written as hunks without line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

ELIDED = "…"


def patch(text: str, lines: list[str]) -> str:
    """A text after hunks, each of which takes lines that stand in it once.

    A hunk begins at `@@` and at the first line that is not new after those that are. `…` stands for a part of a line
    that stays as it is, whatever it is.
    """
    for hunk in _hunks(lines):
        old = [line[1:] for line in hunk if line[:1] != "+"]
        new = [line[1:] for line in hunk if line[:1] != "-"]
        text = _replace(text, "".join(f"{line}\n" for line in old), "".join(f"{line}\n" for line in new))
    return text


def _hunks(lines: list[str]) -> Iterator[list[str]]:
    hunk: list[str] = []
    for line in lines:
        if line[:1] not in {"", " ", "-", "+"} and line != "@@":
            raise ValueError(f"neither kept, old nor new: {line}")
        if line == "@@" or (hunk and hunk[-1][:1] == "+" and line[:1] != "+"):
            yield hunk
            hunk = []
        if line != "@@":
            hunk.append(line)
    yield hunk


def _replace(text: str, old: str, new: str) -> str:
    pattern = "(.*?)".join(re.escape(part) for part in old.split(ELIDED))
    places = [*re.finditer(rf"(?=^{pattern})", text, re.MULTILINE)] if old else []
    if len(places) != 1 or old.count(ELIDED) != new.count(ELIDED):
        raise ValueError(f"stands {len(places)} times, or a {ELIDED} has no counterpart:\n{old}")
    found = re.compile(pattern).match(text, places[0].start())
    assert found is not None
    parts = iter(found.groups())
    return text[: found.start()] + re.sub(ELIDED, lambda _: next(parts), new) + text[found.end() :]
