"""Settlements through the journal: real journal, client and recovery on two hosts, an honest person, and a bureau."""

import random
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import localcontext
from pathlib import Path
from typing import Any, Final

from gdyb import operations
from gdyb.client import Client
from gdyb_runtime.errors import GdybError
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.journal import (
    EntryState,
    Journal,
    StepKind,
    allow_again,
    record_not_done,
    record_settled,
    recover,
    reverse,
    schema,
)
from gdyb_workflows.journal.states import ANSWERED, MAY_SEND, OPEN
from support.simulation.clock import SimulatedTime
from support.simulation.crashes import Killed, Life
from support.simulation.decisions import Decisions, Offer, Step
from support.simulation.institution import CODE, HOSTS, KEY, PERSON, TURNS, WAITS, living, settings_of
from support.simulation.journal_centre import JournalCentre, Visit
from support.simulation.network import Gateway, Line
from support.simulation.running import Found, MakeWorld
from support.simulation.stores import Kept, Row, Store

__all__ = ["JOURNAL", "JournalWorld", "journal_on"]

_COMMANDS: Final = frozenset({"2207", "2601"})
_ENTRIES: Final = "SELECT key, state, setl_id, cents, msgid FROM gdyb_journal_entry ORDER BY id"
_UNDONE: Final = "/冲正"
_ROUNDS, _ROUND_SECONDS = 40, 10_800
_MOST_MEANWHILE: Final = 5
_NOT_THERE: Final = MAY_SEND | {EntryState.REVERSED}
"""States of which the platform has nothing in force."""


def _make(location: str | Path) -> None:
    Journal(location, vault=Vault([KEY])).close()


