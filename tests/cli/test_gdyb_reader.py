"""`gdyb reader` with a stand-in for the vendor's library, compiled, and with a sandbox behind `--query`."""

import json
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gdyb.readers import ReaderSettings
from gdyb_sandbox._people.identity import person
from gdyb_workflows.configuration import load_settings
from support.readers.simulator import ENVIRONMENT, build

ID_NUMBER = "100732195808239707"
CARD_NUMBER = "ZZ5415945"
CARD_SN = "021A57E86F5276853A61CDAAB45FC49F"
NAME = "韩样甲"
QR_CODE = "1086280960000001410028655801"
HOLDER = person(7, 0)
INIT = f"GDYB_READER_INIT_URL=test\nGDYB_READER_AREA=440100\nGDYB_READER_HELPER_ENVIRONMENT={ENVIRONMENT}\n"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("simulator"))


@pytest.fixture(scope="session")
def compiled_gz(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("simulator"), gz=True)


@pytest.fixture
def library(compiled, tmp_path) -> Path:
    """A copy in a folder with blanks and Chinese characters; a process loads each file once."""
    folder = tmp_path / "读卡 库"
    folder.mkdir()
    return Path(shutil.copy(compiled, folder))


@pytest.fixture(autouse=True)
def scenario(monkeypatch, tmp_path) -> Callable[..., None]:
    """Tells the library what to do; without it nothing but what a card gives."""

    def tell(*words: str, **variables: object) -> None:
        monkeypatch.setenv("SIM_SCENARIO", ",".join(words))
        for name, value in variables.items():
            monkeypatch.setenv(f"SIM_{name.upper()}", str(value))

    tell(state=tmp_path / "pin-state", trace=tmp_path / "trace")
    monkeypatch.setenv("GDYB_READER_INIT_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("GDYB_READER_AREA", "440100")
    monkeypatch.setenv("GDYB_READER_HELPER_ENVIRONMENT", ENVIRONMENT)
    return tell


@pytest.fixture
def calls(tmp_path) -> Callable[[], list[str]]:
    """The functions that the library was called for, in order."""

    def read() -> list[str]:
        file = tmp_path / "trace"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [line.split()[0] for line in lines if not line.startswith("pU")]

    return read


@pytest.fixture
def reader(gdyb, library):
    """Runs `gdyb reader …` on the library."""
    return lambda command, *arguments, **options: gdyb("reader", command, "--library", library, *arguments, **options)


def data(result):
    return json.loads(result.stdout)


def steps_of(result):
    return {step["name"]: step for step in data(result)["steps"]}


def personal(text):
    return [
        value for value in (ID_NUMBER, CARD_NUMBER, CARD_SN, NAME, QR_CODE, "19580823", "1958-08-23") if value in text
    ]


@pytest.mark.parametrize("kind", [(), ("--in-process",)])
@pytest.mark.parametrize("as_json", [(), ("--json",)])
@pytest.mark.parametrize(
    ("command", "shown"),
    [("card", {ID_NUMBER, CARD_NUMBER, CARD_SN, NAME}), ("id", {ID_NUMBER, NAME, "1958-08-23"}), ("qr", {QR_CODE})],
)
def test_personal_items_are_masked_unless_shown(reader, command, shown, as_json, kind):
    masked = reader(command, *as_json, *kind)
    assert masked.exit_code == 0, masked.output
    assert "***" in masked.stdout
    assert not personal(masked.output)
    result = reader(command, "--show", *as_json, *kind)
    assert shown <= set(personal(result.stdout))


def test_a_card_in_a_table_with_chinese_labels(reader):
    result = reader("card")
    for text in ("社会保障号码", "id_number", "440100", "2030-01-01", "SIM0000001", "查询方式：1101 人员基本信息获取"):
        assert text in result.stdout
    assert "PersonQuery.social_card，mdtrt_cert_type=02 身份证" in result.stdout


def test_a_card_of_another_province_is_asked_about_by_its_numbers(reader, scenario, tmp_path):
    record = f"500100|{HOLDER.certno}|X00000019|{CARD_SN}|{HOLDER.name}|00814E43238697500100BF7C7A|2.00|20200101|20300101|1|2|"
    file = tmp_path / "record"
    file.write_bytes(record.encode("gb18030"))
    scenario(record=file)
    query = data(reader("card", "--json"))["query"]
    assert (query["mdtrt_cert_type"], query["psn_cert_type"]) == ("03", "1")


def test_an_id_card_with_validity_and_photo(reader, scenario, tmp_path):
    scenario("id_long_term")
    file = tmp_path / "照片 1.wlt"
    result = reader("id", "--photo", file)
    assert result.exit_code == 0, result.output
    for text in ("2020-01-01 至 长期", "WLT 1024 字节", "虚拟市公安局", f"已存为 {file}", "mdtrt_cert_type=02"):
        assert text in result.stdout
    assert len(file.read_bytes()) == 1024


def test_an_id_card_as_data(reader, scenario):
    scenario("id_photo_bmp", "id_long_term")
    masked = data(reader("id", "--json"))
    assert masked["items"]["validity"] == {"start": "2020-01-01", "end": None, "is_long_term": True}
    assert masked["items"]["photo"] == {"kind": "BMP", "bytes": 38862}
    assert "raw" not in masked
    shown = data(reader("id", "--json", "--show"))
    assert shown["items"]["photo"]["base64"].startswith("Qk")
    assert shown["items"]["birth_date"] == "1958-08-23"
    assert shown["raw"].startswith(f"{ID_NUMBER}^{NAME}^")
    assert shown["signature"] == "SIM-SIGNATURE|1|"


def test_no_photo_to_save_and_a_place_where_none_can_be(reader, scenario, tmp_path):
    nowhere = reader("id", "--photo", tmp_path / "没有" / "p.wlt", "--json")
    assert nowhere.exit_code == 2
    assert data(nowhere)["error"] == "FileNotSaved"
    scenario("id_photo_none")
    result = reader("id", "--photo", tmp_path / "p.wlt")
    assert result.exit_code == 1
    assert "没有照片" in result.stderr
    assert not (tmp_path / "p.wlt").exists()


def test_how_long_a_code_is_waited_for(reader, scenario, tmp_path):
    scenario("qr_timeout")
    result = reader("qr", "--timeout", "0.2")
    assert result.exit_code == 1
    assert "扫码超时" in result.stderr
    assert " 200" in (tmp_path / "trace").read_text(encoding="utf-8")
    assert reader("qr", "--timeout", "0").exit_code == 2


def test_query_asks_the_platform_with_the_same_file(gdyb, write_env, sandbox, library, scenario, tmp_path):
    record = f"{HOLDER.certno}^{HOLDER.name}^男^汉^19900101^某地^某局^20200101-20400101^^"
    (tmp_path / "record").write_bytes(record.encode("gb18030"))
    scenario(record=tmp_path / "record")
    file = write_env()
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"GDYB_READER_LIBRARY={library}\n{INIT}")
    masked = gdyb("reader", "id", "--query", "--env-file", file)
    assert masked.exit_code == 0, masked.output
    assert "1101 人员基本信息获取：成功" in masked.stdout
    assert HOLDER.certno not in masked.output
    shown = data(gdyb("reader", "id", "--query", "--env-file", file, "--json", "--show"))
    assert shown["reply"]["output"]["baseinfo"]["certno"] == HOLDER.certno
    assert len(sandbox.requests.of("1101")) == 2


