"""What the tests of the reference site share."""

from collections.abc import Iterator

import pytest

from gdyb_sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=3, seed=7) as running:
        yield running
