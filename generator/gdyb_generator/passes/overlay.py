"""A spec and a city → the spec of that city: its changes laid over the province's tables, each with its place."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from gdyb_generator import overlay_format as overlay
from gdyb_generator.findings import Finding
from gdyb_generator.lint.overlays import ChangeAt, changes_of, named_dictionaries, named_tables
from gdyb_generator.lint.registry import lint
from gdyb_generator.lint.walk import TableAt
from gdyb_generator.load import Spec, SpecFile, checked
from gdyb_generator.passes.rename import renamed_references
from gdyb_generator.read import Content, Plain, Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One value of one file that becomes another; `origin` is where the overlay says so."""

    file: str
    path: Steps
    value: Plain
    origin: Steps


def overlaid(spec: Spec, city: str) -> Spec:
    """The spec of a city; of a spec without findings that has an overlay of this name."""
    source = spec.files[f"overlays/{city}.yaml"]
    files = dict(spec.files)
    for at in changes_of(source):
        for edit in _edits(spec, files, at):
            files[edit.file] = _edited(files[edit.file], source, edit)
    changed = {name: checked(file) for name, file in files.items() if file is not spec.files[name]}
    findings = [finding for file in changed.values() for finding in file.content.findings]
    return Spec(files=files | changed, findings=findings, edition=city)


def findings_of(spec: Spec) -> list[Finding]:
    """What the spec has, or, when it has nothing, what it would have with the tables of one of the cities."""
    found = lint(spec)
    if not found:
        for _, record in spec.overlays():
            if record.changes_tables:
                note = f"（套用 overlays/{record.overlay}.yaml 之后）"
                of_city = lint(overlaid(spec, record.overlay))
                found += [dataclasses.replace(f, message=f.message + note) for f in of_city]
    return sorted(found)


def _edits(spec: Spec, files: dict[str, SpecFile], at: ChangeAt) -> Iterator[Edit]:
    match at.change:
        case overlay.CellChange() as change:
            table = named_tables(spec)[change.table]
            yield from _cell_edits(files[table.file.name], table, change, at.path)
        case overlay.AddedRow() as change:
            table = named_tables(spec)[change.table]
            path = _rows(table)
            place = (*path, _count(files[table.file.name], path))
            row = _value(at.file.content.value, (*at.path, "row"))
            yield Edit(file=table.file.name, path=place, value=row, origin=(*at.path, "row"))
        case overlay.CodeChange() as change:
            file, record = named_dictionaries(spec)[change.dictionary]
            known = [value.code for value in record.values]
            index = known.index(change.code) if change.code in known else _count(files[file.name], ("values",))
            code: Plain = {"code": change.code, "label": change.label, "name": change.name}
            yield Edit(file=file.name, path=("values", index), value=code, origin=at.path)
        case overlay.LimitChange() as change:
            table = named_tables(spec)[change.table]
            yield Edit(
                file=table.file.name, path=(*table.path, "limit"), value=change.limit, origin=(*at.path, "limit")
            )


def _cell_edits(file: SpecFile, table: TableAt, change: overlay.CellChange, path: Steps) -> Iterator[Edit]:
    origin = (*path, "value")
    index = next(i for i, row in enumerate(table.fields) if row.name == change.field)
    row = (*_rows(table), index)
    yield Edit(file=file.name, path=(*row, change.cell), value=change.value, origin=origin)
    held = _value(file.content.value, row)
    effective = held.get("effective") if isinstance(held, dict) else None
    if isinstance(effective, dict) and change.cell in effective:
        # What the city prints holds: the correction was of what the province prints.
        kept: Plain = {key: value for key, value in effective.items() if key != change.cell} or None
        yield Edit(file=file.name, path=(*row, "effective"), value=kept, origin=origin)
    if change.cell == "name":
        for place, text in renamed_references(file.content.value, table, change.field, change.value):
            yield Edit(file=file.name, path=place, value=text, origin=origin)


def _rows(table: TableAt) -> Steps:
    return (*table.path, "columns" if table.layout is not None else "fields")


def _value(value: Plain, path: Steps) -> Plain:
    for step in path:
        if isinstance(value, dict):
            value = value[str(step)]
        elif isinstance(value, list):
            value = value[int(step)]
    return value


def _count(file: SpecFile, path: Steps) -> int:
    rows = _value(file.content.value, path)
    return len(rows) if isinstance(rows, list) else 0


def _edited(file: SpecFile, source: SpecFile, edit: Edit) -> SpecFile:
    value = copy.deepcopy(file.content.value)
    holder, last = _value(value, edit.path[:-1]), edit.path[-1]
    if isinstance(holder, list):
        holder[int(last) : int(last) + 1] = [copy.deepcopy(edit.value)]
    elif isinstance(holder, dict):
        holder[str(last)] = copy.deepcopy(edit.value)
    origins = {
        (*edit.path, *path[len(edit.origin) :]): (source.name, place)
        for path, place in source.content.values.items()
        if path[: len(edit.origin)] == edit.origin
    }
    content: Content = dataclasses.replace(file.content, value=value, origins=file.content.origins | origins)
    return SpecFile(file.name, content)
