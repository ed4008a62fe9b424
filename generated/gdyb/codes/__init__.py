# Written by gdyb-generator from spec/; change the spec and regenerate.
"""字典：每个字典一个枚举类，`.label` 是中文含义。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gdyb.codes.cnfm_flag import CnfmFlag as CnfmFlag
    from gdyb.codes.fulamt_advpay_flag import FulamtAdvpayFlag as FulamtAdvpayFlag
    from gdyb.codes.infcode import Infcode as Infcode
    from gdyb.codes.mdtrt_cert_type import MdtrtCertType as MdtrtCertType
    from gdyb.codes.opter_type import OpterType as OpterType
    from gdyb.codes.psn_cert_type import PsnCertType as PsnCertType
    from gdyb.codes.signtype import Signtype as Signtype
    from gdyb_runtime.models import Code

_HOMES: Final = {
    "CnfmFlag": "cnfm_flag",
    "FulamtAdvpayFlag": "fulamt_advpay_flag",
    "Infcode": "infcode",
    "MdtrtCertType": "mdtrt_cert_type",
    "OpterType": "opter_type",
    "PsnCertType": "psn_cert_type",
    "Signtype": "signtype",
}
NAMES: Final = tuple(sorted(_HOMES.values()))
"""Names of all dictionaries as the tables print them."""

__all__ = ["NAMES", "find", *_HOMES]


def find(dictionary: str) -> type[Code]:
    """The class of a dictionary by its printed name; KeyError names the dictionaries there are."""
    for class_name, module in _HOMES.items():
        if module == dictionary:
            found: type[Code] = getattr(import_module(f"gdyb.codes.{module}"), class_name)
            return found
    raise KeyError(f"没有字典 {dictionary}；现有：{'、'.join(NAMES)}")


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'gdyb.codes' has no attribute {name!r}")
    value: object = getattr(import_module(f"gdyb.codes.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
