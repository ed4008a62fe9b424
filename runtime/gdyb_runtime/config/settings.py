"""Settings every client needs. The generated package adds the envelope fields."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, FilePath, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.identity import normal_id
from gdyb_runtime.local.environment import PREFIX, env_name
from gdyb_runtime.model._shapes import shape_of
from gdyb_runtime.model.base import is_empty, masked_items
from gdyb_runtime.model.protocol import AnswerText, HeaderNames
from gdyb_runtime.problems import Problem, did_you_mean
from gdyb_runtime.signing._options import DEFAULT_SM2_USER_ID, CainfoEncoding, Sm2Form

from .cities import Cities
from .section import Section

__all__ = ["LONGEST_SECONDS", "RuntimeSettings", "Seconds", "split_address"]

_HEADER_TEXT = re.compile(r"[\x21-\x7e]+", re.ASCII)
_ADDRESS = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::(?P<port>[0-9]{1,5}))?", re.ASCII)

LONGEST_SECONDS = 86_400
Seconds = Annotated[float, Field(gt=0, le=LONGEST_SECONDS, allow_inf_nan=False)]


class RuntimeSettings(Section):
    """Where and how to call. The constructor reads no environment; ``from_env`` and ``from_file`` do.

    Raises:
        SettingsInvalid: listing everything missing or wrong, named ``GDYB_…``.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, validate_default=False)

    __paths__: ClassVar[tuple[str, ...]] = ("ca_file", "msgid_file", "sm2_private_key_file")

    __schemas__: ClassVar[str] = ""
    """Package that holds the published JSON Schemas, from which the labels of the envelope fields come."""
    __schema_file__: ClassVar[str] = "envelope"
    __schema_node__: ClassVar[str] = "Request"

    __cities__: ClassVar[Cities] = Cities()

    city: Annotated[str | None, Field(title="地市")] = None
    """Id of a city known to do something otherwise; its defaults hold where nothing else is said."""
    base_url: Annotated[str, Field(title="接口地址前缀")]
    """URL up to the interface number, http or https; a missing trailing slash is added."""
    paasid: Annotated[str, Field(title="应用编码")]
    secret_key: Annotated[SecretStr, Field(title="密钥")]
    connect_to: Annotated[str | None, Field(title="连接地址")] = None
    """``address`` or ``address:port`` to connect to while keeping the URL's host name; spares the hosts file."""
    connect_timeout: Annotated[Seconds, Field(title="连接超时（秒）")] = 10.0
    read_timeout: Annotated[Seconds, Field(title="读超时（秒）")] = 180.0
    write_timeout: Annotated[Seconds, Field(title="写超时（秒）")] = 60.0
    pool_timeout: Annotated[Seconds, Field(title="等待连接超时（秒）")] = 10.0
    total_timeout: Annotated[Seconds, Field(title="每次调用的总时限（秒）")] = 600.0
    """From the first attempt to the last byte of the last one; however the answer drips, the call ends here."""
    transfer_timeout: Annotated[Seconds, Field(title="传送文件的总时限（秒）")] = 3600.0
    """The same for calls that carry a file up or down."""
    max_pages: Annotated[int, Field(title="最多读取页数", ge=1)] = 10_000
    """Pages after which a query that never ends is given up."""
    ca_file: Annotated[FilePath | None, Field(title="CA 证书文件")] = None
    """PEM file of the authority that signed the gateway's certificate."""
    verify_tls: Annotated[bool, Field(title="校验 TLS 证书")] = True
    content_type: Annotated[str | None, Field(title="Content-Type")] = None
    """None means the protocol's."""
    escaping: Annotated[Literal["json", "printed"], Field(title="转义方式")] = "json"
    numbers: Annotated[Literal["number", "string"], Field(title="数值写法")] = "number"
    strict_replies: Annotated[bool, Field(title="严格校验答复")] = False
    """Raise ReplyDeparts where a reply departs from the tables, instead of listing it in ``reply.warnings``."""
    correct_clock: Annotated[bool, Field(title="自动校正时钟")] = False
    """After a timestamp error, sign once more with the gateway's time."""
    attempts: Annotated[int, Field(title="最多尝试次数", ge=1, le=10)] = 3
    """Attempts of a call whose repetition cannot do harm."""
    max_reply_bytes: Annotated[int, Field(title="答复大小上限（字节）", ge=1)] = 512 * 1024 * 1024
    """Largest answer that is read, downloads included; it is held in memory."""
    signature_case: Annotated[Literal["lower", "upper"], Field(title="签名大小写")] = "lower"
    msgid_file: Annotated[Path | None, Field(title="报文编号库文件")] = None
    """SQLite file of the msgid store; None means the user's data folder."""
    signtype: Annotated[Literal["SM2", "SM3"] | None, Field(title="签名类型")] = None
    """Fill ``cainfo`` with an SM2 signature or an SM3 digest of the input; None sends both fields empty."""
    cainfo_encoding: Annotated[CainfoEncoding | None, Field(title="cainfo 的编码")] = None
    """None means base64 for SM2, hex for SM3."""
    sm2_private_key: Annotated[SecretStr | None, Field(title="SM2 私钥")] = None
    """64 hex digits, or PEM or DER in base64; or give ``sm2_private_key_file``."""
    sm2_private_key_file: Annotated[FilePath | None, Field(title="SM2 私钥文件")] = None
    sm2_user_id: Annotated[str, Field(title="SM2 用户标识", min_length=1, max_length=1000)] = DEFAULT_SM2_USER_ID
    sm2_form: Annotated[Sm2Form, Field(title="SM2 签名格式")] = "raw"
    """``raw`` is r and s after each other, ``asn1`` the DER sequence of both."""

    if not TYPE_CHECKING:

        def __init__(self, /, **values: object) -> None:
            super().__init__(**values)
            if self.signtype is not None:
                from gdyb_runtime.signing._sm import configured_signer

                configured_signer(self)

    @classmethod
    def from_env(cls) -> Self:
        """Settings from the environment variables ``GDYB_`` + field name; an empty variable counts as not set."""
        try:
            return super().from_env()
        except SettingsInvalid as error:
            raise SettingsInvalid(problems=(*error.problems, *_misspelt(cls))) from None

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: object) -> object:
        if not isinstance(values, Mapping):
            return values
        known = shape_of(cls).known
        provided = {key: value for key, value in values.items() if not is_empty(value) or key not in known}
        return _city_defaults(cls.__cities__, provided.get("city")) | provided

    @field_validator("fixmedins_code", mode="before", check_fields=False)
    @classmethod
    def _normal_institution(cls, value: object) -> object:
        # One institution has one spelling: message ids, ledgers and runs are counted by it.
        return normal_id(value) if isinstance(value, str) else value

    @field_validator("city")
    @classmethod
    def _known_city(cls, value: str | None) -> str | None:
        try:
            cls.__cities__.choose(value)
        except LookupError as error:
            raise PydanticCustomError("city", "{text}", {"text": str(error.args[0])}) from None
        return value

    @field_validator("base_url")
    @classmethod
    def _whole_url(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            usable = False
        if not usable or any(char.isspace() or not char.isprintable() for char in value):
            raise PydanticCustomError("url", "应为 http:// 或 https:// 开头的完整地址，不含空格")
        if parts.query or parts.fragment or parts.username or parts.password:
            raise PydanticCustomError("url", "不能含有 ?、# 或用户名，写到交易编号之前为止")
        return value if value.endswith("/") else value + "/"

    @field_validator("connect_to")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None:
            split_address(value)
        return value

    @field_validator("paasid", "content_type")
    @classmethod
    def _header(cls, value: str | None) -> str | None:
        if value is not None and not _HEADER_TEXT.fullmatch(value.replace("; ", ";")):
            raise PydanticCustomError("header", "只能含有不带空格的 ASCII 可见字符")
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if not secret:
            raise PydanticCustomError("missing", "必填，没有给值")
        if not secret.isprintable():
            raise PydanticCustomError("secret", "含有不可见或无法编码的字符，请检查复制是否完整")
        if secret != secret.strip():
            raise PydanticCustomError("secret", "首尾有空白字符，请检查复制是否完整")
        return value

    def city_answers(self) -> tuple[AnswerText, ...]:
        """What texts of the city's platform say."""
        city = type(self).__cities__.choose(self.city)
        return city.answers if city else ()

    def header_names(self, printed: HeaderNames) -> HeaderNames:
        """The request headers as the city calls them."""
        city = type(self).__cities__.choose(self.city)
        overrides = dict(city.headers) if city else {}
        return HeaderNames(**{role: overrides.get(name, name) for role, name in asdict(printed).items()})

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        yield from masked_items(self)

    __str__ = Section.__repr__


def _city_defaults(cities: Cities, name: object) -> dict[str, object]:
    try:
        city = cities.choose(name) if name is None or isinstance(name, str) else None
    except LookupError:  # the field's own validator tells it
        city = None
    return {} if city is None else {"city": city.id, **dict(city.settings)}


def split_address(text: str) -> tuple[str, int | None]:
    """Host and port of ``connect_to``; raises a PydanticCustomError (a ValueError) in Chinese."""
    match = _ADDRESS.fullmatch(text)
    port = int(match["port"]) if match and match["port"] else None
    if match is None or port == 0 or (port or 0) > 65535:
        raise PydanticCustomError("address", "应为 IP 地址或 IP:端口")
    return match["host"].strip("[]"), port


def _misspelt(cls: type[RuntimeSettings]) -> Iterator[Problem]:
    known = {env_name(name) for name in cls.model_fields}
    for name in sorted(os.environ):
        hint = did_you_mean(name, known) if name.upper().startswith(PREFIX) and name.upper() not in known else ""
        if hint:
            yield Problem(path=name, field=name, message="没有这个配置项" + hint, rule="unknown_field")
