# Written by gdyb-generator from spec/; change the spec and regenerate.
"""人员证件类型"""

from gdyb_runtime.model.base import Code

__all__ = ["PsnCertType"]


class PsnCertType(Code):
    """人员证件类型（psn_cert_type，平台可能返回其他值） · 文档第 119 行 · 说法不一：一个实现把 16 与 17 对调；其余三个 16 是中国护照，17 是港澳台居民居住证。 · 说法不一：较早的一个实现没有 17；91 只见于两个实现。 · 只见于一处的代码：91"""

    ID_CARD = "1", "身份证"
    RESIDENT_ID_CARD = "01", "居民身份证（户口簿）"
    MILITARY_OFFICER_CARD = "02", "中国人民解放军军官证"
    ARMED_POLICE_OFFICER_CARD = "03", "中国人民武装警察警官证"
    HONG_KONG_TRAVEL_PERMIT = "04", "香港特区护照/港澳居民来往内地通行证"
    MACAO_TRAVEL_PERMIT = "05", "澳门特区护照/港澳居民来往内地通行证"
    TAIWAN_TRAVEL_PERMIT = "06", "台湾居民来往大陆通行证"
    FOREIGN_PERMANENT_RESIDENT_CARD = "07", "外国人永久居留证"
    FOREIGN_PASSPORT = "08", "外国人护照"
    DISABILITY_CARD = "09", "残疾人证"
    MARTYR_FAMILY_CERTIFICATE = "10", "军烈属证明"
    FOREIGN_WORK_PERMIT = "11", "外国人就业证"
    FOREIGN_EXPERT_CERTIFICATE = "12", "外国专家证"
    FOREIGN_CORRESPONDENT_CARD = "13", "外国人常驻记者证"
    HONG_KONG_MACAO_TAIWAN_WORK_PERMIT = "14", "台港澳人员就业证"
    RETURNED_EXPERT_CERTIFICATE = "15", "回国（来华）定居专家证"
    CHINESE_PASSPORT = "16", "中国护照"
    HONG_KONG_MACAO_TAIWAN_RESIDENCE_PERMIT = "17", "港澳台居民居住证"
    SOCIAL_SECURITY_CARD = "90", "社会保障卡"
    CONFIDENTIAL_STAFF_CARD = "91", "保密人员证件"
    OTHER_DOCUMENT = "99", "港澳台及其它证件"
