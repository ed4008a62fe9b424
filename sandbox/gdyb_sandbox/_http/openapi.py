"""An OpenAPI 3.1 description of the sandbox, made from the published tables."""

import functools
from collections.abc import Mapping
from typing import TypeAlias, cast

from gdyb.protocol import PROTOCOL
from gdyb_runtime.model.published import split_reference
from gdyb_runtime.model.tables import DICTIONARIES, ENVELOPE
from gdyb_sandbox._messages.interfaces import find_operation, interface_numbers
from gdyb_sandbox._messages.tables import load_table

Document: TypeAlias = "dict[str, object]"
_FILE = "application/octet-stream"
_COMPONENTS = "#/components/schemas/"


@functools.cache
def describe_gateway() -> Document:
    """One path per interface, with headers, request envelope, input and reply; every schema under components."""
    infnos = interface_numbers()
    schemas: Document = {}
    for infno in infnos:
        schemas |= _components(infno)
        schemas[f"{infno}.Request"] = _request(infno)
    schemas |= _components(ENVELOPE) | _components(DICTIONARIES)
    return {
        "openapi": "3.1.0",
        "info": {"title": "gdyb sandbox", "version": "1"},
        "paths": {f"/{infno}": {PROTOCOL.method.lower(): _operation(infno)} for infno in infnos},
        "components": {"schemas": schemas},
    }


def _operation(infno: str) -> Document:
    operation = find_operation(infno)
    request = {PROTOCOL.content_type: {"schema": {"$ref": f"{_COMPONENTS}{infno}.Request"}}}
    reply: Document = {PROTOCOL.content_type: {"schema": {"type": "object"}}}
    if operation.file_reply:
        reply[_FILE] = {"schema": {"type": "string", "format": "binary"}}
    return {
        "operationId": operation.name,
        "summary": operation.title,
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in _header_names()
        ],
        "requestBody": {"required": True, "content": request},
        "responses": {"default": {"description": "报文，或网关的错误应答", "content": reply}},
    }


def _request(infno: str) -> Document:
    """The envelope with the input of one interface in it, which the table of the envelope calls a text."""
    envelope = cast("Document", _components(ENVELOPE)[f"{ENVELOPE}.Request"])
    properties = cast("Document", envelope["properties"])
    own = {"infno": {"type": "string", "const": infno}, "input": {"$ref": f"{_COMPONENTS}{infno}.Input"}}
    return envelope | {"properties": properties | own}


def _header_names() -> tuple[str, ...]:
    names = PROTOCOL.headers
    return names.paasid, names.signature, names.timestamp, names.nonce


def _components(name: str) -> Document:
    """The definitions of one table as "3260.InputData", their references likewise."""
    definitions = cast("Mapping[str, object]", load_table(name).document["$defs"])
    return {f"{name}.{key}": _moved(schema, name) for key, schema in definitions.items()}


def _moved(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return {
            key: _component(str(part), name) if key == "$ref" else _moved(part, name) for key, part in value.items()
        }
    if isinstance(value, list):
        return [_moved(part, name) for part in value]
    return value


def _component(reference: str, name: str) -> str:
    file, definition = split_reference(reference)
    return f"{_COMPONENTS}{file.removesuffix('.json') or name}.{definition}"
