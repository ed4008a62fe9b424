"""A sandbox with two and a half pages, and a caller that knows only the document."""

from collections.abc import Iterator

import pytest

from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=250, seed=7) as running:
        yield running


@pytest.fixture
def caller(sandbox: Sandbox) -> Caller:
    return Caller(sandbox.settings)
