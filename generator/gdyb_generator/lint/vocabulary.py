"""Rules about vocabulary.yaml: its words are usable, and the rows use no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.read import Steps

_FILE = "vocabulary.yaml"
_METHOD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
# Whether the kinds of an operation's parameters, in order, can be given for what it does.
_READING = re.compile(r"(number )?buffer size( buffer size)?")
_PIN_ENTRY = "buffer size"
# What every reader has besides its operations; a test compares it with the runtime.
TAKEN = frozenset(
    "calls close delay enter_pin from_env from_file library pin_card pin_failures pins probe read reset_pin_failures "
    "settings".split()
)


def words_usable(spec: Spec) -> Iterator[Finding]:
    """A repeated word, or an operation that yields no method or no call."""
    file = spec.files.get(_FILE)
    if file is None:
        return
    words = spec.vocabulary
    lists = {
        "personal": words.personal,
        "confidence": [f"{word.of} {word.confidence}" for word in words.confidence],
        "checks": [check.check for check in words.checks],
        "operations": [operation.operation for operation in words.operations],
    }
    for key, names in lists.items():
        for i, name in enumerate(names):
            if name in names[:i]:
                yield file.finding((key, i), "VOCABULARY_WORD", f"{name} 重复")
    for path, message in _operation_troubles(spec):
        yield file.finding(("operations", *path), "VOCABULARY_WORD", message)


def _operation_troubles(spec: Spec) -> Iterator[tuple[Steps, str]]:
    operations = spec.vocabulary.operations
    records = [operation.record for operation in operations]
    cards = {o.record for o in operations if o.identifies in {"IssuedSocialCard", "SocialCardRecord"}}
    for i, operation in enumerate(operations):
        kinds = " ".join(operation.parameters)
        if not _METHOD.fullmatch(operation.operation) or operation.operation in TAKEN:
            yield (i, "operation"), f"{operation.operation} 不能成为读卡器的方法名"
        if operation.record and (not _CLASS.fullmatch(operation.record) or operation.record in records[:i]):
            yield (i, "record"), f"{operation.record} 不能成为记录的类名，或已被使用"
        if operation.record and not _READING.fullmatch(kinds):
            yield (i, "parameters"), f"{operation.operation} 的参数读不出记录"
        if operation.pin_of and (operation.record or kinds != _PIN_ENTRY):
            yield (i, "parameters"), f"{operation.operation} 的参数不是输入密码所能给的"
        if operation.pin_of and operation.pin_of not in cards:
            yield (i, "pin_of"), f"{operation.pin_of} 不是社保卡的记录，无法按卡计数"
        if operation.identifies and not operation.record:
            yield (i, "identifies"), f"{operation.operation} 不读记录，识别不了人员"


def words_known(spec: Spec) -> Iterator[Finding]:
    """A check, an operation or a record that the vocabulary does not have."""
    file = spec.files.get(_FILE)
    if file is None or file.record is None:
        return
    for at, path, name, known in _words(spec, spec.vocabulary):
        if name not in known:
            yield at.finding(path, "VOCABULARY_WORD", f"{_FILE} 里没有 {name}", f"可用：{'、'.join(known)}")


def _words(spec: Spec, words: form.VocabularyFile) -> Iterator[tuple[SpecFile, Steps, str, list[str]]]:
    """File, place and name of every word in use, with those that may stand there."""
    checks = [check.check for check in words.checks]
    operations = [operation.operation for operation in words.operations]
    records = [*dict.fromkeys(operation.record for operation in words.operations if operation.record)]
    table = spec.single("identification.yaml")
    for i, case in enumerate(table.cases if isinstance(table, form.IdentificationFile) else ()):
        for j, argument in enumerate(case.arguments):
            path: Steps = ("cases", i, "arguments", j, "check")
            yield spec.files["identification.yaml"], path, argument.check, checks
    for file, library in spec.readers():
        for i, function in enumerate(library.functions):
            yield file, ("functions", i, "operation"), function.operation, operations
        for i, record in enumerate(library.records):
            yield file, ("records", i, "record"), record.record, records


def words(spec: Spec) -> Iterator[Finding]:
    """Words that can't be used, and words in use that do not exist."""
    yield from words_usable(spec)
    yield from words_known(spec)


RULES = (Rule(id="VOCABULARY_WORD", purpose="Every word of a row stands once in the vocabulary.", check=words),)
