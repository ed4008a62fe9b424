"""Every example of the reference site: requests and replies fit schemas and models, Python examples run."""

import contextlib
import io
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pages import Example, examples, replies

from gdyb import BusinessError, operations
from gdyb_runtime.id_number import is_id_number
from gdyb_sandbox import Sandbox
from gdyb_sandbox.people import is_synthetic

EXAMPLES = {example.operation: example for example in examples()}


def errors(name: str, definition: str, value: object) -> list[str]:
    schema = json.loads(resources.files("gdyb.schemas").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def input_of(infno: str, operation: str) -> str:
    schema = json.loads(resources.files("gdyb.schemas").joinpath(f"{infno}.json").read_text(encoding="utf-8"))
    name: str = schema["x-operations"][operation]
    return name


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def test_every_operation_has_an_example() -> None:
    assert sorted(EXAMPLES) == sorted(operations.ALL)
    assert {getattr(operations, name).infno: name for name in EXAMPLES}.keys() == {e.infno for e in examples()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_request_fits_schema_and_model(name: str) -> None:
    example, operation = EXAMPLES[name], getattr(operations, name)
    assert errors("envelope", "Request", example.request) == []
    sent = example.request["input"]
    own = {
        node: {field: value for field, value in row.items() if field not in operation.fixed.get(node, {})}
        if isinstance(row, dict)
        else row
        for node, row in sent.items()
    }
    assert errors(example.infno, input_of(example.infno, name), own) == []
    model = operation.input_type.model_validate(with_bytes(own))
    assert model.model_fields_set


def with_bytes(value: Any) -> Any:
    """An input as Python callers give it: files are bytes."""
    if isinstance(value, dict):
        return {name: with_bytes(item) for name, item in value.items()}
    if isinstance(value, list) and value and all(isinstance(item, int) for item in value):
        return bytes(item % 256 for item in value)
    return [with_bytes(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("infno", replies())
def test_a_reply_fits_schema_and_model(infno: str) -> None:
    reply = replies()[infno]
    assert errors("envelope", "Reply", reply) == []
    output = reply["output"]
    assert errors(infno, "Output", output) == []
    operation = operations.by_infno(infno)
    if isinstance(output, dict):
        operation.output_type.model_validate(output)


def test_id_numbers_are_nobodys() -> None:
    found = {text for e in examples() for text in texts(e.request) if is_id_number(text)}
    found |= {text for reply in replies().values() for text in texts(reply) if is_id_number(text)}
    assert found
    assert all(map(is_synthetic, found))


# What the sandbox answers an example: it accepts it, knows nobody of that number or no such earlier message, or does
# not play the interface at all. In each case the example ran until its request was built, checked, signed and sent.
ACCEPTED = {"extract_clearing_details"}
NOT_PLAYED: set[str] = set()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_python_example_runs(name: str, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting, value in (sandbox.settings | {"msgid_file": str(tmp_path / "msgid.sqlite3")}).items():
        monkeypatch.setenv(f"GDYB_{setting.upper()}", value)
    before = len(sandbox.requests)
    answer = run(EXAMPLES[name])
    assert len(sandbox.requests) == before + 1
    print(name, answer)


def run(example: Example) -> str:
    """What the example printed, or the text that the platform refused it with."""
    program = compile(example.python, f"{example.operation}.py", "exec")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            exec(program, {"__name__": "__main__"})
        except BusinessError as error:
            return f"refused: {error.err_msg}"
    return printed.getvalue()
