"""`_manifest.json`: which inputs gave which outputs. Light on purpose: the no-change path imports only this."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

from gdyb_generator.spec.paths import spec_paths

NAME = "_manifest.json"
PACKAGE = "gdyb"
"""What the province's package is imported by."""
ENGINES = ("datamodel-code-generator", "ruff")
_GENERATOR = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """sha256 of everything that went in and came out; `made_from` tells what a file was rendered from.

    `edition` is the city whose overlay was laid over the spec, `package` the name it is imported by.
    """

    generator: str
    engines: dict[str, str]
    spec: dict[str, str]
    edition: str = ""
    package: str = PACKAGE
    made_from: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The manifest as the text of its file; it holds a hash of itself, so that an edit by hand is noticed."""
        body = asdict(self)
        return json.dumps(body | {"self": _digest_of(body)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def same_inputs(self, other: Manifest) -> bool:
        """Whether the same spec, generator and engines are meant."""
        return self.same_generator(other) and (self.spec, self.edition) == (other.spec, other.edition)

    def same_generator(self, other: Manifest) -> bool:
        """Whether a result of one can be reused by the other."""
        return (self.generator, self.engines, self.package) == (other.generator, other.engines, other.package)


def sha256(data: bytes) -> str:
    """Hex digest; line ends count as LF so that a checkout with CRLF is the same input."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _digest_of(body: dict[str, object]) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode())


def current_inputs(spec_root: Path, edition: str = "", package: str = PACKAGE) -> Manifest:
    """Hashes of the spec and of this generator as they are now, for the province or a city; no outputs yet."""
    # What reads Word files has no part in what is generated.
    importing = _GENERATOR / "importing"
    paths = (p for p in _GENERATOR.rglob("*") if p.suffix in {".py", ".j2", ".toml"})
    sources = sorted(p for p in paths if importing not in p.parents)
    digest = hashlib.sha256()
    for path in sources:
        digest.update(f"{path.relative_to(_GENERATOR).as_posix()} {sha256(path.read_bytes())}\n".encode())
    return Manifest(
        generator=digest.hexdigest(),
        engines={name: metadata.version(name) for name in ENGINES},
        spec={name: sha256(path.read_bytes()) for name, path in spec_paths(spec_root).items()},
        edition=edition,
        package=package,
    )


def read(package: Path) -> Manifest | None:
    """The manifest of a generated package; None when there is none that was written by this generator."""
    try:
        body = json.loads((package / NAME).read_bytes())
        digest = body.pop("self", None)
        return Manifest(**body) if digest == _digest_of(body) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def tree_files(package: Path) -> dict[str, Path]:
    """Files of a generated package by path below it, without the manifest and byte code."""
    paths = (p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    files = {p.relative_to(package).as_posix(): p for p in paths}
    files.pop(NAME, None)
    return dict(sorted(files.items()))


def departures(package: Path, manifest: Manifest) -> list[str]:
    """Files that are changed, missing or extra against the manifest, one line each."""
    actual = tree_files(package)
    lines = [f"多余 extra    {name}" for name in actual if name not in manifest.outputs]
    for name, digest in manifest.outputs.items():
        if name not in actual:
            lines.append(f"缺少 missing  {name}")
        elif hashlib.sha256(actual[name].read_bytes()).hexdigest() != digest:
            lines.append(f"改动 changed  {name}")
    return sorted(lines)
