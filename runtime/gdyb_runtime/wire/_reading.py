"""From an HTTP answer to a Reply or the right error."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from gdyb_runtime.clock import Clock
from gdyb_runtime.config.settings import RuntimeSettings
from gdyb_runtime.errors import (
    GATEWAY_ERRORS,
    BusinessError,
    GatewayRefused,
    GdybError,
    ReplyDeparts,
    ReplyUnreadable,
    SignatureExpired,
)
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.protocol import GatewayErrorText, Protocol

from ._decode import Undecodable, decode_body
from ._files import NoFile, carried_reply, file_reply, is_file
from ._incoming import (
    ERR_MSG,
    INF_REFMSGID,
    OUTPUT,
    GatewayAnswer,
    Message,
    NoEnvelope,
    check_reply,
    error_text,
    read_envelope,
    refuse_contradiction,
)
from ._lenient import read_output
from ._outcomes import found_answer, outcome_of
from .messages import HttpResponse
from .reply import Reply

OutputT = TypeVar("OutputT", bound=ReplyModel)

_LARGEST_SKEW = 86_400.0
"""Seconds; a larger skew needs a person, and a wild Date header must not push msgids ahead for good."""

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
    sent: Mapping[str, object],
) -> Reply[OutputT]:
    """The reply of a successful call; any other answer is raised as its error, decided by the body alone."""
    if operation.file_reply and is_file(protocol, response):
        return _checked(settings, operation, file_reply(protocol, operation, response, msgid), sensitive_values)
    try:
        value, problems = decode_body(response.body)
        refuse_contradiction(problems)
        answer = read_envelope(protocol, value)
        if isinstance(answer, Message) and answer.infcode == protocol.success and operation.file_reply:
            reply = carried_reply(protocol, operation, answer, response.body, msgid)
            error: GdybError | None = _departure(settings, reply)
        elif isinstance(answer, Message) and answer.infcode == protocol.success:
            output, departures = read_output(operation.output_type, answer.envelope.get(OUTPUT))
            unfit = [problem for rule in operation.reply_rules for problem in rule.check(sent, output)]
            reply = Reply(
                output=output,
                infcode=answer.infcode,
                inf_refmsgid=answer.text(INF_REFMSGID),
                err_msg=answer.text(ERR_MSG),
                msgid=msgid,
                warnings=(*problems, *answer.problems, *check_reply(protocol, answer), *departures, *unfit),
                trace_id=answer.trace_id,
                raw=response.body,
                envelope=answer.envelope,
            )
            error = _departure(settings, reply)
        elif isinstance(answer, Message):
            error = _business_error(protocol, settings, operation, answer, response)
        else:
            error = _gateway_error(protocol, settings, clock, answer, response)
    except (Undecodable, NoEnvelope, NoFile) as reason:
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
    """Adds to an error the call's context and whether the call may be repeated."""
    error.infno, error.title = operation.infno, operation.title
    error.msgid = msgid
    error.masker += sensitive_values
    repeatable = error.outcome == "unknown" and operation.effect == "query" and not error.lasting
    error.retry_safe = error.retry_safe or repeatable


def _checked(
    settings: RuntimeSettings,
    operation: Operation[RequestModel, OutputT],
    reply: Reply[OutputT],
    sensitive_values: tuple[str, ...],
) -> Reply[OutputT]:
    error = _departure(settings, reply)
    if error is None:
        return reply
    about(error, operation, msgid=reply.msgid, sensitive_values=sensitive_values)
    raise error


def _departure(settings: RuntimeSettings, reply: Reply[ReplyModel]) -> GdybError | None:
    if settings.strict_replies and reply.warnings:
        return ReplyDeparts(problems=reply.warnings, reply=reply)
    return None


def _business_error(
    protocol: Protocol,
    settings: RuntimeSettings,
    operation: Operation[RequestModel, ReplyModel],
    message: Message,
    response: HttpResponse,
) -> BusinessError:
    err_msg = message.text(ERR_MSG) or error_text(protocol, message.envelope)
    answer = found_answer((*settings.city_answers(), *protocol.answers), operation.infno, err_msg)
    outcome = outcome_of(protocol, operation, message.infcode, answer)
    return BusinessError(
        outcome=outcome,
        asks_for_sign_in=outcome == "refused" and answer is not None and answer.signs_in,
        finds_nothing=outcome == "refused" and answer is not None and answer.finds_nothing,
        effect=operation.effect,
        ask=operation.ask,
        infcode=message.infcode,
        err_msg=err_msg,
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
        _mend_clock(error, settings, clock, clock.skew_of(response.header("date")))
    return error


def _mend_clock(error: SignatureExpired, settings: RuntimeSettings, clock: Clock, skew: float | None) -> None:
    error.skew_seconds, error.correct_clock = skew, settings.correct_clock
    if settings.correct_clock and skew is not None and _is_worth_correcting(skew, clock):
        clock.offset = skew
        error.retry_safe = True


def _is_worth_correcting(skew: float, clock: Clock) -> bool:
    return abs(skew) <= _LARGEST_SKEW and abs(skew - clock.offset) > _WORTH_CORRECTING


def _same_text(known: GatewayErrorText, answer: GatewayAnswer) -> bool:
    # A number must be the printed one; some gateways of the family write a text of their own in its place, or go on
    # behind the printed text.
    same_code = isinstance(answer.errcode, str) or answer.errcode == known.errcode
    return same_code and _bare(answer.message).startswith(_bare(known.message))


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
