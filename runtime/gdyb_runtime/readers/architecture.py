"""Whether a library is a 32-bit or a 64-bit one, read from its header without loading it."""

from __future__ import annotations

import struct
from pathlib import Path

__all__ = ["bits_of"]

_PE_MACHINES = {0x014C: 32, 0x01C4: 32, 0x8664: 64, 0xAA64: 64}
_ELF_CLASSES = {1: 32, 2: 64}
_PE_OFFSET = 0x3C
_HEADER_BYTES = _PE_OFFSET + 4


def bits_of(path: Path) -> int:
    """32 or 64 for a Windows DLL or a Linux shared object, 0 for anything else; OSError when it cannot be read."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        if header.startswith(b"\x7fELF") and len(header) > 4:
            return _ELF_CLASSES.get(header[4], 0)
        if not header.startswith(b"MZ") or len(header) < _HEADER_BYTES:
            return 0
        (start,) = struct.unpack_from("<I", header, _PE_OFFSET)
        file.seek(start)
        signature = file.read(6)
    if not signature.startswith(b"PE\0\0") or len(signature) < 6:
        return 0
    (machine,) = struct.unpack_from("<H", signature, 4)
    return _PE_MACHINES.get(machine, 0)
