"""The document's gateway on a real socket, to develop and test against; synthetic people only.

    from gdyb import Client, Settings
    from gdyb_sandbox import Sandbox

    with Sandbox(rows=350, seed=7) as sandbox, Client(Settings(**sandbox.settings)) as client:
        ...

All names are loaded on first use, so that `gdyb_sandbox.people` costs neither uvicorn nor Starlette.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb_sandbox.confirmations import Clearing, read_clearing
    from gdyb_sandbox.options import Options
    from gdyb_sandbox.sandbox import Sandbox

__all__ = ["Clearing", "Options", "Sandbox", "read_clearing"]

_HOMES = {"Clearing": "confirmations", "Options": "options", "Sandbox": "sandbox", "read_clearing": "confirmations"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
