"""What a business error of the platform says became of the call."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from gdyb_runtime.errors import Outcome
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.protocol import AnswerText, Protocol


def found_answer(texts: Sequence[AnswerText], infno: str, err_msg: str) -> AnswerText | None:
    """The first text that is said of this interface and found in the platform's words."""
    plain = " ".join(unicodedata.normalize("NFKC", err_msg).lower().split())
    for text in texts:
        if (not text.infnos or infno in text.infnos) and re.search(text.pattern, plain):
            return text
    return None


def outcome_of(
    protocol: Protocol, operation: Operation[RequestModel, ReplyModel], infcode: int, answer: AnswerText | None
) -> Outcome:
    """What became of a call: of a command what the text says, else what the code says.

    A code that the tables do not print says nothing, whatever the text; a query has nothing to carry out.
    """
    if operation.effect == "query":
        return "unknown" if answer is not None and answer.outcome == "unknown" else "refused"
    if infcode not in protocol.failures and (answer is None or answer.outcome == "refused"):
        return "unknown"
    return "refused" if answer is None else answer.outcome
