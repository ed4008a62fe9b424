"""The workstation that signs in."""

import socket
import uuid
from dataclasses import dataclass
from typing import Self

from gdyb.settings import Settings
from gdyb_workflows.checks.connection import Target
from gdyb_workflows.settlement.sign_in.errors import SignInFailed

__all__ = ["Workstation"]

_GIVE = "请用 Workstation(mac=…, ip=…) 给出"
_MULTICAST = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    """MAC and IP address as 9001 wants them, e.g. `02-00-5E-10-00-01` and `192.168.1.20`."""

    mac: str
    ip: str

    @classmethod
    def of_this_machine(cls, settings: Settings) -> Self:
        """This machine, with the address it reaches the gateway from; sends nothing but perhaps a name query.

        With several network cards the MAC address may be another card's: sites that check it should give it.

        Raises:
            SignInFailed: when there is no network card, or no way to the gateway.
        """
        return cls(mac=_mac(), ip=_ip(Target.of(settings)))


def _mac() -> str:
    node = uuid.getnode()
    # uuid marks what it had to make up: the number would be another one after each restart.
    if node & _MULTICAST:
        raise SignInFailed(reason=f"找不到本机网卡的 MAC 地址，{_GIVE}")
    return "-".join(f"{byte:02X}" for byte in node.to_bytes(6, "big"))


def _ip(target: Target) -> str:
    try:
        addresses = socket.getaddrinfo(target.address, target.port, type=socket.SOCK_DGRAM)
        # IPv4 first: an IPv6 address may not fit into the field.
        family, kind, protocol, _, address = min(addresses, key=lambda entry: entry[0] != socket.AF_INET)
        with socket.socket(family, kind, protocol) as unsent:
            unsent.connect(address)
            return str(unsent.getsockname()[0])
    except OSError as error:
        reason = f"找不到本机通往 {target.address} 的 IP 地址（{error.strerror or error}），{_GIVE}"
        raise SignInFailed(reason=reason) from error