def test_query_with_a_number_that_cannot_be_is_not_sent(gdyb, write_env, sandbox, library, scenario, tmp_path):
    record = (
        f"{HOLDER.certno[:-1]}{(int(HOLDER.certno[-1], 11) + 1) % 10}^{NAME}^男^汉^19900101^某地^某局^20200101-长期^^"
    )
    (tmp_path / "record").write_bytes(record.encode("gb18030"))
    scenario(record=tmp_path / "record")
    shown = gdyb("reader", "id", "--library", library)
    assert shown.exit_code == 0
    assert "按这条记录无法查询" in shown.stdout
    file = write_env()
    with file.open("a", encoding="utf-8") as lines:
        lines.write(INIT)
    result = gdyb("reader", "id", "--library", library, "--query", "--env-file", file, "--json")
    assert result.exit_code == 2
    assert data(result)["error"] == "RequestInvalid"
    assert len(sandbox.requests) == 0


def test_settings_from_a_file_beside_the_client_s(gdyb, library, sandbox, tmp_path):
    config = library.with_name("gdyb 配置.toml")
    client = "".join(f'{name} = "{value}"\n' for name, value in sandbox.settings.items())
    reader = f'library = "{library.name}"\ninit_url = "test"\narea = "440100"\n'
    config.write_text(f"[gdyb]\n{client}\n[reader]\n{reader}", encoding="utf-8")
    assert ReaderSettings.load(config=config).library == library
    assert load_settings(config=config).paasid == sandbox.settings["paasid"]
    assert gdyb("reader", "card", "--config", config).exit_code == 0


