"""Nothing that is written in a spec can change unseen, and what means the same is never reported."""

from __future__ import annotations

import copy
import functools
import random
import types
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, ForwardRef, Literal, TypeAlias, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from gdyb_generator import ir
from gdyb_generator.diff.change import Item, Level
from gdyb_generator.diff.compare import UNCLASSIFIED, compare, compare_items
from gdyb_generator.diff.facts import facts
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec import format as spec_format
from gdyb_generator.spec.load import FOLDERS, SINGLE_FILES, Spec, SpecFile, load
from gdyb_generator.spec.read import Content, Plain, Steps
from support import places
from support.cases import read_tree, write_tree

HERE = Path(__file__).parent
BASE = read_tree(places.GOLDEN / "spec", HERE / "_base")
# A reference to nothing does not resolve, so these can only be exchanged for what exists.
REFERENCES = ("infno", "node", "field", "document", "inside", "outside", "T2", "spare", "month", "reason", "by_card")
# What a record that a file may lack can be, each for another one.
PARTS: tuple[Plain, ...] = (
    {"length": "31"},
    {"field": "flag", "values": ["1"]},
    {"kind": "count", "field": "data.startrow", "rows": "data"},
    {"width": 9},
    {"function": "ReadSFZ", "symbol": "ReadSFZ9"},
    {"function": "Init", "reason": "9"},
    {"infno": "9001", "evidence": "9", "reversible": []},
)


# Keys that have one value only, must not be missing, or are referred to: changed alone, no spec is left.
NEVER_ALONE = {
    ("AddedRow", "row"),
    ("ConfidenceWord", "confidence"),
    ("ConfidenceWord", "of"),
    ("Document", "id"),
    ("EnvelopeFile", "reply"),
    ("EnvelopeFile", "request"),
    ("Erratum", "id"),
    ("FileLayout", "charset"),
    ("FileLayout", "row_end"),
    ("FileLayout", "separator"),
    ("GatewayFile", "call"),
    ("GatewayFile", "errors"),
    ("GatewayFile", "headers"),
    ("GatewayFile", "nonce_window"),
    ("GatewayFile", "signature"),
    ("GatewayFile", "timestamp_window"),
    ("IdentificationChoice", "by"),
    ("IdentificationFile", "infno"),
    ("IdentificationFile", "node"),
    ("Rule", "kind"),
    ("SettlementFile", "voucher"),
}


class Gone(Enum):
    """The value of a cell that is removed."""

    CELL = "gone"


GONE = Gone.CELL
Edit: TypeAlias = "tuple[Steps, list[Plain | Gone]]"


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    loaded = load(write_tree(BASE, tmp_path_factory.mktemp("all")))
    assert loaded.findings == []
    return loaded


def model_of(file: SpecFile) -> type[BaseModel]:
    return SINGLE_FILES.get(file.name) or FOLDERS[file.name.partition("/")[0]]


