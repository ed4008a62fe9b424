"""Rules about interfaces and their tables as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import sides, tables


def duplicate_infno(spec: Spec) -> Iterator[Finding]:
    """An interface number in two files; compared without case, as on some file systems."""
    seen: dict[str, str] = {}
    for file, interface in spec.interfaces():
        number = interface.infno
        if number.lower() in seen:
            message = f"接口 {number} 已在 {seen[number.lower()]} 中"
            yield file.finding(("infno",), "INFNO_DUPLICATE", message)
        seen.setdefault(number.lower(), file.name)


def file_names(spec: Spec) -> Iterator[Finding]:
    """An interface, dictionary or reader library in a file of another name."""
    for file, interface in spec.interfaces():
        if file.name != (expected := f"interfaces/{interface.infno}.yaml"):
            message = f"文件名与接口编号 {interface.infno} 不一致"
            yield file.finding(("infno",), "FILE_NAME", message, f"改名为 {expected}")
    for file, item in spec.dictionaries():
        if file.name != (expected := f"dictionaries/{item.dictionary}.yaml"):
            message = f"文件名与字典名 {item.dictionary} 不一致"
            yield file.finding(("dictionary",), "FILE_NAME", message, f"改名为 {expected}")
    for file, library in spec.readers():
        if file.name != (expected := f"readers/{library.library}.yaml"):
            message = f"文件名与读卡库名 {library.library} 不一致"
            yield file.finding(("library",), "FILE_NAME", message, f"改名为 {expected}")


def duplicate_node(spec: Spec) -> Iterator[Finding]:
    """A node identifier that is repeated on one side of an interface, or is also a field outside the nodes."""
    for file, side, nodes in sides(spec):
        seen = {row.name for node in nodes if not node.node for row in node.fields}
        for i, node in enumerate(nodes):
            if node.node in seen:
                yield file.finding((side, i, "node"), "NODE_DUPLICATE", f"节点 {node.node or '（无名）'} 重复")
            seen.add(node.node)


def nesting(spec: Spec) -> Iterator[Finding]:
    """A node inside one that its side does not have before it, or that has a field of its name; a condition in a held row."""
    for file, side, nodes in sides(spec):
        before: dict[str, set[str]] = {}
        for i, node in enumerate(nodes):
            if node.inside and node.inside not in before:
                message = f"节点 {node.node} 所在的节点 {node.inside} 不在它之前"
                yield file.finding((side, i, "inside"), "NODE_INSIDE", message, "先写外层的节点，再写其中的节点")
            elif node.inside and node.node in before[node.inside]:
                message = f"节点 {node.inside} 里已有字段 {node.node}"
                yield file.finding((side, i, "inside"), "NODE_INSIDE", message, "代表节点的行不写成字段")
            if node.node:
                before[node.node] = {row.name for row in node.fields}
            for j, row in enumerate(node.fields if node.inside else ()):
                if row.required_when is not None:
                    message = f"{row.name}：节点里的节点不能有条件必填"
                    yield file.finding((side, i, "fields", j, "required_when"), "NODE_INSIDE", message)


def unnamed_node(spec: Spec) -> Iterator[Finding]:
    """A table without a node where one is needed: in an input, or for many rows that are not seen to be the whole output."""
    for file, side, nodes in sides(spec):
        for i, node in enumerate(nodes):
            is_output = len(nodes) == 1 and bool(node.evidence)
            if not node.node and (side == "input" or (node.rows == "many" and not is_output)):
                what = "输入" if side == "input" else "多行输出"
                yield file.finding((side, i), "NODE_UNNAMED", f"{what}的表没有节点标识", "写 node: data")


def row_limit(spec: Spec) -> Iterator[Finding]:
    """A many-rows node without a limit of at least one row; it may be unknown where no document prints it or none was found in one."""
    for table in tables(spec):
        node = table.node
        if node is None or node.rows == "one" or (node.limit is None and (table.is_evidence or "limit" in node.draft)):
            continue
        if (node.limit or 0) < 1:
            message = f"多行节点 {node.node} 没有行数上限"
            yield table.finding(("limit",), "ROW_LIMIT_MISSING", message, "写 limit: 100")


def interface_list(spec: Spec) -> Iterator[Finding]:
    """An interface that the printed list has and spec/interfaces has not, or under another name."""
    listed = spec.single("interface_list.yaml")
    if not isinstance(listed, form.InterfaceListFile):
        return
    written = {interface.infno: interface for _, interface in spec.interfaces()}
    broken = spec.broken("interfaces")
    for i, row in enumerate(listed.interfaces):
        path = ("interfaces", i, "infno")
        if row.draft:
            continue
        if row.infno in written and written[row.infno].name != row.name:
            message = f"{row.infno} 在列表中叫 {row.name}，在接口文件中叫 {written[row.infno].name}"
            yield spec.files["interface_list.yaml"].finding(path, "INTERFACE_LIST", message)
        elif row.infno not in written and row.infno not in broken:
            message = f"列表中的 {row.infno} 没有接口文件"
            yield spec.files["interface_list.yaml"].finding(path, "INTERFACE_LIST", message)


RULES = (
    Rule(id="INFNO_DUPLICATE", purpose="One file for one interface number.", check=duplicate_infno),
    Rule(id="FILE_NAME", purpose="A file is named after what it holds.", check=file_names),
    Rule(id="NODE_DUPLICATE", purpose="A node identifier stands once on a side.", check=duplicate_node),
    Rule(id="NODE_INSIDE", purpose="A node stands inside one that holds it.", check=nesting),
    Rule(id="NODE_UNNAMED", purpose="Inputs and rows stand under a node.", check=unnamed_node),
    Rule(id="ROW_LIMIT_MISSING", purpose="A many-rows node says how many rows a call may hold.", check=row_limit),
    Rule(id="INTERFACE_LIST", purpose="The printed list and the interface files agree.", check=interface_list),
)
