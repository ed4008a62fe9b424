"""The platform's side of settlements, in the worst reading: it settles whatever it is sent, as often as it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gdyb_sandbox._people.insured import personal_number

__all__ = ["JournalCentre", "Made", "Visit"]

Message = dict[str, Any]


@dataclass
class Visit:
    """A registered visit with what it costs."""

    number: int
    cents: int

    @property
    def mdtrt_id(self) -> str:
        """Its number at the platform."""
        return f"44010020201205{self.number:016d}"

    @property
    def psn_no(self) -> str:
        """Whose it is."""
        return personal_number(7, self.number)

    @property
    def amount(self) -> Decimal:
        """What it costs, in yuan."""
        return Decimal(f"{self.cents // 100}.{self.cents % 100:02d}")


@dataclass
class Made:
    """A 2207 that was carried out."""

    msgid: str
    setl_id: str
    mdtrt_id: str
    psn_no: str
    amount: Decimal
    in_force: bool = True


@dataclass
class JournalCentre:
    """Visits and their settlements."""

    visits: list[Visit]
    shows_oldest: bool
    """Whether it answers 5203 with the first settlement of a visit, which nothing printed forbids, not with the last."""
    made: list[Made] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    """What it was sent that nobody should have sent."""

    def answer(self, message: Message) -> Message:
        """Carries a message out."""
        data = message["input"]["data"]
        match message["infno"]:
            case "2207":
                return self._settle(message, data)
            case "2601":
                return self._reverse(message, data)
            case "5203":
                return self._show(message, data)
        return _refused(f"没有接口 {message['infno']}")

    def in_force(self, visit: Visit) -> list[Made]:
        """What holds of a visit now: what the bureau says when it is asked."""
        return [one for one in self.made if one.in_force and one.mdtrt_id == visit.mdtrt_id]

    def twice(self) -> Iterator[Visit]:
        """Visits that are settled more than once."""
        return (visit for visit in self.visits if len(self.in_force(visit)) > 1)

    def _settle(self, message: Message, data: Message) -> Message:
        amount = Decimal(str(data["medfee_sumamt"]))
        visit = next((one for one in self.visits if one.mdtrt_id == data["mdtrt_id"]), None)
        if visit is None or (visit.psn_no, visit.amount) != (data["psn_no"], amount):
            self.wrongs.append(f"2207 of {data['mdtrt_id']} with {amount}")
        made = Made(message["msgid"], f"S{len(self.made) + 1:07d}", data["mdtrt_id"], data["psn_no"], amount)
        self.made.append(made)
        return _done(message, {"setlinfo": _row(made)})

    def _reverse(self, message: Message, data: Message) -> Message:
        made = next((one for one in self.made if one.msgid == data["omsgid"]), None)
        if made is None:
            return _refused("没有受理过这个报文ID的可冲正交易")
        if not made.in_force:
            return _refused("这笔交易已经冲正过")
        made.in_force = False
        return _done(message, None)

    def _show(self, message: Message, data: Message) -> Message:
        rows = [one for one in self.made if one.in_force and one.mdtrt_id == data["mdtrt_id"]]
        if not rows:
            return _refused("没有查询到结算信息")
        return _done(message, {"setlinfo": _row(rows[0 if self.shows_oldest else -1]), "setldetail": []})


def _row(made: Made) -> Message:
    own = {"setl_id": made.setl_id, "mdtrt_id": made.mdtrt_id, "psn_no": made.psn_no, "medins_setl_id": made.msgid}
    return {**own, "medfee_sumamt": float(made.amount), "refd_setl_flag": "0"}


def _done(message: Message, output: Message | None) -> Message:
    return {"infcode": 0, "inf_refmsgid": f"440100{message['msgid'][-24:]}", "err_msg": "", "output": output}


def _refused(text: str) -> Message:
    return {"infcode": -1, "inf_refmsgid": "", "err_msg": text, "output": None}
