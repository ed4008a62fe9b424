"""A miniature of the generated package: six invented interfaces, one protocol, two clients. Nothing in it is real."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gdyb_runtime.client.base import BaseAsyncClient, BaseClient
from gdyb_runtime.config.settings import RuntimeSettings
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation, Paging
from gdyb_runtime.model.protocol import (
    AnswerText,
    EnvelopeField,
    GatewayErrorText,
    HeaderNames,
    MsgidRule,
    Protocol,
    SignatureRule,
)
from gdyb_runtime.model.rules import CountEquals, Forbidden, RequiredWhen
from gdyb_runtime.model.types import OneOf, Sensitive, Text

from . import i9901, i9902, i9903, i9904, i9905, i9906

SECRET = "s3cr3t-0123456789"
OPTER_NAME = "欧阳经办"
INSTITUTION = "H44000000001"

_OPTER_TYPES = (("1", "经办人"), ("2", "自助终端"))


def _field(name: str, label: str, length: int | None, **more: object) -> EnvelopeField:
    return EnvelopeField(name=name, label=label, length=length, **more)  # type: ignore[arg-type]


PROTOCOL = Protocol(
    method="POST",
    content_type="application/json",
    charset="utf-8",
    utc_offset="+08:00",
    headers=HeaderNames(paasid="x-paasid", signature="x-signature", timestamp="x-timestamp", nonce="x-nonce"),
    signature=SignatureRule(algorithm="sha256", parts=("timestamp", "secret_key", "nonce", "timestamp")),
    timestamp_window=1800,
    nonce_window=600,
    gateway_errors=(
        GatewayErrorText(
            errcode=401, message="缺少服务调用的请求头!", error="MissingHeaders", explanation="缺请求头。"
        ),
        GatewayErrorText(
            errcode=401, message="签名时间戳超时!", error="SignatureExpired", explanation="默认为30分钟。"
        ),
        GatewayErrorText(errcode=401, message="非法用户!", error="UnknownAccount", explanation="AK不合法"),
        GatewayErrorText(errcode=401, message="签名不一致!", error="SignatureMismatch", advice="核对密钥。"),
    ),
    error_code_keys=("errcode", "code"),
    error_text_keys=("message", "errmsg", "msg"),
    envelope_keys=("data",),
    request_fields=(
        _field("infno", "交易编号", None, required=True, source="infno"),
        _field("msgid", "发送方报文ID", 30, required=True, source="msgid"),
        _field("insuplc_admdvs", "参保地医保区划", 6, source="settings", required_when_input_has="psn_no"),
        _field("cainfo", "数字签名信息", 1024, source="signer.cainfo"),
        _field("signtype", "签名类型", 10, source="signer.signtype"),
        _field("opter_type", "经办人类别", 3, required=True, source="settings", values=_OPTER_TYPES),
        _field("opter_name", "经办人姓名", 50, required=True, source="settings", sensitive="name"),
        _field("inf_time", "交易时间", 19, required=True, source="now", kind="datetime"),
        _field("fixmedins_code", "定点医药机构编号", 12, required=True, source="settings"),
        _field("sign_no", "交易签到流水号", 30, source="settings"),
        _field("input", "交易输入", 40000, required=True, source="input", kind="json"),
    ),
    reply_fields=(
        _field("infcode", "交易状态码", 4, required=True, kind="whole"),
        _field("inf_refmsgid", "接收方报文ID", 30, required=True, pattern="^[0-9]{30}$", hint="30 位数字"),
        _field("refmsg_time", "接收报文时间", 17),
        _field("err_msg", "错误信息", 200),
        _field("output", "交易输出", 40000, kind="json"),
    ),
    input_limit=40000,
    success=0,
    failures=(-1,),
    answers=(
        AnswerText(pattern="超时|timed out", outcome="unknown"),
        AnswerText(pattern="(?<!人员)重复|已办", outcome="already_done", infnos=("9901",)),
    ),
    msgid=MsgidRule(institution=12, time=14, sequence=4),
)


class Settings(RuntimeSettings):
    """Settings of the miniature."""

    __schemas__ = "support.mini.schemas"

    insuplc_admdvs: Annotated[str, Text(6), Field(title="参保地医保区划")] | None = None
    opter_type: Annotated[str, Text(3), OneOf("opter_type", _OPTER_TYPES)]
    opter_name: Annotated[str, Text(50), Sensitive("name")]
    fixmedins_code: Annotated[str, Text(12)]
    sign_no: Annotated[str, Text(30), Field(title="交易签到流水号")] | None = None


def settings(**changes: object) -> Settings:
    """Complete settings with some values changed."""
    values: dict[str, object] = {
        "base_url": "http://gateway.invalid/hgs/",
        "paasid": "mini_app",
        "secret_key": SECRET,
        "opter_type": "1",
        "opter_name": OPTER_NAME,
        "fixmedins_code": INSTITUTION,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


CONFIRM = Operation(
    infno="9901",
    name="confirm_rows",
    title="明细确认",
    effect="command",
    input_type=i9901.Input,
    output_type=i9901.Output,
    rules=(
        CountEquals(field="data.totalrow", rows="detail", label="总行数"),
        RequiredWhen(field="data.card_sn", label="卡识别码", when="data.cert_type", values=("03",)),
        RequiredWhen(field="detail.reason", label="原因", when="detail.flag", values=("0",)),
        Forbidden(field="data.otransid", label="原交易流水号", value="0", hint="请用 revoke_period"),
    ),
)
EXTRACT = Operation(
    infno="9902",
    name="extract_rows",
    title="提取明细",
    effect="query",
    input_type=i9902.Input,
    output_type=i9902.Output,
    paging=Paging(field="data.startrow", first=1, size=3, rows="data", key="setl_sn"),
)
PERSON = Operation(
    infno="9903",
    name="read_person",
    title="人员信息",
    effect="query",
    input_type=i9903.Input,
    output_type=i9903.Output,
)
PERIOD = Operation(
    infno="9904",
    name="revoke_period",
    title="整期回退",
    effect="command",
    input_type=i9904.Input,
    output_type=i9904.Output,
    fixed={"data": {"otransid": "0"}},
)
UPLOAD = Operation(
    infno="9905",
    name="send_file",
    title="文件上送",
    effect="command",
    input_type=i9905.Input,
    output_type=i9905.Output,
)
DOWNLOAD = Operation(
    infno="9906",
    name="fetch_file",
    title="文件取回",
    effect="query",
    input_type=i9906.Input,
    output_type=i9906.Output,
    file_reply=True,
)

ALL = (CONFIRM, EXTRACT, PERSON, PERIOD, UPLOAD, DOWNLOAD)


def by_infno(infno: str) -> Operation[RequestModel, ReplyModel]:
    """The operation of a number."""
    found: dict[str, Operation[RequestModel, ReplyModel]] = {operation.infno: operation for operation in ALL}
    if infno not in found:
        raise KeyError(f"没有这个接口，现有 {'、'.join(found)}")
    return found[infno]


class Client(BaseClient):
    """Sync client of the miniature; repeats at once."""

    protocol = PROTOCOL
    settings_type = Settings
    find_operation = staticmethod(by_infno)
    retry_delay = (0.001, 0.01)


class AsyncClient(BaseAsyncClient):
    """Async client of the miniature; repeats at once."""

    protocol = PROTOCOL
    settings_type = Settings
    find_operation = staticmethod(by_infno)
    retry_delay = (0.001, 0.01)
