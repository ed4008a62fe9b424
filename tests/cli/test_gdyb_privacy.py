"""Nothing personal or secret leaves the command line: whole runs at DEBUG, everything they print searched."""

import re

import pytest

from gdyb import Client, Settings
from gdyb_sandbox import Sandbox
from gdyb_workflows.clearing.calls import extract_month
from gdyb_workflows.clearing.period import ClearingMonth

AT_DEBUG = (
    "import logging, sys;"
    "logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format='%(name)s %(message)s %(args)s %(exc_info)s');"
    "from gdyb_cli import main; main()"
)
KEY_OR_HASH = re.compile(r"(?=[0-9A-Fa-f]*[A-Fa-f])[0-9A-Fa-f]{32,}")


@pytest.fixture
def people(tmp_path):
    """Everything personal that a sandbox of seed 7 and 250 rows has in 2020-12."""
    with Sandbox(rows=250, seed=7) as running:
        with Client(Settings(**running.settings, msgid_file=tmp_path / "people.sqlite3")) as client:
            certnos = [row.certno for row in extract_month(client, ClearingMonth(year="2020", month="12"))]
        return [*certnos, running.settings["opter_name"]]


@pytest.mark.parametrize(
    "more",
    [(), ("--json",), ("--fault", "drop-after=3261,1"), ("--fault", "garbage=3261"), ("--fault", "refuse=3262")],
)
def test_demo(spawn, people, more):
    result = spawn("demo", "--rows", 250, "--seed", 7, *more, code=AT_DEBUG)
    text = result.stdout + result.stderr
    assert "gdyb 3260" in result.stderr
    assert len(people) == 251
    assert not [person for person in people if person in text]
    assert not KEY_OR_HASH.search(text)


def test_call_and_doctor(spawn, people, env_file, sandbox, write_env):
    secret = sandbox.settings["secret_key"]
    page = ("call", "3260", "--data", "trt_year=2020", "--data", "trt_month=12", "--data", "startrow=1")
    for arguments in (page, (*page, "--json"), (*page, "--data", "startrow=x"), ("doctor",)):
        result = spawn(*arguments, "--env-file", env_file, code=AT_DEBUG)
        text = result.stdout + result.stderr
        assert text
        assert not [person for person in [*people, secret] if person in text]
        assert not KEY_OR_HASH.search(text)


def test_values_of_the_command_line_are_not_repeated(gdyb, env_file, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("certno,setl_sn\n440101199001011234567,A1\n", encoding="utf-8")
    result = gdyb(
        *("call", "3261", "--data", "trt_year=2020", "--data", "trt_month=12", "--data", "totalrow=1"),
        *("--detail", rows, "--env-file", env_file, "--yes"),
    )
    assert result.exit_code == 2
    assert "certno 证件号码" in result.stderr
    assert "440101199001011234567" not in result.output
