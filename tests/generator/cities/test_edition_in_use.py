"""A package generated for a city, as a program sees it that talks to a gateway on this machine."""

from __future__ import annotations

import textwrap

from support.city_edition import Edition

PREAMBLE = """
import json, threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
import gdyb
from gdyb import Client, RequestInvalid, Settings, SettingsInvalid, codes, operations
from gdyb.cities import CITIES
from gdyb.models import i3261

SEEN = []

class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        SEEN.append((self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
        answer = json.dumps({"infcode": 0, "inf_refmsgid": "4" * 30, "err_msg": "", "output": None}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Gateway)
threading.Thread(target=server.serve_forever, daemon=True).start()

def settings(**changes):
    values = dict(base_url=f"http://127.0.0.1:{server.server_port}/", paasid="p", secret_key="s", mdtrtarea_admvs="440600",
                  recer_sys_code="01", infver="V1.0", opter_type="1", opter="1", opter_name="n",
                  fixmedins_code="H44060000001", fixmedins_name="n", msgid_file="msgid.sqlite3")
    return Settings(**(values | changes))

def row(**changes):
    return {"certno": "1" * 20, "mdtrt_id": "S4406002012010000001", "mdtrt_setl_time": "2020-12-01",
            "setl_sn": "A4406002012010000001", "medfee_sumamt": Decimal("1.00"), "cnfm_flag": "2", "batch_no": "B00001"} | changes

def confirm(rows, **changes):
    with Client(settings(**changes)) as client:
        client.confirm_clearing_results(
            data={"trt_year": "2020", "trt_month": "12", "total_rows": len(rows)}, detail=rows)
"""


def say(edition: Edition, code: str) -> list[str]:
    return edition.python(PREAMBLE + textwrap.dedent(code))


def test_every_change_is_on_the_wire(edition: Edition) -> None:
    shown = say(
        edition,
        """
        confirm([row()])
        path, headers, body = SEEN[0]
        print(path, headers["content-type"], headers["x-rio-paasid"], "x-tif-paasid" in headers)
        detail = body["input"]["detail"][0]
        print(body["input"]["data"])
        print(detail["certno"], detail["mdtrt_setl_time"], detail["optins_pay_sumamt"], detail["cnfm_flag"], list(detail)[-1], detail["batch_no"])
        print(codes.CnfmFlag.DEFERRED.label, codes.CnfmFlag("1").label)
        print(operations.extract_clearing_details.paging.key, operations.extract_clearing_details.paging.size)
        """,
    )
    assert shown == [
        "/3261 text/plain p False",
        "{'trt_year': '2020', 'trt_month': '12', 'total_rows': 1}",
        f"{'1' * 20} 2020-12-01 0 2 batch_no B00001",
        "暂缓 同意",
        "setl_no 50",
    ]


def test_what_the_city_does_not_take_is_not_sent(edition: Edition) -> None:
    shown = say(
        edition,
        """
        for rows in ([row(certno="1" * 21, batch_no="B000001", cnfm_flag="3")], [row(), row(), row()]):
            try:
                confirm(rows)
            except RequestInvalid as error:
                print(sorted(f"{p.path} {p.rule}" for p in error.problems))
        print(len(SEEN))
        """,
    )
    assert shown == [
        "['detail[0].batch_no max_length', 'detail[0].certno max_length', 'detail[0].cnfm_flag one_of']",
        "['detail max_rows']",
        "0",
    ]


def test_the_city_is_chosen_from_the_start_and_what_the_caller_says_goes_before_it(edition: Edition) -> None:
    shown = say(
        edition,
        """
        print(CITIES.edition, settings().city, settings().content_type, settings(content_type="application/json").content_type)
        try:
            settings(city="zhongshan")
        except SettingsInvalid as error:
            print(error)
        from gdyb.readers import NativeReader, ReaderSettings
        print(NativeReader(ReaderSettings(init_url="test", area="440600"))._profile.id)
        """,
    )
    assert shown[0] == "anyang anyang text/plain application/json"
    assert "按安阳的表生成的，不能用于中山" in "".join(shown)
    assert shown[-1] == "foshan"


def test_what_identifies_and_settles_follows_a_renamed_field(edition: Edition) -> None:
    shown = say(
        edition,
        """
        from gdyb import PersonQuery
        from gdyb.settlement import SETTLEMENT
        print(PersonQuery.electronic_voucher("1000000010000001000000000000", since="2020-12-01 08:00:00").model_dump(
            include={"mdtrt_cert_type", "cert_no", "since"}, mode="json"))
        print(SETTLEMENT.voucher_uses)
        """,
    )
    assert "'cert_no': '1000000010000001000000000000'" in shown[0] and "'since': '2020-12-01T08:00:00'" in shown[0]
    assert "druginfo.voucher" in shown[1] and "data.mdtrt_cert_no" in shown[1]


def test_what_the_city_does_not_have_is_gone(edition: Edition) -> None:
    shown = say(
        edition,
        """
        from gdyb.models import i9102
        print(sorted(i9102.InputFsDownloadIn.model_fields))
        print("1" in {code.value for code in codes.ClrWay})
        """,
    )
    assert shown == ["['file_qury_no', 'fixmedins_code']", "False"]
