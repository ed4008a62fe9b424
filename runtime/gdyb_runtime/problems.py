"""What is wrong with a message, field by field, in words a hospital's integrator can act on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gdyb_runtime.redaction import mask_text

__all__ = ["Problem", "did_you_mean", "join_path", "numbered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One departure from the printed table; it never holds the value itself, so it may be logged."""

    path: str
    """Place in the message, e.g. ``detail[3].certno``; rows count from 0."""
    field: str
    """Wire name of the field."""
    label: str = ""
    """Chinese name of the field, empty when unknown."""
    message: str
    """What is expected, in Chinese."""
    rule: str
    """Stable id of the broken rule, e.g. ``max_length``."""

    def __str__(self) -> str:
        place = f"{self.path} {self.label}" if self.label else self.path
        return f"{place}：{self.message}" if place else self.message


def numbered(problems: Sequence[Problem], *, most: int = 100) -> str:
    """The problems as a numbered list, one a line."""
    lines = [f"  {number}. {problem}" for number, problem in enumerate(problems[:most], 1)]
    if len(problems) > most:
        lines.append(f"  …另有 {len(problems) - most} 处，见 .problems")
    return "\n".join(lines)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``，是不是 X？`` when a known name resembles the given one, else an empty text."""
    lower = {candidate.lower(): candidate for candidate in known}
    close = get_close_matches(name.lower(), lower, n=1, cutoff=0.7)
    return f"，是不是 {lower[close[0]]}？" if close else ""


def join_path(location: Iterable[int | str], prefix: str = "") -> str:
    """A location as text: ``("detail", 3, "certno")`` becomes ``detail[3].certno``."""
    path = prefix
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            # A key that is no field of the table may be a value that slipped into the wrong column.
            name = mask_text(part)
            path = f"{path}.{name}" if path else name
    return path
