"""Documents broken at random: pieces lost, moved or doubled, cells gone, rows in the way; no field is lost silently."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from gdyb_generator.importing.run import import_document
from support.importing.imported import written
from support.importing.province import Province
from support.importing.untidy import Untidy
from support.importing.wordfile import WordFile, cell, row
from support.places import SPEC

WIRE = re.compile("[a-z][a-z0-9_]{2,}")
IN_THE_WAY = ("输出", "注：见附录", "明细（detail）", "节点标识：other", "续表", "input")
PIECES = 50


def broken(seed: int, folder: Path) -> list[str]:
    """A part of a document with up to eight faults."""
    choice = random.Random(seed)
    document = Province(seed) if seed % 2 else Untidy(seed)
    document.write(folder / "whole.docx")
    start = choice.randrange(len(document.word.pieces) - PIECES)
    pieces = document.word.pieces[start : start + PIECES]
    for _ in range(choice.randrange(1, 9)):
        at = choice.randrange(len(pieces))
        fault = choice.choice(["lost", "doubled", "moved", "cell", "row", "between"])
        if fault == "lost":
            del pieces[at]
        elif fault == "doubled":
            pieces.insert(choice.randrange(len(pieces)), pieces[at])
        elif fault == "moved":
            pieces.insert(choice.randrange(len(pieces) - 1), pieces.pop(at))
        elif tables := [i for i, piece in enumerate(pieces) if piece.startswith("<w:tbl")]:
            at = choice.choice(tables)
            pieces[at] = spoiled(pieces[at], fault, choice)
    return pieces


def spoiled(table: str, fault: str, choice: random.Random) -> str:
    """A table without a cell or a row, or with a row over its whole width."""
    pattern = "<w:tc>.*?</w:tc>" if fault == "cell" else "<w:tr>.*?</w:tr>"
    found = choice.choice(list(re.finditer(pattern, table)))
    inside = row(cell(choice.choice(IN_THE_WAY), span=6)) if fault == "between" else ""
    return table[: found.start()] + (found[0] + inside if inside else "") + table[found.end() :]


def printed(pieces: list[str]) -> Counter[str]:
    """How often each wire name stands where a field of a table has its name."""
    names: Counter[str] = Counter()
    for line in re.findall("<w:tr>.*?</w:tr>", "".join(pieces)):
        texts = [
            "".join(re.findall("<w:t[ >][^<]*?>?([^<>]*)</w:t>", one)) for one in re.findall("<w:tc>.*?</w:tc>", line)
        ]
        first = [text for text in texts[:2] if WIRE.fullmatch(text)]
        names.update(first[:1] if len(texts) >= 4 else [])
    return names


@pytest.mark.parametrize("seed", range(8))
def test_no_field_is_lost_silently(seed: int, tmp_path: Path) -> None:
    pieces = broken(seed, tmp_path)
    report = import_document(WordFile(pieces).save(tmp_path / "edition.docx"), tmp_path / "spec", SPEC)
    found = Counter(name for *_, name in written(tmp_path / "spec"))
    found.update(WIRE.findall("\n".join(f"{doubt.read} {doubt.row}" for doubt in report.doubts)))
    wanted = printed(pieces)
    assert wanted
    assert {name: count for name, count in wanted.items() if found[name] < count} == {}
    assert report.counts.lost == 0
    assert [doubt.read for doubt in report.doubts if doubt.rule == "LINT"] == []
