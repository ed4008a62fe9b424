"""What people who import the generated package see, on a spec of a few lines."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from support.generator_checkout import Checkout
from support.places import GOLDEN

INTERFACE = """\
infno: "7001"
name: 登记明细
operation: register_rows
effect: command
summary: Registers rows.
lines: "1-20"
input:
  - node: data
    table: 表 1
    caption: 单据
    lines: "1-9"
    rows: one
    fields:
      - {name: in, label: 入口, type: 字符型, length: "4", required: "Y", line: 1}
      - {name: flag, label: 标志, type: 字符型, length: "3", code: "Y", required: "Y", line: 2, dictionary: flag}
      - {name: reason, label: 原因, type: 字符型, length: "10", line: 3, required_when: {field: flag, values: ["1"]}}
      - {name: totalrow, label: 总行数, type: 数值型, length: "12", required: "Y", line: 4}
      - {name: refno, label: 原流水号, type: 字符型, length: "22", line: 5, effective: {length: "30"}, errata: [T2]}
  - node: detail
    table: 表 2
    caption: 明细
    lines: "10-15"
    rows: many
    limit: 2
    fields:
      - {name: certno, label: 证件号码, type: 字符型, length: "18", required: "Y", line: 11, sensitive: id}
      - {name: amount, label: 金额, type: 数值型, length: "16,2", required: "Y", line: 12}
      - {name: when, label: 时间, type: 日期时间型, line: 13}
output:
  - table: 表 3
    caption: 结果
    lines: "16-20"
    rows: one
    fields:
      - {name: from, label: 来源, type: 字符型, length: "4", line: 17}
      - {name: total, label: 合计, type: 数值型, length: "16,2", required: "Y", line: 18}
rules:
  - {kind: count, field: data.totalrow, rows: detail, line: 4}
variants:
  - operation: register_everything
    name: 全部登记
    summary: Registers everything.
    suffix: All
    field: data.refno
    value: "0"
    line: 19
"""

PREAMBLE = """
from decimal import Decimal
from gdyb import Client, RequestInvalid, Settings, codes, operations
from gdyb.models import i7001
from gdyb_runtime.wire.messages import HttpResponse

class Line:
    answer = b'{"infcode": 0, "inf_refmsgid": "1", "err_msg": "", "output": {"from": "x", "total": 99999999999999.99}}'
    sent = []
    def send(self, request):
        self.sent.append(request.body.decode())
        return HttpResponse(status=200, headers={}, body=self.answer)
    def close(self):
        pass

def client():
    settings = Settings(base_url="http://gateway.test/", paasid="p", secret_key="s", fixmedins_code="H00000000001",
                        opter_type="0", opter_name="n", msgid_file="msgid.sqlite3")
    return Client(settings, transport=Line())

def data(**changes):
    return {"in": "a", "flag": "0", "totalrow": 1, **changes}

def rows(n=1, **changes):
    return [{"certno": "110101199001011237", "amount": Decimal("99999999999999.99"), **changes} for _ in range(n)]

def problems(**nodes):
    try:
        client().register_rows(**nodes)
    except RequestInvalid as error:
        return sorted(f"{p.path} {p.label} {p.rule}" for p in error.problems), str(error)
    return [], ""
"""


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose only interface is the one above."""
    checkout = Checkout(tmp_path_factory.mktemp("mini"))
    left_out = shutil.ignore_patterns(
        "9*.yaml", "seen_kind.yaml", "identification.yaml", "settlement.yaml", "procedures.yaml"
    )
    shutil.copytree(GOLDEN / "spec", checkout.root / "spec", ignore=left_out)
    checkout.write("spec/interfaces/7001.yaml", INTERFACE)
    checkout.write("spec/interface_list.yaml", 'table: 表 3\ncaption: 接口列表\nlines: "80-89"\ninterfaces: []\n')
    commands.generate(commands.Places.below(checkout.root))
    return checkout


def say(checkout: Checkout, code: str) -> list[str]:
    return checkout.python(PREAMBLE + textwrap.dedent(code)).splitlines()


def test_a_call_from_end_to_end(mini: Checkout) -> None:
    shown = say(
        mini,
        """
        with client() as c:
            reply = c.register_rows(data=i7001.InputData(in_="a", flag=codes.Flag.NO, totalrow=1), detail=rows())
        print(reply.output.from_, reply.output.total, type(reply.output.total).__name__, reply.infcode)
        body = Line.sent[0]
        print(body[body.index('"input":'):])
        """,
    )
    assert shown[0] == "x 99999999999999.99 Decimal 0"
    assert shown[1] == (
        '"input":{"data":{"in":"a","flag":"0","reason":"","totalrow":1,"refno":""},'
        '"detail":[{"certno":"110101199001011237","amount":99999999999999.99,"when":""}]}}'
    )


