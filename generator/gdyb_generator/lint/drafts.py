"""Unconfirmed proposals of an import: reported, never an error."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.read import Steps
from gdyb_generator.spec.walk import tables


def drafts(spec: Spec) -> list[Finding]:
    """One finding of level info for every record with drafts."""
    return sorted(_drafts(spec))


def _drafts(spec: Spec) -> Iterator[Finding]:
    for file, interface in spec.interfaces():
        yield from _draft(file, (), interface.draft, f"接口 {interface.infno}")
    for table in tables(spec):
        if table.node is not None:
            yield from _draft(table.file, table.path, table.node.draft, f"节点 {table.node.node}")
        for i, row in enumerate(table.fields):
            yield from _draft(table.file, (*table.path, "fields", i), row.draft, row.name)
    for file, dictionary in spec.dictionaries():
        yield from _draft(file, (), dictionary.draft, f"字典 {dictionary.dictionary}")
    listed = spec.single("interface_list.yaml")
    if isinstance(listed, form.InterfaceListFile):
        for i, item in enumerate(listed.interfaces):
            yield from _draft(spec.files["interface_list.yaml"], ("interfaces", i), item.draft, item.infno)


def _draft(file: SpecFile, path: Steps, keys: list[str], what: str) -> Iterator[Finding]:
    if keys:
        line, column = file.content.mark((*path, "draft"))
        message = f"{what}：{'、'.join(keys)} 是导入时的草稿"
        hint = "核对后改正，并从 draft 中删去"
        yield Finding(file=file.name, line=line, column=column, rule="DRAFT", message=message, hint=hint, level="info")
