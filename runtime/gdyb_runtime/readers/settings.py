"""Settings of a card reader, read from ``GDYB_READER_…`` or from the table ``[reader]`` of the settings file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field
from pydantic_settings import EnvSettingsSource, SettingsConfigDict

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.given import GivenSettings
from gdyb_runtime.problems import Problem
from gdyb_runtime.settings import Seconds, env_name, read_toml, resolve_beside

PREFIX = "GDYB_READER_"
TABLE = "reader"
_PATHS = ("library", "helper_python", "helper_program", "pin_guard_file")
# No library of this kind has been seen to honour a smaller buffer; the document recommends this much.
_SMALLEST_BUFFER = 1024

Buffer = Annotated[int, Field(ge=_SMALLEST_BUFFER, le=64 * 1024 * 1024)]


class ReaderSettings(GivenSettings):
    """How the reader library is found and called. The constructor reads no environment; ``from_env`` does.

    Raises:
        SettingsInvalid: listing everything wrong, named ``GDYB_READER_…``.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, hide_input_in_errors=True)

    library: Annotated[Path | None, Field(title="读卡库文件")] = None
    """Full path of the library; None means the printed file name in the working folder or on the system's path."""
    profile: Annotated[str | None, Field(title="地市的函数名表")] = None
    """Which city's function names; None means those of ``city``."""
    city: Annotated[str | None, Field(title="地市")] = None
    """The same as in the client's settings, where it need be written only once; None means the printed names."""
    init_url: Annotated[str, Field(title="读卡初始化地址", min_length=1)]
    """pUrl of Init: an address, or the id of an environment whose address is printed (``test``, ``production``)."""
    area: Annotated[str, Field(title="使用地区", min_length=1)]
    """pUser of Init: the area code, or what the city wants instead; a wrong one brings the wrong drivers."""
    encoding: Annotated[Literal["gb18030", "utf-8", "auto"] | None, Field(title="文字编码")] = None
    """Encoding of the library's texts; None means the library's usual one, ``auto`` decides text by text."""
    record_buffer: Annotated[Buffer, Field(title="记录缓冲区（字节）")] = 4096
    photo_buffer: Annotated[Buffer, Field(title="带照片记录的缓冲区（字节）")] = 131_072
    init_timeout: Annotated[Seconds, Field(title="初始化时限（秒）")] = 60.0
    read_timeout: Annotated[Seconds, Field(title="读卡时限（秒）")] = 30.0
    pin_timeout: Annotated[Seconds, Field(title="密码操作时限（秒）")] = 120.0
    qr_timeout: Annotated[Seconds, Field(title="扫码时限（秒）")] = 60.0
    """How long the library waits for a code; the call itself gets five seconds more."""
    qr_timeout_unit: Annotated[Literal["ms", "s"], Field(title="nTimeout 的单位")] = "ms"
    busy_timeout: Annotated[float, Field(title="等待设备空出（秒）", ge=0, le=3600, allow_inf_nan=False)] = 10.0
    helper_python: Annotated[Path | None, Field(title="读卡进程的 Python")] = None
    """python.exe that runs the helper, 3.8 or newer, of the library's kind (32 or 64 bit); None means this one."""
    helper_program: Annotated[Path | None, Field(title="读卡进程的程序")] = None
    """The helper frozen to a program of its own, in place of a Python."""
    pin_guard_file: Annotated[Path | None, Field(title="密码操作记录文件")] = None
    """SQLite file of failed PIN entries; None means the user's data folder."""

    @classmethod
    def from_env(cls) -> Self:
        """Settings from the environment variables ``GDYB_READER_`` + field name; an empty variable is not set.

        The city is also taken from the client's ``GDYB_CITY``.
        """
        values = EnvSettingsSource(cls, env_prefix=PREFIX, env_ignore_empty=True)()
        return cls(**with_city(values, os.environ.get(env_name("city"))))

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Settings from the table ``[reader]`` of a TOML file; relative paths count from its folder.

        The city is also taken from the client's part of the file.
        """
        file = Path(path)
        document = read_toml(file)
        table, ours = document.get(TABLE, {}), document.get("gdyb", document)
        if not isinstance(table, dict):
            problem = Problem(path=str(file), field="", message=f"{TABLE} 应为一个表 [{TABLE}]", rule="settings_file")
            raise SettingsInvalid(problems=(problem,))
        city = ours.get("city") if isinstance(ours, dict) else None
        return cls(**with_city(resolve_beside(table, file.parent, _PATHS), city))


def with_city(values: Mapping[str, Any], city: Any) -> dict[str, Any]:
    """The values with the client's city, unless they have one of their own."""
    return {**({"city": city} if city else {}), **values}
