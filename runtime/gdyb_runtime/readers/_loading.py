"""Why a library could not be loaded, with what to do."""

from __future__ import annotations

from pathlib import Path

from .architecture import bits_of
from .errors import ArchitectureMismatch, LibraryMissing, ReaderError


def load_failure(path: Path, text: str, *, program: str, program_bits: int) -> ReaderError:
    """The error for a library that a program of so many bits could not load; ``text`` is what the system said."""
    if not path.is_file():
        return LibraryMissing(path=str(path), reason="文件不存在")
    try:
        bits = bits_of(path)
    except OSError as error:
        return LibraryMissing(path=str(path), reason=f"无法读取（{error.strerror}）")
    if bits == 0:
        return LibraryMissing(path=str(path), reason="不是动态库文件")
    if bits != program_bits:
        return ArchitectureMismatch(path=str(path), library_bits=bits, program=program, program_bits=program_bits)
    return LibraryMissing(path=str(path), reason=f"系统无法加载它或它依赖的文件（{text}）")
