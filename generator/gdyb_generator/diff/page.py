"""One HTML page that somebody who writes no programs can read, print and sign: old and new tables side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from gdyb_generator.diff.accept import Verdict
from gdyb_generator.diff.change import Change, Item, Level, Place
from gdyb_generator.diff.facts import children

_ROW = (
    ("name", "字段"),
    ("label", "名称"),
    ("type", "类型"),
    ("length", "长度"),
    ("required", "必填"),
    ("remark", "说明"),
)
_CODE = (("code", "值"), ("label", "含义"), ("name", "英文名"))
_ITEM = (("name", "项"), ("label", "名称"), ("kind", "类型"), ("pattern", "形状"))
_PARAMETER = (("name", "参数"), ("type", "类型"), ("direction", "方向"), ("length", "长度"))
_SENT = (("field", "字段"), ("value", "固定值"), ("argument", "参数"))
# Kinds that are a table on paper: the list with the rows, and its columns.
_TABLES = {
    "node": ("fields", _ROW),
    "envelope": ("fields", _ROW),
    "headers": ("fields", _ROW),
    "layout": ("columns", _ROW),
    "dictionary": ("values", _CODE),
    "record": ("items", _ITEM),
    "function": ("parameters", _PARAMETER),
    "case": ("sends", _SENT),
}
_ROW_KINDS = {
    "node": "field", "envelope": "envelope_field", "headers": "header", "layout": "column", "dictionary": "value",
    "record": "item", "function": "parameter", "case": "sent",
}  # fmt: skip


# What the parts are called that are no interface, by the beginning of their keys.
_PARTS = {
    "dictionaries": "字典", "document": "文档", "envelope": "公共报文", "environments": "环境", "errata": "勘误",
    "formats": "格式", "gateway": "网关：请求头、签名、错误", "identification": "人员识别", "interface_list": "接口列表",
    "messages": "报文规则", "overlays": "地市", "procedures": "流程", "readers": "读卡", "settlement": "结算与冲正", "surface": "程序里的公开名称", "vocabulary": "用词",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A printed cell of one edition, and whether the other one prints something else."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table in both editions; `mark` says in one sign what happened to it."""

    mark: str
    state: str
    old: tuple[Cell, ...]
    new: tuple[Cell, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of which at least one row changed, with all its rows."""

    part: str
    title: str
    source: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of the overview: an interface or another part of the spec, where its changes begin, how many of each level."""

    title: str
    target: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the two editions are called, when the page was made, and which version is proposed, if any."""

    old: str
    new: str
    made: date
    version: str


def render_page(verdict: Verdict, old: Mapping[str, Item], new: Mapping[str, Item], about: About) -> str:
    """The page for two editions as records."""
    tables = changed_tables(verdict, old, new)
    shown = {change for table in tables for change in table.changes}
    shown |= {change for table in tables for row in table.rows for change in row.changes}
    counts = [(level, sum(change.level is level for change in verdict.changes)) for level in Level]
    return _template().render(
        verdict=verdict,
        about=about,
        counts=counts,
        headline=_headline(verdict),
        parts=overview(verdict, tables, old, new),
        tables=tables,
        others=[change for change in verdict.changes if change not in shown],
        said=lambda change: _said(verdict, change),
    )


def _headline(verdict: Verdict) -> str:
    if verdict.undeclared:
        return f"有 {len(verdict.undeclared)} 处变化需要核对"
    return "没有未说明的变化" if verdict.is_clean else "变化都已说明，但接受文件或版本号有问题，见下"


def _said(verdict: Verdict, change: Change) -> Markup:
    """A change as a badge of its level, its message and, when it is intended, why."""
    reason = verdict.reasons.get(change)
    badge = Markup('<span class="level {}">{}</span> {}').format(change.level, change.level.label, change.message)
    return badge + Markup(' <span class="said">（已接受：{}）</span>').format(reason) if reason else badge


def overview(
    verdict: Verdict, tables: list[Table], old: Mapping[str, Item], new: Mapping[str, Item]
) -> tuple[Part, ...]:
    """The parts of the spec in which something changed, in the order of their keys."""
    by_part: dict[str, Counter[Level]] = {}
    for change in verdict.changes:
        by_part.setdefault(_part(change.place), Counter())[change.level] += 1
    first: dict[str, str] = {}
    for number, table in enumerate(tables, 1):
        first.setdefault(table.part, f"t{number}")
    titles = {
        _part(item.place): item.place.title for one in (old, new) for item in one.values() if item.kind == "interface"
    }
    return tuple(
        Part(
            title=titles.get(part) or _PARTS.get(part, part),
            target=first.get(part, "others"),
            counts=tuple(by_part[part][level] for level in Level),
        )
        for part in sorted(by_part)
    )


def _part(place: Place) -> str:
    return place.infno or place.key.partition("/")[0]


def changed_tables(verdict: Verdict, old: Mapping[str, Item], new: Mapping[str, Item]) -> list[Table]:
    """Tables with a change in them, in the order of their keys; of an interface that came or is gone, all."""
    by_table: dict[str, list[Change]] = {}
    for change in verdict.changes:
        item = new.get(change.place.key) or old[change.place.key]
        parent = new.get(item.parent) or old.get(item.parent)
        if item.kind in _TABLES:
            by_table.setdefault(item.place.key, []).append(change)
        elif item.kind == "interface" and (item.place.key not in old or item.place.key not in new):
            for below in (*children(old, item.place.key), *children(new, item.place.key)):
                if below.kind in _TABLES:
                    by_table.setdefault(below.place.key, []).append(change)
        elif parent is not None and _ROW_KINDS.get(parent.kind) == item.kind:
            by_table.setdefault(parent.place.key, []).append(change)
    return [_table(key, by_table[key], old, new) for key in sorted(by_table)]


def _table(key: str, changes: list[Change], old: Mapping[str, Item], new: Mapping[str, Item]) -> Table:
    item = new.get(key) or old[key]
    list_name, columns = _TABLES[item.kind]
    before, after = (_rows(items, key, list_name, _ROW_KINDS[item.kind]) for items in (old, new))
    rows = [_row(before.get(name), after.get(name), columns, changes) for name in merged([*before], [*after])]
    return Table(
        part=_part(item.place),
        title=item.place.title,
        source=" ".join(text for name in ("table", "caption") if (text := item.cells.get(name))),
        headings=tuple(heading for _, heading in columns),
        rows=tuple(rows),
        changes=tuple(change for change in changes if change.place.key in {key, item.parent}),
    )


def _rows(items: Mapping[str, Item], key: str, list_name: str, kind: str) -> dict[str, Item]:
    if key not in items:
        return {}
    prefixes = (f"{key}/", f"{key}/{list_name}/")
    names = items[key].order.get(list_name, ())
    rows = ((name, items.get(prefix + name)) for name in names for prefix in prefixes)
    return {name: item for name, item in rows if item is not None and item.kind == kind}


def merged(old: list[str], new: list[str]) -> list[str]:
    """The new order, with what is gone behind the row it stood behind."""
    result = list(new)
    for index, name in enumerate(old):
        if name not in result:
            result.insert(result.index(old[index - 1]) + 1 if index else 0, name)
    return result


def _row(old: Item | None, new: Item | None, columns: tuple[tuple[str, str], ...], changes: list[Change]) -> Row:
    place: Place = (new or old).place  # type: ignore[union-attr]
    own = tuple(change for change in changes if change.place.key == place.key)
    before = [old.cells.get(name, "") if old else "" for name, _ in columns]
    after = [new.cells.get(name, "") if new else "" for name, _ in columns]
    is_pair = old is not None and new is not None
    differs = [is_pair and one != two for one, two in zip(before, after, strict=True)]
    state = "added" if old is None else "removed" if new is None else "changed" if own or any(differs) else ""
    return Row(
        mark={"added": "＋", "removed": "－", "changed": "≠", "": ""}[state],
        state=state,
        old=tuple(Cell(text=text, is_changed=mark) for text, mark in zip(before, differs, strict=True)),
        new=tuple(Cell(text=text, is_changed=mark) for text, mark in zip(after, differs, strict=True)),
        changes=own,
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.j2")
