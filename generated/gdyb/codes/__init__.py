# Written by gdyb-generator from spec/; change the spec and regenerate.
"""字典：每个字典一个枚举类，`.label` 是中文含义。"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gdyb.codes.acct_used_flag import AcctUsedFlag as AcctUsedFlag
    from gdyb.codes.birctrl_type import BirctrlType as BirctrlType
    from gdyb.codes.chrgitm_lv import ChrgitmLv as ChrgitmLv
    from gdyb.codes.clr_type import ClrType as ClrType
    from gdyb.codes.clr_way import ClrWay as ClrWay
    from gdyb.codes.cnfm_flag import CnfmFlag as CnfmFlag
    from gdyb.codes.cvlserv_flag import CvlservFlag as CvlservFlag
    from gdyb.codes.diag_type import DiagType as DiagType
    from gdyb.codes.dscg_way import DscgWay as DscgWay
    from gdyb.codes.fulamt_advpay_flag import FulamtAdvpayFlag as FulamtAdvpayFlag
    from gdyb.codes.fund_pay_type import FundPayType as FundPayType
    from gdyb.codes.gend import Gend as Gend
    from gdyb.codes.hosp_appr_flag import HospApprFlag as HospApprFlag
    from gdyb.codes.infcode import Infcode as Infcode
    from gdyb.codes.insutype import Insutype as Insutype
    from gdyb.codes.list_type import ListType as ListType
    from gdyb.codes.matn_type import MatnType as MatnType
    from gdyb.codes.mdtrt_cert_type import MdtrtCertType as MdtrtCertType
    from gdyb.codes.med_type import MedType as MedType
    from gdyb.codes.mid_setl_flag import MidSetlFlag as MidSetlFlag
    from gdyb.codes.opter_type import OpterType as OpterType
    from gdyb.codes.pay_loc import PayLoc as PayLoc
    from gdyb.codes.psn_cert_type import PsnCertType as PsnCertType
    from gdyb.codes.psn_insu_stas import PsnInsuStas as PsnInsuStas
    from gdyb.codes.psn_setlway import PsnSetlway as PsnSetlway
    from gdyb.codes.psn_type import PsnType as PsnType
    from gdyb.codes.refd_setl_flag import RefdSetlFlag as RefdSetlFlag
    from gdyb.codes.refd_setl_scope import RefdSetlScope as RefdSetlScope
    from gdyb.codes.rx_circ_flag import RxCircFlag as RxCircFlag
    from gdyb.codes.signtype import Signtype as Signtype
    from gdyb.codes.stmt_rslt import StmtRslt as StmtRslt
    from gdyb.codes.tcmdrug_used_way import TcmdrugUsedWay as TcmdrugUsedWay
    from gdyb.codes.trt_chk_type import TrtChkType as TrtChkType
    from gdyb.codes.trt_enjymnt_flag import TrtEnjymntFlag as TrtEnjymntFlag
    from gdyb.codes.yes_no import YesNo as YesNo
    from gdyb_runtime.model.base import Code

_HOMES: Final = {
    "AcctUsedFlag": "acct_used_flag",
    "BirctrlType": "birctrl_type",
    "ChrgitmLv": "chrgitm_lv",
    "ClrType": "clr_type",
    "ClrWay": "clr_way",
    "CnfmFlag": "cnfm_flag",
    "CvlservFlag": "cvlserv_flag",
    "DiagType": "diag_type",
    "DscgWay": "dscg_way",
    "FulamtAdvpayFlag": "fulamt_advpay_flag",
    "FundPayType": "fund_pay_type",
    "Gend": "gend",
    "HospApprFlag": "hosp_appr_flag",
    "Infcode": "infcode",
    "Insutype": "insutype",
    "ListType": "list_type",
    "MatnType": "matn_type",
    "MdtrtCertType": "mdtrt_cert_type",
    "MedType": "med_type",
    "MidSetlFlag": "mid_setl_flag",
    "OpterType": "opter_type",
    "PayLoc": "pay_loc",
    "PsnCertType": "psn_cert_type",
    "PsnInsuStas": "psn_insu_stas",
    "PsnSetlway": "psn_setlway",
    "PsnType": "psn_type",
    "RefdSetlFlag": "refd_setl_flag",
    "RefdSetlScope": "refd_setl_scope",
    "RxCircFlag": "rx_circ_flag",
    "Signtype": "signtype",
    "StmtRslt": "stmt_rslt",
    "TcmdrugUsedWay": "tcmdrug_used_way",
    "TrtChkType": "trt_chk_type",
    "TrtEnjymntFlag": "trt_enjymnt_flag",
    "YesNo": "yes_no",
}
NAMES: Final = tuple(sorted(_HOMES.values()))
"""全部字典的名称，照表中所印，按名称排序。"""

__all__ = ["NAMES", "find", *_HOMES]


def find(dictionary: str) -> type[Code]:
    """按名称取字典的枚举类；没有这个字典时抛出 KeyError，列出现有的名称。"""
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
