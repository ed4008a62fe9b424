"""Writes the reference site and builds it: scripts of its pages from npm packages, then the site builder."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gdyb_generator.emit.site.config import MERMAID, SHIM

_CONFIG = "mkdocs.yml"
_PAGES = "docs"
_SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file of an npm package that pages load, and what its bytes must hash to."""

    package: str
    version: str
    member: str
    target: str
    sha256: str


SCRIPTS = (
    Script(
        package="mermaid",
        version="12.3.0",
        member="package/dist/mermaid.min.js",
        target=MERMAID,
        sha256="336df803d87a38b70a01e736e666c8f7601d2ce42f5e47c8fafe5d721074b9a3",
    ),
    Script(
        package="iframe-worker",
        version="1.0.4",
        member="package/shim/index.js",
        target=SHIM,
        sha256="e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609",
    ),
)


class SiteFailed(Exception):
    """The site can't be written or built here; the text says why."""


class ScriptsUnavailable(SiteFailed):
    """The scripts of the pages can't be had here: no npm, or neither its registry nor its cache has them."""


def write_site(out: Path, texts: Mapping[str, str]) -> None:
    """Puts the texts below `out`; pages that an earlier run left and that are no more go away, scripts stay."""
    if out.is_dir() and any(out.iterdir()) and not (out / _CONFIG).is_file():
        raise SiteFailed(f"{out} 里有别的文件，又没有 {_CONFIG}：请另给一个空目录")
    kept = {out / name for name in texts} | {out / _PAGES / script.target for script in SCRIPTS}
    for path in sorted((out / _PAGES).rglob("*")):
        if path.is_file() and path not in kept and path.suffix in {".md", ".css"}:
            path.unlink()
    for name, text in texts.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def build_site(out: Path) -> Path:
    """Downloads missing files, builds, and returns the path of the first page."""
    try:
        import zensical  # noqa: F401
    except ImportError:
        raise SiteFailed('没有 zensical：请安装 pip install "gdyb[docs]"') from None
    for script in SCRIPTS:
        _fetch(script, out / _PAGES / script.target)
    # Without this the builder would take over pages of an earlier run.
    shutil.rmtree(out / _SITE, ignore_errors=True)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", _CONFIG]
    done = subprocess.run(command, cwd=out, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode != 0:
        raise SiteFailed(f"zensical：{(done.stdout + done.stderr).strip()}")
    return out / _SITE / "index.html"


def _fetch(script: Script, target: Path) -> None:
    if target.is_file() and _digest(target.read_bytes()) == script.sha256:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise ScriptsUnavailable("没有 npm：页面的脚本取自 npm 包，请先安装 Node.js")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--prefer-offline", f"{script.package}@{script.version}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace")
        archive = next(Path(folder).glob("*.tgz"), None)
        if done.returncode != 0 or archive is None:
            reason = done.stderr.strip() or f"退出码 {done.returncode}；看看 npm 的 registry 是否可达"
            raise ScriptsUnavailable(f"npm pack {script.package}@{script.version}：{reason}")
        content = _member(archive, script.member)
    if _digest(content) != script.sha256:
        raise SiteFailed(f"{script.package}@{script.version} 的 {script.member} 不是预期的内容")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _member(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as files:
        member = files.extractfile(name)
        if member is None:
            raise SiteFailed(f"{archive.name} 里没有 {name}")
        return member.read()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
