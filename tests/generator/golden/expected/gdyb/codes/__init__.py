# Written by gdyb-generator from spec/; change the spec and regenerate.
"""字典：每个字典一个枚举类，`.label` 是中文含义。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gdyb.codes.flag import Flag as Flag
    from gdyb.codes.infcode import Infcode as Infcode
    from gdyb.codes.kind import Kind as Kind
    from gdyb.codes.seen_kind import SeenKind as SeenKind
    from gdyb.codes.spare import Spare as Spare
    from gdyb_runtime.model.base import Code

_HOMES: Final = {
    "Flag": "flag",
    "Infcode": "infcode",
    "Kind": "kind",
    "SeenKind": "seen_kind",
    "Spare": "spare",
}
NAMES: Final = tuple(sorted(_HOMES.values()))
"""全部字典的名称，照表中所印，按名称排序。"""

__all__ = ["NAMES", "find", *_HOMES]


def find(dictionary: str) -> type[Code]:
    """按名称取字典的枚举类；没有这个字典时抛出 KeyError，列出现有的名称。"""
    for class_name, module in _HOMES.items():
        if module == dictionary:
            found: type[Code] = getattr(import_module(f"gdyb.codes.{module}"), class_name)
            return found
    raise KeyError(f"没有字典 {dictionary}；现有：{'、'.join(NAMES)}")


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'gdyb.codes' has no attribute {name!r}")
    value: object = getattr(import_module(f"gdyb.codes.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
