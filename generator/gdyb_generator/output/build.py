"""A resolved package → the texts of the whole tree, formatted, with its manifest."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gdyb_generator import ir
from gdyb_generator.emit.python.models import EngineFailed, emit_models
from gdyb_generator.emit.python.package import HEADER, emit_python
from gdyb_generator.emit.python.surface import emit_surface
from gdyb_generator.emit.schema import (
    DICTIONARIES,
    VOCABULARY,
    dictionaries_schema,
    dump,
    envelope_schema,
    interface_schema,
    vocabulary_schema,
)
from gdyb_generator.output.manifest import NAME, PACKAGE, Manifest

_OWN_NAME = re.compile(r"(?<![\w.-])gdyb(?![\w-])")
_RUFF = Path(__file__).resolve().parents[1] / "ruff.toml"


def build(package: ir.Package, inputs: Manifest, old: Mapping[str, str], known: Manifest | None) -> dict[str, str]:
    """Every file of the tree. Files that `old` and `known` show to have the same inputs are reused."""
    schemas = {i.module: interface_schema(i) for i in package.interfaces}
    name = inputs.package
    python = emit_python(package)
    made_from = {name: _digest(text) for name, text in python.items()}
    for module, schema in schemas.items():
        made_from[_model_file(module)] = made_from[_schema_file(module)] = _digest(json.dumps(schema))
    kept = _kept(made_from, old, known if known is not None and known.same_generator(inputs) else inputs)
    models = {module: schema for module, schema in schemas.items() if _model_file(module) not in kept}
    raw = {file: text for file, text in python.items() if file not in kept} | emit_models(models, HEADER)
    raw = {file: renamed(text, name) for file, text in raw.items()}
    texts = kept | (format_python(raw, name) if raw else {})
    texts |= {_schema_file(m): dump(schema) for m, schema in schemas.items() if _schema_file(m) not in kept}
    texts |= {"_surface.txt": renamed(emit_surface(package), name), "py.typed": ""}
    texts["schemas/envelope.json"] = dump(envelope_schema(package))
    texts[f"schemas/{DICTIONARIES}"] = dump(dictionaries_schema(package))
    texts[f"schemas/{VOCABULARY}"] = dump(vocabulary_schema(package))
    outputs = {name: _digest(text) for name, text in texts.items()}
    manifest = dataclasses.replace(inputs, made_from=made_from, outputs=outputs)
    return dict(sorted((texts | {NAME: manifest.text()}).items()))


def _kept(made_from: Mapping[str, str], old: Mapping[str, str], known: Manifest) -> dict[str, str]:
    """Old files that are unmodified and whose inputs are the same."""
    same = [name for name, digest in made_from.items() if name in old and known.made_from.get(name) == digest]
    return {name: old[name] for name in same if known.outputs.get(name) == _digest(old[name])}


def _model_file(module: str) -> str:
    return f"models/{module}.py"


def _schema_file(module: str) -> str:
    return f"schemas/{module.removeprefix('i')}.json"


def renamed(text: str, package: str) -> str:
    """Generated code that is imported by another name; the tools keep theirs, such as gdyb-generator and gdyb_runtime."""
    return text if package == PACKAGE else _OWN_NAME.sub(package, text)


def format_python(texts: Mapping[str, str], package: str = PACKAGE) -> dict[str, str]:
    """The texts after one `ruff check --fix` and one `ruff format` over all of them."""
    from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / package
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
            # The imports of a package of another name are sorted as its own, too.
            own = f'lint.isort.known-first-party=["{package}", "gdyb_runtime"]'
            options = ["--no-cache", "--config", str(_RUFF), "--config", own, str(root)]
            done = subprocess.run([find_ruff_bin(), *command, *options], capture_output=True, encoding="utf-8")
            if done.returncode != 0:
                raise EngineFailed(f"ruff {command[0]}: {done.stdout}{done.stderr}".strip())
        return {name: (root / name).read_bytes().decode("utf-8") for name in texts}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
