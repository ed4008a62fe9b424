"""Files that come up (9101) and go down (9102); both are zips with one TXT inside."""

import datetime
import secrets

from gdyb_runtime.errors import FileUnreadable
from gdyb_runtime.files.archive import ZipLimits, open_zip
from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._messages.request import Call, text
from gdyb_sandbox._messages.tables import JsonValue, filled

LIMITS = ZipLimits()
_KEPT = datetime.timedelta(days=1)


def keep_file(desk: Desk, call: Call, content: bytes) -> dict[str, JsonValue]:
    """Stores a file for a day and returns the reference to request it by, in the forms seen in production."""
    deadline = call.received + _KEPT
    file_qury_no = f"fsi/plc/{secrets.token_hex(15)}"
    filename = f"{call.inf_refmsgid[6:][:14]}{call.inf_refmsgid[-6:]}.txt.zip"
    desk.store.insert(
        "file",
        file_qury_no=file_qury_no,
        institution=call.institution,
        filename=filename,
        content=content,
        deadline=deadline.timestamp(),
    )
    return {"file_qury_no": file_qury_no, "filename": filename, "dld_endtime": f"{deadline:%Y-%m-%d %H:%M:%S}"}


def find_file(desk: Desk, call: Call, node: str) -> tuple[bytes, str]:
    """Content and name of the file a node requests; Refusal when it is unknown or expired."""
    query = "SELECT content, filename, deadline FROM file WHERE institution = ? AND file_qury_no = ?"
    row = desk.store.row(query, call.institution, text(call.node(node)["file_qury_no"]))
    if row is None:
        raise refusal(call, node, "file_qury_no", "没有这个文件查询号的文件")
    content, filename, deadline = row
    if call.received.timestamp() > deadline:
        raise refusal(call, node, "file_qury_no", "文件已过下载截止时间")
    return content, filename


def _upload(desk: Desk, call: Call) -> JsonValue:
    data = call.node("fsUploadIn")
    if data["fixmedins_code"] != call.institution:
        raise refusal(call, "fsUploadIn", "fixmedins_code", "与报文中的定点医药机构编号不一致")
    content = call.files.get("in", b"")
    try:
        for _ in open_zip(content, LIMITS):
            pass
    except FileUnreadable as error:
        raise refusal(call, "fsUploadIn", "in", f"应为只含一个 TXT 的 zip：{error.reason}") from None
    return filled(call.operation.infno, "", {**keep_file(desk, call, content), "fixmedins_code": call.institution})


def _download(desk: Desk, call: Call) -> bytes:
    data = call.node("fsDownloadIn")
    if data["fixmedins_code"] != call.institution:
        raise refusal(call, "fsDownloadIn", "fixmedins_code", "与报文中的定点医药机构编号不一致")
    content, filename = find_file(desk, call, "fsDownloadIn")
    if data["filename"] != filename:
        raise refusal(call, "fsDownloadIn", "filename", "与文件查询号不符")
    return content


BEHAVIOURS: Behaviours = {"upload_file": _upload, "download_file": _download}
