"""Personal columns at rest: sealed with a key, or masked where there is none."""

import zlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from gdyb_runtime.redaction import mask_text
from gdyb_workflows.at_rest.errors import LedgerKeyWrong

__all__ = [
    "Vault",
    "is_mask",
    "masked",
    "new_key",
]

_MODE_SEALED = "sealed"
_MODE_MASKED = "masked"
_KNOWN_TEXT = b"gdyb ledger"
_KEPT_IN_FRONT, _KEPT_BEHIND = 4, 1


def new_key() -> str:
    """A fresh random key as a text of 44 characters."""
    return Fernet.generate_key().decode("ascii")


class Vault:
    """Seals and opens personal values.

    `keys` are texts of `new_key`; the first one seals, all of them open. Without any, values are masked for good: a
    sealed text can be opened again, a masked one cannot.

    Raises:
        LedgerKeyWrong: for a text that is no key.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._keys = [key.strip() for key in keys]
        try:
            self._fernet = MultiFernet([Fernet(key) for key in self._keys]) if keys else None
        except ValueError:
            raise LedgerKeyWrong(reason="应为 44 个字符，由 new_key 生成") from None

    @property
    def is_sealing(self) -> bool:
        """Whether there is a key."""
        return self._fernet is not None

    def mark(self) -> str:
        """What a ledger remembers of the way its values are kept."""
        return f"{_MODE_SEALED}:{self.seal(_KNOWN_TEXT.decode())}" if self._fernet else _MODE_MASKED

    def check(self, mark: str, where: str) -> None:
        """Refuses a ledger whose values were kept otherwise.

        Raises:
            LedgerKeyWrong: no key for a sealed ledger, a key for a masked one, or another key.
        """
        mode, _, sealed = mark.partition(":")
        if mode == _MODE_SEALED and self._fernet is None:
            raise LedgerKeyWrong(where=where, reason="已加密，请给出建立时的密钥（GDYB_CLEARING_KEY 或系统钥匙串）")
        if mode == _MODE_MASKED and self._fernet is not None:
            raise LedgerKeyWrong(where=where, reason="建立时没有密钥，个人信息只留了掩码；请去掉密钥，或换一个新的")
        if self._fernet is not None and self._open(sealed, where) != _KNOWN_TEXT.decode():
            raise LedgerKeyWrong(where=where, reason="与建账时的密钥不同")

    def is_current(self, mark: str) -> bool:
        """Whether the key that seals now is the one that the mark was sealed with."""
        if not self._keys:
            return True
        try:
            Fernet(self._keys[0]).decrypt(mark.partition(":")[2].encode("ascii"))
        except InvalidToken:
            return False
        return True

    def seal(self, text: str) -> str:
        """A personal value as it is stored."""
        if not text:
            return ""
        return self._fernet.encrypt(text.encode("utf-8")).decode("ascii") if self._fernet else masked(text)

    def open(self, stored: str, where: str = "") -> str:
        """A stored value as it was; a masked one stays masked."""
        return self._open(stored, where) if self._fernet and stored else stored

    def seal_note(self, text: str) -> str:
        """A free text, which may hold anything."""
        return self.seal(text) if self._fernet else mask_text(text)

    def seal_foreign(self, text: str) -> str:
        """A text of the platform, which may name people that nobody here knows; nothing is kept without a key."""
        return self.seal(text) if self._fernet else ""

    def seal_bytes(self, content: bytes) -> bytes | None:
        """A whole reply, packed; None where there is no key, since nobody knows what it holds."""
        return self._fernet.encrypt(zlib.compress(content, 6)) if self._fernet else None

    def open_bytes(self, stored: bytes, where: str = "") -> bytes:
        """A whole reply as it was."""
        assert self._fernet is not None
        try:
            return zlib.decompress(self._fernet.decrypt(stored))
        except InvalidToken:
            raise LedgerKeyWrong(where=where, reason="与建账时的密钥不同") from None

    def _open(self, stored: str, where: str) -> str:
        assert self._fernet is not None
        try:
            return self._fernet.decrypt(stored.encode("ascii")).decode("utf-8")
        except (InvalidToken, UnicodeError):
            raise LedgerKeyWrong(where=where, reason="与建账时的密钥不同") from None


def masked(text: str) -> str:
    """A personal value of which only a little is left, of the same length."""
    hidden = len(text) - _KEPT_IN_FRONT - _KEPT_BEHIND
    if hidden < _KEPT_IN_FRONT:
        return "*" * len(text)
    return text[:_KEPT_IN_FRONT] + "*" * hidden + text[len(text) - _KEPT_BEHIND :]


def is_mask(stored: str, text: str) -> bool:
    """Whether a stored value can be the mask of this one."""
    return stored == masked(text)
