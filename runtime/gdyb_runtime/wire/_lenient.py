"""The ``output`` of a reply as typed models, whatever shape it arrived in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import ValidationError

from gdyb_runtime.model._shapes import FieldShape, Shape, shape_of
from gdyb_runtime.model._validation import problems_of
from gdyb_runtime.model.base import ReplyModel
from gdyb_runtime.model.labels import label_of
from gdyb_runtime.model.notations import raw_shape
from gdyb_runtime.model.raw import RawOutput
from gdyb_runtime.model.scalars import ABSENT, Reading
from gdyb_runtime.model.types import AS_PRINTED, ByteArray
from gdyb_runtime.problems import Problem, join_path

from ._decode import JsonValue, Undecodable, decode_text, repeated_keys
from ._spelling import respelled

OutputT = TypeVar("OutputT", bound=ReplyModel)

Row = dict[str, JsonValue]


def read_output(output_type: type[OutputT], output: JsonValue) -> tuple[OutputT, list[Problem]]:
    """The output as its model, and every departure from the table.

    Accepts an object, a list, null, an empty text, nothing, or a text that holds JSON. What cannot be read is left
    unset, so that reading it raises ReplyFieldMissing instead of passing for an empty month, and a field whose value
    is not understood raises ReplyFieldUnreadable.
    """
    reader = _Reader(output_type)
    if issubclass(output_type, RawOutput):
        return output_type.model_construct(value=reader.decoded(output)), reader.problems
    nodes = reader.spread(output)
    if nodes is None:
        return output_type.model_construct(), reader.problems
    tidy = reader.tidy(output_type, nodes, ())
    try:
        return output_type.model_validate(tidy, context=AS_PRINTED), reader.problems
    except ValidationError:
        return reader.build(output_type, tidy, ()), reader.problems


class _Reader:
    """Collects the problems of one output."""

    def __init__(self, output_type: type[ReplyModel]) -> None:
        self.problems: list[Problem] = []
        self._is_respelled = False
        self._output_type = output_type
        self._shape = shape_of(output_type)

    # From whatever arrived to one object with the nodes as keys.

    def spread(self, output: JsonValue) -> Row | None:
        """The nodes by name; None when the output cannot be understood."""
        value = self.decoded(output)
        if value is None or value == "" or value == [] or value == {}:
            return {}
        if isinstance(value, dict):
            return self._named(self._spelled(self._output_type, value))
        if isinstance(value, list):
            rows = [self._spelled(self._output_type, row) if isinstance(row, dict) else row for row in value]
            return self._listed(rows)
        if self._shape.fields:
            self._note((), "output", "交易输出无法识别，已略去（原文见 reply.raw）", "output")
            return None
        self._note((), "output", "此交易没有输出，平台返回的内容无法识别，已略去", "output")
        return {}

    def decoded(self, output: JsonValue) -> JsonValue:
        """The output, read from the JSON text that it may be."""
        if not isinstance(output, str) or not output.strip():
            return None if isinstance(output, str) else output
        try:
            value = decode_text(output)
        except Undecodable:
            return output
        self.problems += repeated_keys(output.encode("utf-8", "replace"), value)
        return value

    def _named(self, value: Row) -> Row:
        """An object; one that holds the fields of the only node without naming it is put under that node."""
        sole = self._sole_node()
        if sole is None or sole.wire in value or sole.model is None:
            return value
        if shape_of(sole.model).by_wire.keys() & value.keys():
            self._note((), sole.wire, "平台没有写节点名，已按该节点读取", "node_name")
            return {sole.wire: value}
        if (name := _only_rows_in(value, sole)) is not None:
            self._note((), sole.wire, f"平台把各行放在 {name} 下，已按该节点读取", "node_name")
            return {sole.wire: value[name], **{key: item for key, item in value.items() if key != name}}
        if sole.is_many:
            self._note((), sole.wire, "平台没有返回该节点，按没有数据处理", "required")
        return value

    def _listed(self, items: list[JsonValue]) -> Row | None:
        """A list: objects that carry node names are merged, else they are the rows of the only node."""
        names = {node.wire for node in self._shape.nodes}
        sole = self._sole_node()
        if all(isinstance(item, dict) and names & item.keys() for item in items):
            return self._merged([item for item in items if isinstance(item, dict)])
        if sole is not None:
            return {sole.wire: items}
        if len(items) == 1 and isinstance(items[0], dict):
            self._note((), "output", "应为一个对象，平台返回了只有一项的列表", "single_row")
            return items[0]
        self._note((), "output", "交易输出是列表，无法对应到节点，已略去（原文见 reply.raw）", "output")
        return None if self._shape.fields else {}

    def _merged(self, items: list[Row]) -> Row:
        merged: Row = {}
        for item in items:
            for key, value in item.items():
                earlier = merged.get(key)
                node = self._shape.by_wire.get(key)
                if node is None or node.model is None or key not in merged:
                    merged.setdefault(key, value)
                else:
                    merged[key] = [*_as_list(earlier), *_as_list(value)]
        return merged

    def _spelled(self, model_class: type[ReplyModel], row: Row) -> Row:
        """The row under its table's names, where keys have a spelling that is known or another case and underscores."""
        shape = shape_of(model_class)
        if model_class.__spellings__.keys() & row.keys():
            row = _respelled(model_class, row)
        if row.keys() <= shape.by_wire.keys():
            return row
        spelled, changed = respelled(row, shape.by_wire)
        if changed and not self._is_respelled:
            self._is_respelled = True
            self._note((), "", f"字段名的写法与表不同（如 {changed[0]}），已按表读取", "key_spelling")
        return spelled if changed else row

    def _sole_node(self) -> FieldShape | None:
        return self._shape.nodes[0] if len(self._shape.nodes) == 1 else None

    # From an object to one that pydantic can judge: empties dropped, nodes as list or object.

    def tidy(self, model_class: type[ReplyModel], row: Row, path: tuple[str | int, ...]) -> Row:
        """The row without its empty fields, its nodes brought to the expected form."""
        shape = shape_of(model_class)
        known = shape.by_wire
        row = self._spelled(model_class, row)
        tidy = {key: value for key, value in row.items() if (value is not None and value != "") or key not in known}
        for node in shape.nodes:
            if node.is_many:
                tidy[node.wire] = self._rows(node, tidy.get(node.wire), path)
            elif node.wire in tidy:
                self._one_row(node, tidy, path)
        return tidy

    def _rows(self, node: FieldShape, value: JsonValue, path: tuple[str | int, ...]) -> JsonValue:
        value = self.decoded(value)
        if value is None:
            return []
        if isinstance(value, dict):
            self._note(path, node.wire, "应为多行（列表），平台返回了一个对象，已按一行处理", "single_row")
            value = [value]
        if not isinstance(value, list):
            self._note(path, node.wire, "应为多行（列表），无法识别，已略去", "list_type")
            return value
        rows: list[JsonValue] = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                rows.append(self._nested(node, item, (*path, node.wire, index)))
            else:
                self._note((*path, node.wire, index), "", "不是一行数据，已略去", "row_type")
        return rows

    def _one_row(self, node: FieldShape, tidy: Row, path: tuple[str | int, ...]) -> None:
        value = self.decoded(tidy[node.wire])
        if isinstance(value, list) and value and isinstance(value[0], dict):
            if any(row != value[0] for row in value):
                message = f"应为一行，平台返回了 {len(value)} 行不同的内容，不知道该用哪一行，读取它会报错"
                self._note(path, node.wire, message, "single_row")
                return
            self._note(
                path, node.wire, f"应为一行，平台返回了 {len(value)} 行的列表，内容相同，已按一行读取", "single_row"
            )
            value = value[0]
        if isinstance(value, dict):
            tidy[node.wire] = self._nested(node, value, (*path, node.wire))
        else:
            if value:
                self._note(path, node.wire, "应为一行数据，无法识别，已略去", "model_type")
            del tidy[node.wire]

    def _nested(self, node: FieldShape, row: Row, path: tuple[str | int, ...]) -> JsonValue:
        model = node.model
        assert model is not None and issubclass(model, ReplyModel)
        return self.tidy(model, row, path)

    # Field by field, when something departs.

    def build(self, model_class: type[OutputT], row: Row, path: tuple[str | int, ...]) -> OutputT:
        """The model of a tidy row, with what departs converted, kept or left unset."""
        shape = shape_of(model_class)
        values: dict[str, object] = {}
        unread: list[FieldShape] = []
        if path and isinstance(path[-1], int) and not shape.by_wire.keys() & row.keys():
            self._note(path, "", "空行，没有任何字段的值", "empty_row")
        else:
            values = dict(self._values(model_class, shape, row, path, unread))
        model = model_class.model_construct(_fields_set=set(values), **values)
        extra = model.model_extra
        if extra is not None:
            extra.update({key: value for key, value in row.items() if key not in shape.by_wire})
            extra.update({field.wire: row[field.wire] for field in unread})
        for field in unread:
            # The default of an optional field would pass for "not sent".
            model.__dict__.pop(field.name, None)
        return model

    def _values(
        self,
        model_class: type[ReplyModel],
        shape: Shape,
        row: Mapping[str, JsonValue],
        path: tuple[str | int, ...],
        unread: list[FieldShape],
    ) -> Iterator[tuple[str, object]]:
        """The fields that have a value, by Python name; those whose value is not understood go to ``unread``."""
        for field in shape.fields:
            if field.wire not in row:
                if field.required:
                    self._note(path, field.wire, "必填，平台没有返回", "required", label_of(model_class, field.wire))
                continue
            value = row[field.wire]
            reading = self._node(field, value, path) if field.model else self._scalar(model_class, field, value, path)
            if reading is None:
                unread.append(field)
            elif reading is not ABSENT:
                yield field.name, reading.value

    def _node(self, field: FieldShape, value: JsonValue, path: tuple[str | int, ...]) -> Reading | None:
        model = field.model
        assert model is not None and issubclass(model, ReplyModel)
        place = (*path, field.wire)
        if isinstance(value, dict):
            return Reading(value=self._row(model, value, place))
        if not isinstance(value, list):
            return ABSENT
        if not field.is_many:
            return None
        limit = field.most_rows
        if limit is not None and len(value) > limit:
            self._note(path, field.wire, f"最多 {limit} 行，平台返回了 {len(value)} 行，全部保留", "max_rows")
        rows = [self._row(model, row, (*place, index)) for index, row in enumerate(value) if isinstance(row, dict)]
        return Reading(value=rows)

    def _row(self, model: type[OutputT], row: Row, path: tuple[str | int, ...]) -> OutputT:
        try:
            return model.model_validate(row, context=AS_PRINTED)
        except ValidationError:
            return self.build(model, row, path)

    def _scalar(
        self, model_class: type[ReplyModel], field: FieldShape, value: JsonValue, path: tuple[str | int, ...]
    ) -> Reading | None:
        try:
            return Reading(value=field.adapter.validate_python(value, context=AS_PRINTED))
        except ValidationError as error:
            reading = field.scalar.convert(value)
            if isinstance(field.scalar, ByteArray) and isinstance(value, list) and reading is not None:
                return reading
            problem = problems_of(model_class, error, prefix="")[0]
        wrong_type = problem.rule == "string_type"
        message = "应为文本，平台返回了其它类型" if wrong_type else problem.message
        action = _what_was_done(value, reading)
        self._note(path, field.wire, f"{message}；{action}", problem.rule, label_of(model_class, field.wire))
        return reading

    def _note(self, path: tuple[str | int, ...], field: str, message: str, rule: str, label: str = "") -> None:
        place = (*path, field) if field else path
        name = field or next((part for part in reversed(path) if isinstance(part, str)), "")
        problem = Problem(path=join_path(place), field=name, label=label, message=message, rule=rule)
        self.problems.append(problem)


