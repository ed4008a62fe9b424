"""The institution of histories, with its two hosts and one honest person, and how a world of it lives."""

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final, Protocol, TypeVar

from gdyb.settings import Settings
from support.simulation.clock import SimulatedTime
from support.simulation.decisions import Decisions
from support.simulation.running import MakeWorld, World

__all__ = ["CODE", "HOSTS", "KEY", "PERSON", "TURNS", "URL", "WAITS", "living", "settings_of"]

CODE: Final = "H44010000001"
URL: Final = "http://platform.test/fsi/"
PERSON: Final = "0001"
KEY: Final = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
HOSTS: Final = ("A", "B")
WAITS: Final = (20.0, 300.0, 1_000.0, 1_900.0, 2_500.0, 90_000.0)
"""Seconds in which nothing is done."""
TURNS: Final = (0.0, 0.0, -200_000.0, -3_600.0, -900.0, 900.0, 2_500.0, 3_600.0, 86_000.0, 200_000.0, 34_560_000.0)
"""Seconds by which somebody sets the clock of a host."""


class Living(World, Protocol):
    """A world with a time of its own, whose programs end with it."""

    time: SimulatedTime

    def close(self) -> None:
        """Ends every program."""
        ...


WorldT = TypeVar("WorldT", bound=Living)


@cache
def settings_of(code: str, correct_clock: bool, msgid_file: Path) -> Settings:
    """What a program of the institution is told."""
    return Settings(
        base_url=URL,
        paasid="simulated",
        secret_key="simulated",
        mdtrtarea_admvs="440100",
        recer_sys_code="GDYB",
        infver="V1.0",
        opter_type="1",
        opter=PERSON,
        opter_name="测试员",
        fixmedins_code=code,
        fixmedins_name="测试医院",
        correct_clock=correct_clock,
        msgid_file=msgid_file,
    )


def living(make: Callable[[Decisions], WorldT]) -> MakeWorld:
    """Makes worlds, one after the other, each with its own time and chance."""

    @contextmanager
    def made(decisions: Decisions) -> Iterator[WorldT]:
        world = make(decisions)
        before, thresholds = random.getstate(), gc.get_threshold()
        # A history makes and drops many small objects; looking for circles among them takes a third of the time.
        gc.set_threshold(100_000, 20, 100)
        # The waits between repetitions of a call are drawn from here.
        random.seed(7)
        try:
            with world.time.installed():
                yield world
        finally:
            world.close()
            random.setstate(before)
            gc.set_threshold(*thresholds)

    return made
