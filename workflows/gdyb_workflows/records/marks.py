"""What stands in place of a cell whose value is lost, or is not what it seems."""

from dataclasses import dataclass

__all__ = ["BROKEN_CELL", "EMPTY_FORMULA", "FLOAT", "LOST_DIGITS", "MARK", "MERGED", "NOT_TEXT", "Mark"]

MARK = "\x00"
"""How every mark begins, and no value does."""

NOT_TEXT = f"{MARK}="
"""Stands before a number or a day that a spreadsheet holds as such: fine unless it was meant to be an id."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Stands in place of a value that cannot be had."""

    name: str
    message: str

    @property
    def text(self) -> str:
        """What the cell holds instead."""
        return MARK + self.name


FLOAT = Mark(
    "float",
    "是浮点数（float），会失真：请以文本、整数或 Decimal 提供（SQL 中 CAST 为文本，pandas 用 dtype=str 读入）",
)
LOST_DIGITS = Mark(
    "lost_digits",
    "是超过 15 位有效数字的数值，表格软件保留不了：编号列先设为文本再填，金额列用 ROUND(…,2) 去掉计算误差",
)
EMPTY_FORMULA = Mark("empty_formula", "是没有算出结果的公式：请用 Excel 或 WPS 打开并保存一次，或改为数值")
BROKEN_CELL = Mark("broken_cell", "是错误值（如 #N/A、#REF!），请改正公式或改为数值")
MERGED = Mark("merged", "在合并单元格里：请取消合并，每一行都填上值")
