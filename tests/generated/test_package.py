"""What importers of the generated package rely on: lazy, complete, typed, in step with its schemas and surface."""

import json
import subprocess
import sys
from importlib import import_module, resources
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel

import gdyb
from gdyb import codes, models, operations
from gdyb_runtime import errors
from gdyb_runtime.models import Code

ROOT = Path(__file__).resolve().parents[2]


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
    schema = json.loads(resources.files("gdyb.schemas").joinpath(f"{name[1:]}.json").read_text(encoding="utf-8"))
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
