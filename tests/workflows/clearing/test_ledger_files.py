"""Files that are ledgers, files that are none, and ledgers that may only be looked at."""

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from gdyb_workflows.at_rest.errors import LedgerKeyWrong, LedgerUnusable
from gdyb_workflows.clearing import Ledger, Vault, confirm, new_key
from gdyb_workflows.clearing.ledger.errors import LedgerBusy, NothingSuch
from gdyb_workflows.clearing.overview import months
from support.clearing.place import MONTH, Place
from support.clearing.steps import plan_all
from support.waits import join

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
ON_MANY = pytest.mark.parametrize("location", ["postgresql"], indirect=True)


def _content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


@pytest.mark.parametrize("kind", ["another program's", "empty", "picture"])
def test_looking_at_what_is_no_ledger_changes_nothing(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "other.db"
    if kind == "another program's":
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE patient (name TEXT)")
        connection.close()
    else:
        file.write_bytes(b"\xff\xd8 no database" * 100 if kind == "picture" else b"")
    before = _content(tmp_path)
    with pytest.raises(LedgerUnusable, match=r"other\.db"):
        Ledger(file, read_only=True)
    assert _content(tmp_path) == before


@ON_ONE
def test_looking_at_a_ledger_changes_nothing(place: Place) -> None:
    place.ledger().close()
    folder = Path(place.location).parent
    before = _content(folder)[Path(place.location).name]
    with place.ledger(read_only=True) as ledger:
        assert months(ledger) == []
        with pytest.raises(LedgerUnusable), ledger.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM gdyb_ledger")
    assert _content(folder)[Path(place.location).name] == before


@ON_MANY
def test_looking_at_an_empty_database_makes_no_tables(place: Place) -> None:
    for _ in range(2):
        with pytest.raises(LedgerUnusable, match="这不是清分台账"):
            place.ledger(read_only=True)
    place.ledger().close()
    place.ledger(read_only=True).close()


@ON_ONE
def test_an_older_ledger_is_not_changed_by_looking(place: Place) -> None:
    place.ledger().close()
    with sqlite3.connect(place.location) as connection:
        connection.execute("UPDATE gdyb_ledger_version SET version_num = '0000'")
    connection.close()
    with pytest.raises(LedgerUnusable, match="另一版本"):
        place.ledger(read_only=True)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("is_folder_writable", [False, True])
@ON_ONE
def test_a_ledger_of_somebody_else_can_be_looked_at(place: Place, is_folder_writable: bool) -> None:
    """A copy that nobody may write to, closed as it should be."""
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        confirm(lease)
    folder = Path(place.location).parent
    copies = Path("/tmp") / f"gdyb-copy-{os.getpid()}-{is_folder_writable}"
    copies.mkdir()
    try:
        copy = copies / "清分.sqlite3"
        shutil.copy(folder / "ledger.sqlite3", copy)
        copy.chmod(0o444)
        copies.chmod(0o777 if is_folder_writable else 0o555)
        program = f"""
            import os
            from gdyb_workflows.clearing import Ledger, Vault
            from gdyb_workflows.clearing.overview import months, overview
            def look(file):
                with Ledger(file, vault=Vault([{place.key!r}]), read_only=True) as ledger:
                    [one] = months(ledger)
                    return overview(ledger, *one).in_force["confirmed"].rows
            look({place.location!r})  # Loads what the other user may not read: the interpreter may be root's own.
            os.setgid(65534)
            os.setuid(65534)
            print(look({str(copy)!r}))
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, encoding="utf-8", check=False
        )
        assert done.stdout.split() == ["250"], done.stderr
    finally:
        shutil.rmtree(copies)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
@pytest.mark.parametrize("is_folder", [False, True])
@ON_ONE
def test_a_link_to_a_ledger_has_the_same_lock(place: Place, tmp_path: Path, is_folder: bool) -> None:
    file = Path(place.location)
    link = tmp_path / "link"
    link.symlink_to(file.parent if is_folder else file)
    other = link / file.name if is_folder else link
    with place.ledger(), pytest.raises(LedgerBusy):
        Ledger(other, vault=Vault([place.key]))
    with Ledger(other, vault=Vault([place.key])), pytest.raises(LedgerBusy):
        place.ledger()
    with Ledger(f"sqlite:///{other}", vault=Vault([place.key])), pytest.raises(LedgerBusy):
        place.ledger()


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_ledger_where_none_may_stand_is_refused_with_the_cure(tmp_path: Path, form: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerUnusable, match="是文件，不是文件夹；请换一个位置") as caught:
        Ledger(form.format(tmp_path / "file" / "ledger.sqlite3"))
    assert str(tmp_path / "file" / "ledger.sqlite3") in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite://"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_ledger_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, read_only: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LedgerUnusable, match="要放在文件里"):
        Ledger(url, read_only=read_only)
    assert not list(tmp_path.iterdir())


@ON_ONE
def test_a_ledger_that_is_not_there_is_not_made_by_looking(place: Place) -> None:
    for location in (place.location, f"sqlite:///{place.location}"):
        with pytest.raises(NothingSuch, match="还没有清分台账"):
            Ledger(location, read_only=True)
    assert not Path(place.location).parent.exists()


def test_programs_that_make_a_ledger_together_agree_on_its_key(place: Place) -> None:
    """One of them is first; the others are told, whatever they find."""
    keys, results = [new_key() for _ in range(4)], dict[str, object]()

    def work(key: str) -> None:
        try:
            with Ledger(place.location, vault=Vault([key])):
                results[key] = "made"
        except Exception as error:
            results[key] = error

    programs = [threading.Thread(target=work, args=(key,)) for key in keys]
    for program in programs:
        program.start()
    join(*programs)
    made = [key for key, result in results.items() if result == "made"]
    assert len(results) == 4
    assert len(made) == 1
    assert all(isinstance(one, LedgerKeyWrong | LedgerBusy) for one in results.values() if one != "made")
    Ledger(place.location, vault=Vault(made)).close()
