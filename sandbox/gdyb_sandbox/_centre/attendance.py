"""Signing in and out (9001, 9002): a number per operator and workstation, valid for a day."""

import datetime
from typing import Literal

from gdyb.protocol import PROTOCOL
from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._messages.request import Call, text
from gdyb_sandbox._messages.tables import JsonValue, filled
from gdyb_sandbox._messages.wording import Problem, Refusal

SignInDemand = Literal["none", "required", "expired"]
"""Whether calls need a sign_no, and whether all that were given out become void first."""

_VALID = datetime.timedelta(hours=PROTOCOL.sign_in_hours)


def check_sign_in(desk: Desk, call: Call, demand: SignInDemand) -> None:
    """Refusal when a call needs a valid sign_no and has none; signing in and out needs none."""
    if demand == "none" or call.operation.name in BEHAVIOURS:
        return
    if demand == "expired":
        with desk.store.work():
            desk.store.run("DELETE FROM sign_in")
    query = "SELECT opter_no FROM sign_in WHERE sign_no = ? AND institution = ? AND deadline > ?"
    row = desk.store.row(query, call.sign_no, call.institution, call.received.timestamp())
    if not call.sign_no or row is None:
        message = "未签到或签到已失效，请先签到（9001），并在报文中填写签到返回的 sign_no"
    elif row[0] != call.opter:
        message = "该签到编号属于另一个操作员，请先签到（9001）"
    else:
        return
    raise Refusal([Problem(path=("sign_no",), label="交易签到流水号", message=message)])


def _sign_in(desk: Desk, call: Call) -> JsonValue:
    node = call.node("signIn")
    # Area, time and serial number of the answer: 30 characters, given out once.
    sign_no = call.inf_refmsgid
    desk.store.insert(
        "sign_in",
        sign_no=sign_no,
        institution=call.institution,
        opter_no=text(node["opter_no"]),
        deadline=(call.received + _VALID).timestamp(),
    )
    values = {"sign_time": call.time, "sign_no": sign_no}
    return {"signinoutb": filled(call.operation.infno, "signinoutb", values)}


def _sign_out(desk: Desk, call: Call) -> JsonValue:
    node = call.node("signOut")
    statement = "DELETE FROM sign_in WHERE sign_no = ? AND institution = ? AND opter_no = ?"
    if not desk.store.run(statement, text(node["sign_no"]), call.institution, text(node["opter_no"])):
        raise refusal(call, "signOut", "sign_no", "没有该操作员的这个签到编号，或已经签退")
    return {"signoutoutb": filled(call.operation.infno, "signoutoutb", {"sign_time": call.time})}


BEHAVIOURS: Behaviours = {"sign_in": _sign_in, "sign_out": _sign_out}
