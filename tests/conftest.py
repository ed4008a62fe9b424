"""What all tests share: nobody writes into the data folder of whoever runs them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Where platformdirs looks first on Unix and on Windows.
NAMES = ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA")


@pytest.fixture(autouse=True, scope="session")
def data_folder() -> Iterator[Path]:
    """A data folder of this run, also for the processes that tests start."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in NAMES:
            patch.setenv(name, folder)
        yield Path(folder)
