"""What people see of nodes inside the rows of a node, and of wire names with a hyphen."""

from __future__ import annotations

import textwrap

from support.generator_checkout import Checkout

PREAMBLE = """
import json
from decimal import Decimal
from gdyb import Client, RequestInvalid, Settings, operations
from gdyb.models import i9107
from gdyb_runtime.model.tables import Tables
from gdyb_runtime.wire.messages import HttpResponse

class Line:
    output = {"result": [{"rule_id": "R1", "result_details": {"vola_amt": "12.30"}}, {"rule_id": "R2"}]}
    sent = []
    def send(self, request):
        self.sent.append(request.body.decode())
        body = {"infcode": 0, "inf_refmsgid": "1" * 30, "err_msg": "", "output": self.output}
        return HttpResponse(status=200, headers={}, body=json.dumps(body).encode())
    def close(self):
        pass

def call(**data):
    settings = Settings(base_url="http://gateway.test/", paasid="p", secret_key="s", fixmedins_code="H00000000001",
                        opter_type="0", opter_name="n", msgid_file="msgid.sqlite3")
    with Client(settings, transport=Line()) as client:
        return client.audit_details(data={"trig_scen": "1", **data})
"""


def say(checkout: Checkout, code: str) -> list[str]:
    return checkout.python(PREAMBLE + textwrap.dedent(code)).splitlines()


def test_rows_inside_rows_go_out_where_they_stand(pristine: Checkout) -> None:
    shown = say(
        pristine,
        """
        orders = [i9107.InputOrderDtos(cnt=Decimal("1.50"))]
        patients = [{"patn_name": "测试甲", "order_dtos": orders}, {"patn_name": "测试乙"}]
        call(**{"hcv-ab": "1", "patient_dtos": patients})
        body = Line.sent[0]
        print(body[body.index('"input":'):])
        print(i9107.InputData(trig_scen="1", hcv_ab="1", patient_dtos=[{"patn_name": "测试甲"}]))
        """,
    )
    assert shown[0] == (
        '"input":{"data":{"trig_scen":"1","hcv-ab":"1","patient_dtos":['
        '{"patn_name":"测试甲","order_dtos":[{"cnt":1.50}]},{"patn_name":"测试乙"}]}}}'
    )
    assert "测试甲" not in shown[1]


def test_problems_name_the_whole_way(pristine: Checkout) -> None:
    shown = say(
        pristine,
        """
        try:
            call(patient_dtos=[{"patn_name": "测试甲", "order_dtos": [{"cnt": Decimal("1.505")}]}, {"visit": {}}])
        except RequestInvalid as error:
            print(*sorted(f"{p.path} {p.label} {p.rule}" for p in error.problems), sep="\\n")
        try:
            call(patient_dtos=[])
        except RequestInvalid as error:
            print(*(p.path for p in error.problems))
        """,
    )
    assert shown == [
        "data.patient_dtos[0].order_dtos[0].cnt 数量 number_digits",
        "data.patient_dtos[1].patn_name 姓名 required",
        "data.patient_dtos[1].visit.in 入院 required",
        "data.patient_dtos",
    ]


def test_a_reply_is_read_as_deep_as_it_is(pristine: Checkout) -> None:
    shown = say(
        pristine,
        """
        reply = call(patient_dtos=[{"patn_name": "测试甲"}])
        first, second = reply.output.result
        print(first.result_details[0].vola_amt, second.result_details)
        print(*(w.path for w in reply.warnings if w.rule == "single_row"))
        """,
    )
    assert shown == ["12.30 []", "result[0].result_details"]


def test_the_tables_show_what_stands_inside_what(pristine: Checkout) -> None:
    shown = say(
        pristine,
        """
        tables = Tables("gdyb.schemas").interface("9107")
        (data,) = tables.operations["audit_details"]
        print([node.name for node in data.walk()], [field.name for field in data.fields])
        print([node.name for node in tables.nodes])
        """,
    )
    assert shown == [
        "['data', 'patient_dtos', 'order_dtos', 'visit'] ['trig_scen', 'hcv-ab']",
        "['data', 'patient_dtos', 'order_dtos', 'visit', 'result', 'result_details']",
    ]
