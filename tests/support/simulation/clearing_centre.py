"""The platform's side of clearing, in the worst reading of the document: it confirms whatever it is sent, as often."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from gdyb_sandbox._people.identity import person

__all__ = ["ClearingCentre", "Confirmation", "Settlement"]

Message = dict[str, Any]

EVERYTHING: Final = "0"
_COMPARED: Final = ("certno", "mdtrt_setl_time", "medfee_sumamt", "optins_pay_sumamt")


@dataclass
class Settlement:
    """One, with everything that the platform ever gave of it."""

    number: int
    fields: Message
    given: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass
class Confirmation:
    """A 3261 that was carried out."""

    msgid: str
    inf_refmsgid: str
    rows: tuple[int, ...]
    """Numbers of the settlements that it takes into this clearing."""
    in_force: bool = True


class ClearingCentre:
    """One institution's month."""

    def __init__(self, *, refuses_empty_revocations: bool) -> None:
        self.settlements: list[Settlement] = []
        self.confirmations: list[Confirmation] = []
        self.wrongs: list[str] = []
        """What it was sent that nobody should have sent."""
        self._refuses_empty_revocations = refuses_empty_revocations

    def add(self) -> Settlement:
        """A settlement more."""
        number = len(self.settlements) + 1
        fields = {
            "mdtrtarea": "440100",
            "medins_no": "H44010000001",
            "certno": person(7, number).certno,
            "mdtrt_id": f"S440300201205{number:07d}",
            "mdtrt_setl_time": f"2020-12-05 10:00:{number % 60:02d}",
            "setl_sn": f"A440300201205{number:07d}",
            "fulamt_advpay_flag": "0",
            # More digits than a careless decimal context keeps.
            "medfee_sumamt": Decimal(12_345_670 + number).scaleb(-2),
            "optins_pay_sumamt": Decimal(9_876_540 + number).scaleb(-2),
        }
        self.settlements.append(Settlement(number, fields))
        return self.settlements[-1]

    def find(self, setl_sn: str) -> Settlement | None:
        """The settlement of a number, however it is spelled."""
        same = setl_sn.strip().upper()
        return next((one for one in self.settlements if one.fields["setl_sn"].strip().upper() == same), None)

    def answer(self, message: Message) -> Message:
        """Carries a message out."""
        given = message["input"]
        match message["infno"]:
            case "3260":
                return self._done(message, {"data": self._page(int(given["data"]["startrow"]))})
            case "3261":
                return self._confirm(message, given["detail"])
            case "3262":
                return self._revoke(message, given["data"]["otransid"])
        return self._refused(f"没有接口 {message['infno']}")

    def times(self) -> Counter[int]:
        """How many confirmations in force take each settlement into this clearing."""
        return Counter(number for one in self.confirmations if one.in_force for number in one.rows)

    def confirmation(self, msgid: str) -> Confirmation | None:
        """What a message came to, None where it was not carried out."""
        return next((one for one in self.confirmations if one.msgid == msgid), None)

    def is_in_force(self, msgid: str) -> bool:
        """Whether what a message confirmed holds now: what the bureau says when it is asked."""
        return any(one.in_force for one in self.confirmations if one.msgid == msgid)

    def twice(self) -> Iterator[int]:
        """Settlements that are in force more than once."""
        return (number for number, times in self.times().items() if times > 1)

    def _page(self, first: int) -> list[Message]:
        page = self.settlements[first - 1 :]
        for one in page:
            one.given.append(_content(one.fields))
        return [{"seqno": number, **_plain(one.fields)} for number, one in enumerate(page, first)]

    def _confirm(self, message: Message, rows: list[Message]) -> Message:
        included = list[int]()
        for row in rows:
            settlement = self.find(row["setl_sn"])
            if settlement is None:
                self.wrongs.append(f"3261 names {row['setl_sn']}, which the platform does not know")
                continue
            if _content(row) not in settlement.given:
                self.wrongs.append(f"3261 has other contents of settlement {settlement.number} than were ever given")
            if row["cnfm_flag"] == "1":
                included.append(settlement.number)
        answer = self._done(message, None)
        self.confirmations.append(Confirmation(message["msgid"], answer["inf_refmsgid"], tuple(included)))
        return answer

    def _revoke(self, message: Message, otransid: str) -> Message:
        is_everything = otransid == EVERYTHING
        meant = [one for one in self.confirmations if one.in_force and (is_everything or one.inf_refmsgid == otransid)]
        if not meant and (not is_everything or self._refuses_empty_revocations):
            return self._refused("没有可以回退的确认")
        for one in meant:
            one.in_force = False
        return self._done(message, None)

    def _done(self, message: Message, output: Message | None) -> Message:
        return {"infcode": 0, "inf_refmsgid": f"440100{message['msgid'][-24:]}", "err_msg": "", "output": output}

    @staticmethod
    def _refused(text: str) -> Message:
        return {"infcode": -1, "inf_refmsgid": "", "err_msg": text, "output": None}


def _content(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(Decimal(str(fields[name])) if name.endswith("amt") else str(fields[name]) for name in _COMPARED)


def _plain(fields: Message) -> Message:
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in fields.items()}