def test_every_problem_is_told_at_once_with_name_label_and_limit(mini: Checkout) -> None:
    shown = say(
        mini,
        """
        found, text = problems(data=data(**{"in": "abcde", "flag": "7", "reason": "x" * 11, "totalrow": 5}), detail=rows(1, amount=1.5))
        print(*found, sep="\\n")
        print("最长 4" in text, "99999" in text, "7001" in text, "登记明细" in text)
        """,
    )
    assert shown[:-1] == [
        "data.flag 标志 one_of",
        "data.in 入口 max_length",
        "data.reason 原因 max_length",
        "data.totalrow 总行数 count_equals",
        "detail[0].amount 金额 number_type",
    ]
    assert shown[-1] == "True False True True"


def test_rules_over_fields_and_row_limit(mini: Checkout) -> None:
    shown = say(
        mini,
        """
        print(problems(data=data(flag="1"), detail=rows())[0])
        print(problems(data=data(totalrow=2), detail=rows(2))[0])
        print([line.split()[0] for line in problems(data=data(totalrow=3), detail=rows(3))[0]])
        print([line.split()[0] for line in problems(data=data(totalrow=0), detail=[])[0]])
        print(problems(data=data(refno="9" * 30), detail=rows())[0])
        """,
    )
    assert shown == ["['data.reason 原因 required_when']", "[]", "['detail']", "['detail']", "[]"]


def test_a_dangerous_value_has_a_method_of_its_own(mini: Checkout) -> None:
    shown = say(
        mini,
        """
        found, text = problems(data=data(refno="0"), detail=rows())
        print(found, "register_everything" in text)
        client().register_everything(data=data(), detail=rows())
        print('"refno":"0"' in Line.sent[-1])
        print("refno" in i7001.InputDataAll.model_fields)
        """,
    )
    assert shown == ["['data.refno 原流水号 forbidden'] True", "True", "False"]


def test_operations_codes_and_docstrings(mini: Checkout) -> None:
    shown = say(
        mini,
        """
        import gdyb, inspect
        print(operations.by_infno("7001") is operations.register_rows, operations.ALL)
        print(operations.register_rows.effect, operations.register_rows.title)
        print(codes.Flag.YES.label, codes.Flag.YES == "1", codes.find("flag") is codes.Flag)
        print(inspect.getdoc(Client.register_rows).splitlines()[0])
        print("unknown" in Client.register_rows.__doc__, "表 2 明细，多行，每次不超过 2 行" in Client.register_rows.__doc__)
        print("Client" in dir(gdyb), sorted(gdyb.__all__) == gdyb.__all__)
        """,
    )
    assert shown == [
        "True ('register_rows', 'register_everything')",
        "command 登记明细",
        "是 True True",
        "登记明细（7001）。",
        "True True",
        "True True",
    ]


def test_a_field_is_documented_where_it_stands(mini: Checkout) -> None:
    model = (mini.package / "models" / "i7001.py").read_text(encoding="utf-8")
    assert '    in_: Annotated[Str4, Field(alias="in")]\n    """入口 · 字符型 4 · 必填 · 表 1 第 1 行"""\n' in model
    assert "字符型 30 · 可空 · 勘误 T2：" in model


def test_a_person_is_not_shown(mini: Checkout) -> None:
    shown = say(mini, 'print("110101" in repr(i7001.InputDetail(**rows()[0])))')
    assert shown == ["False"]


def test_the_schema_accepts_what_was_sent(mini: Checkout) -> None:
    shown = say(
        mini,
        """
        import json, jsonschema
        from importlib.resources import files
        from referencing import Registry, Resource
        client().register_rows(data=data(refno="9" * 30), detail=rows(1, when="2020-12-01 00:00:00"))
        texts = [(files("gdyb.schemas") / name).read_text(encoding="utf-8") for name in ("7001.json", "dictionaries.json")]
        registry = [Resource.from_contents(json.loads(text)) for text in texts] @ Registry()
        checker = jsonschema.Draft202012Validator({"$ref": "7001.json#/$defs/Input"}, registry=registry)
        body = json.loads(Line.sent[-1])["input"]
        print([error.message for error in checker.iter_errors(body)])
        body["data"]["flag"] = "7"
        print(len(list(checker.iter_errors(body))))
        """,
    )
    assert shown == ["[]", "1"]


def test_a_shorter_length_is_felt_at_once(mini: Checkout, tmp_path: Path) -> None:
    shorter = mini.copy_to(tmp_path / "shorter")
    shorter.edit(
        "spec/interfaces/7001.yaml", 'label: 入口, type: 字符型, length: "4"', 'label: 入口, type: 字符型, length: "3"'
    )
    commands.generate(commands.Places.below(shorter.root))
    call = 'found, text = problems(data=data(**{"in": "abcd"}), detail=rows())\nprint(found)\nprint(text)'
    assert say(mini, call)[0] == "[]"
    shown = say(shorter, call)
    assert shown[0] == "['data.in 入口 max_length']"
    assert any("data.in 入口" in line and "最长 3 个字符" in line for line in shown)
