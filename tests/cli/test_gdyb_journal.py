"""`gdyb journal`: what was sent is listed, and a person finds out about what had no answer and decides."""

import json
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from gdyb import Client, Settings, operations
from gdyb_cli.journal.words import step_lines
from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import Vault, new_key
from gdyb_workflows.journal import Journal, JournalStep, StepKind
from support.command_line import Gdyb, WriteEnv
from support.journal.place import Place

KEY = "门诊-20261129-0042/2207"
NO_COMMAND = {StepKind.AWAIT_SENDER, StepKind.ASK_BUREAU}


class Desk:
    """A front desk with an unknown settlement, and the command line beside it."""

    def __init__(self, place: Place, gdyb: Gdyb, env: Path) -> None:
        self.place, self._gdyb, self._env = place, gdyb, env
        self.nodes = place.bill(place.care())

    def settle(self, fault: str = "") -> Any:
        if fault:
            self.place.sandbox.faults.add(fault, infno="2207", times=1)
        with self.place.journal() as journal, Client(self.place.settings()) as client:
            return journal.carry_out(client, operations.settle_outpatient, key=KEY, **self.nodes)

    def run(self, *arguments: str, code: int = 0) -> str:
        result = self._gdyb("journal", *arguments, "--env-file", self._env)
        assert result.exit_code == code, result.output
        return result.output

    def data(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", code=code))


@pytest.fixture
def desk(sandbox: Sandbox, gdyb: Gdyb, write_env: WriteEnv, tmp_path: Path) -> Desk:
    place = Place(sandbox=sandbox, folder=tmp_path, location=str(tmp_path / "journal.sqlite3"), key=new_key())
    env = write_env(insuplc_admdvs=place.area)
    lines = f"GDYB_CLEARING_KEY={place.key}\nGDYB_JOURNAL_LOCATION={place.location}\nGDYB_JOURNAL_FENCE_MARGIN=60\n"
    env.write_text(env.read_text(encoding="utf-8") + lines, encoding="utf-8")
    return Desk(place, gdyb, env)


def test_nothing_was_sent(desk: Desk) -> None:
    assert "没有交易" in desk.run("list")
    assert desk.data("list") == {"ok": True, "journal": desk.place.location, "entries": [], "open": 0}
    assert "没有业务键" in desk.run("show", "无", code=2)


def test_a_settled_command_is_listed_and_shown(desk: Desk) -> None:
    done = desk.settle()
    text = desk.run("list")
    for part in (KEY, "2207 门诊结算", "已办成", "100.00", done.entry.setl_id, done.msgid):
        assert part in text
    shown = desk.run("show", KEY)
    assert "发出" in shown
    assert "答复" in shown
    (entry,) = desk.data("list")["entries"]
    assert (entry["state"], entry["medfee_sumamt"], entry["next"]) == ("settled", 100.0, [])
    assert [event["event"] for event in desk.data("show", KEY)["events"]] == ["sent", "answered"]


def test_an_unknown_command_is_found(desk: Desk) -> None:
    desk.settle("drop-after")
    text = desk.run("list", "--open", code=1)
    assert "结果未知" in text
    assert f'gdyb journal resolve ask "{KEY}"' in text
    text = desk.run("resolve", "ask", KEY)
    assert "已办成。平台有这笔业务" in text
    (setl_id,) = desk.place.settled()
    assert desk.data("show", KEY)["setl_id"] == setl_id
    assert "没有要处理的" in desk.run("list", "--open")


def test_what_the_platform_has_not_is_waited_for(desk: Desk) -> None:
    desk.settle("drop-before")
    text = desk.run("resolve", "ask", KEY, code=1)
    assert "平台没有这笔业务" in text
    assert "等待期过后再向平台查询（" in text
    assert "确实没有" in desk.run("resolve", "send-again", KEY, "--confirm", KEY, code=2)
    assert "还在途中" in desk.run("resolve", "not-done", KEY, "--confirm", KEY, code=1)


def test_a_person_decides(desk: Desk) -> None:
    desk.settle("drop-before")
    assert "要输入的是" in desk.run("resolve", "settled", KEY, "--confirm", "别的", code=2)
    assert f'--confirm "{KEY}"' in desk.run("resolve", "settled", KEY, code=2)
    told = desk.data("resolve", "settled", KEY, "--setl-id", "S1", "--confirm", KEY, "--by", "0007", "--note", "电话")
    assert (told["state"], told["setl_id"]) == ("settled", "S1")
    last = desk.data("show", KEY)["events"][-1]
    assert (last["event"], last["actor"], last["detail"]) == ("recorded", "0007", "已办成 电话")


def test_a_command_is_reversed(desk: Desk) -> None:
    desk.settle("drop-after")
    assert "/冲正 已办成" in desk.run("resolve", "reverse", KEY, "--confirm", KEY)
    assert desk.place.settled() == {}
    assert desk.data("show", KEY)["state"] == "reversed"


def test_a_journal_that_is_behind_is_accepted_by_a_person(desk: Desk, tmp_path: Path) -> None:
    desk.settle()
    for file in tmp_path.glob("journal.sqlite3*"):
        file.unlink()
    code = desk.place.settings().fixmedins_code
    assert "与本机的发送记录相符" not in desk.run("resolve", "restored", "--confirm", code)
    assert "与本机的发送记录相符" in desk.run("resolve", "restored", "--confirm", code)


def test_without_a_key_nothing_is_opened(desk: Desk, tmp_path: Path) -> None:
    lines = desk._env.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "CLEARING_KEY" not in line]
    desk._env.write_text("\n".join([*kept, "GDYB_CLEARING_USE_KEYRING=false"]), encoding="utf-8")
    assert "GDYB_CLEARING_KEY" in desk.run("list", code=2)
    assert not (tmp_path / "journal.sqlite3").exists()


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_step_has_a_command_that_exists_or_is_nobodys(gdyb: Gdyb, kind: StepKind) -> None:
    (line,) = step_lines([JournalStep(kind=kind)], KEY)
    assert ("gdyb journal" in line) == (kind not in NO_COMMAND)
    for part in line.split("gdyb journal ")[1:]:
        names = takewhile(lambda word: word[0].isalpha(), part.split())
        assert gdyb("journal", *names, "--help").exit_code == 0


def test_the_settings_of_a_file_are_those_of_the_journal(tmp_path: Path, settings: Settings) -> None:
    from gdyb_workflows.configuration import load_settings, open_journal

    file = tmp_path / "gdyb.toml"
    own = {name: getattr(settings, name) for name in ("base_url", "paasid", "mdtrtarea_admvs", "recer_sys_code")}
    own |= {name: getattr(settings, name) for name in ("infver", "opter", "opter_name", "fixmedins_code")}
    own |= {"opter_type": str(settings.opter_type), "fixmedins_name": settings.fixmedins_name}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in own.items()]
    key = new_key()
    lines += ['secret_key = "s"', "[clearing]", f'key = "{key}"', "[journal]", 'location = "日志.sqlite3"']
    file.write_text("\n".join([*lines, "fence_margin = 90"]), encoding="utf-8")
    assert load_settings(config=file).base_url == settings.base_url
    with open_journal(config=file) as journal:
        assert journal.where == str(tmp_path / "日志.sqlite3")
        assert journal.fence_margin == 90
    with Journal(tmp_path / "日志.sqlite3", vault=Vault([key])) as again:
        assert not again.is_new
