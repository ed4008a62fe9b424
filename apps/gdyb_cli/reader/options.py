"""Options that the commands of a card reader share, and the reader they lead to."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gdyb_cli.options import AsJson, one_source
from gdyb_runtime.readers.settings import ReaderSettings

if TYPE_CHECKING:
    from gdyb.readers import Reader

__all__ = ["Library", "ProfileName", "ReaderConfig", "ReaderEnvFile", "ReadingOptions", "Source"]

ReaderConfig: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="文件", help="配置文件 gdyb.toml，其中的 reader 表；不给则读环境变量 GDYB_READER_*。"
    ),
]
ReaderEnvFile: TypeAlias = Annotated[
    Path | None, typer.Option("--env-file", metavar="文件", help="每行一个 GDYB_READER_名称=值 的文件。")
]
Library: TypeAlias = Annotated[
    Path | None, typer.Option("--library", metavar="文件", help="读卡库文件，代替配置里的。")
]
ProfileName: TypeAlias = Annotated[
    str | None, typer.Option("--profile", metavar="名称", help="地市的函数名表，代替配置里的。")
]
InProcess: TypeAlias = Annotated[
    bool, typer.Option("--in-process", help="在本进程里加载读卡库；默认另起一个进程，读卡库卡死或崩溃时可以恢复。")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the settings of the reader come from, and in which process its library runs."""

    config: ReaderConfig = None
    env_file: ReaderEnvFile = None
    library: Library = None
    profile: ProfileName = None
    in_process: InProcess = False

    def check(self) -> None:
        """Refuses two sources of settings at once; typer.BadParameter says so."""
        one_source(self.config, self.env_file)

    def settings(self) -> ReaderSettings:
        """The settings; SettingsInvalid lists what is wrong."""
        settings = ReaderSettings.load(config=self.config, env_file=self.env_file)
        library = None if self.library is None else self.library.absolute()
        overrides = {"library": library, "profile": self.profile}
        return settings.model_copy(update={name: value for name, value in overrides.items() if value is not None})

    @contextmanager
    def open(self) -> "Iterator[Reader]":
        """The reader, closed in the end; ReaderError or SettingsInvalid when there is none."""
        from gdyb.readers import NativeReader, ReaderClient

        settings = self.settings()
        reader: Reader = NativeReader(settings) if self.in_process else ReaderClient(settings)
        with closing(reader):
            yield reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions(Source):
    """What the commands that read a record have in common."""

    query: Annotated[bool, typer.Option("--query", help="读出后调用 1101 人员基本信息获取；接口的配置取自同一处。")] = (
        False
    )
    show: Annotated[bool, typer.Option("--show", help="显示个人信息；默认以 *** 代替。")] = False
    as_json: AsJson = False
