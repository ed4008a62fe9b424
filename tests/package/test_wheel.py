"""The distribution: what is in the wheel, what it pulls in, and that the sdist gives the same wheel."""

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD_TIME_ONLY = {"jinja2", "pyyaml", "datamodel-code-generator", "ruff", "filelock"}


def build(source: Path, target: Path, kind: str) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return next(target.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


def test_wheel_holds_the_packages_with_their_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {"gdyb", "gdyb_runtime", "gdyb_generator", "gdyb_sandbox", "gdyb_workflows"} <= tops
    assert not tops & {"spec", "tests", "generated", "docs"}
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
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = build(source, tmp_path / "again", "wheel")
    assert contents(again) == contents(wheel)


def contents(wheel: Path) -> dict[str, bytes]:
    archive = zipfile.ZipFile(wheel)
    return {name: archive.read(name) for name in archive.namelist()}
