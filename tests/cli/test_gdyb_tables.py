"""`gdyb codes` and `gdyb describe`: what the document prints, from the published schemas."""

import json

import jsonschema
import pytest

from gdyb import codes, operations
from gdyb_cli.group import CommandGroup
from gdyb_runtime.model.tables import DICTIONARIES
from gdyb_workflows.tables import TABLES


def test_codes_lists_every_dictionary(gdyb):
    result = gdyb("codes")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in codes.NAMES)
    assert [item["name"] for item in json.loads(gdyb("codes", "--json").stdout)] == list(codes.NAMES)


def test_codes_of_one_dictionary_with_labels_and_english_names(gdyb):
    result = gdyb("codes", "fulamt_advpay_flag")
    assert result.exit_code == 0
    for text in ("全额垫付标志", "医院报销", "零星报销", "HOSPITAL_REIMBURSEMENT"):
        assert text in result.stdout
    values = json.loads(gdyb("codes", "fulamt_advpay_flag", "--json").stdout)["values"]
    assert values[0] == {"code": "0", "label": "医院报销", "english": "HOSPITAL_REIMBURSEMENT"}


def test_codes_of_an_unknown_dictionary(gdyb):
    result = gdyb("codes", "cnfm_flg")
    assert result.exit_code == 2
    assert "没有字典 cnfm_flg，是不是 cnfm_flag？" in result.stderr


def test_describe_lists_every_interface(gdyb):
    result = gdyb("describe")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in operations.ALL)
    assert [item["infno"] for item in json.loads(gdyb("describe", "--json").stdout)] == list(TABLES.infnos())


@pytest.mark.parametrize("name", ["3261", "confirm_clearing_results"])
def test_describe_shows_the_printed_table_and_its_errata(gdyb, name):
    result = gdyb("describe", name)
    assert result.exit_code == 0
    for text in (
        "3261 异地清分结果确认",
        "办理",
        "第 1224-1474 行",
        "data=, detail=",
        "多行，每次不超过 100 行",
        "mdtrt_setl_time",
        "就诊结算时间",
        "日期时间型（原文 日期型）",
        "16,2",
        "必填（原文 空）",
        "cnfm_flag：0=不确认，本次不纳入清分",
        "证件号码（个人信息 id）",
    ):
        assert text in result.stdout
    errata = [line for line in result.stdout.splitlines() if line.startswith("  T28（cnfm_flag）")]
    assert errata
    for word in ("发现：", "决定：", "理由："):
        assert word in result.stdout


def test_describe_shows_paging(gdyb):
    assert "分页：data.startrow 从 1 起，每页最多 100 行" in gdyb("describe", "3260").stdout


def test_describe_shows_the_effective_length_and_the_operation_of_a_fixed_value(gdyb):
    text = gdyb("describe", "3262").stdout
    assert "30（原文 22）" in text
    assert "revoke_clearing_period(data=)；由 SDK 固定填写 data.otransid=0" in text
    assert text.count("表 9") == 1


def test_describe_envelope(gdyb):
    result = gdyb("describe", "envelope")
    assert result.exit_code == 0
    for text in ("表 2", "表 3", "msgid", "inf_refmsgid", "输入含 psn_no 时必填", "200（原文 20）"):
        assert text in result.stdout


@pytest.mark.parametrize("name, code_type", [("3260", "FulamtAdvpayFlagCode3"), ("envelope", "OpterTypeCode3")])
def test_describe_json_is_the_published_schema_with_its_dictionaries(gdyb, name, code_type):
    shown = json.loads(gdyb("describe", name, "--json").stdout)
    alone = jsonschema.Draft202012Validator({**shown, "$ref": f"#/$defs/{code_type}"})
    assert [alone.is_valid(code) for code in ("1", "9")] == [True, False]
    dictionaries = shown["$defs"].pop("dictionaries.json")["$defs"]
    assert shown == TABLES.schema(name).document
    assert dictionaries and dictionaries.items() <= TABLES.schema(DICTIONARIES).definitions.items()


def test_describe_unknown(gdyb):
    result = gdyb("describe", "3263")
    assert result.exit_code == 2
    assert "没有接口 3263" in result.stderr


def test_every_interface_has_readable_tables():
    for infno in TABLES.infnos():
        interface = TABLES.interface(infno)
        assert interface.infno == infno
        assert interface.title and interface.effect in ("query", "command")
        for node in interface.nodes:
            assert all(field.label and field.type for field in node.fields), (infno, node.name)
    assert set(operations.ALL) == {name for infno in TABLES.infnos() for name in TABLES.interface(infno).operations}


def test_row_limit_is_the_printed_one():
    assert TABLES.row_limit("3261", "confirm_clearing_results", "detail") == 100
    with pytest.raises(ValueError, match="no row limit"):
        TABLES.row_limit("3261", "confirm_clearing_results", "data")


def test_own_commands_come_in_written_order(gdyb):
    assert isinstance(CommandGroup, type)
    text = gdyb("--help").stdout
    places = [text.index(name) for name in ("call", "codes", "describe", "doctor", "demo")]
    assert places == sorted(places)


@pytest.mark.parametrize("infno", TABLES.infnos())
def test_every_interface_reads_well(gdyb, infno):
    result = gdyb("describe", infno)
    assert result.exit_code == 0, result.output
    for garbled in ("None", "（）", "照  推定", "{}", "第  行", "：；", "· ·"):
        assert garbled not in result.stdout