def _what_was_done(value: JsonValue, reading: Reading | None) -> str:
    if reading is None:
        return f"无法识别（形如 {raw_shape(value)}），原文保留，读取该字段会报错"
    if reading is ABSENT:
        return "按没有值处理"
    if reading.value == value and isinstance(value, str):
        return "原样保留"
    return f"已按“{reading.label}”转换" if reading.label else "已转换"


def _only_rows_in(value: Row, node: FieldShape) -> str | None:
    """The one key that holds rows of the node under another name, None when there is none or more than one."""
    assert node.model is not None
    fields = shape_of(node.model).by_wire.keys()
    names = [
        key
        for key, item in value.items()
        if isinstance(item, list) and any(isinstance(row, dict) and fields & row.keys() for row in item)
    ]
    return names[0] if node.is_many and len(names) == 1 else None


def _respelled(model_class: type[ReplyModel], row: Row) -> Row:
    """The row with other spellings of its keys replaced by the names of the table, where those are not there, too."""
    known = shape_of(model_class).by_wire.keys()
    respelled: Row = {}
    for key, value in row.items():
        names = [name for name in model_class.__spellings__.get(key, ()) if name in known and name not in row]
        respelled[names[0] if names and key not in known else key] = value
    return respelled


def _as_list(value: JsonValue) -> list[JsonValue]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]
