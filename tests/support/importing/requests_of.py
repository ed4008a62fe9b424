"""What an imported edition is good for: its package imports, and example requests fit schemas and models.

Run with a folder that holds gdyb/ on PYTHONPATH and the examples on standard input; prints what does not fit.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

RUNTIME = Path(__file__).parents[3] / "runtime"


def examples(spec: Path) -> list[dict[str, Any]]:
    """An example request of every operation of a spec, as the reference site shows it."""
    from gdyb_generator.emit.site.messages import request_json
    from gdyb_generator.emit.site.values import Examples
    from gdyb_generator.resolve.package import resolve
    from gdyb_generator.spec.load import load

    package = resolve(load(spec))
    values = Examples.of(package)
    return [
        {"infno": interface.infno, "operation": operation.name, "request": request_json(package, interface, operation, values)}
        for interface in package.interfaces
        for operation in interface.operations
    ]  # fmt: skip


def run(package: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """A Python process in which `import gdyb` finds this package."""
    path = os.pathsep.join([str(package.parent), str(RUNTIME)])
    environment = os.environ | {"PYTHONPATH": path, "MYPYPATH": path}
    return subprocess.run(
        [sys.executable, *arguments], input=given, capture_output=True, encoding="utf-8", env=environment, check=False
    )


def misfits(spec: Path, package: Path) -> tuple[int, list[str]]:
    """How many example requests there are, and what is wrong with the package or with one of them."""
    found = examples(spec)
    done = run(package, __file__, given=json.dumps(found))
    return len(found), [*done.stdout.splitlines(), *done.stderr.splitlines()]


def check(given: list[dict[str, Any]]) -> list[str]:
    """Inside that process: imports every module, and validates every request."""
    import jsonschema
    import referencing

    import gdyb
    from gdyb import operations

    for module in pkgutil.walk_packages(gdyb.__path__, "gdyb."):
        importlib.import_module(module.name)
    wrong = [] if str(gdyb.__file__).startswith(os.environ["PYTHONPATH"].split(os.pathsep)[0]) else [str(gdyb.__file__)]
    wrong += [f"{name} 没有示例" for name in operations.ALL if name not in {one["operation"] for one in given}]
    files = [item for item in resources.files("gdyb.schemas").iterdir() if item.name.endswith(".json")]
    published = {item.name: json.loads(item.read_text("utf-8")) for item in files}
    registry = [
        referencing.Resource.from_contents(document) for document in published.values()
    ] @ referencing.Registry()
    for one in given:
        operation = getattr(operations, one["operation"])
        schema = published[f"{one['infno']}.json"]
        request = json.loads(one["request"], parse_float=Decimal)
        definition = schema["x-operations"][one["operation"]]
        validator = jsonschema.Draft202012Validator({"$ref": f"{schema['$id']}#/$defs/{definition}"}, registry=registry)
        own = own_fields(request["input"], operation.fixed)
        wrong += [f"{one['infno']} schema {e.json_path} {e.message}" for e in validator.iter_errors(own)]
        try:
            operation.input_type.model_validate(as_given(own))
        except ValueError as error:
            wrong.append(f"{one['infno']} model {error}".replace("\n", " "))
    return wrong


def own_fields(sent: dict[str, Any], fixed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A request without what its operation fills in by itself."""
    return {
        node: {name: value for name, value in row.items() if name not in fixed.get(node, {})} if isinstance(row, dict) else row
        for node, row in sent.items()
    }  # fmt: skip


def as_given(value: Any) -> Any:
    """A request as Python callers give it: files are bytes."""
    if isinstance(value, dict):
        return {name: as_given(item) for name, item in value.items()}
    if isinstance(value, list) and value and all(isinstance(item, int) for item in value):
        return bytes(item % 256 for item in value)
    return [as_given(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    print("\n".join(check(json.loads(sys.stdin.read()))), end="")
