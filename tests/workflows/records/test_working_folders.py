"""What is on disk while records are read: only what is needed, for its owner alone, and nothing for good."""

import csv
import os
import sqlite3
import stat
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from gdyb_runtime.local.private import make_private_file, private_file, working_folder
from gdyb_workflows._output.sheets import replacing
from gdyb_workflows.reconciliation import Records, RecordsUnusable
from gdyb_workflows.settlement.sign_in.numbers import Place, SignInNumbers
from support.reconciliation.settlements import HEADINGS, settlements
from support.waits import Process

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes of files")
PEOPLE = ("姓名", "身份证")
NAME, CERTNO = "欧阳某某", "440102198001011234"
ROWS = [[*row.values(), NAME, CERTNO] for row in settlements(25)]


def write_csv(path: Path, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([[*HEADINGS, *PEOPLE], *ROWS])
    return path


def write_gbk(path: Path) -> Path:
    return write_csv(path, "gbk")


def write_workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([[*HEADINGS, *PEOPLE], *ROWS]):
            sheet.write_row(number, 0, row)
    return path


def write_database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE settlement ({', '.join((*HEADINGS, *PEOPLE))})")
    connection.executemany(f"INSERT INTO settlement VALUES ({', '.join('?' * (len(HEADINGS) + 2))})", ROWS)
    connection.commit()
    connection.close()
    return path


def opened(path: Path) -> Records:
    if path.suffix == ".sqlite3":
        return Records.from_database(f"sqlite:///{path}", table="settlement")
    return Records.from_file(path)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, here and in processes of the test."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


def grow_old(folder: Path) -> None:
    """As if it had been made a while ago."""
    os.utime(folder, (1_600_000_000, 1_600_000_000))


SOURCES = {"a.csv": write_csv, "gbk.csv": write_gbk, "a.xlsx": write_workbook, "a.sqlite3": write_database}


@pytest.mark.parametrize("name", SOURCES)
def test_a_killed_run_leaves_no_person_and_the_next_one_removes_the_rest(
    temporary: Path, tmp_path: Path, name: str
) -> None:
    path = SOURCES[name](tmp_path / name)
    code = (
        "import sys, time\n"
        "from pathlib import Path; from gdyb_workflows.reconciliation import Records\n"
        "path = Path(sys.argv[1])\n"
        "file = path.suffix != '.sqlite3'\n"
        "records = Records.from_file(path) if file else Records.from_database(f'sqlite:///{path}', table='settlement')\n"
        "print('opened', flush=True); time.sleep(600)\n"
    )
    with Process(sys.executable, "-c", code, path) as process:
        assert process.line() == "opened\n"
        (folder,) = temporary.iterdir()
        assert os.name != "posix" or stat.S_IMODE(folder.stat().st_mode) == 0o700
        grow_old(folder)
        with opened(path):
            assert folder.exists(), "somebody works in it"
    left = list(folder.rglob("*.parquet"))
    assert left
    for file in left:
        assert not set(pl.read_parquet_schema(file)) & set(PEOPLE)
    for file in folder.rglob("*"):
        content = file.read_bytes()
        assert not [text for text in (NAME, CERTNO) if text.encode() in content or text.encode("gbk") in content]
    grow_old(folder)
    with opened(path) as records:
        assert records.frame.collect().height == len(ROWS)
        assert list(temporary.iterdir()) == [records.folder]
    assert list(temporary.iterdir()) == []


def test_a_young_folder_may_not_be_locked_yet(temporary: Path) -> None:
    young, foreign = temporary / "gdyb-work-young", temporary / "else"
    for folder in (young, foreign):
        folder.mkdir()
    grow_old(foreign)
    with working_folder():
        pass
    assert young.exists() and foreign.exists()
    grow_old(young)
    with working_folder():
        pass
    assert not young.exists() and foreign.exists()


@POSIX
def test_a_link_is_left_alone(temporary: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (temporary / "gdyb-work-link").symlink_to(tmp_path / "precious")
    with working_folder():
        pass
    assert not list((tmp_path / "precious").iterdir())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_heading_of_millions_of_columns_is_refused_in_words(tmp_path: Path, separator: str, end: str) -> None:
    path = tmp_path / "a.csv"
    for count in (20_000, 2_000_000):
        path.write_text("a" + separator * count + end, encoding="utf-8")
        with pytest.raises(RecordsUnusable, match="第一行不像列名"):
            Records.from_file(path)


@POSIX
def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with replacing(tmp_path / "report.csv") as temporary:
            temporary.write_text("x", encoding="utf-8")
        numbers = SignInNumbers(tmp_path / "data" / "sign_in.sqlite3")
        place = Place(base_url="http://gateway.invalid/", fixmedins_code="H1", opter="1", mac="00", ip="127.0.0.1")
        numbers.keep(place, "S1", now=datetime.now(UTC))
        private_file(tmp_path / "photo.jpg").write_bytes(b"x")
        (tmp_path / "older.sqlite3").touch(mode=0o644)
        make_private_file(tmp_path / "older.sqlite3")
    finally:
        os.umask(before)
    modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.rglob("*")}
    assert modes == {
        "report.csv": "0o600",
        "data": "0o700",
        "sign_in.sqlite3": "0o600",
        "sign_in.sqlite3-shm": "0o600",
        "sign_in.sqlite3-wal": "0o600",
        "photo.jpg": "0o600",
        "older.sqlite3": "0o600",
    }
