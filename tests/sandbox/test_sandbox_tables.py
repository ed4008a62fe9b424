"""The tables find what plain JSON Schema finds, in the same order, although they look definitions up by name."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gdyb_sandbox._messages.interfaces import interface_numbers
from gdyb_sandbox._messages.tables import load_table
from support.schemas import registry

NODES: tuple[Any, ...] = (None, "", 7, [], {}, [{}], [7, {}])
FIELDS: tuple[Any, ...] = (None, "", "x" * 5_000, 10**30, [], {})


def _odd_inputs(infno: str) -> Iterator[dict[str, Any]]:
    table = load_table(infno)
    nodes = table.nodes("Input")
    for value in NODES:
        yield dict.fromkeys(nodes, value)
    for value in FIELDS:
        rows = {node: dict.fromkeys(table.node_fields("Input", node), value) for node in nodes}
        yield rows
        yield {node: [row, row] for node, row in rows.items()}
    yield {}


@pytest.mark.parametrize("infno", interface_numbers())
def test_errors_are_those_of_the_schema(infno: str) -> None:
    table = load_table(infno)
    plain = Draft202012Validator({"$ref": f"{infno}.json#/$defs/Input"}, registry=registry())
    for value in _odd_inputs(infno):
        expected = [_what(error) for error in plain.iter_errors(value) if error.validator != "required"]
        assert [_what(error) for error in table.errors("Input", value) if error.validator != "required"] == expected


def _what(error: Any) -> tuple[object, ...]:
    inner = tuple((tuple(part.absolute_path), part.validator) for part in error.context or ())
    return tuple(error.absolute_path), error.validator, error.message, inner
