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

    mdtrtarea_admvs: types.Str6
    """就医地医保区划"""
    insuplc_admdvs: types.Str6 | None = None
    """参保地医保区划"""
    recer_sys_code: types.Str10
    """接收方系统代码"""
    dev_no: types.Str100 | None = None
    """设备编号"""
    dev_safe_info: types.Str2000 | None = None
    """设备安全信息"""
    infver: types.Str6
    """接口版本号"""
    opter_type: types.OpterTypeCode3
    """经办人类别"""
    opter: types.Str30
    """经办人"""
    opter_name: types.Str50Name
    """经办人姓名"""
    fixmedins_code: types.Str12
    """定点医药机构编号"""
    fixmedins_name: types.Str200
    """定点医药机构名称"""
    sign_no: types.Str30 | None = None
    """交易签到流水号"""
