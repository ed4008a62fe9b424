"""What the tests of the reference site share."""

from collections.abc import Iterator

import pytest

from gdyb_sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=3, seed=7, fixmedins_code="H44010000001") as running:
        yield running
