"""Rules about dictionaries."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import effective, fields


def code_without_dictionary(spec: Spec) -> Iterator[Finding]:
    """A row flagged 代码标识 Y that names no dictionary, in a document that should print it."""
    for at in fields(spec):
        if not at.table.is_evidence and effective(at.row, "code") == "Y" and at.row.dictionary is None:
            yield at.finding("CODE_WITHOUT_DICTIONARY", "代码标识为 Y，却没有字典",
                             "写 dictionary: 名称；误印时写 effective: {code: \"\"} 与 errata", "code")  # fmt: skip


def unknown_dictionary(spec: Spec) -> Iterator[Finding]:
    """A row that refers to an undefined dictionary."""
    known = {d.dictionary for _, d in spec.dictionaries()} | spec.broken("dictionaries")
    for at in fields(spec):
        if at.row.dictionary is not None and at.row.dictionary not in known:
            yield at.finding("DICTIONARY_UNKNOWN", f"没有字典 {at.row.dictionary}",
                             f"新建 dictionaries/{at.row.dictionary}.yaml", "dictionary")  # fmt: skip


def unused_dictionary(spec: Spec) -> Iterator[Finding]:
    """A dictionary that no row names and that does not say who uses it."""
    # A city may lack the field that used it.
    if spec.edition or spec.broken("interfaces") or spec.single("envelope.yaml") is None:
        return
    used = {at.row.dictionary for at in fields(spec)}
    for file, item in spec.dictionaries():
        if item.dictionary not in used and not item.used_in:
            yield file.finding(("dictionary",), "DICTIONARY_UNUSED", f"字典 {item.dictionary} 没有字段使用",
                               "删除，或用 used_in 说明谁在用")  # fmt: skip


def dictionary_values(spec: Spec) -> Iterator[Finding]:
    """A dictionary without values, or with codes or English names that stand twice."""
    for file, item in spec.dictionaries():
        if not item.values:
            yield file.finding(("values",), "DICTIONARY_VALUES", f"字典 {item.dictionary} 没有值")
        for key in ("code", "name"):
            seen: set[str] = set()
            for i, value in enumerate(item.values):
                text = getattr(value, key)
                if text in seen or not text:
                    message = f"{key} {text} 重复" if text else f"{key} 是空的"
                    yield file.finding(("values", i, key), "DICTIONARY_VALUES", message)
                seen.add(text)


RULES = (
    Rule(id="CODE_WITHOUT_DICTIONARY", purpose="A code field names its dictionary.", check=code_without_dictionary),
    Rule(id="DICTIONARY_UNKNOWN", purpose="A named dictionary exists.", check=unknown_dictionary),
    Rule(id="DICTIONARY_UNUSED", purpose="A dictionary has a user.", check=unused_dictionary),
    Rule(id="DICTIONARY_VALUES", purpose="Codes and names of a dictionary are unique.", check=dictionary_values),
)
