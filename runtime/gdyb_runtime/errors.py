"""Everything that can go wrong, one root.

    GdybError
    ├── RequestInvalid (ValueError)        not sent: the request departs from the printed tables
    ├── SettingsInvalid (ValueError)       not sent: settings missing or wrong
    ├── MsgidUnavailable                   not sent: the msgid store cannot be written
    ├── GatewayRefused                     the gateway answered with an error code
    │   ├── MissingHeaders
    │   ├── SignatureExpired
    │   ├── UnknownAccount
    │   └── SignatureMismatch
    ├── BusinessError                      the platform answered with an infcode other than success
    ├── TransportFailed                    no answer: not sent, or nobody knows
    ├── ReplyUnreadable                    an answer that is no message of the platform
    ├── ReplyTooLarge                      an answer beyond the limit of the settings, not read to its end
    ├── ReplyDeparts                       strict_replies: the call succeeded, its answer departs from the tables
    ├── ReplyFieldMissing (AttributeError) a required field that the platform did not send was read
    ├── ReplyFieldUnreadable (ValueError)  a field was read that the platform sent in a form nobody understands
    ├── FileInvalid (ValueError)           rows that do not fit the layout of the file to be written
    └── FileUnreadable (ValueError)        a zip or TXT file that cannot be read

``outcome`` says what is known of the request: ``not_sent``, ``refused`` (the platform did not carry it out),
``already_done`` (not this time: the platform says that the same was done before), ``accepted`` (it did) or ``unknown``.
``retry_safe`` says whether sending it again cannot do harm. Texts are made from
the attributes, name the interface, the msgid and what to do, and hold no personal data; attributes such as ``err_msg``
and ``raw`` hold what the platform sent. A pickled error keeps ``raw``, and of texts what may be shown.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Final, Literal, Self, TypeVar

from .problems import Problem, numbered
from .redaction import Masker

__all__ = [
    "GATEWAY_ERRORS",
    "BusinessError",
    "FileInvalid",
    "FileUnreadable",
    "GatewayRefused",
    "GdybError",
    "MissingHeaders",
    "MsgidUnavailable",
    "Outcome",
    "ReplyDeparts",
    "ReplyFieldMissing",
    "ReplyFieldUnreadable",
    "ReplyTooLarge",
    "ReplyUnreadable",
    "RequestInvalid",
    "SettingsInvalid",
    "SignatureExpired",
    "SignatureMismatch",
    "TransportFailed",
    "UnknownAccount",
]

Outcome = Literal["not_sent", "refused", "already_done", "accepted", "unknown"]

_ErrorT = TypeVar("_ErrorT", bound="GdybError")

_NEVER_PERSONAL: Final = frozenset({"infno", "title", "msgid", "outcome"})
_CHECK_FIRST = "不知道平台是否已经处理：不要直接重发，先向医保核对这笔业务的结果。"
_REPEATABLE = "查询类交易，可以重新调用。"


class GdybError(Exception):
    """Root of all errors of this library."""

    outcome: Outcome = "not_sent"
    retry_safe: bool = False
    lasting: bool = False
    """Whether a repetition would end the same way, so that even a query is not repeated by itself."""
    infno: str = ""
    """Interface number, empty when no interface is concerned."""
    title: str = ""
    """Chinese name of the interface."""
    msgid: str = ""
    """msgid of the attempt, empty when none was drawn."""
    masker: Masker = Masker()
    """Masks the personal values of the request in texts."""

    def __init__(self, **attributes: object) -> None:
        super().__init__()
        unknown = [name for name in attributes if not hasattr(type(self), name)]
        if unknown:
            raise TypeError(f"{type(self).__name__} has no attribute {', '.join(unknown)}")
        self.__dict__.update(attributes)

    def __str__(self) -> str:
        call = f"{self.infno} {self.title}".strip()
        return f"{call}：{self.explain()}" if call else self.explain()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __copy__(self) -> Self:
        return _rebuild(type(self), self.__dict__)

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return _rebuild(type(self), copy.deepcopy(self.__dict__, memo))

    def __reduce__(self) -> tuple[object, ...]:
        # The masker stays here, so texts leave masked: a pickle may end in a queue or a database.
        attributes = {
            name: self.masker.mask(value) if isinstance(value, str) and name not in _NEVER_PERSONAL else value
            for name, value in self.__dict__.items()
            if name != "masker"
        }
        return _rebuild, (type(self), attributes)

    def explain(self) -> str:
        """What happened and what to do, in Chinese, without personal data."""
        return ""

    def _masked(self, text: str, *, most: int = 500) -> str:
        flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
        masked = self.masker.mask(flat)
        return masked if len(masked) <= most else masked[:most] + "…"

    def _msgid_text(self) -> str:
        return f"（msgid={self.msgid}）" if self.msgid else ""


class RequestInvalid(GdybError, ValueError):
    """The request departs from the printed tables; nothing was sent. ``problems`` lists every departure."""

    problems: tuple[Problem, ...] = ()

    def explain(self) -> str:
        """All problems, numbered."""
        count = len(self.problems)
        return f"请求有 {count} 处不符合接口规范，没有发出：\n{numbered(self.problems)}\n请逐条改正后再调用。"


class SettingsInvalid(GdybError, ValueError):
    """Settings are missing or wrong; ``problems`` lists all of them."""

    problems: tuple[Problem, ...] = ()

    def explain(self) -> str:
        """All problems, numbered."""
        return f"配置有 {len(self.problems)} 处缺失或不正确：\n{numbered(self.problems)}\n请改正后再启动。"


class MsgidUnavailable(GdybError):
    """The msgid store could not be read or written; nothing was sent."""

    path: str = ""
    reason: str = ""

    def explain(self) -> str:
        """Which file failed, why and what to do."""
        return (
            f"无法读写报文编号库 {self.path}：{self.reason}，请求没有发出。"
            "请检查文件夹是否可写、磁盘是否已满，或用 GDYB_MSGID_FILE 指定本机磁盘上的其它位置。"
        )


class GatewayRefused(GdybError):
    """The gateway answered with an error code instead of a message of the platform.

    ``outcome`` is ``refused`` for the errors that the document lists, ``unknown`` for any other code.
    """

    errcode: int | str = ""
    message: str = ""
    """Text as received."""
    http_status: int = 0
    raw: bytes = b""
    explanation: str = ""
    """What the document says about this error."""
    advice: str = ""

    def explain(self) -> str:
        """The gateway's code and text, the document's explanation and what to do."""
        code = self._masked(str(self.errcode), most=40)
        text = f"网关拒绝 errcode={code}：{self._masked(self.message)}{self._msgid_text()}"
        advice = self.advice or (_CHECK_FIRST if self.outcome == "unknown" and not self.retry_safe else "")
        return "。".join(part.rstrip("。") for part in (text, self.explanation, self.detail(), advice) if part) + "。"

    def detail(self) -> str:
        """What only this kind of error can say."""
        return f"HTTP {self.http_status}" if self.outcome == "unknown" and self.http_status else ""


class MissingHeaders(GatewayRefused):
    """缺少服务调用的请求头: the gateway misses a signing header."""


class SignatureExpired(GatewayRefused):
    """签名时间戳超时: the timestamp is outside the gateway's window."""

    skew_seconds: float | None = None
    """Gateway's clock minus this machine's, None when the answer had no Date header."""
    correct_clock: bool = False
    """Whether the settings let the clock be corrected."""

    def detail(self) -> str:
        """How far this machine's clock is off, as far as the reply's Date header tells, and what correcting it does."""
        skew = self.skew_seconds
        if skew is None:
            known = "网关的答复没有 Date 头，无法得知时差"
            return f"{known}，correct_clock 也无从校正" if self.correct_clock else known
        known = f"本机时钟比网关{'慢' if skew > 0 else '快'} {abs(skew):.0f} 秒"
        if not self.correct_clock:
            return f"{known}；也可设置 correct_clock=true，由 SDK 按网关时间校正后重新签名"
        return f"{known}；correct_clock 已打开，仍被拒绝：它只校正一天以内的时差，且不重复校正"


