"""Secrets of an installation: one for all processes, whole, for the owner only."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from gdyb_runtime.local.secret_file import renew_secret, secret_of
from support.waits import Process

READ = "import sys; from pathlib import Path; from gdyb_runtime.local.secret_file import secret_of\nsys.stdin.read(1); print(secret_of(Path(sys.argv[1]), 32).hex())"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "some.key"


def test_it_stays_the_same_and_is_for_the_owner_only(path: Path) -> None:
    secret = secret_of(path, 32)
    assert len(secret) == 32
    assert secret_of(path, 32) == secret
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_else_is_left_in_the_folder(path: Path) -> None:
    secret_of(path, 32)
    renew_secret(path, 32)
    assert [file.name for file in path.parent.iterdir()] == ["some.key"]


def test_processes_that_start_together_agree(path: Path) -> None:
    readers = [Process(sys.executable, "-c", READ, path, stdin=subprocess.PIPE) for _ in range(8)]
    for reader in readers:
        reader.write("x")
    assert {reader.finish().stdout for reader in readers} == {f"{secret_of(path, 32).hex()}\n"}


def test_the_first_of_two_wins(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn_while_another_writes(_: int) -> bytes:
        path.write_bytes(b"other")
        return b"later"

    monkeypatch.setattr(secrets, "token_bytes", drawn_while_another_writes)
    assert secret_of(path, 5) == b"other"
    assert [file.name for file in path.parent.iterdir()] == ["some.key"]


def test_without_hard_links_there_is_still_a_secret(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert secret_of(path, 32) == path.read_bytes()


def test_a_new_one_replaces_the_old(path: Path) -> None:
    old = secret_of(path, 32)
    new = renew_secret(path, 32)
    assert new != old
    assert secret_of(path, 32) == new


def test_a_damaged_one_is_refused(path: Path) -> None:
    secret_of(path, 32)
    path.write_bytes(b"short")
    with pytest.raises(ValueError, match="应为 32 字节，实际 5 字节"):
        secret_of(path, 32)
