"""The few questions that are asked of every element of a Word file, in both of its namespaces."""

from __future__ import annotations

import re

from lxml import etree

TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def local_name(element: etree._Element) -> str:
    """The name of an element of WordprocessingML; empty for elements of other languages."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith((TRANSITIONAL, STRICT)):
        return tag.rpartition("}")[2]
    return "AlternateContent" if tag == f"{_MC}AlternateContent" else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute; empty where it is missing."""
    if element is None:
        return ""
    return str(element.get(f"{TRANSITIONAL}{name}") or element.get(f"{STRICT}{name}") or "")


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element that a path of names leads to, if there is one."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == name), None)
    return element


def whole(text: str) -> int | None:
    """A number as Word writes one; None for anything else, such as the digits ² and those of a hundred thousand."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None