class UnknownAccount(GatewayRefused):
    """非法用户: the gateway does not know the paasid."""


class SignatureMismatch(GatewayRefused):
    """签名不一致: signature and secret do not agree."""


class BusinessError(GdybError):
    """The platform answered with an infcode other than success; ``outcome`` tells what that says of the transaction.

    ``refused``: it was not carried out. ``already_done``: not this time, since the same was done before. ``unknown``:
    the code is not a printed one, or the words say that nobody knows, such as a time-out inside the platform.
    """

    outcome = "refused"
    infcode: int = -1
    err_msg: str = ""
    """Text as received; it may name persons. The text of this exception shows it masked."""
    asks_for_sign_in: bool = False
    """Whether the text asks for a new sign-in number; nothing was done then."""
    finds_nothing: bool = False
    """Whether the text says that the platform has nothing of what was asked for."""
    effect: str = ""
    ask: tuple[str, ...] = ()
    """Queries that tell whether the command was carried out, number and name."""
    inf_refmsgid: str = ""
    trace_id: str = ""
    """Tail ``hex@address`` of err_msg, which the platform's support needs."""
    http_status: int = 0
    raw: bytes = b""

    def explain(self) -> str:
        """infcode, masked err_msg, ids and what to do."""
        ids = [("msgid", self.msgid), ("inf_refmsgid", self.inf_refmsgid), ("追踪号", self.trace_id)]
        shown = "，".join(f"{name}={self._masked(value, most=100)}" for name, value in ids if value)
        reason = self._masked(self.err_msg) or "平台没有给出原因"
        return (
            f"平台返回失败 infcode={self.infcode}：{reason}（{shown}）。{self._advice()}看不懂时把以上编号提供给医保。"
        )

    def _advice(self) -> str:
        if self.outcome == "refused":
            return "交易没有成功，请按平台提示改正后再调用；"
        if self.effect == "query":
            return _REPEATABLE
        asked = f"先用 {'、'.join(self.ask)} 查询，或" if self.ask else "先"
        if self.outcome == "already_done":
            return f"平台说同一笔业务先前已经办理：不要改正后再发，{asked}向医保核对先前那一笔；"
        return f"这个答复不能说明交易是否办成：不要直接重发，{asked}向医保核对这笔业务的结果；"


