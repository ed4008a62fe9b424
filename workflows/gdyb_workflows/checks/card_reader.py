"""Whether this machine can read cards: settings, library, kinds, functions, buffers, Init, one step after the other."""

import socket
import time
from collections.abc import Callable, Generator, Iterator
from urllib.parse import urlsplit

from gdyb.readers import (
    SSCARD,
    ArchitectureMismatch,
    HelperUnusable,
    LibraryMissing,
    ReaderClient,
    ReaderError,
    ReaderSettings,
)
from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.readers.architecture import bits_of
from gdyb_runtime.readers.client import Probe
from gdyb_runtime.readers.device import library_path
from gdyb_runtime.readers.settings import PREFIX
from gdyb_workflows.checks.connection import Check, Status, environment_of

__all__ = ["run_reader_checks"]

_STEPS = {
    "settings": "配置",
    "library": "读卡库",
    "bits": "位数",
    "load": "加载",
    "functions": "函数",
    "buffers": "缓冲区",
    "init": "初始化",
}
_WLT_RECORD = 1_634
_BITMAP_RECORD = 53_444
"""Longest identity card record in GBK with a photo of this format, as bitmap with line breaks in its base64."""


def run_reader_checks(load: Callable[[], ReaderSettings]) -> Iterator[Check]:
    """Every step in order, skipping those that have become pointless; Init is the only function that is called."""
    try:
        settings = load()
        reader = ReaderClient(settings)
    except SettingsInvalid as error:
        names = "\n".join([f"{len(error.problems)} 处缺失或不正确", *map(str, error.problems)])
        known = " 或 ".join(address.environment for address in SSCARD.init_addresses)
        yield _check("settings", "failed", names, f"补齐或改正后重试；{PREFIX}INIT_URL 可填地址，或 {known}")
        yield from _skipped("library", "bits", "load", "functions", "buffers", "init", reason="配置不正确")
        return
    with reader:
        yield _settings(settings)
        library = _library(settings)
        yield library
        if library.status == "failed":
            yield from _skipped("bits", "load", "functions", reason="没有可用的读卡库")
        probe = None if library.status == "failed" else (yield from _load(reader))
        if probe is not None:
            yield _functions(settings, probe)
        yield _buffers(settings)
        if probe is None or probe.symbols.get("Init") is None:
            yield from _skipped("init", reason="读卡库还不能调用")
        else:
            yield _init(reader)


def _settings(settings: ReaderSettings) -> Check:
    provided = "、".join(
        PREFIX + name.upper() for name in type(settings).model_fields if name in settings.model_fields_set
    )
    return _check("settings", "ok", f"已给出 {provided}")


def _library(settings: ReaderSettings) -> Check:
    path = library_path(SSCARD, settings)
    advice = f"用 {PREFIX}LIBRARY 或 --library 指定读卡库 {SSCARD.file_name} 的完整路径"
    if path.exists() and not path.is_file():
        return _check("library", "failed", f"{path}：不是文件", advice)
    try:
        size = path.stat().st_size
        bits = bits_of(path)
    except OSError as error:
        reason = "文件不存在" if isinstance(error, FileNotFoundError) else f"无法读取（{error.strerror}）"
        return _check("library", "failed", f"{path}：{reason}", advice)
    if bits == 0:
        return _check("library", "failed", f"{path}：{size} 字节，不是动态库文件", advice)
    return _check("library", "ok", f"{path}：{size} 字节，{bits} 位")


def _load(reader: ReaderClient) -> Generator[Check, None, Probe | None]:
    """The kinds, and whether it loads; gives what was found out, None when it does not."""
    try:
        probe = reader.probe()
    except ArchitectureMismatch as error:
        detail = f"读卡库 {error.library_bits} 位，{error.program} {error.program_bits} 位"
        yield _check("bits", "failed", detail, _other_python(error.library_bits))
        yield from _skipped("load", "functions", reason="位数不同")
        return None
    except ReaderError as error:
        yield from _skipped("bits", reason="没有加载")
        yield _check("load", "failed", *_why(error))
        yield from _skipped("functions", reason="没有加载")
        return None
    yield _check("bits", "ok", f"读卡库与加载它的程序都是 {probe.program_bits} 位")
    yield _check("load", "ok", f"已由 {probe.program}（Python {probe.version}）加载")
    return probe


