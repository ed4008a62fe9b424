"""The ledger's key in the operating system's keyring."""

from gdyb_workflows.at_rest.errors import LedgerKeyWrong

__all__ = ["store_key", "stored_keys"]

_SERVICE, _NAME = "gdyb", "clearing-ledger"


def stored_keys() -> tuple[str, ...]:
    """The keys in the keyring, none where it has none or where there is no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(_SERVICE, _NAME)
    except KeyringError:
        return ()
    return tuple(key for key in (text or "").split(",") if key.strip())


def store_key(key: str) -> None:
    """Puts a key into the keyring, in front of those that are there: they still open what they sealed.

    Raises:
        LedgerKeyWrong: when this system has no keyring that can be written.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, _NAME, ",".join((key, *stored_keys())))
    except KeyringError:
        raise LedgerKeyWrong(reason="这台机器没有可用的系统钥匙串，请把密钥放进 GDYB_CLEARING_KEY") from None
