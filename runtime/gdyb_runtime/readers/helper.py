"""The vendor's library through ctypes, and the loop that serves it on standard input and output.

One file, standard library only, Python 3.8 or newer: an old 32-bit Python runs it as a program of its own, and it can
be frozen. It knows no function by name; every call brings the name, the kinds of its parameters and the buffer sizes.

A request is one line of JSON, an answer is one line of ASCII JSON behind the character RS (RFC 7464), so that whatever
else ends up in the pipe can be told from it.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import queue
import struct
import sys
import threading
from typing import Any, BinaryIO

BITS = struct.calcsize("P") * 8
RECORD_START = b"\x1e"
_GUARD_BYTES = 64
_GUARD = b"\xa5" * _GUARD_BYTES
# The library's int and long are 32 bits everywhere; Linux's c_long would read -2 as 4294967294.
_NUMBER = ctypes.c_int32
_TYPES = {
    "text": ctypes.c_char_p,
    "number": _NUMBER,
    "size": _NUMBER,
    # Not c_char_p: it would take a bytes object, which the library then overwrites.
    "buffer": ctypes.POINTER(ctypes.c_char),
}


class LibraryCrashed(Exception):
    """Access violation in the library; reported on Windows, elsewhere the process ends."""


class SymbolMissing(Exception):
    """The library exports no function of this name."""


class Returned:
    """The result of a call: its code, and of each buffer its bytes up to the first NUL, None where there is none."""

    def __init__(self, code: int, buffers: list[bytes | None], overrun: int | None) -> None:
        self.code = code
        self.buffers = buffers
        self.overrun = overrun
        """Which buffer the library wrote behind the end of, None for none."""


class Library:
    """The vendor's library, loaded into this process; OSError when it cannot be."""

    def __init__(self, path: str) -> None:
        loader = getattr(ctypes, "WinDLL", ctypes.CDLL)
        self.handle = loader(path)
        self._functions: dict[tuple[str, tuple[str, ...]], Any] = {}

    def exported(self, name: str, parameters: tuple[str, ...]) -> str | None:
        """Under which name a function is exported: plain, or as 32-bit stdcall compilers decorate it."""
        decorated = f"{name}@{4 * len(parameters)}"
        for candidate in (name, "_" + decorated, decorated):
            try:
                self.handle[candidate]
            except AttributeError:
                continue
            return candidate
        return None

    def function(self, name: str, parameters: tuple[str, ...]) -> Any:
        """The function with its types set; SymbolMissing when there is none."""
        key = (name, parameters)
        if key not in self._functions:
            exported = self.exported(name, parameters)
            if exported is None:
                raise SymbolMissing(name)
            function = self.handle[exported]
            function.argtypes = [_TYPES[kind] for kind in parameters]
            function.restype = _NUMBER
            self._functions[key] = function
        return self._functions[key]

    def call(self, name: str, parameters: tuple[str, ...], values: list[Any], sizes: list[int]) -> Returned:
        """Calls a function with `values` for its texts and numbers and a fresh buffer for each of `sizes`."""
        function = self.function(name, parameters)
        inputs, lengths = iter(values), iter(sizes)
        buffers: list[Any] = []
        arguments: list[Any] = []
        for kind in parameters:
            if kind == "buffer":
                buffers.append(_guarded(next(lengths)))
                arguments.append(buffers[-1])
            elif kind == "size":
                arguments.append(len(buffers[-1]) - _GUARD_BYTES)
            else:
                arguments.append(next(inputs))
        try:
            code = function(*arguments)
            overrun = next((i for i, buffer in enumerate(buffers) if buffer.raw[-_GUARD_BYTES:] != _GUARD), None)
            return Returned(code, [_content(buffer) for buffer in buffers], overrun)
        except OSError as error:
            raise LibraryCrashed(str(error)) from error
        finally:
            for buffer in buffers:
                ctypes.memset(buffer, 0, len(buffer))


def _guarded(size: int) -> Any:
    buffer = ctypes.create_string_buffer(size + _GUARD_BYTES)
    ctypes.memmove(ctypes.addressof(buffer) + size, _GUARD, _GUARD_BYTES)
    return buffer


def _content(buffer: Any) -> bytes | None:
    raw: bytes = buffer.raw[:-_GUARD_BYTES]
    end = raw.find(b"\0")
    return raw[:end] if end >= 0 else None


def main() -> None:
    """Answers requests until standard input ends, then ends the process even while the library hangs."""
    requests, answers = _own_streams()
    lines: queue.Queue[bytes] = queue.Queue()
    # The library stays on the main thread; another one notices that the application is gone.
    threading.Thread(target=_listen, args=(requests, lines), daemon=True).start()
    library: Library | None = None
    while True:
        request = json.loads(lines.get())
        try:
            if request["do"] == "open":
                library = _open(request["path"])
                answer: dict[str, Any] = {"bits": BITS, "version": sys.version.split()[0], "pid": os.getpid()}
            elif library is None:
                answer = {"failed": "closed", "text": "no library is open"}
            else:
                answer = _answer(library, request)
        except OSError as error:
            answer = {"failed": "load", "text": str(error), "bits": BITS}
        except SymbolMissing as error:
            answer = {"failed": "symbol", "text": str(error)}
        except LibraryCrashed as error:
            answer = {"failed": "crashed", "text": str(error)}
        answer["id"] = request.get("id")
        # The vendor may have left a line unfinished in the pipe.
        answers.write(b"\n" + RECORD_START + json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def _open(path: str) -> Library:
    folder = os.path.dirname(path)  # noqa: PTH120
    if folder:
        # Such libraries look for their drivers and resources in the working folder.
        os.chdir(folder)
    return Library(path)


def _answer(library: Library, request: dict[str, Any]) -> dict[str, Any]:
    parameters = tuple(request["parameters"])
    if request["do"] == "find":
        return {"symbol": library.exported(request["symbol"], parameters)}
    values = [base64.b64decode(value) if isinstance(value, str) else value for value in request["values"]]
    returned = library.call(request["symbol"], parameters, values, request["sizes"])
    texts = [None if data is None else base64.b64encode(data).decode("ascii") for data in returned.buffers]
    return {"code": returned.code, "buffers": texts, "overrun": returned.overrun}


def _listen(requests: BinaryIO, lines: queue.Queue[bytes]) -> None:
    for line in iter(requests.readline, b""):
        lines.put(line)
    os._exit(0)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Both ends of the pipe under numbers of our own; what the library prints goes to standard error instead."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if os.name == "nt":
        _redirect_windows_handle()
    return requests, answers


def _redirect_windows_handle() -> None:
    """Libraries of another C runtime look at the process's handle, not at our file numbers."""
    kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009
    kernel.GetStdHandle.restype = ctypes.c_void_p
    kernel.SetStdHandle.argtypes = [ctypes.c_uint32, ctypes.c_void_p]
    standard_output, standard_error = -11 & 0xFFFFFFFF, -12 & 0xFFFFFFFF
    kernel.SetStdHandle(standard_output, kernel.GetStdHandle(standard_error))


if __name__ == "__main__":
    main()
