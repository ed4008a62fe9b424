"""Rules about the ways to identify a person and to settle."""

from __future__ import annotations

from gdyb_generator.diff.change import Level
from gdyb_generator.diff.rule import On, added, any_cell, moved, removed

_ARGUMENT, _SENT, _USE = On(kinds="argument"), On(kinds="sent"), On(kinds="use")
_CASE = On(kinds="case choice")
_LOOKUP = On(kinds="lookup first_lookup lookup_value")
_ANSWERS = On(kinds="answers brought sum")

RULES = (
    removed("IDENTIFICATION_REMOVED", Level.BREAKING, On(kinds="identification"), "The builders are gone."),
    added("IDENTIFICATION_ADDED", Level.ADDITION, On(kinds="identification"), "Builders can be used."),
    any_cell("IDENTIFICATION_CHANGED", Level.BREAKING, On(kinds="identification"), "infno node optional",
             "Builders fill another node or take other keywords."),
    removed("IDENTIFICATION_CASE_REMOVED", Level.BREAKING, _CASE, "A builder is gone."),
    added("IDENTIFICATION_CASE_ADDED", Level.ADDITION, _CASE, "One more builder can be used."),
    any_cell("IDENTIFICATION_CASE_CHANGED", Level.BREAKING, _CASE, "record by prefix inside outside",
             "A builder takes another record or chooses in another way."),
    removed("IDENTIFICATION_ARGUMENT_REMOVED", Level.BREAKING, _ARGUMENT, "Callers still pass the argument."),
    added("IDENTIFICATION_ARGUMENT_ADDED", Level.BREAKING, _ARGUMENT, "Callers do not pass the argument yet."),
    any_cell("IDENTIFICATION_CHECK_CHANGED", Level.REFUSED, On(kinds="argument check"),
             "check id_number ascii ends_before in_json", "Other numbers are let through."),
    removed("IDENTIFICATION_SENT_REMOVED", Level.REFUSED, _SENT, "A field is no longer filled."),
    added("IDENTIFICATION_SENT_ADDED", Level.REFUSED, _SENT, "One more field is filled."),
    any_cell("IDENTIFICATION_SENT_CHANGED", Level.REFUSED, _SENT, "value argument", "A field is filled otherwise."),
    moved("IDENTIFICATION_ORDER_CHANGED", Level.TEXT, On(kinds="identification"), "cases choices",
          "Order is as printed; builders are told apart by name."),
    removed("VOUCHER_USE_REMOVED", Level.REFUSED, _USE, "A code no longer serves this call."),
    added("VOUCHER_USE_ADDED", Level.REFUSED, _USE, "One more call takes a code and uses it up."),
    any_cell("VOUCHER_CHANGED", Level.REFUSED, On(kinds="voucher"), "identification",
             "A code is identified by another call."),
    removed("REVERSAL_REMOVED", Level.BREAKING, On(kinds="reversal reversible"), "Calls can no longer be taken back."),
    added("REVERSAL_ADDED", Level.ADDITION, On(kinds="reversal reversible"), "Calls can be taken back."),
    any_cell("REVERSAL_CHANGED", Level.REFUSED, On(kinds="reversal reversible"), "infno undoes",
             "Calls are taken back by another one, or another thing is undone."),
    removed("SETTLEMENT_REMOVED", Level.BREAKING, On(kinds="settlement"), "The rules of settling are gone."),
    added("SETTLEMENT_ADDED", Level.ADDITION, On(kinds="settlement"), "The rules of settling are known."),
    removed("COMMAND_REMOVED", Level.TEXT, On(kinds="command"), "It is no longer said how a command's outcome is found."),
    added("COMMAND_ADDED", Level.TEXT, On(kinds="command"), "It is said how a command's outcome is found."),
    any_cell("COMMAND_CHANGED", Level.TEXT, On(kinds="command"), "makes ask",
             "A command's outcome is found by other queries."),
    removed("LOOKUP_REMOVED", Level.REFUSED, _LOOKUP, "A command without an answer is no longer looked up."),
    added("LOOKUP_ADDED", Level.ADDITION, _LOOKUP, "A command without an answer is looked up."),
    any_cell("LOOKUP_CHANGED", Level.MISREAD, _LOOKUP,
             "query node rows takes field input given value infnos agrees evidence confidence",
             "A command without an answer is looked up in another way."),
    moved("LOOKUP_ORDER_CHANGED", Level.TEXT, On(kinds="settlement lookup first_lookup"), "lookups fills identifies",
          "Their order decides nothing."),
    removed("ANSWERS_REMOVED", Level.MISREAD, _ANSWERS, "An answer that does not fit its request is no longer noticed."),
    added("ANSWERS_ADDED", Level.MISREAD, _ANSWERS, "An answer that does not fit its request is noticed."),
    any_cell("ANSWERS_CHANGED", Level.MISREAD, _ANSWERS, "echoes field addends maybe",
             "Answers are held against their requests in another way."),
    moved("ANSWERS_ORDER_CHANGED", Level.TEXT, On(kinds="answers"), "brings sums", "Their order decides nothing."),
    moved("VOUCHER_ORDER_CHANGED", Level.TEXT, On(kinds="voucher reversal settlement"), "uses reversible commands",
          "Order is as printed and decides nothing."),
)  # fmt: skip
