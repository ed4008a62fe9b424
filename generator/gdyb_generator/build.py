"""A resolved package → the texts of the whole tree, formatted, with its manifest."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gdyb_generator import ir
from gdyb_generator.emit.models import emit_models, model_schema
from gdyb_generator.emit.python import HEADER, emit_python
from gdyb_generator.emit.schema import dump, envelope_schema, interface_schema
from gdyb_generator.emit.surface import emit_surface
from gdyb_generator.manifest import NAME, Manifest

_RUFF = Path(__file__).resolve().parent / "ruff.toml"


class EngineFailed(Exception):
    """ruff refused what the templates printed: a defect of the generator."""


def build(package: ir.Package, inputs: Manifest, old: Mapping[str, str], known: Manifest | None) -> dict[str, str]:
    """Every file of the tree. Model files in `old` whose schema hash `known` confirms are taken over as they are."""
    schemas = {f"models/{i.module}.py": model_schema(i) for i in package.interfaces}
    digests = {name: _digest(json.dumps(schema, ensure_ascii=False)) for name, schema in schemas.items()}
    reusable = known.models if known is not None and known.same_generator(inputs) else {}
    kept = {n: old[n] for n in digests if n in old and reusable.get(n) == digests[n] and known_file(known, n, old[n])}
    missing = [i for i in package.interfaces if f"models/{i.module}.py" not in kept]
    python = emit_python(package) | emit_models(missing, HEADER)
    texts = kept | format_python(python) | _data_files(package)
    manifest = dataclasses.replace(
        inputs,
        models=digests,
        outputs={name: _digest(text) for name, text in sorted(texts.items())},
    )
    return dict(sorted((texts | {NAME: manifest.text()}).items()))


def known_file(known: Manifest | None, name: str, text: str) -> bool:
    """Whether a file is byte for byte what the manifest says was generated."""
    return known is not None and known.outputs.get(name) == _digest(text)


def format_python(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts after one `ruff check --fix` and one `ruff format` over all of them."""
    from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "gdyb"
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
            options = ["--no-cache", "--config", str(_RUFF), str(root)]
            done = subprocess.run([find_ruff_bin(), *command, *options], capture_output=True, encoding="utf-8")
            if done.returncode != 0:
                raise EngineFailed(f"ruff {command[0]}: {done.stdout}{done.stderr}".strip())
        return {name: (root / name).read_bytes().decode("utf-8") for name in texts}


def _data_files(package: ir.Package) -> dict[str, str]:
    texts = {f"schemas/{i.infno}.json": dump(interface_schema(i)) for i in package.interfaces}
    texts["schemas/envelope.json"] = dump(envelope_schema(package))
    return texts | {"_surface.txt": emit_surface(package), "py.typed": ""}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
