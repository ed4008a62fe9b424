"""Errors of a pydantic validation as problems, with wire names and Chinese labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gdyb_runtime.problems import Problem, did_you_mean, join_path
from gdyb_runtime.redaction import mask_text

from .labels import label_of, model_of, wire_name, wire_names

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_RULES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_long": "max_length",
    "string_too_short": "required",
    "too_long": "max_rows",
    "too_short": "min_rows",
}

_FIXED = {
    "missing": "必填，没有给值",
    "string_too_short": "必填，没有给值",
    "string_type": "应为文本（str），不接受其它类型；编码类的数字请写成带引号的文本",
    "string_unicode": "含有无法用 UTF-8 编码的字符",
    "list_type": "应为多行（列表）",
    "model_type": "应为一行数据（本接口的模型或字典）",
    "model_attributes_type": "应为一行数据（本接口的模型或字典）",
    "dict_type": "应为字典",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "finite_number": "应为有限的数字",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_type": "应为整数",
    "path_type": "应为文件路径",
    "path_not_file": "指向的文件不存在",
    "none_required": "应为空",
    "frozen_instance": "不可修改",
    "frozen_field": "不可修改",
}


def problems_of(model_class: type[BaseModel], error: ValidationError, *, prefix: str = "") -> tuple[Problem, ...]:
    """Every error of a pydantic validation as a Problem with wire name and Chinese label."""
    return tuple(_problem(model_class, detail, prefix) for detail in error.errors(include_url=False))


def _problem(model_class: type[BaseModel], detail: ErrorDetails, prefix: str) -> Problem:
    location: list[int | str] = []
    owner: type[BaseModel] | None = None
    node: type[BaseModel] | None = model_class
    field = ""
    for part in detail["loc"]:
        if isinstance(part, str):
            owner, field = node, wire_name(node, part) if node else part
            node = model_of(owner, field) if owner else None
        location.append(field if isinstance(part, str) else part)
    return Problem(
        path=join_path(location, prefix),
        field=mask_text(field) or prefix,
        label=label_of(owner, field) if owner and field else "",
        message=_message(detail, owner, field),
        rule=_RULES.get(detail["type"], detail["type"]),
    )


def _message(detail: ErrorDetails, owner: type[BaseModel] | None, field: str) -> str:
    kind = detail["type"]
    context: Mapping[str, object] = detail.get("ctx") or {}
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "extra_forbidden":
        hint = did_you_mean(field, wire_names(owner) if owner else ())
        return f"接口里没有这个字段{hint or '；平台已要求、表中还没有的字段用 extra 传入'}"
    if kind == "string_too_long":
        return f"最长 {context['max_length']} 个字符，给了 {len(str(detail['input']))} 个"
    if kind == "too_long":
        return f"最多 {context['max_length']} 行，给了 {context['actual_length']} 行"
    if kind == "too_short":
        # Of a secret's characters pydantic speaks as of rows.
        unit = "行" if isinstance(detail["input"], list | tuple) else "个字符"
        return f"至少 {context['min_length']} {unit}，给了 {context['actual_length']} {unit.removesuffix('字符')}"
    if kind == "literal_error":
        return f"只能是 {str(context['expected']).replace(' or ', ' 或 ')}"
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return _bound_message(context)
    # Our own types speak Chinese already; any other text of pydantic could quote the value.
    return detail["msg"] if not detail["msg"].isascii() else f"格式不正确（{kind}）"


def _bound_message(context: Mapping[str, object]) -> str:
    words = {"gt": "应大于", "ge": "应不小于", "lt": "应小于", "le": "应不大于"}
    return "，".join(f"{word} {context[key]}" for key, word in words.items() if key in context)
