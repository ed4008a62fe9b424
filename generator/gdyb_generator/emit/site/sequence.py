"""A mermaid sequence diagram."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAKS = re.compile(r"[;#%\r\n]|`{3,}|-{2,}>+|:(?=:)")
"""Signs that mermaid or the fence around it reads as the end of a statement, an entity, a comment or an arrow."""
_WORDS = re.compile(r"\b(end)\b", re.IGNORECASE)
_TAGS = re.compile(r"<(?!br/>)")


def diagram(participants: Iterable[tuple[str, str]], lines: Iterable[str]) -> str:
    """The whole diagram; participants are short names with what is shown."""
    heads = [f"participant {name} as {plain(label)}" for name, label in participants]
    return "\n".join(["sequenceDiagram", *(f"  {line}" for line in (*heads, *lines))])


def plain(text: str) -> str:
    """Text that means nothing to mermaid but itself."""
    return _WORDS.sub(r"(\1)", _TAGS.sub("＜", _BREAKS.sub("，", text)))
