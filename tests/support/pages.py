"""What the pages of the real spec say, read the way their readers do."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from gdyb_generator.cli.commands import Places, docs
from gdyb_generator.emit.site import emit_site
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support.places import ROOT

_EXAMPLE = re.compile(r"^操作 `(\w+)`。$(.*?)^```json\n(.*?)^```$.*?^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_REPLY = re.compile(r"^## 应答示例.*?^```json\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One operation on the page of its interface."""

    infno: str
    operation: str
    request: dict[str, Any]
    python: str


def write(folder: Path) -> dict[str, str]:
    """The pages of the real spec by path below `folder`/docs."""
    docs(Places.below(ROOT), folder, html=False)
    found = (path for path in sorted((folder / "docs").rglob("*")) if path.is_file())
    return {path.relative_to(folder / "docs").as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def pages() -> dict[str, str]:
    """The pages as texts."""
    texts = emit_site(resolve(load(Places.below(ROOT).spec)))
    return {name.removeprefix("docs/"): text for name, text in texts.items() if name.startswith("docs/")}


def interface_pages() -> dict[str, str]:
    """Number of each interface → its page."""
    return {Path(n).stem: t for n, t in pages().items() if re.fullmatch(r"interfaces/[0-9][0-9A-Z]*\.md", n)}


def examples() -> list[Example]:
    """The examples of all pages."""
    return [
        Example(infno=infno, operation=name, request=parse(request), python=python)
        for infno, page in interface_pages().items()
        for name, _, request, python in _EXAMPLE.findall(page)
    ]


def replies() -> dict[str, dict[str, Any]]:
    """Number of each interface that does not answer with a file → the example of its reply."""
    return {infno: parse(found[1]) for infno, page in interface_pages().items() if (found := _REPLY.search(page))}


def parse(text: str) -> dict[str, Any]:
    """A message with exact amounts."""
    value: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return value
