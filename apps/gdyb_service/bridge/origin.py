"""Origins of pages: scheme, host and port, exactly as a browser sends them."""

import re

__all__ = ["checked_origin"]

_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def checked_origin(text: str) -> str:
    """The text itself when a browser could send it as an Origin header; ValueError says in Chinese what is wrong."""
    if "*" in text or text == "null":
        raise ValueError(f"{text!r}：每个来源都要完整写出，不能用通配符或 null")
    match = _ORIGIN.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r}：应写作 协议://主机 或 协议://主机:端口，小写，末尾没有斜杠，例如 https://his.example；"
            "中文域名写成 xn-- 的形式"
        )
    port = match["port"]
    if port is not None and (port.startswith("0") or int(port) > 65535):
        raise ValueError(f"{text!r}：端口应为 1–65535")
    if port == _DEFAULT_PORTS[match["scheme"]]:
        raise ValueError(f"{text!r}：浏览器不发送默认端口，请写作 {text.removesuffix(f':{port}')}")
    return text
