# Written by gdyb-generator from spec/; change the spec and regenerate.
"""Where the platform's environments answer, as printed; what is not printed is empty."""

from dataclasses import dataclass
from typing import Final

__all__ = ["ENVIRONMENTS", "Environment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One environment: the host name is bound to the address on the caller's side."""

    id: str
    label: str
    host: str
    address: str
    ports: tuple[int, ...]


ENVIRONMENTS: Final = (
    Environment(
        id="test",
        label="测试环境",
        host="test.example",
        address="192.0.2.1",
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
