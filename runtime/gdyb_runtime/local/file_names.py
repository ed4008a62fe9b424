"""Names of files that Windows rejects."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath, PureWindowsPath

from .paths import PathUnusable

__all__ = ["check_output", "is_reserved", "name_problem", "output_problem"]

_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)", re.IGNORECASE
)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')


def is_reserved(name: str) -> bool:
    """Whether a file name is a reserved device name on Windows, whatever its suffix."""
    return _RESERVED.match(name) is not None


def name_problem(path: PurePath) -> str:
    """Why Windows rejects a path's names, with what to do; empty where it does not."""
    names = path.parts[1:] if path.anchor else path.parts
    for name in names:
        if name in (".", ".."):
            continue
        if bad := _FORBIDDEN.search(name):
            shown = bad[0] if bad[0].isprintable() else "不可见的字符"
            return f'{name!r} 里不能有 {shown}；文件名请不要用 < > : " | ? * 和不可见的字符'
        if is_reserved(name):
            return f"{name} 是 Windows 保留的设备名（CON、PRN、AUX、NUL、COM1、LPT1 等），不能作文件名；请换一个名称"
        if name.endswith((".", " ")):
            return f"{name!r} 以点或空格结尾，Windows 会把它去掉；请换一个名称"
    return ""


def output_problem(path: str | os.PathLike[str]) -> str:
    """What is wrong with the name of a file to be written, on this system; empty where nothing is."""
    # Elsewhere such names are in order, and whoever writes them may never see a Windows.
    native = Path(path)
    return name_problem(native) if isinstance(native, PureWindowsPath) else ""


def check_output(path: str | os.PathLike[str]) -> None:
    """Raises PathUnusable where a file could not be written under this name."""
    if problem := output_problem(path):
        raise PathUnusable(problem)
