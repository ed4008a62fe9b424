"""Doubts that people have already answered: the same printed cell, and a decision that is no draft any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gdyb_generator.importing.doubts import Report
from gdyb_generator.spec.words import ROW_CELLS

_ABOUT = {
    "TYPE_MISSING": "type", "TYPE_UNKNOWN": "type", "DATE_WITH_TIME": "type", "DATE_FORMAT": "type", "LENGTH_MISSING": "length",
    "LENGTH_UNREADABLE": "length", "CODE_WITHOUT_DICTIONARY": "code", "DICTIONARY_MISFIT": "code",
}  # fmt: skip
_OF_NODES = {"ROWS_ASSUMED": "rows", "LIMIT_MISSING": "limit", "NODE_MISSING": "node", "NODE_ASSUMED": "node"}
_FLAGS = {ROW_CELLS[key]: key for key in ("code", "required")}


def settle(report: Report, old: Mapping[str, Any], new: Mapping[str, Any], places: Mapping[str, str]) -> None:
    """Takes away the doubts about cells and nodes of one interface that its existing file has decided."""
    decided = set(_decided(old, new, places))
    if decided:
        report.doubts = [
            d for d in report.doubts if (d.table, d.row.rpartition(" ")[2], _key(d.rule, d.cell)) not in decided
        ]


def settle_table(report: Report, place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """The same for a table of the envelope or of the headers."""
    rows = {row["name"]: row for row in old["fields"]}
    decided = {
        (place, row["name"], key)
        for row in new["fields"]
        if row["name"] in rows
        for key in _same(rows[row["name"]], row)
    }
    report.doubts = [
        d for d in report.doubts if (d.table, d.row.rpartition(" ")[2], _key(d.rule, d.cell)) not in decided
    ]


def _key(rule: str, cell: str) -> str:
    if rule == "FLAG_UNREADABLE":
        return _FLAGS.get(cell, "")
    return _ABOUT.get(rule, _OF_NODES.get(rule, rule))


def _decided(
    old: Mapping[str, Any], new: Mapping[str, Any], places: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for side in ("input", "output"):
        known = {node.get("node", ""): node for node in old.get(side) or []}
        for node in new[side]:
            before = known.get(node.get("node", ""))
            place = places.get(f"{new['infno']} {side} {node.get('node', '')}", "")
            if before is None:
                continue
            yield from ((place, "", key) for key in _OF_NODES.values() if key not in (before.get("draft") or []))
            rows = {row["name"]: row for row in before["fields"]}
            for row in node["fields"]:
                if (was := rows.get(row["name"])) is not None:
                    yield from ((place, row["name"], key) for key in _same(was, row))


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in ("type", "length", "code", "required"):
        if old.get(key, "") == new.get(key, "") and key not in (old.get("draft") or []):
            yield key
