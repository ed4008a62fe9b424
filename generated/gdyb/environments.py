# Written by gdyb-generator from spec/; change the spec and regenerate.
"""平台各环境的地址，照文档所印；没有印出的为空。"""

from dataclasses import dataclass
from typing import Final

__all__ = ["ENVIRONMENTS", "Environment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """一个环境；域名在调用方一侧绑定到 IP 地址。"""

    id: str
    """英文代号。"""
    label: str
    """中文名称。"""
    host: str
    """域名。"""
    address: str
    """IP 地址。"""
    ports: tuple[int, ...]
    """端口。"""


ENVIRONMENTS: Final = (
    Environment(
        id="test",
        label="测试环境",
        host="igb.hsa.gdgov.cn",
        address="10.97.240.206",
        ports=(443, 80),
    ),
    Environment(
        id="production",
        label="正式环境",
        host="",
        address="",
        ports=(),
    ),
)
"""全部环境，按文档的次序。"""
