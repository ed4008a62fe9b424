# Written by gdyb-generator from spec/; change the spec and regenerate.
"""医疗类别"""

from gdyb_runtime.model.base import Code

__all__ = ["MedType"]


class MedType(Code):
    """医疗类别（med_type，平台可能返回其他值） · 依据：公开客户端代码，6 个来源；只见于一个来源的值已标明 · 说法不一：41：一个实现叫作工伤门诊，其余都是定点药店购药。 · 说法不一：普通住院：湖南的实现用 2101，其余用 21。 · 说法不一：只列常见的值；各省另有四位与六位的代码。 · 只见于一处的代码：19、53、26、28"""

    OUTPATIENT = "11", "普通门诊"
    OUTPATIENT_REGISTRATION = "12", "门诊挂号"
    EMERGENCY = "13", "急诊"
    OUTPATIENT_CHRONIC_DISEASE = "14", "门诊慢特病"
    OUTPATIENT_ACCIDENT = "19", "意外伤害门诊"
    INPATIENT = "21", "普通住院"
    INPATIENT_TRAUMA = "22", "外伤住院"
    INPATIENT_TRANSFERRED = "23", "转外诊治住院"
    EMERGENCY_TO_INPATIENT = "24", "急诊转住院"
    PHARMACY_PURCHASE = "41", "定点药店购药"
    OUTPATIENT_MATERNITY = "51", "生育门诊"
    INPATIENT_MATERNITY = "52", "生育住院"
    FAMILY_PLANNING_SURGERY = "53", "计划生育手术费"
    INPATIENT_SINGLE_DISEASE = "26", "单病种住院"
    DAY_SURGERY = "28", "日间手术"
