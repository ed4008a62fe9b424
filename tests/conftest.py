"""What all tests share: nobody writes into the data folder of whoever runs them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def data_folder() -> Iterator[Path]:
    """A data folder of this run, also for the processes that tests start."""
    before = os.environ.get("XDG_DATA_HOME")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["XDG_DATA_HOME"] = folder
        yield Path(folder)
        if before is None:
            del os.environ["XDG_DATA_HOME"]
        else:
            os.environ["XDG_DATA_HOME"] = before
