"""Settings of a card reader, read from ``GDYB_READER_…`` or from the table ``[reader]`` of the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from gdyb_runtime.config.section import Section
from gdyb_runtime.config.settings import Seconds
from gdyb_runtime.local.environment import PREFIX as OWN_PREFIX
from gdyb_runtime.local.environment import names_in

__all__ = ["PREFIX", "Buffer", "ReaderSettings"]

PREFIX = "GDYB_READER_"
# No library of this kind has been seen to honour a smaller buffer; the document recommends this much.
_SMALLEST_BUFFER = 1024

Buffer = Annotated[int, Field(ge=_SMALLEST_BUFFER, le=64 * 1024 * 1024)]


class ReaderSettings(Section):
    """How the reader library is found and called. The constructor reads no environment; ``from_env`` does.

    Raises:
        SettingsInvalid: listing everything wrong, named ``GDYB_READER_…``.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    __table__: ClassVar[str] = "reader"
    __paths__: ClassVar[tuple[str, ...]] = ("library", "helper_python", "helper_program", "pin_guard_file")
    __shared__: ClassVar[tuple[str, ...]] = ("city",)

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
    helper_environment: Annotated[str, Field(title="另交给读卡进程的环境变量")] = ""
    """Names, with commas between them, of what the library needs of this process's environment beside what every
    program needs; keys and passwords of ours are never given to it."""
    pin_guard_file: Annotated[Path | None, Field(title="密码操作记录文件")] = None
    """SQLite file of failed PIN entries; None means the user's data folder."""

    @field_validator("helper_environment")
    @classmethod
    def _names(cls, value: str) -> str:
        names = names_in(value)
        if any("=" in name or name.upper().startswith(OWN_PREFIX) for name in names):
            raise PydanticCustomError("names", f"应为用逗号分开的环境变量名，不含等号，也不能是 {OWN_PREFIX} 开头的")
        return value
