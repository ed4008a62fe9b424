"""No path of the repository is one that Windows or macOS cannot have, so that everybody can check it out."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from unicodedata import normalize

import pytest

from support.places import ROOT

# With what Windows reserves beside the names that a programmer thinks of: superscript digits count as digits there.
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL)
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
# Windows takes 260 with the folder of the checkout.
LONGEST = 180
UNTRACKED = {"build", "dist", "node_modules", "__pycache__"}


def problems(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path that some system cannot have, with the reason."""
    spellings: dict[str, str] = {}
    for path in paths:
        if len(path.encode("utf-16-le")) // 2 > LONGEST:
            yield path, "too long"
        for name in PurePosixPath(path).parts:
            if DEVICE.fullmatch(name):
                yield path, "reserved name"
            if FORBIDDEN.search(name):
                yield path, "forbidden character"
            if name.endswith((".", " ")):
                yield path, "ends with a dot or a blank"
        for whole in (path, *(str(parent) for parent in PurePosixPath(path).parents)):
            if spellings.setdefault(normalize("NFC", normalize("NFC", whole).casefold()), whole) != whole:
                yield path, "differs in case or composition only"
                break


def tracked() -> list[str]:
    """Every path of the repository; where git knows none, as in an unpacked sdist, those of the folder."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        listed = ""
    return [path for path in listed.split("\0") if path] or list(walk(ROOT))


def walk(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in UNTRACKED:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)
        else:
            yield path.relative_to(ROOT).as_posix()


def test_every_path_can_be_checked_out_everywhere() -> None:
    paths = tracked()
    assert "pyproject.toml" in paths
    assert len(paths) > 500
    assert list(problems(paths)) == []


def test_the_folder_gives_the_paths_where_git_does_not() -> None:
    assert {"pyproject.toml", "spec/errata.yaml", "tests/package/test_checkout.py"} <= set(walk(ROOT))


def test_no_link() -> None:
    """Git on Windows writes a text file in place of a symbolic link, unless its user may create links."""
    assert [path for path in tracked() if (ROOT / path).is_symlink()] == []


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        (["spec/con.yaml"], "reserved name"),
        (["AUX/a.py"], "reserved name"),
        (["nul"], "reserved name"),
        (["a/com1.tar.gz"], "reserved name"),
        (["lpt¹.txt"], "reserved name"),
        (["CONIN$"], "reserved name"),
        (["prn .txt"], "reserved name"),
        (["a:b"], "forbidden character"),
        (["a\\b"], "forbidden character"),
        (["what?/a"], "forbidden character"),
        (["a\tb"], "forbidden character"),
        (["a./b"], "ends with a dot or a blank"),
        (["a "], "ends with a dot or a blank"),
        (["a/9003A.yaml", "a/9003a.yaml"], "differs in case or composition only"),
        (["Spec/a", "spec/b"], "differs in case or composition only"),
        (["caf\u00e9", "cafe\u0301"], "differs in case or composition only"),
        (["a/" + "字" * 179], "too long"),
    ],
)
def test_each_reason(paths: list[str], reason: str) -> None:
    assert list(problems(paths)) == [(paths[-1], reason)]


@pytest.mark.parametrize("path", ["console.yaml", "a/com.py", "lpt10", "auxiliary/nul_test.py", ".ci/run", "字" * 180])
def test_names_that_only_look_alike(path: str) -> None:
    assert list(problems([path])) == []
