"""`gdyb reader serve`: lets pages in a browser use the card reader of this machine."""

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.reader.options import Library, ProfileName, ReaderConfig, ReaderEnvFile, Source
from gdyb_cli.screen import FAILED, reporting, say, stop

if TYPE_CHECKING:
    from gdyb.readers import Reader
    from gdyb_service.bridge.server import BridgeServer

__all__ = ["serve"]

_SMALLEST_PORT = 1024
_EXTRA = ("starlette", "uvicorn")


def serve(
    origin: Annotated[
        list[str] | None,
        typer.Option(
            "--origin",
            metavar="来源",
            help="允许使用读卡器的网页来源，例如 https://his.example ，可重复。",
        ),
    ] = None,
    port: Annotated[int, typer.Option(metavar="端口", min=0, max=65535, help="端口；0 表示任选空闲端口。")] = 8991,
    show_token: Annotated[bool, typer.Option("--show-token", help="显示本机的令牌，不启动。")] = False,
    new_token: Annotated[bool, typer.Option("--new-token", help="换一个新令牌并显示，重新启动后生效。")] = False,
    config: ReaderConfig = None,
    env_file: ReaderEnvFile = None,
    library: Library = None,
    profile: ProfileName = None,
) -> None:
    """让本机浏览器里的网页使用读卡器。

    只监听 127.0.0.1；网页须来自 --origin 列出的来源，并带上本机的令牌。按 Ctrl-C 结束。
    """
    source = Source(config=config, env_file=env_file, library=library, profile=profile, in_process=False)
    source.check()
    if 0 < port < _SMALLEST_PORT:
        raise typer.BadParameter(f"应为 0 或不小于 {_SMALLEST_PORT} 的端口", param_hint="--port")
    origins = _checked(origin or [])
    token = _token(renew=new_token)
    if show_token or new_token:
        say(token)
        return
    _require_extra()
    with reporting(json=False), source.open() as reader:
        server = _server(reader, token=token, port=port, origins=origins)
        _log_to_screen()
        server.run()
    say("读卡桥接程序已结束。")


def _require_extra() -> None:
    missing = "、".join(name for name in _EXTRA if find_spec(name) is None)
    if missing:
        text = f'gdyb reader serve 缺少 {missing}，请安装：pip install "gdyb[bridge]"'
        stop(text, FAILED, json=False, error="ExtraMissing")


def _checked(origins: list[str]) -> list[str]:
    from gdyb_service.bridge.origin import checked_origin

    try:
        return [checked_origin(text) for text in origins]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--origin") from None


def _token(*, renew: bool) -> str:
    from gdyb_service.bridge import token_file

    try:
        return token_file.new_token() if renew else token_file.token()
    except (OSError, ValueError) as error:
        path = token_file.token_path()
        text = f"无法读写令牌文件 {path}：{error}。请检查文件夹是否可写，或用 --new-token 换一个新令牌。"
        stop(text, FAILED, json=False, error="TokenUnusable")


def _server(reader: "Reader", *, token: str, port: int, origins: list[str]) -> "BridgeServer":
    from gdyb_service.bridge.desk import FrontDesk
    from gdyb_service.bridge.server import BridgeServer

    def announce() -> None:
        say(f"读卡桥接程序已启动：{server.address.origin}/")
        say(f"允许的网页来源：{'、'.join(origins) or '只有它自己的页面（用 --origin 加上其他网页的来源）'}")
        say("令牌：用 gdyb reader serve --show-token 查看。按 Ctrl-C 结束。")

    try:
        server = BridgeServer(FrontDesk(reader), token=token, port=port, origins=origins, on_ready=announce)
    except OSError as error:
        text = f"端口 {port} 不能使用：{error.strerror or error}。请结束占用它的程序，或用 --port 换一个端口。"
        stop(text, FAILED, json=False, error="PortUnusable")
    return server


def _log_to_screen() -> None:
    from gdyb_service.bridge.log import LOGGER

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
