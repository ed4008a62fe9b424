"""Text files that a person wrote: read as UTF-8, and where that fails, why and how to save them instead."""

from __future__ import annotations

import codecs
import re
import shlex
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

__all__ = ["TextUnusable", "decode_text", "read_assignments", "read_text", "read_toml"]

_SAVE_AS = "用记事本打开，另存为，编码选 UTF-8"
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE，记事本称为 Unicode"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE，记事本称为 Unicode big endian"),
)
_WINDOWS_PATHS = "Windows 路径请写在单引号里（'C:\\文件夹\\文件'），或改用 /（\"C:/文件夹/文件\"）"
_IN_DOUBLE_QUOTES = re.compile(r'"[^"]*\\')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ASSIGNMENT = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")


class TextUnusable(Exception):
    """A text file cannot be read; the text says why and what to do, and quotes nothing of the file."""


def read_text(file: Path) -> str:
    """The text of a UTF-8 file, with or without byte order mark; raises TextUnusable."""
    try:
        return decode_text(file.read_bytes())
    except OSError as error:
        raise TextUnusable(f"无法读取（{error.strerror}）") from None


def decode_text(content: bytes) -> str:
    """The same of a file's bytes; lines end with a line feed."""
    try:
        # The Windows editor writes a byte order mark, which is no part of the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TextUnusable(f"不是 UTF-8 编码的文本{_encoding_of(content)}；请{_SAVE_AS}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(file: Path, *, paths: Collection[str] = ()) -> dict[str, Any]:
    """The tables of a TOML file; under keys that are `paths` no text may hold a control character.

    Raises:
        TextUnusable: naming the line, never quoting it: it may hold a secret.
    """
    text = read_text(file)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TextUnusable(f"不是有效的 TOML：{_toml_fault(text, error)}") from None
    for key in _spoilt(document, paths):
        line = next((number for number, line in _lines(text) if _is_spoilt(line, key)), 0)
        place = f"第 {line} 行的 {key}" if line else key
        reason = r"含有控制字符：双引号里的 \b、\f、\n、\r、\t 不是文件夹名的开头，而是退格、换页、换行、回车、制表符"
        raise TextUnusable(f"{place} {reason}；{_WINDOWS_PATHS}")
    return document


def read_assignments(file: Path) -> dict[str, str]:
    """The variables of a file of KEY=VALUE lines, the last of each name; `#` starts a comment line.

    Raises:
        TextUnusable: naming the line that is no assignment, never quoting it.
    """
    values = dict[str, str]()
    for number, line in _lines(read_text(file)):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _ASSIGNMENT.fullmatch(stripped)
        value = _unquoted(match["value"]) if match else None
        if match is None or value is None:
            raise TextUnusable(f"第 {number} 行不是 名称=值")
        values[match["name"]] = value
    return values


def _unquoted(value: str) -> str | None:
    # Only a quoted value is read like a shell does: an unquoted Windows path keeps its backslashes.
    if not value.startswith(("'", '"')):
        return value
    try:
        words = shlex.split(value)
    except ValueError:
        return None
    return words[0] if len(words) == 1 else None


def _encoding_of(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return f"，而是 {name}"
    if b"\0" in content:
        return "，像是没有 BOM 的 UTF-16，或不是文本文件"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，像是 GBK，记事本称为 ANSI"


def _toml_fault(text: str, error: tomllib.TOMLDecodeError) -> str:
    # Only the position: the rest of the error's text may quote the line.
    match = re.search(r"at line (\d+), column (\d+)", str(error))
    lines = text.split("\n")
    # A backslash before the closing quote lets the text run on, and the fault is met at the end of the line or file.
    number = int(match[1]) if match else next((n for n, line in reversed(list(_lines(text))) if line.strip()), 1)
    where = f"第 {number} 行第 {match[2]} 列" if match else f"到第 {number} 行文件结束时还没有写完"
    if _IN_DOUBLE_QUOTES.search(lines[number - 1] if number <= len(lines) else ""):
        return rf"{where}；双引号里的反斜杠 \ 是转义符，{_WINDOWS_PATHS}"
    return where


def _spoilt(value: object, paths: Collection[str], key: str = "") -> Iterator[str]:
    """Keys of paths that hold a control character."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _spoilt(inner, paths, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _spoilt(inner, paths, key)
    elif isinstance(value, str) and key in paths and _CONTROL.search(value):
        yield key


def _is_spoilt(line: str, key: str) -> bool:
    try:
        return key in line and any(_spoilt(tomllib.loads(line), (key,)))
    except tomllib.TOMLDecodeError:
        return False


def _lines(text: str) -> Iterator[tuple[int, str]]:
    yield from enumerate(text.split("\n"), 1)
