"""What all tests share: nobody writes into the data folder of whoever runs them."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.browser import Page

# Where platformdirs looks first on Unix and on Windows.
NAMES = ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite what goldens and cases of rules expect")


@pytest.fixture(autouse=True, scope="session")
def data_folder() -> Iterator[Path]:
    """A data folder of this run, also for the processes that tests start."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in NAMES:
            patch.setenv(name, folder)
        yield Path(folder)


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Ctrl-C reaches what tests start, also where the run itself was begun in the background, which ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def module_tab(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Page]":
    """One browser for the tests of a module."""
    # Here, for not every run of tests has what drives a browser.
    from support.browser import browsing, find_browser

    with browsing(find_browser(), tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def tab(module_tab: "Page") -> "Page":
    """A tab that has been nowhere yet: no request, no complaint, a window of its own size."""
    module_tab.send("Page.navigate", url="about:blank")
    module_tab.resize_back()
    module_tab.run("0")
    module_tab.forget()
    return module_tab
