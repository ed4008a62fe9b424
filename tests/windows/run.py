"""Runs the tests with a Windows Python under wine: those that chosen.toml names as usual, or with --all every one.

Only there are the code page, files that cannot be renamed while open, TerminateProcess, WinDLL and Windows' loader the
real ones. The code page is 936, as on a Chinese Windows. Needs Debian and, the first time, its package archive and PyPI;
everything goes to build/windows. Arguments after ``--`` go to pytest in place of the chosen tests.
"""

import argparse
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import bits32
from libraries import COMPILER
from pythons import PATCH, SOURCES, fetch, install_packages, install_python, set_paths, unpack_python
from wine import CACHE, ROOT, Wine, install, on_windows, say

DEBIAN = {"wine": ("wine", "wine64"), "locale-gen": ("locales",), COMPILER: ("gcc-mingw-w64-x86-64",)}
REPORT = CACHE / "report.xml"
# Python 3.11 is the oldest that is supported, and the last that reads .pth files in the code page.
README_PYTHONS = ("3.11", "3.13")

# A script, so that what tests share is not on its path.
sys.path.insert(0, str(ROOT / "tests"))
from support.readers.simulator import PREBUILT, compile_library  # noqa: E402


def main() -> int:
    """Prepares what is missing, runs the tests, and gives pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every folder, and the README's steps")
    parser.add_argument("--bits", type=int, choices=(32, 64), default=64, help="32: a 32-bit helper and library")
    parser.add_argument("--python", choices=PATCH, default="3.11", help="the oldest by default")
    parser.add_argument("pytest", nargs="*", help="for pytest, in place of the chosen tests")
    options = parser.parse_args()
    start = time.monotonic()
    if advice := install(DEBIAN):
        sys.exit(f"test-windows: not run, for something is missing; {advice}")
    CACHE.mkdir(parents=True, exist_ok=True)
    wine = Wine(CACHE / "prefix")
    variables = {"PYTHONPYCACHEPREFIX": on_windows(CACHE / "pycache")}
    if options.bits == 32:
        try:
            wine = Wine(CACHE / "prefix32", bits32.enter_debian())
        except LookupError as reason:
            say(f"SKIPPED, nothing was tested with 32 bits: {reason}")
            return 0
        variables |= provide_32_bits()
    python = provide_64_bits(options.python, variables)
    wine.set_up()
    say(f"ready after {time.monotonic() - start:.0f} s")
    tests = options.pytest or (
        ["-q", "tests/runtime/readers", "tests/windows"] if options.bits == 32 else chosen(all=options.all)
    )
    code = run(wine, variables, python, tests)
    for version in README_PYTHONS if options.all and not options.pytest else ():
        code = run_readme(wine, variables, version) or code
    return code


def chosen(*, all: bool) -> list[str]:
    """Arguments of pytest for the tests that are run."""
    lists = tomllib.loads(Path(__file__).with_name("chosen.toml").read_text(encoding="utf-8"))
    skipped = [entry["what"] for entry in lists["skipped"]]
    left_out = [f"--{'deselect' if '::' in what else 'ignore'}={what}" for what in skipped]
    usual = lists["usual"]
    # A file of a folder that is run as a whole would be run twice.
    tests = (
        [*lists["more"], *(test for test in usual if test.rpartition("/")[0] not in lists["more"])] if all else usual
    )
    return ["-q", "-n", "2", *left_out, *tests]


def run(wine: Wine, variables: dict[str, str], python: Path, tests: list[str]) -> int:
    """Runs pytest and prints how many tests of each folder passed, failed and were skipped, and why."""
    start = time.monotonic()
    REPORT.unlink(missing_ok=True)
    # Without faulthandler, which reports crashes that tests cause and expect.
    options = ["-p", "no:cacheprovider", "-p", "no:faulthandler", f"--junitxml={on_windows(REPORT)}"]
    code = wine.run(variables, python, "-m", "pytest", *options, *tests)
    if REPORT.exists():
        print_counts()
    say(f"pytest on Windows: exit code {code} after {time.monotonic() - start:.0f} s")
    return code


def print_counts() -> None:
    """What pytest reported, by folder; what was skipped, by reason; what is not run at all, from chosen.toml."""
    folders: dict[str, Counter[str]] = {}
    reasons: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for case in ElementTree.parse(REPORT).iter("testcase"):
        outcome = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
        folder = (case.get("classname") or case.get("name", "")).partition(".test_")[0]
        folders.setdefault(folder, Counter())[outcome] += 1
        seconds[folder] += round(float(case.get("time", 0)))
        reasons.update(why_skipped(child) for child in case.iter("skipped"))
    say(" passed failed errors skipped seconds")
    for folder, counts in sorted(folders.items()):
        numbers = [*(counts[kind] for kind in ("passed", "failure", "error", "skipped")), seconds[folder]]
        say("".join(f"{number:7}" for number in numbers) + f"  {folder}")
    for reason, count in reasons.most_common():
        say(f"skipped {count:5}  {reason}")
    for entry in tomllib.loads(Path(__file__).with_name("chosen.toml").read_text(encoding="utf-8"))["skipped"]:
        say(f"not run  {entry['what']}: {entry['reason']}")


def why_skipped(skipped: ElementTree.Element) -> str:
    """Why a test was skipped; of a module pytest's report says so in the text alone."""
    message = skipped.get("message", "")
    return (skipped.text or "").rpartition("Skipped: ")[2].strip("')") if message == "collection skipped" else message


def run_readme(wine: Wine, variables: dict[str, str], version: str) -> int:
    """The README's steps in a checkout with CRLF, in a folder with Chinese characters and a blank."""
    checkout = CACHE / f"readme{version}" / "医院 HIS"
    shutil.rmtree(checkout.parent, ignore_errors=True)
    clone = ["git", "-c", "core.autocrlf=true", "-c", "core.protectNTFS=true", "clone", "-q", str(ROOT), str(checkout)]
    subprocess.run(clone, check=True)
    # .gitattributes keeps git from this; editors and archives do it all the same.
    for path in (checkout / "spec").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    python = install_python(version, checkout.parent / "python")
    set_paths(python, [install_packages(version)])
    say(f"the README's steps with Python {version}")
    return wine.run(variables, python, on_windows(Path(__file__).with_name("readme_steps.py")), on_windows(checkout))


def provide_64_bits(version: str, variables: dict[str, str]) -> Path:
    """Pythons, packages and simulators; names them in the variables for the tests."""
    python = install_python(version, CACHE / f"python{version}")
    set_paths(python, [install_packages(version), *(ROOT / name for name in SOURCES)])
    simulator = compile_library(COMPILER, CACHE / "simulator" / "SSCard.dll")
    compile_library(COMPILER, CACHE / "simulator" / "gz" / "SSCard.dll", gz=True)
    variables |= {PREBUILT: on_windows(simulator), "GDYB_TEST_PYTHON38": on_windows(unpack_python("3.8"))}
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


if __name__ == "__main__":
    sys.exit(main())
