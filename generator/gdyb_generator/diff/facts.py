"""A resolved package → its records as items of text cells, by a key that does not depend on file or row order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gdyb_generator import ir
from gdyb_generator.diff.change import Item, Place
from gdyb_generator.diff.derived import Derived, derive
from gdyb_generator.diff.kinds import TAKEN, identity, kind_of, title_of
from gdyb_generator.spec import format as form

# Lists whose name would say nothing in a key: `3260/input/data/medins_no`.
_SILENT = frozenset({"fields", "values", "columns", "errata", "documents", "formats", "environments", "interfaces"})
_DIRECTIONS = {"input": "request", "output": "reply", "request": "request", "reply": "reply", "headers": "request"}


def facts(package: ir.Package) -> dict[str, Item]:
    """Every record of the package by its key."""
    walk = _Walk(items={}, derived=derive(package))
    for file, record in package.sources:
        folder, _, _ = file.rpartition("/")
        own = identity(record) or file.removesuffix(".yaml")
        is_short = not folder or (folder == "interfaces" and own not in TAKEN)
        key = own if is_short else f"{folder}/{own}"
        walk.take(record, Place(key=key, title="", file=file), parent="", under="")
    return walk.items


@dataclass(slots=True)
class _Walk:
    items: dict[str, Item]
    derived: Derived

    def take(self, record: form.SpecModel, place: Place, parent: str, under: str) -> None:
        above = self.items[parent] if parent else None
        kind = kind_of(record, above.kind if above else "", under)
        place = _named(record, kind, place, above)
        if kind in {"dictionary", "value"}:
            place = replace(place, direction=self.derived.direction_of(record, above.place if above else None))
        cells: dict[str, str] = {}
        order: dict[str, tuple[str, ...]] = {}
        self.items[place.key] = Item(kind=kind, place=place, parent=parent, cells=cells, order=order)
        for name in type(record).model_fields:
            self._cell(place, name, getattr(record, name), cells, order)
        cells |= self.derived.cells(record, place)

    def _cell(
        self, place: Place, name: str, value: object, cells: dict[str, str], order: dict[str, tuple[str, ...]]
    ) -> None:
        if isinstance(value, form.SpecModel):
            if kind_of(value, "", ""):
                self.take(value, replace(_below(place, name), key=f"{place.key}/{name}"), place.key, name)
            else:
                # A blank that holds instead of a printed cell is not the same as nothing that does.
                inner = {key: getattr(value, key) for key in type(value).model_fields}
                cells |= {f"{name}.{key}": '""' if cell == "" else text(cell) for key, cell in inner.items()}
        elif isinstance(value, list) and value and isinstance(value[0], form.SpecModel) and kind_of(value[0], "", ""):
            order[name] = self._children(_below(place, name), name, value)
        else:
            cells[name] = text(value)

    def _children(self, place: Place, name: str, records: Sequence[form.SpecModel]) -> tuple[str, ...]:
        parent = place.key
        prefix = parent if name in _SILENT else f"{parent}/{name}"
        names: list[str] = []
        count: Counter[str] = Counter()
        for index, record in enumerate(records):
            own = identity(record) or "-"
            count[own] += 1
            own = own if count[own] == 1 else f"{own}#{count[own]}"
            names.append(own)
            self.take(record, replace(place, key=f"{prefix}/{own}", steps=(*place.steps, index)), parent, name)
        return tuple(names)


def _below(place: Place, name: str) -> Place:
    return replace(place, steps=(*place.steps, name), direction=place.direction or _DIRECTIONS.get(name, ""))


def _named(record: form.SpecModel, kind: str, place: Place, above: Item | None) -> Place:
    place = replace(place, title=title_of(record, kind, place, above.place.title if above else ""))
    match record:
        case form.InterfaceFile():
            return replace(place, infno=record.infno)
        case form.FileLayout():
            return replace(place, direction=record.direction)
        case form.Node():
            return replace(place, node=record.node)
        case form.FieldRow():
            return replace(place, field=record.name)
    return place


def text(value: object) -> str:
    """A value as the text of a cell; different values give different texts."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case list() if all(isinstance(v, str) and v and "、" not in v for v in value):
            return "、".join(value)
        case list():
            return json.dumps([_plain(v) for v in value], ensure_ascii=False)
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    return value.model_dump(exclude_none=True) if isinstance(value, form.SpecModel) else value


def children(items: Mapping[str, Item], parent: str) -> list[Item]:
    """The records that stand directly below a record, in their order."""
    return [item for item in items.values() if item.parent == parent]
