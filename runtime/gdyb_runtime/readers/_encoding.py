"""The texts of a reader library: which encoding their bytes are in."""

from __future__ import annotations

import unicodedata

DEFAULT = "gb18030"
AUTO = "auto"
# A Chinese text in GB 18030 that happens to be valid UTF-8 decodes to letters of other scripts, never to only these.
_CHINESE_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_PUNCTUATION_BLOCKS = ((0x2010, 0x2027), (0x3000, 0x303F), (0xFF00, 0xFFEF))


def decode(data: bytes, encoding: str) -> str:
    """The text; UnicodeDecodeError when the bytes are not of that encoding.

    ``auto`` takes UTF-8 only where every character beyond ASCII is Chinese or its punctuation, else GB 18030.
    """
    if encoding != AUTO:
        return data.decode(encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(DEFAULT)
    return text if all(_is_chinese(char) for char in text) else data.decode(DEFAULT)


def _is_chinese(char: str) -> bool:
    code = ord(char)
    if code < 0x80:
        return True
    if char == "·" or any(first <= code <= last for first, last in _PUNCTUATION_BLOCKS):
        return True
    return any(first <= code <= last for first, last in _CHINESE_BLOCKS) and unicodedata.category(char) == "Lo"
