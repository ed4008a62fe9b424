"""The published tables (`gdyb/schemas/*.json`) as this gateway reads them."""

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import resources
from typing import Any, TypeAlias, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

JsonValue: TypeAlias = "bool | int | str | Decimal | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""A JSON value whose numbers are exact."""

Schema: TypeAlias = Mapping[str, object]
Path: TypeAlias = tuple[str | int, ...]

ENVELOPE = "envelope"
_REF = "#/$defs/"
_NUMBER = "数值型"


class Table:
    """One published schema: its definitions, the labels of its fields, and what it finds wrong in a value."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        self._definitions = cast("Mapping[str, Schema]", document["$defs"])

    def errors(self, definition: str, value: JsonValue) -> list[ValidationError]:
        """Where `value` departs from a definition, in the order of the table."""
        return list(self._validator(definition).iter_errors(cast("Any", value)))

    def field(self, definition: str, name: str) -> Schema:
        """The schema of one field of a node, its type resolved; the field's own keys win."""
        properties = cast("Mapping[str, Schema]", self._definitions[definition]["properties"])
        return {**self._resolve(properties[name]), **properties[name]}

    def label(self, definition: str, path: Path) -> str:
        """The Chinese label of the field or node at `path`, or an empty text."""
        schema: Schema = self._definitions[definition]
        title = ""
        for step in path:
            properties = cast("Schema", schema.get("properties", {}))
            part = schema.get("items") if isinstance(step, int) else properties.get(step)
            if not isinstance(part, Mapping):
                return ""
            schema = self._resolve(part)
            rows = self._resolve(cast("Schema", schema.get("items", {})))
            title = str(part.get("title") or schema.get("title") or rows.get("title") or "")
        return title

    def nodes(self, direction: str) -> tuple[str, ...]:
        """The names of the nodes of "Input" or "Output"; fields that lie there without a node are no nodes."""
        properties = cast("Mapping[str, Schema]", self._definitions[direction].get("properties", {}))
        return tuple(name for name in properties if self._row_of(properties[name]))

    def node_fields(self, direction: str, node: str) -> Mapping[str, Schema]:
        """The fields of one node in the order of the table, their types resolved; "" for fields without a node."""
        definition = self._definitions[direction]
        if node:
            definition = self._row_of(cast("Mapping[str, Schema]", definition["properties"])[node])
        fields = cast("Mapping[str, Schema]", definition["properties"])
        return {name: {**self._resolve(schema), **schema} for name, schema in fields.items()}

    def _row_of(self, schema: Schema) -> Schema:
        """The definition of a row of a node; empty for anything that is no node."""
        found = self._resolve(cast("Schema", schema.get("items", schema)))
        return found if found.get("type") == "object" else {}

    def _resolve(self, schema: Schema) -> Schema:
        choices = cast("Sequence[Schema]", schema.get("anyOf", ()))
        reference = (choices[0] if choices else schema).get("$ref")
        return self._definitions[reference.removeprefix(_REF)] if isinstance(reference, str) else schema

    @functools.cache  # noqa: B019 - tables live as long as the process
    def _validator(self, definition: str) -> Validator:
        return self._validators(self._definitions[definition])

    @functools.cached_property
    def _validators(self) -> type[Validator]:
        """Validators that know definitions by name; the library's search for them took half the time of a call."""

        def follow(_: Validator, reference: str, instance: Any, __: Schema) -> Iterator[ValidationError]:
            yield from self._validator(reference.removeprefix(_REF)).iter_errors(instance)

        return extend(_ExactValidator, validators={"$ref": follow})  # type: ignore[no-untyped-call, no-any-return]


@functools.cache
def load_table(name: str) -> Table:
    """The table of an interface number, or of `ENVELOPE`; FileNotFoundError for any other name."""
    text = resources.files("gdyb.schemas").joinpath(f"{name}.json").read_text(encoding="utf-8")
    return Table(json.loads(text))


def filled(infno: str, node: str, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A row of an output node as the table has it: a number without a value is 0, any other field an empty text."""
    fields = load_table(infno).node_fields("Output", node)
    return {name: values.get(name, 0 if schema.get("x-type") == _NUMBER else "") for name, schema in fields.items()}


def _missing(_: Validator, required: Sequence[str], instance: object, schema: Schema) -> Iterator[ValidationError]:
    """`required`, each missing name an error at its own place."""
    if isinstance(instance, Mapping):
        for name in required:
            if name not in instance:
                yield ValidationError("missing", path=[name])


def _decimals(_: Validator, scale: int, instance: object, schema: Schema) -> Iterator[ValidationError]:
    """`x-scale`: the decimals of a number; those of a number sent as text are counted by its pattern."""
    if isinstance(instance, Decimal):
        digits, exponent = instance.as_tuple()[1:]
        zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
        if isinstance(exponent, int) and any(digits) and -exponent - zeros > scale:
            yield ValidationError("decimals")


def _is_whole(_: object, instance: object) -> bool:
    if isinstance(instance, Decimal):
        return instance.adjusted() < 40 and instance == instance.to_integral_value()
    return isinstance(instance, int) and not isinstance(instance, bool)


_ExactValidator: type[Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    validators={"required": _missing, "x-scale": _decimals},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
)
