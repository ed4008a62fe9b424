"""A new edition over an existing spec: printed cells change, what people decided stays, what is gone is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.rows import NOTATION, PRINTED, Row
from gdyb_generator.importing.said import IN_WORDS

_OF_EVIDENCE = ("evidence", "confidence", "derived_from", "spellings")
_ROW_ORDER = (
    "name label type length code required remark line source format dictionary sensitive required_when "
    "required_when_input_has confidence derived_from spellings effective errata draft"
).split()
_NODE_ORDER = "node inside table caption lines rows limit limit_line required evidence confidence draft fields".split()
_TOP_ORDER = (
    "infno name operation effect summary sender receiver document lines errata draft paging input output output_printed reply "
    "files disagreements rules variants"
).split()
_PROPOSED = frozenset({"operation", "effect", "paging", "rules"})
_ALWAYS = frozenset({"infno", "input", "output"})


def ordered(value: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
    """The keys in the order of the spec's files; blank ones are left out, as blank cells are."""
    keys = [key for key in order if key in value] + [key for key in value if key not in order]
    return {key: value[key] for key in keys if key in _ALWAYS or value[key] not in ("", [], {}, None)}


def tidy_row(row: Row) -> Row:
    """A row in order, with drafts and errata once each."""
    new = {key: value for key, value in row.items() if key != "remark_line"}
    for key in ("draft", "errata"):
        if new.get(key):
            new[key] = list(dict.fromkeys(new[key]))
    if new.get("effective", {}).keys() and not new.get("errata"):
        new["errata"] = [NOTATION]
    return {"name": new["name"], "label": new.get("label", "")} | ordered(new, _ROW_ORDER)


