"""SM2 private keys as hospitals get them: hex digits, PEM or DER (PKCS#8, SEC1), or base64 of either."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.local.environment import env_name
from gdyb_runtime.problems import Problem

SETTING = "sm2_private_key"
FILE_SETTING = "sm2_private_key_file"

_LABEL = "SM2 私钥"
_SIZE = 32
_LARGEST_FILE = 100_000
_CURVE = "1.2.156.10197.1.301"
# GB/T 32918.5: the order of the curve's base point; a key lies between 1 and the order less 2.
_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_HEX = re.compile(r"(?:0x)?(?:00)?([0-9A-Fa-f]{64})", re.ASCII)
_PEM = re.compile(r"-----BEGIN (?P<kind>[A-Z0-9 ]*PRIVATE KEY)-----(?P<body>.*?)-----END (?P=kind)-----", re.DOTALL)
_MALFORMED = "无法识别；应为 64 位十六进制，或 PEM、DER（PKCS#8、SEC1）格式的私钥，或其 base64"
_ENCRYPTED = "有口令保护；请先去掉口令，例如 openssl pkcs8 -in 原文件 -out 新文件"
_OTHER_CURVE = "不是 SM2 曲线上的私钥"
_OUT_OF_RANGE = "不在 SM2 私钥的取值范围内，请检查复制是否完整"


class _KeyRefused(Exception):
    """Its text says why, without a byte of the key."""


def read_private_key(path: Path) -> SecretStr:
    """The key in a file, as 64 hex digits.

    Raises:
        SettingsInvalid: when the file cannot be read or holds no usable key; never quotes the file.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE)
    except OSError as error:
        raise invalid_setting(FILE_SETTING, f"无法读取（{error.strerror}）", label=_LABEL) from None
    return load_private_key(content, setting=FILE_SETTING)


def load_private_key(content: str | bytes | SecretStr, *, setting: str = SETTING) -> SecretStr:
    """The key as 64 hex digits.

    Raises:
        SettingsInvalid: when it is no usable key, or the extra ``gdyb[sm]`` is missing; never quotes it.
    """
    if isinstance(content, SecretStr):
        content = content.get_secret_value()
    reason = ""
    try:
        return _checked(_key_bytes(content))
    except _KeyRefused as error:
        reason = str(error)
    # Raised outside, so that no chained exception holds a part of the key.
    raise invalid_setting(setting, reason, label=_LABEL)


def missing_extra(setting: str) -> SettingsInvalid:
    """What to install."""
    return invalid_setting(setting, '缺少国密组件，请安装：pip install "gdyb[sm]"', rule="extra_missing")


def invalid_setting(setting: str, message: str, *, label: str = "", rule: str = "sm2_key") -> SettingsInvalid:
    """One problem with a setting, named as its environment variable."""
    problem = Problem(path=env_name(setting), field=setting, label=label, message=message, rule=rule)
    return SettingsInvalid(problems=(problem,))


def _checked(key: bytes) -> SecretStr:
    if not 1 <= int.from_bytes(key, "big") <= _ORDER - 2:
        raise _KeyRefused(_OUT_OF_RANGE)
    return SecretStr(key.hex())


def _key_bytes(content: str | bytes) -> bytes:
    text = content if isinstance(content, str) else _as_text(content)
    if text is None:
        return _from_der(content if isinstance(content, bytes) else b"")
    compact = "".join(text.split())
    if match := _HEX.fullmatch(compact):
        return bytes.fromhex(match[1])
    if match := _PEM.search(text):
        if "ENCRYPTED" in match[0]:
            raise _KeyRefused(_ENCRYPTED)
        compact = "".join(match["body"].split())
    der = _from_base64(compact)
    return der if len(der) == _SIZE else _from_der(der)


def _as_text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise _KeyRefused(_MALFORMED) from None


def _from_der(der: bytes) -> bytes:
    try:
        from pyasn1.type.univ import ObjectIdentifier
        from pyasn1_modules.rfc5208 import EncryptedPrivateKeyInfo, PrivateKeyInfo
        from pyasn1_modules.rfc5915 import ECPrivateKey
    except ImportError:
        raise missing_extra(SETTING) from None
    if (wrapped := _decoded(der, PrivateKeyInfo())) is not None:
        algorithm = wrapped["privateKeyAlgorithm"]
        parameters = algorithm["parameters"]
        curve = _decoded(bytes(parameters), ObjectIdentifier()) if parameters.isValue else None
        # Some tools name the curve as the algorithm itself.
        if _CURVE not in (str(algorithm["algorithm"]), str(curve)):
            raise _KeyRefused(_OTHER_CURVE)
        der = bytes(wrapped["privateKey"])
    key = _decoded(der, ECPrivateKey())
    if key is None:
        raise _KeyRefused(_MALFORMED if _decoded(der, EncryptedPrivateKeyInfo()) is None else _ENCRYPTED)
    if key["parameters"].isValue and str(key["parameters"]["namedCurve"]) != _CURVE:
        raise _KeyRefused(_OTHER_CURVE)
    octets = bytes(key["privateKey"]).lstrip(b"\0")
    if len(octets) > _SIZE:
        raise _KeyRefused(_OUT_OF_RANGE)
    return octets.rjust(_SIZE, b"\0")


def _decoded(der: bytes, schema: Any) -> Any:
    from pyasn1.codec.der.decoder import decode
    from pyasn1.error import PyAsn1Error

    try:
        value, rest = decode(der, asn1Spec=schema)
    except PyAsn1Error:
        return None
    return None if rest else value
