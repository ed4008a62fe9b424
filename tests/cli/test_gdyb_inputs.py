"""Reading what people write: assignments, files, settings."""

from decimal import Decimal

import pytest

from gdyb import SettingsInvalid
from gdyb_cli.interfaces.inputs import InputUnusable, collect_nodes, read_rows
from gdyb_runtime.local.text_files import read_assignments
from gdyb_workflows.configuration import load_settings
from gdyb_workflows.tables import TABLES

CONFIRM = TABLES.interface("3261").operations["confirm_clearing_results"]
DETAIL = next(node for node in CONFIRM if node.name == "detail")


def test_later_assignments_win_and_files_come_first(tmp_path):
    whole = tmp_path / "input.json"
    whole.write_text('{"data": {"trt_year": "2019", "trt_month": "01"}}', encoding="utf-8")
    nodes = collect_nodes(CONFIRM, whole=whole, assignments=["data.trt_year=2020", "data.trt_year=2021"])
    assert nodes == {"data": {"trt_year": "2021", "trt_month": "01"}}


def test_a_value_may_hold_an_equals_sign_and_be_empty():
    assert collect_nodes(CONFIRM, assignments=["data.a=b=c", "data.d="]) == {"data": {"a": "b=c", "d": ""}}


def test_numbers_in_json_files_stay_exact(tmp_path):
    file = tmp_path / "rows.json"
    file.write_bytes(b'\xef\xbb\xbf[{"medfee_sumamt": 99999999999999.99}]')
    assert read_rows(file, DETAIL) == [{"medfee_sumamt": Decimal("99999999999999.99")}]


@pytest.mark.parametrize("assignment", ["detail=@{file}"])
def test_a_whole_node_from_a_file(tmp_path, assignment):
    file = tmp_path / "明 细.json"
    file.write_text('{"detail": [{"certno": "1"}]}', encoding="utf-8")
    assert collect_nodes(CONFIRM, assignments=[assignment.format(file=file)]) == {"detail": [{"certno": "1"}]}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.json", b"{", "不是 UTF-8 编码的有效 JSON"),
        ("a.json", b'{"a": 1}', "应为 JSON 数组"),
        ("a.json", b"[1]", "应为 JSON 数组"),
        ("a.json", '["中"]'.encode("gbk"), "不是 UTF-8"),
        ("a.json", '["中"]'.encode("utf-16"), "UTF-16 LE.*另存为"),
        ("a.csv", b"", "第一行应为"),
        ("a.csv", b"x,y\n1,2\n", "第一行应为"),
        ("a.csv", b"certno,certno\n1,2\n", "第一行应为不重复"),
        ("a.csv", b"certno,setl_sn\n1\n", "第 2 行有 1 列，表头有 2 列"),
        ("a.csv", b'certno,setl_sn\n"1,2\n', "不是有效的 CSV"),
        ("a.csv", b"certno\n\xff\xff\n", "既不是 UTF-8 也不是 GBK"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, expected):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputUnusable, match=expected):
        read_rows(file, DETAIL)


def test_a_csv_keeps_text_as_it_is(tmp_path):
    file = tmp_path / "rows.CSV"
    file.write_text('certno,medfee_sumamt\r\n"0011",  1.50\r\n,\r\n', encoding="utf-8")
    assert read_rows(file, DETAIL) == [{"certno": "0011", "medfee_sumamt": "  1.50"}]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("GDYB_X=a b", "a b"),
        ("GDYB_X='a b'", "a b"),
        ('GDYB_X="a # b"', "a # b"),
        ("export GDYB_X=a=b", "a=b"),
        (r"GDYB_X=C:\医保 接口\x", r"C:\医保 接口\x"),
        ("GDYB_X='it'\"'\"'s'", "it's"),
        (r"GDYB_X='\\服务器\医保 接口\new'", r"\\服务器\医保 接口\new"),
        ("GDYB_X='C:\\医保 接口\\'", "C:\\医保 接口\\"),
        (r'GDYB_X="C:\医保 接口\new\table"', r"C:\医保 接口\new\table"),
        ("GDYB_X=a #b$HOME", "a #b$HOME"),
        ("GDYB_X=", ""),
        ("\ufeffGDYB_X=1\n# comment\n\nGDYB_X=2", "2"),
    ],
)
def test_env_lines(tmp_path, line, value):
    file = tmp_path / "设置 1.env"
    file.write_text(line + "\n", encoding="utf-8")
    assert read_assignments(file)["GDYB_X"] == value


@pytest.mark.parametrize("content", [b"GDYB_SECRET_KEY geheim", b"GDYB_X='geheim", b"\xff\xfegeheim"])
def test_a_broken_env_file_is_refused_without_its_text(tmp_path, content):
    file = tmp_path / "x.env"
    file.write_bytes(b"A=1\n" + content)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(env_file=file)
    assert "x.env" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_every_missing_setting_of_an_env_file_is_named(tmp_path):
    file = tmp_path / "x.env"
    file.write_text("GDYB_OPTER=1\nOTHER=2\nGDYB_PASID=3\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(env_file=file)
    for name in ("GDYB_BASE_URL", "GDYB_SECRET_KEY", "GDYB_PASID"):
        assert name in str(caught.value)


@pytest.mark.parametrize(("encoding", "expected"), [("gbk", "像是 GBK"), ("utf-16", "UTF-16 LE")])
def test_an_env_file_in_another_encoding_is_named_with_the_cure(tmp_path, encoding, expected):
    file = tmp_path / "本机.env"
    file.write_text("GDYB_FIXMEDINS_NAME=测试医院\n", encoding=encoding)
    with pytest.raises(SettingsInvalid, match=f"{expected}.*另存为"):
        load_settings(env_file=file)
