"""How ``input`` is signed: what the settings say of it, without the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from pydantic import SecretStr

CainfoEncoding = Literal["base64", "hex"]
Sm2Form = Literal["raw", "asn1"]
DEFAULT_SM2_USER_ID = "1234567812345678"
"""The default user id of GM/T 0009."""


class SignatureOptions(Protocol):
    """The settings that a signer is made of; see RuntimeSettings."""

    @property
    def signtype(self) -> Literal["SM2", "SM3"] | None: ...
    @property
    def cainfo_encoding(self) -> CainfoEncoding | None: ...
    @property
    def sm2_private_key(self) -> SecretStr | None: ...
    @property
    def sm2_private_key_file(self) -> Path | None: ...
    @property
    def sm2_user_id(self) -> str: ...
    @property
    def sm2_form(self) -> Sm2Form: ...
