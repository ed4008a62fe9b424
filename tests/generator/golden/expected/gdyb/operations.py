# Written by gdyb-generator from spec/; change the spec and regenerate.
"""接口操作，可按英文名取（`operations.query_list`），也可按接口编号取（`operations.by_infno`）。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gdyb_runtime.model.operation import Operation, Paging

if TYPE_CHECKING:
    from gdyb.models import i9001, i9102A, i9103, i9104, i9105, i9106, i9107

    query_list: Operation[i9001.Input, i9001.Output]
    """9001 查询名单"""
    register_things: Operation[i9102A.Input, i9102A.Output]
    """9102A 登记 "甲" """
    register_everything: Operation[i9102A.InputAll, i9102A.Output]
    """9102A 全部登记"""
    get_state: Operation[i9103.Input, i9103.Output]
    """9103 取状态"""
    send_file: Operation[i9104.Input, i9104.Output]
    """9104 上传文件"""
    query_departments: Operation[i9105.Input, i9105.Output]
    """9105 查询科室"""
    fetch_file: Operation[i9106.Input, i9106.Output]
    """9106 下载文件 "原样" """
    audit_details: Operation[i9107.Input, i9107.Output]
    """9107 审核明细"""

_TABLE: Final[
    dict[str, tuple[str, str, str, str, str, dict[str, dict[str, str]], Paging | None, tuple[str, ...], bool]]
] = {
    "query_list": (
        "9001",
        "查询名单",
        "query",
        "Input",
        "RULES",
        {},
        Paging(field="data.startrow", first=1, size=10, rows="rows", key="sn"),
        (),
        False,
    ),
    "register_things": (
        "9102A",
        '登记 "甲"',
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("9001 查询名单",),
        False,
    ),
    "register_everything": (
        "9102A",
        "全部登记",
        "command",
        "InputAll",
        "RULES_ALL",
        {"fsUploadIn": {"id": "0"}},
        None,
        ("9001 查询名单",),
        False,
    ),
    "get_state": (
        "9103",
        "取状态",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "send_file": (
        "9104",
        "上传文件",
        "command",
        "Input",
        "RULES",
        {},
        None,
        ("9105 查询科室", "9001 查询名单"),
        False,
    ),
    "query_departments": (
        "9105",
        "查询科室",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
    "fetch_file": (
        "9106",
        '下载文件 "原样"',
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        True,
    ),
    "audit_details": (
        "9107",
        "审核明细",
        "query",
        "Input",
        "RULES",
        {},
        None,
        (),
        False,
    ),
}
_BY_INFNO: Final = {
    "9001": "query_list",
    "9102A": "register_things",
    "9103": "get_state",
    "9104": "send_file",
    "9105": "query_departments",
    "9106": "fetch_file",
    "9107": "audit_details",
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
