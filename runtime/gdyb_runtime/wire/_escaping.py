r"""The printed escaping rule: ``"`` becomes ``\"`` and ``\`` becomes ``\\\\``.

JSON itself writes ``\`` as ``\\``, so the printed form is JSON's form of the value with each backslash doubled.
"""

from __future__ import annotations

import re

_ESCAPED = re.compile(r'\\\\\\\\|\\"')


def escape(text: str) -> str:
    """The text as the printed rule writes it between two quotes."""
    return text.replace("\\", "\\\\\\\\").replace('"', '\\"')


def unescape(text: str) -> str:
    """The text that ``escape`` was given."""
    return _ESCAPED.sub(lambda match: match[0][-1], text)


def double_backslashes(text: str) -> str:
    """The value whose JSON encoding is the printed form on the wire."""
    return text.replace("\\", "\\\\")
