# Written by gdyb-generator from spec/; change the spec and regenerate.
"""接口操作，可按英文名取（`operations.extract_clearing_details`），也可按接口编号取（`operations.by_infno`）。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gdyb_runtime.operation import Operation, Paging

if TYPE_CHECKING:
    from gdyb.models import i3260, i3261, i3262

    extract_clearing_details: Operation[i3260.Input, i3260.Output]
    """3260 提取异地清分明细"""
    confirm_clearing_results: Operation[i3261.Input, i3261.Output]
    """3261 异地清分结果确认"""
    revoke_clearing_confirmation: Operation[i3262.Input, i3262.Output]
    """3262 异地清分结果确认回退"""
    revoke_clearing_period: Operation[i3262.InputPeriod, i3262.Output]
    """3262 回退整个结算周期的确认"""

_TABLE: Final[dict[str, tuple[str, str, str, str, str, dict[str, dict[str, str]], Paging | None, bool]]] = {
    "extract_clearing_details": (
        "3260",
        "提取异地清分明细",
        "query",
        "Input",
        "RULES",
        {},
        Paging(field="data.startrow", first=1, size=100, rows="data", key="setl_sn"),
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
        False,
    ),
}
_BY_INFNO: Final = {
    "3260": "extract_clearing_details",
    "3261": "confirm_clearing_results",
    "3262": "revoke_clearing_confirmation",
}
ALL: Final = tuple(_TABLE)
"""Names of all operations, in the order of the interface numbers."""

__all__ = ["ALL", "by_infno", *sorted(_TABLE)]


def by_infno(infno: str) -> Operation[Any, Any]:
    """The ordinary operation of an interface number; KeyError names the numbers there are."""
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
        infno, title, effect, input_class, rules, fixed, paging, file_reply = _TABLE[name]
        models = import_module(f"gdyb.models.i{infno}")
        found = Operation(
            infno=infno,
            name=name,
            title=title,
            effect="query" if effect == "query" else "command",
            input_type=getattr(models, input_class),
            output_type=models.Output,
            rules=getattr(import_module(f"gdyb.validators.i{infno}"), rules),
            fixed=fixed,
            paging=paging,
            file_reply=file_reply,
        )
        globals()[name] = found
    return found
