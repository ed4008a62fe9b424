"""`gdyb doctor` against a real sandbox and against mistakes."""

import json
import socket

import pytest

from gdyb.environments import ENVIRONMENTS
from gdyb_workflows.checks.connection import environment_of

TEST = ENVIRONMENTS[0]
STEPS = ["settings", "environment", "name", "port", "clock", "call"]


def steps_of(result):
    return {step["name"]: step for step in json.loads(result.stdout)["steps"]}


def test_everything_works_against_a_sandbox(gdyb, env_file, sandbox):
    result = gdyb("doctor", "--env-file", env_file)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("[正常]") == len(STEPS)
    assert "全部正常" in result.stdout
    secret = sandbox.settings["secret_key"]
    record = json.loads(gdyb("doctor", "--env-file", env_file, "--json").stdout)
    assert record["ok"] is True
    assert [step["name"] for step in record["steps"]] == STEPS
    assert secret not in result.output + json.dumps(record)
    assert sandbox.settings["opter_name"] not in result.output


def test_settings_missing_and_wrong_are_named_and_the_rest_is_skipped(gdyb, write_env, sandbox):
    result = gdyb("doctor", "--env-file", write_env(paasid=None, opter_type="9"), "--json")
    assert result.exit_code == 1
    steps = steps_of(result)
    assert steps["settings"]["status"] == "failed"
    assert "GDYB_PAASID" in steps["settings"]["detail"]
    assert "GDYB_OPTER_TYPE" in steps["settings"]["detail"]
    assert [steps[name]["status"] for name in STEPS[1:]] == ["skipped"] * 5
    assert len(sandbox.requests) == 0


def test_nothing_configured_is_a_failed_step_not_a_crash(gdyb):
    result = gdyb("doctor")
    assert result.exit_code == 1
    assert "[失败] 配置" in result.stdout
    assert "GDYB_BASE_URL" in result.stdout


def test_connect_to_stands_for_the_hosts_file(gdyb, write_env, sandbox):
    address = sandbox.base_url.removeprefix("http://").rstrip("/")
    file = write_env(base_url=f"http://{TEST.host}/", connect_to=address)
    result = gdyb("doctor", "--env-file", file, "--json")
    steps = steps_of(result)
    assert result.exit_code == 0, result.stdout
    assert TEST.label in steps["environment"]["detail"]
    assert "不需要解析" in steps["name"]["detail"]
    assert sandbox.requests[-1].headers["host"] == TEST.host


def test_a_name_that_does_not_resolve_says_what_to_do(gdyb, write_env):
    result = gdyb("doctor", "--env-file", write_env(base_url="http://nirgends.invalid/x/"), "--json")
    assert result.exit_code == 1
    steps = steps_of(result)
    assert steps["name"]["status"] == "failed"
    assert steps["name"]["advice"]
    assert [steps[name]["status"] for name in ("port", "clock", "call")] == ["skipped"] * 3


def test_a_printed_host_that_resolves_elsewhere_names_the_hosts_line(gdyb, write_env, monkeypatch):
    def resolve(name, *rest, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    # Port 9 of this machine: nothing answers there, and nothing else may be contacted.
    file = write_env(base_url=f"http://{TEST.host}:9/gdyb_inf/poc/hsa/hgs/", connect_timeout="2", attempts="1")
    steps = steps_of(gdyb("doctor", "--env-file", file, "--json"))
    assert steps["name"]["status"] == "failed"
    assert TEST.address in steps["name"]["detail"]
    assert f"{TEST.address} {TEST.host}" in steps["name"]["advice"]
    assert f"GDYB_CONNECT_TO={TEST.address}" in steps["name"]["advice"]


def test_a_closed_port(gdyb, write_env):
    result = gdyb("doctor", "--env-file", write_env(base_url="http://127.0.0.1:9/"), "--json")
    assert result.exit_code == 1
    steps = steps_of(result)
    assert steps["port"]["status"] == "failed"
    assert steps["port"]["advice"]
    assert steps["call"]["status"] == "skipped"


def test_a_clock_outside_the_window(gdyb, write_env, sandbox):
    sandbox.faults.add("clock-skew", 7200)
    result = gdyb("doctor", "--env-file", write_env(), "--json")
    assert result.exit_code == 1
    steps = steps_of(result)
    assert steps["clock"]["status"] == "failed"
    assert "慢 7" in steps["clock"]["detail"]
    assert "GDYB_CORRECT_CLOCK" in steps["clock"]["advice"]
    assert steps["call"]["status"] == "failed"
    corrected = gdyb("doctor", "--env-file", write_env(correct_clock="true"), "--json")
    assert corrected.exit_code == 0, corrected.stdout
    assert steps_of(corrected)["clock"]["status"] == "ok"


def test_a_wrong_secret_is_found_and_not_shown(gdyb, write_env):
    wrong = "f00dfeedf00dfeedf00dfeedf00dfeed"
    result = gdyb("doctor", "--env-file", write_env(secret_key=wrong))
    assert result.exit_code == 1
    assert "签名不一致" in result.stdout
    assert wrong not in result.output


@pytest.mark.parametrize("text", ["机构未开通", "未查询到符合条件的清分数据"])
def test_a_refusal_by_the_platform_says_that_the_way_there_is_right(gdyb, write_env, sandbox, text):
    sandbox.faults.add("business-error", text)
    result = gdyb("doctor", "--env-file", write_env(), "--json")
    steps = steps_of(result)
    assert (result.exit_code, steps["call"]["status"]) == (0, "ok")
    assert text in steps["call"]["detail"]
    assert "线路正常" in steps["call"]["detail"]
    assert "医保区划" in steps["call"]["advice"]


def test_a_platform_that_timed_out_inside_is_not_in_order(gdyb, write_env, sandbox):
    sandbox.faults.add("business-error", "请求超时，请稍后查询结果")
    result = gdyb("doctor", "--env-file", write_env(), "--json")
    assert (result.exit_code, steps_of(result)["call"]["status"]) == (1, "failed")


def test_one_signed_call_and_no_more(gdyb, env_file, sandbox):
    sandbox.faults.add("drop-before")
    result = gdyb("doctor", "--env-file", env_file, "--json")
    assert result.exit_code == 1
    assert steps_of(result)["clock"]["status"] == "skipped"
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        (f"http://{TEST.host}/gdyb_inf/poc/hsa/hgs/", "test"),
        (f"http://{TEST.host}/ebus/gdyb_api/prd/hsa/hgs/", "production"),
        (f"http://{TEST.address}/ebus/gdyb_inf/poc/hsa/hgs/", "test"),
        (f"https://{TEST.host}/", "test"),
        ("http://127.0.0.1:8080/", None),
        ("http://192.168.1.2/ebus/gdyb_api/prd/hsa/hgs/", None),
    ],
)
def test_environment_of(base_url, expected):
    found = environment_of(base_url)
    assert (found.id if found else None) == expected
