"""The bridge as a web application: the page, and one path for each thing a front desk does."""

from collections.abc import Awaitable, Callable, Collection, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from gdyb_runtime.readers.errors import ReaderError
from gdyb_service.bridge.body import read_object
from gdyb_service.bridge.desk import FrontDesk
from gdyb_service.bridge.guard import Address, PageGuard, TokenGuard
from gdyb_service.bridge.log import LogLine, note_error, note_fault
from gdyb_service.bridge.page import page
from gdyb_service.bridge.replies import BUSY, INTERNAL, Refusal, Refused, error_reply
from gdyb_service.bridge.turn import Taken

__all__ = ["bridge_application"]

_Work = Callable[[Mapping[str, object]], Awaitable[dict[str, object]]]
_WORDS = {404: "没有这个地址。", 405: "这个地址不接受这种请求方法；读卡的地址只接受 POST。"}


def bridge_application(desk: FrontDesk, *, token: str, address: Address, origins: Collection[str] = ()) -> Starlette:
    """The application for pages of these origins and for its own page."""
    allowed = (address.origin, *origins)
    routes = [
        Route("/", _opener(address)),
        _route("/card", desk.read_card),
        _route("/id", desk.read_id),
        _route("/qr", desk.read_qr, keys=("timeout",)),
        _route("/pin", desk.verify_pin),
        _route("/status", desk.status),
    ]
    middleware = [
        Middleware(LogLine, paths=[route.path for route in routes]),
        # Before CORSMiddleware, which only keeps the answer from a foreign page and lets its request through.
        Middleware(PageGuard, address=address, origins=allowed),
        Middleware(
            CORSMiddleware,
            allow_origins=allowed,
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type"],
            # Asked for by Chrome 104 to 141; later ones ask the user instead, and want no header.
            allow_private_network=True,
        ),
        Middleware(TokenGuard, token=token),
    ]
    return Starlette(routes=routes, middleware=middleware, exception_handlers={HTTPException: _other_path})


def _opener(address: Address) -> Callable[[Request], Awaitable[Response]]:
    async def open_page(request: Request) -> Response:
        if f"http://{request.headers['host']}" != address.origin:
            # As "localhost" the page would have another origin than the one that is allowed.
            return RedirectResponse(f"{address.origin}/")
        return page()

    return open_page


def _route(path: str, work: _Work, *, keys: tuple[str, ...] = ()) -> Route:
    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await work(await read_object(request, keys=keys)))
        except Exception as error:
            refusal = _refusal(error)
            note_error(request.scope, refusal.error)
            return refusal.response()

    return Route(path, answer, methods=["POST"])


def _refusal(error: Exception) -> Refusal:
    match error:
        case Refused():
            return error.refusal
        case Taken():
            return BUSY
        case ReaderError():
            return error_reply(error)
    note_fault(error)
    return INTERNAL


async def _other_path(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else INTERNAL.status
    message = _WORDS.get(status, "请求不正确。")
    note_error(request.scope, "HTTPException")
    return Refusal(status=status, error="HTTPException", message=message).response()
