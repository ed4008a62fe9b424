"""The published tables (`gdyb/schemas/*.json`) as this gateway reads them."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from gdyb_runtime.model.published import PublishedSchema, Schema, published, split_reference

JsonValue: TypeAlias = "bool | int | str | Decimal | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""A JSON value whose numbers are exact."""

Path: TypeAlias = tuple[str | int, ...]

_SCHEMAS = "gdyb.schemas"
_NUMBERS = frozenset({"integer", "number"})


class Table(PublishedSchema):
    """One published schema, the labels of its fields, and what it finds wrong in a value."""

    def errors(self, definition: str, value: JsonValue) -> list[ValidationError]:
        """Where `value` departs from a definition, in the order of the table."""
        return list(self._validator(definition).iter_errors(cast("Any", value)))

    def label(self, definition: str, path: Path) -> str:
        """The Chinese label of the field or node at `path`, or an empty text."""
        schema = self.definition(definition)
        title = ""
        for step in path:
            part = schema.get("items") if isinstance(step, int) else self.properties(schema).get(step)
            if not isinstance(part, Mapping):
                return ""
            schema = self.resolve(part)
            rows = self.resolve(cast("Schema", schema.get("items", {})))
            title = str(part.get("title") or schema.get("title") or rows.get("title") or "")
        return title

    def nodes(self, direction: str) -> tuple[str, ...]:
        """The names of the nodes of "Input" or "Output"; fields that lie there without a node are no nodes."""
        return tuple(name for name, part in self.properties(self.definition(direction)).items() if self.row_of(part))

    def node_fields(self, direction: str, node: str) -> Mapping[str, Schema]:
        """The fields of one node in the order of the table, their types resolved; "" for fields without a node."""
        definition = self.definition(direction)
        definition = self.row_of(self.properties(definition)[node] if node else definition)
        return {name: self.whole(part) for name, part in self.properties(definition).items()}

    @functools.cache  # noqa: B019 - tables live as long as the process
    def _validator(self, definition: str) -> Validator:
        return self._validators(self.definitions[definition])

    @functools.cached_property
    def _validators(self) -> type[Validator]:
        """Validators that know definitions by name; the library's search for them took half the time of a call."""

        def follow(_: Validator, reference: str, instance: Any, __: Schema) -> Iterator[ValidationError]:
            file, name = split_reference(reference)
            table = load_table(file.removesuffix(".json")) if file else self
            yield from table._validator(name).iter_errors(instance)

        return extend(_ExactValidator, validators={"$ref": follow})  # type: ignore[no-untyped-call, no-any-return]


@functools.cache
def load_table(name: str) -> Table:
    """The table of an interface number, of `envelope`, or all dictionaries; KeyError for any other name."""
    return Table(published(_SCHEMAS, name).document, _SCHEMAS)


def filled(infno: str, node: str, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A row of an output node as the table has it: a number without a value is 0, any other field an empty text."""
    fields = load_table(infno).node_fields("Output", node)
    return {name: values.get(name, 0 if _is_number(schema) else "") for name, schema in fields.items()}


def _is_number(schema: Schema) -> bool:
    types = schema.get("type")
    return isinstance(types, list) and not _NUMBERS.isdisjoint(types)


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
