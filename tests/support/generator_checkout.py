"""A checkout of a test's own: a small spec, its generated package, and the generator run on it as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import gdyb_generator
import gdyb_runtime
from support.waits import Process

GENERATOR = Path(gdyb_generator.__file__).parent
RUNTIME = Path(gdyb_runtime.__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Checkout:
    """A folder with spec/ and generated/."""

    root: Path

    @property
    def package(self) -> Path:
        return self.root / "generated" / "gdyb"

    def copy_to(self, root: Path) -> Checkout:
        """The same files, with their times, at another place."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Checkout(root)

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replaces one text, which must stand exactly once in a file."""
        text = self.read(name)
        assert text.count(old) == 1, (name, old, text.count(old))
        self.write(name, text.replace(old, new))

    def files(self) -> dict[str, bytes]:
        """All generated files with their bytes, byte code apart."""
        found = (path for path in self.package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(self.package).as_posix(): path.read_bytes() for path in sorted(found)}

    def times(self) -> dict[str, int]:
        """When each generated file was written."""
        return {name: (self.package / name).stat().st_mtime_ns for name in self.files()}

    def leftovers(self) -> list[str]:
        """What stands beside the package in generated/, the lock apart."""
        return sorted(p.name for p in (self.root / "generated").iterdir() if p.name not in {"gdyb", ".lock"})

    def start(self, *arguments: str, generator: Path | None = None, **environment: str) -> Process:
        """The command line in a process of its own; `generator` is another folder to take the generator from."""
        search = [str(p) for p in (generator, GENERATOR.parent, RUNTIME) if p is not None]
        variables = os.environ | {"PYTHONPATH": os.pathsep.join(search)} | environment
        return Process(sys.executable, "-m", "gdyb_generator", *arguments, cwd=self.root, env=variables)

    def run(self, *arguments: str, generator: Path | None = None, **environment: str) -> Done:
        """The command line, waited for."""
        done = self.start(*arguments, generator=generator, **environment).finish()
        return Done(done.returncode, done.stdout, done.stderr)

    def python(self, code: str) -> str:
        """What a program prints that has this package and the runtime, and not the generator."""
        search = os.pathsep.join([str(self.package.parent), str(RUNTIME)])
        command = [sys.executable, "-B", "-X", "utf8", "-c", code]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GDYB_")} | {"PYTHONPATH": search}
        done = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, encoding="utf-8", timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
