"""`gdyb call --raw`: an interface that the package has no table of, or not as it is now."""

from collections.abc import Mapping
from pathlib import Path

from gdyb.client import Client
from gdyb_cli.interfaces.inputs import Nodes
from gdyb_cli.interfaces.reply import print_warnings
from gdyb_cli.interfaces.sending import ask
from gdyb_cli.screen import print_json, problem_record, progress, reporting, say
from gdyb_runtime.model.operation import Effect
from gdyb_runtime.redaction import MASK
from gdyb_workflows.configuration import load_settings

__all__ = ["call_raw"]


def call_raw(
    infno: str,
    nodes: Nodes,
    *,
    effect: Effect,
    config: Path | None,
    env_file: Path | None,
    show: bool,
    yes: bool,
    json: bool,
) -> None:
    """Sends an input as it is and shows the answer; without a table every value of it is masked."""
    with reporting(json=json, effect=effect):
        settings = load_settings(config=config, env_file=env_file)
        with Client(settings) as client:
            if effect == "command":
                # Whoever is asked must not be asked about a request that cannot be sent.
                client.validate_raw(infno, nodes)
                ask(f"{infno} 不照表格检查，可能改变平台上的数据（{'，'.join(nodes)}）", yes=yes, json=json)
            with progress(infno):
                reply = client.call_raw(infno, nodes, effect=effect)
    output = reply.output if show else _masked(reply.output)
    record = {
        "ok": True,
        "infno": infno,
        "msgid": reply.msgid,
        "infcode": reply.infcode,
        "inf_refmsgid": reply.inf_refmsgid,
        "warnings": [problem_record(problem) for problem in reply.warnings],
        "output": output,
    }
    if json:
        print_json(record)
        return
    say(f"{infno}：成功")
    say(f"msgid={reply.msgid}")
    say(f"inf_refmsgid={reply.inf_refmsgid or '（平台没有返回）'}")
    if not show:
        say("没有表格可以判断哪些是个人信息，值都以 *** 代替；加上 --show 显示。")
    print_json(output)
    print_warnings(reply)


def _masked(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _masked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value if value in (None, "") else MASK
