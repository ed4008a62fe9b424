"""9001 and 9002, and what it means when the platform insists on them."""

from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller, Json, encode
from support.sandbox.care import output, refused

PAGE = {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}}
ASKED = "sign_no 交易签到流水号：未签到或签到已失效，请先签到（9001）"


def _sign_in(caller: Caller, opter: str = "sandbox01") -> str:
    node = {"opter_no": opter, "mac": "00-00-00-00-00-01", "ip": "192.0.2.1"}
    found = output(caller.call("9001", {"signIn": node}, opter=opter))["signinoutb"]
    assert len(found["sign_no"]) == 30 and len(found["sign_time"]) == 19
    return str(found["sign_no"])


def _sign_out(caller: Caller, sign_no: str, opter: str = "sandbox01") -> Json:
    return caller.call("9002", {"signOut": {"sign_no": sign_no, "opter_no": opter}})


def test_nobody_has_to_sign_in_by_default(caller: Caller) -> None:
    output(caller.call("3260", PAGE))
    output(_sign_out(caller, _sign_in(caller)))


def test_every_call_needs_a_sign_in_on_demand(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("sign-in-required")
    assert ASKED in refused(caller.call("3260", PAGE))
    assert ASKED in refused(caller.call("3260", PAGE, sign_no="4" * 30))
    sign_no = _sign_in(caller)
    output(caller.call("3260", PAGE, sign_no=sign_no))
    assert "另一个操作员" in refused(caller.call("3260", PAGE, sign_no=sign_no, opter="other"))
    other = Caller({**caller.settings, "fixmedins_code": "H44010099999"})
    assert ASKED in refused(other.call("3260", PAGE, sign_no=sign_no))


def test_two_sign_ins_are_two_numbers(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("sign-in-required")
    first, second = _sign_in(caller), _sign_in(caller, "other")
    assert first != second
    output(_sign_out(caller, first))
    assert ASKED in refused(caller.call("3260", PAGE, sign_no=first))
    output(caller.call("3260", PAGE, sign_no=second, opter="other"))


def test_a_sign_in_ends_after_a_day(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("sign-in-required")
    sign_no = _sign_in(caller)
    sandbox.faults.add("clock-skew", 25 * 60 * 60)
    message = caller.envelope("3260", PAGE, sign_no=sign_no)
    reply = caller.send("3260", encode(message), caller.headers(seconds=25 * 60 * 60)).json
    assert ASKED in refused(reply)


def test_the_platform_asks_once_more(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("sign-in-required")
    sign_no = _sign_in(caller)
    sandbox.faults.add("sign-in-expired", times=1)
    assert ASKED in refused(caller.call("3260", PAGE, sign_no=sign_no))
    assert ASKED in refused(caller.call("3260", PAGE, sign_no=sign_no))
    output(caller.call("3260", PAGE, sign_no=_sign_in(caller)))


def test_signing_out_of_nothing(caller: Caller) -> None:
    sign_no = _sign_in(caller)
    assert "没有该操作员的这个签到编号" in refused(_sign_out(caller, sign_no, "other"))
    output(_sign_out(caller, sign_no))
    assert "已经签退" in refused(_sign_out(caller, sign_no))
