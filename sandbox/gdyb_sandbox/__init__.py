"""The document's gateway on a real socket, to develop and test against; synthetic people only.

    from gdyb import Client, Settings
    from gdyb_sandbox import Sandbox

    with Sandbox(rows=350, seed=7) as sandbox, Client(Settings(**sandbox.settings)) as client:
        ...

`Sandbox` is loaded on first use, so that `gdyb_sandbox.people` costs neither uvicorn nor Starlette.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb_sandbox.options import Options
    from gdyb_sandbox.sandbox import Sandbox

__all__ = ["Options", "Sandbox"]


def __getattr__(name: str) -> object:
    if name == "Sandbox":
        from gdyb_sandbox.sandbox import Sandbox

        return Sandbox
    if name == "Options":
        from gdyb_sandbox.options import Options

        return Options
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
