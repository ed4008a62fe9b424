"""What labels and remarks say about several fields: how a query is paged, which field counts the rows of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.rows import Row
from gdyb_generator.importing.words import data, squeeze
from gdyb_generator.spec.datatypes import find

_PAGE = re.compile(r"(?:每页|每次|一次|单次)[^\d。；;]{0,10}(\d{1,5})\s*(?:条|行|笔)")
_FROM = re.compile(r"从\s*([01])\s*(?:行|条)?\s*(?:开始|起)|([01])\s*(?:行|条)?(?:开始|起)")
_KEYS = ("setl_sn", "setl_id", "mdtrt_id", "seqno")


def paging(content: Mapping[str, Any], report: Report, place: str) -> dict[str, Any] | None:
    """How a query is read page by page, where one field says the first row and one node of the reply repeats."""
    many = [node for node in content["output"] if node["rows"] == "many" and node.get("node")]
    for node, row in _counters(content):
        if _is(row, "page_number"):
            assumed = "没有写 paging：spec 只会按行数翻页"
            report.add("PAGING_UNKNOWN", place, line=row["line"], row=row["name"], read=row["label"], assumed=assumed)
        if not _is(row, "first_row") or len(many) != 1:
            continue
        said = f"{row['label']} {row.get('remark', '')}"
        page, first = _PAGE.search(said), _FROM.search(said)
        size = int(page[1]) if page else many[0].get("limit")
        if size:
            start = int(first[1] or first[2]) if first else 1
            rows = many[0]["node"]
            return {"field": f"{node['node']}.{row['name']}", "first": start, "size": size, "rows": rows, "key": _key(many[0])}  # fmt: skip
    return None


def counts(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields that hold the number of rows which the call itself carries."""
    many = [node for node in content["input"] if node["rows"] == "many" and node.get("node")]
    if len(many) != 1:
        return []
    return [
        {"kind": "count", "field": f"{node['node']}.{row['name']}", "rows": many[0]["node"], "line": row["line"]}
        for node, row in _counters(content)
        if _is(row, "row_count")
    ]


def _counters(content: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Row]]:
    for node in content["input"]:
        for row in node["fields"] if node["rows"] == "one" and node.get("node") else ():
            kind = find(row.get("effective", {}).get("type", row.get("type", "")))
            if kind is not None and kind.is_number:
                yield node, row


def _is(row: Row, kind: str) -> bool:
    known = data("words")[kind]
    return row["name"].lower() in known["names"] or squeeze(row["label"]) in known["labels"]


def _key(node: Mapping[str, Any]) -> str:
    """The field that identifies a row."""
    names = [row["name"] for row in node["fields"]]
    return next((key for key in _KEYS if key in names), names[0])
