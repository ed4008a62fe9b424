"""An institution's own records, and the files it sends and gets, written from the document alone."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal

from typer.testing import CliRunner

from gdyb_sandbox.cli import app
from support.sandbox.caller import Answer, Caller, Json, encode
from support.sandbox.care import output

Record = dict[str, str]
AMOUNTS = ("医疗费总额", "基金支付总额", "个人账户支出")
FIRST, LAST = "2020-12-01", "2020-12-31"


def records(*arguments: str) -> list[Record]:
    """What `gdyb sandbox records 2020-12` writes."""
    result = CliRunner().invoke(app, ["records", "2020-12", *arguments])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def total(rows: Iterable[Record], name: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows), Decimal("0.00"))


def totals(caller: Caller, rows: Sequence[Record], **changes: object) -> Json:
    """The stmtinfo of 3201 for these rows."""
    data = {"insutype": "310", "clr_type": "11", "setl_optins": "440100", "stmt_begndate": FIRST, "stmt_enddate": LAST}
    sums = dict(zip(("medfee_sumamt", "fund_pay_sumamt", "acct_pay"), (total(rows, n) for n in AMOUNTS), strict=True))
    reply = caller.call("3201", {"data": data | sums | {"fixmedins_setl_cnt": len(rows)} | changes})
    return dict(output(reply)["stmtinfo"])


def text(rows: Iterable[Record]) -> str:
    names = ("结算ID", "就诊ID", "人员编号", *AMOUNTS, "退费结算标志")
    return "\n".join("\t".join(row[name] for name in names) for row in rows)


def zipped(text: str, *more: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, content in enumerate((text, *more)):
            archive.writestr(zipfile.ZipInfo(f"{index}.txt"), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def upload(caller: Caller, file: object, **changes: object) -> Json:
    """The reply of 9101; bytes are sent as signed numbers."""
    content = [byte - 256 if byte > 127 else byte for byte in file] if isinstance(file, bytes) else file
    node = {"in": content, "filename": "a.zip", "fixmedins_code": caller.settings["fixmedins_code"], **changes}
    return caller.call("9101", {"fsUploadIn": node})


def compare(caller: Caller, rows: Sequence[Record], file: bytes | None = None, **changes: object) -> Json:
    """The reply of 3202 for a file that was uploaded for it."""
    uploaded = output(upload(caller, zipped(text(rows)) if file is None else file))
    data = {"setl_optins": "440100", "file_qury_no": uploaded["file_qury_no"], "stmt_begndate": FIRST}
    data |= {"stmt_enddate": LAST, "medfee_sumamt": total(rows, AMOUNTS[0]), "fund_pay_sumamt": total(rows, AMOUNTS[1])}
    data |= {"cash_payamt": total(rows, "现金支付金额"), "fixmedins_setl_cnt": len(rows)}
    return caller.call("3202", {"data": data | changes})


def download(caller: Caller, fileinfo: Json, **changes: object) -> Answer:
    """What 9102 answers."""
    node = {"file_qury_no": fileinfo["file_qury_no"], "filename": fileinfo["filename"]}
    node |= {"fixmedins_code": caller.settings["fixmedins_code"], **changes}
    return caller.send("9102", encode(caller.envelope("9102", {"fsDownloadIn": node})))


def result_text(answer: Answer) -> str:
    """The TXT in a downloaded zip."""
    assert answer.headers["content-type"] == "application/octet-stream"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.namelist() == ["result.txt"]
        return archive.read("result.txt").decode()


def result_rows(caller: Caller, rows: Sequence[Record], **changes: object) -> list[list[str]]:
    """The rows of the result file of 3202."""
    fileinfo = output(compare(caller, rows, **changes))["fileinfo"]
    return [line.split("\t") for line in result_text(download(caller, fileinfo)).splitlines()]
