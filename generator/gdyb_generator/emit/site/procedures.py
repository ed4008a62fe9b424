"""The procedures of chapters 4 to 7 as sequence diagrams: from the spec where it tells them, else the chapter's own order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdyb_generator import ir
from gdyb_generator import spec_format as form
from gdyb_generator.emit.site.sequence import Block, answer, block, choice, diagram, message, note

_HIS, _PLATFORM, _READER = ("H", "医药机构"), ("P", "医保平台"), ("R", "读卡或扫码设备")
_BREAK = "<br/>"
_ASK, _REPLY = ("H", "P"), ("P", "H")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure: its page, title, an introduction, its diagram and the interfaces it calls."""

    id: str
    title: str
    about: str
    diagram: str
    infnos: tuple[str, ...]


def procedures(package: ir.Package) -> list[Procedure]:
    """Those for which the package has everything they call."""
    known = {interface.infno: interface for interface in package.interfaces}
    found: list[Procedure] = []
    if package.identification is not None:
        found.append(_identification(package.identification))
    if package.settlement is not None:
        found.append(_settlement(package.settlement, known))
    found += [make(known) for needed, make in _FIXED if needed <= known.keys()]
    return found


def _identification(found: ir.Identification) -> Procedure:
    infno = found.interface.infno
    blocks = [
        Block(
            label=case.label,
            lines=(
                message("R", "H", "、".join(argument.label for argument in case.arguments)),
                message(*_ASK, _BREAK.join([f"【{infno}】", *_sent(case)])),
            ),
        )
        for case in found.cases
    ]
    outputs = "、".join(n.caption or n.wire for n in found.interface.output)
    return Procedure(
        id="identification",
        title="第 4 章 人员识别",
        about=f"每种凭证按各自的规定填写【{infno}】的 `{found.node.wire}`，未提到的参数留空。",
        diagram=diagram((_READER, _HIS, _PLATFORM), [*choice(blocks), answer(*_REPLY, outputs or "人员信息")]),
        infnos=(infno,),
    )


def _sent(case: ir.IdentificationCase) -> Iterator[str]:
    labels = {argument.name: argument.label for argument in case.arguments}
    for sent in case.sends:
        yield f"{sent.field.wire}={labels[sent.argument] if sent.argument else sent.value}"


def _settlement(rules: form.SettlementFile, known: dict[str, ir.Interface]) -> Procedure:
    voucher = rules.voucher
    blocks = [Block(label=use.label, lines=tuple(_use(voucher, use, known))) for use in voucher.uses]
    lines = [*choice(blocks)]
    infnos = [voucher.identification, *(use.infno for use in voucher.uses)]
    if (reversal := rules.reversal) is not None and reversal.infno in known:
        back = message(*_ASK, f"【{reversal.infno}】{known[reversal.infno].title}（原交易的 msgid）")
        lines += block("opt", "没有收到应答，经人工核实后", [back, answer(*_REPLY, "已冲正")])
        infnos.append(reversal.infno)
    return Procedure(
        id="settlement",
        title="第 5 章 用电子凭证结算",
        about="一个电子凭证码先识别人员，随后只能用于一笔业务；登记之后再结算，要重新取码。",
        diagram=diagram((_READER, _HIS, _PLATFORM), lines),
        infnos=tuple(infnos),
    )


def _use(voucher: form.Voucher, use: form.VoucherUse, known: dict[str, ir.Interface]) -> Iterator[str]:
    yield message("R", "H", "新的电子凭证码")
    yield message(*_ASK, f"【{voucher.identification}】{known[voucher.identification].title}")
    yield answer(*_REPLY, "人员编号与参保信息")
    yield message(*_ASK, f"【{use.infno}】{known[use.infno].title}{_BREAK}{use.field}=同一个码")
    yield answer(*_REPLY, "、".join(n.caption or n.wire for n in known[use.infno].output) or "成功")


def _reconciliation(known: dict[str, ir.Interface]) -> Procedure:
    name = {infno: f"【{infno}】{known[infno].title}" for infno in ("3201", "3202", "9101", "9102")}
    unbalanced = [
        note("H", "明细写成 TXT，各列以 Tab 分隔，压缩成 zip"),
        message(*_ASK, name["9101"]),
        answer(*_REPLY, "file_qury_no"),
        message(*_ASK, f"{name['3202']}，file_qury_no"),
        answer(*_REPLY, "结果文件的 file_qury_no、filename"),
        message(*_ASK, f"{name['9102']}，file_qury_no、filename"),
        answer(*_REPLY, "对账结果文件"),
        note("H", "处理差异"),
        message(*_ASK, name["3201"]),
        answer(*_REPLY, "总账对平"),
    ]
    lines = [
        message(*_ASK, f"{name['3201']}，总额与笔数"),
        answer(*_REPLY, "stmt_rslt 对账结果"),
        *block("opt", "总账不平", unbalanced),
    ]
    return Procedure(
        id="reconciliation",
        title="第 6 章 费用结算对账",
        about="先对总账；对平时不必对明细，不平时上传明细、取回结果、处理差异，再对总账。",
        diagram=diagram((_HIS, _PLATFORM), lines),
        infnos=("3201", "9101", "3202", "9102"),
    )


def _clearing(known: dict[str, ir.Interface]) -> Procedure:
    fetch, confirm, revoke = (known[infno] for infno in ("3260", "3261", "3262"))
    limit = next((node.limit for node in confirm.input if node.limit), None)
    paging = fetch.paging
    start = f"，{paging.field} 从 {paging.first} 起" if paging else ""
    pages = [
        message(*_ASK, f"【3260】{fetch.title}{start}"),
        answer(*_REPLY, f"每页最多 {paging.size} 行" if paging else "明细"),
    ]
    batches = [message(*_ASK, f"【3261】{confirm.title}"), answer(*_REPLY, "inf_refmsgid（务必保存）")]
    back = [message(*_ASK, f"【3262】{revoke.title}，otransid=该批的 inf_refmsgid"), answer(*_REPLY, "已回退")]
    lines = [
        *block("loop", "直到一页不满", pages),
        note("H", "逐笔核对"),
        *block("loop", f"每批最多 {limit} 行" if limit else "逐批", batches),
        *block("opt", "某一批确认有误", back),
    ]
    return Procedure(
        id="clearing",
        title="第 7 章 异地就医清分",
        about="按月提取明细，核对后分批确认；确认有误的一批凭其 `inf_refmsgid` 回退。",
        diagram=diagram((_HIS, _PLATFORM), lines),
        infnos=("3260", "3261", "3262"),
    )


_FIXED = (
    (frozenset({"3201", "3202", "9101", "9102"}), _reconciliation),
    (frozenset({"3260", "3261", "3262"}), _clearing),
)
"""Chapters 6 and 7 tell their order in prose, which the spec does not hold; titles, limits and paging come from it."""
