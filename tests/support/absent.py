"""What a test does on a machine that lacks something it needs."""

import os
from typing import NoReturn

import pytest


def not_here(reason: str) -> NoReturn:
    """Skips the test; where NOTHING_SKIPPED is set, as in .ci/run, that is a failure."""
    if os.environ.get("NOTHING_SKIPPED"):
        pytest.fail(reason)
    pytest.skip(reason)
