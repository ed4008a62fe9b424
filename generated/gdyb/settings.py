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

    mdtrtarea_admvs: types.Str6
    """就医地医保区划 · 字符型 6 · 必填 · 表 2 第 460 行"""
    insuplc_admdvs: types.Str6 | None = None
    """参保地医保区划 · 字符型 6 · 可空 · 如果交易输入中含有人员编号，此项必填，可通过【1101】人员信息获取交易取得 · 表 2 第 478 行"""
    recer_sys_code: types.Str10
    """接收方系统代码 · 字符型 10 · 必填 · 用于多套系统接入，区分不同系统使用 · 表 2 第 496 行"""
    dev_no: types.Str100 | None = None
    """设备编号 · 字符型 100 · 可空 · 表 2 第 514 行"""
    dev_safe_info: types.Str2000 | None = None
    """设备安全信息 · 字符型 2000 · 可空 · 表 2 第 532 行"""
    infver: types.Str6
    """接口版本号 · 字符型 6 · 必填 · 例如：“V1.0”，版本号由医保下发通知。 · 表 2 第 586 行"""
    opter_type: types.OpterTypeCode3
    """经办人类别 · 字符型 3 · 必填 · codes.OpterType：1-经办人，2-自助终端，3-移动终端 · 勘误 T09：实际采用字符型。 · 表 2 第 604 行"""
    opter: types.Str30
    """经办人 · 字符型 30 · 必填 · 按地方要求传入经办人/终端编号 · 表 2 第 622 行"""
    opter_name: types.Str50Name
    """经办人姓名 · 字符型 50 · 必填 · 按地方要求传入经办人姓名/终端名称 · 表 2 第 640 行"""
    fixmedins_code: types.Str12
    """定点医药机构编号 · 字符型 12 · 必填 · 表 2 第 676 行"""
    fixmedins_name: types.Str200
    """定点医药机构名称 · 字符型 200 · 必填 · 勘误 T10：允许 200 个字符；所有长度都按字符计。 · 表 2 第 694 行"""
    sign_no: types.Str30 | None = None
    """交易签到流水号 · 字符型 30 · 可空 · 通过签到【9001】交易获取 · 表 2 第 712 行"""
