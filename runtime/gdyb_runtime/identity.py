"""Ids as they are compared: the same number however somebody typed or spelled it."""

from __future__ import annotations

import unicodedata

__all__ = ["normal_id", "spelled_out"]


def spelled_out(text: str) -> str:
    """The text without blanks and invisible characters, full-width forms as half-width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isprintable() and not char.isspace())


def normal_id(text: str) -> str:
    """An id for comparing: as `spelled_out`, letters as capitals. What is sent stays as it was given."""
    return spelled_out(text).upper()
