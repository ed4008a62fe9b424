"""One small spec with each feature once → the whole tree, byte for byte; `make golden` rewrites it, its diff is reviewed.

The manifest is left out, since it holds hashes of the generator's own sources.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gdyb_runtime
from gdyb_generator.cli import commands
from gdyb_generator.emit.python.models import emit_models
from gdyb_generator.emit.schema import interface_schema
from gdyb_generator.output import manifest
from gdyb_generator.output.build import format_python
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support.places import GOLDEN

EXPECTED = GOLDEN / "expected"
RUNTIME = Path(gdyb_runtime.__file__).parents[1]

INSPECT = """
import json, pkgutil, sys
from importlib import import_module
import gdyb
from pydantic import BaseModel
assert gdyb.__file__.startswith(sys.argv[1]), gdyb.__file__
found = {}
for info in pkgutil.walk_packages(gdyb.__path__, "gdyb."):
    module = import_module(info.name)
    for name in getattr(module, "__all__", ()):
        getattr(module, name)
    for value in list(vars(module).values()):
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == info.name:
            value.model_rebuild()
            found[f"{info.name}.{value.__name__}"] = {n: f.alias or n for n, f in value.model_fields.items()}
print(json.dumps(found))
"""


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder, without byte code and manifest."""
    return {name: path.read_bytes() for name, path in manifest.tree_files(folder).items()}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The package generated from the golden spec; with --update-golden it also becomes the expected one."""
    root = tmp_path_factory.mktemp("golden")
    shutil.copytree(GOLDEN / "spec", root / "spec")
    commands.generate(commands.Places.below(root))
    package = root / "generated" / "gdyb"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        ignored = shutil.ignore_patterns(manifest.NAME, "__pycache__")
        shutil.copytree(package, EXPECTED / "gdyb", ignore=ignored, copy_function=shutil.copyfile)
    return package


def test_tree_is_as_expected(generated: Path) -> None:
    actual, expected = tree(generated), tree(EXPECTED / "gdyb")
    assert sorted(actual) == sorted(expected)
    for name, data in expected.items():
        assert actual[name].decode() == data.decode(), name
    assert actual == expected


def test_models_do_not_depend_on_what_is_made_with_them() -> None:
    spec = load(GOLDEN / "spec")
    schemas = {interface.module: interface_schema(interface) for interface in resolve(spec).interfaces}
    together = format_python(emit_models(schemas, "# header"))
    alone = [format_python(emit_models({module: schema}, "# header")) for module, schema in schemas.items()]
    assert together == {name: text for one in alone for name, text in one.items()}
    assert len(together) == 7


def test_manifest_holds_the_hash_of_every_file(generated: Path) -> None:
    known = manifest.read(generated)
    assert known is not None
    assert set(known.outputs) == set(tree(generated))
    assert set(known.outputs) - set(known.made_from) == {
        "_surface.txt",
        "py.typed",
        "schemas/dictionaries.json",
        "schemas/envelope.json",
        "schemas/vocabulary.json",
    }
    assert set(known.spec) == {p.relative_to(GOLDEN / "spec").as_posix() for p in (GOLDEN / "spec").rglob("*.yaml")}
    assert set(known.engines) == set(manifest.ENGINES)


def test_texts_are_plain_and_end_with_one_line_feed(generated: Path) -> None:
    for name, data in tree(generated).items():
        assert b"\r" not in data, name
        assert not data or (data.endswith(b"\n") and not data.endswith(b"\n\n")), name


@pytest.fixture(scope="module")
def inspected(generated: Path) -> dict[str, dict[str, str]]:
    """Python name → wire name of every field of every model of the expected tree, imported in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(EXPECTED), str(RUNTIME)])}
    command = [sys.executable, "-B", "-W", "error", "-c", INSPECT, str(EXPECTED)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_everything_imports_and_builds_without_a_warning(inspected: dict[str, dict[str, str]]) -> None:
    assert len(inspected) > 15


def test_surface_names_every_field_as_python_sees_it(inspected: dict[str, dict[str, str]]) -> None:
    surface = (EXPECTED / "gdyb" / "_surface.txt").read_text(encoding="utf-8").splitlines()
    named = {line.partition(":")[0] for line in surface if line.startswith("gdyb.models.") and ": " in line}
    models = {name: fields for name, fields in inspected.items() if name.startswith("gdyb.models.")}
    assert named == {f"{model}.{field}" for model, fields in models.items() for field in fields}


def test_wire_names_are_kept(inspected: dict[str, dict[str, str]]) -> None:
    data = inspected["gdyb.models.i9001.InputData"]
    assert list(data.values())[:6] == ["in", "copy", "model_no", "TradeNo", "ITEM_CODE", "list"]
    assert list(data)[:6] == ["in_", "copy_", "model_no", "TradeNo", "ITEM_CODE", "list_"]


def test_types_hold_strictly(generated: Path, tmp_path: Path) -> None:
    user = tmp_path / "user.py"
    user.write_text(
        "from decimal import Decimal\n"
        "from gdyb import Client\n"
        "from gdyb.models import i9001, i9103\n"
        "\n\n"
        "def total(client: Client, data: i9001.InputData) -> Decimal:\n"
        "    reply = client.query_list(data=data)\n"
        "    rows: list[i9001.OutputRows] = reply.output.rows\n"
        "    state: str = client.get_state().output.state\n"
        "    return sum((row.amount for row in rows), Decimal(state))\n",
        encoding="utf-8",
        newline="\n",
    )
    environment = os.environ | {"MYPYPATH": os.pathsep.join([str(EXPECTED), str(RUNTIME)])}
    command = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "--follow-imports", "silent"]
    command += ["--explicit-package-bases", "--cache-dir", str(tmp_path), str(EXPECTED / "gdyb"), str(user)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