def tidy_node(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node in order."""
    return ordered(dict(node) | {"fields": [tidy_row(row) for row in node["fields"]]}, _NODE_ORDER)


def tidy_interface(content: Mapping[str, Any]) -> dict[str, Any]:
    """An interface in order."""
    new = dict(content)
    for side in ("input", "output"):
        new[side] = [tidy_node(node) for node in new[side]]
    return ordered(new, _TOP_ORDER)


class Merger:
    """Lays imported contents over existing ones."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def interface(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
        """An interface of the new edition with the decisions of the old file."""
        place = f"{new['infno']} {new['name']}"
        result = dict(old) | {key: new[key] for key in ("infno", "name", "lines", "document") if new.get(key)}
        result |= {key: new[key] for key in ("sender", "receiver") if new.get(key)}
        for side in ("input", "output"):
            result[side] = self._nodes(old.get(side) or [], new[side], f"{place} {side}")
        result.pop("output_printed", None)
        if new.get("output_printed") and not result["output"]:
            result["output_printed"] = new["output_printed"]
        if not old.get("operation"):
            result["operation"] = new["operation"]
        printed = [draft for draft in new.get("draft", []) if draft not in _PROPOSED]
        result["draft"] = [*(old.get("draft") or []), *(d for d in printed if d not in (old.get("draft") or []))]
        return result

    def _nodes(self, old: list[dict[str, Any]], new: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
        known = {node.get("node", ""): node for node in old}
        result = [self._node(known.pop(node.get("node", ""), None), node, place) for node in new]
        for name, node in known.items():
            self.report.add("TABLE_GONE", place, read=name, assumed="留在原处，请人决定")
            result.append(node)
        return result

    def _node(self, old: Mapping[str, Any] | None, new: dict[str, Any], place: str) -> dict[str, Any]:
        if old is None:
            return new
        kept = {key: value for key, value in old.items() if key not in ("evidence", "confidence", "caption")}
        printed = {key: new[key] for key in ("table", "caption", "lines") if new.get(key)}
        result = kept | printed
        if new["rows"] != old["rows"] and "rows" not in new.get("draft", []):
            read, line = IN_WORDS[new["rows"]], int(new["lines"].partition("-")[0])
            where = f"{place} {new.get('node', '')}"
            self.report.add(
                "PRINT_CHANGED", where, line=line, cell="rows", read=read, assumed=f"仍为{IN_WORDS[old['rows']]}"
            )
        if old["rows"] == "many" and new.get("limit") and not old.get("limit"):
            result |= {"limit": new["limit"], "limit_line": new["limit_line"]}
        elif new.get("limit_line") and old.get("limit") == new.get("limit"):
            result["limit_line"] = new["limit_line"]
        if old["rows"] == "many" and not result.get("limit"):
            result["draft"] = list(dict.fromkeys([*(old.get("draft") or []), "limit"]))
        result["fields"] = self.rows(old["fields"], new["fields"], f"{place} {new.get('node', '')}")
        return result

    def rows(self, old: list[Row], new: list[Row], place: str) -> list[Row]:
        """The rows of a table in the new order; rows that are gone stand last."""
        known = {row["name"]: row for row in old}
        result = [self._row(known.pop(row["name"], None), row, place) for row in new]
        for name, row in known.items():
            self.report.add(
                "ROW_GONE",
                place,
                line=row.get("line") or 0,
                row=name,
                read=row.get("label", ""),
                assumed="留在表末，请人决定",
            )
            result.append(row)
        return result

    def _row(self, old: Row | None, new: Row, place: str) -> Row:
        if old is None:
            return new
        result = {key: value for key, value in old.items() if key not in _OF_EVIDENCE}
        changed = [key for key in PRINTED if old.get(key, "") != new.get(key, "")]
        for key in (*PRINTED, "line"):
            result.pop(key, None)
            if new.get(key):
                result[key] = new[key]
        decided = dict(old.get("effective") or {})
        for key in changed:
            if key in decided:
                self._review(decided, key, old, new, place)
            elif key in new["effective"]:
                decided[key] = new["effective"][key]
                result["errata"] = [*(result.get("errata") or []), *new["errata"]]
                result["draft"] = [*(result.get("draft") or []), *(d for d in new["draft"] if d == key)]
        result["effective"] = decided
        self._code(result, old, new)
        return result

    def _review(self, decided: dict[str, str], key: str, old: Row, new: Row, place: str) -> None:
        read = f"{old.get(key, '') or '空'} → {new.get(key, '') or '空'}"
        if decided[key] == new.get(key, ""):
            del decided[key]
            assumed = "印刷值已与 effective 相同，删去 effective"
        else:
            assumed = f"effective 仍为 {decided[key] or '空'}"
        self.report.add(
            "PRINT_CHANGED", place, line=new.get("line", 0), row=new["name"], cell=key, read=read, assumed=assumed
        )

    def _code(self, result: Row, old: Row, new: Row) -> None:
        """A row that lost or gained its code flag loses or gains the dictionary with it."""
        code = result["effective"].get("code", result.get("code", ""))
        if code == "Y" and not result.get("dictionary"):
            if new.get("dictionary"):
                result["dictionary"] = new["dictionary"]
            else:
                result["effective"]["code"] = ""
                result["errata"] = [*(result.get("errata") or []), *new["errata"]]
        elif code != "Y" and old.get("code") == "Y":
            result.pop("dictionary", None)

    def table(self, old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> dict[str, Any]:
        """A table of the envelope or of the headers."""
        printed = {key: new[key] for key in ("table", "caption", "lines") if new[key]}
        rows = [tidy_row(row) for row in self.rows(old["fields"], new["fields"], place)]
        return dict(old) | printed | {"fields": rows}

    def dictionary(self, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> dict[str, Any]:
        """A dictionary of the new edition with the English names of the old one; new values are drafts."""
        if old is None or old == new:
            return dict(new)
        names = {str(v["code"]): v for v in old["values"]}
        values = [dict(names.pop(str(v["code"]), v)) | {"label": v["label"]} for v in new["values"]]
        taken = {v["name"] for v in old["values"]}
        for value in values:
            while value["code"] not in {v["code"] for v in old["values"]} and value["name"] in taken:
                value["name"] += "_X"
        if new.get("line"):
            for code, value in names.items():
                self.report.add(
                    "VALUE_GONE",
                    str(new["dictionary"]),
                    line=new["line"],
                    row=code,
                    read=value["label"],
                    assumed="留在最后，请人决定",
                )
        values += [dict(value) for value in names.values()]
        kept = {
            key: value
            for key, value in old.items()
            if key not in {"evidence", "values"} or (key == "evidence" and not new.get("line"))
        }
        result = kept | {key: new[key] for key in ("line", "table") if new.get(key)} | {"values": values}
        return result
