"""A spec and a city → the spec of that city: its changes laid over the province's tables, each with its place."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from gdyb_generator.cities.changes import ChangeAt, cell_value, changes_of, named_dictionaries, named_tables
from gdyb_generator.cities.rename import renamed_references
from gdyb_generator.spec import format as form
from gdyb_generator.spec.format import overlay
from gdyb_generator.spec.load import Changed, Spec, SpecFile, checked
from gdyb_generator.spec.read import Content, Plain, Steps
from gdyb_generator.spec.walk import TableAt

_Place = TypeVar("_Place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One value of one file that becomes another or, where it `removes`, goes away; `origin` is where the overlay says so."""

    file: str
    path: Steps
    value: Plain = None
    origin: Steps = ()
    removes: bool = False


def overlaid(spec: Spec, city: str) -> Spec:
    """The spec of a city; of a spec without findings that has an overlay of this name."""
    source = spec.files[f"overlays/{city}.yaml"]
    files = dict(spec.files)
    removals: list[Edit] = []
    for at in changes_of(source):
        for edit in _edits(spec, files, at):
            if edit.removes:
                removals.append(edit)
            else:
                files[edit.file] = _edited(files[edit.file], source, edit)
    # Paths count rows: what stands last goes first.
    for edit in sorted(removals, key=lambda e: (e.file, tuple(map(str, e.path[:-1])), int(e.path[-1])), reverse=True):
        files[edit.file] = _without(files[edit.file], edit.path)
    changed = {name: checked(file) for name, file in files.items() if file is not spec.files[name]}
    findings = [finding for file in changed.values() for finding in file.content.findings]
    record = source.record
    concerned = tuple(_concerned(spec, record)) if isinstance(record, overlay.OverlayFile) else ()
    return Spec(files=files | changed, findings=findings, edition=city, changed=concerned)


def _concerned(spec: Spec, record: overlay.OverlayFile) -> Iterator[Changed]:
    """What each change concerns, by the name that it has when all are made."""
    names = {(change.table, change.field): change.value for change in record.cells if change.cell == "name"}
    for change in record.changes:
        match change:
            case overlay.CellChange():
                part = names.get((change.table, change.field), change.field)
                table = named_tables(spec)[change.table]
                before = cell_value(table.fields[_index(table, change.field)], change.cell) or "空"
                yield Changed(owner=change.table, part=part, change=change, before=before)
            case overlay.AddedRow():
                yield Changed(owner=change.table, part=change.row.name, change=change)
            case overlay.LimitChange():
                node = named_tables(spec)[change.table].node
                before = f"{node.limit} 行" if node is not None and node.limit else "不限"
                yield Changed(owner=change.table, part="", change=change, before=before)
            case overlay.RemovedRow():
                yield Changed(owner=change.table, part="", change=change)
            case overlay.CodeChange():
                yield Changed(owner=change.dictionary, part=change.code, change=change)
            case overlay.RemovedCode():
                yield Changed(owner=change.dictionary, part="", change=change)
            case overlay.HeaderChange():
                yield Changed(owner="gateway headers", part=change.header, change=change)


def _edits(spec: Spec, files: dict[str, SpecFile], at: ChangeAt) -> Iterator[Edit]:
    match at.change:
        case overlay.CellChange() as change:
            table = named_tables(spec)[change.table]
            yield from _cell_edits(spec, files, table, change, at.path)
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
            if _is_paged(table):
                # A page is as large as what one call gives; otherwise a full page would pass for the last one.
                path = ("paging", "size")
                yield Edit(file=table.file.name, path=path, value=change.limit, origin=(*at.path, "limit"))
        case overlay.RemovedRow() as change:
            table = named_tables(spec)[change.table]
            yield Edit(file=table.file.name, path=(*_rows(table), _index(table, change.field)), removes=True)
            for name, place, _ in renamed_references(_contents(spec), table, change.field, ""):
                # An item of a list, such as what a diagram shows, goes along; what needs the field is a finding.
                if isinstance(place[-1], int):
                    yield Edit(file=name, path=place, removes=True)
        case overlay.RemovedCode() as change:
            file, record = named_dictionaries(spec)[change.dictionary]
            index = [value.code for value in record.values].index(change.code)
            yield Edit(file=file.name, path=("values", index), removes=True)


def _is_paged(table: TableAt) -> bool:
    record = table.file.record
    paging = record.paging if isinstance(record, form.InterfaceFile) else None
    is_reply = table.direction == "reply"
    return paging is not None and is_reply and table.node is not None and table.node.node == paging.rows


def _index(table: TableAt, name: str) -> int:
    return next(i for i, row in enumerate(table.fields) if row.name == name)


def _contents(spec: Spec) -> dict[str, Plain]:
    """The province's files: what a rename of the same overlay has already moved must not be moved again."""
    return {name: file.content.value for name, file in spec.files.items()}


def _cell_edits(
    spec: Spec, files: dict[str, SpecFile], table: TableAt, change: overlay.CellChange, path: Steps
) -> Iterator[Edit]:
    origin = (*path, "value")
    file = files[table.file.name]
    row = (*_rows(table), _index(table, change.field))
    yield Edit(file=file.name, path=(*row, change.cell), value=change.value, origin=origin)
    current = _value(file.content.value, row)
    effective = current.get("effective") if isinstance(current, dict) else None
    if isinstance(effective, dict) and change.cell in effective:
        # What the city prints holds: the correction was of what the province prints.
        kept: Plain = {key: value for key, value in effective.items() if key != change.cell} or None
        yield Edit(file=file.name, path=(*row, "effective"), value=kept, origin=origin)
    if change.cell == "name":
        for name, place, text in renamed_references(_contents(spec), table, change.field, change.value):
            yield Edit(file=name, path=place, value=text, origin=origin)


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


def _without(file: SpecFile, path: Steps) -> SpecFile:
    """The file without one row of a list; the places of the rows behind it move up with them."""
    value = copy.deepcopy(file.content.value)
    holder, index = _value(value, path[:-1]), int(path[-1])
    if isinstance(holder, list):
        del holder[index]
    depth = len(path) - 1

    def moved(places: dict[Steps, _Place]) -> dict[Steps, _Place]:
        kept: dict[Steps, _Place] = {}
        for place, mark in places.items():
            step = place[depth] if len(place) > depth and place[:depth] == path[:-1] else -1
            if isinstance(step, int) and step > index:
                kept[(*place[:depth], step - 1, *place[depth + 1 :])] = mark
            elif step != index:
                kept[place] = mark
        return kept

    before = file.content
    content = dataclasses.replace(
        before, value=value, values=moved(before.values), keys=moved(before.keys), origins=moved(before.origins)
    )
    return SpecFile(file.name, content)
