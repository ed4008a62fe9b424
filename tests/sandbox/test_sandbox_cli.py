"""`python -m gdyb_sandbox`: lines, file, log, exit."""

import signal
import socket
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from gdyb_sandbox import Sandbox
from gdyb_sandbox._env_file import env_lines, write_env_file
from gdyb_sandbox._faults.switches import PURPOSES
from gdyb_sandbox.cli import app
from support.sandbox.caller import Caller, detail_of
from support.sandbox.process import read_lines, sandbox_process

NAMES = [
    *("GDYB_BASE_URL", "GDYB_PAASID", "GDYB_SECRET_KEY", "GDYB_FIXMEDINS_CODE", "GDYB_FIXMEDINS_NAME"),
    *("GDYB_MDTRTAREA_ADMVS", "GDYB_INSUPLC_ADMDVS", "GDYB_RECER_SYS_CODE", "GDYB_INFVER"),
    *("GDYB_OPTER_TYPE", "GDYB_OPTER", "GDYB_OPTER_NAME"),
]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_lines_file_and_exit(tmp_path: Path, number: int) -> None:
    with sandbox_process(tmp_path, "--rows", "3") as process:
        assert list(process.environment) == NAMES
        assert process.settings["base_url"].startswith("http://127.0.0.1:")
        assert len(Caller(process.settings).page()) == 3
        environment = process.environment
        code, out, err = process.stop(number)
    assert code == 0
    assert read_lines(out) == environment
    assert "Traceback" not in err


def test_the_given_account_and_institution(tmp_path: Path) -> None:
    arguments = ["--paasid", "my account", "--secret", "it's $ecret", "--fixmedins-code", "H44010000001"]
    with sandbox_process(tmp_path, *arguments) as process:
        settings = process.settings
        assert Caller(settings).page()[0]["medins_no"] == "H44010000001"
    assert (settings["paasid"], settings["secret_key"]) == ("my account", "it's $ecret")


def test_the_other_switches(tmp_path: Path) -> None:
    arguments = ["--seed", "9", "--gateway-status", "401", "--window", "60", "--large-amount"]
    arguments += ["--fault", "output-null=3261", "--fault", "html=3260,1", "--db", str(tmp_path / "state.sqlite3")]
    with sandbox_process(tmp_path, *arguments) as process:
        caller = Caller(process.settings)
        assert caller.send("3260", b"", caller.headers(seconds=-90)).status == 401
        assert caller.send("3260", b"").body.startswith(b"<!DOCTYPE")
        assert len(str(caller.page()[0]["medfee_sumamt"])) == 17
        with Sandbox(seed=9, large_amount=True) as same:
            assert Caller(same.settings).page() == caller.page()
    assert (tmp_path / "state.sqlite3").exists()


def test_the_log_holds_no_secret_and_no_personal_data(tmp_path: Path) -> None:
    with sandbox_process(tmp_path) as process:
        caller = Caller(process.settings)
        detail = detail_of(caller.page())
        caller.confirm(detail)
        caller.confirm(detail)
        caller.confirm([detail[0] | {"certno": "x" * 30}])
        caller.call(detail[0]["certno"], {})
        headers = caller.headers(secret="wrong")
        caller.send("3260", b"", headers)
        settings = process.settings
        _, _, err = process.stop()
    for line in (
        "3261 infcode 0",
        "3261 infcode -1 detail[0-99].setl_sn",
        "3260 SignatureMismatch",
        "unknown interface",
    ):
        assert line in err
    personal = {str(row[name]) for row in detail for name in ("certno", "mdtrt_id", "setl_sn")}
    for value in (
        *personal,
        *headers.values(),
        settings["secret_key"],
        settings["paasid"],
        settings["opter_name"],
        "x" * 30,
    ):
        assert value == "application/json" or value not in err


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(app, ["--port", str(taken.getsockname()[1])])
    assert result.exit_code == 1
    assert "沙箱无法启动" in result.output


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--port", "0", "--env-file", str(tmp_path / "missing" / "sandbox.env")])
    assert result.exit_code == 1
    assert "沙箱无法启动" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fault", "nonsense"], "--fault"),
        (["--rows", "-1"], "--rows"),
        (["--gateway-status", "20"], "--gateway-status"),
    ],
)
def test_a_wrong_switch(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, arguments, env={"NO_COLOR": "1", "TERM": "dumb"})
    assert result.exit_code == 2
    assert message in result.output


def test_the_list_of_faults() -> None:
    output = CliRunner().invoke(app, ["faults"]).output
    assert all(name in output for name in PURPOSES)


def test_it_can_be_mounted_under_another_command() -> None:
    main = typer.Typer()
    main.add_typer(app, name="sandbox")
    main.command()(lambda: None)
    assert "drop-after" in CliRunner().invoke(main, ["sandbox", "faults"]).output
    assert CliRunner().invoke(main, ["sandbox", "--fault", "nonsense"]).exit_code == 2


def test_the_file_appears_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.env"
    path.write_text("old", encoding="utf-8")
    write_env_file(path, {"opter_name": "沙箱 操作员", "paasid": "plain"})
    assert path.read_bytes() == "GDYB_OPTER_NAME='沙箱 操作员'\nGDYB_PAASID=plain\n".encode()
    assert [item.name for item in tmp_path.iterdir()] == ["sandbox.env"]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o077 == 0


def test_lines_can_be_read_back() -> None:
    settings = {"a": "x y", "b": "it's", "c": "$HOME `x` \\", "d": "沙箱", "e": "#no comment", "f": ""}
    assert read_lines(env_lines(settings)) == {f"GDYB_{name.upper()}": value for name, value in settings.items()}
