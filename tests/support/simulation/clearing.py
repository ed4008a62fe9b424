"""A month of clearing: real ledger, client and workflows on two hosts, an honest person, and a bureau he can ask."""

import random
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from decimal import localcontext
from pathlib import Path
from typing import Any, Final

from gdyb.client import Client
from gdyb.codes import CnfmFlag
from gdyb_runtime.errors import GdybError
from gdyb_workflows.clearing import (
    ClearingMonth,
    Ledger,
    MonthLease,
    MonthOverview,
    Vault,
    approve,
    close_epoch,
    confirm,
    confirm_next,
    extract,
    plan,
    propose_unchecked,
    record_finding,
    revoke_batch,
    revoke_period,
)
from gdyb_workflows.clearing.current import current_rows
from gdyb_workflows.clearing.hosts.many import Job, clear_month
from gdyb_workflows.clearing.ledger.conflicts import clear_conflict
from gdyb_workflows.clearing.ledger.errors import LedgerBusy, NeedsPerson
from gdyb_workflows.clearing.ledger.states import BatchState, EpochState, Finding
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind
from gdyb_workflows.clearing.overview import overview
from gdyb_workflows.clearing.sending.revoking import period_is_revoked, reopen_epoch
from gdyb_workflows.clearing.sending.unknown import record_revocation
from support.simulation.clearing_centre import ClearingCentre
from support.simulation.clock import SimulatedTime
from support.simulation.crashes import Killed, Life
from support.simulation.decisions import Decisions, Offer, Step
from support.simulation.institution import CODE, HOSTS, KEY, PERSON, TURNS, URL, WAITS, living, settings_of
from support.simulation.network import Gateway, Line
from support.simulation.running import Found, MakeWorld
from support.simulation.stores import Row, Store

__all__ = ["ClearingWorld", "clearing_on"]

MONTH: Final = ClearingMonth(year="2020", month="12")
_COMMANDS: Final = frozenset({"3261", "3262"})
_SPELLINGS: Final = ("mdtrt_id in lower case", "another mdtrt_id", "setl_sn with a blank")
_ROUNDS, _ROUND_SECONDS = 30, 10_800
"""Of a person who does what the month says is left to do: nearly four days."""

_MOST_MEANWHILE: Final = 5
"""Steps of another host while a program waits for one answer."""

_BATCHES: Final = """
    SELECT e.month_id, e.number AS epoch, e.state AS epoch_state, b.id, b.number, b.state, b.msgid, b.inf_refmsgid
    FROM gdyb_batch b JOIN gdyb_epoch e ON e.id = b.epoch_id ORDER BY b.id
"""
_EPOCHS: Final = "SELECT month_id, number, state FROM gdyb_epoch ORDER BY number"
_ATTEMPTS: Final = "SELECT batch_id, msgid FROM gdyb_attempt ORDER BY id"
_CONFLICTS: Final = "SELECT month_id FROM gdyb_conflict WHERE cleared_at IS NULL"
_ROWS: Final = """
    SELECT r.setl_sn, b.state, e.state AS epoch_state, br.flag FROM gdyb_settlement r
    LEFT JOIN gdyb_batch_row br ON br.row_id = r.id LEFT JOIN gdyb_batch b ON b.id = br.batch_id
    LEFT JOIN gdyb_epoch e ON e.id = b.epoch_id
"""

