"""`gdyb call`: one interface, once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from gdyb import operations
from gdyb.client import Client
from gdyb_cli.interfaces.inputs import InputUnusable, Nodes, collect_nodes, main_node, read_object
from gdyb_cli.interfaces.raw import call_raw
from gdyb_cli.interfaces.reply import print_reply, reply_record
from gdyb_cli.interfaces.sending import ask, refuse
from gdyb_cli.options import AsJson, Config, EnvFile, one_source, unknown_name
from gdyb_cli.screen import FAILED, print_json, progress, reporting, stop
from gdyb_runtime.client.core import Core
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Effect, Operation
from gdyb_runtime.model.tables import NodeTable
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.configuration import load_settings
from gdyb_workflows.tables import TABLES

__all__ = ["call"]

AnyOperation: TypeAlias = Operation[RequestModel, ReplyModel]


def call(
    interface: Annotated[str, typer.Argument(metavar="接口", help="接口编号（如 3260）或操作的英文名。")],
    data: Annotated[
        list[str] | None,
        typer.Option(
            "--data",
            metavar="字段=值",
            help="唯一的单行节点（通常是 data）的一个字段，可重复；文件数据写成 字段=@文件。",
        ),
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
    out: Annotated[
        Path | None, typer.Option("--out", metavar="文件夹", help="把返回的文件（如 9102）存入这个文件夹。")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="不照表格：--input 的内容原样发送，用于没有收录的接口；接口只写编号。")
    ] = False,
    effect: Annotated[
        Effect | None,
        typer.Option("--effect", help="与 --raw 同用：只查询的接口写 query，失败后可以重试；不写为 command。"),
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
    if raw:
        call_raw(
            interface,
            _only_input(whole, data, assignments, detail, out),
            effect=effect or "command",
            config=config,
            env_file=env_file,
            show=show,
            yes=yes,
            json=as_json,
        )
        return
    if effect is not None:
        raise typer.BadParameter("只与 --raw 同用；其它接口由表格决定", param_hint="--effect")
    operation = _find(interface)
    tables = TABLES.interface(operation.infno).operations[operation.name]
    nodes = _nodes(tables, whole, [*(assignments or ()), *_shorthands(main_node(tables), data, detail)])
    if out is not None and not operation.file_reply:
        raise typer.BadParameter(f"{operation.infno} {operation.title}不返回文件", param_hint="--out")
    with reporting(json=as_json, effect=operation.effect):
        settings = load_settings(config=config, env_file=env_file)
        if operation.effect == "command":
            # Whoever is asked must not be asked about a request that cannot be sent.
            Core(Client.protocol, settings).prepare(operation, nodes)
            _ask(operation, nodes, yes=yes, json=as_json)
        with Client(settings) as client, progress(f"{operation.infno} {operation.title}"):
            reply: Reply[ReplyModel] = client.call(
                operation, msgid=None, envelope=None, deadline=None, total_timeout=None, extra=None, **nodes
            )
    saved = _save(reply, out, json=as_json)
    if as_json:
        print_json(reply_record(operation, reply, show=show, saved=saved))
    else:
        print_reply(operation, reply, show=show, saved=saved)


def _find(text: str) -> AnyOperation:
    if text in operations.ALL:
        named: AnyOperation = getattr(operations, text)
        return named
    try:
        return operations.by_infno(text)
    except KeyError:
        error = unknown_name("接口", text, [*TABLES.infnos(), *operations.ALL])
        error.message += "；没有收录的接口用 --raw --input 文件 发送"
        raise error from None


def _only_input(whole: Path | None, *others: object) -> Nodes:
    if whole is None or any(others):
        raise typer.BadParameter("输入只能用 --input 文件 给出，--out 也不能用", param_hint="--raw")
    try:
        return read_object(whole)
    except InputUnusable as error:
        raise typer.BadParameter(str(error), param_hint="--input") from None


def _shorthands(node: str, data: Sequence[str] | None, detail: Path | None) -> list[str]:
    return [*(f"{node}.{text}" for text in data or ()), *([f"detail=@{detail}"] if detail else [])]


def _nodes(tables: Sequence[NodeTable], whole: Path | None, assignments: Sequence[str]) -> Nodes:
    try:
        return collect_nodes(tables, whole=whole, assignments=assignments)
    except InputUnusable as error:
        raise typer.BadParameter(str(error), param_hint="交易输入") from None


def _save(reply: Reply[ReplyModel], folder: Path | None, *, json: bool) -> Path | None:
    if folder is None:
        return None
    try:
        return reply.file.save(folder)
    except OSError as error:
        text = f"文件已收到，但无法存入 {folder}：{error.strerror}。请换一个文件夹再下载一次。"
        stop(text, FAILED, json=json, error="FileNotSaved", outcome="accepted")


def _ask(operation: AnyOperation, nodes: Nodes, *, yes: bool, json: bool) -> None:
    parts = [f"{name} {len(node)} 行" if isinstance(node, list) else name for name, node in nodes.items()]
    question = f"{operation.infno} {operation.title} 会改变平台上的数据（{'，'.join(parts)}）"
    if not yes and operations.by_infno(operation.infno).name != operation.name:
        refuse(f"{question}，没有发送。确定要这样做，请加上 --yes。", FAILED, json=json)
    ask(question, yes=yes, json=json)
