"""The bureau behind the gateway: dispatches a call to its area and applies a command once."""

from gdyb_sandbox._centre import (
    attendance,
    clearing,
    fees,
    files,
    identification,
    queries,
    reconciliation,
    reversal,
    settlement,
    visits,
)
from gdyb_sandbox._centre.area import Answer, Behaviours, Desk
from gdyb_sandbox._centre.attendance import SignInDemand
from gdyb_sandbox._centre.store import Store
from gdyb_sandbox._messages.request import Call
from gdyb_sandbox._messages.wording import Problem, Refusal
from gdyb_sandbox._options import Options

BEHAVIOURS: Behaviours = {
    **clearing.BEHAVIOURS,
    **identification.BEHAVIOURS,
    **visits.BEHAVIOURS,
    **fees.BEHAVIOURS,
    **settlement.BEHAVIOURS,
    **reversal.BEHAVIOURS,
    **queries.BEHAVIOURS,
    **reconciliation.BEHAVIOURS,
    **files.BEHAVIOURS,
    **attendance.BEHAVIOURS,
}
"""What each interface does, by the name of its operation."""


class Bureau:
    """The local bureau of one sandbox."""

    def __init__(self, options: Options, store: Store) -> None:
        self._desk = Desk(options, store)

    def answer(self, call: Call, demand: SignInDemand = "none") -> Answer:
        """The output of a call, which is applied wholly or, when it raises Refusal, not at all."""
        behaviour = BEHAVIOURS.get(call.operation.name)
        attendance.check_sign_in(self._desk, call, demand)
        if behaviour is None:
            raise Refusal([Problem(path=("infno",), label="交易编号", message="沙箱尚未提供这个交易")])
        store = self._desk.store
        with store.work():
            if call.operation.effect == "command" and not self._may_be_applied(call):
                message = "报文重复：同一 msgid 的交易已经受理过，本次未作任何处理"
                raise Refusal([Problem(path=("msgid",), label="发送方报文ID", message=message)])
            return behaviour(self._desk, call)

    def _may_be_applied(self, call: Call) -> bool:
        """Whether the message is new, or of a kind that is applied however often it comes."""
        is_new = self._desk.store.is_new_message(call.institution, call.msgid)
        is_repeatable = self._desk.options.repeated_confirmation == "accept"
        return is_new or (is_repeatable and call.operation.name in clearing.BEHAVIOURS)
