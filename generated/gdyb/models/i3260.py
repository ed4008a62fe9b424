# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    DateTime19,
    FulamtAdvpayFlagCode3,
    Int12,
    MdtrtId20,
    Month2,
    Num16_2,
    SetlSn30,
    Str6,
    Str18Id,
    Str22,
    Year4,
)


class InputData(Request):
    """3260 提取异地清分明细 · 输入 data（表 5 输入，单行） · 文档第 940-1010 行"""

    trt_year: Year4
    """结算年度 · 字符型 4 · 必填 · 表 5 第 962 行"""
    trt_month: Month2
    """结算月份 · 字符型 2 · 必填 · 格式为：MM；如1月为01 · 表 5 第 980 行"""
    startrow: Int12
    """开始行数 · 数值型 12 · 必填 · 表 5 第 1000 行"""


class OutputData(ReplyBase):
    """3260 提取异地清分明细 · 输出 data（表 6 输出，多行，每次不超过 100 行） · 文档第 1020-1216 行"""

    seqno: Int12
    """顺序号 · 数值型 12 · 必填 · 表 6 第 1042 行"""
    mdtrtarea: Str6
    """就医地医保区划 · 字符型 6 · 必填 · 地市编码 · 表 6 第 1060 行"""
    medins_no: Str22
    """医疗机构编号 · 字符型 22 · 必填 · 按照省统一编码 · 表 6 第 1078 行"""
    certno: Str18Id
    """证件号码 · 字符型 18 · 必填 · 表 6 第 1096 行"""
    mdtrt_id: MdtrtId20
    """就诊登记号 · 字符型 20 · 必填 · 就诊业务标识’S’+参保地统筹地市区编 号(6 位)＋ 日期（6 位YYMMDD）＋流水号 （7 位） · 表 6 第 1114 行"""
    mdtrt_setl_time: DateTime19
    """就诊结算时间 · 日期时间型 19 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 勘误 T21：实际采用日期时间型，长度 19。 · 表 6 第 1132 行"""
    setl_sn: SetlSn30
    """结算流水号 · 字符型 30 · 必填 · 费用结算交易的返回的结算业务号；结算业务标识’A’+参保地统筹地市区编 号(6 位)＋ 日期（6 位YYMMDD）＋流水号 （7 位） · 勘误 T22：长度 30 保留，代码标识不采用；应答中不符合 20 个字符格式的只警告。 · 勘误 T23：照印。 · 勘误 T35：六个字段都照调用方给出的值发送；spec 不为表 8 的行声明主键，也不比较金额。 · 表 6 第 1150 行"""
    fulamt_advpay_flag: FulamtAdvpayFlagCode3
    """全额垫付标志 · 字符型 3 · 必填 · codes.FulamtAdvpayFlag：0-医院报销，1-零星报销 · 表 6 第 1170 行"""
    medfee_sumamt: Num16_2
    """总费用 · 数值型 16,2 · 必填 · 表 6 第 1188 行"""
    optins_pay_sumamt: Num16_2
    """经办机构支付总额 · 数值型 16,2 · 必填 · 表 6 第 1206 行"""


class Input(Request):
    """3260 提取异地清分明细 · 输入"""

    data: InputData


class Output(ReplyBase):
    """3260 提取异地清分明细 · 输出"""

    data: Annotated[list[OutputData], Field(max_length=100)]
