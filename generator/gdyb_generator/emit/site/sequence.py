"""A mermaid sequence diagram, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BREAKS = re.compile(r"[;#%]")
"""Signs that mermaid reads as the end of a statement, an entity or a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under one condition."""

    label: str
    lines: tuple[str, ...]


def message(sender: str, receiver: str, text: str) -> str:
    """What one sends the other."""
    return f"{sender}->>{receiver}: {plain(text)}"


def answer(sender: str, receiver: str, text: str) -> str:
    """What comes back."""
    return f"{sender}-->>{receiver}: {plain(text)}"


def note(over: str, text: str) -> str:
    """A remark above one or two participants."""
    return f"Note over {over}: {plain(text)}"


def block(kind: str, label: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that are repeated (`loop`) or left out (`opt`) as the label says."""
    yield f"{kind} {plain(label)}"
    yield from (f"  {line}" for line in lines)
    yield "end"


def choice(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks of which one holds."""
    for number, part in enumerate(blocks):
        yield f"{'else' if number else 'alt'} {plain(part.label)}"
        yield from (f"  {line}" for line in part.lines)
    yield "end"


def diagram(participants: Iterable[tuple[str, str]], lines: Iterable[str]) -> str:
    """The whole diagram; participants are short names with what is shown."""
    heads = [f"participant {name} as {plain(label)}" for name, label in participants]
    return "\n".join(["sequenceDiagram", *(f"  {line}" for line in (*heads, *lines))])


def plain(text: str) -> str:
    """Text that means nothing to mermaid but itself."""
    return _BREAKS.sub("，", text)