def _other_python(bits: int) -> str:
    return (
        f"安装一个 {bits} 位的 Python（3.8 或更新），用 {PREFIX}HELPER_PYTHON 指定它的 python.exe，"
        "并在应用程序里用 ReaderClient；应用程序本身不用更换"
    )


def _why(error: ReaderError) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    if isinstance(error, LibraryMissing):
        return error.reason, error.advice
    if isinstance(error, HelperUnusable):
        advice = (
            f"用 {PREFIX}HELPER_PYTHON 指定一个 Python（3.8 或更新），或用 {PREFIX}HELPER_PROGRAM 指定打包好的读卡进程"
        )
        return f"读卡进程 {error.program} 不可用：{error.reason}", advice
    return error.explain(), "按上面的提示处理后重试"


def _functions(settings: ReaderSettings, probe: Probe) -> Check:
    """Under which name each function is there, and which of them the profile says this city does not have."""
    profile = SSCARD.profile_of(settings.profile, settings.city)
    lines, missing = [f"{profile.id} {profile.label}"], []
    for function in SSCARD.functions:
        exported = probe.symbols.get(function.name)
        what = f"{function.name} {function.label}"
        if function.name in profile.unsupported:
            lines.append(f"{what}：这个地市没有已知的对应函数，不使用")
        elif exported is None:
            missing.append(function.name)
            lines.append(f"{what}：没有 {dict(profile.symbols).get(function.name, function.name)}")
        else:
            lines.append(f"{what}：{exported}")
    if not missing:
        return _check("functions", "ok", "\n".join(lines))
    others = "、".join(f"{other.id}（{other.label}）" for other in SSCARD.profiles if other.id != profile.id)
    advice = f"用 {PREFIX}PROFILE 或 --profile 改用其它函数名表：{others}；都不符合时请厂商给出函数名"
    return _check("functions", "failed", "\n".join(lines), advice)


def _buffers(settings: ReaderSettings) -> Check:
    detail = f"记录 {settings.record_buffer} 字节，带照片的记录 {settings.photo_buffer} 字节"
    name = f"{PREFIX}PHOTO_BUFFER"
    if settings.photo_buffer < _WLT_RECORD:
        advice = f"把 {name} 设为 {_WLT_RECORD} 以上，或不设（默认 131072）"
        return _check("buffers", "failed", f"{detail}；身份证的照片放不下", advice)
    if settings.photo_buffer < _BITMAP_RECORD:
        return _check(
            "buffers", "ok", f"{detail}；位图照片放不下", f"读出位图照片的设备需要 {name} 在 {_BITMAP_RECORD} 以上"
        )
    return _check("buffers", "ok", detail)


def _init(reader: ReaderClient) -> Check:
    printed = {address.environment: address.url for address in SSCARD.init_addresses}
    url = printed.get(reader.settings.init_url, reader.settings.init_url)
    start = time.monotonic()
    try:
        reader.init()
    except ReaderError as error:
        detail, advice = _why(error)
        return _check("init", "failed", f"{url}：{detail}", _name_advice(url) or advice)
    return _check("init", "ok", f"{url}：用时 {time.monotonic() - start:.1f} 秒")


def _name_advice(url: str) -> str:
    """What to do about a host that does not resolve, empty when that is not the reason."""
    host = urlsplit(url).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        environment = environment_of(url)
        if environment is not None and environment.address:
            return f"{host} 无法解析：在 hosts 文件中加一行「{environment.address} {host}」"
        return f"{host} 无法解析：检查 {PREFIX}INIT_URL 的主机名、DNS 和医保专网"
    return ""


def _check(name: str, status: Status, detail: str, advice: str = "") -> Check:
    return Check(name=name, label=_STEPS[name], status=status, detail=detail, advice=advice)


def _skipped(*names: str, reason: str) -> Iterator[Check]:
    for name in names:
        yield _check(name, "skipped", f"{reason}，没有检查")
