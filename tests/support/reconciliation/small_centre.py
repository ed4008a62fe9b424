"""A centre as small as a test needs: it speaks HTTP, keeps a ledger and answers 3201, 9101, 3202 and 9102."""

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from support.reconciliation.settlements import Row, result_row

Json = dict[str, Any]
ResultRow = Mapping[str, str | None]
COLUMNS = (
    "psn_no",
    "mdtrt_id",
    "setl_id",
    "msgid",
    "stmt_rslt",
    "refd_setl_flag",
    "memo",
    "medfee_sumamt",
    "fund_pay_sumamt",
    "acct_pay",
)
AMOUNTS = COLUMNS[-3:]


@dataclass
class Centre:
    """What the centre holds, and what it was asked."""

    ledger: list[Row]
    requests: list[tuple[str, Json]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    lose: Callable[[str, int], bool] = lambda infno, number: False
    """Whether the answer to the n-th call of an interface gets lost after it was carried out."""
    edit: Callable[[list[ResultRow]], list[ResultRow]] = lambda rows: rows
    write: Callable[[ResultRow], str] = lambda row: "\t".join(
        "null" if row[name] is None else str(row[name]) for name in COLUMNS
    )
    error: Callable[[str], Json | None] = lambda infno: None
    url: str = ""

    def asked(self, infno: str) -> list[Json]:
        return [message for number, message in self.requests if number == infno]

    def answer(self, message: Json) -> bytes | Json | None:
        infno = message["infno"]
        self.requests.append((infno, message))
        if (refusal := self.error(infno)) is not None:
            return refusal
        given = getattr(self, f"_{infno}")(message["input"])
        if self.lose(infno, len(self.asked(infno))):
            return None
        if isinstance(given, bytes):
            return given
        return {"infcode": 0, "inf_refmsgid": f"R{len(self.requests):029d}", "err_msg": "", "output": given}

    def _held(self, data: Json, *, insutype: str | None = None) -> list[Row]:
        return [
            row
            for row in self.ledger
            if row["setl_optins"] == data["setl_optins"]
            and row["clr_type"] == data["clr_type"]
            and data["stmt_begndate"] <= row["setl_time"][:10] <= data["stmt_enddate"]
            and (insutype is None or row["insutype"] == insutype)
            and (data["REFD_SETL_FLAG"] == "1" or row["refd_setl_flag"] == "0")
        ]

    def _3201(self, given: Json) -> Json:
        data = given["data"]
        rows = self._held(data, insutype=data["insutype"])
        same = data["fixmedins_setl_cnt"] == len(rows) and all(
            Decimal(str(data[name])) == sum(Decimal(row[name]) for row in rows) for name in AMOUNTS
        )
        text = "" if same else "总额不一致，联系人13812345678"
        return {
            "stmtinfo": {"setl_optins": data["setl_optins"], "stmt_rslt": "0" if same else "3", "stmt_rslt_dscr": text}
        }

    def _9101(self, given: Json) -> Json:
        node = given["fsUploadIn"]
        number = f"fsi/plc/{len(self.files):030d}"
        self.files[number] = bytes(value & 0xFF for value in node["in"])
        return {
            "file_qury_no": number,
            "filename": node["filename"],
            "fixmedins_code": node["fixmedins_code"],
            "dld_endtime": "",
        }

    def _3202(self, given: Json) -> Json:
        data = given["data"]
        with zipfile.ZipFile(io.BytesIO(self.files[data["file_qury_no"]])) as archive:
            text = archive.read(archive.namelist()[0]).decode("utf-8")
        ours = {line.split("\t")[0]: line.split("\t") for line in text.split("\n") if line}
        held = {row["setl_id"]: row for row in self._held(data)}
        rows: list[ResultRow] = []
        for setl_id, row in held.items():
            line = ours.get(setl_id)
            code = "1" if line is None else "0" if line[3:6] == [row[name] for name in AMOUNTS] else "3"
            rows.append(result_row(row, code))
        for setl_id, line in ours.items():
            if setl_id not in held:
                row = dict(zip(("setl_id", "mdtrt_id", "psn_no", *AMOUNTS, "refd_setl_flag"), line, strict=True))
                rows.append(result_row(row | {"setl_time": "2026-01-01"}, "2"))
        number = f"fsi/plc/{len(self.files):030d}"
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("result.txt", "".join(self.write(row) + "\n" for row in self.edit(rows)))
        self.files[number] = target.getvalue()
        return {
            "fileinfo": {"file_qury_no": number, "filename": "20260201.txt.zip", "dld_endtime": "2099-03-01 00:00:00"}
        }

    def _9102(self, given: Json) -> bytes:
        return self.files[given["fsDownloadIn"]["file_qury_no"]]


@contextmanager
def running_centre(ledger: list[Row]) -> Iterator[Centre]:
    centre = Centre(ledger)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            given = centre.answer(json.loads(body, parse_float=Decimal))
            if given is None:
                self.close_connection = True
                return
            kind = "application/octet-stream" if isinstance(given, bytes) else "application/json"
            content = given if isinstance(given, bytes) else json.dumps(given).encode("utf-8")
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    centre.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield centre
    finally:
        server.shutdown()
        server.server_close()
