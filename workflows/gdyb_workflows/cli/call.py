"""`gdyb call`: one interface, once."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn, TypeAlias

import typer

from gdyb import operations
from gdyb.client import Client
from gdyb_runtime.core import Core
from gdyb_runtime.models import ReplyModel, RequestModel
from gdyb_runtime.operation import Operation
from gdyb_runtime.reply import Reply
from gdyb_workflows.cli.options import AsJson, Config, EnvFile, one_source, unknown_name
from gdyb_workflows.cli.reply import print_reply, reply_record
from gdyb_workflows.cli.screen import FAILED, NO, print_json, progress, reporting, stop
from gdyb_workflows.configuration import load_settings
from gdyb_workflows.inputs import InputUnusable, Nodes, collect_nodes
from gdyb_workflows.tables import infnos, load

__all__ = ["call"]

AnyOperation: TypeAlias = Operation[RequestModel, ReplyModel]


def call(
    interface: Annotated[str, typer.Argument(metavar="接口", help="接口编号（如 3260）或操作的英文名。")],
    data: Annotated[
        list[str] | None, typer.Option("--data", metavar="字段=值", help="节点 data 的一个字段，可重复。")
    ] = None,
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="节点.字段=值", help="任一单行节点的一个字段，可重复；节点=@文件 读入整个节点。"),
    ] = None,
    detail: Annotated[
        Path | None, typer.Option("--detail", metavar="文件", help="多行节点 detail：JSON 数组，或带表头的 CSV。")
    ] = None,
    whole: Annotated[
        Path | None, typer.Option("--input", metavar="文件", help="整个交易输入 input：JSON 对象，键是节点名。")
    ] = None,
    config: Config = None,
    env_file: EnvFile = None,
    show: Annotated[bool, typer.Option("--show", help="显示个人信息；默认以 *** 代替。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="办理类交易不再询问，直接发送。")] = False,
    as_json: AsJson = False,
) -> None:
    """调用一次接口并显示答复。

    办理类交易（改变平台上的数据）先询问再发送；个人信息默认以 *** 代替。
    """
    one_source(config, env_file)
    operation = _find(interface)
    nodes = _nodes(operation, whole, [*(assignments or ()), *_shorthands(data, detail)])
    with reporting(json=as_json, effect=operation.effect):
        settings = load_settings(config=config, env_file=env_file)
        if operation.effect == "command":
            # Whoever is asked must not be asked about a request that cannot be sent.
            Core(Client.protocol, settings).prepare(operation, nodes)
            _ask(operation, nodes, yes=yes, json=as_json)
        with Client(settings) as client, progress(f"{operation.infno} {operation.title}"):
            reply: Reply[ReplyModel] = client.call(operation, msgid=None, envelope=None, **nodes)
    if as_json:
        print_json(reply_record(operation, reply, show=show))
    else:
        print_reply(operation, reply, show=show)


def _find(text: str) -> AnyOperation:
    if text in operations.ALL:
        named: AnyOperation = getattr(operations, text)
        return named
    try:
        return operations.by_infno(text)
    except KeyError:
        raise unknown_name("接口", text, [*infnos(), *operations.ALL]) from None


def _shorthands(data: Sequence[str] | None, detail: Path | None) -> list[str]:
    return [*(f"data.{text}" for text in data or ()), *([f"detail=@{detail}"] if detail else [])]


def _nodes(operation: AnyOperation, whole: Path | None, assignments: Sequence[str]) -> Nodes:
    try:
        return collect_nodes(load(operation.infno).operations[operation.name], whole=whole, assignments=assignments)
    except InputUnusable as error:
        raise typer.BadParameter(str(error), param_hint="交易输入") from None


def _ask(operation: AnyOperation, nodes: Nodes, *, yes: bool, json: bool) -> None:
    if yes:
        return
    parts = [f"{name} {len(node)} 行" if isinstance(node, list) else name for name, node in nodes.items()]
    question = f"{operation.infno} {operation.title} 会改变平台上的数据（{'，'.join(parts)}）"
    if operations.by_infno(operation.infno).name != operation.name:
        _refuse(f"{question}，没有发送。确定要这样做，请加上 --yes。", FAILED, json=json)
    if not sys.stdin.isatty():
        _refuse(f"{question}，没有发送：不在终端上，无法询问；请加上 --yes。", FAILED, json=json)
    if not typer.confirm(f"{question}。发送吗？", err=True):
        _refuse("没有发送。", NO, json=json)


def _refuse(text: str, code: int, *, json: bool) -> NoReturn:
    stop(text, code, json=json, error="NotConfirmed")
