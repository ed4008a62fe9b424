"""`gdyb call` against a real sandbox."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

MONTH = ("--data", "trt_year=2020", "--data", "trt_month=12")
PAGE = ("call", "3260", *MONTH, "--data", "startrow=1")


def first_rows(gdyb, env_file, count):
    reply = gdyb(*PAGE, "--env-file", env_file, "--json", "--show")
    rows = json.loads(reply.stdout, parse_float=Decimal)["output"]["data"][:count]
    keep = ("certno", "mdtrt_id", "mdtrt_setl_time", "setl_sn", "medfee_sumamt", "optins_pay_sumamt")
    return [{**{name: str(row[name]) for name in keep}, "cnfm_flag": "1"} for row in rows]


def test_query_prints_ids_and_a_table_with_chinese_labels(gdyb, env_file):
    result = gdyb(*PAGE, "--env-file", env_file)
    assert result.exit_code == 0, result.output
    assert "3260 提取异地清分明细：成功" in result.stdout
    assert "msgid=H" in result.stdout
    assert "inf_refmsgid=4" in result.stdout
    assert "data 100 行" in result.stdout
    for text in ("证件号码", "certno", "总费用", "medfee_sumamt", "0 医院报销"):
        assert text in result.stdout


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_personal_fields_are_masked_unless_shown(gdyb, env_file, as_json):
    certnos = [row["certno"] for row in first_rows(gdyb, env_file, 100)]
    assert len(certnos) == 100
    masked = gdyb(*PAGE, "--env-file", env_file, *as_json).stdout
    assert not [certno for certno in certnos if certno in masked]
    assert masked.count("***") == 100
    shown = gdyb(*PAGE, "--env-file", env_file, "--show", *as_json).stdout
    assert all(certno in shown for certno in certnos)


def test_unknown_keys_are_masked_too(gdyb, env_file, sandbox):
    sandbox.faults.add("unknown-keys")
    masked = gdyb(*PAGE, "--env-file", env_file, "--json")
    unknown = set(json.loads(masked.stdout)["output"]["data"][0]) - {row for row in first_rows(gdyb, env_file, 1)[0]}
    known = {"seqno", "mdtrtarea", "medins_no", "fulamt_advpay_flag"}
    for name in unknown - known:
        assert json.loads(masked.stdout)["output"]["data"][0][name] == "***"
    assert unknown - known
    assert "规范以外的字段" in gdyb(*PAGE, "--env-file", env_file).stdout


def test_json_amounts_are_exact_numbers(gdyb, spawn, tmp_path, write_env):
    from gdyb_sandbox import Sandbox

    with Sandbox(rows=1, large_amount=True) as large:
        file = write_env(tmp_path / "large.env", **large.settings)
        result = gdyb(*PAGE, "--env-file", file, "--json")
        human = gdyb(*PAGE, "--env-file", file)
    assert '"medfee_sumamt": 99999999999999.99' in result.stdout
    assert '"optins_pay_sumamt": 99999999999999.98' in result.stdout
    assert "99999999999999.99" in human.stdout
    assert json.loads(result.stdout)["ok"] is True


def test_operation_name_and_number_are_the_same_call(gdyb, env_file):
    result = gdyb("call", "extract_clearing_details", *PAGE[2:], "--env-file", env_file, "--json")
    assert json.loads(result.stdout)["operation"] == "extract_clearing_details"


def test_every_problem_is_reported_before_anything_is_sent(gdyb, env_file, sandbox):
    arguments = ("call", "3260", "--data", "trt_year=20", "--data", "trt_mnth=12", "--env-file", env_file)
    result = gdyb(*arguments)
    assert result.exit_code == 2
    for text in ("trt_year 结算年度", "trt_month 结算月份", "startrow 开始行数", "是不是 trt_month？"):
        assert text in result.stderr
    record = json.loads(gdyb(*arguments, "--json").stdout)
    assert (record["ok"], record["error"], record["outcome"]) == (False, "RequestInvalid", "not_sent")
    assert {problem["field"] for problem in record["problems"]} >= {"trt_year", "trt_month", "startrow"}
    assert len(sandbox.requests) == 0


def test_unknown_interface_names_those_there_are(gdyb, env_file):
    result = gdyb("call", "3263", "--env-file", env_file)
    assert result.exit_code == 2
    assert "没有接口 3263" in result.stderr
    assert "extract_clearing_details" in result.stderr


def test_usage_error_is_json_when_asked_for(gdyb):
    result = gdyb("call", "3263", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"] == "UsageError"


def test_settings_are_all_missed_at_once_and_no_secret_is_shown(gdyb, write_env):
    result = gdyb(*PAGE, "--env-file", write_env(paasid=None, opter=None, secret_key=" 0123456789abcdef"))
    assert result.exit_code == 2
    for name in ("GDYB_PAASID", "GDYB_OPTER"):
        assert name in result.stderr
    assert "0123456789abcdef" not in result.output


def test_two_sources_of_settings_are_refused(gdyb, env_file):
    result = gdyb(*PAGE, "--env-file", env_file, "--config", env_file)
    assert result.exit_code == 2
    assert "只能给一个" in result.stderr


def test_settings_from_the_environment(gdyb, sandbox, tmp_path):
    values = {**sandbox.settings, "msgid_file": str(tmp_path / "m.sqlite3")}
    env = {f"GDYB_{name.upper()}": value for name, value in values.items()}
    assert gdyb(*PAGE, env=env).exit_code == 0


def test_config_in_a_folder_with_blanks_and_chinese(spawn, sandbox, tmp_path):
    folder = tmp_path / "Program Files" / "医保 接口"
    folder.mkdir(parents=True)
    config = folder / "gdyb 配置.toml"
    values = {**sandbox.settings, "msgid_file": "报文编号.sqlite3"}
    config.write_text("".join(f'{name} = "{value}"\n' for name, value in values.items()), encoding="utf-8")
    result = spawn(*PAGE, "--config", config)
    assert result.returncode == 0, result.stderr
    assert "提取异地清分明细：成功" in result.stdout
    assert (folder / "报文编号.sqlite3").exists()


def test_missing_config_is_an_error_that_names_the_file(gdyb, tmp_path):
    result = gdyb(*PAGE, "--config", tmp_path / "没有 这个.toml")
    assert result.exit_code == 2
    assert "没有 这个.toml" in result.stderr


def test_refusals_end_with_1(gdyb, write_env, env_file, sandbox):
    wrong_secret = gdyb(*PAGE, "--env-file", write_env(secret_key="0" * 32), "--json")
    assert wrong_secret.exit_code == 1
    assert json.loads(wrong_secret.stdout)["error"] == "SignatureMismatch"
    sandbox.faults.add("business-error", "年度不存在")
    refused = gdyb(*PAGE, "--env-file", write_env())
    assert refused.exit_code == 1
    assert "年度不存在" in refused.stderr
    assert "infcode=-1" in refused.stderr


def test_refused_connection_is_not_sent(gdyb, write_env):
    result = gdyb(*PAGE, "--env-file", write_env(base_url="http://127.0.0.1:9/", attempts="1"), "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["outcome"] == "not_sent"


def test_warnings_are_shown(gdyb, env_file, sandbox):
    sandbox.faults.add("placeholder-rows", infno="3260")
    last_page = ("call", "3260", *MONTH, "--data", "startrow=201", "--env-file", env_file)
    result = gdyb(*last_page)
    assert result.exit_code == 0
    assert "与接口规范不一致" in result.stdout
    record = json.loads(gdyb(*last_page, "--json").stdout)
    assert record["warnings"]


def test_rows_from_a_json_file(gdyb, env_file, sandbox, tmp_path):
    rows = tmp_path / "明细 1.json"
    rows.write_text(json.dumps(first_rows(gdyb, env_file, 3), ensure_ascii=False), encoding="utf-8")
    command = ("call", "3261", *MONTH, "--data", "totalrow=3", "--detail", rows, "--env-file", env_file, "--yes")
    result = gdyb(*command, "--json")
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)["inf_refmsgid"]) == 30
    assert len(sandbox.confirmed("2020", "12")) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("labels", [True, False])
def test_rows_from_a_csv_file_as_excel_writes_it(gdyb, env_file, sandbox, tmp_path, encoding, labels):
    rows = first_rows(gdyb, env_file, 2)
    chinese = ["证件号码", "就诊登记号", "就诊结算时间", "结算流水号", "总费用", "经办机构支付总额", "确认标志"]
    heads = chinese if labels else list(rows[0])
    lines = [",".join(heads), *(",".join(row.values()) for row in rows)]
    file = tmp_path / "明细.csv"
    file.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    result = gdyb("call", "3261", *MONTH, "--data", "totalrow=2", "--detail", file, "--env-file", env_file, "--yes")
    assert result.exit_code == 0, result.output
    assert len(sandbox.confirmed("2020", "12")) == 2


def test_whole_input_from_a_file_and_single_fields_over_it(gdyb, env_file, sandbox, tmp_path):
    whole = tmp_path / "input.json"
    data = {"trt_year": "2020", "trt_month": "11", "totalrow": 1}
    whole.write_text(json.dumps({"data": data, "detail": first_rows(gdyb, env_file, 1)}), encoding="utf-8")
    result = gdyb("call", "3261", "--input", whole, "--set", "data.trt_month=12", "--env-file", env_file, "--yes")
    assert result.exit_code == 0, result.output
    assert len(sandbox.confirmed("2020", "12")) == 1


def test_a_command_is_not_sent_unasked(gdyb, env_file, sandbox):
    command = ("call", "3262", *MONTH, "--data", f"otransid={'1' * 30}", "--env-file", env_file)
    result = gdyb(*command)
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert json.loads(gdyb(*command, "--json").stdout)["error"] == "NotConfirmed"
    assert len(sandbox.requests) == 0


def test_zero_as_otransid_is_refused_with_the_way_out(gdyb, env_file, sandbox):
    result = gdyb("call", "3262", *MONTH, "--data", "otransid=0", "--env-file", env_file, "--yes")
    assert result.exit_code == 2
    assert "revoke_clearing_period" in result.stderr
    assert len(sandbox.requests) == 0


def test_revoking_a_period_needs_its_name_and_yes(gdyb, env_file, sandbox):
    command = ("call", "revoke_clearing_period", *MONTH, "--env-file", env_file)
    refused = gdyb(*command)
    assert refused.exit_code == 2
    assert "--yes" in refused.stderr
    assert len(sandbox.requests) == 0
    assert gdyb(*command, "--yes").exit_code == 0
    assert b'"otransid":"0"' in sandbox.requests[-1].body


def test_a_lost_answer_to_a_command_is_unknown_and_not_sent_again(gdyb, env_file, sandbox, tmp_path):
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps(first_rows(gdyb, env_file, 1)), encoding="utf-8")
    command = ("call", "3261", *MONTH, "--data", "totalrow=1", "--detail", rows, "--env-file", env_file, "--yes")
    sandbox.faults.add("drop-after", infno="3261")
    result = gdyb(*command)
    assert result.exit_code == 1
    assert "不知道平台是否已经处理" in result.stderr
    assert "msgid=" in result.stderr
    assert json.loads(gdyb(*command, "--json").stdout)["outcome"] == "unknown"
    assert len(sandbox.requests.of("3261")) == 2
    assert len(sandbox.confirmed("2020", "12")) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--data", "trt_year"), "节点.字段=值"),
        (("--set", "daten.trt_year=2020"), "没有输入节点 daten"),
        (("--set", "data=2020"), "data=@文件"),
        (("--detail", "没有.json"), "没有输入节点 detail"),
        (("--input", "没有.json"), "没有.json：无法读取"),
    ],
)
def test_input_that_cannot_be_understood(gdyb, env_file, arguments, expected):
    result = gdyb("call", "3260", *arguments, "--env-file", env_file)
    assert result.exit_code == 2
    assert expected in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize(("answer", "code", "sent"), [("y", 0, 1), ("n", 1, 0), ("", 1, 0)])
def test_on_a_terminal_a_command_asks_first(env_file, sandbox, answer, code, sent):
    import os
    import pty

    arguments = ["call", "3261", *MONTH, "--input", str(make_input(env_file)), "--env-file", str(env_file)]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "gdyb_cli", *arguments])
    seen = b""
    while "发送吗".encode() not in seen:
        seen += os.read(terminal, 4096)
    os.write(terminal, f"{answer}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == code
    assert "3261 异地清分结果确认 会改变平台上的数据（data，detail 1 行）" in seen.decode()
    assert len(sandbox.requests.of("3261")) == sent


def make_input(env_file: Path) -> Path:
    from gdyb import Client
    from gdyb_workflows.configuration import load_settings

    with Client(load_settings(env_file=env_file)) as client:
        row = client.extract_clearing_details(data={"trt_year": "2020", "trt_month": "12", "startrow": 1}).output.data[
            0
        ]
    detail = row.model_dump(mode="json", include={"certno", "mdtrt_id", "setl_sn"})
    detail["mdtrt_setl_time"] = row.mdtrt_setl_time.isoformat(" ")
    detail |= {"medfee_sumamt": str(row.medfee_sumamt), "optins_pay_sumamt": str(row.optins_pay_sumamt)}
    file = env_file.with_name("input.json")
    data = {"totalrow": 1}
    file.write_text(json.dumps({"data": data, "detail": [{**detail, "cnfm_flag": "1"}]}), encoding="utf-8")
    return file


@pytest.fixture
def packed(tmp_path):
    file = tmp_path / "对账 文件.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "1\t2\n")
    return file


def uploaded(gdyb, env_file, sandbox, file, *more):
    code = sandbox.settings["fixmedins_code"]
    values = (f"in=@{file}", f"filename={file.name}", f"fixmedins_code={code}")
    given = [part for value in values for part in ("--data", value)]
    return gdyb("call", "9101", *given, "--yes", "--json", "--env-file", env_file, *more)


def asked_for(output, folder, *more):
    names = ("file_qury_no", "filename", "fixmedins_code")
    given = [part for name in names for part in ("--data", f"{name}={output[name]}")]
    return "call", "9102", *given, *(() if folder is None else ("--out", folder)), *more


def test_a_file_goes_up_and_comes_down(gdyb, env_file, sandbox, packed, tmp_path):
    sent = uploaded(gdyb, env_file, sandbox, packed)
    assert sent.exit_code == 0, sent.output
    output = json.loads(sent.stdout)["output"]
    folder = tmp_path / "下载 的文件"
    result = gdyb(*asked_for(output, folder), "--env-file", env_file)
    assert result.exit_code == 0, result.output
    (saved,) = folder.iterdir()
    assert saved.read_bytes() == packed.read_bytes()
    assert f"文件 {packed.stat().st_size} 字节，已存为 {saved}" in result.stdout
    record = json.loads(gdyb(*asked_for(output, folder, "--json"), "--env-file", env_file).stdout)
    assert record["file"]["bytes"] == packed.stat().st_size
    assert "--out 文件夹" in gdyb(*asked_for(output, None), "--env-file", env_file).stdout


def test_a_file_may_be_named_in_the_whole_input(gdyb, env_file, sandbox, packed, tmp_path):
    node = {"in": f"@{packed}", "filename": "a.zip", "fixmedins_code": sandbox.settings["fixmedins_code"]}
    whole = tmp_path / "input.json"
    whole.write_text(json.dumps({"fsUploadIn": node}), encoding="utf-8")
    assert gdyb("call", "9101", "--input", whole, "--yes", "--env-file", env_file).exit_code == 0


@pytest.mark.parametrize(("value", "said"), [("abc", "应写成 in=@文件"), ("@没有这个文件.zip", "无法读取")])
def test_a_file_that_cannot_be_read_is_told_before_anything_is_sent(gdyb, env_file, sandbox, value, said):
    result = gdyb("call", "9101", "--data", f"in={value}", "--yes", "--env-file", env_file)
    assert result.exit_code == 2
    assert said in result.output
    assert len(sandbox.requests) == 0


def test_only_an_interface_that_replies_with_a_file_takes_out(gdyb, env_file, sandbox, tmp_path):
    result = gdyb(*PAGE, "--out", tmp_path, "--env-file", env_file)
    assert result.exit_code == 2
    assert "不返回文件" in result.output
    assert len(sandbox.requests) == 0


def test_a_folder_that_cannot_be_written_is_told(gdyb, env_file, sandbox, packed):
    output = json.loads(uploaded(gdyb, env_file, sandbox, packed).stdout)["output"]
    result = gdyb(*asked_for(output, packed / "in a file", "--json"), "--env-file", env_file)
    assert result.exit_code == 2
    record = json.loads(result.stdout)
    assert (record["ok"], record["outcome"]) == (False, "accepted")
    assert "无法存入" in record["message"]


def test_fields_go_to_the_only_node_with_one_row(gdyb, env_file, sandbox):
    given = ("--data", "opter_no=1", "--data", "mac=02-00-5E-10-00-01", "--data", "ip=192.0.2.7")
    result = gdyb("call", "9001", *given, "--yes", "--env-file", env_file)
    assert result.exit_code == 0, result.output
    assert "signinoutb" in result.stdout


def raw_input(tmp_path, nodes):
    file = tmp_path / "交易输入.json"
    file.write_text(json.dumps(nodes, ensure_ascii=False), encoding="utf-8")
    return file


def test_a_raw_query_sends_a_file_as_it_is(gdyb, env_file, sandbox, tmp_path):
    file = raw_input(tmp_path, {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}})
    arguments = ("call", "3260", "--raw", "--effect", "query", "--input", file, "--env-file", env_file)
    record = json.loads(gdyb(*arguments, "--json", "--show").stdout, parse_float=Decimal)
    assert (record["ok"], record["infno"], record["infcode"]) == (True, "3260", 0)
    rows = record["output"]["data"]
    assert [row["certno"] for row in rows] == [row["certno"] for row in first_rows(gdyb, env_file, 100)]
    masked = gdyb(*arguments)
    assert masked.exit_code == 0
    assert "没有表格可以判断哪些是个人信息" in masked.stdout
    assert not [row["certno"] for row in rows if row["certno"] in masked.stdout]


def test_a_raw_command_asks_and_its_lost_answer_is_unknown(gdyb, env_file, sandbox, tmp_path):
    rows = first_rows(gdyb, env_file, 1)
    nodes = {"data": {"trt_year": "2020", "trt_month": "12", "totalrow": 1}, "detail": rows}
    arguments = ("call", "3261", "--raw", "--input", raw_input(tmp_path, nodes), "--env-file", env_file, "--json")
    before = len(sandbox.requests)
    unasked = gdyb(*arguments)
    assert (unasked.exit_code, json.loads(unasked.stdout)["error"]) == (2, "NotConfirmed")
    assert len(sandbox.requests) == before
    sandbox.faults.add("drop-after")
    lost = gdyb(*arguments, "--yes")
    assert json.loads(lost.stdout)["outcome"] == "unknown"
    assert lost.exit_code == 1
    assert len(sandbox.requests) == before + 1


def test_a_number_that_nobody_knows_goes_out_raw(gdyb, env_file, sandbox, tmp_path):
    file = raw_input(tmp_path, {"data": {"a": "1"}})
    refused = gdyb("call", "3599", "--input", file, "--env-file", env_file)
    assert "没有收录的接口用 --raw --input 文件 发送" in refused.stderr
    before = len(sandbox.requests)
    gdyb("call", "3599", "--raw", "--input", file, "--env-file", env_file, "--yes")
    assert len(sandbox.requests) == before + 1


@pytest.mark.parametrize("more", [(), ("--data", "a=1"), ("--out", ".")])
def test_a_raw_call_takes_its_input_from_a_file_only(gdyb, env_file, tmp_path, more):
    source = () if not more else ("--input", raw_input(tmp_path, {}))
    result = gdyb("call", "3599", "--raw", *source, *more, "--env-file", env_file)
    assert result.exit_code == 2
    assert "输入只能用 --input 文件 给出" in result.stderr


def test_an_effect_is_said_of_raw_calls_only(gdyb, env_file):
    result = gdyb(*PAGE, "--effect", "query", "--env-file", env_file)
    assert result.exit_code == 2
    assert "只与 --raw 同用" in result.stderr


def test_a_raw_input_that_is_no_object(gdyb, env_file, tmp_path):
    result = gdyb("call", "3599", "--raw", "--input", raw_input(tmp_path, []), "--env-file", env_file)
    assert result.exit_code == 2
    assert "应为一个 JSON 对象" in result.stderr