_NOT_CONFIRMED: Final = frozenset({BatchState.PLANNED, BatchState.REJECTED, BatchState.REVOKED, BatchState.DROPPED})
_WAYS: Final[Mapping[str, str]] = {
    "clear_conflict": "clear_conflict",
    "settle_batch": "find",
    "repeat_revocation": "find_revocation",
    "record_revocation": "find_revocation",
    "resend_period": "end_period",
    "revoke_period": "end_period",
    "extract": "extract",
    "approve": "approve_all",
    "heed_rejection": "approve_all",
    "decide_doubtful": "decide_doubtful",
    "plan": "plan",
    "confirm": "confirm",
    "await_sender": "confirm",
}
"""Next step → what this person does about it; of the others he is told and can do nothing."""
_OF_A_BATCH: Final = frozenset({"find", "find_revocation"})


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What another host does while a program waits for its answer."""

    step: Step
    locks_are_lost: bool

    def __str__(self) -> str:
        lost = "all locks are lost, " if self.locks_are_lost else ""
        return f"meanwhile {lost}{self.step.host} {self.step.action}({', '.join(map(repr, self.step.given))})"


class Program:
    """A program of the institution on one host, with the ledger open."""

    def __init__(self, world: "ClearingWorld", host: str, code: str) -> None:
        self.life = Life(world.decisions, lambda text: world.tell(f"{host}: {text}"))
        self._open = ExitStack()
        self._lease: MonthLease | None = None
        settings = settings_of(code, world.corrects_clock, world.store.msgid_file(host))
        self.ledger = self._open.enter_context(Ledger(world.store.location, vault=Vault(world.keys)))
        self.life.attach(self.ledger.engine)
        line = Line(
            world.gateway,
            world.time,
            world.decisions,
            self.life,
            lambda text: world.tell(f"{host}: {text}"),
            commands=_COMMANDS,
            meanwhile=lambda infno: world.act_meanwhile(host, infno),
        )
        msgids = world.store.msgids(self.ledger.engine)
        self.client = self._open.enter_context(Client(settings, transport=line, msgids=msgids))

    def lease(self) -> MonthLease:
        """The month, held until the program ends."""
        if self._lease is None:
            self._lease = self._open.enter_context(self.ledger.hold(self.client, MONTH))
        return self._lease

    def close(self) -> None:
        """Ends it; also a dead one, whose files the system closes."""
        self._open.close()


class ClearingWorld:
    """Two hosts that clear one month on one ledger."""

    def __init__(self, decisions: Decisions, store: Store) -> None:
        self.decisions, self.store = decisions, store
        self.log: list[str] = []
        self.time = SimulatedTime()
        self.centre = ClearingCentre(
            refuses_empty_revocations=decisions.setup("empty_revocations_refused", lambda chance: chance.random() < 0.3)
        )
        self.gateway = Gateway(self.time, self.centre)
        self.corrects_clock = decisions.setup("correct_clock", lambda chance: chance.random() < 0.3)
        self.keys = [KEY] if decisions.setup("sealed", lambda chance: chance.random() < 0.7) else []
        self._size = decisions.setup("batch_size", lambda chance: chance.randint(1, 3))
        for _ in range(decisions.setup("settlements", lambda chance: chance.randint(1, 6))):
            self.centre.add()
        self._codes = dict.fromkeys(HOSTS, CODE)
        self._programs: dict[str, Program] = {}
        self._errors: list[str] = []
        self._digits = 28
        self._was_refused = False
        self._is_meanwhile = False
        self._known: dict[str, list[Row]] = {}
        self._failed: Step | None = None
        """The last step, where it failed: a person tries again."""

    def tell(self, text: str) -> None:
        """Notes what happened inside of a step."""
        self.log.append(text)

    def close(self) -> None:
        """Ends every program."""
        for host in list(self._programs):
            self._end(host)

    def _read(self, query: str) -> list[Row]:
        """What is on disk, read once between two steps."""
        if query not in self._known:
            self._known[query] = self.store.read(query)
        return self._known[query]

    # What may be done next

    def offers(self) -> Sequence[Offer]:
        """Everything that makes sense now, and little that does not."""
        again = [] if self._failed is None else [Offer(15, self._failed.host, self._failed.action, self._failed.given)]
        return [*again, *self._of_programs(), *self._of_people(), *self._of_the_outside()]

    def _of_programs(self) -> Iterator[Offer]:
        is_planned = any(one["state"] == BatchState.PLANNED for one in self._in_force())
        # Where programs take turns at a file, each turn costs a start.
        for host, weight in zip(HOSTS, (1.0, 0.4 if self.store.is_shared else 0.15), strict=True):
            yield Offer((4 if is_planned else 0.3) * weight, host, "confirm")
            yield Offer((1 if is_planned else 0.1) * weight, host, "confirm_next")
            yield Offer(0.7 * weight, host, "extract")
            yield Offer(0.7 * weight, host, "plan")
            yield Offer(0.7 * weight, host, "approve_all")
            yield Offer(1.5 * weight, host, "clear_month", (False,))
            yield Offer(0.7 * weight, host, "clear_month", (True,))
            yield Offer(0.2 * weight, host, "restart")

    def _of_people(self) -> Iterator[Offer]:
        last = {one["month_id"]: one["state"] for one in self._read(_EPOCHS)}
        for one in self._in_force():
            number = (one["number"],)
            match one["state"]:
                case BatchState.UNKNOWN | BatchState.SENDING:
                    yield Offer(2, "A", "find", number)
                case BatchState.CONFIRMED if one["inf_refmsgid"]:
                    yield Offer(0.3, "A", "revoke_batch", number)
                case BatchState.REVOKING:
                    yield Offer(1, "A", "revoke_batch", number)
                    yield Offer(1, "A", "find_revocation", number)
        if EpochState.OPEN in last.values():
            yield Offer(2.5, "A", "take_period_back", (True,))
            yield Offer(0.5, "A", "take_period_back", (False,))
            yield Offer(0.5, "A", "close_epoch", (True,))
        if EpochState.CLOSED in last.values():
            yield Offer(4, "A", "take_period_back", (True,))
            yield Offer(0.5, "A", "revoke_period")
            yield Offer(1 if self.store.is_shared else 0.2, "B", "revoke_period")
            yield Offer(2, "A", "reopen_epoch")
            yield Offer(1, "A", "say_period_is_revoked")
        yield Offer(0.1, "A", "exclude")
        yield Offer(0.2, "A", "decide_doubtful")
        if self._read(_CONFLICTS):
            yield Offer(1, "A", "clear_conflict")

    def _of_the_outside(self) -> Iterator[Offer]:
        for seconds in WAITS:
            yield Offer(0.25, "", "wait", (seconds,))
        for host in HOSTS:
            for turn in TURNS:
                yield Offer(0.08, host, "turn_clock", (turn,))
            yield Offer(0.1, host, "type_code", (CODE.lower(),))
            yield Offer(0.05, host, "type_code", (CODE,))
        yield Offer(0.1, "", "count_with", (6,))
        yield Offer(0.3, "", "add_settlement")
        for one in self.centre.settlements:
            yield Offer(0.05, "", "change_amount", (one.number,))
            yield Offer(0.03, "", "lose_visit", (one.number,))
            for spelling in _SPELLINGS:
                yield Offer(0.06, "", "respell", (one.number, spelling))

    # Doing it

    def perform(self, step: Step) -> str:
        """Does it on its host; a dead program is buried."""
        self._failed = None
        self._known.clear()
        with self.time.on(step.host), localcontext(prec=self._digits):
            try:
                return str(getattr(self, f"_do_{step.action}")(step.host, *step.given) or "done")
            except Killed:
                self._end(step.host)
                return "the program is dead"
            except KeyboardInterrupt:
                program = self._programs.get(step.host)
                if program is None or not program.life.was_interrupted:
                    raise
                self._end(step.host)
                return "the program was interrupted"
            except GdybError as error:
                self._failed = None if isinstance(error, NeedsPerson) else step
                return f"{type(error).__name__}: {str(error).splitlines()[0]}"
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                text = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"
                self._errors.append(f"{step.action}: {text}")
                return text
            finally:
                self._known.clear()

    @contextmanager
    def _leased(self, host: str) -> Iterator[MonthLease]:
        """Held for one step where others may want it, else for as long as the program runs."""
        program = self._program(host)
        program.life.begin_step()
        if self.store.is_shared:
            with program.ledger.hold(program.client, MONTH) as lease:
                yield lease
        else:
            yield program.lease()

    def _program(self, host: str) -> Program:
        others = [one for one in self._programs if one != host]
        if host not in self._programs and others and not self.store.is_shared:
            self._refuse_another(host)
            self._end(others[0])
        if host not in self._programs:
            self._programs[host] = Program(self, host, self._codes[host])
        return self._programs[host]

    def _refuse_another(self, host: str) -> None:
        if self._was_refused:
            return
        self._was_refused = True
        with suppress(LedgerBusy):
            Program(self, host, self._codes[host]).close()
            self._errors.append("two programs have opened one ledger file")

    def _end(self, host: str) -> None:
        if program := self._programs.pop(host, None):
            program.close()

    def act_meanwhile(self, host: str, infno: str) -> None:
        """What the other host does while a program waits for its answer, perhaps after the program lost the month."""
        if not self.store.is_shared or self._is_meanwhile:
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
                if met.locks_are_lost:
                    self.store.lose_locks()
                self.tell(f"{met}  → {self.perform(met.step)}")
        finally:
            self._is_meanwhile = False

    def _meanwhile(self, chance: random.Random, host: str) -> "Meanwhile":
        offers = [*self._of_programs(), *self._of_people(), *(Offer(0.3, host, "wait", (one,)) for one in WAITS)]
        chosen = chance.choices(offers, [one.weight for one in offers])[0]
        return Meanwhile(Step(host, chosen.action, chosen.given), locks_are_lost=chance.random() < 0.7)

    # What programs do

    def _do_restart(self, host: str) -> None:
        self._end(host)

    def _do_extract(self, host: str) -> str:
        with self._leased(host) as lease:
            return f"{extract(lease).amounts.rows} rows"

    def _do_approve_all(self, host: str) -> None:
        with self._leased(host) as lease:
            propose_unchecked(lease)
            approve(lease, actor=PERSON)

    def _do_exclude(self, host: str) -> str:
        with self._leased(host) as lease:
            undecided = [one.row_id for one in current_rows(lease.ledger, lease.id) if one.is_open]
            if not undecided:
                return "nothing to exclude"
            approve(lease, actor=PERSON, flags={undecided[-1]: CnfmFlag.NOT_CONFIRMED.value})
        return ""

    def _do_decide_doubtful(self, host: str) -> str:
        """The bureau is asked about every row that only a person may decide on: what it has is not confirmed again."""
        times = self.centre.times()
        with self._leased(host) as lease:
            open_rows = [one for one in current_rows(lease.ledger, lease.id) if one.is_open]
            settlements = {one.row_id: self.centre.find(one.setl_sn) for one in open_rows}
            again = {row for row, one in settlements.items() if one is not None and times[one.number]}
            new = {one.row_id for one in open_rows if one.doubt} - again
            flags = dict.fromkeys(again, CnfmFlag.NOT_CONFIRMED.value) | dict.fromkeys(new, CnfmFlag.CONFIRMED.value)
            approve(lease, actor=PERSON, flags=flags)
        return f"the bureau: {len(again)} of {len(open_rows)} rows are confirmed already, {len(new)} are not"

    def _do_plan(self, host: str) -> str:
        with self._leased(host) as lease:
            return f"{plan(lease, size=self._size).batches} batches"

    def _do_confirm(self, host: str) -> str:
        with self._leased(host) as lease:
            done = confirm(lease)
        return f"{done.batches} confirmed, {done.rejected} rejected"

    def _do_confirm_next(self, host: str) -> str:
        with self._leased(host) as lease:
            done = confirm_next(lease)
        return "nothing planned" if done is None else f"batch {done.number} {done.state}"

    def _do_clear_month(self, host: str, extract_again: bool) -> str:
        job = Job(month=MONTH, approved_by=PERSON, extract_again=extract_again)
        with self._leased(host) as lease:
            outcome = clear_month(lease, job)
        return f"{outcome.state} {' '.join(outcome.reasons)}".strip()

    # What people decide

    def _do_find(self, host: str, number: int) -> str:
        """The bureau is asked, and its word written down."""
        with self._leased(host) as lease:
            batch = self._batch(number, {BatchState.UNKNOWN, BatchState.SENDING})
            if batch is None:
                return "no such batch"
            done = self.centre.confirmation(batch["msgid"])
            if done is not None and done.in_force:
                ref = done.inf_refmsgid
                record_finding(lease, number, Finding.APPLIED, actor=PERSON, inf_refmsgid=ref)
                return "the bureau: it is confirmed"
            record_finding(lease, number, Finding.NOT_APPLIED, actor=PERSON)
            return "the bureau: it is not confirmed"

    def _do_find_revocation(self, host: str, number: int) -> str:
        with self._leased(host) as lease:
            batch = self._batch(number, {BatchState.REVOKING})
            if batch is None:
                return "no such batch"
            is_revoked = not self.centre.is_in_force(batch["msgid"])
            record_revocation(lease, number, revoked=is_revoked, actor=PERSON)
            return f"the bureau: it is {'' if is_revoked else 'not '}revoked"

    def _do_revoke_batch(self, host: str, number: int) -> str:
        with self._leased(host) as lease:
            batch = self._batch(number, {BatchState.CONFIRMED, BatchState.REVOKING})
            if batch is None:
                return "no such batch"
            revoke_batch(lease, batch["inf_refmsgid"], actor=PERSON)
        return ""

    def _do_close_epoch(self, host: str, send_again: bool) -> str:
        with self._leased(host) as lease:
            until = close_epoch(lease, actor=PERSON, send_again=send_again)
        return f"may be revoked in {max(until - self.time.now, 0):.0f} s"

    def _do_revoke_period(self, host: str) -> str:
        with self._leased(host) as lease:
            return f"{revoke_period(lease, actor=PERSON).planned} batches planned again"

    def _do_take_period_back(self, host: str, send_again: bool) -> str:
        """Both in one, as the command does it."""
        with self._leased(host) as lease:
            close_epoch(lease, actor=PERSON, send_again=send_again)
            return f"{revoke_period(lease, actor=PERSON).planned} batches planned again"

    def _do_reopen_epoch(self, host: str) -> None:
        with self._leased(host) as lease:
            reopen_epoch(lease, actor=PERSON, note="不再回退")

    def _do_say_period_is_revoked(self, host: str) -> str:
        if any(one.in_force for one in self.centre.confirmations):
            return "the bureau: it is not revoked"
        with self._leased(host) as lease:
            return f"{period_is_revoked(lease, actor=PERSON)} batches planned again"

    def _do_clear_conflict(self, host: str) -> str:
        if next(self._contradictions(), None):
            return "the bureau: the ledger is wrong"
        with self._leased(host) as lease:
            clear_conflict(lease, actor=PERSON, note="已核实")
        return ""

    # What happens outside

    def _do_wait(self, host: str, seconds: float) -> None:
        self.time.let_pass(seconds)

    def _do_turn_clock(self, host: str, offset: float) -> str:
        self.time.offsets[host] = offset
        return f"the clock of {host} is {offset:+g} s off"

    def _do_type_code(self, host: str, code: str) -> None:
        """From its next start on."""
        self._codes[host] = code
        self._end(host)

    def _do_count_with(self, host: str, digits: int) -> str:
        self._digits = digits
        return f"the application counts with {digits} digits"

    def _do_add_settlement(self, host: str) -> None:
        self.centre.add()

    def _do_change_amount(self, host: str, number: int) -> None:
        self._fields(number)["medfee_sumamt"] += 1

    def _do_lose_visit(self, host: str, number: int) -> None:
        self._fields(number)["mdtrt_id"] = ""

    def _do_respell(self, host: str, number: int, spelling: str) -> None:
        fields = self._fields(number)
        if spelling == "setl_sn with a blank":
            fields["setl_sn"] = fields["setl_sn"].strip() + " "
        elif spelling == "another mdtrt_id":
            fields["mdtrt_id"] = f"S440300201231{number:07d}"
        else:
            fields["mdtrt_id"] = fields["mdtrt_id"].lower()

    def _fields(self, number: int) -> dict[str, Any]:
        # A shorter history may have fewer of them.
        return next((one.fields for one in self.centre.settlements if one.number == number), {"medfee_sumamt": 0})

    # What must never be

    def violations(self) -> Iterator[Found]:
        """After every step."""
        for number in self.centre.twice():
            yield Found("no settlement is in force twice", f"settlement {number} is")
        for text in self.centre.wrongs:
            yield Found("what is sent is what the platform gave", text)
        for text in self._errors:
            yield Found("no error but the product's own", text)
        stopped = {one["month_id"] for one in self._read(_CONFLICTS)}
        for month, found in self._contradictions():
            if month not in stopped:
                yield found

    def _contradictions(self) -> Iterator[tuple[int, Found]]:
        """What the ledger says that is not so at the platform."""
        msgids: dict[int, list[str]] = {}
        for one in self._read(_ATTEMPTS):
            msgids.setdefault(one["batch_id"], []).append(one["msgid"])
        for batch in self._read(_BATCHES):
            name = f"epoch {batch['epoch']} ({batch['epoch_state']}) batch {batch['number']}"
            in_force = [msgid for msgid in msgids.get(batch["id"], ()) if self.centre.is_in_force(msgid)]
            state, epoch = batch["state"], batch["epoch_state"]
            if state == BatchState.CONFIRMED and epoch == EpochState.OPEN and batch["msgid"] not in in_force:
                text = f"{name} is confirmed, the platform has nothing of it"
                yield batch["month_id"], Found("what is confirmed is so on the platform", text)
            if in_force and (state in _NOT_CONFIRMED or epoch == EpochState.ROLLED_BACK):
                text = f"{name} is {state}, the platform has it in force"
                yield batch["month_id"], Found("what is not confirmed is not in force", text)

    def _batch(self, number: int, states: set[BatchState]) -> Row | None:
        """The batch in force of this number, where it is in one of these states."""
        return next((one for one in self._in_force() if one["number"] == number and one["state"] in states), None)

    def _in_force(self) -> list[Row]:
        """The batches of every epoch whose period was not revoked."""
        return [one for one in self._read(_BATCHES) if one["epoch_state"] != EpochState.ROLLED_BACK]

    # The end

    def finish(self) -> Iterator[Found]:
        """Everything works again, hours pass, and the person does what the month says."""
        self.decisions.calm()
        self.close()
        self.time.offsets.clear()
        self._codes = dict.fromkeys(HOSTS, CODE)
        self._digits = 28
        self.time.let_pass(10_800)
        self.tell(f"extract → {self.perform(Step('A', 'extract'))}")
        for _ in range(_ROUNDS):
            yield from self.violations()
            month = self._look()
            to_do = [] if month is None else [one for one in month.next_steps if one.kind in _WAYS]
            if month is not None and not to_do:
                break
            kind = to_do[0] if to_do else NextStep(kind=StepKind.EXTRACT)
            step = self._way(kind)
            outcome = self.perform(step)
            self.tell(f"{kind.kind}: {step.action} → {outcome}")
            if "重新提取" in outcome:
                self.tell(f"extract → {self.perform(Step('A', 'extract'))}")
            self.time.let_pass(_ROUND_SECONDS)
        else:
            if StepKind.CLEAR_CONFLICT not in {one.kind for one in to_do}:
                yield Found("nothing waits for ever", "; ".join(str(one.kind) for one in to_do))
        yield from self.violations()
        if month is not None and month.is_done:
            yield from self._undone()

    def _look(self) -> MonthOverview | None:
        with self.time.on("A"):
            return overview(self._program("A").ledger, URL, CODE, MONTH)

    def _way(self, step: NextStep) -> Step:
        action = _WAYS[step.kind]
        return Step("A", action, (step.batch or self._first_open(),) if action in _OF_A_BATCH else ())

    def _first_open(self) -> int:
        open_ones = {BatchState.UNKNOWN, BatchState.SENDING}
        return next((one["number"] for one in self._read(_BATCHES) if one["state"] in open_ones), 0)

    def _do_end_period(self, host: str) -> str:
        """Taken back, or found to be so where the platform refuses."""
        try:
            return self._do_revoke_period(host)
        except GdybError:
            return self._do_say_period_is_revoked(host)

    def _undone(self) -> Iterator[Found]:
        """What is not so at the platform though the month is said to be done."""
        flags: dict[int, set[str]] = {}
        for one in self._read(_ROWS):
            settlement = self.centre.find(one["setl_sn"])
            if settlement is None:
                continue
            of_it = flags.setdefault(settlement.number, set())
            if one["state"] == BatchState.CONFIRMED and one["epoch_state"] != EpochState.ROLLED_BACK:
                of_it.add(one["flag"])
        times = self.centre.times()
        for settlement in self.centre.settlements:
            number = settlement.number
            if number not in flags:
                yield Found(
                    "everything is done or told", f"settlement {number} is not in the ledger, the month is done"
                )
            elif times[number] != (CnfmFlag.CONFIRMED.value in flags[number]):
                yield Found("everything is done or told", f"settlement {number} is in force {times[number]} times")


def clearing_on(store: Store) -> MakeWorld:
    """Makes such worlds, one after the other, on a store."""

    def made(decisions: Decisions) -> ClearingWorld:
        store.renew()
        return ClearingWorld(decisions, store)

    return living(made)
