"""Fields that a caller sends beside those of the tables, because a platform asks for them already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gdyb_runtime.model._shapes import Shape, shape_of
from gdyb_runtime.model.base import RequestModel
from gdyb_runtime.model.raw import check_plain
from gdyb_runtime.problems import Problem, did_you_mean, join_path

__all__ = ["Extra", "check_extra", "extra_names"]

Extra = Mapping[str, object]
"""By node: fields, or for a node of many rows a list with the fields of each row, None for a row without any."""


def check_extra(input_type: type[RequestModel], nodes: Mapping[str, object], extra: Extra | None) -> Iterator[Problem]:
    """What of it does not go with the nodes of a call."""
    if extra is None:
        return
    if not isinstance(extra, Mapping):
        yield _problem(("extra",), "应为字典，键是节点名", "dict_type")
        return
    shape = shape_of(input_type)
    for name, more in extra.items():
        node = shape.by_wire.get(name)
        if node is None and (hint := did_you_mean(str(name), [field.wire for field in shape.nodes])):
            yield _problem((name,), f"接口里没有这个节点{hint}", "unknown_field")
        elif node is None:
            yield from check_plain(more, (name,))
        elif node.model is None:
            yield _problem((name,), "这是表中的字段，不是节点；请不要写在 extra 里", "extra")
        else:
            yield from _check_node((name,), shape_of(node.model), nodes.get(name), more)


def extra_names(extra: Extra) -> list[str]:
    """Node and name of every added field, without its values."""
    names: dict[str, None] = {}
    for node, more in extra.items():
        for row in more if isinstance(more, list | tuple) else [more]:
            if row is not None:
                names.update({f"{node}.{field}": None for field in row} if isinstance(row, Mapping) else {node: None})
    return list(names)


def _check_node(path: tuple[str], shape: Shape, node: object, more: object) -> Iterator[Problem]:
    if node is None:
        yield _problem(path, "extra 里有这个节点，调用却没有给它", "extra")
    elif isinstance(node, list | tuple):
        if not isinstance(more, list | tuple) or len(more) != len(node):
            yield _problem(path, f"多行节点的 extra 应为列表，每行一项（可为 None），共 {len(node)} 项", "extra")
            return
        for index, row in enumerate(more):
            if row is not None:
                yield from _check_row((*path, index), shape, row)
    else:
        yield from _check_row(path, shape, more)


def _check_row(path: tuple[int | str, ...], shape: Shape, row: object) -> Iterator[Problem]:
    if not isinstance(row, Mapping):
        yield _problem(path, "extra 应为字典，键是字段名", "dict_type")
        return
    for name in row:
        if name in shape.known:
            yield _problem((*path, str(name)), "表中有这个字段，请直接写在节点里，不要写在 extra 里", "extra")
    yield from check_plain(row, path)


def _problem(path: tuple[int | str, ...], message: str, rule: str) -> Problem:
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    return Problem(path=join_path(path), field=field, message=message, rule=rule)
