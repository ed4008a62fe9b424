"""The document's gateway on a real socket, to develop and test against; synthetic people only.

    from gdyb import Client, Settings
    from gdyb_sandbox import Sandbox

    with Sandbox(rows=350, seed=7) as sandbox, Client(Settings(**sandbox.settings)) as client:
        ...

All names are loaded on first use; importing the package costs neither uvicorn nor Starlette.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb_sandbox._centre.confirmations import Clearing, read_clearing
    from gdyb_sandbox._centre.settlements import Settlement
    from gdyb_sandbox._options import Options
    from gdyb_sandbox._sandbox import Sandbox

__all__ = ["Clearing", "Options", "Sandbox", "Settlement", "read_clearing"]

_HOMES = {
    "Clearing": "_centre.confirmations",
    "Options": "_options",
    "Sandbox": "_sandbox",
    "Settlement": "_centre.settlements",
    "read_clearing": "_centre.confirmations",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
