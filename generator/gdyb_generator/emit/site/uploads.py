"""The file of the upload examples: a true zip that holds one row of the package's own layout, always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from gdyb_generator import ir

_STAMP = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_ENTRY = "example.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One row in a text file in a zip; `layout` is the first that goes up, if the package has one."""

    layout: ir.Layout | None

    @classmethod
    def of(cls, package: ir.Package) -> Upload:
        """The example of a package."""
        return cls(layout=next((layout for layout in package.layouts if layout.record.direction == "request"), None))

    @property
    def name(self) -> str:
        """What the zip is called."""
        return self._entry.rpartition(".")[0] + ".zip"

    @property
    def _entry(self) -> str:
        return self.layout.record.entry if self.layout else _ENTRY

    @property
    def content(self) -> bytes:
        """The zip. Nothing in it depends on the time, the machine or the version of a packer."""
        entry = zipfile.ZipInfo(self._entry, _STAMP)
        entry.create_system = _UNIX
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(entry, self._text.encode("utf-8"))
        return target.getvalue()

    @property
    def _text(self) -> str:
        return (
            "\t".join(column.scalar.sample_cell() for column in self.layout.columns) + "\n" if self.layout else "示例"
        )

    @property
    def imports(self) -> list[str]:
        """What `expression` needs."""
        if self.layout is None:
            return ["import io", "import zipfile"]
        return [f"from gdyb.layouts import {self.layout.constant}", "from gdyb_runtime.files.writing import zip_rows"]

    def preparation(self) -> Iterator[str]:
        """Lines of a program before `expression` holds the same file."""
        if self.layout is None:
            yield "content = io.BytesIO()"
            yield 'with zipfile.ZipFile(content, "w") as archive:'
            yield f'    archive.writestr("{_ENTRY}", "{self._text}")'
            return
        yield "rows = ["
        yield "    {"
        for column in self.layout.columns:
            cell = column.scalar.sample_cell()
            yield f'        "{column.row.name}": {column.scalar.cell_literal(cell)},'
        yield "    }"
        yield "]"

    @property
    def expression(self) -> str:
        """The file as Python."""
        return f"zip_rows(rows, {self.layout.constant})" if self.layout else "content.getvalue()"
