"""The device does one thing at a time: who comes second is told so at once."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

__all__ = ["Taken", "Turn", "in_thread"]

ResultT = TypeVar("ResultT")


class Taken(Exception):
    """Somebody else's call is under way, or the bridge is ending."""


class Turn:
    """Runs blocking calls one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._has_ended = False

    @property
    def is_taken(self) -> bool:
        """Whether a call is under way."""
        return self._lock.locked()

    def end(self) -> None:
        """Lets no further call begin."""
        self._has_ended = True

    async def run(self, call: Callable[[], ResultT]) -> ResultT:
        """The result of a call; raises Taken instead of waiting for another one."""
        if self._has_ended or not self._lock.acquire(blocking=False):
            raise Taken

        def call_and_release() -> ResultT:
            # Here and not where the result is awaited: the device is free when the call is over, not when nobody
            # waits for it any more.
            try:
                return call()
            finally:
                self._lock.release()

        return await in_thread(call_and_release)


async def in_thread(call: Callable[[], ResultT]) -> ResultT:
    """The result of a blocking call, in a thread that keeps nobody from ending the program, unlike those of asyncio."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[ResultT] = loop.create_future()

    def settle(result: Callable[[], None]) -> None:
        # The loop may have ended in the meantime.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if done.done() else result())

    def work() -> None:
        try:
            result = call()
        except Exception as error:
            failure = error
            settle(lambda: done.set_exception(failure))
        else:
            settle(lambda: done.set_result(result))

    threading.Thread(target=work, name="gdyb-reader-bridge", daemon=True).start()
    return await done
