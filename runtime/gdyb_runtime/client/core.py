"""Building requests and reading replies without any input or output of its own; clients are thin drivers around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar, cast
from urllib.parse import quote

import msgspec
from pydantic import BaseModel, ValidationError

from gdyb_runtime.clock import Clock
from gdyb_runtime.config.settings import RuntimeSettings
from gdyb_runtime.errors import RequestInvalid
from gdyb_runtime.local.msgid import MsgidStore, SqliteMsgidStore, first_value, make_msgid
from gdyb_runtime.model._shapes import shape_of
from gdyb_runtime.model._validation import problems_of
from gdyb_runtime.model.base import ReplyModel, RequestModel, sensitive_values
from gdyb_runtime.model.operation import Effect, Operation
from gdyb_runtime.model.protocol import Protocol
from gdyb_runtime.model.raw import RawOutput, check_raw, raw_operation, telling_texts
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.problems import Problem
from gdyb_runtime.signing._sm import configured_signer
from gdyb_runtime.signing._x_tif import make_nonce, sign
from gdyb_runtime.signing.signers import Signature, Signer
from gdyb_runtime.wire._encode import encode_input, encode_plain, encoder
from gdyb_runtime.wire._reading import read_reply
from gdyb_runtime.wire.extra import Extra, check_extra
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_runtime.wire.outgoing import (
    check_envelope,
    check_field,
    check_institution,
    check_msgid,
    fill_envelope,
    null_texts,
    sensitive_envelope,
)
from gdyb_runtime.wire.reply import Reply

__all__ = ["SIZE_RULE", "Core", "Prepared", "decode_exactly"]

SIZE_RULE = "input_limit"
"""The rule of a problem that fewer rows would mend."""

OutputT = TypeVar("OutputT", bound=ReplyModel)
OutputT_co = TypeVar("OutputT_co", bound=ReplyModel, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Generic[OutputT_co]):
    """A request that satisfies the tables; it can be sent any number of times."""

    operation: Operation[RequestModel, OutputT_co]
    input: bytes = field(repr=False)
    """The serialised ``input``."""
    nodes: Mapping[str, object] = field(repr=False)
    """The same as plain data."""
    envelope: Mapping[str, str] = field(repr=False)
    """Envelope fields from settings and caller."""
    sensitive_values: tuple[str, ...] = field(repr=False)


class Core:
    """One account at one gateway: protocol, settings, clock and msgid store; safe to share between threads.

    ``signer`` goes before what the settings say of signing.
    """

    def __init__(
        self,
        protocol: Protocol,
        settings: RuntimeSettings,
        *,
        signer: Signer | None = None,
        msgids: MsgidStore | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.protocol = protocol
        self.settings = settings
        self.clock = clock or Clock()
        self._header_names = settings.header_names(protocol.headers)
        self._signer = signer or configured_signer(settings)
        self._own_msgids = None if msgids else SqliteMsgidStore(settings.msgid_file)
        self._msgids: MsgidStore = msgids or cast(MsgidStore, self._own_msgids)

    def close(self) -> None:
        """Closes the msgid store, if it is our own."""
        if self._own_msgids is not None:
            self._own_msgids.close()

    def prepare(
        self,
        operation: Operation[RequestModel, OutputT],
        nodes: Mapping[str, object],
        *,
        msgid: str | None = None,
        envelope: Mapping[str, str] | None = None,
        extra: Extra | None = None,
    ) -> Prepared[OutputT]:
        """Validates nodes (models or mappings; models once more) and envelope and serialises the input.

        ``envelope`` overrides settings for this call and may add keys the tables do not know; ``extra`` adds fields to
        nodes that the tables do not know.

        Raises:
            RequestInvalid: with every problem of fields, rules over several fields, envelope and size.
        """
        filled = fill_envelope(self.protocol, self.settings, envelope or {})
        problems: list[Problem] = []
        model: RequestModel | None = None
        try:
            model = operation.input_type.model_validate(dict(nodes))
        except ValidationError as error:
            problems += problems_of(operation.input_type, error)
        plain = _plain(dict(nodes) if model is None else model)
        checked = cast("Mapping[str, object]", plain)
        for rule in operation.rules:
            problems += rule.check(checked)
        problems += null_texts(filled, checked)
        misplaced = tuple(check_extra(operation.input_type, checked, extra))
        problems += null_texts({}, extra or {}) if not misplaced else ()
        problems += [*misplaced, *self._check_message(filled, envelope or {}, checked, msgid)]
        content = b""
        if model is not None:
            content = self._encode(operation, model, None if misplaced else extra)
            # A file cannot keep to a limit that is printed for messages of fields.
            problems += () if shape_of(operation.input_type).holds_bytes else self._check_size(content)
        if problems:
            raise RequestInvalid(infno=operation.infno, title=operation.title, problems=tuple(problems)) from None
        personal = (*sensitive_values(model), *telling_texts(extra), *sensitive_envelope(self.protocol, filled))
        return Prepared(operation=operation, input=content, nodes=checked, envelope=filled, sensitive_values=personal)

    def prepare_raw(
        self,
        infno: str,
        nodes: Mapping[str, object],
        *,
        effect: Effect,
        known: Operation[RequestModel, ReplyModel] | None = None,
        msgid: str | None = None,
        envelope: Mapping[str, str] | None = None,
    ) -> Prepared[RawOutput]:
        """A request of plain data, which goes out as given; ``known``: what the package has of this number.

        Raises:
            RequestInvalid: with every problem of number, effect, values, envelope and size.
        """
        filled = fill_envelope(self.protocol, self.settings, envelope or {})
        operation = raw_operation(infno, effect, known)
        problems = list(check_raw(infno, effect, nodes, known))
        problems += self._check_message(filled, envelope or {}, nodes if isinstance(nodes, Mapping) else {}, msgid)
        content = b""
        if not problems:
            content = encode_plain(nodes, escaping=self.settings.escaping)
            problems += self._check_size(content)
        if problems:
            raise RequestInvalid(infno=str(infno), title=operation.title, problems=tuple(problems))
        # Without a table nobody knows what tells of a person; the envelope's own values do not.
        personal = set(telling_texts(nodes)) - set(filled.values())
        personal.update(sensitive_envelope(self.protocol, filled))
        return Prepared(
            operation=operation,
            input=content,
            nodes=nodes,
            envelope=filled,
            sensitive_values=tuple(personal),
        )

    def new_msgid(self, prepared: Prepared[ReplyModel]) -> str:
        """A fresh msgid from the store.

        Raises:
            MsgidUnavailable: when the store cannot be written.
        """
        return self._draw(prepared.envelope)

    def total_timeout(self, operation: Operation[RequestModel, ReplyModel]) -> float:
        """Seconds that a call may take altogether unless its caller says otherwise."""
        carries_file = operation.file_reply or shape_of(operation.input_type).holds_bytes
        return self.settings.transfer_timeout if carries_file else self.settings.total_timeout

    def reserve_msgid(self, envelope: Mapping[str, str] | None = None) -> str:
        """A fresh msgid for a call that is not prepared yet.

        Raises:
            RequestInvalid: when the institution's code cannot be the head of a msgid.
            MsgidUnavailable: when the store cannot be written.
        """
        filled = fill_envelope(self.protocol, self.settings, envelope or {})
        if problems := tuple(check_institution(self.protocol.msgid, filled)):
            raise RequestInvalid(problems=problems)
        return self._draw(filled)

    def _draw(self, envelope: Mapping[str, str]) -> str:
        rule = self.protocol.msgid
        code = envelope[rule.institution_field]
        value = self._msgids.next_value(code, first_value(rule, self.clock.now()))
        return make_msgid(rule, code, value, self.protocol.utc_offset)

    def build_request(
        self,
        prepared: Prepared[ReplyModel],
        *,
        msgid: str | None = None,
        now: datetime | None = None,
        nonce: str | None = None,
        total_timeout: float | None = None,
    ) -> HttpRequest:
        """One signed request with timestamp, nonce and signature of its own; draws a msgid unless one is given.

        Raises:
            RequestInvalid: when the signer's result does not fit the envelope.
        """
        moment = now or self.clock.now()
        infno = prepared.operation.infno
        return HttpRequest(
            method=self.protocol.method,
            url=self.settings.base_url + quote(infno, safe=""),
            headers=self._headers(moment, nonce or make_nonce()),
            body=self._body(prepared, msgid or self.new_msgid(prepared), moment),
            total_timeout=total_timeout,
        )

    def parse_reply(
        self,
        operation: Operation[RequestModel, OutputT],
        response: HttpResponse,
        *,
        msgid: str = "",
        sensitive_values: tuple[str, ...] = (),
        sent: Mapping[str, object] | None = None,
    ) -> Reply[OutputT]:
        """The reply of a successful call; `sent`: the nodes of the request, which some answers are held against.

        Raises:
            GatewayRefused, BusinessError, ReplyUnreadable: as the body says, whatever the HTTP status.
            ReplyDeparts: under ``strict_replies``.
        """
        self.clock.learn(response.header("date"))
        return read_reply(
            self.protocol,
            self.settings,
            self.clock,
            operation,
            response,
            msgid=msgid,
            sensitive_values=(*sensitive_values, self.settings.secret_key.get_secret_value()),
            sent=sent or {},
        )

    def _encode(self, operation: Operation[RequestModel, OutputT], model: RequestModel, extra: Extra | None) -> bytes:
        settings = self.settings
        return encode_input(
            model, numbers=settings.numbers, escaping=settings.escaping, fixed=operation.fixed, extra=extra
        )

    def _check_message(
        self,
        filled: Mapping[str, str],
        overrides: Mapping[str, str],
        nodes: Mapping[str, object],
        msgid: str | None,
    ) -> Iterator[Problem]:
        yield from check_envelope(self.protocol, filled, overrides, nodes)
        if msgid is not None:
            yield from check_msgid(self.protocol.msgid, msgid)

    def _check_size(self, content: bytes) -> Iterator[Problem]:
        limit, size = self.protocol.input_limit, len(content.decode("utf-8"))
        if size > limit:
            message = f"序列化后最长 {limit} 个字符，给了 {size} 个，请减少行数"
            yield Problem(path="input", field="input", label="交易输入", message=message, rule=SIZE_RULE)

    def _headers(self, moment: datetime, nonce: str) -> dict[str, str]:
        names, settings = self._header_names, self.settings
        timestamp = str(int(moment.timestamp()))
        secret = settings.secret_key.get_secret_value()
        signature = sign(self.protocol.signature, timestamp=timestamp, secret_key=secret, nonce=nonce)
        return {
            "Content-Type": settings.content_type or self.protocol.content_type,
            names.paasid: settings.paasid,
            names.timestamp: timestamp,
            names.nonce: nonce,
            names.signature: signature.upper() if settings.signature_case == "upper" else signature,
        }

    def _body(self, prepared: Prepared[ReplyModel], msgid: str, moment: datetime) -> bytes:
        signature = self._signer(prepared.input) if self._signer else Signature("", "")
        local = moment.astimezone(zone_of(self.protocol.utc_offset)).replace(tzinfo=None)
        filled: dict[str, object] = {
            "infno": prepared.operation.infno,
            "msgid": msgid,
            "now": local.isoformat(" ", "seconds"),
            "signer.cainfo": signature.cainfo,
            "signer.signtype": signature.signtype,
            "input": msgspec.Raw(prepared.input),
        }
        self._check_signature(prepared, filled)
        values = {
            row.name: filled.get(row.source, prepared.envelope.get(row.name, ""))
            for row in self.protocol.request_fields
        }
        return encoder.encode(
            {**values, **{key: value for key, value in prepared.envelope.items() if key not in values}}
        )

    def _check_signature(self, prepared: Prepared[ReplyModel], filled: Mapping[str, object]) -> None:
        rows = [row for row in self.protocol.request_fields if row.source.startswith("signer.")]
        problems = [problem for row in rows for problem in check_field(row, str(filled[row.source]))]
        if problems:
            operation = prepared.operation
            raise RequestInvalid(infno=operation.infno, title=operation.title, problems=tuple(problems))


def decode_exactly(content: bytes) -> Mapping[str, object]:
    """An ``input`` as plain data, numbers as Decimal."""
    return cast("Mapping[str, object]", msgspec.json.Decoder(float_hook=Decimal).decode(content))


def _plain(value: object) -> object:
    """Models and mappings as dicts with wire names, all the way down."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {(fields[name].alias or name): _plain(item) for name, item in value.__dict__.items() if name in fields}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
