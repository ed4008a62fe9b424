"""Requests are strict and say everything at once; replies are lenient, and a value that is missing is missing."""

# ruff: noqa: DTZ001 - times on the wire are the platform's wall clock, without zone
from __future__ import annotations

import copy
import pickle
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import BaseModel, ValidationError

from gdyb_runtime.errors import GdybError, ReplyFieldMissing, RequestInvalid
from gdyb_runtime.model.base import RequestModel, or_none, sensitive_values
from gdyb_runtime.model.labels import field_schema, interface_of, label_of
from gdyb_runtime.model.types import Text
from gdyb_runtime.wire._lenient import read_output
from support.mini import EXTRACT, i9901, i9902

ID = "440102198001011234"


def detail(**changes: object) -> i9901.InputDetail:
    values: dict[str, object] = {
        "certno": ID,
        "psn_name": "司马相如",
        "setl_time": datetime(2020, 12, 1, 8, 9, 10),
        "amt": Decimal("1.5"),
        "flag": "1",
    }
    return i9901.InputDetail(**(values | changes))  # type: ignore[arg-type]


def rows(*given: dict[str, object]) -> i9902.Output:
    return read_output(i9902.Output, {"data": list(given)})[0]  # type: ignore[arg-type]


def test_construction_lists_every_problem_with_name_and_label() -> None:
    with pytest.raises(RequestInvalid) as caught:
        i9901.InputDetail(certno="1" * 20, setl_time="x", amt=1.5, flag="7", nmae="x")  # type: ignore[call-arg, arg-type]
    error = caught.value
    assert (error.infno, error.title, error.outcome) == ("9901", "明细确认", "not_sent")
    assert [(problem.path, problem.label, problem.rule) for problem in error.problems] == [
        ("certno", "证件号码", "max_length"),
        ("setl_time", "结算时间", "datetime"),
        ("amt", "总费用", "number_type"),
        ("flag", "确认标志", "one_of"),
        ("nmae", "", "unknown_field"),
    ]
    assert "certno 证件号码：最长 18 个字符，给了 20 个" in str(error)
    assert "nmae：接口里没有这个字段" in str(error)
    assert isinstance(error, ValueError)


def test_nested_models_are_judged_together_with_their_parent() -> None:
    with pytest.raises(RequestInvalid) as caught:
        i9901.Input(data={"trt_year": "20"}, detail=[{"certno": ID}, {"amt": "x"}])  # type: ignore[arg-type, list-item]
    paths = [problem.path for problem in caught.value.problems]
    assert paths[:2] == ["data.trt_year", "data.totalrow"]
    assert "detail[0].flag" in paths
    assert "detail[1].amt" in paths
    assert {problem.label for problem in caught.value.problems if problem.field == "flag"} == {"确认标志"}


def test_native_validation_stays_native() -> None:
    class Outer(BaseModel):
        inner: i9901.InputData

    with pytest.raises(ValidationError):
        i9901.InputData.model_validate({})
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"inner": {}})
    assert [error["loc"] for error in caught.value.errors()] == [("inner", "trt_year"), ("inner", "totalrow")]


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_value_is_no_value(empty: object) -> None:
    assert detail(psn_name=empty, days=empty, begn_date=empty, acct_pay=empty).psn_name is None
    with pytest.raises(RequestInvalid, match="certno 证件号码：必填，没有给值"):
        detail(certno=empty)
    with pytest.raises(RequestInvalid, match="接口里没有这个字段"):
        detail(unknown=empty)


def test_a_sibling_name_is_suggested() -> None:
    with pytest.raises(RequestInvalid, match="是不是 setl_time？"):
        detail(setl_tiem="2020-12-01 08:09:10")


def test_names_and_aliases() -> None:
    assert detail(in_="x").in_ == detail(**{"in": "x"}).in_ == "x"
    with pytest.raises(RequestInvalid) as caught:
        detail(in_="x" * 11)
    assert (caught.value.problems[0].field, caught.value.problems[0].label) == ("in", "内容")


def test_what_was_changed_after_construction_is_judged_again() -> None:
    data = i9901.InputData(trt_year="2020", totalrow=1)
    row = detail()
    row.certno = "x" * 19
    row.psn_name = ""
    row.flag = ""
    with pytest.raises(ValidationError) as caught:
        i9901.Input.model_validate({"data": data, "detail": [row]})
    assert [error["loc"] for error in caught.value.errors()] == [("detail", 0, "certno"), ("detail", 0, "flag")]
    row.certno, row.flag = ID, "0"
    assert i9901.Input.model_validate({"data": data, "detail": [row]}).detail[0].psn_name is None


def test_the_row_of_another_interface_is_refused() -> None:
    other = i9902.InputData(trt_year="2020", startrow=1)
    with pytest.raises(RequestInvalid) as caught:
        i9901.Input(data=other, detail=[detail()])  # type: ignore[arg-type]
    assert [problem.rule for problem in caught.value.problems] == ["model_type"]


def test_too_many_and_too_few_rows() -> None:
    data = {"trt_year": "2020", "totalrow": 101}
    with pytest.raises(RequestInvalid, match="detail 结算详情：最多 100 行，给了 101 行"):
        i9901.Input(data=data, detail=[detail()] * 101)  # type: ignore[arg-type]
    with pytest.raises(RequestInvalid, match="至少 1 行"):
        i9901.Input(data=data, detail=[])  # type: ignore[arg-type]


