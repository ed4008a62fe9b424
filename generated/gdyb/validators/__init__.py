# Written by gdyb-generator from spec/; change the spec and regenerate.
"""跨字段规则，一个接口一个模块。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdyb.validators import i1101 as i1101
    from gdyb.validators import i2001 as i2001
    from gdyb.validators import i2101 as i2101
    from gdyb.validators import i2102 as i2102
    from gdyb.validators import i2103 as i2103
    from gdyb.validators import i2201 as i2201
    from gdyb.validators import i2202 as i2202
    from gdyb.validators import i2203 as i2203
    from gdyb.validators import i2204 as i2204
    from gdyb.validators import i2205 as i2205
    from gdyb.validators import i2206 as i2206
    from gdyb.validators import i2207 as i2207
    from gdyb.validators import i2208 as i2208
    from gdyb.validators import i2301 as i2301
    from gdyb.validators import i2302 as i2302
    from gdyb.validators import i2303 as i2303
    from gdyb.validators import i2304 as i2304
    from gdyb.validators import i2305 as i2305
    from gdyb.validators import i2401 as i2401
    from gdyb.validators import i2402 as i2402
    from gdyb.validators import i2403 as i2403
    from gdyb.validators import i2404 as i2404
    from gdyb.validators import i2405 as i2405
    from gdyb.validators import i2601 as i2601
    from gdyb.validators import i3201 as i3201
    from gdyb.validators import i3202 as i3202
    from gdyb.validators import i3260 as i3260
    from gdyb.validators import i3261 as i3261
    from gdyb.validators import i3262 as i3262
    from gdyb.validators import i3301 as i3301
    from gdyb.validators import i3302 as i3302
    from gdyb.validators import i4101 as i4101
    from gdyb.validators import i5101 as i5101
    from gdyb.validators import i5102 as i5102
    from gdyb.validators import i5201 as i5201
    from gdyb.validators import i5202 as i5202
    from gdyb.validators import i5203 as i5203
    from gdyb.validators import i5204 as i5204
    from gdyb.validators import i5301 as i5301
    from gdyb.validators import i5302 as i5302
    from gdyb.validators import i5303 as i5303
    from gdyb.validators import i5304 as i5304
    from gdyb.validators import i9001 as i9001
    from gdyb.validators import i9002 as i9002
    from gdyb.validators import i9101 as i9101
    from gdyb.validators import i9102 as i9102

__all__ = [
    "i1101",
    "i2001",
    "i2101",
    "i2102",
    "i2103",
    "i2201",
    "i2202",
    "i2203",
    "i2204",
    "i2205",
    "i2206",
    "i2207",
    "i2208",
    "i2301",
    "i2302",
    "i2303",
    "i2304",
    "i2305",
    "i2401",
    "i2402",
    "i2403",
    "i2404",
    "i2405",
    "i2601",
    "i3201",
    "i3202",
    "i3260",
    "i3261",
    "i3262",
    "i3301",
    "i3302",
    "i4101",
    "i5101",
    "i5102",
    "i5201",
    "i5202",
    "i5203",
    "i5204",
    "i5301",
    "i5302",
    "i5303",
    "i5304",
    "i9001",
    "i9002",
    "i9101",
    "i9102",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'gdyb.validators' has no attribute {name!r}")
    return import_module(f"gdyb.validators.{name}")


def __dir__() -> list[str]:
    return __all__
