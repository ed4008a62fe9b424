"""The gateway in front of the platform: headers, account, timestamp, signature, nonce, in this order."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from gdyb_runtime.model.protocol import GatewayErrorText, Protocol

_TIMESTAMP_DIGITS = 12
"""Seconds need ten digits; a value of thirteen is in milliseconds and far outside any window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of the gateway."""

    paasid: str
    secret_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Decides whether a request may pass.

    The signature is computed here, from the formula of the document, and not with the client's code or data, so that
    a mistake in either of them cannot agree with itself.
    """

    protocol: Protocol
    account: Account
    window: int
    """How many seconds the timestamp may lie in the past or in the future."""
    is_new_nonce: Callable[[str, float], bool]
    """Whether this nonce was not used within the nonce window; it counts as used from now on."""
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What cities call the printed headers; their programs are let in as well."""

    def check(self, headers: Mapping[str, str], now: float) -> GatewayErrorText | None:
        """The refusal of a request with these headers (names in lower case), or None when it may pass.

        The document prints no text for a repeated nonce. It is answered like a wrong signature and says why: the nonce
        is part of the signature, "不能重复" is a rule of signing, and the explanation printed for that text,
        请检查您的签名方式, is what the caller has to do. The three other texts would send him to his proxy, clock or
        account.
        """
        names = self.protocol.headers
        required = (names.paasid, names.signature, names.timestamp, names.nonce)
        provided = [self._value(headers, name) for name in required]
        if not all(provided):
            return self.refusal("MissingHeaders")
        paasid, signature, timestamp, nonce = provided
        if not _same(paasid, self.account.paasid):
            return self.refusal("UnknownAccount")
        if not self._is_current(timestamp, now):
            return self.refusal("SignatureExpired")
        if not _same(signature.lower(), sign(timestamp, self.account.secret_key, nonce)):
            return self.refusal("SignatureMismatch")
        # Only a signed nonce is remembered: otherwise anybody could use up the nonces of others.
        if not self.is_new_nonce(nonce, now):
            printed = self.refusal("SignatureMismatch")
            return replace(printed, message=f"{printed.message}{names.nonce} 在有效期内已经用过")
        return None

    def refusal(self, error: str) -> GatewayErrorText:
        """The printed answer for an error class; KeyError when the document prints none."""
        texts = {text.error: text for text in self.protocol.gateway_errors}
        return texts[error]

    def _value(self, headers: Mapping[str, str], name: str) -> str:
        values = (headers.get(known.lower(), "").strip() for known in (name, *self.other_names.get(name, ())))
        return next(filter(None, values), "")

    def _is_current(self, timestamp: str, now: float) -> bool:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _TIMESTAMP_DIGITS):
            return False
        return abs(now - int(timestamp)) <= self.window


def sign(timestamp: str, secret_key: str, nonce: str) -> str:
    """x-tif-signature = sha256(x-tif-timestamp + secretKey + x-tif-nonce + x-tif-timestamp), in lower-case hex.

    Header values come as Latin-1, as HTTP servers hand over whatever bytes were sent.
    """
    stamp = timestamp.encode("latin-1")
    return hashlib.sha256(stamp + secret_key.encode() + nonce.encode("latin-1") + stamp).hexdigest()


def _same(provided: str, expected: str) -> bool:
    return hmac.compare_digest(provided.encode("latin-1", "replace"), expected.encode())
