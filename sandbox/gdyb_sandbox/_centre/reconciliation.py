"""Reconciliation (3201, 3202): an institution's settlements against the ledger, in sums and row by row."""

import datetime
from decimal import Decimal

from gdyb.codes.refd_setl_scope import RefdSetlScope
from gdyb.codes.stmt_rslt import StmtRslt
from gdyb.layouts import RECONCILIATION_RESULT
from gdyb_runtime.errors import FileUnreadable
from gdyb_runtime.files.archive import open_zip, pack
from gdyb_runtime.money import yuan
from gdyb_sandbox._centre.area import Behaviours, Desk, refusal
from gdyb_sandbox._centre.comparison import Comparison
from gdyb_sandbox._centre.files import LIMITS, find_file, keep_file
from gdyb_sandbox._centre.ledger import Scope, Totals
from gdyb_sandbox._messages.request import Call, cents, number, text
from gdyb_sandbox._messages.tables import JsonValue, filled
from gdyb_sandbox._messages.wording import Problem, Refusal

_LONGEST_DAYS = 366
_NODE = "data"


def _totals(desk: Desk, call: Call) -> JsonValue:
    data = call.node(_NODE)
    centre = desk.ledger.totals(_scope(call), call.received.date())
    ours = Totals(
        int(number(data["fixmedins_setl_cnt"])),
        cents(data["medfee_sumamt"]),
        cents(data["fund_pay_sumamt"]),
        cents(data["acct_pay"]),
    )
    result = _judge(centre, ours)
    values = {
        "setl_optins": data["setl_optins"],
        "stmt_rslt": result.value,
        "stmt_rslt_dscr": f"{result.label}；中心{_said(centre)}；机构{_said(ours)}",
    }
    return {"stmtinfo": filled(call.operation.infno, "stmtinfo", values)}


def _judge(centre: Totals, ours: Totals) -> StmtRslt:
    if centre == ours:
        return StmtRslt.BALANCED
    if centre.count != ours.count:
        return StmtRslt.PLATFORM_HAS_MORE if centre.count > ours.count else StmtRslt.INSTITUTION_HAS_MORE
    return StmtRslt.DATA_DIFFER


def _said(totals: Totals) -> str:
    return f" {totals.count} 笔，总额 {yuan(totals.medfee)}，基金 {yuan(totals.fund)}，个人账户 {yuan(totals.account)}"


def _details(desk: Desk, call: Call) -> JsonValue:
    content, _ = find_file(desk, call, _NODE)
    scope = _scope(call)
    months = desk.ledger.months(scope, call.received.date())
    comparison = Comparison(scope, months, desk.ledger.called(scope))
    try:
        # The rows are read, compared and packed piece by piece: a million of them never lie in memory.
        packed = pack(comparison.lines(open_zip(content, LIMITS)), RECONCILIATION_RESULT.entry)
    except FileUnreadable as error:
        raise refusal(call, _NODE, "file_qury_no", f"上传的文件无法读取：{error.reason}") from None
    except ValueError as error:
        raise Refusal([Problem(path=(_NODE, "file_qury_no"), label="上传的明细文件", message=str(error))]) from None
    _check_sums(call, comparison.ours)
    return {"fileinfo": filled(call.operation.infno, "fileinfo", keep_file(desk, call, packed))}


def _check_sums(call: Call, ours: Totals) -> None:
    """The sums of the call have to be those of the file it names."""
    data = call.node(_NODE)
    expected = {
        "medfee_sumamt": yuan(ours.medfee),
        "fund_pay_sumamt": yuan(ours.fund),
        "fixmedins_setl_cnt": Decimal(ours.count),
    }
    for name, value in expected.items():
        if number(data[name]) != value:
            raise refusal(call, _NODE, name, f"与上传的明细文件不一致，文件合计为 {value}")


def _scope(call: Call) -> Scope:
    data = call.node(_NODE)
    first, last = (_day(call, name) for name in ("stmt_begndate", "stmt_enddate"))
    if not 0 <= (last - first).days < _LONGEST_DAYS:
        raise refusal(call, _NODE, "stmt_enddate", f"应不早于开始日期，且对账期间最长 {_LONGEST_DAYS} 天")
    return Scope(
        institution=call.institution,
        first=first,
        last=last,
        insutype=text(data.get("insutype")),
        clr_type=text(data.get("clr_type")),
        with_refunds=text(data.get("REFD_SETL_FLAG")) != RefdSetlScope.WITHOUT_REFUNDS,
    )


def _day(call: Call, name: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text(call.node(_NODE)[name])[:10])
    except ValueError:
        raise refusal(call, _NODE, name, "不是有效的日期") from None


BEHAVIOURS: Behaviours = {"reconcile_totals": _totals, "reconcile_details": _details}
