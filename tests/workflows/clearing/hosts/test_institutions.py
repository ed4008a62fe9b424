"""The file of institutions: what it may say, and everything that is wrong with one at once."""

from pathlib import Path

import pytest

from gdyb_runtime.errors import SettingsInvalid
from gdyb_workflows.clearing.hosts.institutions import Institutions, Pace, load_institutions

SHARED = """
[defaults]
base_url = "http://127.0.0.1:9/"
paasid = "test_paas"
mdtrtarea_admvs = "440100"
recer_sys_code = "TEST"
infver = "V1.0"
opter_type = "1"
opter = "0001"
opter_name = "测试员"
secret_key_env = "FLEET_SECRET"
"""
FIRST = '\n[[institution]]\nfixmedins_code = "H44010000001"\nfixmedins_name = "测试医院一"\n'
SECOND = '\n[[institution]]\nfixmedins_code = "H44010000002"\nfixmedins_name = "测试医院二"\n'


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FLEET_SECRET", "s3cret")

    def load(text: str) -> Institutions:
        path = tmp_path / "institutions.toml"
        path.write_text(text, encoding="utf-8")
        return load_institutions(path)

    return load


def _problems(read, text: str) -> list[str]:
    with pytest.raises(SettingsInvalid) as caught:
        read(text)
    assert "s3cret" not in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def test_defaults_file_and_own_keys_are_laid_over_each_other(read, tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "gdyb.toml").write_text(
        '[gdyb]\npaasid = "of_file"\nopter = "0002"\nmsgid_file = "msgid.sqlite3"\n', encoding="utf-8"
    )
    found = read(SHARED + FIRST + SECOND + 'config = "two/gdyb.toml"\nopter = "0003"\n')
    first, second = found.entries
    assert (first.number, first.code, first.name, first.settings.opter) == (1, "H44010000001", "测试医院一", "0001")
    assert first.settings.secret_key.get_secret_value() == "s3cret"
    assert (second.settings.paasid, second.settings.opter) == ("of_file", "0003")
    assert second.settings.msgid_file == tmp_path / "two" / "msgid.sqlite3"
    assert found.pace == Pace()
    assert "s3cret" not in repr(found)


def test_records_lie_beside_the_file(read, tmp_path: Path) -> None:
    text = SHARED + FIRST + '[institution.records]\nfile = "{institution}/{year}-{month}.csv"\nmapping = "map.toml"\n'
    (one,) = read(text).entries
    assert one.records is not None
    assert one.records.file == tmp_path / "{institution}" / "{year}-{month}.csv"
    assert one.records.mapping == tmp_path / "map.toml"


def test_the_password_of_a_database_is_shown_nowhere(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEET_DATABASE", "postgresql://u:p4ssword@127.0.0.1/his")
    (one,) = read(
        SHARED + FIRST + '[institution.records]\ndatabase_env = "FLEET_DATABASE"\ntable = "settlements"\n'
    ).entries
    assert one.records is not None
    assert "p4ssword" in one.records.database
    assert "p4ssword" not in repr(one)


def test_every_problem_names_its_institution(read) -> None:
    problems = _problems(
        read,
        SHARED
        + "[run]\nat_once = 0\nat_onec = 3\n[extra]\n"
        + FIRST
        + '[institution.records]\nfile = "a.csv"\ndatabase = "sqlite://"\n'
        + SECOND
        + 'secret_key_env = "NOT_THERE"\npaasidd = "x"\n'
        + '[[institution]]\nconfig = "absent.toml"\n',
    )
    assert problems[0] == "extra：没有这个表"
    assert "run.at_once：应为 1 至 100000 的整数" in problems
    assert "run.at_onec：没有这个配置项，是不是 at_once？" in problems
    assert "第 1 个机构 H44010000001 records：file 与 database（或 database_env）应给出其中一个" in problems
    assert "第 2 个机构 H44010000002 secret_key_env：环境变量 NOT_THERE 没有值" in problems
    assert any(
        one.startswith("第 2 个机构 H44010000002 paasidd：接口里没有这个字段，是不是 paasid") for one in problems
    )
    assert any(one.startswith("第 3 个机构 config：") and "absent.toml" in one for one in problems)
    assert any(one.startswith("第 3 个机构 fixmedins_code 定点医药机构编号：必填") for one in problems)


@pytest.mark.parametrize("name", ["file", "mapping"])
def test_a_path_whose_backslashes_were_eaten_is_named(read, name: str) -> None:
    (problem,) = _problems(read, f'{SHARED}{FIRST}[institution.records]\n{name} = "D:\\new\\test.csv"\n')
    assert f"的 {name} 含有控制字符" in problem
    assert "单引号" in problem


def test_an_institution_stands_in_the_file_once(read) -> None:
    (problem,) = _problems(read, SHARED + FIRST + SECOND + FIRST)
    assert problem == "第 3 个机构 H44010000001 fixmedins_code：与第 1 个机构重复：一个机构只能写一次"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (SHARED, "institution：没有机构：每个机构写一段 [[institution]]"),
        ("institution = 3\n", "institution：每个机构应写成一段 [[institution]]"),
        ("defaults = 3\n" + FIRST, "defaults：应为一个表 [defaults]"),
        (SHARED + FIRST + "records = 3\n", "第 1 个机构 H44010000001 records：应为一个表 [institution.records]"),
        (
            SHARED + FIRST + 'records = {file = "{day}.csv"}\n',
            "第 1 个机构 H44010000001 records.file：不认识 {day}，可用 {year}、{month}、{institution}",
        ),
        (
            SHARED + FIRST + 'records = {database = "sqlite://", query = "a", table = "b"}\n',
            "第 1 个机构 H44010000001 records：从数据库读要给出 query 或 table 之一",
        ),
    ],
)
def test_what_is_wrong_is_said(read, text: str, wanted: str) -> None:
    assert wanted in _problems(read, text)


def test_only_some_of_them(read) -> None:
    found = read(SHARED + FIRST + SECOND)
    assert [one.code for one in found.only(["H44010000002"]).entries] == ["H44010000002"]
    assert found.only([]).entries == found.entries
    with pytest.raises(LookupError, match="没有 H44010000003，是不是"):
        found.only(["H44010000003"])
