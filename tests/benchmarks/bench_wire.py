"""One page of 100 rows in and one batch of 100 rows out, beside the bare JSON codec on the same bytes in the same run."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec

from gdyb import Settings, operations
from gdyb.protocol import PROTOCOL
from gdyb_runtime.client.core import Core
from gdyb_runtime.client.transport import HttpResponse
from gdyb_runtime.local.msgid import SqliteMsgidStore

ROUNDS = 30
SETTINGS = {
    "base_url": "http://127.0.0.1/",
    "paasid": "benchmark",
    "secret_key": "benchmark",
    "fixmedins_code": "H44000000000",
    "fixmedins_name": "合成医院",
    "mdtrtarea_admvs": "440000",
    "recer_sys_code": "01",
    "infver": "V1.0",
    "opter_type": "1",
    "opter": "1",
    "opter_name": "合成",
}


def row(number: int) -> dict[str, object]:
    """A synthetic row of a page."""
    return {
        "seqno": number,
        "mdtrtarea": "440000",
        "medins_no": "H44000000000",
        "certno": "000000199001010000",
        "mdtrt_id": f"S{number:019}",
        "mdtrt_setl_time": "2020-12-31 23:59:59",
        "setl_sn": f"A{number:019}",
        "fulamt_advpay_flag": "0",
        "medfee_sumamt": Decimal("99999999999999.99"),
        "optins_pay_sumamt": Decimal("0.10"),
    }


def median(work: Callable[[], object]) -> float:
    """Median wall time of one call in milliseconds."""
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def main() -> None:
    """Prints milliseconds and the ratio to the codec."""
    encoder = msgspec.json.Encoder(decimal_format="number")
    decoder = msgspec.json.Decoder(float_hook=Decimal)
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteMsgidStore(Path(folder) / "msgid.sqlite3")
        core = Core(PROTOCOL, Settings(**SETTINGS), msgids=store)
        page = {"infcode": 0, "inf_refmsgid": "4" * 30, "output": {"data": [row(i) for i in range(100)]}}
        body = encoder.encode(page)
        response = HttpResponse(status=200, headers={}, body=body)
        extract, confirm = operations.extract_clearing_details, operations.confirm_clearing_results
        keys = ("certno", "mdtrt_id", "setl_sn", "medfee_sumamt", "optins_pay_sumamt")
        detail = [
            {k: row(i)[k] for k in keys} | {"mdtrt_setl_time": datetime(2020, 12, 31, 23, 59, 59), "cnfm_flag": "1"}  # noqa: DTZ001
            for i in range(100)
        ]
        nodes = {"data": {"trt_year": "2020", "trt_month": "12", "totalrow": 100}, "detail": detail}
        plain = msgspec.to_builtins(nodes)
        figures = {
            "decode JSON only": (median(lambda: decoder.decode(body)), "decode"),
            "reply of 100 rows": (median(lambda: core.parse_reply(extract, response, msgid="m" * 30)), "decode"),
            "encode JSON only": (median(lambda: encoder.encode(plain)), "encode"),
            "request of 100 rows": (median(lambda: core.prepare(confirm, nodes)), "encode"),
        }
        base = {"decode": figures["decode JSON only"][0], "encode": figures["encode JSON only"][0]}
        for name, (value, kind) in figures.items():
            print(f"{name:22} {value:7.3f} ms   x{value / base[kind]:.1f}   {100 / value:7.0f} rows/ms")
        store.close()


if __name__ == "__main__":
    main()
