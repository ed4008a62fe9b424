"""What the notes of an interface say about rows: `输入就诊信息为单行数据，诊断信息为多行数据`, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gdyb_generator.importing.words import squeeze

Rows: TypeAlias = Literal["one", "many"]
IN_WORDS: dict[Rows, str] = {"many": "多行", "one": "单行"}

_ROWS = re.compile(r"(?:单|多)(?:行|条|笔|记录)(?:数据|记录|输入|输出)?")
_SIDES = (("input", re.compile(r"输入|入参|上行|传入")), ("output", re.compile(r"输出|出参|返回|下行|传出")))
_PIECE = re.compile(r"[，,、；;。:：]|以及|和|及|与")
_SENTENCE = re.compile(r"[。；;]")
_NUMBER = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.、．]|注意[:：]?|[①-⑳])\s*")
_AROUND = re.compile(
    r"交易|接口|节点标识符?|节点|输入|输出|入参|出参|返回|上行|下行|传入|传出|均|都|[为是入的]+$|^[的中]+"
)
_HOLLOW = re.compile(r"信息|数据|列表|参数|说明|内容|集合?$|表$")
_REST = frozenset({"其他", "其余", "其它"})
_TOO_LONG = 40


@dataclass(frozen=True, slots=True)
class Said:
    """One clause: the side, what it speaks of (empty: the whole side; `*`: the rest of it), and how many rows."""

    side: str
    subject: str
    rows: Rows


def said(text: str) -> Iterator[Said]:
    """The clauses of a line of text; a clause that names no side is about the side named before it in its sentence."""
    for sentence in _SENTENCE.split(text):
        side, begin = "", 0
        for match in _ROWS.finditer(sentence):
            clause = _NUMBER.sub("", sentence[begin : match.start()])
            begin = match.end()
            rows: Rows = "many" if match[0].startswith("多") else "one"
            for side, subject in _subjects(clause, side):
                if side and len(subject) <= _TOO_LONG:
                    yield Said(side, subject, rows)


def _subjects(clause: str, side: str) -> list[tuple[str, str]]:
    """What a clause speaks of, with its side: the one named last."""
    found: dict[tuple[str, str], None] = {}
    for piece in filter(str.strip, _PIECE.split(clause)):
        side = next((name for name, pattern in _SIDES if pattern.search(piece)), side)
        name = _core(piece)
        found[side, "*" if name in _REST else name] = None
    return list(found) or [(side, "")]


def _core(text: str) -> str:
    """What names a thing in a text: without the words around it that everything there has."""
    bare = squeeze(text)
    for pattern in (_AROUND, _AROUND, _HOLLOW):
        bare = pattern.sub("", bare)
    return bare.strip("-－—:：()（）")


def rows_of_nodes(
    statements: Sequence[Said], nodes: Mapping[str, str], inside: Collection[str] = ()
) -> dict[str, Rows]:
    """How many rows each node (wire name → caption) of one side has, as far as the statements about that side say it.

    A subject is the node's wire name or what its caption says; 其他 is what no other clause speaks of; a statement
    about the whole side counts for all its nodes when it says one row, and for many rows when there is one node. Of the
    nodes `inside` others it says nothing.
    """
    result = _spoken_of([one for one in statements if one.subject not in ("", "*")], nodes)
    rest: dict[str, Rows] = {one.subject: one.rows for one in reversed(statements) if one.subject in ("", "*")}
    outermost = [node for node in nodes if node not in inside]
    for node in outermost:
        if node in result:
            continue
        if "*" in rest:
            result[node] = rest["*"]
        elif "" in rest and (len(outermost) == 1 or rest[""] == "one"):
            result[node] = rest[""]
        elif len(nodes) == 1 and len({one.rows for one in statements}) == 1:
            result[node] = statements[0].rows
    return result


def _spoken_of(named: Sequence[Said], nodes: Mapping[str, str]) -> dict[str, Rows]:
    """The nodes that clauses speak of: those alike most first; one clause and one node that are left belong together."""
    known = {node: {_core(caption), squeeze(node)} - {""} for node, caption in nodes.items()}
    alike: dict[tuple[float, int], list[str]] = {}
    for at, one in enumerate(named):
        for node, names in known.items():
            if ratio := max((_likeness(one.subject, name) for name in names), default=0):
                alike.setdefault((ratio, -at), []).append(node)
    result: dict[str, Rows] = {}
    used: set[int] = set()
    for (_, at), found in sorted(alike.items(), reverse=True):
        free = [node for node in found if node not in result]
        if len(free) == 1 and -at not in used:
            result[free[0]] = named[-at].rows
            used.add(-at)
    free, unused = [node for node in nodes if node not in result], [i for i in range(len(named)) if i not in used]
    if len(free) == len(unused) == 1:
        result[free[0]] = named[unused[0]].rows
    return result


def _likeness(subject: str, name: str) -> float:
    """How much of the longer one the shorter one is, where one contains the other."""
    if subject not in name and name not in subject:
        return 0
    return min(len(subject), len(name)) / max(len(subject), len(name))
