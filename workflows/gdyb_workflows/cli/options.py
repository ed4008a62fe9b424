"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

__all__ = ["AsJson", "Config", "EnvFile", "one_source"]

Config: TypeAlias = Annotated[
    Path | None, typer.Option("--config", metavar="文件", help="配置文件 gdyb.toml；不给则读环境变量 GDYB_*。")
]
EnvFile: TypeAlias = Annotated[
    Path | None, typer.Option("--env-file", metavar="文件", help="每行一个 GDYB_名称=值 的文件，例如 gdyb sandbox 写出的。")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]


def one_source(config: Path | None, env_file: Path | None) -> None:
    """Refuses two sources of settings at once; typer.BadParameter says so."""
    if config is not None and env_file is not None:
        raise typer.BadParameter("--config 与 --env-file 只能给一个", param_hint="--env-file")
