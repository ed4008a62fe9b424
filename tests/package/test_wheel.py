"""The distribution: what is in the wheel, what it pulls in, and that the sdist gives the same wheel."""

import base64
import csv
import hashlib
import locale
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from gdyb_generator.cli.commands import unusable_package_name
from support.places import ROOT

BUILD_TIME_ONLY = {"jinja2", "pyyaml", "datamodel-code-generator", "ruff", "filelock"}


def build(source: Path, target: Path, kind: str) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(target), str(source)]
    run(command)
    return next(target.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def run(command: list[str], **options: Path) -> str:
    """What a program printed, which other programs than ours write in the code page."""
    done = subprocess.run(
        command, capture_output=True, encoding=locale.getpreferredencoding(), errors="replace", **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


def test_wheel_holds_the_packages_with_their_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    packages = {name for name in tops if not name.endswith(".dist-info")}
    assert packages == {path.parent.name for path in ROOT.glob("*/gdyb*/__init__.py")}
    assert [name for name in packages - {"gdyb"} if not unusable_package_name(name)] == []
    assert {"gdyb/py.typed", "gdyb/_manifest.json", "gdyb/schemas/3260.json", "gdyb_runtime/py.typed"} <= names
    assert "gdyb_generator/templates/client.py.j2" in names


def test_plain_install_pulls_no_build_time_library(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata_name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(archive.read(metadata_name).decode("utf-8"))
    plain = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    names = {re.match(r"[A-Za-z0-9._-]+", line).group().lower() for line in plain}  # type: ignore[union-attr]
    assert names == {"httpx2", "msgspec", "platformdirs", "pydantic", "pydantic-settings", "tenacity"}
    assert not names & BUILD_TIME_ONLY


def test_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        # An attribute, because the argument `filter` came with 3.11.4.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path / "unpacked")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = build(source, tmp_path / "again", "wheel")
    assert contents(again) == contents(wheel)


def test_an_editable_install_works_in_a_folder_of_any_name(tmp_path: Path) -> None:
    """Python before 3.12.4 reads .pth files in the code page, in which hatchling does not write them."""
    source, site = tmp_path / "医院 HIS", tmp_path / "site"
    shutil.copytree(ROOT / "runtime", source / "runtime", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    run([sys.executable, "-c", "from hatchling.build import build_editable; build_editable('.')"], cwd=source)
    (wheel,) = source.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    archive.extractall(site)
    for name, digest, size in csv.reader(next(site.glob("*.dist-info/RECORD")).read_text("utf-8").splitlines()):
        content = archive.read(name)
        if digest:
            expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            assert (digest, size) == (f"sha256={expected}", str(len(content)))
    assert next(site.glob("*.pth")).read_bytes().isascii()
    find = "import site, sys; site.addsitedir(sys.argv[1]); import gdyb_runtime.clock as m; print(ascii(m.__file__))"
    printed = run([sys.executable, "-I", "-S", "-c", find, str(site)])
    assert printed.strip() == ascii(str(source / "runtime" / "gdyb_runtime" / "clock.py"))


def contents(wheel: Path) -> dict[str, bytes]:
    archive = zipfile.ZipFile(wheel)
    return {name: archive.read(name) for name in archive.namelist()}
