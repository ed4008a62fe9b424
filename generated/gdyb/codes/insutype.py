# Written by gdyb-generator from spec/; change the spec and regenerate.
"""险种类型"""

from gdyb_runtime.model.base import Code

__all__ = ["Insutype"]


class Insutype(Code):
    """险种类型（insutype，平台可能返回其他值） · 依据：公开客户端代码，5 个来源 · 说法不一：各省在 399 等之下另有更长的地方代码。"""

    EMPLOYEE_BASIC = "310", "职工基本医疗保险"
    CIVIL_SERVANT_SUBSIDY = "320", "公务员医疗补助"
    LARGE_EXPENSE_SUBSIDY = "330", "大额医疗费用补助"
    RETIRED_CADRE = "340", "离休人员医疗保障"
    DISABLED_SOLDIER_SUBSIDY = "350", "一至六级残废军人医疗补助"
    OLD_RED_ARMY = "360", "老红军医疗保障"
    ENTERPRISE_SUPPLEMENTARY = "370", "企业补充医疗保险"
    NEW_RURAL_COOPERATIVE = "380", "新型农村合作医疗"
    RESIDENT_BASIC = "390", "城乡居民基本医疗保险"
    URBAN_RESIDENT_BASIC = "391", "城镇居民基本医疗保险"
    RESIDENT_SERIOUS_ILLNESS = "392", "城乡居民大病医疗保险"
    OTHER_SPECIAL_PERSONS = "399", "其他特殊人员医疗保障"
    LONG_TERM_CARE = "410", "长期照护保险"
    MATERNITY = "510", "生育保险"
