"""One vocabulary of kinds: what is none of them is refused, in messages and in files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from gdyb_runtime.files import Column
from gdyb_runtime.files._cells import scalar_of
from gdyb_runtime.model._shapes import shape_of
from gdyb_runtime.model.base import RequestModel
from gdyb_runtime.model.scalars import Unknown
from gdyb_runtime.model.types import KINDS
from gdyb_runtime.wire._encode import encode_input


class Node(RequestModel):
    where: Path


class Input(RequestModel):
    data: Node


def test_a_field_of_no_kind_is_not_sent_as_something_else() -> None:
    with pytest.raises(TypeError, match="Unknown"):
        encode_input(Input(data=Node(where=Path("x"))))


def test_a_field_of_no_kind_is_not_read_as_something_else() -> None:
    class Reply(BaseModel):
        where: Path

    field = shape_of(Reply).by_wire["where"]
    assert isinstance(field.scalar, Unknown)
    with pytest.raises(TypeError, match="Unknown"):
        field.scalar.convert("x")


@pytest.mark.parametrize("kind", ["time", "decimal", ""])
def test_a_column_of_no_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Column("a", "甲", kind)  # type: ignore[arg-type]


def test_bytes_stand_in_no_file() -> None:
    with pytest.raises(TypeError, match="文件的列"):
        scalar_of(Column("a", "甲", "bytes"))


def test_every_kind_that_stands_in_a_file_writes_what_it_reads() -> None:
    texts = {"text": "a", "whole": "7", "number": "1.50", "date": "2020-12-01", "datetime": "2020-12-01 08:00:00"}
    assert texts.keys() == KINDS.keys() - {"bytes"}
    for kind, text in texts.items():
        scalar = KINDS[kind].sized(19, 2)
        assert scalar.normal(text) == text
        assert scalar.cell_writer("null", ())(scalar.typed(text)) == text
