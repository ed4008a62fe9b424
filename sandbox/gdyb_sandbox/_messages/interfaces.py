"""The interfaces there are, by number."""

import functools
from typing import TypeAlias, cast

from gdyb import operations
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_sandbox._messages.wording import Problem, Refusal

AnyOperation: TypeAlias = Operation[RequestModel, ReplyModel]


@functools.cache
def interface_numbers() -> tuple[str, ...]:
    """The interface numbers, each once."""
    numbers = (cast("AnyOperation", getattr(operations, name)).infno for name in operations.ALL)
    return tuple(dict.fromkeys(numbers))


def find_operation(infno: str) -> AnyOperation:
    """The operation of an interface number; Refusal when there is none."""
    if infno in interface_numbers():
        return cast("AnyOperation", operations.by_infno(infno))
    message = "没有这个交易；全部交易见沙箱的 /openapi.json"
    raise Refusal([Problem(path=("infno",), label="交易编号", message=message)])
