"""Rules about what the protocol module needs: envelope, headers, signature, message rules."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule, pattern_fault
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import FieldAt, fields, text_length

# Who fills a row, and whether there must be exactly one row of that kind.
_ENVELOPE = {
    "infno": True,
    "msgid": True,
    "input": True,
    "now": False,
    "settings": False,
    "signer.cainfo": False,
    "signer.signtype": False,
}
_HEADERS = {"paasid": True, "signature": True, "timestamp": True, "nonce": True}
_OFFSET = re.compile(r"[+-](0[0-9]|1[0-4]):[0-5][0-9]")
_HOURS = re.compile(r"[1-9][0-9]{0,3}")
_NEEDED_RULES = {
    "utc_offset": "报文里的时间是哪个时区",
    "sign_in_hours": "签到编号多久要更换",
}


def sources(spec: Spec) -> Iterator[Finding]:
    """An envelope or header row without a value, or a required one that is missing or repeated."""
    for file, part, known in (("envelope.yaml", "request", _ENVELOPE), ("gateway.yaml", "headers", _HEADERS)):
        if spec.single(file) is None:
            continue
        seen: set[str] = set()
        for at in _rows(spec, file, part):
            source = at.row.source
            if source not in known:
                message = f"不知道由谁填写（source: {source or '空'}）"
                yield at.finding("ENVELOPE_SOURCE", message, f"可用：{'、'.join(known)}", "source")
            elif source in seen and known[source]:
                yield at.finding("ENVELOPE_SOURCE", f"source: {source} 只能有一行", key="source")
            seen.add(source)
        for missing in sorted({source for source, once in known.items() if once} - seen):
            yield spec.files[file].finding((part, "fields"), "ENVELOPE_SOURCE", f"没有 source: {missing} 的行")


def envelope_lengths(spec: Spec) -> Iterator[Finding]:
    """An input row without limit, or a msgid whose remark does not print its three widths."""
    for at in _rows(spec, "envelope.yaml", "request"):
        if at.row.source == "input" and text_length(at.row) is None:
            yield at.finding("ENVELOPE_LENGTH", "交易输入没有长度上限", '写 length: "40000"', "length")
        if at.row.source == "msgid":
            widths = [int(width) for width in re.findall(r"\(([0-9]{1,3})\)", at.row.remark)]
            if len(widths) != 3 or sum(widths) != text_length(at.row):
                message = "说明里没有印三段的宽度，或三段加起来不等于长度"
                yield at.finding("ENVELOPE_LENGTH", message, "如 机构编号(12)+时间(14)+顺序号(4)", "remark")


def success_code(spec: Spec) -> Iterator[Finding]:
    """A reply whose state code has no dictionary value SUCCESS."""
    file = spec.single("envelope.yaml")
    if not isinstance(file, form.EnvelopeFile) or spec.broken("dictionaries"):
        return
    named = {row.dictionary for row in file.reply.fields}
    codes = [v.code for _, d in spec.dictionaries() if d.dictionary in named for v in d.values if v.name == "SUCCESS"]
    if len(codes) != 1 or not re.fullmatch(r"-?[0-9]{1,9}", codes[0]):
        message = "交易状态码的字典里没有名为 SUCCESS 的整数代码"
        yield spec.files["envelope.yaml"].finding(("reply", "fields"), "SUCCESS_UNKNOWN", message, "见 infcode")


def signature(spec: Spec) -> Iterator[Finding]:
    """A digest that Python does not have, or a signature that leaves a part out."""
    file = spec.single("gateway.yaml")
    if not isinstance(file, form.GatewayFile):
        return
    place = spec.files["gateway.yaml"]
    if file.signature.algorithm not in hashlib.algorithms_guaranteed:
        message = f"没有摘要算法 {file.signature.algorithm}"
        yield place.finding(("signature", "algorithm"), "SIGNATURE_UNUSABLE", message, "如 sha256")
    for part in sorted({"timestamp", "secret_key", "nonce"} - set(file.signature.parts)):
        yield place.finding(("signature", "parts"), "SIGNATURE_UNUSABLE", f"签名没有用到 {part}")


def message_rules(spec: Spec) -> Iterator[Finding]:
    """A message rule that is repeated, or one the package needs that is missing or can't be read."""
    file = spec.single("messages.yaml")
    if not isinstance(file, form.MessagesFile):
        return
    place = spec.files["messages.yaml"]
    seen: set[str] = set()
    for i, rule in enumerate(file.rules):
        if rule.id in seen:
            yield place.finding(("rules", i, "id"), "MESSAGE_RULE", f"规则 {rule.id} 重复")
        seen.add(rule.id)
        if rule.id == "utc_offset" and not _OFFSET.fullmatch(rule.value):
            yield place.finding(("rules", i, "value"), "MESSAGE_RULE", f"时区 {rule.value} 读不懂", '写成 "+08:00"')
        if rule.id == "sign_in_hours" and not _HOURS.fullmatch(rule.value):
            yield place.finding(("rules", i, "value"), "MESSAGE_RULE", f"小时数 {rule.value} 读不懂", '写成 "24"')
    for needed, unknown in _NEEDED_RULES.items():
        if needed not in seen:
            message = f"没有 {needed}：不知道{unknown}"
            yield place.finding(("rules",), "MESSAGE_RULE", message, f"加一条 id: {needed}")


def answer_texts(spec: Spec) -> Iterator[Finding]:
    """A text of the platform that comes twice or can't be looked for; an edition may lack the interfaces it is said of."""
    file = spec.single("messages.yaml")
    if not isinstance(file, form.MessagesFile):
        return
    place = spec.files["messages.yaml"]
    seen: set[str] = set()
    for i, text in enumerate(file.answers):
        if text.id in seen:
            yield place.finding(("answers", i, "id"), "ANSWER_TEXT", f"答复文字 {text.id} 重复")
        seen.add(text.id)
        if reason := pattern_fault(text.pattern):
            yield place.finding(("answers", i, "pattern"), "ANSWER_TEXT", reason, "写成正则表达式，如 已结算|重复结算")


def _rows(spec: Spec, file: str, part: str) -> Iterator[FieldAt]:
    return (at for at in fields(spec) if at.table.file.name == file and at.table.path == (part,))


RULES = (
    Rule(id="ENVELOPE_SOURCE", purpose="Every envelope and header row has somebody who fills it.", check=sources),
    Rule(id="ENVELOPE_LENGTH", purpose="The widths of msgid and the limit of input are known.", check=envelope_lengths),
    Rule(id="SUCCESS_UNKNOWN", purpose="It is known which state code means success.", check=success_code),
    Rule(id="SIGNATURE_UNUSABLE", purpose="The signature can be computed.", check=signature),
    Rule(id="MESSAGE_RULE", purpose="The message rules the code needs are there.", check=message_rules),
    Rule(id="ANSWER_TEXT", purpose="What the platform's words say can be looked up.", check=answer_texts),
)
