"""Names the generator keeps for itself agree with pydantic and the runtime that are installed."""

from __future__ import annotations

import keyword

import pytest

from gdyb_generator.emit.python.package import ERRORS
from gdyb_generator.lint.identification import RECORDS
from gdyb_generator.spec.datatypes import is_type_stem
from gdyb_generator.spec.format import CodeValue
from gdyb_generator.spec.names import is_operation_name, is_parameter_name, pascal, python_name, type_name
from gdyb_runtime import errors
from gdyb_runtime.client.base import BaseAsyncClient, BaseClient, CallOptions
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.persons import identification


@pytest.mark.parametrize("model", [RequestModel, ReplyModel])
def test_no_field_hides_an_attribute_of_the_models(model: type) -> None:
    public = {name for name in (*dir(model), *dir(type(model))) if not name.startswith("_")}
    assert {name for name in public if python_name(name) == name} == set()


@pytest.mark.parametrize("wire", [*keyword.kwlist, "list"])
def test_impossible_names_get_an_underscore(wire: str) -> None:
    assert python_name(wire) == f"{wire}_"


@pytest.mark.parametrize("wire", ["mdtrtarea_admvs", "fsUploadIn", "ITEM_CODE", "model_no", "type", "id", "in_"])
def test_possible_names_stay(wire: str) -> None:
    assert python_name(wire) == wire


@pytest.mark.parametrize(
    ("code", "name"),
    [("01", "CODE_01"), ("-1", "CODE_MINUS_1"), ("a.b", "CODE_A_B"), ("甲", "CODE_OTHER")],
)
def test_a_value_without_a_name_is_called_after_its_code(code: str, name: str) -> None:
    assert CodeValue(code=code, label="甲").name == name
    assert CodeValue(code=code, label="甲", name="FIRST").name == "FIRST"


@pytest.mark.parametrize("client", [BaseClient, BaseAsyncClient])
def test_no_operation_hides_an_attribute_of_the_clients(client: type) -> None:
    public = {name for name in (*dir(client), *client.__annotations__) if not name.startswith("_")}
    public |= {"protocol", "settings_type", "find_operation"}
    assert {name for name in public if is_operation_name(name)} == set()


def test_no_node_hides_an_option_of_a_call() -> None:
    assert not any(is_parameter_name(name) for name in (*CallOptions.__annotations__, "self", "operation"))


def test_the_package_passes_on_every_error_of_the_runtime() -> None:
    found = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, errors.GdybError)}
    assert set(ERRORS) == found


def test_the_generator_knows_the_records_of_the_runtime() -> None:
    for name, held in RECORDS.items():
        assert held == {member for member in dir(getattr(identification, name)) if not member.startswith("_")}


def test_type_names_are_distinct() -> None:
    stems = ["Str", "Month", "V2", "FlagCode", "MdtrtId", "Mdtrt"]
    kinds = [(stem, length, mark) for stem in stems for length in (None, 2, 22) for mark in ("", "id", "name")]
    assert len({type_name(*kind) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    "name", ["str4", "num16_2", "date_time", "input_x", "Output", "class", "a-b", "a__b", "a\n", ""]
)
def test_some_shapes_and_dictionaries_can_t_name_a_type(name: str) -> None:
    assert not is_type_stem(name)


def test_pascal() -> None:
    assert pascal("fulamt_advpay_flag") == "FulamtAdvpayFlag"
    assert pascal("fsUploadIn") == "FsUploadIn"
    assert pascal("a_1") == "A1"
