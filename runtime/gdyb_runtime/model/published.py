"""The JSON Schemas that a generated package publishes, each read once, with its references followed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeAlias, cast

__all__ = [
    "PublishedSchema",
    "Schema",
    "published",
    "published_names",
    "split_reference",
]

Schema: TypeAlias = Mapping[str, object]

_REF = "#/$defs/"
_SUFFIX = ".json"
_NOTHING: Schema = {}


class PublishedSchema:
    """The schema of one interface, of the message around all of them, or of all dictionaries."""

    def __init__(self, document: Schema, package: str = "") -> None:
        self.document = document
        self._package = package
        self.definitions = cast("Mapping[str, Schema]", document.get("$defs", {}))

    def definition(self, name: str) -> Schema:
        """The definition of a class or scalar, empty when there is none."""
        return self.definitions.get(name, _NOTHING)

    def resolve(self, part: Schema) -> Schema:
        """What a part refers to, also where a choice stands in `anyOf`; a part without reference is itself."""
        for choice in (part, *cast("Sequence[Schema]", part.get("anyOf", ()))):
            reference = choice.get("$ref")
            if isinstance(reference, str):
                return self._follow(reference)
        return part

    def row_of(self, part: Schema) -> Schema:
        """The definition of a row of a node, empty for anything that is no node."""
        row = self.resolve(cast("Schema", part.get("items", part)))
        return row if "properties" in row else _NOTHING

    def properties(self, definition: Schema) -> Mapping[str, Schema]:
        """The properties of a definition as they stand, in printed order."""
        return cast("Mapping[str, Schema]", definition.get("properties", _NOTHING))

    def whole(self, part: Schema) -> Schema:
        """A field with its type and dictionary resolved; the field's own keys win, then those of the type."""
        target = self.resolve(part)
        return part if target is part else {**self.whole(target), **part}

    def field(self, definition: str, name: str) -> Schema:
        """One field of a definition, its type resolved."""
        return self.whole(self.properties(self.definition(definition))[name])

    def bundled(self) -> Schema:
        """The document with what it refers to in other files embedded, as JSON Schema 2020-12 bundles resources."""
        by_file: dict[str, dict[str, Schema]] = {}
        for file, name in sorted(set(_outward(self.document))):
            by_file.setdefault(file, {})[name] = self._follow(f"{file}{_REF}{name}")
        embedded = {file: {"$id": file, "$defs": definitions} for file, definitions in by_file.items()}
        return {**self.document, "$defs": {**self.definitions, **embedded}}

    def _follow(self, reference: str) -> Schema:
        file, name = split_reference(reference)
        return (published(self._package, file.removesuffix(_SUFFIX)) if file else self).definition(name)


def split_reference(reference: str) -> tuple[str, str]:
    """File, empty for the same one, and name of the definition that a reference means."""
    file, _, name = reference.partition(_REF)
    return file, name


def _outward(value: object) -> Iterator[tuple[str, str]]:
    """References to definitions of other files, wherever they stand."""
    if isinstance(value, Mapping):
        reference = value.get("$ref")
        if isinstance(reference, str) and not reference.startswith(_REF):
            yield split_reference(reference)
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _outward(part)


@cache
def published_names(package: str) -> tuple[str, ...]:
    """The names of all schemas of a package such as ``gdyb.schemas``, sorted."""
    return tuple(
        sorted(item.name.removesuffix(_SUFFIX) for item in files(package).iterdir() if item.name.endswith(_SUFFIX))
    )


@cache
def published(package: str, name: str) -> PublishedSchema:
    """One schema of a package; KeyError when it publishes none of that name."""
    if name not in published_names(package):
        raise KeyError(name)
    return PublishedSchema(json.loads((files(package) / f"{name}{_SUFFIX}").read_text(encoding="utf-8")), package)
