"""Rules about the fields of requests and replies, of interfaces and of the envelope."""

from __future__ import annotations

from gdyb_generator.diff.change import Level, Pair
from gdyb_generator.diff.rule import On, added, any_cell, changed, removed

_ALL = "field envelope_field"
_BOTH = On(kinds=_ALL)
_REQUEST = On(kinds=_ALL, direction="request")
_REPLY = On(kinds=_ALL, direction="reply")


def _is_required(pair: Pair) -> bool:
    return pair.item.cells.get("@required") == "Y"


def _is_optional(pair: Pair) -> bool:
    return not _is_required(pair)


def _same_kind(pair: Pair) -> bool:
    return "@kind" not in pair.differing()


def _is_shrunk(pair: Pair) -> bool:
    old, new = pair.texts("@length")
    return _same_kind(pair) and bool(new) and (not old or int(new) < int(old))


def _is_grown(pair: Pair) -> bool:
    old, new = pair.texts("@length")
    return _same_kind(pair) and bool(old) and (not new or int(new) > int(old))


def _is_lifted(pair: Pair) -> bool:
    return pair.texts("sensitive")[1] in {"", "public"}


def _is_marked(pair: Pair) -> bool:
    return not _is_lifted(pair)


def _loses(pair: Pair) -> bool:
    old, new = (set(text.split("、")) for text in pair.texts("spellings"))
    return bool(old - new - {""})


def _gains(pair: Pair) -> bool:
    return not _loses(pair)


_CONDITIONS = "required_when required_when.field required_when.values required_when_input_has"
_LENGTH, _SCALE, _TYPE = "@length length", "@scale length", "@kind type length @length @scale"

RULES = (
    removed("REQUEST_FIELD_REMOVED", Level.BREAKING, _REQUEST, "Callers still fill the field."),
    removed("REPLY_FIELD_REMOVED", Level.BREAKING, _REPLY, "Callers still read the field."),
    added("REQUEST_FIELD_ADDED_REQUIRED", Level.BREAKING, _REQUEST, "Callers do not fill the field yet.",
          when=_is_required),
    added("REQUEST_FIELD_ADDED_OPTIONAL", Level.ADDITION, _REQUEST, "Callers may fill one field more.",
          when=_is_optional),
    added("REPLY_FIELD_ADDED", Level.ADDITION, _REPLY, "Callers may read one field more."),
    changed("REQUEST_NOW_REQUIRED", Level.BREAKING, _REQUEST, "@required required",
            "Callers that leave the field empty are refused.", when=_is_required, word="必填"),
    changed("REQUEST_NOW_OPTIONAL", Level.ADDITION, _REQUEST, "@required required",
            "Callers may leave the field empty.", when=_is_optional, word="必填"),
    changed("REPLY_NOW_OPTIONAL", Level.BREAKING, _REPLY, "@required required",
            "The field may be None, which callers do not expect.", when=_is_optional, word="必填"),
    changed("REPLY_NOW_REQUIRED", Level.ADDITION, _REPLY, "@required required",
            "The field always comes; a check for None is merely useless.", when=_is_required, word="必填"),
    changed("REQUEST_LENGTH_SHRUNK", Level.REFUSED, _REQUEST, _LENGTH,
            "Values that used to fit are refused.", when=_is_shrunk, word="长度"),
    changed("REQUEST_LENGTH_GROWN", Level.ADDITION, _REQUEST, _LENGTH,
            "Longer values may be sent.", when=_is_grown, word="长度"),
    changed("REPLY_LENGTH_SHRUNK", Level.TEXT, _REPLY, _LENGTH,
            "What fits a longer column fits; replies that are longer give a warning.", when=_is_shrunk, word="长度"),
    changed("REPLY_LENGTH_GROWN", Level.MISREAD, _REPLY, _LENGTH,
            "Longer values are cut off in columns of the old length.", when=_is_grown, word="长度"),
    changed("REQUEST_TYPE_CHANGED", Level.BREAKING, _REQUEST, _TYPE,
            "Callers pass a value of another type.", word="类型"),
    changed("REPLY_TYPE_CHANGED", Level.BREAKING, _REPLY, _TYPE,
            "Callers get a value of another type.", word="类型"),
    changed("REQUEST_SCALE_CHANGED", Level.REFUSED, _REQUEST, _SCALE,
            "Amounts are sent with another number of decimals.", when=_same_kind, word="小数位"),
    changed("REPLY_SCALE_CHANGED", Level.MISREAD, _REPLY, _SCALE,
            "Amounts are rounded by who stores the old number of decimals.", when=_same_kind, word="小数位"),
    changed("REQUEST_SHAPE_CHANGED", Level.REFUSED, _REQUEST, "@pattern format",
            "Values of the old shape are refused.", word="格式"),
    changed("REPLY_SHAPE_CHANGED", Level.MISREAD, _REPLY, "@pattern format",
            "Values have a shape that callers do not know.", word="格式"),
    changed("REQUEST_DICTIONARY_CHANGED", Level.REFUSED, _REQUEST, "dictionary",
            "Codes of the old dictionary may be refused.", word="字典"),
    changed("REPLY_DICTIONARY_CHANGED", Level.MISREAD, _REPLY, "dictionary",
            "The same code means something else.", word="字典"),
    any_cell("REQUEST_CONDITION_CHANGED", Level.REFUSED, _REQUEST, _CONDITIONS,
             "A field may have become required under a condition."),
    any_cell("REPLY_CONDITION_CHANGED", Level.MISREAD, _REPLY, _CONDITIONS,
             "A field comes under another condition."),
    changed("SENSITIVE_LIFTED", Level.BREAKING, _BOTH, "sensitive",
            "What was hidden from logs and reprs is shown.", when=_is_lifted, word="个人信息标记"),
    changed("SENSITIVE_MARKED", Level.ADDITION, _BOTH, "sensitive",
            "What was shown in logs and reprs is hidden.", when=_is_marked, word="个人信息标记"),
    changed("SPELLING_REMOVED", Level.MISREAD, _BOTH, "spellings",
            "A key that was understood is not any more.", when=_loses, word="其他写法"),
    changed("SPELLING_ADDED", Level.ADDITION, _BOTH, "spellings",
            "One more way to write a key is understood.", when=_gains, word="其他写法"),
    changed("ENVELOPE_SOURCE_CHANGED", Level.BREAKING, On(kinds="envelope_field"), "source",
            "A field of the envelope is filled from elsewhere.", word="取值来源"),
)  # fmt: skip