JOURNAL: Final = Kept(_make, schema.metadata, schema.note.name, is_for_one=False)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What another host does while a program waits for its answer."""

    step: Step

    def __str__(self) -> str:
        return f"meanwhile {self.step.host} {self.step.action}({', '.join(map(repr, self.step.given))})"


class Program:
    """A program of the institution on one host, with the journal open."""

    def __init__(self, world: "JournalWorld", host: str) -> None:
        self.life = Life(world.decisions, lambda text: world.tell(f"{host}: {text}"))
        self._open = ExitStack()
        settings = settings_of(CODE, world.corrects_clock, world.store.msgid_file(host))
        self.journal = self._open.enter_context(Journal(world.store.location, vault=Vault([KEY])))
        self.life.attach(self.journal.engine)
        line = Line(
            world.gateway,
            world.time,
            world.decisions,
            self.life,
            lambda text: world.tell(f"{host}: {text}"),
            commands=_COMMANDS,
            meanwhile=lambda infno: world.act_meanwhile(host, infno),
        )
        msgids = world.store.msgids(self.journal.engine)
        self.client = self._open.enter_context(Client(settings, transport=line, msgids=msgids))

    def close(self) -> None:
        """Ends it; also a dead one, whose files the system closes."""
        self._open.close()


class JournalWorld:
    """Two hosts that settle the same visits through one journal."""

    def __init__(self, decisions: Decisions, store: Store) -> None:
        self.decisions, self.store = decisions, store
        self.log: list[str] = []
        self.time = SimulatedTime()
        count = decisions.setup("visits", lambda chance: chance.randint(1, 4))
        self.centre = JournalCentre(
            # More digits than a careless decimal context keeps.
            [Visit(number, 12_345_670 + number) for number in range(1, count + 1)],
            shows_oldest=decisions.setup("shows_oldest", lambda chance: chance.random() < 0.3),
        )
        self.gateway = Gateway(self.time, self.centre)
        self.corrects_clock = decisions.setup("correct_clock", lambda chance: chance.random() < 0.3)
        self._programs: dict[str, Program] = {}
        self._errors: list[str] = []
        self._digits = 28
        self._is_meanwhile = False
        self._asked_of: set[tuple[int, str]] = set()
        self._wanted: set[int] = set()
        """Visits that a clerk wanted settled, and nobody wanted taken back since."""

    def tell(self, text: str) -> None:
        """Notes what happened inside of a step."""
        self.log.append(text)

    def close(self) -> None:
        """Ends every program."""
        for host in list(self._programs):
            self._end(host)

    # What may be done next

    def offers(self) -> Sequence[Offer]:
        """Everything that makes sense now, and little that does not."""
        return [*self._of_programs(), *self._of_the_outside()]

    def _of_programs(self) -> Iterator[Offer]:
        states = {row["key"]: EntryState(row["state"]) for row in self.store.read(_ENTRIES)}
        for host, weight in zip(HOSTS, (1.0, 0.5), strict=True):
            yield Offer(0.2 * weight, host, "restart")
            for visit in self.centre.visits:
                given = (visit.number,)
                state = states.get(_key(visit.number))
                undo = states.get(_key(visit.number) + _UNDONE)
                yield Offer((2 if state is None or state in MAY_SEND else 0.4) * weight, host, "settle", given)
                if state in OPEN:
                    yield Offer(2 * weight, host, "recover", given)
                    yield Offer(0.5 * weight, host, "ask_bureau", given)
                if state is EntryState.NOT_FOUND:
                    yield Offer(2 * weight, host, "allow", given)
                if state is not None and (state in OPEN or state is EntryState.SETTLED):
                    yield Offer(0.3 * weight, host, "reverse", given)
                if undo in OPEN:
                    yield Offer(1 * weight, host, "recover_reversal", given)
                if undo is EntryState.NOT_FOUND:
                    yield Offer(1 * weight, host, "allow_reversal", given)

    def _of_the_outside(self) -> Iterator[Offer]:
        for seconds in WAITS:
            yield Offer(0.3, "", "wait", (seconds,))
        for host in HOSTS:
            for turn in TURNS:
                yield Offer(0.08, host, "turn_clock", (turn,))
        yield Offer(0.1, "", "count_with", (6,))

    # Doing it

    def perform(self, step: Step) -> str:
        """Does it on its host; a dead program is buried."""
        with self.time.on(step.host), localcontext(prec=self._digits):
            try:
                return str(getattr(self, f"_do_{step.action}")(step.host, *step.given) or "done")
            except Killed:
                self._end(step.host)
                return "the program is dead"
            except KeyboardInterrupt as error:
                program = self._programs.get(step.host)
                if program is None or not program.life.was_interrupted:
                    raise
                self._end(step.host)
                return f"the program was interrupted: {error}"
            except GdybError as error:
                return f"{type(error).__name__}: {str(error).splitlines()[0]}"
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                text = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"
                self._errors.append(f"{step.action}: {text}")
                return text

    def _program(self, host: str) -> Program:
        if host not in self._programs:
            self._programs[host] = Program(self, host)
        program = self._programs[host]
        program.life.begin_step()
        return program

    def _end(self, host: str) -> None:
        if program := self._programs.pop(host, None):
            program.close()

    def act_meanwhile(self, host: str, infno: str) -> None:
        """What the other host does while a program waits for its answer."""
        if self._is_meanwhile:
            return
        other = next(one for one in HOSTS if one != host)
        self._is_meanwhile = True
        try:
            for _ in range(_MOST_MEANWHILE):
                met = self.decisions.fault(
                    "others", f"meanwhile {infno}", lambda chance: self._meanwhile(chance, other)
                )
                if met is None:
                    return
                self.tell(f"{met}  → {self.perform(met.step)}")
        finally:
            self._is_meanwhile = False

    def _meanwhile(self, chance: random.Random, host: str) -> Meanwhile:
        offers = [*self._of_programs(), *(Offer(0.3, host, "wait", (one,)) for one in WAITS)]
        chosen = chance.choices(offers, [one.weight for one in offers])[0]
        return Meanwhile(Step(host, chosen.action, chosen.given))

    # What programs and people do

    def _do_restart(self, host: str) -> None:
        self._end(host)

    def _do_settle(self, host: str, number: int) -> str:
        visit = self._visit(number)
        if visit is None:
            return "no such visit"
        program = self._program(host)
        if all(row["state"] in MAY_SEND for row in self.store.read(_ENTRIES) if row["key"] == _key(number)):
            self._wanted.add(number)
        data = {"psn_no": visit.psn_no, "mdtrt_id": visit.mdtrt_id, "medfee_sumamt": visit.amount}
        data |= {"mdtrt_cert_type": "02", "mdtrt_cert_no": "440101199001011233", "med_type": "11"}
        data |= {"psn_setlway": "01", "chrg_bchno": "B1", "insutype": "310", "acct_used_flag": "1"}
        data |= dict.fromkeys(("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"), 0)
        done = program.journal.carry_out(
            program.client,
            operations.settle_outpatient,
            key=_key(number),
            envelope={"insuplc_admdvs": "440100"},
            data=data,
        )
        return f"{done.state}{' (as before)' if done.is_repeated else ''}"

    def _do_recover(self, host: str, number: int) -> str:
        program = self._program(host)
        found = recover(program.journal, program.client, _key(number))
        return f"{found.kind} → {found.state}"

    def _do_recover_reversal(self, host: str, number: int) -> str:
        program = self._program(host)
        found = recover(program.journal, program.client, _key(number) + _UNDONE)
        return f"{found.kind} → {found.state}"

    def _do_allow(self, host: str, number: int) -> str:
        program = self._program(host)
        return str(allow_again(program.journal, program.client, _key(number), actor=PERSON).state)

    def _do_allow_reversal(self, host: str, number: int) -> str:
        program = self._program(host)
        return str(allow_again(program.journal, program.client, _key(number) + _UNDONE, actor=PERSON).state)

    def _do_reverse(self, host: str, number: int) -> str:
        program = self._program(host)
        self._wanted.discard(number)
        return str(reverse(program.journal, program.client, _key(number), actor=PERSON).state)

    def _do_ask_bureau(self, host: str, number: int) -> str:
        """The bureau is asked, and its word written down."""
        visit = self._visit(number)
        if visit is None:
            return "no such visit"
        program = self._program(host)
        if holding := self.centre.in_force(visit):
            made = {"setl_id": holding[0].setl_id, "mdtrt_id": visit.mdtrt_id}
            return str(record_settled(program.journal, program.client, _key(number), actor=PERSON, **made).state)
        return str(record_not_done(program.journal, program.client, _key(number), actor=PERSON).state)

    # What happens outside

    def _do_wait(self, host: str, seconds: float) -> None:
        self.time.let_pass(seconds)

    def _do_turn_clock(self, host: str, offset: float) -> str:
        self.time.offsets[host] = offset
        return f"the clock of {host} is {offset:+g} s off"

    def _do_count_with(self, host: str, digits: int) -> str:
        self._digits = digits
        return f"the application counts with {digits} digits"

    def _visit(self, number: int) -> Visit | None:
        # A shorter history may have fewer of them.
        return next((one for one in self.centre.visits if one.number == number), None)

    # What must never be

    def violations(self) -> Iterator[Found]:
        """After every step."""
        for visit in self.centre.twice():
            yield Found("no visit is settled twice", f"visit {visit.number} is")
        for text in self.centre.wrongs:
            yield Found("what is sent is what was given", text)
        for text in self._errors:
            yield Found("no error but the product's own", text)
        entries = {row["key"]: row for row in self.store.read(_ENTRIES)}
        for visit in self.centre.visits:
            if (row := entries.get(_key(visit.number))) is not None:
                yield from self._contradictions(visit, row, entries.get(_key(visit.number) + _UNDONE))

    def _contradictions(self, visit: Visit, row: Row, undo: Row | None) -> Iterator[Found]:
        state, holding = EntryState(row["state"]), self.centre.in_force(visit)
        if state in _NOT_THERE and holding:
            yield Found("what is not done is not there", f"visit {visit.number} is {state}, the platform has it")
        if state is not EntryState.SETTLED:
            return
        # Somebody has to find out about a reversal without an answer first; it is told.
        if not holding and (undo is None or undo["state"] not in OPEN):
            yield Found("what is settled is there", f"visit {visit.number} is settled, the platform has nothing")
        for made in holding:
            if row["setl_id"] != made.setl_id or row["cents"] not in (None, visit.cents):
                yield Found("what is settled is told right", f"visit {visit.number}: {dict(row)} for {made}")

    # The end

    def finish(self) -> Iterator[Found]:
        """Everything works again, hours pass, and the person does what the journal says."""
        self.decisions.calm()
        self.close()
        self.time.offsets.clear()
        self._digits = 28
        self.time.let_pass(_ROUND_SECONDS)
        for _ in range(_ROUNDS):
            yield from self.violations()
            steps = [*self._to_do()]
            if not steps:
                break
            for step in steps:
                self.tell(f"{step.action}{step.given} → {self.perform(step)}")
            self.time.let_pass(_ROUND_SECONDS)
        else:
            yield Found("nothing waits for ever", "; ".join(f"{one.action}{one.given}" for one in steps))
        yield from self.violations()
        for visit in self.centre.visits:
            if visit.number in self._wanted and not self.centre.in_force(visit):
                yield Found("everything is done or told", f"visit {visit.number} is not settled")

    def _to_do(self) -> Iterator[Step]:
        with self.time.on("A"):
            program = self._program("A")
            entries = {one.key: one for one in program.journal.entries(program.client)}
        for visit in self.centre.visits:
            undo, own = entries.get(_key(visit.number) + _UNDONE), entries.get(_key(visit.number))
            given: tuple[Any, ...] = (visit.number,)
            if undo is not None and undo.state is EntryState.NOT_FOUND:
                yield Step("A", "allow_reversal", given)
            elif undo is not None and undo.state in OPEN:
                yield Step("A", "recover_reversal", given)
            elif own is None or own.state in MAY_SEND:
                if visit.number in self._wanted:
                    yield Step("A", "settle", given)
            elif own.state is EntryState.NOT_FOUND:
                yield Step("A", "allow", given)
            elif own.state not in ANSWERED or own.state in OPEN:
                kinds = {step.kind for step in own.steps}
                asked = self._asked(visit.number, own.msgid)
                yield Step("A", "recover" if StepKind.ASK in kinds and not asked else "ask_bureau", given)

    def _asked(self, number: int, msgid: str) -> bool:
        """Whether the platform was asked in an earlier round, and a person has to ask the bureau now."""
        known = (number, msgid) in self._asked_of
        self._asked_of.add((number, msgid))
        return known


def _key(number: int) -> str:
    return f"门诊-{number}/2207"


def journal_on(store: Store) -> MakeWorld:
    """Makes such worlds, one after the other, on a store."""

    def made(decisions: Decisions) -> JournalWorld:
        store.renew()
        return JournalWorld(decisions, store)

    return living(made)
