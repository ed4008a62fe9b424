"""A PostgreSQL of the tests' own: Debian's server on a free port of 127.0.0.1, its data in a temporary folder.

    # conftest.py
    from support.postgresql import postgresql, postgresql_server  # noqa: F401

    def test_it(postgresql: Database) -> None:
        engine = sqlalchemy.create_engine(postgresql.url)
        postgresql.server.crash()
        postgresql.server.start()

Each worker of pytest-xdist that needs one has a server of its own, each test an empty database.
"""

import functools
import itertools
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from support.absent import not_here

_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNT = "postgres"
_USER = "tester"
_HOST = "127.0.0.1"
_SECONDS = "120"
_ATTEMPTS = 5
# What was committed outlives the server's processes, if not the machine: waiting for the disk is most of a small test.
_WITHOUT_DISK = "fsync = off\n"
# Waits for the end of whoever holds its input, however that comes, then clears away; one way for every ending.
_GUARD = 'cat > /dev/null; "$0" stop --silent --mode=immediate --pgdata="$1/data" 2> /dev/null; rm -rf "$1"'


def find_binaries(debian: Path = _DEBIAN) -> Path | None:
    """The folder with the newest initdb and pg_ctl of Debian, or of the PATH."""
    versions = [path.parent for path in debian.glob("*/bin/initdb") if path.parts[-3].isdecimal()]
    found = shutil.which("initdb")
    if versions:
        return max(versions, key=lambda folder: int(folder.parts[-2]))
    return Path(found).resolve().parent if found else None


def missing() -> str:
    """Why there can be no server on this machine; empty when there can."""
    if sys.platform == "win32":
        return "PostgreSQL is tested on Unix only"
    if find_binaries() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and not _account():
        return f"PostgreSQL refuses to run as root, and there is no account {_ACCOUNT}"
    return ""


def _account() -> dict[str, Any]:
    """Arguments of subprocess that leave root for the account of the server."""
    import pwd

    if os.geteuid() != 0:
        return {}
    try:
        found = pwd.getpwnam(_ACCOUNT)
    except KeyError:
        return {}
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


@dataclass(frozen=True)
class Database:
    """An empty database."""

    server: "Server"
    name: str

    @property
    def dsn(self) -> str:
        """For psycopg, libpq and DBOS."""
        return f"postgresql://{self._place}"

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://{self._place}"

    @property
    def _place(self) -> str:
        return f"{_USER}:{self.server.password}@{_HOST}:{self.server.port}/{self.name}"


@dataclass
class Server:
    """A PostgreSQL server; begins with `start()` and ends with `stop()`, or with the process that began it."""

    password: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    port: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count, repr=False)
    _folder: Path | None = None
    _guard: "subprocess.Popen[bytes] | None" = None

    @property
    def folder(self) -> Path:
        """Where its data lie, and its log."""
        assert self._folder is not None, "the server was not started"
        return self._folder

    @property
    def log(self) -> str:
        """What it wrote into its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Starts it, or starts it again after a crash, on the same port and with the same data."""
        if self._folder is None:
            self._set_up()
            self._start_on_a_free_port()
        elif self._control("status").returncode:
            started = self._start()
            assert started.returncode == 0, started.stdout + self.log

    def crash(self) -> None:
        """Ends it at once, as a crash of the server would: connections break, the next start recovers."""
        self._check(self._control("stop", "--mode=immediate"))

    def stop(self) -> None:
        """Ends it for good and removes its folder."""
        guard, self._guard = self._guard, None
        if guard is not None and guard.stdin is not None:
            guard.stdin.close()
            guard.wait(timeout=120)

    def create(self) -> Database:
        """A new database."""
        database = Database(self, f"test_{next(self._numbers)}")
        self._client("createdb", database.name)
        return database

    def drop(self, database: Database) -> None:
        """Removes a database and ends what is connected to it."""
        self._client("dropdb", "--force", "--if-exists", database.name)

    def _set_up(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="gdyb-postgresql-"))
        account = _account()
        if account:
            os.chown(self._folder, account["user"], account["group"])
        # In a session of its own, as Ctrl-C at the terminal would otherwise reach it as well.
        self._guard = subprocess.Popen(
            ["sh", "-c", _GUARD, self._binary("pg_ctl"), str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            **self._place,
        )
        with (self._folder / "password").open("w", encoding="utf-8") as file:
            _restrict(file)
            file.write(self.password)
        arguments = ["--pgdata=data", f"--username={_USER}", "--pwfile=password", "--encoding=UTF8", "--no-locale"]
        # The password is asked of everybody, and initdb lets in nobody but the loopback.
        arguments += ["--auth-host=scram-sha-256", "--auth-local=reject", "--no-sync"]
        self._check(self._run("initdb", *arguments))

    def _start_on_a_free_port(self) -> None:
        configuration = self.folder / "data" / "postgresql.conf"
        original = configuration.read_text(encoding="utf-8")
        for _ in range(_ATTEMPTS):
            self.port = _free_port()
            own = f"listen_addresses = '{_HOST}'\nport = {self.port}\nunix_socket_directories = ''\n"
            configuration.write_text(original + own + _WITHOUT_DISK, encoding="utf-8")
            started = self._start()
            if started.returncode == 0:
                return
            if "could not bind" not in self.log:
                break
        raise AssertionError(started.stdout + self.log)

    def _start(self) -> "subprocess.CompletedProcess[str]":
        return self._control("start", "--log=log", f"--timeout={_SECONDS}")

    def _control(self, action: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._run("pg_ctl", action, "--pgdata=data", *arguments)

    def _client(self, name: str, *arguments: str) -> None:
        self._check(self._run(name, f"--host={_HOST}", f"--port={self.port}", f"--username={_USER}", *arguments))

    def _run(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self._binary(name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            **self._place,
        )

    @property
    def _place(self) -> dict[str, Any]:
        """Where, as whom and with which environment its programs run."""
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "PGPASSWORD": self.password}
        return {"cwd": self.folder, "env": env, "umask": 0o077, **_account()}

    @staticmethod
    def _binary(name: str) -> str:
        folder = find_binaries()
        assert folder is not None
        return str(folder / name)

    @staticmethod
    def _check(done: "subprocess.CompletedProcess[str]") -> None:
        assert done.returncode == 0, done.stdout


def _restrict(file: IO[str]) -> None:
    """For the eyes of the server's account only."""
    os.fchmod(file.fileno(), 0o600)
    account = _account()
    if account:
        os.fchown(file.fileno(), account["user"], account["group"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


@functools.cache
def _shared_server() -> Server:
    """One in each process, however many conftest files take the fixture."""
    return Server()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A running server; it ends with the tests."""
    if reason := missing():
        not_here(reason)
    server = _shared_server()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgresql(postgresql_server: Server) -> Iterator[Database]:
    """An empty database; the server runs again after a test that crashed it."""
    database = postgresql_server.create()
    yield database
    postgresql_server.start()
    postgresql_server.drop(database)
