"""Valid paths of a store: on a local disk, in a form that SQLite accepts on every system.

What decides works on pure paths, so that each system's forms can be judged on any other.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final, TypeVar
from urllib.parse import quote

__all__ = [
    "PathUnusable",
    "explaining",
    "local_path",
    "refusal",
    "sqlite_uri",
    "store_path",
    "why_unusable",
    "without_prefix",
]

_AnyPath = TypeVar("_AnyPath", bound=PurePath)

_PREFIX = "\\\\?\\"
_DEVICES = (_PREFIX, "\\\\.\\")
_DRIVE_REMOTE = 4
_TOO_LONG_ON_WINDOWS = 206
_BESIDE = len("-journal")
_LONGEST: Final = {"nt": 259, "posix": 511}
"""Longest path: in characters on Windows without long paths enabled, else SQLite's limit in bytes."""
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_SQLITE_REFUSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


class PathUnusable(OSError):
    """A path cannot be used; the text says why and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(errno.EINVAL, text)

    def __str__(self) -> str:
        return str(self.strerror)


def store_path(path: str | os.PathLike[str], *, mode: int = 0o777) -> Path:
    r"""The file of a store: absolute, links resolved, without ``\\?\``, on a local disk; its folder is made.

    Raises:
        PathUnusable: on a network drive, or where the folder cannot be made.
    """
    with explaining(Path(path)):
        local_path(path).parent.mkdir(mode=mode, parents=True, exist_ok=True)
        # Again: Windows resolves only a part of a path while another program makes its folder.
        return local_path(path)


def local_path(path: str | os.PathLike[str]) -> Path:
    """The same without creating anything, for read-only use."""
    try:
        resolved = without_prefix(Path(path).resolve())
    except (RuntimeError, ValueError):
        raise PathUnusable("路径里的链接成环，或含有无效字符；请改正路径") from None
    if reason := refusal(resolved):
        raise PathUnusable(reason)
    return resolved


def sqlite_uri(path: PurePath, mode: str) -> str:
    """The URI by which SQLite opens an absolute path; a server's name never becomes its authority."""
    text = path.as_posix()
    # SQLite wants a drive as `file:///C:/…` and a share as `file:////server/…`.
    return f"file://{'' if text.startswith('/') else '/'}{quote(os.fsencode(text), safe='/:')}?mode={mode}"


def without_prefix(path: _AnyPath) -> _AnyPath:
    r"""A Windows path without ``\\?\``, which ``resolve()`` may leave there; any other path as it is."""
    text = str(path)
    if not isinstance(path, PureWindowsPath) or not text.startswith(_PREFIX):
        return path
    rest = text.removeprefix(_PREFIX)
    if rest[:4].upper() == "UNC\\":
        rest = "\\\\" + rest[4:]
    plain = type(path)(rest)
    return plain if plain.is_absolute() else path


def refusal(path: PurePath, is_remote: Callable[[str], bool] | None = None) -> str:
    """Why an absolute path is invalid for a store, with what to do; empty for a valid path."""
    if not isinstance(path, PureWindowsPath):
        return ""
    drive = without_prefix(path).drive
    if drive.startswith(_DEVICES):
        return f"不支持以 {drive[:4]} 开头的设备路径；请写成 盘符:\\文件夹\\文件"
    if drive.startswith("\\\\") or (is_remote or _is_remote)(drive):
        return f"{drive} 是网络盘，SQLite 文件放在网络盘上会损坏；请改用本机磁盘上的位置，如 C:\\gdyb"
    return ""


@contextmanager
def explaining(file: Path) -> Iterator[None]:
    """Converts OS and SQLite errors of a file that cannot be opened for writing to PathUnusable."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = "" if isinstance(error, PathUnusable) else why_unusable(file, error)
        if not reason:
            raise
        raise PathUnusable(reason) from error


def why_unusable(file: Path, error: OSError | sqlite3.OperationalError) -> str:
    """Why a file cannot be opened or written, with what to do; empty where the error's own text has to do."""
    number = error.errno if isinstance(error, OSError) else None
    code = _sqlite_code(error)
    if stat.S_ISDIR(_mode(file)):
        return f"{file} 是文件夹；请写到文件名为止"
    above = next((folder for folder in file.absolute().parents if _mode(folder)), None)
    if above is None:
        return f"没有 {file.absolute().anchor} 这个盘；请换一个位置"
    if not stat.S_ISDIR(_mode(above)):
        return f"{above} 是文件，不是文件夹；请换一个位置"
    if _is_too_long(file, error):
        how = "，或请管理员启用 Win32 长路径" if os.name == "nt" else ""
        return f"路径太长（{len(str(file.absolute()))} 个字符）；请换一个较短的位置{how}"
    is_read_only = bool(_mode(file)) and not _is_writable(file)
    if code == sqlite3.SQLITE_READONLY and not is_read_only:
        return ""
    if number in _REFUSED or code in _SQLITE_REFUSED:
        return (
            f"{file if is_read_only else above} 是只读的，或当前用户没有写入的权限；请去掉只读、给予权限，或换一个位置"
        )
    return ""


def _is_too_long(file: Path, error: OSError | sqlite3.OperationalError) -> bool:
    if isinstance(error, OSError):
        if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG_ON_WINDOWS:
            return True
        if os.name != "nt" or error.errno not in (errno.ENOENT, errno.EINVAL):
            return False
    elif _sqlite_code(error) != sqlite3.SQLITE_CANTOPEN:
        return False
    text = str(file.absolute())
    return len(text if os.name == "nt" else os.fsencode(text)) + _BESIDE > _LONGEST[os.name]


def _sqlite_code(error: OSError | sqlite3.OperationalError) -> int:
    # What Python's module itself complains of, such as a text that is no UTF-8, has none.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _is_writable(file: Path) -> bool:
    return os.access(file, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _is_remote(drive: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    # Of a share that is out of reach, `resolve()` cannot tell the server.
    return ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
