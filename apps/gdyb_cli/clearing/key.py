"""`gdyb clearing key`: a key for the ledger."""

from typing import Annotated

import typer

from gdyb_cli.clearing.desk import ending
from gdyb_cli.options import AsJson, Source
from gdyb_cli.screen import print_json, say, warn

__all__ = ["key"]


def key(
    keyring: Annotated[
        bool, typer.Option("--keyring", help="存入操作系统的钥匙串（之后自动取用），不显示出来。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """生成台账的密钥，台账里的证件号码用它加密。

    建账（第一次 extract）之前做。密钥丢了，台账里的证件号码就打不开了：请另外妥善保存。
    """
    from gdyb_workflows.at_rest.keys import store_key
    from gdyb_workflows.at_rest.vault import new_key

    made = new_key()
    with ending(Source(as_json=as_json)):
        if keyring:
            store_key(made)
    if as_json:
        print_json({"ok": True, "stored": keyring, **({} if keyring else {"key": made})})
    elif keyring:
        say("密钥已存入系统钥匙串；原有的密钥仍可打开旧的内容。之后的清分命令自动取用。")
    else:
        warn("请把下面一行放进 GDYB_CLEARING_KEY（环境变量或 --env-file 的文件）或 [clearing] 表的 key，并另外备份：")
        say(made)
