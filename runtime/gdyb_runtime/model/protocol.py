"""The platform's protocol as data; the generated package builds one from the spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .scalars import ScalarKind

__all__ = ["AnswerText", "EnvelopeField", "GatewayErrorText", "HeaderNames", "MsgidRule", "Protocol", "SignatureRule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderNames:
    """Names of the signing headers."""

    paasid: str
    signature: str
    timestamp: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRule:
    """Digest and order of what is signed; parts are ``timestamp``, ``secret_key`` and ``nonce``."""

    algorithm: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayErrorText:
    """One refusal the document prints, and the error class that stands for it."""

    errcode: int
    message: str
    error: str
    explanation: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeField:
    """One row of the envelope tables, with effective lengths."""

    name: str
    label: str = ""
    length: int | None = None
    """Longest text, None when not limited."""
    kind: ScalarKind = "text"
    required: bool = False
    source: str = ""
    """Who fills it: infno, msgid, settings, now, signer.cainfo, signer.signtype or input; empty in a reply."""
    values: tuple[tuple[str, str], ...] = ()
    """Codes and labels of its dictionary; empty when others may come."""
    required_when_input_has: str = ""
    """Input field whose presence makes this one required."""
    sensitive: str = ""
    pattern: str = ""
    """Shape the remark prints (a regular expression), checked in replies as a warning."""
    hint: str = ""
    """What the pattern requires, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MsgidRule:
    """Lengths of the three parts of a msgid, and which envelope field holds the institution code."""

    institution: int
    time: int
    sequence: int
    institution_field: str = "fixmedins_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerText:
    """What words of the platform say of a command that it answered with another infcode than success."""

    pattern: str
    """Regular expression, looked for in the text in half-width and lower-case letters."""
    outcome: Literal["refused", "already_done", "unknown"]
    infnos: tuple[str, ...] = ()
    """Interfaces it is said of; empty: every one."""
    signs_in: bool = False
    """Whether the platform asks for a new sign-in number."""
    finds_nothing: bool = False
    """Whether the platform has nothing of what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Everything the runtime must know of the platform; it knows no header, text or length by itself."""

    method: str
    content_type: str
    charset: str
    utc_offset: str
    headers: HeaderNames
    signature: SignatureRule
    timestamp_window: int
    """Seconds for which the gateway accepts a timestamp."""
    nonce_window: int
    """Seconds for which a nonce must not be repeated."""
    gateway_errors: tuple[GatewayErrorText, ...]
    error_code_keys: tuple[str, ...]
    error_text_keys: tuple[str, ...]
    envelope_keys: tuple[str, ...]
    """Keys under which some gateways wrap the whole message."""
    request_fields: tuple[EnvelopeField, ...]
    """In printed order."""
    reply_fields: tuple[EnvelopeField, ...]
    input_limit: int
    """Most characters of the serialised input."""
    success: int
    """infcode of success."""
    failures: tuple[int, ...]
    """infcodes that say that nothing was done; what any other means is not printed."""
    msgid: MsgidRule
    answers: tuple[AnswerText, ...] = ()
    """What failure texts say; the first one that is found decides."""
    sign_in_hours: int = 24
    """How long a sign-in number serves."""
