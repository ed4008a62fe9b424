# Written by gdyb-generator from spec/; change the spec and regenerate.
"""接口操作，可按英文名取（`operations.query_person`），也可按接口编号取（`operations.by_infno`）。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gdyb_runtime.model.operation import Operation, Paging

if TYPE_CHECKING:
    from gdyb.models import (
        i1101,
        i2001,
        i2101,
        i2102,
        i2103,
        i2201,
        i2202,
        i2203,
        i2204,
        i2205,
        i2206,
        i2207,
        i2208,
        i2301,
        i2302,
        i2303,
        i2304,
        i2305,
        i2401,
        i2402,
        i2403,
        i2404,
        i2405,
        i2601,
        i3201,
        i3202,
        i3260,
        i3261,
        i3262,
        i3301,
        i3302,
        i4101,
        i5101,
        i5102,
        i5201,
        i5202,
        i5203,
        i5204,
        i5301,
        i5302,
        i5303,
        i5304,
        i9001,
        i9002,
        i9101,
        i9102,
    )

    query_person: Operation[i1101.Input, i1101.Output]
    """1101 人员基本信息获取"""
    check_benefit_eligibility: Operation[i2001.Input, i2001.Output]
    """2001 人员待遇享受检查"""
    presettle_pharmacy: Operation[i2101.Input, i2101.Output]
    """2101 药店预结算"""
    settle_pharmacy: Operation[i2102.Input, i2102.Output]
    """2102 药店结算"""
    reverse_pharmacy_settlement: Operation[i2103.Input, i2103.Output]
    """2103 药店结算撤销"""
    register_outpatient: Operation[i2201.Input, i2201.Output]
    """2201 门诊挂号"""
    cancel_outpatient_registration: Operation[i2202.Input, i2202.Output]
    """2202 门诊挂号撤销"""
    upload_outpatient_visit: Operation[i2203.Input, i2203.Output]
    """2203 门诊就诊信息上传"""
    upload_outpatient_fees: Operation[i2204.Input, i2204.Output]
    """2204 门诊费用明细信息上传"""
    cancel_outpatient_fees: Operation[i2205.Input, i2205.Output]
    """2205 门诊费用明细信息撤销"""
    cancel_all_outpatient_fees: Operation[i2205.InputAll, i2205.Output]
    """2205 撤销全部未结算的门诊费用明细"""
    presettle_outpatient: Operation[i2206.Input, i2206.Output]
    """2206 门诊预结算"""
    settle_outpatient: Operation[i2207.Input, i2207.Output]
    """2207 门诊结算"""
    reverse_outpatient_settlement: Operation[i2208.Input, i2208.Output]
    """2208 门诊结算撤销"""
    upload_inpatient_fees: Operation[i2301.Input, i2301.Output]
    """2301 住院费用明细上传"""
    cancel_inpatient_fees: Operation[i2302.Input, i2302.Output]
    """2302 住院费用明细撤销"""
    cancel_all_inpatient_fees: Operation[i2302.InputAll, i2302.Output]
    """2302 撤销全部住院费用明细"""
    presettle_inpatient: Operation[i2303.Input, i2303.Output]
    """2303 住院预结算"""
    settle_inpatient: Operation[i2304.Input, i2304.Output]
    """2304 住院结算"""
    reverse_inpatient_settlement: Operation[i2305.Input, i2305.Output]
    """2305 住院结算撤销"""
    admit_inpatient: Operation[i2401.Input, i2401.Output]
    """2401 入院办理"""
    discharge_inpatient: Operation[i2402.Input, i2402.Output]
    """2402 出院办理"""
    update_inpatient_visit: Operation[i2403.Input, i2403.Output]
    """2403 住院信息变更"""
    cancel_admission: Operation[i2404.Input, i2404.Output]
    """2404 入院撤销"""
    cancel_discharge: Operation[i2405.Input, i2405.Output]
    """2405 出院撤销"""
    reverse_transaction: Operation[i2601.Input, i2601.Output]
    """2601 冲正交易"""
    reconcile_totals: Operation[i3201.Input, i3201.Output]
    """3201 医药机构费用结算对总账"""
    reconcile_details: Operation[i3202.Input, i3202.Output]
    """3202 医药机构费用结算对明细账"""
    extract_clearing_details: Operation[i3260.Input, i3260.Output]
    """3260 提取异地清分明细"""
    confirm_clearing_results: Operation[i3261.Input, i3261.Output]
    """3261 异地清分结果确认"""
    revoke_clearing_confirmation: Operation[i3262.Input, i3262.Output]
    """3262 异地清分结果确认回退"""
    revoke_clearing_period: Operation[i3262.InputPeriod, i3262.Output]
    """3262 回退整个结算周期的确认"""
    upload_catalog_mapping: Operation[i3301.Input, i3301.Output]
    """3301 目录对照上传"""
    cancel_catalog_mapping: Operation[i3302.Input, i3302.Output]
    """3302 目录对照撤销"""
    upload_settlement_list: Operation[i4101.Input, i4101.Output]
    """4101 医疗保障基金结算清单信息上传"""
    query_departments: Operation[i5101.Input, i5101.Output]
    """5101 科室信息查询"""
    query_medical_staff: Operation[i5102.Input, i5102.Output]
    """5102 医执人员信息查询"""
    query_visits: Operation[i5201.Input, i5201.Output]
    """5201 就诊信息查询"""
    query_diagnoses: Operation[i5202.Input, i5202.Output]
    """5202 诊断信息查询"""
    query_settlement: Operation[i5203.Input, i5203.Output]
    """5203 结算信息查询"""
    query_fee_details: Operation[i5204.Input, i5204.Output]
    """5204 费用明细查询"""
    query_chronic_disease_records: Operation[i5301.Input, i5301.Output]
    """5301 人员慢特病备案查询"""
    query_designated_institutions: Operation[i5302.Input, i5302.Output]
    """5302 人员定点信息查询"""
    query_inpatient_visits: Operation[i5303.Input, i5303.Output]
    """5303 在院信息查询"""
    query_transfers: Operation[i5304.Input, i5304.Output]
    """5304 转院信息查询"""
    sign_in: Operation[i9001.Input, i9001.Output]
    """9001 签到"""
    sign_out: Operation[i9002.Input, i9002.Output]
    """9002 签退"""
    upload_file: Operation[i9101.Input, i9101.Output]
    """9101 文件上传"""
    download_file: Operation[i9102.Input, i9102.Output]
    """9102 文件下载"""

_TABLE: Final[
    dict[str, tuple[str, str, str, str, str, dict[str, dict[str, str]], Paging | None, tuple[str, ...], bool]]
] = {
    "query_person": (
        "1101",
        "人员基本信息获取",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "check_benefit_eligibility": (
        "2001",
        "人员待遇享受检查",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "presettle_pharmacy": (
        "2101",
        "药店预结算",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "settle_pharmacy": (
        "2102",
        "药店结算",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "reverse_pharmacy_settlement": (
        "2103",
        "药店结算撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "register_outpatient": (
        "2201",
        "门诊挂号",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5201 就诊信息查询",),
        False,
    ),
    "cancel_outpatient_registration": (
        "2202",
        "门诊挂号撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5201 就诊信息查询",),
        False,
    ),
    "upload_outpatient_visit": (
        "2203",
        "门诊就诊信息上传",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "upload_outpatient_fees": (
        "2204",
        "门诊费用明细信息上传",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "cancel_outpatient_fees": (
        "2205",
        "门诊费用明细信息撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "cancel_all_outpatient_fees": (
        "2205",
        "撤销全部未结算的门诊费用明细",
        "command",
        "InputAll",
        "RULES_ALL",
        {"data": {"chrg_bchno": "0000"}},
        None,
        (),
        False,
    ),
    "presettle_outpatient": (
        "2206",
        "门诊预结算",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "settle_outpatient": (
        "2207",
        "门诊结算",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "reverse_outpatient_settlement": (
        "2208",
        "门诊结算撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "upload_inpatient_fees": (
        "2301",
        "住院费用明细上传",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "cancel_inpatient_fees": (
        "2302",
        "住院费用明细撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "cancel_all_inpatient_fees": (
        "2302",
        "撤销全部住院费用明细",
        "command",
        "InputAll",
        "RULES_ALL",
        {"data": {"feedetl_sn": "0000"}},
        None,
        (),
        False,
    ),
    "presettle_inpatient": (
        "2303",
        "住院预结算",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "settle_inpatient": (
        "2304",
        "住院结算",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "reverse_inpatient_settlement": (
        "2305",
        "住院结算撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "admit_inpatient": (
        "2401",
        "入院办理",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5201 就诊信息查询", "5303 在院信息查询"),
        False,
    ),
    "discharge_inpatient": (
        "2402",
        "出院办理",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5201 就诊信息查询",),
        False,
    ),
    "update_inpatient_visit": (
        "2403",
        "住院信息变更",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "cancel_admission": (
        "2404",
        "入院撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5201 就诊信息查询", "5303 在院信息查询"),
        False,
    ),
    "cancel_discharge": (
        "2405",
        "出院撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "reverse_transaction": (
        "2601",
        "冲正交易",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("5203 结算信息查询",),
        False,
    ),
    "reconcile_totals": (
        "3201",
        "医药机构费用结算对总账",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "reconcile_details": (
        "3202",
        "医药机构费用结算对明细账",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "extract_clearing_details": (
        "3260",
        "提取异地清分明细",
        "query",
        "Input",
        "RULES",
        {},
        Paging(field="data.startrow", first=1, size=100, rows="data", key="setl_sn"),
        (),
        False,
    ),
    "confirm_clearing_results": (
        "3261",
        "异地清分结果确认",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "revoke_clearing_confirmation": (
        "3262",
        "异地清分结果确认回退",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "revoke_clearing_period": (
        "3262",
        "回退整个结算周期的确认",
        "command",
        "InputPeriod",
        "RULES_PERIOD",
        {"data": {"otransid": "0"}},
        None,
        (),
        False,
    ),
    "upload_catalog_mapping": (
        "3301",
        "目录对照上传",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "cancel_catalog_mapping": (
        "3302",
        "目录对照撤销",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "upload_settlement_list": (
        "4101",
        "医疗保障基金结算清单信息上传",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_departments": (
        "5101",
        "科室信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_medical_staff": (
        "5102",
        "医执人员信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_visits": (
        "5201",
        "就诊信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_diagnoses": (
        "5202",
        "诊断信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_settlement": (
        "5203",
        "结算信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_fee_details": (
        "5204",
        "费用明细查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_chronic_disease_records": (
        "5301",
        "人员慢特病备案查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_designated_institutions": (
        "5302",
        "人员定点信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_inpatient_visits": (
        "5303",
        "在院信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "query_transfers": (
        "5304",
        "转院信息查询",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "sign_in": (
        "9001",
        "签到",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "sign_out": (
        "9002",
        "签退",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "upload_file": (
        "9101",
        "文件上传",
        "command",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "download_file": (
        "9102",
        "文件下载",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        True,
    ),
}
_BY_INFNO: Final = {
    "1101": "query_person",
    "2001": "check_benefit_eligibility",
    "2101": "presettle_pharmacy",
    "2102": "settle_pharmacy",
    "2103": "reverse_pharmacy_settlement",
    "2201": "register_outpatient",
    "2202": "cancel_outpatient_registration",
    "2203": "upload_outpatient_visit",
    "2204": "upload_outpatient_fees",
    "2205": "cancel_outpatient_fees",
    "2206": "presettle_outpatient",
    "2207": "settle_outpatient",
    "2208": "reverse_outpatient_settlement",
    "2301": "upload_inpatient_fees",
    "2302": "cancel_inpatient_fees",
    "2303": "presettle_inpatient",
    "2304": "settle_inpatient",
    "2305": "reverse_inpatient_settlement",
    "2401": "admit_inpatient",
    "2402": "discharge_inpatient",
    "2403": "update_inpatient_visit",
    "2404": "cancel_admission",
    "2405": "cancel_discharge",
    "2601": "reverse_transaction",
    "3201": "reconcile_totals",
    "3202": "reconcile_details",
    "3260": "extract_clearing_details",
    "3261": "confirm_clearing_results",
    "3262": "revoke_clearing_confirmation",
    "3301": "upload_catalog_mapping",
    "3302": "cancel_catalog_mapping",
    "4101": "upload_settlement_list",
    "5101": "query_departments",
    "5102": "query_medical_staff",
    "5201": "query_visits",
    "5202": "query_diagnoses",
    "5203": "query_settlement",
    "5204": "query_fee_details",
    "5301": "query_chronic_disease_records",
    "5302": "query_designated_institutions",
    "5303": "query_inpatient_visits",
    "5304": "query_transfers",
    "9001": "sign_in",
    "9002": "sign_out",
    "9101": "upload_file",
    "9102": "download_file",
}
ALL: Final = tuple(_TABLE)
"""全部操作的英文名，按接口编号排列。"""

__all__ = ["ALL", "by_infno", *sorted(_TABLE)]


def by_infno(infno: str) -> Operation[Any, Any]:
    """一个接口编号的普通操作；没有这个接口时抛出 KeyError，列出现有的编号。"""
    if infno not in _BY_INFNO:
        raise KeyError(f"没有接口 {infno}；现有：{'、'.join(_BY_INFNO)}")
    return _find(_BY_INFNO[infno])


def __getattr__(name: str) -> Operation[Any, Any]:
    if name not in _TABLE:
        raise AttributeError(f"module 'gdyb.operations' has no attribute {name!r}")
    return _find(name)


def __dir__() -> list[str]:
    return __all__


def _find(name: str) -> Operation[Any, Any]:
    found: Operation[Any, Any] | None = globals().get(name)
    if found is None:
        infno, title, effect, input_class, rules, fixed, paging, ask, file_reply = _TABLE[name]
        models = import_module(f"gdyb.models.i{infno}")
        validators = import_module(f"gdyb.validators.i{infno}")
        found = Operation(
            infno=infno,
            name=name,
            title=title,
            effect="query" if effect == "query" else "command",
            input_type=getattr(models, input_class),
            output_type=models.Output,
            rules=getattr(validators, rules),
            reply_rules=validators.REPLY_RULES,
            fixed=fixed,
            paging=paging,
            ask=ask,
            file_reply=file_reply,
        )
        globals()[name] = found
    return found
