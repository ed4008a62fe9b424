"""Wire names to Python names."""

from __future__ import annotations

import keyword
import re

# Attributes that pydantic's models already have under a name a wire field could take.
_TAKEN = frozenset({"copy", "dict", "json", "schema", "construct", "validate", "parse_obj", "parse_raw", "register"})


def python_name(wire: str) -> str:
    """The wire name itself, with a trailing underscore only where Python or pydantic can't take it."""
    if keyword.iskeyword(wire) or wire in _TAKEN:
        return f"{wire}_"
    if wire.startswith("model_"):
        return f"{wire}_"
    return wire


def pascal(text: str) -> str:
    """`fulamt_advpay_flag` → `FulamtAdvpayFlag`, `fsUploadIn` → `FsUploadIn`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", text) if part)


def class_name(side: str, node: str) -> str:
    """The class of a node: the document's 输入/输出 and the node identifier."""
    return pascal(side) + pascal(node)
