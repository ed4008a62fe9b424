"""`make simulate SEEDS=100000`: so many histories, what was met in them, and the shortest one of each violation."""

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat

from support.postgresql import Server
from support.simulation.clearing import clearing_on
from support.simulation.decisions import Drawn
from support.simulation.journal import JOURNAL, journal_on
from support.simulation.running import MakeWorld, run
from support.simulation.shrinking import shrink
from support.simulation.stores import LEDGER, PostgresqlStore, SqliteStore

_PORTION = 100
"""Histories that a process takes at once."""
WORLDS = {"clearing": (LEDGER, clearing_on), "journal": (JOURNAL, journal_on)}


@dataclass
class Figures:
    """What some histories came to."""

    histories: int = 0
    steps: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seeds: dict[str, list[int]] = field(default_factory=dict)
    """Invariant → seeds of the histories that violate it."""

    def add(self, other: "Figures") -> None:
        """Adds the figures of other histories."""
        self.histories += other.histories
        self.steps += other.steps
        self.actions += other.actions
        self.faults += other.faults
        for invariant, seeds in other.seeds.items():
            self.seeds.setdefault(invariant, []).extend(seeds)


@contextmanager
def opened(world: str, store: str) -> Iterator[MakeWorld]:
    """Makes worlds of a name on a store of its own."""
    kept, world_on = WORLDS[world]
    if store == "sqlite":
        with SqliteStore.opened(kept) as file:
            yield world_on(file)
        return
    server = Server()
    try:
        server.start()
        with PostgresqlStore.opened(server, kept) as database:
            yield world_on(database)
    finally:
        server.stop()


def simulate(seeds: range, world: str, store: str, without: Sequence[str]) -> Figures:
    """Runs a history for each seed."""
    figures = Figures(histories=len(seeds))
    with opened(world, store) as make_world:
        for seed in seeds:
            ran = run(make_world, Drawn(seed, without=without))
            figures.steps += len(ran.history.steps)
            figures.actions.update(step.action for step in ran.history.steps)
            figures.faults += ran.faults
            if ran.found:
                figures.seeds.setdefault(ran.found.invariant, []).append(seed)
    return figures


def main() -> None:
    """Ends with 1 where anything is violated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="how many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--world", choices=[*WORLDS], default="clearing")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--without", nargs="*", default=[], help="kinds of faults and actions to leave out")
    parser.add_argument("--tell", action="store_true", help="print the one history of --first, as it is")
    told = parser.parse_args()
    if told.tell:
        with opened(told.world, told.store) as make_world:
            print(run(make_world, Drawn(told.first, without=told.without)).story)
        return
    begun, figures = time.perf_counter(), Figures()
    last = told.first + told.seeds
    portions = [range(start, min(start + _PORTION, last)) for start in range(told.first, last, _PORTION)]
    with ProcessPoolExecutor(told.processes) as pool:
        for part in pool.map(simulate, portions, repeat(told.world), repeat(told.store), repeat(told.without)):
            figures.add(part)
    _print(figures, f"{told.world} on {told.store}", time.perf_counter() - begun)
    for invariant, seeds in figures.seeds.items():
        print(
            f"\n{invariant}: {len(seeds)} histories, seeds {seeds[:10]}; the shortest that was found of seed {seeds[0]}:"
        )
        with opened(told.world, told.store) as make_world:
            print(shrink(make_world, run(make_world, Drawn(seeds[0], without=told.without))).story)
    raise SystemExit(bool(figures.seeds))


def _print(figures: Figures, what: str, seconds: float) -> None:
    print(f"{figures.histories} histories of {what} in {seconds:.0f} s: {figures.steps} steps, ", end="")
    print(
        f"{figures.faults.total()} faults injected, {sum(map(len, figures.seeds.values()))} histories with a violation"
    )
    for name, counted in (("steps", figures.actions), ("faults", figures.faults)):
        print(f"  {name}: " + ", ".join(f"{one} {count}" for one, count in counted.most_common()))


if __name__ == "__main__":
    main()
