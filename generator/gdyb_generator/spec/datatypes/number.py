"""数值型: whole numbers, and exact decimals where the length has two parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from gdyb_generator.spec.datatypes.base import Cells, DataType, Kind, Scalar, Schema, Suggestion

_LENGTH = re.compile(r"([1-9][0-9]?)(?:,([0-9]{1,2}))?")
_USUAL_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Digits(Scalar):
    is_number: ClassVar[bool] = True

    def schema(self) -> Schema:
        """A number or its digits as text."""
        if self.length is None:
            return {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
        whole = self.length - self.scale
        bound = 10**whole
        fraction = f"(\\.[0-9]{{1,{self.scale}}})?" if self.scale else ""
        return {
            "type": ["number" if self.scale else "integer", "string"],
            "exclusiveMinimum": -bound,
            "exclusiveMaximum": bound,
            "pattern": f"^-?[0-9]{{1,{whole or 1}}}{fraction}$",
            "x-precision": self.length,
            "x-scale": self.scale,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(_Digits):
    """A whole number of at most `length` digits."""

    kind: ClassVar[Kind] = "whole"
    word: ClassVar[str] = "整数"
    python: ClassVar[str] = "int"
    imports: ClassVar[tuple[str, ...]] = ("from gdyb_runtime.model.types import Whole",)

    def runtime_mark(self) -> str:
        """With the number of digits."""
        return f"Whole(digits={self.length})"

    def sample(self, suggestion: Suggestion) -> int:
        """One."""
        return 1

    def sample_cell(self) -> str:
        """One."""
        return "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(_Digits):
    """An exact number with `scale` of its `length` digits behind the point."""

    kind: ClassVar[Kind] = "number"
    word: ClassVar[str] = "小数"
    python: ClassVar[str] = "Decimal"
    imports: ClassVar[tuple[str, ...]] = ("from decimal import Decimal", "from gdyb_runtime.model.types import Number")

    def runtime_mark(self) -> str:
        """With precision and scale, where they are known."""
        return "Number()" if self.length is None else f"Number(precision={self.length}, scale={self.scale})"

    def sample(self, suggestion: Suggestion) -> Decimal:
        """A hundred, or what fits."""
        digits = (self.length or _USUAL_DIGITS) - self.scale
        return Decimal("100" if digits >= 3 else "1" if digits else "0").quantize(Decimal(1).scaleb(-self.scale))

    def sample_cell(self) -> str:
        """A hundred."""
        return f"{100:.{self.scale}f}"

    def cell_literal(self, cell: str) -> str:
        """A Decimal."""
        return f'Decimal("{cell}")'


class NumberType(DataType):
    """数值型."""

    printed = "数值型"
    synonyms = (
        *"""
        数值 数字 数字型 整数 整数型 整型 浮点型 小数 金额 金额型 number numeric decimal bigdecimal int integer long bigint
        double float short n 数值类型 小数型 小数类型 长整型 长整数 短整型 实数 双精度 双精度型 单精度 money 货币 货币型 int32
        int64 float32 float64 uint uint32 uint64 unsignedint tinyint smallint 数量 正整数 金额类型
        """.split(),
        "unsigned int",
    )
    stems = ("int", "num")
    scalars = (Whole, Number)
    is_number = True
    needs_length = True

    def is_length(self, text: str) -> bool:
        """Digits, and behind a comma how many of them are decimals: `16,2`."""
        match = _LENGTH.fullmatch(text)
        return match is not None and int(match[2] or 0) <= int(match[1])

    def without_scale(self, length: str) -> tuple[str, bool]:
        """A scale says something here."""
        return "", False

    def scalar(self, cells: Cells) -> Scalar:
        """Exact decimals where the length has a comma or is not limited."""
        if not cells.length:
            return Number(name=f"NumAny{cells.mark}", sensitive=cells.sensitive)
        precision, comma, scale = cells.length.partition(",")
        if not comma:
            return Whole(name=f"Int{precision}{cells.mark}", length=int(precision), sensitive=cells.sensitive)
        return Number(
            name=f"Num{precision}_{scale}{cells.mark}",
            length=int(precision),
            scale=int(scale),
            sensitive=cells.sensitive,
        )


DATATYPE = NumberType()
