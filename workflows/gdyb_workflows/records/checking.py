"""What must hold for every local record, as columns of a lazy frame: text cleaned, text judged, text typed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from gdyb_runtime.model.notations import NO_VALUE
from gdyb_workflows.records.marks import FLOAT, MARK, NOT_TEXT, Mark
from gdyb_workflows.records.shape import RecordColumn

__all__ = ["AMOUNT", "SCIENTIFIC", "Check", "as_text", "checks", "is_odd", "typed"]

AMOUNT = pl.Decimal(16, 2)

SCIENTIFIC = r"^[0-9]+(\.[0-9]+)?[Ee]\+?[0-9]+$"
"""What a spreadsheet makes of a long id."""

_MONEY = r"^[+-]?[0-9]{1,14}(\.[0-9]{1,2}0*)?$"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
_GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
_CODE = r"^[0-9A-Za-z]+$"
_CONTROL = r"[\x00-\x1f\x7f]"
_DAY = r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ]?[0-9].*)?$"
# Without separators only eight digits are a day: 202611 would be a month, 2026115 two days at once.
_COMPACT_DAY = r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:[T ]?[0-9].*)?$"
_FULL_WIDTH = "[\uff10-\uff19]"
# A zone, or digits without a meaning of their own, behind what looks like a day.
_ODD_DAY = r"[0-9] ?([Zz]|[+-][0-9]{2}:?[0-9]{2})(\[.*\])?$|GMT|UTC|^-?[0-9]{9,13}$|^[0-9]{15,16}$"
_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that may be wrong with a value."""

    column: RecordColumn
    message: str
    rule: str
    is_broken: pl.Expr


def as_text(column: RecordColumn, heading: str, dtype: pl.DataType, codes: Mapping[str, str]) -> pl.Expr:
    """A column of any type as text without blanks around it, empty as null, local codes replaced."""
    cell = pl.col(heading)
    if dtype.is_float():
        return pl.when(cell.is_not_null()).then(pl.lit(FLOAT.text))
    if isinstance(dtype, pl.Datetime):
        here = cell.dt.convert_time_zone(_ZONE) if dtype.time_zone else cell
        return here.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Boolean):
        cell = cell.cast(pl.Int8)
    text = cell.cast(pl.String).str.strip_chars()
    if column.kind != "id":
        text = text.str.strip_prefix(NOT_TEXT)
    text = pl.when(~text.str.to_lowercase().is_in(["", *sorted(NO_VALUE)])).then(text)
    return text.replace(dict(codes)) if codes else text


def checks(column: RecordColumn, marks: Iterable[Mark] = (FLOAT,)) -> Iterator[Check]:
    """Every check of a column whose text stands under its wire name; `marks` may stand in place of a value."""
    text = pl.col(column.name)

    def check(rule: str, message: str, is_broken: pl.Expr) -> Check:
        return Check(column=column, message=message, rule=rule, is_broken=is_broken.fill_null(value=False))

    if column.required and column.filled:
        yield check("required", "必填，没有给值", text.is_null())
    for mark in marks:
        yield check(mark.name, mark.message, text == mark.text)
    is_marked = text.str.starts_with(MARK).fill_null(value=False)
    if column.kind == "id":
        yield check(
            "not_text", "是数值或日期单元格，开头的 0 可能已丢失：编号列先设为文本", text.str.starts_with(NOT_TEXT)
        )
    for rule, message, is_broken in _of_kind(column, text):
        yield check(rule, message, is_broken & ~is_marked)


def is_odd(column: RecordColumn) -> pl.Expr:
    """Whether an amount or a day is written in another way than the printed one and its nearest kin."""
    text = pl.col(column.name)
    if column.kind == "money":
        odd = ~text.str.contains(_NUMBER) & ~text.str.contains(_GROUPED)
    else:
        # "2026-01-05" ends like a zone without a clock time before it.
        odd = _day(text).is_null() | (text.str.contains(_ODD_DAY) & (text.str.len_chars() > 10))
    return (odd & ~text.str.starts_with(MARK)).fill_null(value=False)


def typed(column: RecordColumn) -> pl.Expr:
    """The checked text of a column in its own type."""
    text = pl.col(column.name)
    if column.kind == "money":
        # A cast would round a third decimal without a word; the check has let none pass.
        return text.str.replace_all(",", "", literal=True).str.replace(r"(\.[0-9]{2})0+$", "$1").cast(AMOUNT)
    return (_day(text) if column.kind == "day" else text).alias(column.held_as)


def _of_kind(column: RecordColumn, text: pl.Expr) -> Iterator[tuple[str, str, pl.Expr]]:
    if column.kind == "money":
        plain = pl.when(text.str.contains(_GROUPED)).then(text.str.replace_all(",", "", literal=True)).otherwise(text)
        is_number = plain.str.contains(_NUMBER)
        is_wide = text.str.contains(_FULL_WIDTH)
        yield "full_width", "是全角数字，不作为金额：请改成半角", is_wide
        yield "number", "不是数值", ~is_number & ~is_wide
        digits = plain.str.extract(r"^[+-]?([0-9]+)", 1).str.len_chars()
        yield "decimal_digits", "整数部分最多 14 位", is_number & (digits > 14)
        yield "decimal_scale", "最多两位小数", is_number & (digits <= 14) & ~plain.str.contains(_MONEY)
    elif column.kind == "day":
        yield "date", "不是日期，应为 yyyy-MM-dd 或 yyyy-MM-dd HH:mm:ss", is_odd(column)
    elif column.kind == "flag":
        known = " 或 ".join(f"{code}（{label}）" for code, label in column.choices.items())
        yield "code", f"只能是 {known}", ~text.is_in(list(column.choices))
    elif column.kind != "text":
        is_damaged = text.str.contains(SCIENTIFIC)
        yield "scientific", "像是被 Excel 改成了科学计数法的编号，请重新导出并把这一列设为文本", is_damaged
        if column.length:
            yield "max_length", f"最长 {column.length} 个字符", ~is_damaged & (text.str.len_chars() > column.length)
        if column.kind == "code":
            yield "code", "应为代码（字母和数字）；本地名称可在映射文件的 [values] 里对应", ~text.str.contains(_CODE)
        else:
            yield "control", "含有制表符、换行或其它控制字符", text.str.contains(_CONTROL)


def _day(text: pl.Expr) -> pl.Expr:
    parts = [
        pl.coalesce(text.str.extract(_COMPACT_DAY, group), text.str.extract(_DAY, group)).str.zfill(2)
        for group in (1, 2, 3)
    ]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)