def test_lines_of_the_reader_are_none_of_the_client_s(write_env, library):
    file = write_env()
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"GDYB_READER_LIBRARY='{library}'\nGDYB_READER_PROFILE=\n{INIT}")
    assert load_settings(env_file=file).paasid
    settings = ReaderSettings.load(env_file=file)
    assert (settings.library, settings.profile) == (library, None)


def test_settings_from_the_environment(gdyb, library):
    assert gdyb("reader", "qr", env={"GDYB_READER_LIBRARY": str(library)}).exit_code == 0


@pytest.mark.parametrize(("line", "named"), [("ENCODING=latin", "GDYB_READER_ENCODING"), ("LIBRAY=x", "LIBRAY")])
def test_wrong_settings_are_named(gdyb, tmp_path, line, named):
    file = tmp_path / "reader.env"
    file.write_text(f"GDYB_READER_{line}\n{INIT}", encoding="utf-8")
    result = gdyb("reader", "card", "--env-file", file)
    assert result.exit_code == 2
    assert named in result.stderr


def test_two_sources_of_settings_are_refused(reader, tmp_path):
    result = reader("card", "--config", tmp_path / "a", "--env-file", tmp_path / "b")
    assert result.exit_code == 2
    assert "只能给一个" in result.stderr


@pytest.mark.parametrize(
    ("word", "error", "expected"),
    [
        ("error", "ReaderError", "卡片上电失败"),
        ("no_nul", "RecordTruncated", "缓冲区"),
        ("crash", "ReaderCrashed", "读卡进程意外终止"),
        ("overrun", "BufferOverrun", "缓冲区"),
        ("untouched", "RecordUnreadable", "没有内容"),
    ],
)
def test_what_goes_wrong_with_a_card_ends_with_1(reader, scenario, word, error, expected):
    scenario(word)
    result = reader("card")
    assert result.exit_code == 1
    assert expected in result.stderr
    assert not personal(result.output)
    record = data(reader("card", "--json"))
    assert (record["ok"], record["error"], record["function"]) == (False, error, "ReadCardBas")


def test_a_card_that_never_comes(gdyb, library, scenario):
    scenario("hang")
    env = {"GDYB_READER_LIBRARY": str(library), "GDYB_READER_READ_TIMEOUT": "0.5"}
    result = gdyb("reader", "card", "--json", env=env)
    assert result.exit_code == 1
    assert data(result)["error"] == "ReaderTimeout"


@pytest.mark.parametrize("kind", [(), ("--in-process",)])
def test_a_library_that_is_not_there_ends_with_2(gdyb, tmp_path, kind):
    missing = tmp_path / "没有 这个" / "SSCard.dll"
    result = gdyb("reader", "card", "--library", missing, *kind)
    assert result.exit_code == 2
    assert str(missing) in result.stderr
    assert "GDYB_READER_LIBRARY" in result.stderr
    assert data(gdyb("reader", "card", "--library", missing, "--json", *kind))["error"] == "LibraryMissing"


@pytest.fixture
def of_32_bits(tmp_path) -> Path:
    """A file with the header of a library of 32 bits."""
    file = tmp_path / "SSCard32.dll"
    stub = b"MZ" + bytes(58) + struct.pack("<I", 64)
    file.write_bytes(stub + b"PE\0\0" + struct.pack("<H", 0x014C) + bytes(200))
    return file


def test_a_library_of_32_bits_says_what_to_install(gdyb, of_32_bits):
    result = gdyb("reader", "card", "--library", of_32_bits)
    assert result.exit_code == 2
    assert "GDYB_READER_HELPER_PYTHON" in result.stderr
    check = gdyb("reader", "check", "--library", of_32_bits, "--json")
    assert check.exit_code == 1
    steps = steps_of(check)
    assert steps["bits"]["status"] == "failed"
    assert "32 位" in steps["bits"]["detail"]
    assert "GDYB_READER_HELPER_PYTHON" in steps["bits"]["advice"]
    assert [steps[name]["status"] for name in ("load", "functions", "init")] == ["skipped"] * 3


