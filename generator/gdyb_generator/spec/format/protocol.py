"""What all calls share: gateway, signature, envelope, message rules, environments."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format.base import SpecModel
from gdyb_generator.spec.format.tables import AnswerConfidence, FieldRow


class MessageRule(SpecModel):
    """One rule of the message format."""

    id: str
    line: int | None = None
    value: str
    errata: list[str] = []


class AnswerText(SpecModel):
    """What words of the platform say of a command that did not succeed; `infnos`: those interfaces only."""

    id: str
    pattern: str = Field(min_length=1)
    infnos: list[str] = []
    means: Literal["refused", "already_done", "unknown"]
    signs_in: bool = False
    finds_nothing: bool = False
    source: str = Field(min_length=1)
    confidence: AnswerConfidence
    errata: list[str] = []


class MessagesFile(SpecModel):
    """messages.yaml"""

    lines: str
    rules: list[MessageRule]
    answers: list[AnswerText] = []


class Environment(SpecModel):
    """Where one environment of the platform answers."""

    id: str
    label: str
    host: str = ""
    address: str = ""
    ports: list[int] = []
    lines: str
    errata: list[str] = []


class EnvironmentsFile(SpecModel):
    """environments.yaml"""

    environments: list[Environment]


class Call(SpecModel):
    """How a call is addressed."""

    method: str
    content_type: str
    charset: str
    url_example: str
    lines: str
    errata: list[str] = []


class Table(SpecModel):
    """A printed table that is not a node of an interface."""

    table: str
    caption: str
    lines: str
    errata: list[str] = []
    fields: list[FieldRow]


class Signature(SpecModel):
    """Which texts are hashed, in which order."""

    algorithm: str
    parts: list[Literal["timestamp", "secret_key", "nonce"]]
    line: int | None = None
    errata: list[str] = []


class Window(SpecModel):
    """A span of time the gateway looks at."""

    seconds: int
    line: int | None = None
    errata: list[str] = []


class GatewayText(SpecModel):
    """One printed error answer of the gateway."""

    errcode: int
    message: str
    explanation: str
    error: Literal["MissingHeaders", "SignatureExpired", "UnknownAccount", "SignatureMismatch"]
    advice: str
    line: int | None = None


class GatewayErrors(SpecModel):
    """The printed error answers and the keys they come under."""

    lines: str
    errata: list[str] = []
    texts: list[GatewayText]
    code_keys: list[str]
    text_keys: list[str]
    envelope_keys: list[str]
    keys_errata: list[str] = []


class GatewayFile(SpecModel):
    """gateway.yaml"""

    call: Call
    headers: Table
    signature: Signature
    timestamp_window: Window
    nonce_window: Window
    errors: GatewayErrors


class EnvelopeFile(SpecModel):
    """envelope.yaml"""

    request: Table
    reply: Table
