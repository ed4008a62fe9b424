"""Rules about what all calls share: headers, signature, envelope, gateway errors, message rules, environments."""

from __future__ import annotations

from gdyb_generator.diff.change import Level
from gdyb_generator.diff.rule import On, added, any_cell, moved, removed

_HEADER, _ERROR, _MESSAGE = On(kinds="header"), On(kinds="gateway_error"), On(kinds="message")
_ANSWER = On(kinds="answer")
_ROW = (
    "type length code required source format dictionary sensitive required_when required_when.field "
    "required_when.values required_when_input_has spellings effective effective.type effective.length effective.code "
    "effective.required"
)

RULES = (
    any_cell("CALL_CHANGED", Level.REFUSED, On(kinds="call"), "method content_type charset",
             "Calls are addressed in another way."),
    removed("HEADER_REMOVED", Level.REFUSED, _HEADER, "A header is sent that nobody expects."),
    added("HEADER_ADDED", Level.REFUSED, _HEADER, "A header is expected that nobody sends."),
    any_cell("HEADER_CHANGED", Level.REFUSED, _HEADER, _ROW, "A header is filled in another way."),
    any_cell("SIGNATURE_CHANGED", Level.REFUSED, On(kinds="signature"), "algorithm parts",
             "The old signature does not match."),
    any_cell("WINDOW_CHANGED", Level.REFUSED, On(kinds="window"), "seconds", "The gateway looks at another span of time."),
    removed("GATEWAY_ERROR_REMOVED", Level.MISREAD, _ERROR, "An answer is no longer recognised."),
    added("GATEWAY_ERROR_ADDED", Level.MISREAD, _ERROR, "An answer is recognised as another error than before."),
    any_cell("GATEWAY_ERROR_CHANGED", Level.MISREAD, _ERROR, "message", "An answer is recognised by another text."),
    any_cell("GATEWAY_KEYS_CHANGED", Level.MISREAD, On(kinds="gateway_errors"), "code_keys text_keys envelope_keys",
             "Errors are looked for under other keys."),
    removed("MESSAGE_RULE_REMOVED", Level.REFUSED, _MESSAGE, "A rule of all messages is gone."),
    added("MESSAGE_RULE_ADDED", Level.REFUSED, _MESSAGE, "All messages follow one more rule."),
    any_cell("MESSAGE_RULE_CHANGED", Level.REFUSED, _MESSAGE, "value", "All messages are built in another way."),
    removed("ANSWER_REMOVED", Level.MISREAD, _ANSWER, "Words of the platform no longer say what became of a command."),
    added("ANSWER_ADDED", Level.MISREAD, _ANSWER, "Words of the platform say what became of a command."),
    any_cell("ANSWER_CHANGED", Level.MISREAD, _ANSWER, "pattern infnos means signs_in finds_nothing",
             "Words of the platform say otherwise of a command."),
    moved("ANSWERS_MOVED", Level.MISREAD, On(kinds="file"), "answers", "The first text that is found decides."),
    removed("ENVIRONMENT_REMOVED", Level.BREAKING, On(kinds="environment"), "An environment can no longer be named."),
    added("ENVIRONMENT_ADDED", Level.ADDITION, On(kinds="environment"), "One more environment can be named."),
    any_cell("ENVIRONMENT_CHANGED", Level.REFUSED, On(kinds="environment"), "host address ports",
             "The platform is found at another address."),
)  # fmt: skip
