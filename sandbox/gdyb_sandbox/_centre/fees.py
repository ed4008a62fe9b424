"""Fee details: priced, stored, and deleted while they are not settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gdyb_runtime.money import yuan
from gdyb_sandbox._centre.area import Behaviours, Desk, problem, refusal
from gdyb_sandbox._centre.visits import INPATIENT, OUTPATIENT, Visit, find_visit, is_settled
from gdyb_sandbox._messages.request import Call, cents, number, text
from gdyb_sandbox._messages.tables import JsonValue, filled
from gdyb_sandbox._messages.wording import Problem, Refusal
from gdyb_sandbox._people.identity import Draw

_LEVELS = ("01", "01", "01", "02", "02", "03")
"""Levels of a catalogue item (chrgitm_lv): paid in full scope, partly, not at all."""
_PREPAID_PERCENT = 10
_ALL = "0000"

Row = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a fee costs and who has to bear it, in cents."""

    total: int
    ownpay: int = 0
    """Outside of the catalogue."""
    prepay: int = 0
    """What the person pays before the insurance does."""

    @property
    def in_scope(self) -> int:
        """What the insurance looks at."""
        return self.total - self.ownpay - self.prepay

    def __add__(self, other: "Price") -> "Price":
        return Price(
            total=self.total + other.total, ownpay=self.ownpay + other.ownpay, prepay=self.prepay + other.prepay
        )


def price_of(row: Row) -> Price:
    """The price of a fee; its level follows from the catalogue code."""
    total = cents(row["det_item_fee_sumamt"])
    level = _level(row)
    if level == "03":
        return Price(total=total, ownpay=total)
    return Price(total=total, prepay=_share(total) if level == "02" else 0)


def sum_of(prices: Iterable[Price]) -> Price:
    """All prices together."""
    return sum(prices, Price(total=0))


def priced_row(infno: str, node: str, row: Row) -> dict[str, JsonValue]:
    """A fee as the platform answers it, priced."""
    price, level = price_of(row), _level(row)
    values: dict[str, JsonValue] = {
        "feedetl_sn": row["feedetl_sn"],
        "det_item_fee_sumamt": yuan(price.total),
        "cnt": number(row["cnt"]),
        "pric": number(row["pric"]),
        "pric_uplmt_amt": number(row["pric"]),
        "selfpay_prop": {"01": Decimal("0.0000"), "02": Decimal("0.1000"), "03": Decimal("1.0000")}[level],
        "fulamt_ownpay_amt": yuan(price.ownpay),
        "overlmt_amt": yuan(0),
        "preselfpay_amt": yuan(price.prepay),
        "inscp_scp_amt": yuan(price.in_scope),
        "chrgitm_lv": level,
        "med_chrgitm_type": "09",
        "bas_medn_flag": "0",
        "hi_nego_drug_flag": "0",
        "chld_medc_flag": "0",
        "list_sp_item_flag": "0",
        "lmt_used_flag": "0",
        "drt_reim_flag": "0",
    }
    return filled(infno, node, values)


def unsettled(desk: Desk, visit: Visit, batch: str | None = None) -> list[Price]:
    """The fees of a visit that wait for a settlement; those of one batch, or all."""
    query = "SELECT total, ownpay, prepay FROM fee WHERE mdtrt_id = ? AND setl_id = '' AND (? IS NULL OR batch = ?)"
    rows = desk.store.rows(query, visit.mdtrt_id, batch, batch)
    return [Price(total=total, ownpay=ownpay, prepay=prepay) for total, ownpay, prepay in rows]


def repeated(call: Call, node: str) -> list[Problem]:
    """The rows whose serial number an earlier row has."""
    seen: set[str] = set()
    problems = []
    for index, row in enumerate(call.rows(node)):
        key = text(row["feedetl_sn"])
        if key in seen:
            problems.append(problem(call, (node, index, "feedetl_sn"), "在本次交易中重复"))
        seen.add(key)
    return problems


def _upload_outpatient(desk: Desk, call: Call) -> JsonValue:
    return _upload(desk, call, OUTPATIENT)


def _upload_inpatient(desk: Desk, call: Call) -> JsonValue:
    return _upload(desk, call, INPATIENT)


def _upload(desk: Desk, call: Call, kind: str) -> JsonValue:
    if problems := repeated(call, "feedetail"):
        raise Refusal(problems)
    for index, row in enumerate(call.rows("feedetail")):
        visit = find_visit(desk, call, "feedetail", kind, index)
        if kind == INPATIENT and is_settled(desk, visit):
            raise refusal(call, "feedetail", "mdtrt_id", "已经结算，不能再上传费用", row=index)
        price = price_of(row)
        is_new = desk.store.insert(
            "fee",
            unless_there=True,
            mdtrt_id=visit.mdtrt_id,
            feedetl_sn=text(row["feedetl_sn"]),
            batch=text(row.get("chrg_bchno")),
            total=price.total,
            ownpay=price.ownpay,
            prepay=price.prepay,
        )
        if not is_new:
            raise refusal(call, "feedetail", "feedetl_sn", "该就诊已有这个费用明细流水号", row=index)
    rows = [priced_row(call.operation.infno, "result", row) for row in call.rows("feedetail")]
    return {"result": rows}


def _cancel_outpatient(desk: Desk, call: Call) -> JsonValue:
    return _cancel(desk, call, OUTPATIENT, "chrg_bchno", "batch")


def _cancel_inpatient(desk: Desk, call: Call) -> JsonValue:
    return _cancel(desk, call, INPATIENT, "feedetl_sn", "feedetl_sn")


def _cancel(desk: Desk, call: Call, kind: str, name: str, column: str) -> JsonValue:
    visit = find_visit(desk, call, "data", kind)
    number = text(call.node("data")[name])
    statement = f"DELETE FROM fee WHERE mdtrt_id = ? AND setl_id = '' AND (? = ? OR {column} = ?)"
    deleted = desk.store.run(statement, visit.mdtrt_id, number, _ALL, number)
    if not deleted and number != _ALL:
        raise refusal(call, "data", name, "没有这样的未结算费用")
    return None


def _share(total: int) -> int:
    """A tenth of an amount, half a cent up, the same for an amount and its refund."""
    share = (abs(total) * _PREPAID_PERCENT + 50) // 100
    return share if total >= 0 else -share


def _level(row: Row) -> str:
    return Draw("catalogue", row["med_list_codg"]).choose(_LEVELS)


BEHAVIOURS: Behaviours = {
    "upload_outpatient_fees": _upload_outpatient,
    "cancel_outpatient_fees": _cancel_outpatient,
    "upload_inpatient_fees": _upload_inpatient,
    "cancel_inpatient_fees": _cancel_inpatient,
}
