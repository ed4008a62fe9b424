"""The token of this installation, which a page must send with every call."""

import base64
from pathlib import Path

from gdyb_runtime.local.database import data_file
from gdyb_runtime.local.secret_file import renew_secret, secret_of

__all__ = ["new_token", "token", "token_path"]

_BYTES = 32


def token_path() -> Path:
    """The file that holds it, readable for the owner only."""
    return data_file("reader-bridge.token")


def token(path: Path | None = None) -> str:
    """The token, made on first use; raises OSError or ValueError when its file cannot be used."""
    return _text(secret_of(path or token_path(), _BYTES))


def new_token(path: Path | None = None) -> str:
    """A new token in place of the old one, which a running bridge accepts until it ends."""
    return _text(renew_secret(path or token_path(), _BYTES))


def _text(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")
