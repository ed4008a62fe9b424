"""A printed type nobody knows is refused at every step; one new module makes it known everywhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec import datatypes
from gdyb_generator.spec.datatypes.base import Cells
from gdyb_generator.spec.load import load
from support.generator_checkout import GENERATOR, Checkout

ROW = "spec/interfaces/9001.yaml"
BEFORE = "      - {name: opened,"
NEW_ROW = '      - {name: done_time, label: 完成时间, type: 时间型, length: "8", line: 117}\n'
REPLY = "      - {name: born, label: 日期, type: 日期型, line: 133}\n"
NEW_REPLY = '      - {name: done_time, label: 完成时间, type: 时间型, length: "8", line: 134}\n'
FILE = "spec/interfaces/9106.yaml"
COLUMN = '      - {name: flag, label: 标志, type: 字符型, length: "3", code: "Y", required: "Y", dictionary: flag}\n'
NEW_COLUMN = '      - {name: done_time, label: 完成时间, type: 时间型, length: "8"}\n'

MODULE = '''"""时间型: times of day."""

from gdyb_generator.spec.datatypes.base import Cells, DataType, Scalar, Suggestion
from gdyb_generator.spec.datatypes.text import Text


class TimeOfDay(Text):
    """HH:mm:ss."""

    def sample(self, suggestion: Suggestion) -> str:
        """Eight in the morning."""
        return "08:00:00"

    def sample_cell(self) -> str:
        """Eight in the morning."""
        return "08:00:00"


class TimeType(DataType):
    """时间型."""

    printed = "时间型"
    synonyms = ("time",)
    stems = ("time",)
    scalars = (TimeOfDay,)
    usual_length = "8"
    usual_shape = "hh:mm:ss"

    def scalar(self, cells: Cells) -> Scalar:
        """One for each sensitivity."""
        shape = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
        return TimeOfDay(
            name=f"Time8{cells.mark}", length=8, pattern=shape, hint="HH:mm:ss", sensitive=cells.sensitive
        )


DATATYPE = TimeType()
'''


def with_times(checkout: Checkout) -> Checkout:
    """The checkout with a type that no table of it had, in a request, a reply and a file."""
    checkout.edit(ROW, BEFORE, NEW_ROW + BEFORE)
    checkout.edit(ROW, REPLY, REPLY + NEW_REPLY)
    checkout.edit(FILE, COLUMN, COLUMN + NEW_COLUMN)
    return checkout


def test_an_unknown_type_is_named_with_its_place_and_nothing_is_generated(checkout: Checkout) -> None:
    before = with_times(checkout).files()
    done = checkout.run("lint")
    assert done.code == 1
    found = [line for line in done.out.splitlines() if "FIELD_TYPE_UNKNOWN" in line]
    assert found[0] == f"{ROW}:36:46: error FIELD_TYPE_UNKNOWN done_time 完成时间：类型 时间型 不认识"
    assert len(found) == 3 and len([line for line in done.out.splitlines() if ": error " in line]) == 3
    assert "可用：字符型、数值型、日期型、日期时间型" in done.out
    refused = checkout.run("generate")
    assert refused.code == 1
    assert checkout.files() == before


def test_an_unknown_type_is_an_error_to_whoever_does_not_lint(checkout: Checkout) -> None:
    spec = load(with_times(checkout).root / "spec")
    with pytest.raises(datatypes.UnknownType, match="时间型"):
        resolve(spec)


def test_a_new_type_is_one_new_module(checkout: Checkout, tmp_path: Path) -> None:
    generator = tmp_path / "generator"
    shutil.copytree(GENERATOR, generator / "gdyb_generator")
    module = generator / "gdyb_generator" / "spec" / "datatypes" / "time_of_day.py"
    module.write_text(MODULE, encoding="utf-8")
    with_times(checkout)
    for command in ("lint", "generate", "check"):
        done = checkout.run(command, generator=generator)
        assert done.code == 0, done.out + done.err

    assert 'Time8 = Annotated[str, Text(max_length=8, pattern="^(' in checkout.read("generated/gdyb/types.py")
    assert "done_time: Time8 | None = None" in checkout.read("generated/gdyb/models/i9001.py")
    scalar = json.loads(checkout.read("generated/gdyb/schemas/9001.json"))["$defs"]["Time8"]
    assert scalar["maxLength"] == 8 and scalar["pattern"].startswith("^([01]")
    layouts = checkout.read("generated/gdyb/layouts.py")
    assert 'Column(name="done_time", label="完成时间", kind="text", length=8)' in layouts

    shown = checkout.python(
        """
from datetime import datetime
from gdyb import RequestInvalid
from gdyb.layouts import LIST_UPLOAD
from gdyb.models import i9001
from gdyb_runtime.wire._encode import encode_input
from gdyb_runtime.files.writing import text_chunks
from gdyb_runtime.wire._lenient import read_output

given = {"in": "a", "mon": "12", "startrow": 1, "refno": "r", "sent": datetime(2020, 12, 1), "opened": datetime(2020, 12, 1)}
request = i9001.Input(data=i9001.InputData(**given, done_time="08:30:00"))
print(encode_input(request).decode().partition('"done_time":')[2][:10])
try:
    i9001.InputData(**given, done_time="8:30")
except RequestInvalid as error:
    print(error.problems[0].message)
output, problems = read_output(i9001.Output, {"total": 1, "rows": [{"sn": "s", "done_time": "24:00:00"}]})
print(output.rows[0].done_time, [p.message for p in problems if p.field == "done_time"])
row = {column.name: None for column in LIST_UPLOAD.columns}
row |= {"psn_no": "1", "flag": "0", "done_time": "08:30:00"}
print(b"".join(text_chunks([row], LIST_UPLOAD)).decode().split("\\t")[2])
"""
    ).splitlines()
    assert shown[0] == '"08:30:00"'
    assert shown[1] == "应为HH:mm:ss"
    assert shown[2] == "24:00:00 ['应为HH:mm:ss；原样保留']"
    assert shown[3] == "08:30:00"

    site = checkout.root / "site"
    done = checkout.run("docs", "--out", str(site), generator=generator)
    assert done.code == 0, done.out + done.err
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.md")]
    assert any('"done_time": "08:00:00"' in page for page in pages)


@pytest.mark.parametrize("printed", [*datatypes.known()])
def test_every_type_is_complete(printed: str) -> None:
    kind = datatypes.datatype(printed)
    length = "8" if kind.is_length("8") else ""
    scalar = kind.scalar(Cells(length=length, direction="request"))
    assert type(scalar) in kind.scalars
    assert scalar.kind in datatypes.kind_words()
    assert isinstance(scalar.schema(), dict)
    assert all(datatypes.by_word()[word] is kind for word in kind.words)
    if "file" in kind.stands_in:
        assert scalar.sample_cell()


def test_a_blank_cell_of_evidence_is_a_text_and_an_unknown_word_never() -> None:
    assert datatypes.datatype("").printed == "字符型"
    assert datatypes.find("时间型") is None
    with pytest.raises(datatypes.UnknownType, match="可用"):
        datatypes.datatype("文本型")


def test_a_printed_type_goes_before_the_synonym_of_another() -> None:
    assert datatypes.by_word()["时间型"].printed == "日期时间型"
    assert set(datatypes.known()) <= set(datatypes.by_word())
    day = datatypes.by_word()["日期"]
    scalar = day.scalar(Cells(length="", direction="reply", sensitive="id"))
    assert scalar.name == "Date10Id"
