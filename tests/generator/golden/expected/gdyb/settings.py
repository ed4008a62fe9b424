# Written by gdyb-generator from spec/; change the spec and regenerate.
"""接入设置：怎样连到网关，以及各次调用都相同的报文字段。"""

from typing import ClassVar

from gdyb import types
from gdyb.cities import CITIES
from gdyb_runtime.config.cities import Cities
from gdyb_runtime.config.settings import RuntimeSettings

__all__ = ["Settings"]


class Settings(RuntimeSettings):
    """一个定点医药机构的接入设置；环境变量名为 GDYB_ 加大写字段名。

    `from_env` 与 `from_file` 在设置缺少或有误时抛出 SettingsInvalid，一次列出全部问题。
    """

    __schemas__: ClassVar[str] = "gdyb.schemas"
    __cities__: ClassVar[Cities] = CITIES

    fixmedins_code: types.OnlySent12
    """机构编号 · 字符型 12 · 必填 · 表 1 第 53 行"""
    area: types.Str6 | None = None
    """区划 "六位" · 字符型 6 · 可空 · 表 1 第 54 行"""
    opter_type: types.FlagCode3
    """经办人类别 · 字符型 3 · 必填 · codes.Flag：0-否，1-是 · 勘误 T3：A repeated call is the caller's matter. · 表 1 第 55 行"""
    opter_name: types.Str50Name
    """经办人姓名 · 字符型 50 · 必填 · 表 1 第 56 行"""
    level: types.Int2 | None = None
    """级别 · 数值型 2 · 可空 · 表 1 第 57 行"""
