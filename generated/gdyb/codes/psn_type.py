# Written by gdyb-generator from spec/; change the spec and regenerate.
"""人员类别"""

from gdyb_runtime.model.base import Code

__all__ = ["PsnType"]


class PsnType(Code):
    """人员类别（psn_type，平台可能返回其他值） · 依据：公开客户端代码，2 个来源；只见于一个来源的值已标明 · 只见于一处的代码：1101、1102、1103、1160、1201、1202、1203、1260、1300、1360、1405、1460、1501、1560"""

    EMPLOYED = "11", "在职"
    RETIRED = "12", "退休人员"
    RETIRED_CADRE_GROUP = "13", "离休"
    RESIDENT_MINOR = "14", "居民（未成年）"
    RESIDENT_ADULT = "15", "居民（成年）"
    RESIDENT_ELDERLY = "16", "居民（老年）"
    EMPLOYED_STAFF = "1101", "职工在职"
    EMPLOYED_CIVIL_SERVANT = "1102", "公务员在职"
    EMPLOYED_FLEXIBLY = "1103", "灵活就业人员在职"
    EMPLOYED_LOCAL_EXTENSION = "1160", "地方其他扩展人员"
    RETIRED_STAFF = "1201", "职工退休"
    RETIRED_CIVIL_SERVANT = "1202", "公务员退休"
    RETIRED_FROM_FLEXIBLE_WORK = "1203", "灵活就业人员退休"
    RETIRED_LOCAL_EXTENSION = "1260", "地方其他扩展人员"
    RETIRED_CADRE = "1300", "离休人员"
    RETIRED_CADRE_LOCAL_EXTENSION = "1360", "地方其他扩展人员"
    NEWBORN = "1401", "新生儿"
    PRESCHOOL_CHILD = "1402", "学龄前儿童"
    SCHOOL_PUPIL = "1403", "中小学生"
    UNIVERSITY_STUDENT = "1404", "大学生"
    MINOR_NOT_IN_SCHOOL = "1405", "未成年（未入学）"
    MINOR_LOCAL_EXTENSION = "1460", "地方其他扩展身份"
    ORDINARY_ADULT_RESIDENT = "1501", "普通居民（成年）"
    ADULT_LOCAL_EXTENSION = "1560", "地方其他扩展身份"
