"""Who knows which commands there are: the command line alone, and each that it names is there."""

from itertools import takewhile
from pathlib import Path

import pytest

from gdyb_cli.clearing.words import command_of, step_text
from gdyb_workflows import clearing
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind
from gdyb_workflows.clearing.period import ClearingMonth
from support.command_line import Gdyb

MONTH = ClearingMonth(year="2020", month="12")
NO_COMMAND = {StepKind.CHECK_OUTDATED, StepKind.HEED_REJECTION, StepKind.REPORT_UNUSABLE}


def test_the_library_names_no_command() -> None:
    folder = Path(str(clearing.__file__)).parent
    sources = [*folder.rglob("*.py"), *folder.rglob("*.j2")]
    assert len(sources) > 40
    assert [path.name for path in sources if "gdyb clearing" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_step_has_a_command_that_exists_or_is_nobodys(gdyb: Gdyb, kind: StepKind) -> None:
    step = NextStep(kind=kind, why="有 3 笔", batch=3)
    words = command_of(step, MONTH).split()
    assert bool(words) == (kind not in NO_COMMAND)
    assert step_text(step, MONTH) == (
        f"有 3 笔：{kind.label}，用 {' '.join(words)}" if words else f"有 3 笔：{kind.label}"
    )
    if words:
        names = takewhile(lambda word: word[0].isalpha(), words[1:])
        assert gdyb(*names, "--help").exit_code == 0
