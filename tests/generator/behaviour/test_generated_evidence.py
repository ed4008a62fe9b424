"""What people see of tables that no document prints: names as sent, unknown cells, outputs without a node."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from support.generator_checkout import Checkout
from support.places import GOLDEN

PREAMBLE = """
import json
from decimal import Decimal
from gdyb import Client, Settings, layouts, operations
from gdyb.models import i9104
from gdyb_runtime.wire.messages import HttpResponse

class Line:
    def __init__(self, output):
        self.body = json.dumps({"infcode": 0, "inf_refmsgid": "1" * 30, "err_msg": "", "output": output}).encode()
    def send(self, request):
        return HttpResponse(status=200, headers={}, body=self.body)
    def close(self):
        pass

def departments(output):
    settings = Settings(base_url="http://gateway.test/", paasid="p", secret_key="s", fixmedins_code="H00000000001",
                        opter_type="0", opter_name="n", msgid_file="msgid.sqlite3")
    with Client(settings, transport=Line(output)) as client:
        reply = client.query_departments()
    rules = sorted({warning.rule for warning in reply.warnings if warning.path.startswith(("output", "rows"))})
    return [row.code for row in reply.output.rows], rules
"""


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout of the golden spec."""
    checkout = Checkout(tmp_path_factory.mktemp("evidence"))
    shutil.copytree(GOLDEN / "spec", checkout.root / "spec")
    commands.generate(commands.Places.below(checkout.root))
    return checkout


def say(checkout: Checkout, code: str) -> list[str]:
    return checkout.python(PREAMBLE + textwrap.dedent(code)).splitlines()


def test_an_output_that_is_an_array_is_read_as_rows_wherever_they_come(golden: Checkout) -> None:
    shown = say(
        golden,
        """
        row = {"code": "A1"}
        print(departments([row, row]))
        print(departments([]))
        print(departments(json.dumps([row])))
        print(departments({"output": [row]}))
        print(departments({"feedetail": [row], "total": 1}))
        print(departments(row))
        """,
    )
    assert shown == [
        "(['A1', 'A1'], [])",
        "([], [])",
        "(['A1'], [])",
        "(['A1'], ['node_name'])",
        "(['A1'], ['node_name'])",
        "(['A1'], ['node_name', 'single_row'])",
    ]


def test_another_spelling_is_read_under_the_name_of_the_table_and_never_sent(golden: Checkout) -> None:
    shown = say(
        golden,
        """
        from gdyb_runtime.wire._lenient import read_output
        for output in ({"fileNo": "1", "expContent": "e"}, {"FILE_NO": "1"}, {"file_no": "1", "fileNo": "2"}):
            reply, problems = read_output(i9104.Output, output)
            print(reply.file_no, reply.exp_content, reply.model_extra, problems)
        try:
            i9104.InputFsUploadIn(**{"in": b"PK", "spare_flag": "1"})
        except ValueError as error:
            print("spare_flag" in str(error), "SPARE_FLAG" in str(error))
        """,
    )
    assert shown == ["1 e {} []", "1 None {} []", "1 None {'fileNo': '2'} []", "True True"]


def test_unknown_cells_limit_nothing(golden: Checkout) -> None:
    shown = say(
        golden,
        """
        sent = i9104.InputFsUploadIn(in_=b"PK", SPARE_FLAG="1", endless="x" * 5000, untyped="y", ratio="12345678901.123456789",
                                     age="30.5", day="2020-01-31", moment="2020-01-31 08:00:00")
        print(sent.in_, len(sent.endless), sent.ratio, sent.age, sent.day, sent.moment)
        for wrong in ({"ratio": 0.5}, {"ratio": "1e9"}, {"age": "1234.5"}, {"in_": "PK"}):
            try:
                i9104.InputFsUploadIn(**{"in_": b"PK", **wrong})
            except ValueError as error:
                print(error.problems[0].field)
        """,
    )
    assert shown == [
        "b'PK' 5000 12345678901.123456789 30.5 2020-01-31 2020-01-31 08:00:00",
        *("ratio", "ratio", "age", "in"),
    ]


def test_layouts_and_file_replies(golden: Checkout) -> None:
    shown = say(
        golden,
        """
        result = layouts.LIST_RESULT
        print([column.name for column in result.columns], result.short, result.extra, result.shift_after)
        print(layouts.LIST_UPLOAD.columns[1].codes, layouts.LIST_UPLOAD.columns[0].sensitive, sorted(layouts.__all__))
        print(operations.fetch_file.file_reply, operations.send_file.file_reply, "reply.file" in Client.fetch_file.__doc__)
        """,
    )
    assert shown == [
        "['amount', 'AMOUNT_2', 'count', 'day', 'moment'] (4,) 2 2",
        "(('0', '否'), ('1', '是')) id ['LIST_RESULT', 'LIST_UPLOAD']",
        "True False True",
    ]


def test_confidence_and_disagreements_can_be_read_on_hover(golden: Checkout) -> None:
    code = golden.read("generated/gdyb/models/i9104.py")
    assert "只见于一个实现" in code
    assert "名称只见于一个实现，其余照 9001 data 推定" in code
    assert "也见写作 fileNo、FILE_NO" in code
    assert "可信程度：部分字段只见于一个实现" in code
    assert "各实现说法不一：输入 kind" in golden.read("generated/gdyb/client.py")


def test_the_no_change_path_and_one_edit_know_the_new_files(golden: Checkout, tmp_path: Path) -> None:
    checkout = golden.copy_to(tmp_path)
    places = commands.Places.below(checkout.root)
    assert commands.generate(places).wrote == []
    checkout.edit("spec/interfaces/9106.yaml", "label: 笔数", "label: 行数")
    assert commands.generate(places).wrote == ["layouts.py", "schemas/9106.json"]
    assert commands.check(places) == []
