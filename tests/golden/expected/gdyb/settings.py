# Written by gdyb-generator from spec/; change the spec and regenerate.
"""Settings: how to reach the gateway, and the envelope fields that stay the same from call to call."""

from typing import ClassVar

from gdyb import types
from gdyb.cities import CITIES
from gdyb_runtime.cities import Cities
from gdyb_runtime.settings import RuntimeSettings

__all__ = ["Settings"]


class Settings(RuntimeSettings):
    """一个定点医药机构的接入设置；环境变量名为 GDYB_ 加大写字段名。"""

    __schemas__: ClassVar[str] = "gdyb.schemas"
    __cities__: ClassVar[Cities] = CITIES

    fixmedins_code: types.OnlySent12
    """机构编号"""
    area: types.Str6 | None = None
    """区划 "六位" """
    opter_type: types.FlagCode3
    """经办人类别"""
    opter_name: types.Str50Name
    """经办人姓名"""
    level: types.Int2 | None = None
    """级别"""