def test_a_helper_that_does_not_start_ends_with_2(gdyb, library, tmp_path):
    env = {"GDYB_READER_LIBRARY": str(library), "GDYB_READER_HELPER_PYTHON": str(tmp_path / "python.exe")}
    assert data(gdyb("reader", "qr", "--json", env=env))["error"] == "HelperUnusable"
    result = gdyb("reader", "check", "--json", env=env)
    assert result.exit_code == 1
    assert "GDYB_READER_HELPER_PYTHON" in steps_of(result)["load"]["advice"]


def test_a_right_pin(reader, calls):
    result = reader("pin", "--yes")
    assert result.exit_code == 0, result.output
    for text in ("有 0 次密码操作失败", "其他机器", "密码正确"):
        assert text in result.stdout
    assert reader("pin", "--change", "--yes").exit_code == 0
    assert [name for name in calls() if name.endswith("PIN")] == ["VerifyPIN", "ChangePIN"]


def test_wrong_pins_are_counted_and_stopped_until_somebody_resets(reader, scenario, calls):
    scenario(pin_wrong=99)
    for count in (1, 2, 3):
        result = reader("pin", "--yes")
        assert result.exit_code == 1
        assert "密码错误" in result.stderr
        assert f"现已记录这张卡 {count} 次失败" in result.stderr
    tripped = reader("pin", "--yes", "--json")
    assert tripped.exit_code == 1
    assert (data(tripped)["error"], data(tripped)["failures"]) == ("PinGuardTripped", 3)
    assert "--reset" in data(tripped)["message"]
    assert calls().count("VerifyPIN") == 3
    reset = reader("pin", "--reset", "--yes")
    assert reset.exit_code == 0
    assert "卡上的次数没有改变" in reset.stdout
    assert calls().count("VerifyPIN") == 3
    scenario(pin_wrong=0)
    assert data(reader("pin", "--yes", "--json")) == {
        "ok": True,
        "task": "验证密码",
        "failures": 0,
        "message": "密码正确。",
    }


def test_a_pin_without_an_answer_counts(gdyb, library, scenario):
    scenario("pin_hang")
    env = {"GDYB_READER_LIBRARY": str(library), "GDYB_READER_PIN_TIMEOUT": "0.5"}
    result = gdyb("reader", "pin", "--yes", "--json", env=env)
    assert result.exit_code == 1
    assert (data(result)["error"], data(result)["outcome"], data(result)["failures"]) == ("ReaderTimeout", "unknown", 1)
    scenario()
    assert "有 1 次密码操作失败" in gdyb("reader", "pin", "--yes", env=env).stdout


@pytest.mark.parametrize("task", [(), ("--change",), ("--reset",)])
def test_nothing_of_a_pin_happens_unasked(reader, calls, task):
    result = reader("pin", *task)
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert data(reader("pin", *task, "--json"))["error"] == "NotConfirmed"
    assert calls() == []


def test_change_or_reset(reader):
    assert reader("pin", "--change", "--reset", "--yes").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize(("answer", "code", "entries"), [("y", 0, 1), ("n", 1, 0), ("", 1, 0)])
