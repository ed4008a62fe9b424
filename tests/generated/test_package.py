"""What importers of the generated package rely on: lazy, complete, typed, in step with its schemas and surface."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel
from referencing import Registry, Resource

import gdyb
from gdyb import codes, models, operations
from gdyb_runtime import errors
from gdyb_runtime.model.base import Code
from support.places import ROOT
from support.schemas import documents, registry


def run(code: str) -> str:
    """Standard output of a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def modules_after(code: str) -> set[str]:
    return set(run(f"{code}\nimport sys; print(*sys.modules)").split())


def test_import_loads_nothing_heavy() -> None:
    extra = modules_after("import gdyb") - modules_after("pass")
    assert "gdyb" in extra
    heavy = {
        name for name in extra if name.partition(".")[0] in {"pydantic", "msgspec", "httpx2", "gdyb_runtime", "asyncio"}
    }
    assert not heavy
    assert not {name for name in extra if name.startswith("gdyb.")}


def test_client_loads_no_interface_module() -> None:
    loaded = modules_after("import gdyb; gdyb.Client; gdyb.operations")
    assert not {name for name in loaded if name.startswith(("gdyb.models.i", "gdyb.validators.i"))}


def test_using_one_interface_loads_only_that_one() -> None:
    loaded = modules_after("from gdyb import operations; operations.extract_clearing_details")
    assert {name for name in loaded if name.startswith("gdyb.models.i")} == {"gdyb.models.i3260"}


@pytest.mark.parametrize("name", ["gdyb", "gdyb.codes", "gdyb.models", "gdyb.operations", "gdyb.validators"])
def test_all_is_complete_and_every_name_resolves(name: str) -> None:
    module = import_module(name)
    assert len(set(module.__all__)) == len(module.__all__)
    assert dir(module) == sorted(module.__all__)
    for public in module.__all__:
        assert getattr(module, public) is not None
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018


def test_all_of_the_package_is_sorted() -> None:
    assert gdyb.__all__ == sorted(gdyb.__all__)


def test_every_error_class_of_the_runtime_is_exported() -> None:
    classes = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.GdybError) and not name.startswith("_")
    }
    assert classes <= set(gdyb.__all__)
    assert {name for name in gdyb.__all__ if issubclass_of_root(name)} == classes


def issubclass_of_root(name: str) -> bool:
    value = getattr(gdyb, name)
    return isinstance(value, type) and issubclass(value, errors.GdybError)


@pytest.mark.parametrize("name", models.__all__)
def test_every_model_builds_and_is_described_by_its_schema(name: str) -> None:
    module = import_module(f"gdyb.models.{name}")
    schema = documents()[name[1:]]
    jsonschema.Draft202012Validator.check_schema(schema)
    classes = {
        key: value
        for key, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == module.__name__
    }
    assert classes
    for key, model in classes.items():
        model.model_rebuild()
        wire = [field.alias or attribute for attribute, field in model.model_fields.items()]
        body = schema["$defs"][key]
        assert wire == (list(body["properties"]) if body["type"] == "object" else ["rows"])


def from_a_file(uri: str) -> "Resource[Any]":
    """What a program loads that knows the files by their places alone."""
    with urllib.request.urlopen(uri) as opened:
        return Resource.from_contents(json.load(opened))


BY_PLACE: "Registry[Any]" = Registry(retrieve=from_a_file)
WAYS = {"by $id": ("", registry()), "by place": (f"{(ROOT / 'generated/gdyb/schemas').as_uri()}/", BY_PLACE)}


@pytest.mark.parametrize("way", WAYS)
def test_dictionaries_are_found_beside_the_interfaces(way: str) -> None:
    base, known = WAYS[way]
    validator = jsonschema.Draft202012Validator(
        {"$ref": f"{base}3260.json#/$defs/FulamtAdvpayFlagCode3"}, registry=known
    )
    assert [validator.is_valid(value) for value in ("0", "1", "2", "", "0000")] == [True, True, False, False, False]


@pytest.mark.parametrize("name", documents())
def test_every_reference_has_a_target(name: str) -> None:
    schema = documents()[name]
    assert schema["$id"] == f"{name}.json"
    for reference in references(schema):
        assert registry().resolver(f"{name}.json").lookup(reference).contents is not None


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict) and "$ref" in value:
        yield value["$ref"]
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from references(part)


def test_operations_by_number_and_by_name() -> None:
    for name in operations.ALL:
        operation = getattr(operations, name)
        assert operation.name == name
        assert operations.by_infno(operation.infno).infno == operation.infno
    assert operations.by_infno("3262").name == "revoke_clearing_confirmation"
    with pytest.raises(KeyError, match="3260"):
        operations.by_infno("0000")


def test_codes_have_labels_and_are_found_by_their_printed_name() -> None:
    assert codes.FulamtAdvpayFlag("0").label == "医院报销"
    assert codes.CnfmFlag.CONFIRMED == "1"
    for name in codes.NAMES:
        found = codes.find(name)
        assert issubclass(found, Code)
        assert all(member.label for member in found)
    with pytest.raises(KeyError, match="cnfm_flag"):
        codes.find("nothing")


def test_surface_names_exist() -> None:
    lines = (ROOT / "generated" / "gdyb" / "_surface.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    for line in lines:
        assert resolve(line.partition("(")[0].partition(":")[0].partition(" =")[0])


def resolve(dotted: str) -> bool:
    """Whether a dotted public name can be reached: attribute, field of a model or type alias."""
    value: object = gdyb
    for part in dotted.split(".")[1:]:
        if isinstance(value, type) and issubclass(value, BaseModel) and part in value.model_fields:
            return True
        value = getattr(value, part, None) or import_module(f"{value.__name__}.{part}")  # type: ignore[attr-defined]
    return True
