"""Whether this machine can call the platform: settings, name, ports, clock, signature, one step after the other."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from gdyb import operations
from gdyb.client import Client
from gdyb.environments import ENVIRONMENTS, Environment
from gdyb.settings import Settings
from gdyb_runtime.config.settings import split_address
from gdyb_runtime.errors import BusinessError, GdybError, SettingsInvalid, TransportFailed
from gdyb_runtime.local.environment import env_name
from gdyb_runtime.model.types import zone_of

__all__ = ["Check", "Status", "Target", "environment_of", "run_checks"]

Status = Literal["ok", "failed", "skipped"]

_PORTS = {"http": 80, "https": 443}
_DATE_SECONDS = 2.0
_STEPS = {
    "settings": "配置",
    "environment": "环境",
    "name": "域名解析",
    "port": "端口",
    "clock": "时钟",
    "call": "签名调用",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one step; its texts hold no secret and no personal data."""

    name: str
    label: str
    status: Status
    detail: str
    advice: str = ""
    """What to do, empty unless something has to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the settings lead: the URL's host name, and what is connected to instead."""

    host: str
    port: int
    address: str
    """What the TCP connection goes to: an IP address or a name."""
    environment: Environment | None

    @classmethod
    def of(cls, settings: Settings) -> "Target":
        """The target of some settings."""
        parts = urlsplit(settings.base_url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        address, other_port = split_address(settings.connect_to) if settings.connect_to else (host, None)
        return cls(host=host, port=other_port or port, address=address, environment=environment_of(settings.base_url))

    @property
    def ports(self) -> tuple[int, ...]:
        """The port in use, then the others that are printed for the environment."""
        printed = self.environment.ports if self.environment and self.address in _hosts(self.environment) else ()
        return (self.port, *(port for port in sorted(printed) if port != self.port))


def environment_of(base_url: str) -> Environment | None:
    """The printed environment an address belongs to: the same host, and among those the one whose path it shares."""
    parts = urlsplit(base_url)
    same_host = [environment for environment in ENVIRONMENTS if parts.hostname in _hosts(environment)]
    for environment in same_host:
        path = "/".join(urlsplit(_reader_address(environment)).path.split("/")[1:3])
        if path and f"/{path}/" in parts.path:
            return environment
    return next(iter(same_host), None)


def run_checks(load: Callable[[], Settings]) -> Iterator[Check]:
    """Every step in order, skipping those that have become pointless; contacts only what the settings name."""
    try:
        settings = load()
    except SettingsInvalid as error:
        names = "\n".join([f"{len(error.problems)} 处缺失或不正确", *map(str, error.problems)])
        yield _check("settings", "failed", names, f"补齐或改正后重试；环境变量名如 {env_name('base_url')}")
        yield from _skipped("environment", "name", "port", "clock", "call", reason="配置不完整")
        return
    provided = "、".join(env_name(name) for name in type(settings).model_fields if name in settings.model_fields_set)
    yield _check("settings", "ok", f"已给出 {provided}")
    target = Target.of(settings)
    yield _environment(settings, target)
    name = _name(target)
    yield name
    if name.status == "failed" and not _resolved(target.address):
        yield from _skipped("port", "clock", "call", reason="域名无法解析")
        return
    reachable = True
    for port in target.ports:
        check = _port(settings, target, port)
        reachable = reachable and check.status != "failed"
        yield check
    if reachable:
        yield from _call(settings)
    else:
        yield from _skipped("clock", "call", reason="端口不通")


def _environment(settings: Settings, target: Target) -> Check:
    if target.environment is not None:
        return _check("environment", "ok", f"{target.environment.label}（{settings.base_url}）")
    where = "本机（沙箱或本机前置）" if _is_loopback(target.address) else "规范没有列出的地址（例如院内前置机）"
    return _check("environment", "ok", f"{where}：{settings.base_url}")


def _name(target: Target) -> Check:
    expected = target.environment.address if target.environment else ""
    if target.address != target.host:
        detail = f"连接 {target.address}，主机名 {target.host} 不需要解析"
        other = f"；与规范给出的 {expected} 不同" if expected and target.address != expected else ""
        return _check("name", "ok", detail + other)
    if _is_address(target.host):
        return _check("name", "ok", f"{target.host} 是 IP 地址，不需要解析")
    addresses = _resolved(target.host)
    advice = (
        f"在 hosts 文件中加一行「{expected} {target.host}」，或设置 {env_name('connect_to')}={expected}"
        if expected
        else f"检查 {env_name('base_url')} 的主机名、DNS 和医保专网"
    )
    if not addresses:
        return _check("name", "failed", f"{target.host} 无法解析", advice)
    if expected and expected not in addresses:
        return _check("name", "failed", f"{target.host} 解析为 {'、'.join(addresses)}，应为 {expected}", advice)
    return _check("name", "ok", f"{target.host} 解析为 {'、'.join(addresses)}")


def _port(settings: Settings, target: Target, port: int) -> Check:
    place = f"{target.address}:{port}"
    try:
        socket.create_connection((target.address, port), timeout=settings.connect_timeout).close()
    except OSError as error:
        reason = "超时" if isinstance(error, TimeoutError) else error.strerror or str(error)
        if port != target.port:
            return _check("port", "skipped", f"{place} 不通（{reason}）；本配置不使用这个端口")
        return _check("port", "failed", f"{place} 不通（{reason}）", "检查医保专网、防火墙和端口是否开放")
    return _check("port", "ok", f"{place} 可以连接")


def _call(settings: Settings) -> Iterator[Check]:
    # One attempt: a check that repeats itself would only hide what is wrong, except after correcting the clock.
    attempts = 2 if settings.correct_clock else 1
    with Client(settings.model_copy(update={"attempts": attempts})) as client:
        result = _signed_call(client)
        yield _clock(client, settings)
    yield result


def _signed_call(client: Client) -> Check:
    operation = operations.extract_clearing_details
    today = client.clock.now().astimezone(zone_of(client.protocol.utc_offset))
    month = today.replace(day=1) - timedelta(days=1)
    first = operation.paging.first if operation.paging else 1
    try:
        reply = client.extract_clearing_details(
            data={"trt_year": f"{month:%Y}", "trt_month": f"{month:%m}", "startrow": first}
        )
    except BusinessError as error:
        if error.outcome != "refused":
            return _check("call", "failed", str(error), "网关已接受签名；平台内部没有办完，请稍后重试")
        detail = f"{operation.infno} {operation.title}：网关和平台都已答复，线路正常；平台没有给出数据：\n{error}"
        return _check("call", "ok", detail, "如果不应如此，核对机构编号、医保区划等公共报文字段")
    except TransportFailed as error:
        return _check("call", "failed", str(error), f"检查中间的代理，或调整 {env_name('read_timeout')}")
    except GdybError as error:
        return _check("call", "failed", str(error), "按上面的提示处理后重试")
    rows = len(reply.output.data)
    return _check("call", "ok", f"{operation.infno} {operation.title}：成功，{month:%Y-%m} 第一页 {rows} 行（不显示）")


def _clock(client: Client, settings: Settings) -> Check:
    skew = client.clock.skew
    if skew is None:
        return _check("clock", "skipped", "答复没有可用的 Date 头，无法比较")
    window = client.protocol.timestamp_window
    difference = "相差不到 2 秒" if abs(skew) < _DATE_SECONDS else f"{'慢' if skew > 0 else '快'} {abs(skew):.0f} 秒"
    detail = f"本机与网关相比：{difference}，允许 {window} 秒"
    if abs(skew) <= window:
        return _check("clock", "ok", detail)
    if settings.correct_clock:
        return _check("clock", "ok", f"{detail}；已按 {env_name('correct_clock')} 校正", "仍建议校准本机时钟")
    return _check("clock", "failed", detail, f"校准本机时钟，或设置 {env_name('correct_clock')}=true")


def _check(name: str, status: Status, detail: str, advice: str = "") -> Check:
    return Check(name=name, label=_STEPS[name], status=status, detail=detail, advice=advice)


def _skipped(*names: str, reason: str) -> Iterator[Check]:
    for name in names:
        yield _check(name, "skipped", f"{reason}，没有检查")


def _hosts(environment: Environment) -> tuple[str, ...]:
    names = (environment.host, environment.address, urlsplit(_reader_address(environment)).hostname or "")
    return tuple(name for name in names if name)


def _reader_address(environment: Environment) -> str:
    """The only URL that is printed for every environment: where the reader library gets its resources."""
    # The readers are a whole subpackage, which only few commands need.
    from gdyb.readers import SSCARD

    return next((item.url for item in SSCARD.init_addresses if item.environment == environment.id), "")


def _resolved(name: str) -> tuple[str, ...]:
    try:
        entries = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in entries))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return name == "localhost" or (_is_address(name) and ipaddress.ip_address(name).is_loopback)
