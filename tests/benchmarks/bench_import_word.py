"""How long a document of 800 tables takes to import, and how much memory."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

# A script, so that what tests share is not on its path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gdyb_generator.importing.run import import_document
from support.importing.untidy import Untidy
from support.places import SPEC


def main() -> None:
    """Writes the document, imports it, prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        document = Untidy(1, copies=8)
        path = document.write(Path(folder) / "edition.docx")
        start = time.perf_counter()
        report = import_document(path, Path(folder) / "spec", SPEC)
        seconds = time.perf_counter() - start
    counts = report.counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"import: {counts.tables} tables, {counts.rows} rows: {seconds:.1f} s (limit 30), peak {peak:.0f} MiB (limit 1024)"
    )
    print(f"        {counts.written} rows written, {counts.in_doubts} in doubts only, {counts.lost} lost")


if __name__ == "__main__":
    main()
