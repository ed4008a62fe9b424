"""Every interface as its caller meets it: the least and the fullest request go out, the example of a reply comes back.

Requests and replies are made from the published schemas, and what arrives is checked against them, so that models,
wire form and schemas cannot drift apart.
"""

import threading
from collections.abc import Iterator, Mapping
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gdyb import Client, Settings, operations
from gdyb_sandbox._options import Options
from support import schemas
from support.places import SPEC
from support.waits import join

Schema = Mapping[str, Any]

INTERFACES = SPEC / "interfaces"
MATCHING = {
    "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$": "2020-12-01 08:00:00",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "2020-12-01",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$": "2020-12-01 08:00:00",
    "^(0[1-9]|1[0-2])$": "12",
    "^[0-9]{4}$": "2020",
    "^S[0-9]{19}$": "S4401002012010000001",
    "^A[0-9]{19}$": "A4401002012010000001",
}
"""A text for each pattern there is."""
FILE = b"PK\x05\x06" + bytes(18)
"""An empty zip."""
BYTES, SIGNED = b"PK\xff\x00", [80, 75, -1, 0]
"""The same file for Python and on the wire."""


class Tables:
    """The schema of one interface, and values that satisfy it."""

    def __init__(self, infno: str) -> None:
        document = schemas.documents()[infno]
        self.infno = infno
        self.definitions: Schema = document["$defs"]
        self.inputs: Mapping[str, str] = document["x-operations"]
        """The definition of the input of each operation."""

    def example(self, definition: str, *, least: bool = False) -> Any:
        """A value of a definition with the required fields only, or with all of them."""
        return self._value(self.definitions[definition], least)

    def errors(self, definition: str, value: object) -> list[str]:
        """Where a value departs from a definition."""
        return schemas.errors(self.infno, definition, value)

    def _value(self, schema: Schema, least: bool) -> Any:
        if "anyOf" in schema:
            schema = schema["anyOf"][0]
        if "$ref" in schema:
            schema = self.definitions[schema["$ref"].removeprefix("#/$defs/")]
        if "properties" in schema:
            wanted = schema["required"] if least else schema["properties"]
            return {field: self._value(schema["properties"][field], least) for field in wanted}
        if schema["type"] == "array":
            return [self._value(schema["items"], least)] if "$ref" in schema["items"] else SIGNED
        return plain(schema)


def plain(schema: Schema) -> object:
    """A value of a field's type."""
    if "number" in schema["type"]:
        return Decimal(1).scaleb(-schema["x-scale"])
    if "integer" in schema["type"]:
        return 1
    if "$ref" in schema:
        dictionary = schemas.documents()["dictionaries"]["$defs"][schema["$ref"].rpartition("/")[2]]
        return next(iter(dictionary["x-labels"]))
    return MATCHING[schema["pattern"]] if "pattern" in schema else "测" * min(3, schema.get("maxLength", 3))


def with_bytes(value: Any) -> Any:
    """An input as Python callers give it."""
    if isinstance(value, dict):
        return {name: with_bytes(item) for name, item in value.items()}
    if value == SIGNED:
        return BYTES
    return [with_bytes(item) for item in value] if isinstance(value, list) else value


def texts(value: Any) -> Any:
    """A message with every value as the platform would print it."""
    if isinstance(value, dict):
        return texts(value["rows"]) if list(value) == ["rows"] else {name: texts(item) for name, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, list) else str(value)


class Platform:
    """Answers every message with the example of its reply."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.least = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def answer(self, message: dict[str, Any]) -> bytes:
        self.received.append(message)
        operation = operations.by_infno(message["infno"])
        if operation.file_reply:
            return FILE
        output = Tables(operation.infno).example("Output", least=self.least)
        reply = {"infcode": 0, "inf_refmsgid": "4" * 30, "err_msg": "", "output": output}
        return msgspec.json.Encoder(decimal_format="number").encode(reply)

    def __enter__(self) -> "Platform":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        join(self._thread)


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            message = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])))
            body = platform.answer(message)
            self.send_response_only(200)
            self.send_header("Content-Type", "application/octet-stream" if body == FILE else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with Platform() as running:
        yield running


@pytest.fixture(scope="module")
def client(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("interfaces")
    with Client(Settings(**Options().settings(platform.url), msgid_file=folder / "msgid.sqlite3")) as opened:
        yield opened


def test_there_are_all_interfaces() -> None:
    assert {getattr(operations, name).infno for name in operations.ALL} == {
        file.stem for file in INTERFACES.glob("*.yaml")
    }


@pytest.mark.parametrize("least", [True, False], ids=["least", "fullest"])
@pytest.mark.parametrize("name", operations.ALL)
def test_a_call_and_its_reply(client: Client, platform: Platform, name: str, least: bool) -> None:
    operation = getattr(operations, name)
    tables = Tables(operation.infno)
    definition = tables.inputs[name]
    assert tables.errors(definition, tables.example(definition, least=least)) == []
    platform.least = least
    reply = client.call(operation, **with_bytes(tables.example(definition, least=least)))
    sent = platform.received[-1]
    assert sent["infno"] == operation.infno
    assert tables.errors(definition, sent["input"]) == []
    # The smallest amounts that fit their tables add up to nothing.
    assert [problem for problem in reply.warnings if problem.rule != "sum"] == []
    if operation.file_reply:
        assert reply.file.content == FILE
    else:
        expected = tables.example("Output", least=least)
        assert texts(reply.output.model_dump(by_alias=True, exclude_unset=True)) == texts(expected)
