"""SM3 digests and SM2 signatures for the envelope's ``cainfo`` and ``signtype``; off unless settings or caller ask.

Both are taken over exactly the serialised ``input`` that goes on the wire. SM2 needs the extra ``gdyb[sm]``, SM3 only
where Python's OpenSSL has none.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Self

from pydantic import SecretStr

from gdyb_runtime.local.environment import env_name
from gdyb_runtime.signing.signers import Signature, Signer

from ._options import DEFAULT_SM2_USER_ID, CainfoEncoding, SignatureOptions, Sm2Form
from ._sm_keys import FILE_SETTING, SETTING, invalid_setting, load_private_key, missing_extra, read_private_key

__all__ = ["Sm2Signer", "Sm3Signer", "configured_signer", "sm3_digest"]

_SIZE = 32
_LONGEST_USER_ID = 0x7FFF // 8
"""Bytes; the standard counts their bits in two bytes, of which gmalg uses fifteen bits."""


def sm3_digest(content: bytes) -> bytes:
    """The 32 bytes of GB/T 32905, by OpenSSL where it knows SM3, else by gmalg.

    Raises:
        SettingsInvalid: when neither is there.
    """
    try:
        return hashlib.new("sm3", content).digest()
    except ValueError:
        return _gmalg_digest(content)


class Sm3Signer:
    """Fills ``cainfo`` with the SM3 digest of the input, ``signtype`` with ``SM3``."""

    def __init__(self, *, encoding: CainfoEncoding = "hex") -> None:
        self._encoding: CainfoEncoding = encoding

    def __call__(self, content: bytes) -> Signature:
        return Signature(cainfo=_as_text(sm3_digest(content), self._encoding), signtype="SM3")

    def __repr__(self) -> str:
        return f"Sm3Signer(encoding={self._encoding!r})"


class Sm2Signer:
    """Fills ``cainfo`` with the SM3withSM2 signature of the input, ``signtype`` with ``SM2``; threads may share it.

    ``private_key``: 64 hex digits, or PEM or DER (PKCS#8, SEC1), or base64 of either. ``form``: ``raw`` is r and s
    after each other, 64 bytes; ``asn1`` the DER sequence of both.

    Raises:
        SettingsInvalid: when key or user id is unusable or the extra ``gdyb[sm]`` is missing; never quotes the key.
    """

    def __init__(
        self,
        private_key: str | bytes | SecretStr,
        *,
        user_id: str = DEFAULT_SM2_USER_ID,
        form: Sm2Form = "raw",
        encoding: CainfoEncoding = "base64",
    ) -> None:
        try:
            from gmalg import SM2
        except ImportError:
            raise missing_extra("signtype") from None
        self._key = load_private_key(private_key)
        self._user_id = _user_id(user_id)
        self._form: Sm2Form = form
        self._encoding: CainfoEncoding = encoding
        self._public_key = bytes(SM2().generate_pk(bytes.fromhex(self._key.get_secret_value())))

    @classmethod
    def from_file(
        cls,
        path: str | os.PathLike[str],
        *,
        user_id: str = DEFAULT_SM2_USER_ID,
        form: Sm2Form = "raw",
        encoding: CainfoEncoding = "base64",
    ) -> Self:
        """A signer with the key in a file."""
        return cls(read_private_key(Path(path)), user_id=user_id, form=form, encoding=encoding)

    @property
    def public_key(self) -> str:
        """The public key to register at the platform: 130 hex digits, ``04`` + x + y."""
        return self._public_key.hex()

    def __call__(self, content: bytes) -> Signature:
        from gmalg import SM2

        # One each time: an SM2 keeps the state of its hash and must not be shared between threads.
        key = bytes.fromhex(self._key.get_secret_value())
        r, s = SM2(key, self._user_id, self._public_key).sign(content)
        return Signature(cainfo=_as_text(self._joined(r, s), self._encoding), signtype="SM2")

    def __repr__(self) -> str:
        return f"Sm2Signer(user_id={self._user_id.decode('utf-8')!r}, form={self._form!r}, encoding={self._encoding!r})"

    def _joined(self, r: bytes, s: bytes) -> bytes:
        if self._form == "raw":
            return r.rjust(_SIZE, b"\0") + s.rjust(_SIZE, b"\0")
        return _asn1(int.from_bytes(r, "big"), int.from_bytes(s, "big"))


def configured_signer(settings: SignatureOptions) -> Signer | None:
    """The signer that the settings ask for, None by default.

    Raises:
        SettingsInvalid: when the key is missing, given twice or unusable, or the extra ``gdyb[sm]`` is missing.
    """
    if settings.signtype is None:
        return None
    if settings.signtype == "SM3":
        return Sm3Signer(encoding=settings.cainfo_encoding or "hex")
    return Sm2Signer(
        _configured_key(settings),
        user_id=settings.sm2_user_id,
        form=settings.sm2_form,
        encoding=settings.cainfo_encoding or "base64",
    )


def _configured_key(settings: SignatureOptions) -> SecretStr:
    key, file = settings.sm2_private_key, settings.sm2_private_key_file
    if key is not None and file is None:
        return key
    if key is None and file is not None:
        return read_private_key(file)
    message = f"{env_name(SETTING)} 与 {env_name(FILE_SETTING)} 应给且只给一个"
    raise invalid_setting(SETTING, message, label="SM2 私钥", rule="required")


def _user_id(text: str) -> bytes:
    """The user id as it enters the signature."""
    content = text.encode("utf-8", "replace") if isinstance(text, str) else b""
    if not 0 < len(content) <= _LONGEST_USER_ID or content.decode("utf-8") != text:
        message = f"应为 1 至 {_LONGEST_USER_ID} 个字节的文本"
        raise invalid_setting("sm2_user_id", message, label="SM2 用户标识", rule="length")
    return content


def _gmalg_digest(content: bytes) -> bytes:
    try:
        from gmalg import SM3
    except ImportError:
        raise missing_extra("signtype") from None
    digest = SM3()
    digest.update(content)
    return bytes(digest.value())


def _asn1(r: int, s: int) -> bytes:
    from pyasn1.codec.der.encoder import encode
    from pyasn1_modules.rfc3279 import ECDSA_Sig_Value

    value = ECDSA_Sig_Value()
    value["r"], value["s"] = r, s
    return bytes(encode(value))


def _as_text(content: bytes, encoding: CainfoEncoding) -> str:
    return content.hex() if encoding == "hex" else base64.b64encode(content).decode("ascii")
