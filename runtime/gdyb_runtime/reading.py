"""From an HTTP answer to a Reply or the right error."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from .clock import Clock
from .decode import Undecodable, decode_body
from .errors import (
    GATEWAY_ERRORS,
    BusinessError,
    GatewayRefused,
    GdybError,
    ReplyDeparts,
    ReplyUnreadable,
    SignatureExpired,
)
from .files.download import DownloadedFile, is_octet_stream, looks_like_zip
from .incoming import (
    ERR_MSG,
    INF_REFMSGID,
    OUTPUT,
    GatewayAnswer,
    Message,
    NoEnvelope,
    check_reply,
    error_text,
    read_envelope,
)
from .lenient import read_output
from .messages import HttpResponse
from .models import ReplyModel, RequestModel
from .operation import Operation
from .protocol import GatewayErrorText, Protocol
from .reply import Reply
from .settings import RuntimeSettings

OutputT = TypeVar("OutputT", bound=ReplyModel)

_LARGEST_SKEW = 86_400.0
"""Seconds; a clock that is off by more wants a person, and a wild Date header must not push msgids ahead for good."""

_WORTH_CORRECTING = 5.0
"""Seconds; a smaller change of the clock cannot make an expired timestamp valid."""


def read_reply(
    protocol: Protocol,
    settings: RuntimeSettings,
    clock: Clock,
    operation: Operation[RequestModel, OutputT],
    response: HttpResponse,
    *,
    msgid: str,
    sensitive_values: tuple[str, ...],
) -> Reply[OutputT]:
    """The reply of a successful call; any other answer is raised as its error, decided by the body alone."""
    if operation.file_reply and is_file(protocol, response):
        return _file_reply(protocol, operation, response, msgid)
    try:
        value, problems = decode_body(response.body)
        answer = read_envelope(protocol, value)
        if isinstance(answer, Message) and answer.infcode == protocol.success and operation.file_reply:
            error: GdybError | None = _unreadable(response, "平台答复成功，却没有给文件")
        elif isinstance(answer, Message) and answer.infcode == protocol.success:
            output, departures = read_output(operation.output_type, answer.envelope.get(OUTPUT))
            reply = Reply(
                output=output,
                infcode=answer.infcode,
                inf_refmsgid=answer.text(INF_REFMSGID),
                err_msg=answer.text(ERR_MSG),
                msgid=msgid,
                warnings=(*problems, *check_reply(protocol, answer), *departures),
                trace_id=answer.trace_id,
                raw=response.body,
                envelope=answer.envelope,
            )
            error = _departure(settings, reply)
        elif isinstance(answer, Message):
            error = _business_error(protocol, answer, response)
        else:
            error = _gateway_error(protocol, settings, clock, answer, response)
    except (Undecodable, NoEnvelope) as reason:
        error = _unreadable(response, str(reason))
    except RecursionError:
        error = _unreadable(response, "嵌套过深")
    if error is None:
        return reply
    about(error, operation, msgid=msgid, sensitive_values=sensitive_values)
    raise error


def about(
    error: GdybError,
    operation: Operation[RequestModel, ReplyModel],
    *,
    msgid: str,
    sensitive_values: tuple[str, ...],
) -> None:
    """Tells an error which call it is about, and whether that call may be repeated."""
    error.infno, error.title = operation.infno, operation.title
    error.msgid, error.sensitive_values = msgid, sensitive_values
    repeatable = error.outcome == "unknown" and operation.effect == "query" and not error.lasting
    error.retry_safe = error.retry_safe or repeatable


def is_file(protocol: Protocol, response: HttpResponse) -> bool:
    """Whether the body is a file: it says so itself, or its Content-Type does and it is no message."""
    if looks_like_zip(response.body):
        return True
    if not (response.body and 200 <= response.status < 300 and is_octet_stream(response.header("content-type"))):
        return False
    try:
        # A gateway may label its errors like the file they replace.
        read_envelope(protocol, decode_body(response.body)[0])
    except (Undecodable, NoEnvelope, RecursionError):
        return True
    return False


def _file_reply(
    protocol: Protocol, operation: Operation[RequestModel, OutputT], response: HttpResponse, msgid: str
) -> Reply[OutputT]:
    return Reply(
        output=operation.output_type.model_construct(),
        infcode=protocol.success,
        inf_refmsgid="",
        err_msg="",
        msgid=msgid,
        raw=response.body,
        envelope={},
        download=DownloadedFile(response.body, name=f"{operation.infno}-{msgid}.zip"),
    )


def _departure(settings: RuntimeSettings, reply: Reply[ReplyModel]) -> GdybError | None:
    if settings.strict_replies and reply.warnings:
        return ReplyDeparts(problems=reply.warnings, reply=reply)
    return None


def _business_error(protocol: Protocol, message: Message, response: HttpResponse) -> BusinessError:
    return BusinessError(
        infcode=message.infcode,
        err_msg=message.text(ERR_MSG) or error_text(protocol, message.envelope),
        inf_refmsgid=message.text(INF_REFMSGID),
        trace_id=message.trace_id,
        http_status=response.status,
        raw=response.body,
    )


def _gateway_error(
    protocol: Protocol, settings: RuntimeSettings, clock: Clock, answer: GatewayAnswer, response: HttpResponse
) -> GatewayRefused:
    known = next((text for text in protocol.gateway_errors if _same_text(text, answer)), None)
    error_class = GATEWAY_ERRORS.get(known.error, GatewayRefused) if known else GatewayRefused
    error = error_class(
        outcome="refused" if known else "unknown",
        errcode=answer.errcode,
        message=answer.message,
        http_status=response.status,
        raw=response.body,
        explanation=known.explanation if known else "",
        advice=known.advice if known else "",
    )
    if isinstance(error, SignatureExpired):
        _mend_clock(error, settings, clock, clock.learn(response.header("date")))
    return error


def _mend_clock(error: SignatureExpired, settings: RuntimeSettings, clock: Clock, skew: float | None) -> None:
    error.skew_seconds = skew
    if settings.correct_clock and skew is not None and _is_worth_correcting(skew, clock):
        clock.offset = skew
        error.retry_safe = True


def _is_worth_correcting(skew: float, clock: Clock) -> bool:
    return abs(skew) <= _LARGEST_SKEW and abs(skew - clock.offset) > _WORTH_CORRECTING


def _same_text(known: GatewayErrorText, answer: GatewayAnswer) -> bool:
    # A number must be the printed one; some gateways of the family write a text of their own in its place.
    same_code = isinstance(answer.errcode, str) or answer.errcode == known.errcode
    return same_code and _bare(known.message) == _bare(answer.message)


def _bare(text: str) -> str:
    """Without blanks and closing punctuation, full-width forms as half-width: the document itself mixes them."""
    return unicodedata.normalize("NFKC", text).strip().rstrip("!.。 ")


def _unreadable(response: HttpResponse, reason: str) -> ReplyUnreadable:
    return ReplyUnreadable(
        reason=reason,
        http_status=response.status,
        content_type=response.header("content-type") or "",
        raw=response.body,
    )
