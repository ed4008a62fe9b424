"""Dates and amounts as other programs write them, in real interfaces: read, or told, and never passed over."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gdyb import ReplyFieldUnreadable, RequestInvalid, operations
from gdyb.models import i4101
from gdyb.protocol import PROTOCOL
from gdyb_runtime.client.core import Core
from gdyb_runtime.model.base import if_readable, or_none
from gdyb_runtime.wire._encode import encode_input
from gdyb_runtime.wire.messages import HttpResponse
from gdyb_runtime.wire.reply import Reply
from support.mini import settings

ENVELOPE = {
    "infcode": 0,
    "inf_refmsgid": "440000202611290838001234567890",
    "refmsg_time": "20261129083800123",
    "respond_time": "20261129083801123",
    "err_msg": "",
}
PERSON = {
    "psn_no": "44000010000000000001",
    "psn_cert_type": "01",
    "certno": "440101199001011233",
    "psn_name": "测试甲",
    "gend": "1",
    "naty": "01",
    "brdy": "1990-01-01",
    "age": 36,
}
INSURANCE = {
    "balc": 5000,
    "insutype": "310",
    "psn_type": "11",
    "psn_insu_stas": "1",
    "psn_insu_date": "2015-01-01",
    "paus_insu_date": None,
    "cvlserv_flag": "0",
    "insuplc_admdvs": "440100",
    "emp_name": "某单位",
}


def asked(person: dict[str, object] | None = None, insurance: dict[str, object] | None = None) -> Reply[Any]:
    """The reply of a 1101."""
    rows = {"baseinfo": {**PERSON, **(person or {})}, "insuinfo": [{**INSURANCE, **(insurance or {})}], "idetinfo": []}
    body = json.dumps({**ENVELOPE, "output": rows}).encode()
    core = Core(PROTOCOL, settings(msgid_file=Path("unused")))
    return core.parse_reply(operations.query_person, HttpResponse(status=200, headers={}, body=body))


@pytest.mark.parametrize(
    "text",
    ["Mon Jan 01 00:00:00 CST 1990", "1990/1/1 0:00:00", "/Date(631123200000+0800)/", "1990.01.01", "631123200000"],
)
def test_a_date_of_another_program(text: str) -> None:
    reply = asked({"brdy": text}, {"paus_insu_date": text})
    assert reply.output.baseinfo.brdy == date(1990, 1, 1)
    assert reply.output.insuinfo[0].paus_insu_date == date(1990, 1, 1)
    assert [warning.path for warning in reply.warnings] == ["baseinfo.brdy", "insuinfo[0].paus_insu_date"]
    assert all("转换" in str(warning) and "“" in str(warning) for warning in reply.warnings)


@pytest.mark.parametrize("text", ["5,000.00", "￥5,000.00", "5E3", "5000.0000"])
def test_an_amount_of_another_program(text: str) -> None:
    reply = asked(insurance={"balc": text})
    assert str(reply.output.insuinfo[0].balc) == "5000.00"
    assert len(reply.warnings) == (text != "5000.0000")


def test_more_decimals_than_the_table_has_are_kept_and_told() -> None:
    reply = asked(insurance={"balc": "100.1234"})
    assert reply.output.insuinfo[0].balc == Decimal("100.1234")
    assert "最多 2 位小数" in str(reply.warnings[0])


def test_a_pause_that_nobody_understands_is_not_no_pause() -> None:
    reply = asked(insurance={"paus_insu_date": "去年5月", "psn_insu_date": "13/05/20"})
    row = reply.output.insuinfo[0]
    with pytest.raises(ReplyFieldUnreadable) as caught:
        _ = row.paus_insu_date
    assert "1101 人员基本信息获取：答复里的 paus_insu_date 暂停参保日期 有值但无法识别（形如 文文9文）" in str(
        caught.value
    )
    assert "去年" not in str(caught.value) + repr(caught.value)
    assert (caught.value.field, caught.value.shape, caught.value.outcome) == ("paus_insu_date", "文文9文", "accepted")
    assert isinstance(caught.value, ValueError)
    for read in (lambda: or_none(lambda: row.paus_insu_date), lambda: getattr(row, "paus_insu_date", None)):
        with pytest.raises(ReplyFieldUnreadable):
            read()
    assert if_readable(lambda: row.paus_insu_date) is None
    assert row.model_extra["paus_insu_date"] == "去年5月"
    assert row.model_dump()["paus_insu_date"] == "去年5月"
    assert {warning.path for warning in reply.warnings} == {"insuinfo[0].paus_insu_date", "insuinfo[0].psn_insu_date"}
    assert "去年" not in str(reply.warnings) + repr(reply)


def test_a_row_with_an_unreadable_field_can_be_copied_compared_and_pickled() -> None:
    row = asked(insurance={"paus_insu_date": "去年5月"}).output.insuinfo[0]
    for twin in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert twin == row
        with pytest.raises(ReplyFieldUnreadable):
            _ = twin.paus_insu_date


@pytest.mark.parametrize("text", ["１２．００", "1_0.00", "٣", "１２", "一百元", True])
def test_no_amount_stays_as_it_came(text: object) -> None:
    row = asked(insurance={"balc": text}).output.insuinfo[0]
    with pytest.raises(ReplyFieldUnreadable):
        _ = row.balc
    assert row.model_extra["balc"] == text


@pytest.mark.parametrize("text", ["NULL", "null", r"\N", "  "])
def test_a_word_for_nothing_is_no_date(text: str) -> None:
    reply = asked(insurance={"paus_insu_date": text})
    assert reply.output.insuinfo[0].paus_insu_date is None
    assert "按没有值处理" in str(reply.warnings[0])


def test_a_request_takes_a_moment_with_microseconds() -> None:
    moment = datetime(2026, 11, 29, 8, 38, 0, 999_999)  # noqa: DTZ001
    for given in (moment, "2026-11-29T08:38:00.999999", "2026-11-29T08:38:00"):
        request = operations.query_person.input_type.model_validate(
            {"data": {"mdtrt_cert_type": "02", "mdtrt_cert_no": "1", "begntime": given}}
        )
        assert request.data.begntime == datetime(2026, 11, 29, 8, 38)  # noqa: DTZ001


OPERATION = {
    "oprn_oprt_type": "1",
    "oprn_oprt_name": "操作",
    "oprn_oprt_code": "99.2503",
    "oper_dr_name": "测试乙",
    "oper_dr_code": "D1",
}


def test_two_operations_of_one_day_are_told_apart_by_their_time() -> None:
    times = {
        "2026-05-08 10:38:38": "2026-05-08 10:38:38",
        "2026-05-08T14:02:00": "2026-05-08 14:02:00",
        datetime(2026, 5, 8, 23, 0, 0, 999_999): "2026-05-08 23:00:00",  # noqa: DTZ001
        datetime(2026, 5, 8, 7, tzinfo=UTC): "2026-05-08 15:00:00",
        date(2026, 5, 8): "2026-05-08",
        "2026-05-08": "2026-05-08",
    }
    for given, sent in times.items():
        row = i4101.InputOprninfo.model_validate({**OPERATION, "oprn_oprt_date": given})
        assert f'"oprn_oprt_date":"{sent}"' in encode_input(row).decode()
    for refused in ("2026-05-08 25:00:00", "2026-05-08 10:38", "8/5/2026", 20260508):
        with pytest.raises(RequestInvalid, match="oprn_oprt_date 手术操作日期"):
            i4101.InputOprninfo(**{**OPERATION, "oprn_oprt_date": refused})  # type: ignore[arg-type]
