# Written by gdyb-generator from spec/; change the spec and regenerate.
"""接口的输入与输出模型，一个接口一个模块。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb.models import i9001 as i9001
    from gdyb.models import i9102A as i9102A
    from gdyb.models import i9103 as i9103
    from gdyb.models import i9104 as i9104
    from gdyb.models import i9105 as i9105
    from gdyb.models import i9106 as i9106
    from gdyb.models import i9107 as i9107

__all__ = ["i9001", "i9102A", "i9103", "i9104", "i9105", "i9106", "i9107"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'gdyb.models' has no attribute {name!r}")
    return import_module(f"gdyb.models.{name}")


def __dir__() -> list[str]:
    return __all__
