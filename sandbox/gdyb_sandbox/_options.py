"""What a sandbox is started with, and the settings a client of it needs."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from gdyb_sandbox._month.settled import DIFFERENCES
from gdyb_sandbox._people.identity import Draw

MOST_ROWS = 9_999_999
"""The serial number at the end of a settlement number has seven digits."""


Repeats: TypeAlias = Literal["refuse", "accept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The switches of a sandbox; an account that is not given is made up anew, an institution follows from the seed."""

    rows: int = 350
    seed: int = 7
    paasid: str = field(default_factory=lambda: f"sandbox_{secrets.token_hex(4)}")
    secret_key: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    fixmedins_code: str = ""
    fixmedins_name: str = "沙箱模拟医院"
    mdtrtarea_admvs: str = "440100"
    insuplc_admdvs: str = "440300"
    recer_sys_code: str = "SANDBOX"
    infver: str = "V1.0"
    opter_type: str = "1"
    opter: str = "sandbox01"
    opter_name: str = field(default="沙箱操作员", repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    database: Path | None = None
    gateway_status: int = 200
    timestamp_window: int | None = None
    large_amount: bool = False
    differences: tuple[str, ...] = ()
    """Where the centre's ledger departs from the institution's records, in every generated month; see DIFFERENCES."""

    repeated_confirmation: Repeats = "refuse"
    """What happens to a row of 3261 that is already confirmed, and to a clearing message that was already applied.

    The document says neither. "accept" is its worst reading: the row counts twice, the message is applied again.
    """

    insured_area: Literal["check", "ignore"] = "check"
    """Whether a message on a person is refused whose insuplc_admdvs is not where he is insured."""

    def __post_init__(self) -> None:
        if not 0 <= self.rows <= MOST_ROWS:
            raise ValueError(f"rows must lie between 0 and {MOST_ROWS}, got {self.rows}")
        if not 200 <= self.gateway_status <= 599:
            raise ValueError(f"gateway_status must be an HTTP status, got {self.gateway_status}")
        if self.repeated_confirmation not in get_args(Repeats):
            raise ValueError(f"repeated_confirmation must be refuse or accept, got {self.repeated_confirmation}")
        if self.insured_area not in ("check", "ignore"):
            raise ValueError(f"insured_area must be check or ignore, got {self.insured_area}")
        object.__setattr__(self, "differences", tuple(self.differences))
        for name in self.differences:
            if name not in DIFFERENCES:
                raise ValueError(f"没有差异 {name}；可用：{'、'.join(DIFFERENCES)}")
        for name in ("paasid", "secret_key"):
            if not getattr(self, name):
                raise ValueError(f"{name} must not be empty")
        if not self.fixmedins_code:
            number = Draw("institution", self.seed).below(100_000)
            object.__setattr__(self, "fixmedins_code", f"H{self.mdtrtarea_admvs}{number:05d}")

    def settings(self, base_url: str) -> dict[str, str]:
        """The client settings of this sandbox: the `GDYB_` names in lower case and without prefix."""
        return {
            "base_url": base_url,
            "paasid": self.paasid,
            "secret_key": self.secret_key,
            "fixmedins_code": self.fixmedins_code,
            "fixmedins_name": self.fixmedins_name,
            "mdtrtarea_admvs": self.mdtrtarea_admvs,
            "insuplc_admdvs": self.insuplc_admdvs,
            "recer_sys_code": self.recer_sys_code,
            "infver": self.infver,
            "opter_type": self.opter_type,
            "opter": self.opter,
            "opter_name": self.opter_name,
        }
