# Written by gdyb-generator from spec/; change the spec and regenerate.
"""对账结果"""

from gdyb_runtime.model.base import Code

__all__ = ["StmtRslt"]


class StmtRslt(Code):
    """对账结果（stmt_rslt，平台可能返回其他值） · 依据：公开客户端代码，3 个来源；只见于一个来源的值已标明 · 说法不一：湖北 V1.2.02 版用六位代码：000000 为平，000102 为医药机构多。 · 说法不一：本省一个实现见到 99，是只有医药机构一方有的结算。 · 只见于一处的代码：99、000000、000102"""

    BALANCED = "0", "平"
    PLATFORM_HAS_MORE = "1", "中心多"
    INSTITUTION_HAS_MORE = "2", "医药机构多"
    DATA_DIFFER = "3", "数据不一致"
    INSTITUTION_ONLY = "99", "仅医药机构有"
    BALANCED_SIX_DIGITS = "000000", "平（六位代码）"
    INSTITUTION_HAS_MORE_SIX_DIGITS = "000102", "医药机构多（六位代码）"
