"""`gdyb sandbox people` and `gdyb sandbox records`: what other programs need without importing the sandbox."""

import csv
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.identity import is_synthetic
from gdyb_sandbox.cli import app
from support.sandbox.caller import Caller
from support.sandbox.care import output
from support.sandbox.records import records, totals


def _people(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, ["people", "--json", *arguments])
    assert result.exit_code == 0, result.output
    return list(json.loads(result.stdout))


def test_people_are_those_the_sandbox_knows(sandbox: Sandbox, caller: Caller) -> None:
    for listed, person in zip(_people("--count", "5"), sandbox.people(5), strict=True):
        assert listed["psn_no"] == person.psn_no
        assert is_synthetic(str(listed["certno"]))
        for code in listed["vouchers"]:  # type: ignore[attr-defined]
            data = {"mdtrt_cert_type": "01", "mdtrt_cert_no": code}
            found = output(caller.call("1101", {"data": data}))
            assert found["baseinfo"]["psn_no"] == person.psn_no
            assert found["insuinfo"][0]["insutype"] == listed["insurances"][0]["insutype"]  # type: ignore[index]


def test_more_codes_of_the_same_people() -> None:
    first, more = _people("--codes", "4"), _people("--codes", "2", "--first-code", "3")
    assert [person["vouchers"][2:] for person in first] == [person["vouchers"] for person in more]  # type: ignore[index]
    assert _people("--seed", "8") != first


def test_people_for_the_eye() -> None:
    result = CliRunner().invoke(app, ["people", "--count", "1"])
    assert "certno" in result.output and "vouchers" in result.output


def test_records_in_a_file(tmp_path: Path) -> None:
    plain, marked = tmp_path / "records.csv", tmp_path / "记录.csv"
    for path, more in ((plain, ["--no-bom"]), (marked, [])):
        arguments = ["records", "2020-12", "--rows", "20", "--out", str(path), *more]
        assert CliRunner().invoke(app, arguments).exit_code == 0
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()
    with plain.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == records("--rows", "20")


@pytest.mark.parametrize("name", ["con.csv", "a?b.csv", "a:b.csv"])
def test_a_name_that_windows_does_not_take_is_refused_there(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(app, ["records", "2020-12", "--rows", "2", "--out", str(tmp_path / name)])
    if sys.platform == "win32":
        assert result.exit_code == 1
        assert "文件名" in result.output
        assert not list(tmp_path.iterdir())
    else:
        assert result.exit_code == 0
        assert (tmp_path / name).is_file()


def test_records_of_another_institution_and_seed() -> None:
    with Sandbox(rows=60, seed=9, fixmedins_code="H44010000009") as sandbox:
        rows = records("--rows", "60", "--seed", "9", "--fixmedins-code", "H44010000009")
        group = [row for row in rows if (row["险种"], row["清算类别"]) == ("310", "11")]
        assert totals(Caller(sandbox.settings), group)["stmt_rslt"] == "0"
    assert records("--rows", "60", "--seed", "9") != rows


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["records", "2020"], "应写作"), (["records", "2020-13"], "应写作"), (["--difference", "theirs"], "--difference")],
)
def test_wrong_arguments(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, arguments, env={"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"})
    assert result.exit_code == 2
    assert message in result.output


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["records", "2020-12", "--out", str(tmp_path / "missing" / "a.csv")])
    assert result.exit_code == 1
    assert "无法写文件" in result.output
