"""A caller written from the document alone: it shares no code with the client or the sandbox."""

import datetime
import hashlib
import http.client
import itertools
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

Json = dict[str, Any]
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
REPEATED = ("certno", "mdtrt_id", "mdtrt_setl_time", "setl_sn", "medfee_sumamt", "optins_pay_sumamt")
_SEQUENCE = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        return cast(Json, msgspec.json.Decoder(float_hook=Decimal).decode(self.body))


@dataclass(frozen=True)
class Caller:
    """Calls a gateway that was named by its settings."""

    settings: Mapping[str, str]

    def msgid(self) -> str:
        return f"{self.settings['fixmedins_code']}{_now():%Y%m%d%H%M%S}{next(_SEQUENCE) % 10000:04d}"

    def envelope(self, infno: str, input: object, /, **changes: object) -> Json:
        """All eighteen rows of table 2; a change to `...` leaves the row out."""
        settings = self.settings
        rows: Json = {
            "infno": infno,
            "msgid": self.msgid(),
            "mdtrtarea_admvs": settings["mdtrtarea_admvs"],
            "insuplc_admdvs": settings["insuplc_admdvs"],
            "recer_sys_code": settings["recer_sys_code"],
            "dev_no": "",
            "dev_safe_info": "",
            "cainfo": "",
            "signtype": "",
            "infver": settings["infver"],
            "opter_type": settings["opter_type"],
            "opter": settings["opter"],
            "opter_name": settings["opter_name"],
            "inf_time": f"{_now():%Y-%m-%d %H:%M:%S}",
            "fixmedins_code": settings["fixmedins_code"],
            "fixmedins_name": settings["fixmedins_name"],
            "sign_no": "",
            "input": input,
        }
        return {name: value for name, value in (rows | changes).items() if value is not ...}

    def headers(self, *, seconds: int = 0, secret: str | None = None, nonce: str | None = None) -> dict[str, str]:
        """The four headers of 表格2, signed `seconds` away from now."""
        timestamp = str(int(time.time()) + seconds)
        nonce = nonce or secrets.token_hex(16)
        text = timestamp + (secret or self.settings["secret_key"]) + nonce + timestamp
        return {
            "x-tif-paasid": self.settings["paasid"],
            "x-tif-timestamp": timestamp,
            "x-tif-nonce": nonce,
            "x-tif-signature": hashlib.sha256(text.encode()).hexdigest(),
            "Content-Type": "application/json",
        }

    def send(
        self,
        infno: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        prefix: str = "",
        method: str = "POST",
    ) -> Answer:
        """One request on a connection of its own."""
        address = urlsplit(self.settings["base_url"])
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        try:
            connection.request(method, f"/{prefix}{infno}", body, dict(self.headers() if headers is None else headers))
            response = connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, received, response.read())
        finally:
            connection.close()

    def call(self, infno: str, input: object, /, **changes: object) -> Json:
        """The reply envelope of a correct request."""
        return self.send(infno, encode(self.envelope(infno, input, **changes))).json

    def page(self, start: int = 1, *, year: str = "2020", month: str = "12", **changes: object) -> list[Json]:
        """One page of 3260."""
        reply = self.call("3260", {"data": {"trt_year": year, "trt_month": month, "startrow": start}}, **changes)
        assert reply["infcode"] == 0, reply["err_msg"]
        return cast(list[Json], reply["output"]["data"])

    def confirm(
        self, detail: Iterable[Json], *, month: str = "12", totalrow: int | None = None, **changes: object
    ) -> Json:
        """3261 with these rows."""
        rows = list(detail)
        data = {"trt_year": "2020", "trt_month": month, "totalrow": len(rows) if totalrow is None else totalrow}
        return self.call("3261", {"data": data, "detail": rows}, **changes)

    def revoke(self, otransid: str, *, month: str = "12", **changes: object) -> Json:
        """3262 with this id, or "0"."""
        data = {"trt_year": "2020", "trt_month": month, "otransid": otransid}
        return self.call("3262", {"data": data}, **changes)


def encode(value: object) -> bytes:
    """UTF-8 JSON with exact numbers."""
    return msgspec.json.Encoder(decimal_format="number").encode(value)


def detail_of(rows: Iterable[Json], flag: str = "1") -> list[Json]:
    """Rows of 3260 as 3261 repeats them."""
    return [{name: row[name] for name in REPEATED} | {"cnfm_flag": flag} for row in rows]


def _now() -> datetime.datetime:
    return datetime.datetime.now(BEIJING)
