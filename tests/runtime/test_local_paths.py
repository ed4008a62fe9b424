"""Paths of stores: Windows' forms are judged on any system, what the system refuses is explained."""

import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from gdyb_runtime.local.database import LocalDatabase
from gdyb_runtime.local.paths import (
    PathUnusable,
    explaining,
    local_path,
    refusal,
    sqlite_uri,
    store_path,
    without_prefix,
)

NOBODY = 65534
CREATE = "CREATE TABLE IF NOT EXISTS t (x INTEGER)"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\\?\C:\医院 HIS\a.db", r"C:\医院 HIS\a.db"),
        ("//?/C:/a.db", r"C:\a.db"),
        (r"\\?\UNC\server\share\a.db", r"\\server\share\a.db"),
        (r"\\?\unc\server\share\a.db", r"\\server\share\a.db"),
        (r"\\?\Volume{1f2e}\a.db", r"\\?\Volume{1f2e}\a.db"),
        (r"C:\a.db", r"C:\a.db"),
        (r"\\server\share\a.db", r"\\server\share\a.db"),
    ],
)
def test_the_prefix_of_long_paths_is_taken_off(text: str, plain: str) -> None:
    assert str(without_prefix(PureWindowsPath(text))) == plain


def test_elsewhere_a_backslash_is_part_of_a_name() -> None:
    path = PurePosixPath("\\\\?\\C:\\a.db")
    assert without_prefix(path) == path
    assert refusal(PurePosixPath("//server/share/a.db")) == ""


@pytest.mark.parametrize(
    "text", [r"\\server\share\a.db", "//server/share/a.db", r"\\?\UNC\server\share\a.db", r"Z:\a.db"]
)
def test_network_drives_are_refused_with_the_cure(text: str) -> None:
    reason = refusal(PureWindowsPath(text), lambda drive: drive == "Z:")
    assert "是网络盘" in reason
    assert "请改用本机磁盘" in reason


@pytest.mark.parametrize("text", [r"\\.\C:\a.db", r"\\?\Volume{1f2e}\a.db"])
def test_device_paths_are_refused_with_the_cure(text: str) -> None:
    assert "盘符:" in refusal(PureWindowsPath(text), lambda _: False)


@pytest.mark.parametrize("text", [r"C:\a.db", r"\\?\C:\a.db"])
def test_local_disks_are_taken(text: str) -> None:
    assert refusal(PureWindowsPath(text), lambda drive: drive != "C:") == ""


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"C:\a b\台账#1%20&.db"), "file:///C:/a%20b/%E5%8F%B0%E8%B4%A6%231%2520%26.db?mode=rw"),
        (PureWindowsPath(r"\\server\share\a.db"), "file:////server/share/a.db?mode=rw"),
        (PurePosixPath("/a?b/c.db"), "file:///a%3Fb/c.db?mode=rw"),
    ],
)
def test_uris_have_no_authority(path: PurePath, uri: str) -> None:
    assert sqlite_uri(path, "rw") == uri


def test_sqlite_opens_the_very_file_of_a_uri(tmp_path: Path) -> None:
    file = store_path(tmp_path / "新 文件夹" / "a#b%20c&d.db")
    sqlite3.connect(file).close()
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(sqlite_uri(file.with_name("a"), "rw"), uri=True)
    connection = sqlite3.connect(sqlite_uri(file, "rw"), uri=True)
    assert Path(connection.execute("PRAGMA database_list").fetchone()[2]) == file
    connection.close()


def _opened(path: Path) -> None:
    database = LocalDatabase(path, create=CREATE)
    try:
        with database.transaction() as connection:
            connection.execute("INSERT INTO t VALUES (1)")
    finally:
        database.close()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PathUnusable, match="是文件，不是文件夹") as caught:
        _opened(tmp_path / "file" / "deeper" / "m.db")
    assert str(tmp_path / "file") in str(caught.value)
    with pytest.raises(PathUnusable, match="请写到文件名为止"):
        _opened(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is another one and may be lifted")
@pytest.mark.parametrize("parts", [["n" * 300], ["n" * 200, "o" * 200, "p" * 200]])
def test_a_path_that_is_too_long(tmp_path: Path, parts: list[str]) -> None:
    """Of the second one the folder can be made, but SQLite does not take it."""
    with pytest.raises(PathUnusable, match=r"路径太长（\d+ 个字符）；请换一个较短的位置"):
        _opened(tmp_path.joinpath(*parts, "m.db"))


def test_a_path_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(PathUnusable, match="请改正路径"):
        local_path(f"{tmp_path}/a\0b")


def test_other_faults_keep_their_text(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), explaining(tmp_path / "m.db"):
        raise OSError(errno.ENOSPC, "disk full")


@pytest.fixture
def foreign() -> Iterator[Path]:
    """A folder that this process, which is somebody else for the time of the test, may not write to."""
    if sys.platform == "win32" or not hasattr(os, "setresuid"):
        pytest.skip("file modes of POSIX")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        if os.geteuid() != 0:
            folder.chmod(0o555)
            yield folder
            folder.chmod(0o755)
            return
        folder.chmod(0o755)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield folder
        finally:
            os.setresuid(0, 0, 0)


@pytest.mark.parametrize("place", [Path("m.db"), Path("new") / "m.db"])
def test_a_read_only_folder_is_named(foreign: Path, place: Path) -> None:
    with pytest.raises(PathUnusable, match=r"是只读的，或当前用户没有写入的权限；请") as caught:
        _opened(foreign / place)
    assert str(caught.value).startswith(str(foreign))


def _as_owner(work: Callable[[], None]) -> None:
    own = os.getresuid()  # type: ignore[attr-defined, unused-ignore]
    if own[2] == 0:
        os.setresuid(0, 0, 0)  # type: ignore[attr-defined, unused-ignore]
    work()
    os.setresuid(*own)  # type: ignore[attr-defined, unused-ignore]


def test_a_read_only_file_is_named(foreign: Path) -> None:
    file = foreign / "m.db"

    def make() -> None:
        foreign.chmod(0o777)
        _opened(file)
        file.chmod(0o444)

    _as_owner(make)
    with pytest.raises(PathUnusable, match=r"是只读的") as caught:
        _opened(file)
    assert str(caught.value).startswith(str(file))
