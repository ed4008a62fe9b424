"""What the platform has of a command whose answer is missing: asked as spec/settlement.yaml says, compared row by row.

Nothing here calls: each function yields its queries and is sent the answers, so that sync and async callers share it.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from gdyb.protocol import UTC_OFFSET
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.errors import BusinessError, GdybError
from gdyb_runtime.model.base import ReplyModel
from gdyb_runtime.model.lookups import FirstLookup, Lookup, LookupValue
from gdyb_runtime.model.reply_rules import is_alike, value_of
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.money import cents_of
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.journal.states import EventKind

__all__ = ["Asking", "Found", "Query", "Sent", "amount_of", "differing", "leaf", "look_up"]

_MADE = "rows"
"""Where the answer itself is the rows."""
_MONEY = "medfee_sumamt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A call to be made."""

    infno: str
    nodes: Mapping[str, object] = field(repr=False)


Asking: TypeAlias = Generator[Query, Reply[Any] | GdybError, "Found"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A command as it went out, once or more often."""

    infno: str
    input: Mapping[str, object] = field(repr=False)
    msgids: tuple[str, ...]
    first: float
    last: float
    """Seconds since 1970, when it went out first and last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the platform told: `FOUND`, `MISSING`, `DOUBTFUL` or `NOT_TOLD`."""

    kind: EventKind
    why: str = ""
    mdtrt_id: str = ""
    setl_id: str = ""
    cents: int | None = None
    problem: GdybError | None = None
    """Why the platform did not tell."""


def look_up(sent: Sent) -> Asking:
    """Asks what the platform has of a command.

    Only what it has of this very command counts as found; where it has something that could be it, a person decides.
    """
    lookup = SETTLEMENT.lookups.get(sent.infno)
    if lookup is None:
        return Found(kind=EventKind.NOT_TOLD, why="没有能查到这种交易结果的查询")
    taken: list[str] = [""]
    if lookup.first is not None:
        answer = yield Query(infno=lookup.first.query, nodes=_nodes(lookup.first.fills, sent, ""))
        if isinstance(answer, GdybError):
            return _not_answered(answer)
        taken = list(_taken(lookup.first, answer.output))
    rows: list[ReplyModel] = []
    is_list = True
    for one in taken:
        answer = yield Query(infno=lookup.query, nodes=_nodes(lookup.fills, sent, one))
        if isinstance(answer, GdybError):
            if isinstance(answer, BusinessError) and answer.finds_nothing:
                continue
            return _not_answered(answer)
        found, many = _rows(answer.output, lookup.node)
        rows += found
        is_list &= many
    if lookup.rows:
        return _compare_each(lookup, sent, rows)
    return _compare(lookup, sent, rows, tells_all=is_list or lookup.first is not None)


def leaf(nodes: object, name: str) -> object:
    """The first value of this name in an input, however deep; None where there is none."""
    if isinstance(nodes, Mapping):
        if name in nodes and not isinstance(nodes[name], Mapping | list):
            return nodes[name]
        nodes = list(nodes.values())
    if isinstance(nodes, list):
        return next((value for node in nodes if (value := leaf(node, name)) is not None), None)
    return None


def amount_of(value: object) -> int | None:
    """An amount in cents; None where it is none."""
    try:
        return None if value in (None, "") else cents_of(Decimal(str(value)))
    except (ValueError, ArithmeticError):
        return None


def differing(infno: str, one: Mapping[str, object], other: Mapping[str, object]) -> tuple[str, ...]:
    """The fields in which two inputs are those of different commands; of others, such as times, nothing depends."""
    lookup = SETTLEMENT.lookups.get(infno)
    if lookup is None:
        return () if one == other else ("input",)
    if lookup.rows:
        return () if one.get(lookup.rows) == other.get(lookup.rows) else (lookup.rows,)
    own = [value.source for value in (*lookup.identifies, *lookup.fills) if value.kind == "input"]
    names = dict.fromkeys((*own, *lookup.agrees))
    return tuple(name for name in names if not _is_same(leaf(one, name), leaf(other, name)))


def _is_same(one: object, other: object) -> bool:
    return one == other or (one not in (None, "") and other not in (None, "") and is_alike(one, other))


def _not_answered(error: GdybError) -> Found:
    # One query that finds nothing tells that there is nothing; any other refusal tells nothing.
    if isinstance(error, BusinessError) and error.finds_nothing:
        return Found(kind=EventKind.MISSING)
    return Found(kind=EventKind.NOT_TOLD, why=f"{error.infno} 查询没有结果", problem=error)


def _nodes(fills: Sequence[LookupValue], sent: Sent, taken: str) -> Mapping[str, object]:
    nodes: dict[str, dict[str, object]] = {}
    for value in fills:
        node, _, name = value.field.partition(".")
        nodes.setdefault(node, {})[name] = _value(value, sent, taken)
    return nodes


def _value(value: LookupValue, sent: Sent, taken: str) -> object:
    match value.kind:
        case "input":
            return leaf(sent.input, value.source)
        case "fixed":
            return value.source
        case "empty":
            return ""
        case "msgid":
            return sent.msgids[-1]
        case "taken":
            return taken
        case "since":
            return f"{_day(sent.first, -1)} 00:00:00"
        case "until":
            return f"{_day(sent.last, 1)} 23:59:59"


def _day(moment: float, days: int) -> str:
    local = datetime.fromtimestamp(moment, UTC).astimezone(zone_of(UTC_OFFSET))
    return f"{local + timedelta(days=days):%Y-%m-%d}"


def _taken(first: FirstLookup, output: ReplyModel) -> Iterator[str]:
    rows, _ = _rows(output, first.node)
    for value in dict.fromkeys(value_of(row, first.takes) for row in rows):
        if value not in (None, ""):
            yield str(value)


def _rows(output: ReplyModel, node: str) -> tuple[list[ReplyModel], bool]:
    """The rows of an answer, and whether it could have held several."""
    found = value_of(output, node or _MADE)
    rows = found if isinstance(found, list) else [found]
    return [row for row in rows if isinstance(row, ReplyModel)], isinstance(found, list)


def _compare(lookup: Lookup, sent: Sent, rows: Sequence[ReplyModel], *, tells_all: bool) -> Found:
    own = [row for row in rows if _is_own(lookup, sent, row)]
    others = [row for row in rows if row not in own]
    if len(own) == 1:
        wrong = [name for name in lookup.agrees if not _agrees(own[0], name, leaf(sent.input, name))]
        if wrong:
            return Found(kind=EventKind.DOUBTFUL, why=f"平台的记录与请求的 {'、'.join(wrong)} 不同")
        return _found(own[0])
    if own:
        return Found(kind=EventKind.DOUBTFUL, why=f"平台有 {len(own)} 笔这样的业务")
    by_msgid = any(value.kind == "msgid" for value in lookup.identifies)
    if by_msgid and others and not tells_all:
        # One row only, of another settlement of this visit: what came before it is not told.
        return Found(kind=EventKind.DOUBTFUL, why="平台只给出这次就诊的另一笔结算")
    if by_msgid and any(_looks_alike(lookup, sent, row) for row in others):
        return Found(kind=EventKind.DOUBTFUL, why="平台有同一人、同一金额的另一笔业务，报文编号不同")
    return Found(kind=EventKind.MISSING)


def _compare_each(lookup: Lookup, sent: Sent, rows: Sequence[ReplyModel]) -> Found:
    """Of a command that made a row for each of its own: all of them, none, or a doubt."""
    uploaded = sent.input.get(lookup.rows)
    given = [row for row in uploaded if isinstance(row, Mapping)] if isinstance(uploaded, list) else []
    there, wrong = 0, set[str]()
    for one in given:
        part = Sent(infno=sent.infno, input=one, msgids=sent.msgids, first=sent.first, last=sent.last)
        found = next((row for row in rows if _is_own(lookup, part, row)), None)
        if found is not None:
            there += 1
            wrong |= {name for name in lookup.agrees if not _agrees(found, name, leaf(one, name))}
    if wrong:
        return Found(kind=EventKind.DOUBTFUL, why=f"平台的记录与请求的 {'、'.join(sorted(wrong))} 不同")
    if there == len(given):
        return Found(kind=EventKind.FOUND, mdtrt_id=str(leaf(sent.input, "mdtrt_id") or ""))
    if there:
        return Found(kind=EventKind.DOUBTFUL, why=f"平台只有 {len(given)} 行中的 {there} 行")
    return Found(kind=EventKind.MISSING)


def _is_own(lookup: Lookup, sent: Sent, row: ReplyModel) -> bool:
    for value in lookup.identifies:
        expected = sent.msgids if value.kind == "msgid" else (_value(value, sent, ""),)
        told = value_of(row, value.field)
        if told in (None, "") or not any(one not in (None, "") and is_alike(told, one) for one in expected):
            return False
    return True


def _agrees(row: ReplyModel, name: str, given: object) -> bool:
    """Whether a row repeats what was sent, as far as both have it."""
    told = value_of(row, name)
    return told in (None, "") or given in (None, "") or is_alike(told, given)


def _looks_alike(lookup: Lookup, sent: Sent, row: ReplyModel) -> bool:
    """Whether a row could be the command, or what took it back, though its number is another one."""
    for name in lookup.agrees:
        told, given = value_of(row, name), leaf(sent.input, name)
        money, asked = amount_of(told) if isinstance(told, Decimal | int) else None, amount_of(given)
        if money is not None and asked is not None:
            if abs(money) != abs(asked):
                return False
        elif not _agrees(row, name, given):
            return False
    return True


def _found(row: ReplyModel) -> Found:
    return Found(
        kind=EventKind.FOUND,
        mdtrt_id=str(value_of(row, "mdtrt_id") or ""),
        setl_id=str(value_of(row, "setl_id") or ""),
        cents=amount_of(value_of(row, _MONEY)),
    )