class TransportFailed(GdybError):
    """No answer arrived. ``outcome`` is ``not_sent`` when nothing left this machine, else ``unknown``."""

    reason: str = ""
    effect: str = ""

    def explain(self) -> str:
        """What failed on the line and whether the request may be repeated."""
        if self.outcome == "not_sent":
            advice = "请求没有发出，可以重新调用；请检查医保专网、base_url、hosts 绑定（或 connect_to）和端口。"
        elif self.effect == "query":
            advice = _REPEATABLE
        else:
            advice = _CHECK_FIRST
        return f"{self.reason}{self._msgid_text()}。{advice}"


class ReplyUnreadable(GdybError):
    """The answer is no message of the platform; ``raw`` keeps its bytes."""

    outcome = "unknown"
    reason: str = ""
    http_status: int = 0
    content_type: str = ""
    raw: bytes = b""

    def explain(self) -> str:
        """Why the answer cannot be read, without quoting it."""
        kind = f"，Content-Type {self._masked(self.content_type, most=60)}" if self.content_type else ""
        advice = "可以重新调用；仍然如此请检查 base_url 和中间的代理。" if self.retry_safe else _CHECK_FIRST
        facts = f"HTTP {self.http_status}{kind}，{len(self.raw)} 字节"
        return f"答复无法识别：{self.reason}（{facts}）{self._msgid_text()}。{advice}"


