"""Rules about dictionaries; a code that a reply may bring weighs more than one that only requests have."""

from __future__ import annotations

from gdyb_generator.diff.change import Level, Pair
from gdyb_generator.diff.rule import On, added, changed, removed

_DICTIONARY = On(kinds="dictionary")


def _is_open(pair: Pair) -> bool:
    return pair.texts("open")[1] == "true"


def _is_closed(pair: Pair) -> bool:
    return not _is_open(pair)


RULES = (
    removed("DICTIONARY_REMOVED", Level.BREAKING, _DICTIONARY, "The class of a dictionary is gone."),
    added("DICTIONARY_ADDED", Level.ADDITION, _DICTIONARY, "A class of codes more can be imported."),
    changed("DICTIONARY_OPENED", Level.MISREAD, _DICTIONARY, "open",
            "Codes may come that no member of the class has.", when=_is_open, word="开放"),
    changed("DICTIONARY_CLOSED", Level.REFUSED, _DICTIONARY, "open",
            "Codes that are not listed are refused.", when=_is_closed, word="开放"),
    added("REQUEST_CODE_ADDED", Level.ADDITION, On(kinds="value", direction="request"), "One code more may be sent."),
    added("REPLY_CODE_ADDED", Level.MISREAD, On(kinds="value", direction="reply"),
          "A reply may bring a code that callers do not handle."),
    removed("CODE_REMOVED", Level.BREAKING, On(kinds="value"), "A member of the class is gone and the code is refused."),
    changed("CODE_RELABELLED", Level.MISREAD, On(kinds="value"), "label",
            "The same code may mean something else now.", word="含义"),
    changed("CODE_RENAMED", Level.BREAKING, On(kinds="value"), "name",
            "A member of the class has another name.", word="英文名"),
)  # fmt: skip
