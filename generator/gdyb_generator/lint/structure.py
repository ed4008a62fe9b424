"""Rules about interfaces and their tables as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator import spec_format as form
from gdyb_generator.findings import Finding
from gdyb_generator.lint.registry import Rule
from gdyb_generator.lint.walk import tables
from gdyb_generator.load import Spec


def duplicate_infno(spec: Spec) -> Iterator[Finding]:
    """An interface number in two files, or in a file of another name."""
    seen: dict[str, str] = {}
    for file, interface in spec.interfaces():
        number = interface.infno
        if number in seen:
            yield file.finding(("infno",), "INFNO_DUPLICATE", f"接口 {number} 已在 {seen[number]} 中")
        elif file.name != f"interfaces/{number}.yaml":
            yield file.finding(("infno",), "INFNO_DUPLICATE", f"文件名与接口编号 {number} 不一致",
                               f"改名为 interfaces/{number}.yaml")  # fmt: skip
        seen.setdefault(number, file.name)


def duplicate_node(spec: Spec) -> Iterator[Finding]:
    """A node identifier that stands twice on one side of an interface."""
    for file, interface in spec.interfaces():
        for side in ("input", "output"):
            seen: set[str] = set()
            for i, node in enumerate(getattr(interface, side)):
                if node.node in seen:
                    yield file.finding((side, i, "node"), "NODE_DUPLICATE", f"节点 {node.node} 重复")
                seen.add(node.node)


def row_limit(spec: Spec) -> Iterator[Finding]:
    """A many-rows node without a limit."""
    for table in tables(spec):
        if table.node is not None and table.node.rows == "many" and not table.node.limit:
            yield table.finding(("rows",), "ROW_LIMIT_MISSING", f"多行节点 {table.node.node} 没有行数上限",
                                "写 limit: 100")  # fmt: skip


def rule_fields(spec: Spec) -> Iterator[Finding]:
    """A count or a condition that names a field or node that does not exist."""
    for file, interface in spec.interfaces():
        known = _field_paths(interface.input)
        nodes = {n.node for n in interface.input if n.rows == "many"}
        for i, rule in enumerate(interface.rules):
            if rule.field not in known:
                yield file.finding(("rules", i, "field"), "RULE_FIELD_UNKNOWN", f"输入中没有字段 {rule.field}")
            if rule.rows not in nodes:
                yield file.finding(("rules", i, "rows"), "RULE_FIELD_UNKNOWN", f"输入中没有多行节点 {rule.rows}")
        for i, variant in enumerate(interface.variants):
            if variant.field not in known:
                yield file.finding(("variants", i, "field"), "RULE_FIELD_UNKNOWN", f"输入中没有字段 {variant.field}")
    for table in tables(spec):
        names = {row.name for row in table.fields}
        for i, row in enumerate(table.fields):
            if row.required_when is not None and row.required_when.field not in names:
                yield table.finding(("fields", i, "required_when", "field"), "RULE_FIELD_UNKNOWN",
                                    f"同一张表里没有字段 {row.required_when.field}")  # fmt: skip


def paging_fields(spec: Spec) -> Iterator[Finding]:
    """Paging that names a field or node that does not exist."""
    for file, interface in spec.interfaces():
        if interface.paging is None:
            continue
        paging = interface.paging
        if paging.field not in _field_paths(interface.input):
            yield file.finding(("paging", "field"), "PAGING_FIELD_UNKNOWN", f"输入中没有字段 {paging.field}")
        many = {n.node for n in interface.output if n.rows == "many"}
        if paging.rows not in many:
            yield file.finding(("paging", "rows"), "PAGING_FIELD_UNKNOWN", f"输出中没有多行节点 {paging.rows}")
        elif f"{paging.rows}.{paging.key}" not in _field_paths(interface.output):
            yield file.finding(("paging", "key"), "PAGING_FIELD_UNKNOWN", f"{paging.rows} 中没有字段 {paging.key}")


def interface_list(spec: Spec) -> Iterator[Finding]:
    """An interface that the printed list has and spec/interfaces has not, or under another name."""
    listed = spec.single("interface_list.yaml")
    if not isinstance(listed, form.InterfaceListFile):
        return
    written = {interface.infno: interface for _, interface in spec.interfaces()}
    broken = {f.name for f in spec.files.values() if f.record is None}
    for i, row in enumerate(listed.interfaces):
        path = ("interfaces", i, "infno")
        if row.infno in written and written[row.infno].name != row.name:
            message = f"{row.infno} 在列表中叫 {row.name}，在接口文件中叫 {written[row.infno].name}"
            yield spec.files["interface_list.yaml"].finding(path, "INTERFACE_LIST", message)
        elif row.infno not in written and f"interfaces/{row.infno}.yaml" not in broken:
            message = f"列表中的 {row.infno} 没有接口文件"
            yield spec.files["interface_list.yaml"].finding(path, "INTERFACE_LIST", message)


def _field_paths(nodes: list[form.Node]) -> set[str]:
    return {f"{node.node}.{row.name}" if node.node else row.name for node in nodes for row in node.fields}


RULES = (
    Rule(id="INFNO_DUPLICATE", purpose="One file for one interface number.", check=duplicate_infno),
    Rule(id="NODE_DUPLICATE", purpose="A node identifier stands once on a side.", check=duplicate_node),
    Rule(id="ROW_LIMIT_MISSING", purpose="A many-rows node says how many rows a call may hold.", check=row_limit),
    Rule(id="RULE_FIELD_UNKNOWN", purpose="Rules over fields name fields that exist.", check=rule_fields),
    Rule(id="PAGING_FIELD_UNKNOWN", purpose="Paging names fields that exist.", check=paging_fields),
    Rule(id="INTERFACE_LIST", purpose="The printed list and the interface files agree.", check=interface_list),
)
