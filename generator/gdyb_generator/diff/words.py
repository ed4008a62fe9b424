"""Cells and their values in a message for people."""

from __future__ import annotations

from gdyb_generator.spec.datatypes import kind_words
from gdyb_generator.spec.words import CELLS, EFFECTS, MEANINGS

_KINDS = {**kind_words(), "validity": "有效期", "photo": "照片"}
_YES_NO = {"true": "是", "false": "否"}
_VALUES = {
    "@kind": _KINDS, "kind": _KINDS, "effect": EFFECTS, "open": _YES_NO,
    "reply": {"message": "报文", "file": "文件"}, "required": _YES_NO, "rows": {"one": "一行", "many": "多行"},
    "sensitive": {
        "id": "证件号码", "name": "姓名", "card": "卡号", "phone": "电话", "photo": "照片", "secret": "密钥", "public": "公开",
    },
    "terminated": _YES_NO, "signs_in": _YES_NO, "finds_nothing": _YES_NO, "means": MEANINGS,
    "makes": {"visit": "就诊登记", "discharge": "出院", "settlement": "结算", "refund": "退费", "cancellation": "撤销", "reversal": "冲正"},
    "undoes": {"settlement": "结算", "refund": "退费", "admission": "入院登记"},
}  # fmt: skip
_NOTHING = "（空）"


def word_for(cell: str) -> str:
    """What people call a cell; one that is not known has the name of its key."""
    return CELLS.get(cell, cell)


def spoken(cell: str, text: str) -> str:
    """The text of a cell in the words of people."""
    return _VALUES.get(cell, {}).get(text, text) or _NOTHING


def became(cell: str, old: str, new: str, word: str = "") -> str:
    """What a cell was and what it is, as a sentence."""
    return f"{word or word_for(cell)}由 {spoken(cell, old)} 改为 {spoken(cell, new)}"
