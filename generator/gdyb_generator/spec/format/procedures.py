"""Schema of procedures.yaml: who does what in which order, one step a row, with its source in a document."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format import SpecModel

StepKind = Literal["call", "answer", "note", "loop", "option", "choice", "else", "end"]


class Actor(SpecModel):
    """Who takes part."""

    id: str
    label: str


class Step(SpecModel):
    """One row: a call or its answer, a remark, or the beginning of rows that `end` closes.

    A call and its answer name an interface or a function of the reader library; `fields` are of that interface's input
    or output; `case` is a way of identification, which says by itself what is sent.
    """

    do: StepKind
    sender: str = ""
    receiver: str = ""
    infno: str = ""
    function: str = ""
    case: str = ""
    fields: list[str] = []
    label: str = ""
    line: int | None = None
    evidence: str = ""


class Procedure(SpecModel):
    """One procedure in the order of its rows; every `line` lies within `lines` of the document."""

    id: str
    title: str
    about: str
    document: str = "guangdong"
    chapter: str
    lines: str
    actors: list[Actor] = Field(min_length=1)
    steps: list[Step] = Field(min_length=1)


class ProceduresFile(SpecModel):
    """procedures.yaml"""

    procedures: list[Procedure]
