# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import Date10, Num16_2, Str3, Str30, Str50Name


class InputOrderDtos(Request):
    """9107 审核明细 · 输入 patient_dtos.order_dtos（多行，可省略） · 依据：公开客户端代码，两个实现 · 可信程度：部分字段只见于一个实现"""

    cnt: Num16_2
    """数量 · 数值型 16,2 · 必填"""


class InputVisit(Request):
    """9107 审核明细 · 输入 patient_dtos.visit（单行，可省略） · 依据：公开客户端代码，两个实现 · 可信程度：部分字段只见于一个实现"""

    in_: Annotated[Date10, Field(alias="in")]
    """入院 · 日期型 · 必填"""


class OutputResultDetails(ReplyBase):
    """9107 审核明细 · 输出 result.result_details（多行） · 依据：公开客户端代码，两个实现 · 可信程度：两个以上实现一致"""

    vola_amt: Num16_2
    """违规金额 · 数值型 16,2 · 必填"""


class InputPatientDtos(Request):
    """9107 审核明细 · 输入 data.patient_dtos（多行，每次不超过 20 行） · 依据：公开客户端代码，两个实现 · 可信程度：两个以上实现一致"""

    patn_name: Str50Name
    """姓名 · 字符型 50 · 必填"""
    order_dtos: list[InputOrderDtos] | None = None
    visit: InputVisit | None = None


class OutputResult(ReplyBase):
    """9107 审核明细 · 输出 result（多行） · 依据：公开客户端代码，两个实现 · 可信程度：两个以上实现一致"""

    rule_id: Str30
    """规则 · 字符型 30 · 必填"""
    result_details: list[OutputResultDetails]


class InputData(Request):
    """9107 审核明细 · 输入 data（单行） · 依据：公开客户端代码，两个实现 · 可信程度：两个以上实现一致"""

    trig_scen: Str3
    """触发场景 · 字符型 3 · 必填"""
    hcv_ab: Annotated[Str3 | None, Field(alias="hcv-ab")] = None
    """丙肝抗体 · 字符型 3 · 可空"""
    patient_dtos: Annotated[list[InputPatientDtos], Field(max_length=20, min_length=1)]


class Output(ReplyBase):
    """9107 审核明细 · 输出"""

    result: list[OutputResult]


class Input(Request):
    """9107 审核明细 · 输入"""

    data: InputData
