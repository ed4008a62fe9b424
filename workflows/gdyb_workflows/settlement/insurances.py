"""A person's insurances as 1101 answers them: which one, where, and whether it is in force."""

from datetime import date

from gdyb.codes.insutype import Insutype
from gdyb.codes.psn_insu_stas import PsnInsuStas
from gdyb.models import i1101
from gdyb_runtime.errors import ReplyFieldUnreadable
from gdyb_runtime.model.base import Code, or_none

__all__ = ["insurance_kind", "insurance_text", "insured_place", "pause_of"]


def insurance_kind(row: i1101.OutputInsuinfo) -> str:
    """insutype, empty when it was not sent."""
    return str(or_none(lambda: row.insutype) or "")


def insured_place(row: i1101.OutputInsuinfo) -> str:
    """insuplc_admdvs, empty when it was not sent."""
    return str(or_none(lambda: row.insuplc_admdvs) or "")


def pause_of(row: i1101.OutputInsuinfo, today: date) -> str:
    """Why an insurance may not be in force today, in Chinese; empty when nothing says so."""
    try:
        since = or_none(lambda: row.paus_insu_date)
    except ReplyFieldUnreadable:
        return "暂停参保日期 paus_insu_date 无法识别，不能确定是否在保"
    if since is not None and since <= today:
        return f"自 {since} 起暂停参保"
    state = str(or_none(lambda: row.psn_insu_stas) or "")
    return "" if state in ("", PsnInsuStas.INSURED) else f"参保状态为 {_labelled(PsnInsuStas, state)}"


def insurance_text(row: i1101.OutputInsuinfo, today: date) -> str:
    """An insurance in the words of a choice: kind, place, and what speaks against it."""
    kind = _labelled(Insutype, insurance_kind(row)) or "险种为空"
    facts = [f"参保地 {insured_place(row) or '空'}", pause_of(row, today)]
    return f"{kind}（{'，'.join(filter(None, facts))}）"


def _labelled(codes: type[Code], code: str) -> str:
    # Both dictionaries are open: the platform has codes that nobody has told us.
    label = next((known.label for known in codes if known == code), "")
    return f"{code} {label}".strip()
