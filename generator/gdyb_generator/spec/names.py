"""Wire names to Python names."""

from __future__ import annotations

import keyword
import re

# Attributes that a pydantic model already has (a test compares them with the installed pydantic), and `list`, which would
# hide the type in the annotations after it.
_TAKEN = frozenset(
    """
    construct copy dict from_orm json list model_computed_fields model_config model_construct model_copy model_dump
    model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name model_post_init
    model_rebuild model_validate model_validate_json model_validate_strings mro parse_file parse_obj parse_raw register
    schema schema_json update_forward_refs validate
    """.split()
)
# Names a client method or the module `operations` already has; a test compares them with the runtime.
_TAKEN_BY_CLIENT = frozenset(
    """
    aclose annotations by_infno call call_raw clock close core find_operation from_env from_file import_module in_batches msgids pages
    protocol read reserve_msgid retry_delay serialize settings settings_type transport validate validate_raw
    """.split()
)
_TAKEN_BY_CALL = frozenset({"deadline", "envelope", "extra", "msgid", "operation", "self", "total_timeout"})
ROWS = "rows"
"""The attribute under which the rows of an output that is nothing but rows are found."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def python_name(wire: str) -> str:
    """The wire name itself: `_` for `-`, with a trailing underscore only where Python or pydantic can't take it."""
    name = wire.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def is_word(wire: str) -> bool:
    """Whether a wire name can become a Python name."""
    return _WORD.fullmatch(wire) is not None


def is_field_name(wire: str) -> bool:
    """Whether a wire name can become an attribute; a few have a hyphen, as `hcv-ab`."""
    return _FIELD.fullmatch(wire) is not None


def is_operation_name(name: str) -> bool:
    """Whether a client method can have this name."""
    return _SNAKE.fullmatch(name) is not None and not keyword.iskeyword(name) and name not in _TAKEN_BY_CLIENT


def is_parameter_name(wire: str) -> bool:
    """Whether a client method can take a node of this name as a keyword."""
    return is_word(wire) and not keyword.iskeyword(wire) and wire not in _TAKEN_BY_CALL


def is_stem(name: str) -> bool:
    """Whether anything can be named after it."""
    return _SNAKE.fullmatch(name) is not None and not keyword.iskeyword(name)


def is_constant_stem(name: str) -> bool:
    """Whether a constant can be named after it: `reconciliation_upload` → `RECONCILIATION_UPLOAD`."""
    return _SNAKE.fullmatch(name) is not None


def constant_of_code(code: str) -> str:
    """What a value without an English name is called: `01` → `CODE_01`, `-1` → `CODE_MINUS_1`."""
    plain = re.sub(r"[^A-Z0-9]+", "_", code.upper().replace("-", "MINUS_")).strip("_")
    return f"CODE_{plain or 'OTHER'}"


def pascal(text: str) -> str:
    """`fulamt_advpay_flag` → `FulamtAdvpayFlag`, `fsUploadIn` → `FsUploadIn`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", text) if part)


def class_name(side: str, node: str) -> str:
    """The class of a node: the document's 输入/输出 and the node identifier."""
    return pascal(side) + pascal(node)


def type_name(stem: str, length: int | None, sensitive: str) -> str:
    """The type of texts of one shape, length and sensitivity; no two of them give the same name."""
    size = "Any" if length is None else f"_{length}" if stem[-1].isdigit() else str(length)
    return f"{stem}{size}{pascal(sensitive)}"
