"""What a successful call returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from gdyb_runtime.files.download import DownloadedFile
from gdyb_runtime.model.reply_rules import DOUBTS, RESULT_MISSING
from gdyb_runtime.problems import Problem

from ._decode import JsonValue

__all__ = ["Reply"]

OutputT_co = TypeVar("OutputT_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[OutputT_co]):
    """A successful reply: typed output, envelope, and what departs from the tables."""

    output: OutputT_co
    infcode: int
    inf_refmsgid: str
    """Id the platform assigned to the call; later interfaces take it as input."""
    err_msg: str = field(repr=False)
    """May be filled on success, too."""
    msgid: str
    """Id under which the call was sent."""
    warnings: tuple[Problem, ...] = ()
    """Departures from the printed tables."""
    trace_id: str = ""
    raw: bytes = field(repr=False)
    """The body as received."""
    envelope: Mapping[str, JsonValue] = field(repr=False)
    """Every key of the message as received, unknown ones included."""
    download: DownloadedFile | None = None
    """The value of ``file``, None where the platform sent no file."""

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """Warnings about what was done: the answer does not name it, is about another call, or does not add up."""
        return tuple(problem for problem in self.warnings if problem.rule in DOUBTS)

    @property
    def names_its_result(self) -> bool:
        """Whether the answer names what a command made; without that nobody can ask for it or take it back."""
        return all(problem.rule != RESULT_MISSING for problem in self.warnings)

    @property
    def file(self) -> DownloadedFile:
        """The file that an interface with ``file_reply`` sent.

        Raises:
            LookupError: when this interface sends no file.
        """
        if self.download is None:
            raise LookupError("这个接口不返回文件")
        return self.download
