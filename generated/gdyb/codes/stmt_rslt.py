# Written by gdyb-generator from spec/; change the spec and regenerate.
"""对账结果"""

from gdyb_runtime.models import Code

__all__ = ["StmtRslt"]


class StmtRslt(Code):
    """对账结果（stmt_rslt，平台可能返回其他值）· 文档第 None 行"""

    BALANCED = "0", "平"
    PLATFORM_HAS_MORE = "1", "中心多"
    INSTITUTION_HAS_MORE = "2", "医药机构多"
    DATA_DIFFER = "3", "数据不一致"
    BALANCED_SIX_DIGITS = "000000", "平（六位代码）"
    INSTITUTION_HAS_MORE_SIX_DIGITS = "000102", "医药机构多（六位代码）"
