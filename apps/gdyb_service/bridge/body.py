"""What a call brings: a small JSON object, sent as such."""

import json
from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request

from gdyb_service.bridge.replies import Refusal, Refused

__all__ = ["read_object", "seconds_in"]

_MOST_BYTES = 4096
_LEAST_SECONDS = 0.001
_MOST_SECONDS = 300
_TYPE = Refusal(status=415, error="TypeRefused", message="请求应为 JSON，Content-Type 应为 application/json。")
_SIZE = Refusal(status=413, error="BodyTooLarge", message=f"请求内容不能超过 {_MOST_BYTES} 字节。")
_BODY = Refusal(
    status=400, error="BodyInvalid", message="请求内容应为一个 JSON 对象，没有参数时写 {}，不能有多余的键。"
)
_SECONDS = Refusal(
    status=400,
    error="BodyInvalid",
    message=f"timeout 应为不小于 {_LEAST_SECONDS}、不超过 {_MOST_SECONDS} 的数字（秒）。",
)


async def read_object(request: Request, *, keys: tuple[str, ...] = ()) -> Mapping[str, object]:
    """The object in the body of a request, with no other keys; raises Refused."""
    # A page of another origin could send any other type without asking first.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(_TYPE)
    try:
        value: object = json.loads(await _bytes(request))
    except (ValueError, RecursionError, ClientDisconnect):
        raise Refused(_BODY) from None
    if not isinstance(value, dict) or not value.keys() <= set(keys):
        raise Refused(_BODY)
    return value


def seconds_in(arguments: Mapping[str, object]) -> float | None:
    """The ``timeout`` of a call, None when it has none; raises Refused."""
    timeout = arguments.get("timeout")
    if timeout is None:
        return None
    if (
        isinstance(timeout, bool)
        or not isinstance(timeout, int | float)
        or not _LEAST_SECONDS <= timeout <= _MOST_SECONDS
    ):
        raise Refused(_SECONDS)
    return float(timeout)


async def _bytes(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            raise Refused(_SIZE)
    return bytes(body)
