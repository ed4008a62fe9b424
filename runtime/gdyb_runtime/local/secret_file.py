"""Random secrets of an installation, one file each: owner-only, created atomically, shared by all processes."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["renew_secret", "secret_of"]

_Publish = Callable[[str, Path], None]


def secret_of(path: Path, size: int) -> bytes:
    """The secret in a file, made on first use; processes that start together get the same one.

    Raises:
        OSError: when the file cannot be read or written.
        ValueError: when it holds another number of bytes.
    """
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        _write(path, size, publish=_place_first)
        secret = path.read_bytes()
    if len(secret) != size:
        raise ValueError(f"密钥文件 {path} 应为 {size} 字节，实际 {len(secret)} 字节")
    return secret


def renew_secret(path: Path, size: int) -> bytes:
    """A new secret in place of the one in a file, if there is one; raises OSError when it cannot be written."""
    return _write(path, size, publish=os.replace)


def _write(path: Path, size: int, *, publish: _Publish) -> bytes:
    # Renamed into place whole, so that a kill leaves no half of a secret; mkstemp makes it readable for the owner only.
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(size)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        publish(name, path)
    finally:
        with suppress(OSError):
            Path(name).unlink()
    return secret


def _place_first(name: str, path: Path) -> None:
    """Moves a temporary file to its final name unless another process was first."""
    with suppress(FileExistsError):
        if os.name == "nt":
            Path(name).rename(path)
            return
        try:
            path.hardlink_to(name)
        except FileExistsError:
            raise
        except OSError:
            # A file system without hard links, where the last of two processes wins.
            Path(name).replace(path)
