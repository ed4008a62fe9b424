"""What is written as YAML is read back as it was, also by the reader that refuses what could be misread."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from gdyb_generator.importing.yaml_text import dump
from gdyb_generator.spec.read import read

TEXTS = st.text(alphabet=string.printable[:95] + "\n中文，。：（）“”、　\xa0", max_size=30) | st.sampled_from(
    [
        "Y",
        "n",
        "null",
        "~",
        "1e3",
        "0x1",
        "16,2",
        "a: b",
        "a #b",
        "- a",
        "yes",
        "2020-01-01",
        "12:30",
        "=",
        "a:",
        "{x}",
        "<<",
        "|",
    ]
)


@given(label=TEXTS, remark=TEXTS, code=TEXTS, single=TEXTS)
def test_texts_come_back(label: str, remark: str, code: str, single: str) -> None:
    value = {
        "label": label,
        "effective": {"type": code, "length": single},
        "errata": [single],
        "values": [{"code": code, "label": label}],
        "fields": [{"name": remark, "remark": label, "draft": [code]}],
    }
    content = read("a.yaml", dump(value).encode())
    assert content.findings == []
    assert content.value == value
