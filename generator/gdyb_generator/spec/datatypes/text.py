"""字符型: texts, with a shape or the codes of a dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gdyb_generator.spec.datatypes.base import Cells, DataType, Kind, Scalar, Schema, Suggestion
from gdyb_generator.spec.names import pascal, type_name

_LONGEST_CELL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Scalar):
    """A text of at most `length` characters."""

    kind: ClassVar[Kind] = "text"
    word: ClassVar[str] = "文本"
    python: ClassVar[str] = "str"
    imports: ClassVar[tuple[str, ...]] = ("from gdyb_runtime.model.types import Text",)

    def schema(self) -> Schema:
        """With the shape; a dictionary is published apart, and referred to."""
        body: Schema = {"type": "string", "minLength": 1}
        if self.length is not None:
            body["maxLength"] = self.length
        if self.pattern:
            body |= {"pattern": self.pattern, "x-pattern-label": self.hint}
        return body

    def runtime_mark(self) -> str:
        """With length and shape."""
        shape = f", pattern={self.pattern!r}, hint={self.hint!r}" if self.pattern else ""
        return f"Text(max_length={self.length}{shape})"

    def sample(self, suggestion: Suggestion) -> str:
        """What the row suggests."""
        return suggestion.text()

    def sample_cell(self) -> str:
        """The first code, or digits."""
        if self.dictionary is not None:
            return self.dictionary.values[0].code
        length = min(self.length or _LONGEST_CELL, _LONGEST_CELL)
        return "1" + "1".rjust(length - 1, "0") if length > 1 else "1"


class TextType(DataType):
    """字符型."""

    printed = "字符型"
    synonyms = tuple(
        """
        字符 字符串 字符串型 文本 文本型 varchar varchar2 nvarchar nvarchar2 char nchar string str text clob 字符类型 c an
        代码 代码型 变长字符 定长字符 文字 中文 汉字 bpchar longtext 字母数字 长字符 长文本
        """.split()
    )
    stems = ("str",)
    scalars = (Text,)
    is_text = True
    needs_length = True

    def without_scale(self, length: str) -> tuple[str, bool]:
        """`30,0` is 30."""
        whole, _, scale = length.partition(",")
        return (whole, True) if scale == "0" else ("", True)

    def scalar(self, cells: Cells) -> Text:
        """Named after the dictionary or the shape, if any."""
        dictionary, shape = cells.dictionary, cells.shape
        stem = pascal(dictionary.id) + "Code" if dictionary else pascal(shape.id) if shape else "Str"
        length = int(cells.length) if cells.length else None
        return Text(
            name=type_name(stem, length, cells.sensitive),
            length=length,
            pattern=shape.pattern if shape else "",
            hint=shape.label if shape else "",
            dictionary=dictionary,
            closed=dictionary is not None and not dictionary.open,
            sensitive=cells.sensitive,
        )


DATATYPE = TextType()
