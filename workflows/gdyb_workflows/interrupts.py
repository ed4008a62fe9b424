"""Ctrl-C while the answer of a command is awaited: the first one waits for the answer, the second one gives up."""

import asyncio
import functools
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["finishing_first"]

_logger = logging.getLogger("gdyb")


class _Waiting:
    """What is being waited for in the main thread, by one call or by many tasks at once."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.pressed = False
        self.before: Callable[[int, FrameType | None], Any] = signal.default_int_handler

    def handle(self, number: int, frame: FrameType | None) -> None:
        if self.pressed:
            self.before(number, frame)
            return
        self.pressed = True
        for name in self.names:
            _logger.warning("%s：已经发出，正在等待平台的答复；再按一次 Ctrl-C 放弃等待，结果将是未知", name)


_waiting = _Waiting()


@contextmanager
def finishing_first(what: str) -> Iterator[None]:
    """Inside, the first Ctrl-C is answered with a warning and takes effect at the end; the second one does at once.

    Only the main thread is sent it, and whoever has a handler of their own keeps it; that of `asyncio.run` is Python's.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if not _waiting.names:
        before = signal.getsignal(signal.SIGINT)
        if not callable(before) or not _is_pythons(before):
            yield
            return
        _waiting.before, _waiting.pressed = before, False
        signal.signal(signal.SIGINT, _waiting.handle)
    _waiting.names.append(what)
    try:
        yield
    except BaseException:
        _leave(what)
        raise
    if _leave(what):
        _waiting.before(signal.SIGINT, None)


def _leave(what: str) -> bool:
    """Whether it was the last one, and Ctrl-C was pressed meanwhile."""
    _waiting.names.remove(what)
    if _waiting.names:
        return False
    signal.signal(signal.SIGINT, _waiting.before)
    return _waiting.pressed


def _is_pythons(handler: object) -> bool:
    if handler is signal.default_int_handler:
        return True
    # How asyncio.run ends its task.
    return isinstance(handler, functools.partial) and isinstance(
        getattr(handler.func, "__self__", None), asyncio.Runner
    )
