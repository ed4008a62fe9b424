"""What was recognised → the contents of spec files; keyed by number, direction and node, never by a table's number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gdyb_generator.importing.columns import align
from gdyb_generator.importing.dictionaries import Chooser, Dictionaries, finish, read_dictionaries
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.extracted import SIDES, Extracted, ExtractedInterface, ExtractedTable
from gdyb_generator.importing.known import Known
from gdyb_generator.importing.proposals import Namer, sensitive
from gdyb_generator.importing.remarks import counts, paging
from gdyb_generator.importing.rows import Pointer, Row, read_rows
from gdyb_generator.importing.said import IN_WORDS, Rows, rows_of_nodes
from gdyb_generator.importing.tables import drop_all, filled, row_text
from gdyb_generator.importing.words import WIRE_NAME, squeeze

_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SAYS_MANY, _SAYS_ONE = re.compile(r"多行|多条|多笔|多记录"), re.compile(r"单行|单条|单笔|单记录")
_MANY_WORDS = re.compile(r"明细|列表|多行|清单|集合|数组|list|detail|infos?$", re.IGNORECASE)


@dataclass(slots=True)
class Drafted:
    """The contents of the files that an import writes."""

    interfaces: dict[str, dict[str, Any]] = field(default_factory=dict)
    dictionaries: dict[str, dict[str, Any]] = field(default_factory=dict)
    listed: dict[str, Any] = field(default_factory=dict)
    envelope: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    incomplete: dict[str, str] = field(default_factory=dict)


def assemble(extracted: Extracted, known: Known, report: Report, document: str) -> Drafted:
    """The spec extracted from a document, with proposals for what it does not print."""
    dictionaries = read_dictionaries(extracted, known, report)
    return _Assembler(extracted, known, report, document, dictionaries).run()


class _Assembler:
    def __init__(
        self, extracted: Extracted, known: Known, report: Report, document: str, dictionaries: Dictionaries
    ) -> None:
        self.extracted, self.known, self.report, self.document = extracted, known, report, document
        self.dictionaries = dictionaries
        self.chooser = Chooser(dictionaries, known, report)
        self.namer = Namer()
        self.result = Drafted()

    def run(self) -> Drafted:
        """Everything, in the order of the document."""
        self._reserve()
        self._used_by_envelope()
        for interface in self.extracted.interfaces.values():
            self.result.interfaces[interface.infno] = self._interface(interface)
        for part, table in self.extracted.envelope.items():
            self.result.envelope[part] = self._envelope(table, part)
            self.result.places[part] = table.place
        self.result.listed = self._list()
        self.result.dictionaries = finish(self.dictionaries, self.report)
        return self.result

    def _reserve(self) -> None:
        for interface in self.extracted.interfaces.values():
            known = self.known.interface(interface.infno)
            if known and known.get("operation"):
                self.namer.taken |= {known["operation"], *(v["operation"] for v in known.get("variants") or [])}

    def _used_by_envelope(self) -> None:
        envelope = self.known.files.get("envelope.yaml", {})
        rows = [row for part in ("request", "reply") for row in envelope.get(part, {}).get("fields", [])]
        self.dictionaries.used |= {row["dictionary"] for row in rows if row.get("dictionary")}

    def _interface(self, interface: ExtractedInterface) -> dict[str, Any]:
        place = f"{interface.infno} {interface.name}"
        self._directions(interface)
        content: dict[str, Any] = {"infno": interface.infno, "name": interface.name} | self._named(interface)
        content |= {
            key: value for key, value in (("sender", interface.sender), ("receiver", interface.receiver)) if value
        }
        content |= {"document": self.document, "lines": f"{interface.line}-{max(interface.line, interface.last_line)}"}
        pointers: dict[str, list[Pointer]] = {"input": [], "output": []}
        for side in ("input", "output"):
            content[side] = self._side(interface, side, pointers[side])
            statements = [one for one in interface.said_rows if one.side == side]
            captions = {n.get("node", ""): n.get("caption", "") for n in content[side]}
            inside = {n["node"] for n in content[side] if n.get("inside")}
            rows = rows_of_nodes(statements, captions, inside)
            for node in content[side]:
                self._rows_and_limit(interface, side, node, rows.get(node.get("node", "")), pointers[side])
            if not content[side] and side not in interface.nothing:
                self.report.add("SIDE_MISSING", place, line=interface.line, read="", assumed=f"{SIDES[side]}为空")
                content["draft"].append(side)
                interface.incomplete.setdefault(side, f"{SIDES[side]}没有表，也没有写“无”")
        self._said_of_fields(content, place)
        if not content["output"] and (text := interface.nothing.get("output")):
            content["output_printed"] = text
        if interface.incomplete:
            content["draft"].append("tables")
        if why := interface.incomplete.get("input") or interface.incomplete.get(""):
            self.result.incomplete[interface.infno] = why
        return content

    def _said_of_fields(self, content: dict[str, Any], place: str) -> None:
        """What labels and remarks say over several fields, for a person to confirm."""
        if pages := paging(content, self.report, place) if content["effect"] == "query" else None:
            content["paging"] = pages
            content["draft"].append("paging")
        if rules := counts(content):
            content["rules"] = rules
            content["draft"].append("rules")

    def _named(self, interface: ExtractedInterface) -> dict[str, Any]:
        known = self.known.interface(interface.infno)
        if known and known.get("name") == interface.name and known.get("operation"):
            return {"operation": known["operation"], "effect": known["effect"], "draft": ["operation", "effect"]}
        proposal = self.namer.propose(interface.infno, interface.name)
        return {"operation": proposal.operation, "effect": proposal.effect, "draft": ["operation", "effect"]}

    def _directions(self, interface: ExtractedInterface) -> None:
        lost = [table for table in interface.tables if not table.side]
        guess = len(lost) == 2 and len(interface.tables) == 2
        for table, side in zip(lost, ("input", "output") if guess else ("",) * len(lost), strict=True):
            table.side = side
            assumed = f"{SIDES[side]}（按先后）" if side else "整张表没有写入"
            self.report.add("DIRECTION_MISSING", table.place, line=table.table.line, assumed=assumed)
            if not side:
                interface.incomplete.setdefault("", f"不知道方向的表：{table.place}")
                drop_all(table, self.report)

    def _side(self, interface: ExtractedInterface, side: str, pointers: list[Pointer]) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = []
        holders: list[tuple[ExtractedTable, str, list[Pointer]]] = []
        for table in interface.tables:
            if table.side != side:
                continue
            name = self._node_name(table)
            if any(node.get("node", "") == name for node in nodes):
                self.report.add("TABLE_TWICE", table.place, line=table.table.line, read=name, assumed="整张表没有写入")
                interface.incomplete.setdefault(side, f"节点 {name} 有两张表")
                drop_all(table, self.report)
                continue
            read = read_rows(table, self.report)
            pointers += read.pointers
            if read.lost:
                interface.incomplete.setdefault(side, f"{table.place} 有没写入的字段：{'、'.join(read.lost[:5])}")
            holders.append((table, name if read.rows else "", read.pointers))
            for row in read.rows:
                self._decide(row, interface.infno, table.place)
            nodes.append(self._node(table, name, read.rows))
            self.result.places[f"{interface.infno} {side} {name}"] = table.place
        written = [node for node in nodes if node["fields"]]
        self._name_after_pointer(interface, written, holders)
        for table, holder, pointed in holders:
            self._put_inside(interface, written, table, holder, pointed)
        self._untyped_pointers(written, interface, side)
        return _outer_first(written)

    def _untyped_pointers(self, nodes: list[dict[str, Any]], interface: ExtractedInterface, side: str) -> None:
        """A row without a type that has the name of a node of its side stands for that node."""
        by_name = {node["node"]: node for node in nodes if node.get("node")}
        for node in nodes:
            place = self.result.places[f"{interface.infno} {side} {node.get('node', '')}"]
            for row in list(node["fields"]):
                inner = by_name.get(row["name"])
                if inner is None or inner is node or row.get("type") or not node.get("node"):
                    continue
                node["fields"].remove(row)
                inner["inside"] = node["node"]
                if row.get("required") != "Y":
                    inner["required"] = False
                doubts = self.report.doubts
                self.report.doubts = [d for d in doubts if (d.table, d.row.rpartition(" ")[2]) != (place, row["name"])]

    def _name_after_pointer(
        self,
        interface: ExtractedInterface,
        nodes: list[dict[str, Any]],
        holders: list[tuple[ExtractedTable, str, list[Pointer]]],
    ) -> None:
        """A row names the class of its node's rows, or one row and one table are left: the table is that node's."""
        named = {node.get("node", "") for node in nodes}
        pointed_to = {p.name for _, _, pointed in holders for p in pointed}
        lost = [(t, holder, p) for t, holder, pointed in holders for p in pointed if holder and p.name not in named]
        free = [node for node in nodes if node.get("node", "") not in pointed_to]
        for table, holder, pointer in lost:
            by_class = [n for n in free if pointer.row_class.lower() == n.get("node", "").lower() != ""]
            below = [n for n in free if n.get("node", "") != holder and _first(n["lines"]) > pointer.line]
            found = by_class or (below if len(lost) == 1 else [])
            if len(found) != 1:
                continue
            (node,) = found
            read, line = node.get("node", ""), _first(node["lines"])
            places = self.result.places
            places[f"{interface.infno} {table.side} {pointer.name}"] = places[f"{interface.infno} {table.side} {read}"]
            node["node"] = pointer.name
            free = [other for other in free if other is not node]
            for i, (of, name, pointed) in enumerate(holders):
                holders[i] = (of, pointer.name if name == read else name, pointed)
            if not by_class:
                assumed = f"{holder} 里的 {pointer.name}"
                self.report.add("NODE_ASSUMED", table.place, line=line, read=read, assumed=assumed)
                node["draft"] = ["node", *node["draft"]]

    def _put_inside(
        self,
        interface: ExtractedInterface,
        nodes: list[dict[str, Any]],
        table: ExtractedTable,
        holder: str,
        pointed: list[Pointer],
    ) -> None:
        """Rows that stand for nodes: a node of that name stands inside; in a table of nothing else it is only listed."""
        for pointer in pointed:
            inner = next((n for n in nodes if n.get("node", "") == pointer.name != holder), None)
            if inner is not None and holder:
                inner["inside"] = holder
                if not pointer.required:
                    inner["required"] = False
                self.report.counts.written += 1
                continue
            self.report.drop_row("NODE_NESTED", table.place, line=pointer.line, row=pointer.row, read=pointer.read)
            if holder and pointer.required:
                why = f"{table.place} 里的节点 {pointer.name} 没有它自己的表"
                interface.incomplete.setdefault(table.side, why)

    def _node(self, table: ExtractedTable, name: str, rows: list[Row]) -> dict[str, Any]:
        node: dict[str, Any] = {"node": name} if name else {}
        printed = table.caption.table if table.caption else ""
        node["table"] = printed or f"第 {table.first_line} 行的表"
        if table.caption and table.caption.title:
            node["caption"] = table.caption.title
        draft = ["node"] if name and not (table.caption and table.caption.node and not table.caption.weak) else []
        return node | {"lines": f"{table.first_line}-{table.last_line}", "rows": "one", "draft": draft, "fields": rows}

    def _node_name(self, table: ExtractedTable) -> str:
        above, line = table.caption, table.table.line
        if above is not None and above.node:
            if above.weak:
                self.report.add("NODE_ASSUMED", table.place, line=line, read=above.text, assumed=above.node)
            return above.node
        said_none = above is not None and above.has_node is False
        assert table.interface is not None
        of_side = {one.rows for one in table.interface.said_rows if one.side == table.side}
        many = of_side == {"many"} or _said_in(above.title if above else "") == "many"
        if said_none and table.side == "output" and not many:
            return ""
        self.report.add("NODE_MISSING", table.place, line=line, read=above.text if above else "", assumed="data")
        return "data"

    def _decide(self, row: Row, infno: str, place: str) -> None:
        self.chooser.choose(row, infno, place)
        if mark := sensitive(row["name"], row["label"], self.known.sensitive, self.known.personal):
            row["sensitive"] = mark
            row["draft"].append("sensitive")

    def _rows_and_limit(
        self,
        interface: ExtractedInterface,
        side: str,
        node: dict[str, Any],
        said: Rows | None,
        pointers: list[Pointer],
    ) -> None:
        name = node.get("node", "")
        in_title = _said_in(node.get("caption", ""))
        pointer = next((p for p in pointers if p.name == name), None)
        if pointer is not None:
            node["rows"] = "many" if pointer.many else "one"
        elif in_title:
            node["rows"] = in_title
        elif said is not None:
            node["rows"] = said
        else:
            self._assume_rows(interface, side, node)
        if node["rows"] == "many":
            self._limit(interface, side, node)

    def _assume_rows(self, interface: ExtractedInterface, side: str, node: dict[str, Any]) -> None:
        name = node.get("node", "")
        known = self.known.node(interface.infno, side, name)
        words = f"{name} {node.get('caption', '')}"
        node["rows"] = known["rows"] if known else "many" if _MANY_WORDS.search(words) and name != "data" else "one"
        node["draft"].append("rows")
        spoken = [
            f"{one.subject or SIDES[side]}：{IN_WORDS[one.rows]}" for one in interface.said_rows if one.side == side
        ]
        assumed = IN_WORDS[node["rows"]]
        place = self.result.places.get(f"{interface.infno} {side} {name}", f"{interface.infno} {name}")
        self.report.add(
            "ROWS_ASSUMED", place, line=_first(node["lines"]), cell=name, read="；".join(spoken), assumed=assumed
        )

    def _limit(self, interface: ExtractedInterface, side: str, node: dict[str, Any]) -> None:
        if limit := interface.limits.get(side):
            node["limit"], node["limit_line"] = limit
            return
        node["draft"].append("limit")
        place = self.result.places.get(f"{interface.infno} {side} {node.get('node', '')}", interface.infno)
        self.report.add("LIMIT_MISSING", place, line=_first(node["lines"]), cell=node.get("node", ""), assumed="不限")

    def _envelope(self, table: ExtractedTable, part: str) -> dict[str, Any]:
        table.side = "output" if part == "reply" else "input"
        rows = read_rows(table, self.report, _HEADER_NAME if part == "headers" else WIRE_NAME).rows
        caption = table.caption
        return {
            "table": caption.table if caption else "", "caption": caption.title if caption else "",
            "lines": f"{table.first_line}-{table.last_line}", "fields": rows,
        }  # fmt: skip

    def _list(self) -> dict[str, Any]:
        first = self.extracted.lists[0] if self.extracted.lists else None
        rows: dict[str, dict[str, Any]] = {}
        for table in self.extracted.lists:
            for number, row in enumerate(table.rows, 1):
                if filled(row):
                    self.report.counts.rows += 1
                    self._listed(table, number, row, rows)
        caption = first.caption if first else None
        lines = f"{first.first_line}-{self.extracted.lists[-1].last_line}" if first else ""
        return {"table": caption.table if caption else "", "caption": caption.title if caption else "", "lines": lines,
                "interfaces": list(rows.values())}  # fmt: skip

    def _listed(self, table: ExtractedTable, number: int, row: list[Any], rows: dict[str, dict[str, Any]]) -> None:
        cells = align(table.columns.cells, row)[0]
        by_role = {
            role: cell for role, cell in zip(table.columns.roles, cells, strict=True) if cell is not None and role
        }
        infno = squeeze(by_role["infno"].text).strip("【】[]") if "infno" in by_role else ""
        name = by_role["name"].text if "name" in by_role else ""
        line = by_role["infno"].line if "infno" in by_role else row[0].line
        if not infno or not name or infno in rows:
            self.report.drop_row("ROW_NOT_WRITTEN", table.place, line=line, row=str(number), read=row_text(row))
            return
        entry: dict[str, Any] = {"infno": infno}
        entry |= {key: by_role[key].text for key in ("category", "subcategory") if key in by_role and by_role[key].text}
        entry |= {"name": name, "mode": by_role["mode"].text if "mode" in by_role else ""}
        entry |= {"description": by_role["description"].text if "description" in by_role else "", "line": line}
        interface = self.extracted.interfaces.get(infno)
        if interface is None or interface.name != name:
            assumed = "没有这个接口的表" if interface is None else f"接口叫 {interface.name}"
            self.report.add("LIST_DISAGREES", table.place, line=line, row=infno, read=name, assumed=assumed)
            entry["draft"] = ["interface" if interface is None else "name"]
        rows[infno] = entry
        self.report.counts.written += 1


def _outer_first(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nodes in their order, those inside one behind it."""
    result: list[dict[str, Any]] = []
    left = list(nodes)
    while left:
        known = {"", *(node.get("node", "") for node in result)}
        ready = [node for node in left if node.get("inside", "") in known] or left
        result += ready
        left = [node for node in left if not any(node is one for one in ready)]
    return result


def _said_in(title: str) -> str:
    return "many" if _SAYS_MANY.search(title) else "one" if _SAYS_ONE.search(title) else ""


def _first(lines: str) -> int:
    return int(lines.partition("-")[0])
