"""The signature of a call."""

from __future__ import annotations

import hashlib
import secrets

from gdyb_runtime.model.protocol import SignatureRule


def sign(rule: SignatureRule, *, timestamp: str, secret_key: str, nonce: str) -> str:
    """Lower-case hex digest over the parts in the rule's order, joined without separator, as UTF-8."""
    parts = {"timestamp": timestamp, "secret_key": secret_key, "nonce": nonce}
    return hashlib.new(rule.algorithm, "".join(parts[name] for name in rule.parts).encode("utf-8")).hexdigest()


def make_nonce() -> str:
    """32 random hex digits; needs no memory of earlier ones."""
    return secrets.token_hex(16)
