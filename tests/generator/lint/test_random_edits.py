"""Random edits of good spec files: they give findings or code that compiles, never a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdyb_generator.emit.python.models import model_schema
from gdyb_generator.emit.python.package import emit_python
from gdyb_generator.emit.python.surface import emit_surface
from gdyb_generator.emit.schema import dump, envelope_schema, interface_schema
from gdyb_generator.lint.registry import lint
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import Spec, load
from support.places import GOLDEN

SEED = GOLDEN / "spec"
FILES = sorted(path.relative_to(SEED).as_posix() for path in SEED.rglob("*.yaml"))
FRAGMENTS = (
    *"{}[],:-?&*!|>%@`'\"# \n\t\\~",
    *("- ", ": ", "<<: ", "&a ", "!!str ", "---\n", "- []\n", "\r\n"),
    *[
        "*a",
        "null",
        "true",
        "yes",
        "Y",
        "01",
        "1e3",
        "0x1F",
        "[[",
        "'0'",
        "[]",
        "{}",
        "[T1]",
        "[null]",
        "one",
        "many",
        "字符型",
        "数值型",
        "日期型",
        "日期时间型",
        "9001",
        "T9",
    ],
    *['"16,2"', '"2,3"', '"0"', '"²"', '"9999999999"', '""'],
    *[
        "settings",
        "input",
        "msgid",
        "public",
        "secret",
        "query",
        "command",
        "class",
        "list",
        "self",
        "_x",
        "in_",
        "model_dump",
        "Flag",
        "flag",
        "kind",
        "month",
    ],
    *("\0", "\x85", "\ufeff", "\u2028", "\U0001f600", '"\\u0000"', '"\\n"', '"""', "'''", "{{ x }}", "{% x %}", "${x}"),
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the spec and its text after one to four edits of words, lines or characters."""
    name = draw(st.sampled_from(FILES))
    text = (SEED / name).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from((_splice, _swap_words, _move_line)))(draw, text)
    return name, text


def _splice(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 12)))
    return text[:start] + draw(st.sampled_from(FRAGMENTS) | st.text(max_size=5)) + text[end:]


def _swap_words(draw: st.DrawFn, text: str) -> str:
    words = text.split(" ")
    words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(FRAGMENTS) | st.sampled_from(words))
    return " ".join(words)


def _move_line(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    line = lines[draw(st.integers(0, len(lines) - 1))]
    if draw(st.booleans()):
        lines.remove(line)
    lines.insert(draw(st.integers(0, len(lines))), line)
    return "".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seed that the examples edit and put right again."""
    return Path(shutil.copytree(SEED, tmp_path_factory.mktemp("edited") / "spec"))


def emit(spec: Spec) -> None:
    """Everything but the model engine and the formatter; whatever is printed must be valid."""
    package = resolve(spec)
    for name, text in emit_python(package).items():
        compile(text, name, "exec")
    emit_surface(package).encode()
    json.loads(dump(envelope_schema(package)).encode())
    for interface in package.interfaces:
        schema = interface_schema(interface)
        json.loads(dump(schema).encode())
        model_schema(interface.module, schema)


@settings(max_examples=400, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(edit=edits())
def test_random_edits_never_raise(folder: Path, edit: tuple[str, str]) -> None:
    name, text = edit
    path = folder / name
    try:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        spec = load(folder)
        found = lint(spec)
        for finding in found:
            assert finding.line >= 1
            assert finding.column >= 1
            assert finding.message
            str(finding).encode()
        if not found:
            emit(spec)
    finally:
        shutil.copyfile(SEED / name, path)