def test_models_without_published_schema_work_without_labels() -> None:
    class Bare(RequestModel):
        name: Annotated[str, Text(2)]

    with pytest.raises(RequestInvalid) as caught:
        Bare(name="abc")
    assert (caught.value.infno, caught.value.problems[0].label) == ("", "")
    assert interface_of(Bare) == ("", "")


def test_labels_come_from_the_published_schema() -> None:
    assert field_schema(i9901.InputDetail, "certno") == {"title": "证件号码", "x-sensitive": "id"}
    assert field_schema(i9901.InputDetail, "nothing") == {}
    assert label_of(i9901.Input, "detail") == "结算详情"
    assert interface_of(i9901.Output) == ("9901", "明细确认")


def test_repr_hides_people() -> None:
    request = i9901.Input(data=i9901.InputData(trt_year="2020", totalrow=1), detail=[detail(reason=f"见{ID}")])
    for shown in (repr(request), str(request), f"{request}"):
        assert "certno='***'" in shown
        assert "psn_name='***'" in shown
        assert "trt_year='2020'" in shown
        assert ID not in shown
        assert "司马相如" not in shown
    assert "in=" in repr(request)


def test_repr_of_a_reply_hides_unknown_keys() -> None:
    shown = repr(rows({"seqno": 1, "certno": ID, "hcard_basinfo": "司马相如|x"}))
    assert "hcard_basinfo=***" in shown
    assert "seqno=1" in shown
    assert ID not in shown and "司马相如" not in shown


def test_sensitive_values_are_found_in_the_whole_tree() -> None:
    request = i9901.Input(data=i9901.InputData(trt_year="2020", totalrow=1), detail=[detail(), detail(psn_name=None)])
    assert list(sensitive_values(request)) == [ID, "司马相如", ID]


def test_a_missing_reply_field_is_neither_none_nor_zero() -> None:
    row = rows({"seqno": 1}).data[0]
    with pytest.raises(ReplyFieldMissing) as caught:
        _ = row.amt
    error = caught.value
    assert (error.field, error.label, error.infno, error.outcome) == ("amt", "总费用", "9902", "accepted")
    assert "9902 提取明细：答复里没有 amt 总费用" in str(error)
    assert isinstance(error, AttributeError)
    assert not hasattr(row, "amt")
    assert getattr(row, "amt", None) is None
    assert row.memo is None
    with pytest.raises(AttributeError, match="nothing"):
        _ = row.nothing  # type: ignore[attr-defined]


def test_replies_with_unset_fields_can_be_used_like_any_other() -> None:
    output = rows({"seqno": 1, "extra": "x"}, {})
    assert output.data[0].model_dump() == {
        "seqno": 1,
        "psn_name": None,
        "begn_date": None,
        "memo": None,
        "extra": "x",
    }
    assert output.model_dump_json()
    assert output.data[0].extra == "x"  # type: ignore[attr-defined]
    assert output.data[0].model_extra == {"extra": "x"}
    assert output.data[0].model_fields_set == {"seqno"}
    for copied in (
        copy.copy(output),
        copy.deepcopy(output),
        output.model_copy(deep=True),
        pickle.loads(pickle.dumps(output)),
    ):
        assert copied == output
        assert repr(copied) == repr(output)
        assert not hasattr(copied.data[1], "seqno")


def test_requests_survive_copying_and_pickling() -> None:
    request = i9901.Input(data=i9901.InputData(trt_year="2020", totalrow=1), detail=[detail(in_="x")])
    for copied in (copy.copy(request), copy.deepcopy(request), pickle.loads(pickle.dumps(request))):
        assert copied == request
    assert i9901.Input(**request.model_dump(by_alias=True)) == request


def test_errors_survive_pickling() -> None:
    with pytest.raises(RequestInvalid) as caught:
        detail(certno="x" * 19)
    restored = pickle.loads(pickle.dumps(caught.value))
    assert type(restored) is RequestInvalid
    assert str(restored) == str(caught.value)
    assert restored.problems == caught.value.problems
    assert pickle.loads(pickle.dumps(ReplyFieldMissing(field="x"))).field == "x"


def test_errors_take_only_known_attributes() -> None:
    with pytest.raises(TypeError, match="infonr"):
        GdybError(infonr="9901")


def test_operations_compare_and_hash_by_identity_of_their_parts() -> None:
    assert copy.copy(EXTRACT) == EXTRACT


def test_a_page_of_rows_is_shown_in_short() -> None:
    row = {"certno": "10", "setl_time": "2020-12-01 08:00:00", "amt": "1.00", "flag": "1"}
    shown = repr(i9901.Input.model_validate({"data": {"trt_year": "2020", "totalrow": 50}, "detail": [row] * 50}))
    assert "… 50 rows]" in shown
    assert shown.count("InputDetail(") == 2


def test_a_field_that_may_be_unset_is_asked_for_by_attribute() -> None:
    sent, unset = rows({"setl_sn": "S1", "amt": "12.30"}, {"setl_sn": "S2"}).data
    assert or_none(lambda: sent.amt) == Decimal("12.30")
    assert or_none(lambda: unset.amt) is None
    with pytest.raises(AttributeError):
        or_none(lambda: unset.no_such_field)  # type: ignore[attr-defined]
