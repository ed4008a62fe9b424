"""A real HTTP server that answers the few interfaces of a settlement, and can lose or refuse a chosen one."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from gdyb_sandbox._people.identity import person
from support.waits import join

Message = dict[str, Any]

PERSON = person(7, 1)
PSN_NO = "44000000000000000001"
LOCAL = {"insutype": "310", "insuplc_admdvs": "440100", "balc": 12.5, "psn_type": "11", "cvlserv_flag": "0"}
REMOTE = {"insutype": "390", "insuplc_admdvs": "440300", "balc": 0, "psn_type": "15", "cvlserv_flag": "0"}


class SmallPlatform:
    """Remembers every message; `fault` maps an interface number to what goes wrong with it, `answers` to its answer."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.insurances: list[Message] = [LOCAL]
        self.fault: dict[str, str] = {}
        self.reason = "不予受理"
        self.answers: dict[str, Message] = {}
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    @property
    def numbers(self) -> list[str]:
        """The interfaces that were called, in order."""
        return [message["infno"] for message in self.received]

    def answer(self, message: Message) -> Message:
        if (chosen := self.answers.get(message["infno"])) is not None:
            return chosen
        if self.fault.get(message["infno"]) == "refuse":
            return {"infcode": -1, "inf_refmsgid": "4" * 30, "err_msg": f"{self.reason} {json.dumps(message['input'])}"}
        return {"infcode": 0, "inf_refmsgid": "4" * 30, "err_msg": "", "output": self._output(message)}

    def _output(self, message: Message) -> Message | None:
        person_fields = {"psn_no": PSN_NO, "psn_name": PERSON.name, "certno": PERSON.certno, "psn_cert_type": "01"}
        match message["infno"]:
            case "1101":
                baseinfo = {**person_fields, "gend": "1", "age": 40}
                return {"baseinfo": baseinfo, "insuinfo": self.insurances, "idetinfo": []}
            case "2201":
                return {"data": {"mdtrt_id": "V1", "psn_no": PSN_NO, "ipt_otp_no": "O1"}}
            case "2401":
                return {"result": {"mdtrt_id": "V2"}}
            case "2601":
                return None
            case _:
                return {"setlinfo": {**person_fields, "setl_id": "S1", "mdtrt_id": "V1", "medfee_sumamt": 10.5}}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        join(self._thread)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(platform: SmallPlatform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            platform.received.append(message)
            if platform.fault.get(message["infno"]) == "lose":
                return
            body = json.dumps(platform.answer(message), ensure_ascii=False).encode()
            self.send_response_only(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
