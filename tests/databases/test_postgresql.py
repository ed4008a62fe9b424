"""The PostgreSQL that other tests rely on: private, empty for each test, crashes on demand, never left behind."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest
import sqlalchemy

from support.places import TESTS
from support.postgresql import Database, Server, find_binaries, missing
from support.waits import Process, until

psycopg = pytest.importorskip("psycopg")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("_", [1, 2])
def test_every_test_has_an_empty_database(postgresql: Database, _: int) -> None:
    with psycopg.connect(postgresql.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        connection.execute("CREATE TABLE something (value TEXT)")


def test_sqlalchemy_reaches_it(postgresql: Database) -> None:
    engine = sqlalchemy.create_engine(postgresql.url)
    with engine.connect() as connection:
        assert connection.scalar(sqlalchemy.text("SELECT '清分'")) == "清分"
        assert connection.scalar(sqlalchemy.text("SHOW server_encoding")) == "UTF8"
        assert connection.scalar(sqlalchemy.text("SHOW synchronous_commit")) == "on"
    engine.dispose()


def test_a_second_database_is_another(postgresql: Database) -> None:
    server = postgresql.server
    other = server.create()
    with psycopg.connect(postgresql.dsn) as connection:
        connection.execute("CREATE TABLE something (value TEXT)")
    with psycopg.connect(other.dsn) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM something")
    server.drop(other)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(other.dsn)


def test_a_crash_breaks_connections_and_keeps_what_was_committed(postgresql: Database) -> None:
    connection = psycopg.connect(postgresql.dsn)
    connection.execute("CREATE TABLE something (value TEXT)")
    connection.execute("INSERT INTO something VALUES ('committed')")
    connection.commit()
    connection.execute("INSERT INTO something VALUES ('open')")
    postgresql.server.crash()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgresql.dsn)
    postgresql.server.start()
    with psycopg.connect(postgresql.dsn) as again:
        assert again.execute("SELECT value FROM something").fetchall() == [("committed",)]
    assert "automatic recovery in progress" in postgresql.server.log


def test_a_crashed_server_is_there_for_the_next_test(postgresql: Database) -> None:
    postgresql.server.crash()


def test_it_runs_again(postgresql: Database) -> None:
    with psycopg.connect(postgresql.dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_nobody_else_gets_in(postgresql: Database) -> None:
    with psycopg.connect(postgresql.dsn) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)
        rules = connection.execute("SELECT type, auth_method, address FROM pg_hba_file_rules").fetchall()
    assert {method for kind, method, _ in rules if kind == "local"} == {"reject"}
    assert {(method, address) for kind, method, address in rules if kind != "local"} == {
        ("scram-sha-256", "127.0.0.1"),
        ("scram-sha-256", "::1"),
    }
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgresql.dsn.replace(postgresql.server.password, "wrong"))


def test_it_does_not_run_as_root(postgresql_server: Server) -> None:
    folder = postgresql_server.folder
    assert folder.stat().st_uid != 0
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(missing() != "", reason=missing())
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_it_ends_with_whoever_began_it(name: str) -> None:
    code = "import time; from support.postgresql import Server; server = Server(); server.start();"
    code += "print(server.port, server.folder, flush=True); time.sleep(600)"
    env = {**os.environ, "PYTHONPATH": str(TESTS)}
    with Process(sys.executable, "-c", code, env=env) as process:
        port, folder = process.line().split()
        assert _listens(int(port))
        process.send_signal(getattr(signal, name))
        process.wait()
    until(lambda: not _listens(int(port)) and not Path(folder).exists())


def test_a_machine_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binaries(tmp_path) is None
    for version in ("9", "15", "common"):
        binary = tmp_path / version / "bin" / "initdb"
        binary.parent.mkdir(parents=True)
        binary.touch()
    assert find_binaries(tmp_path) == tmp_path / "15" / "bin"
