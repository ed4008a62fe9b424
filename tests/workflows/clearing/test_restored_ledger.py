"""A backup of the ledger that is put back is noticed before anything is confirmed a second time."""

import shutil
from pathlib import Path

import pytest

from gdyb_workflows.clearing import confirm, confirm_next
from gdyb_workflows.clearing.ledger.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.steps import StepKind
from gdyb_workflows.clearing.sending.copies import accept_older_copy
from support.clearing.place import MONTH, Place
from support.clearing.steps import plan_all

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


@pytest.fixture
def restored(place: Place) -> Place:
    """A month confirmed in full, and the ledger as it was after the first batch."""
    file = Path(place.location)
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        assert confirm_next(lease)
    backup = file.with_name("backup.sqlite3")
    shutil.copyfile(file, backup)
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        confirm(lease)
    assert place.times == {1: 250}
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    shutil.copyfile(backup, file)
    return place


@ON_ONE
def test_an_older_copy_confirms_nothing(restored: Place) -> None:
    with restored.ledger() as ledger, restored.client() as client, ledger.hold(client, MONTH) as lease:
        with pytest.raises(NeedsPerson, match="旧备份") as caught:
            confirm(lease)
        assert [step.kind for step in caught.value.steps] == [StepKind.CHECK_COPY]
        assert caught.value.steps[0].msgid in str(caught.value)
    assert restored.times == {1: 250}


@ON_ONE
def test_a_person_says_that_the_copy_counts(restored: Place) -> None:
    with restored.ledger() as ledger, restored.client() as client, ledger.hold(client, MONTH) as lease:
        accept_older_copy(lease, actor="0001", note="已核实")
        assert confirm(lease).batches == 2
        with pytest.raises(NothingSuch, match="相符"):
            accept_older_copy(lease, actor="0001")