class ReplyTooLarge(GdybError):
    """The answer is larger than ``max_reply_bytes`` of the settings; reading was given up. Repeating does not help."""

    outcome = "unknown"
    lasting = True
    limit: int = 0
    """Bytes."""

    def explain(self) -> str:
        """The limit and how to raise it."""
        return (
            f"答复超过 {self.limit} 字节，已停止接收{self._msgid_text()}。"
            "如果文件确实这样大，请调大 GDYB_MAX_REPLY_BYTES；交易类接口请先核对平台是否已经处理。"
        )


class ReplyDeparts(GdybError):
    """The call succeeded, but its answer departs from the tables or does not name what was done.

    Raised only under ``strict_replies`` or by paging; workflows give it as the error of a command that is ``accepted``.
    """

    outcome = "accepted"
    problems: tuple[Problem, ...] = ()
    err_msg: str = ""
    """The platform's text, as received; the text of this exception shows it masked."""
    reply: object = None
    """The reply itself, fully usable."""

    def explain(self) -> str:
        """All departures, numbered."""
        said = f"平台说明：{self._masked(self.err_msg)}\n" if self.err_msg else ""
        return (
            f"平台答复成功{self._msgid_text()}，但答复有 {len(self.problems)} 处不符合接口规范：\n"
            f"{numbered(self.problems)}\n{said}答复保留在 .reply 中；不要因此重发。"
        )


class ReplyFieldMissing(GdybError, AttributeError):
    """A required field was read that the platform did not send."""

    outcome = "accepted"
    field: str = ""
    label: str = ""

    def explain(self) -> str:
        """Which field is missing and how to ask for it safely."""
        name = f"{self.field} {self.label}".strip()
        return f"答复里没有 {name}（必填字段，平台没有返回），详见 reply.warnings 和 reply.raw。"


class ReplyFieldUnreadable(GdybError, ValueError):
    """A field was read that the platform sent in a form nobody understands, required or not.

    No AttributeError, and not caught by ``or_none``: what was sent must not pass for nothing. The model's
    ``model_extra`` keeps what came under the wire name.
    """

    outcome = "accepted"
    field: str = ""
    label: str = ""
    shape: str = ""
    """What the value looks like, 9 for a digit, A for a letter, 文 for any other character."""

    def explain(self) -> str:
        """Which field, what its value looks like, and where it is kept."""
        name = f"{self.field} {self.label}".strip()
        return (
            f"答复里的 {name} 有值但无法识别（形如 {self.shape}），不能当作没有值；"
            f"原文在该行的 model_extra[{self.field!r}] 和 reply.raw 中，请核对后处理，并把这种写法告诉维护者。"
        )


class FileInvalid(GdybError, ValueError):
    """Rows do not fit the layout of the file to be written; ``problems`` lists the first departures."""

    problems: tuple[Problem, ...] = ()
    label: str = ""
    """Chinese name of the file."""

    def explain(self) -> str:
        """The problems, numbered."""
        name = f"文件“{self.label}”" if self.label else "文件"
        return f"{name}没有写成，内容不符合格式：\n{numbered(self.problems)}\n请改正后重新生成。"


class FileUnreadable(GdybError, ValueError):
    """A zip or TXT file cannot be read; nothing was written anywhere."""

    outcome = "accepted"
    reason: str = ""

    def explain(self) -> str:
        """Why the file cannot be read, without quoting it."""
        return f"文件无法读取：{self._masked(self.reason)}。请保留原始文件，核对后重新下载或联系平台。"


GATEWAY_ERRORS: Mapping[str, type[GatewayRefused]] = {
    error.__name__: error for error in (MissingHeaders, SignatureExpired, UnknownAccount, SignatureMismatch)
}
"""The classes that a protocol's GatewayErrorText may name."""


def _rebuild(error_class: type[_ErrorT], attributes: Mapping[str, object]) -> _ErrorT:
    error = error_class()
    error.__dict__.update(attributes)
    return error