def steps_of(value: Plain, path: Steps = ()) -> Iterator[Steps]:
    """The path of every value below this one."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in inner:
        yield (*path, step)
        yield from steps_of(below, (*path, step))


def at(value: Plain, path: Steps) -> Plain:
    for step in path:
        value = value[step]  # type: ignore[index,call-overload]
    return value


def annotation(model: type[BaseModel], path: Steps) -> object:
    """What may stand at a path, without the None of an optional value."""
    current: object = model
    for step in path:
        current = current.model_fields[step].annotation if isinstance(step, str) else get_args(current)[0]  # type: ignore[attr-defined]
        current = plain(current)
    return current


def plain(current: object) -> object:
    """An annotation without None, and the record that a name stands for."""
    if get_origin(current) in {Union, types.UnionType}:
        current = next(one for one in get_args(current) if one is not type(None))
    return (
        getattr(spec_format, current.__forward_arg__.partition(" ")[0]) if isinstance(current, ForwardRef) else current
    )


def others(value: Plain, wanted: object) -> list[Plain]:
    """Values that could stand there instead."""
    if get_origin(wanted) is Literal:
        return [one for one in get_args(wanted) if one != value]
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case str():
            return [
                f"{value}9",
                "9",
                "1",
                "Y",
                "字符型",
                "数值型",
                "30",
                "",
                *REFERENCES,
                "9001",
                "9103",
                "data",
                "seen",
            ]
        case list() if value:
            return [value[:-1], value[::-1], *([one] for one in REFERENCES)]
    return []


def from_nothing(wanted: object) -> list[Plain]:
    """Values for a key that is not there."""
    wanted = plain(wanted)
    if get_origin(wanted) is Literal:
        return list(get_args(wanted))
    if get_origin(wanted) is list:
        return [[one] for inner in get_args(wanted) for one in from_nothing(inner)]
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return [*PARTS]
    return {bool: [True, False], int: [1]}.get(wanted, others("", str))  # type: ignore[call-overload,no-any-return]


def additions(model: type[BaseModel], content: Plain) -> Iterator[Edit]:
    """Every key that is not there but may be, with values for it."""
    for path in ((), *steps_of(content)):
        record, wanted = at(content, path), annotation(model, path)
        if isinstance(record, dict) and isinstance(wanted, type) and issubclass(wanted, BaseModel):
            for key in wanted.model_fields.keys() - record.keys():
                yield (*path, key), [*from_nothing(wanted.model_fields[key].annotation)]


def edited(spec: Spec, name: str, content: Plain) -> Spec:
    file = spec.files[name]
    record = model_of(file).model_validate(content)
    return Spec(files=spec.files | {name: SpecFile(name, Content(name, content), record)})


def replacement(content: Plain, path: Steps, value: Plain | Gone) -> Plain:
    """The content with another value at a path, or without one; what the path does not lead to is shared."""
    step, *rest = path
    result: Any = copy.copy(content)
    if rest:
        result[step] = replacement(result[step], tuple(rest), value)
    elif value is GONE:
        del result[step]
    else:
        result[step] = value
    return result


def first_package(spec: Spec, name: str, edit: Edit) -> ir.Package | None:
    """The package of the first of these values that makes a spec other than this one."""
    content = spec.files[name].content.value
    path, values = edit
    for value in values:
        try:
            changed = edited(spec, name, replacement(content, path, value))
            if changed.files[name].record != spec.files[name].record:
                return resolve(changed)
        except (ValidationError, ValueError, KeyError, StopIteration, TypeError, IndexError):
            continue
    return None


@functools.cache
def edits_of(spec: Spec, name: str) -> list[Edit]:
    """Every cell of a file with what it could be instead, gone, or there at last."""
    model, content = model_of(spec.files[name]), spec.files[name].content.value
    edits = [*additions(model, content)]
    for path in steps_of(content):
        edits += [(path, [*others(at(content, path), annotation(model, path))]), (path, [GONE])]
    return edits


def is_seen(spec: Spec, name: str, edit: Edit, before: dict[str, Item]) -> bool:
    """Whether an edit makes another spec; then it must be told, by a rule."""
    package = first_package(spec, name, edit)
    if package is None:
        return False
    rules = {change.rule for change in compare_items(before, facts(package))}
    assert rules, (name, edit[0])
    assert UNCLASSIFIED.id not in rules, (name, edit[0])
    return True


def test_every_key_of_every_file_is_seen(spec: Spec) -> None:
    """Of rows that are alike in one file the first that can be edited stands for all; the next test takes any of them."""
    before = facts(resolve(spec))
    seen: set[tuple[str, str]] = set()
    for name in spec.files:
        done: set[tuple[Steps, int]] = set()
        for edit in edits_of(spec, name):
            path = edit[0]
            alike = tuple(step for step in path if isinstance(step, str)), min(len(edit[1]), 2)
            if alike not in done and is_seen(spec, name, edit, before):
                done.add(alike)
                seen.add((holder(model_of(spec.files[name]), path), str(path[-1])))
    assert sorted(every_key() - seen) == sorted(NEVER_ALONE)


@settings(max_examples=150, deadline=None, database=None)
@given(data=st.data())
def test_any_cell_is_seen(spec: Spec, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(spec.files)))
    edit = data.draw(st.sampled_from(edits_of(spec, name)))
    is_seen(spec, name, edit, facts(resolve(spec)))


def holder(model: type[BaseModel], path: Steps) -> str:
    found = annotation(model, path[:-1])
    return found.__name__ if isinstance(found, type) else ""


def every_key() -> set[tuple[str, str]]:
    """Every key that the format of the spec knows, by the record it stands in."""
    found: set[tuple[str, str]] = set()
    waiting: list[object] = [*SINGLE_FILES.values(), *FOLDERS.values()]
    done: set[object] = set()
    while waiting:
        current = plain(waiting.pop())
        if current in done:
            continue
        done.add(current)
        if isinstance(current, type) and issubclass(current, BaseModel):
            found |= {(current.__name__, key) for key in current.model_fields}
            waiting += [inner.annotation for inner in current.model_fields.values()]
        elif get_origin(current) is not Literal:
            waiting += get_args(current)
    return found


def test_the_same_spec_has_no_changes(spec: Spec) -> None:
    assert compare(resolve(spec), resolve(spec)) == []


@settings(max_examples=30, deadline=None, database=None)
@given(seed=st.integers(0, 1_000_000))
def test_the_order_of_files_means_nothing(spec: Spec, seed: int) -> None:
    names = list(spec.files)
    random.Random(seed).shuffle(names)
    shuffled = Spec(files={name: spec.files[name] for name in names})
    assert compare(resolve(spec), resolve(shuffled)) == []
    assert compare(resolve(shuffled), resolve(spec)) == []


@settings(max_examples=60, deadline=None, database=None)
@given(data=st.data())
def test_the_order_of_fields_is_only_text(spec: Spec, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([n for n in spec.files if n.startswith("interfaces/")]))
    content = copy.deepcopy(spec.files[name].content.value)
    assert isinstance(content, dict)
    nodes = [*content["input"], *content["output"]]  # type: ignore[misc]
    rows = data.draw(st.sampled_from([node["fields"] for node in nodes]))  # type: ignore[index,call-overload]
    rows[:] = data.draw(st.permutations(rows))
    found = compare(resolve(spec), resolve(edited(spec, name, content)))
    assert {change.level for change in found} <= {Level.TEXT}
    assert {change.rule for change in found} <= {"ORDER_CHANGED"}
    assert bool(found) == (content != spec.files[name].content.value)


def test_keys_of_places_are_unique_and_lead_back_to_their_files(spec: Spec) -> None:
    items = facts(resolve(spec))
    assert all(key == item.place.key for key, item in items.items())
    assert {item.place.file for item in items.values()} == {*spec.files}
