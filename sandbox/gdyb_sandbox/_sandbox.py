"""A sandbox as an object: started by `with`, or run until a signal ends it."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

from gdyb_sandbox._centre.confirmations import Clearing, Period, clearing, confirmed
from gdyb_sandbox._centre.settlements import Settlement, settlements
from gdyb_sandbox._centre.store import Store
from gdyb_sandbox._faults.switches import Faults
from gdyb_sandbox._http.app import GatewayApp, Watch
from gdyb_sandbox._http.gateway import Gateway
from gdyb_sandbox._http.moments import Callback, Moment
from gdyb_sandbox._http.recording import Recording
from gdyb_sandbox._http.server import GatewayServer, bind
from gdyb_sandbox._messages.interfaces import interface_numbers
from gdyb_sandbox._options import Options
from gdyb_sandbox._people.insured import Insured, insured
from gdyb_sandbox._people.vouchers import voucher_code

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}
_RECORDED = 1_000


class Sandbox:
    """The document's gateway on a real socket.

    `Sandbox(rows=350, seed=7)` takes the fields of `Options` as keywords. As a context manager it serves in a thread:
    ready inside the block, fully stopped after it. Each use of the object is a new start; state in memory starts empty.

    Raises TypeError or ValueError for wrong options, OSError when the port is taken and sqlite3.DatabaseError when the
    database is not a state file.
    """

    def __init__(
        self, options: Options | None = None, *, faults: Iterable[str] = (), recorded: int = _RECORDED, **fields: object
    ) -> None:
        self.options = Options(**fields) if options is None else options  # type: ignore[arg-type]
        self.faults = Faults(interface_numbers())
        """The faults that are switched on; may be changed at any time."""
        self.requests = Recording(recorded)
        """The latest requests, oldest first."""
        self.watch = Watch(faults=self.faults, requests=self.requests)
        self.in_flight = self.watch.in_flight
        """How many requests of each institution are under way and ever were at once."""
        self._running: _Running | None = None
        for text in faults:
            self.faults.add_text(text)

    @property
    def base_url(self) -> str:
        """The address to put an interface number behind; RuntimeError when the sandbox does not run."""
        return self._started().base_url

    @property
    def settings(self) -> dict[str, Any]:
        """What `gdyb.Settings(**…)` needs to reach this sandbox; all texts, typed so that type checkers take them."""
        return dict(self.options.settings(self.base_url))

    def confirmed(self, year: str, month: str, *, institution: str = "") -> dict[str, str]:
        """Settlement number and flag (cnfm_flag) of everything confirmed in a month, by default of its institution."""
        return confirmed(self._started().store, self._period(year, month, institution))

    def clearing(self, year: str, month: str, *, institution: str = "") -> Clearing:
        """Every 3261 and 3262 applied in a month, and how often each row is and was confirmed.

        `gdyb_sandbox.read_clearing` tells the same of a state file, whose sandbox may run as another process.
        """
        return clearing(self._started().store, self._period(year, month, institution))

    def settlements(self, *, institution: str = "") -> list[Settlement]:
        """Every settlement and refund that calls made and nobody reversed, by default of its institution."""
        return settlements(self._started().store, institution or self.options.fixmedins_code)

    def on(self, moment: Moment, infno: str, callback: Callback) -> Callable[[], None]:
        """Calls back when a request to `infno` arrived, was applied or was answered; the returned function ends that.

        The callback runs in a thread of the server and may block: the request stays at that moment meanwhile, so that
        a test can end its caller exactly there. An exception in it is answered with HTTP 500, where nothing was yet.
        """
        return self.watch.moments.on(moment, infno, callback)

    def people(self, count: int) -> list[Insured]:
        """The first `count` people the platform knows, with all their numbers."""
        return [insured(self.options.seed, number) for number in range(count)]

    def voucher(self, person: Insured) -> str:
        """An electronic voucher code of a person that was not given out yet by this start and is not used up."""
        return self._started().next_voucher(person.person.number)

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serves in this (the main) thread until Ctrl-C or SIGTERM; calls `on_ready` once it accepts connections."""
        self._running = running = _Running(self, on_ready)
        try:
            with running.server.stopping_on_signals():
                running.serve()
        finally:
            self._running = None
            running.store.close()

    def __enter__(self) -> Self:
        if self._running is not None:
            raise RuntimeError("the sandbox already runs")
        ready = threading.Event()
        self._running = running = _Running(self, ready.set)
        running.thread.start()
        while not ready.wait(0.05):
            if not running.thread.is_alive():
                self.__exit__(None, None, None)
                raise RuntimeError("the sandbox did not start") from running.failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        running, self._running = self._started(), None
        running.server.should_exit = True
        running.thread.join()
        running.store.close()

    def _period(self, year: str, month: str, institution: str) -> Period:
        return Period(institution=institution or self.options.fixmedins_code, year=year, month=month)

    def _started(self) -> "_Running":
        if self._running is None:
            raise RuntimeError("the sandbox does not run: use it inside `with Sandbox(…) as sandbox:`")
        return self._running


class _Running:
    """One start of a sandbox: its socket, state and server."""

    def __init__(self, sandbox: Sandbox, on_ready: Callable[[], None]) -> None:
        options = sandbox.options
        self._seed = options.seed
        self._vouchers: Counter[int] = Counter()
        self.store = Store(options.database)
        try:
            self._socket = bind(options.host, options.port)
        except OSError:
            self.store.close()
            raise
        self.base_url = _url(options.host, self._socket.getsockname()[1])
        self.server = GatewayServer(on_ready)
        gateway = Gateway(options, self.store)
        self.server.application = GatewayApp(gateway, sandbox.watch, self.server).application()
        self.thread = threading.Thread(target=self._serve_in_thread, name="gdyb-sandbox", daemon=True)
        self.failure: BaseException | None = None

    def next_voucher(self, number: int) -> str:
        """The next code of a person that is not used up."""
        while True:
            self._vouchers[number] += 1
            code = voucher_code(self._seed, number, self._vouchers[number])
            if not self.store.row("SELECT 1 FROM voucher WHERE code = ?", code):
                return code

    def serve(self) -> None:
        """Serves until the server should exit."""
        try:
            self.server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def _serve_in_thread(self) -> None:
        try:
            self.serve()
        except BaseException as error:
            self.failure = error
            logging.getLogger("gdyb.sandbox").exception("the sandbox ended")


def _url(host: str, port: int) -> str:
    name = _EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