def test_on_a_terminal_a_pin_is_asked_for_first(library, calls, answer, code, entries):
    import os
    import pty

    arguments = ["-m", "gdyb_cli", "reader", "pin", "--library", str(library)]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, *arguments])
    seen = b""
    while "现在开始吗".encode() not in seen:
        seen += os.read(terminal, 4096)
    os.write(terminal, f"{answer}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == code
    assert calls().count("VerifyPIN") == entries


STEPS = ["settings", "library", "bits", "load", "functions", "buffers", "init"]


def test_check_of_a_good_library(reader, library, calls):
    result = reader("check")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("[正常]") == len(STEPS)
    for text in (
        str(library),
        f"{library.stat().st_size} 字节",
        "GetQRBase 读取二维码信息：GetQRBase",
        "秒",
        "全部正常",
    ):
        assert text in result.stdout
    assert calls() == ["Init"]
    assert list(steps_of(reader("check", "--json"))) == STEPS


def test_check_of_a_file_that_is_no_library(gdyb, tmp_path):
    file = tmp_path / "SSCard.dll"
    file.write_text("nothing", encoding="utf-8")
    result = gdyb("reader", "check", "--library", file, "--json")
    assert result.exit_code == 1
    steps = steps_of(result)
    assert steps["library"]["status"] == "failed"
    assert "不是动态库" in steps["library"]["detail"]
    assert [steps[name]["status"] for name in ("bits", "load", "functions", "init")] == ["skipped"] * 4


def test_check_without_a_library(gdyb, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = gdyb("reader", "check", "--json")
    assert result.exit_code == 1
    steps = steps_of(result)
    assert str(tmp_path / "SSCard.dll") in steps["library"]["detail"]
    assert "GDYB_READER_LIBRARY" in steps["library"]["advice"]


def test_check_of_a_library_that_lacks_functions(gdyb, compiled_gz):
    result = gdyb("reader", "check", "--library", compiled_gz)
    assert result.exit_code == 1
    assert "[失败] 函数" in result.stdout
    assert "ReadCardBas 读社保卡基本信息：没有 ReadCardBas" in result.stdout
    assert "foshan" in result.stdout
    named = gdyb("reader", "check", "--library", compiled_gz, "--profile", "foshan")
    assert named.exit_code == 0, named.output
    assert "ReadCardBas 读社保卡基本信息：ReadCardBasGZ" in named.stdout
    assert "这个地市没有已知的对应函数" in named.stdout
    assert gdyb("reader", "card", "--library", compiled_gz, "--profile", "foshan").exit_code == 0
    lacking = gdyb("reader", "card", "--library", compiled_gz)
    assert lacking.exit_code == 2
    assert "没有函数 ReadCardBas" in lacking.stderr


def test_check_of_an_unknown_profile_and_small_buffers(reader):
    unknown = steps_of(reader("check", "--profile", "nirgends", "--json"))
    assert unknown["settings"]["status"] == "failed"
    assert "foshan" in unknown["settings"]["detail"]
    small = reader("check", "--json", env={"GDYB_READER_PHOTO_BUFFER": "1024"})
    assert small.exit_code == 1
    assert "GDYB_READER_PHOTO_BUFFER" in steps_of(small)["buffers"]["advice"]


def test_check_of_nothing_names_what_init_wants(gdyb, monkeypatch):
    monkeypatch.delenv("GDYB_READER_INIT_URL")
    monkeypatch.delenv("GDYB_READER_AREA")
    result = gdyb("reader", "check", "--json")
    assert result.exit_code == 1
    step = steps_of(result)["settings"]
    assert "GDYB_READER_INIT_URL" in step["detail"] and "GDYB_READER_AREA" in step["detail"]
    assert "test 或 production" in step["advice"]


def test_check_when_init_fails_names_the_host_that_does_not_resolve(reader, scenario):
    scenario("init_fails")
    result = reader("check", "--json", env={"GDYB_READER_INIT_URL": "http://nirgends.invalid/init"})
    assert result.exit_code == 1
    step = steps_of(result)["init"]
    assert "-3" in step["detail"]
    assert "nirgends.invalid 无法解析" in step["advice"]
    local = steps_of(reader("check", "--json", env={"GDYB_READER_INIT_URL": "http://127.0.0.1/init"}))["init"]
    assert local["advice"]


AT_DEBUG = (
    "import logging, sys;"
    "logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format='%(name)s %(message)s %(args)s %(exc_info)s');"
    "from gdyb_cli import main; main()"
)


@pytest.mark.parametrize("words", ["", "prints", "no_nul", "card_extra_empty,id_extra_item,qr_pipe"])
def test_nothing_personal_leaves_the_command_line(spawn, library, words):
    for command in (
        ("card",),
        ("id", "--json"),
        ("qr",),
        ("pin", "--yes"),
        ("check",),
        ("card", "--json", "--in-process"),
    ):
        result = spawn("reader", *command, "--library", library, code=AT_DEBUG, SIM_SCENARIO=words)
        assert result.stdout + result.stderr
        assert not personal(result.stdout + result.stderr)


@pytest.mark.parametrize("command", [(), ("card",), ("id",), ("qr",), ("pin",), ("check",), ("serve",)])
def test_help_is_chinese(gdyb, command):
    result = gdyb("reader", *command, "--help")
    assert result.exit_code == 0
    for text in ("用法：gdyb reader", "选项", "显示本帮助"):
        assert text in result.stdout
    for word in ("Usage", "Options", "Arguments", "Commands", "Show this message", "default", "required", "OPTIONS"):
        assert word not in result.stdout
