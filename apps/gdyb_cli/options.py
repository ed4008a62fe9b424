"""Options that several commands share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import Signature, get_annotations, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gdyb_runtime.problems import did_you_mean

if TYPE_CHECKING:
    from gdyb.settings import Settings

__all__ = ["AsJson", "By", "Config", "EnvFile", "Note", "Source", "actor_of", "one_source", "taking", "unknown_name"]

Config: TypeAlias = Annotated[
    Path | None, typer.Option("--config", metavar="文件", help="配置文件 gdyb.toml；不给则读环境变量 GDYB_*。")
]
EnvFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--env-file", metavar="文件", help="每行一个 GDYB_名称=值，例如 gdyb sandbox 写出的文件。"),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]

By: TypeAlias = Annotated[
    str, typer.Option("--by", metavar="工号", help="作出决定的人，记录在案；不给则为配置里的经办人 opter。")
]
Note: TypeAlias = Annotated[str, typer.Option("--note", metavar="文字", help="说明，照录在案：不要写患者的姓名。")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the settings of client and records come from, and how the command answers."""

    config: Config = None
    env_file: EnvFile = None
    as_json: AsJson = False


def taking(options: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options that are the fields of a record; it takes the record as ``options``.

    The help lists what is the record's own before what it has in common with others.
    """
    known = signature(options).parameters
    order = dict.fromkeys(name for each in options.__mro__ for name in get_annotations(each))
    fields = {name: known[name] for name in order if name in known}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def run(**values: object) -> None:
            record = options(**{name: values.pop(name) for name in fields})
            command(options=record, **values)

        own = [each for each in signature(command).parameters.values() if each.name != "options"]
        # typer reads the options of a command from its signature.
        run.__signature__ = Signature([*own, *fields.values()])  # type: ignore[attr-defined]
        run.__doc__ = command.__doc__
        return run

    return decorate


def one_source(config: Path | None, env_file: Path | None) -> None:
    """Refuses two sources of settings at once; typer.BadParameter says so."""
    if config is not None and env_file is not None:
        raise typer.BadParameter("--config 与 --env-file 只能给一个", param_hint="--env-file")


def unknown_name(kind: str, name: str, known: Sequence[str]) -> typer.BadParameter:
    """The usage error for a name that does not exist: what it may have meant, and what there is."""
    hint = did_you_mean(name, known) or "；"
    return typer.BadParameter(f"没有{kind} {name}{hint}现有 {'、'.join(known)}", param_hint=kind)


def actor_of(by: str, settings: "Settings") -> str:
    """Who decides: the person named, else the one of the settings."""
    return by.strip() or settings.opter
