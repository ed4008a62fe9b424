# Written by gdyb-generator from spec/; change the spec and regenerate.
"""基金支付类型"""

from gdyb_runtime.model.base import Code

__all__ = ["FundPayType"]


class FundPayType(Code):
    """基金支付类型（fund_pay_type，平台可能返回其他值） · 依据：公开客户端代码，2 个来源；只见于一个来源的值已标明 · 只见于一处的代码：310100、320100、330100、340100、350100、370100、390100、390200、510100、610100、999996、999997"""

    EMPLOYEE_BASIC_POOL = "310100", "职工基本医疗保险统筹基金"
    EMPLOYEE_BASIC_ACCOUNT = "310200", "职工基本医疗保险个人账户基金"
    CIVIL_SERVANT_SUBSIDY = "320100", "公务员医疗补助基金"
    LARGE_EXPENSE_SUBSIDY = "330100", "大额医疗费用补助基金"
    RETIRED_CADRE = "340100", "离休人员医疗保障基金"
    DISABLED_SOLDIER_SUBSIDY = "350100", "一至六级残疾军人医疗补助基金"
    ENTERPRISE_SUPPLEMENTARY = "370100", "企业补充医疗保险基金"
    RESIDENT_BASIC = "390100", "城乡居民基本医疗保险基金"
    RESIDENT_SERIOUS_ILLNESS = "390200", "城乡居民大病医疗保险基金"
    MATERNITY = "510100", "生育基金"
    MEDICAL_ASSISTANCE = "610100", "医疗救助基金"
    HOSPITAL_ADVANCE = "999996", "医院垫付基金"
    OTHER = "999997", "其他基金"
