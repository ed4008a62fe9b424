"""A text dump written from spec/ comes back equal, cell by cell; the doubts are the transcription's errata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.run import import_document
from support.importing.dumpfile import KEYS, load, write
from support.places import SPEC


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The imported dump and its report."""
    folder = tmp_path_factory.mktemp("dump")
    report = import_document(write(folder / "edition.txt"), folder / "spec", SPEC)
    return folder / "spec", report


def cells(fields: list[dict[str, Any]]) -> list[list[str]]:
    """The printed cells of rows."""
    return [[str(row.get(key, "")) for key in KEYS] for row in fields]


def read(path: Path) -> dict[str, Any]:
    """A YAML file."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("infno", ["3260", "3261", "3262"])
def test_interfaces(done: tuple[Path, Report], infno: str) -> None:
    new, old = read(done[0] / "interfaces" / f"{infno}.yaml"), load(f"interfaces/{infno}.yaml")
    assert {key: new.get(key) for key in ("name", "sender", "receiver", "output_printed")} == {
        key: old.get(key) for key in ("name", "sender", "receiver", "output_printed")
    }
    for side in ("input", "output"):
        for key in ("node", "table", "caption", "rows", "limit"):
            assert [node.get(key) for node in new[side]] == [node.get(key) for node in old[side]]
        assert [cells(node["fields"]) for node in new[side]] == [cells(node["fields"]) for node in old[side]]


@pytest.mark.parametrize(
    ("file", "part"), [("envelope.yaml", "request"), ("envelope.yaml", "reply"), ("gateway.yaml", "headers")]
)
def test_envelope_and_headers(done: tuple[Path, Report], file: str, part: str) -> None:
    new, old = read(done[0] / file)[part], load(file)[part]
    assert (new["table"], new["caption"]) == (old["table"], old["caption"])
    assert cells(new["fields"]) == cells(old["fields"])


def test_list_and_dictionary(done: tuple[Path, Report]) -> None:
    new, old = read(done[0] / "interface_list.yaml"), load("interface_list.yaml")
    strip = [{key: value for key, value in row.items() if key != "line"} for row in new["interfaces"]]
    assert strip == [{key: value for key, value in row.items() if key != "line"} for row in old["interfaces"]]
    codes = [
        [(v["code"], v["label"]) for v in content["values"]]
        for content in (read(done[0] / "dictionaries/infcode.yaml"), load("dictionaries/infcode.yaml"))
    ]
    assert codes[0] == codes[1]


def test_every_line_is_where_it_says(done: tuple[Path, Report]) -> None:
    lines = (done[0] / "document.txt").read_text(encoding="utf-8").split("\n")
    for infno in ("3260", "3261", "3262"):
        content = read(done[0] / "interfaces" / f"{infno}.yaml")
        for row in [row for side in ("input", "output") for node in content[side] for row in node["fields"]]:
            assert lines[row["line"] - 1].strip() == row["name"]


def test_doubts_are_the_errata(done: tuple[Path, Report]) -> None:
    found = {(doubt.rule, doubt.row.rpartition(" ")[2]) for doubt in done[1].doubts if doubt.row}
    expected = {
        *[("CODE_WITHOUT_DICTIONARY", "setl_sn"), ("DATE_WITH_TIME", "mdtrt_setl_time"), ("TYPE_MISSING", "cnfm_flag")],
        *[("LENGTH_MISSING", "cnfm_flag"), ("ROW_CELLS", "output")],
    }
    assert found == expected
    assert done[1].counts.lost == 0
