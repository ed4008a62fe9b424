# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import CnfmFlagCode3, DateTime19, Int12, Month2, Num16_2, Str18Id, Str20, Str30, Year4


class InputData(Request):
    """3261 异地清分结果确认 · 输入 data（表 7 结算信息，单行） · 文档第 1244-1314 行"""

    trt_year: Year4
    """结算年度 · 字符型 4 · 必填 · 表 7 第 1266 行"""
    trt_month: Month2
    """结算月份 · 字符型 2 · 必填 · 格式为：MM；如1月为01 · 表 7 第 1284 行"""
    totalrow: Int12
    """总行数 · 数值型 12 · 必填 · 表 7 第 1304 行"""


class InputDetail(Request):
    """3261 异地清分结果确认 · 输入 detail（表 8 结算详情，多行，每次不超过 100 行） · 文档第 1322-1466 行"""

    certno: Str18Id
    """证件号码 · 字符型 18 · 必填 · 表 8 第 1344 行"""
    mdtrt_id: Str20
    """就诊登记号 · 字符型 20 · 必填 · 就诊业务标识’S’+参保地统筹地市区编 号(6 位)＋ 日期（6 位YYMMDD）＋流水号 （7 位） · 表 8 第 1362 行"""
    mdtrt_setl_time: DateTime19
    """就诊结算时间 · 日期时间型 19 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 勘误 T21：实际采用日期时间型，长度 19。 · 表 8 第 1380 行"""
    setl_sn: Str30
    """结算流水号 · 字符型 30 · 必填 · 费用结算交易的返回的结算业务号；结算业务标识’A’+参保地统筹地市区编 号(6 位)＋ 日期（6 位YYMMDD）＋流水号 （7 位） · 勘误 T22：长度 30 保留，代码标识不采用；应答中不符合 20 个字符格式的只警告。 · 勘误 T23：照印。 · 勘误 T35：六个字段都照调用方给出的值发送；spec 不为表 8 的行声明主键，也不比较金额。 · 表 8 第 1398 行"""
    medfee_sumamt: Num16_2
    """总费用 · 数值型 16,2 · 必填 · 表 8 第 1418 行"""
    optins_pay_sumamt: Num16_2
    """经办机构支付总额 · 数值型 16,2 · 必填 · 该笔结算业务的全部医保支付金额，与结算时返回的一致 · 表 8 第 1436 行"""
    cnfm_flag: CnfmFlagCode3
    """确认标志 · 字符型 3 · 必填 · codes.CnfmFlag：0-不确认，本次不纳入清分，1-确认，纳入本次清分 · 勘误 T28：实际采用字符型，长度 3，代码标识 Y，是否必填 Y。 · 表 8 第 1454 行"""


class Output(ReplyBase):
    """3261 异地清分结果确认 · 输出"""


class Input(Request):
    """3261 异地清分结果确认 · 输入"""

    data: InputData
    detail: Annotated[list[InputDetail], Field(max_length=100, min_length=1)]
