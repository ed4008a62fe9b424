"""What the engine keeps of an outcome: it comes back as it was, also from workflows that earlier code began."""

from decimal import Decimal

import pytest

from gdyb_workflows.at_rest.vault import Vault, new_key
from gdyb_workflows.clearing import Amounts
from gdyb_workflows.clearing.hosts.durable import _as_record, _from_record
from gdyb_workflows.clearing.hosts.many import MonthOutcome, MonthState
from gdyb_workflows.clearing.ledger.steps import EXTRACT, NextStep, StepKind

AMOUNTS = Amounts(rows=3, medfee_sumamt=Decimal("99999999999999.99"), optins_pay_sumamt=Decimal("0.10"))
STEP = NextStep(kind=StepKind.CONFIRM, why="有 3 笔待发送", epoch=2, until=1_700_000_000.25)


@pytest.mark.parametrize(
    "outcome",
    [
        MonthOutcome(institution="H1", state=MonthState.DONE, confirmed=AMOUNTS, batches=1),
        MonthOutcome(institution="H1", state=MonthState.NEEDS_PERSON, steps=(STEP, EXTRACT)),
        MonthOutcome(
            institution="H1", state=MonthState.FAILED, reasons=("没有连上",), error="TransportFailed", is_passing=True
        ),
    ],
)
def test_an_outcome_comes_back_as_it_was(outcome: MonthOutcome) -> None:
    for vault in (Vault([new_key()]), Vault()):
        record = _as_record(outcome, vault)
        assert _from_record(record, vault) == outcome
        assert _from_record(record | {"batches": 7}, vault).batches == 7


def test_a_record_of_the_first_form_still_counts() -> None:
    record = {
        "institution": "H1",
        "state": "needs_person",
        "reasons": ["有 3 笔待发送"],
        "error": "",
        "is_passing": False,
        "batches": 4,
        "rows": 3,
        "medfee_sumamt": "99999999999999.99",
        "optins_pay_sumamt": "0.10",
    }
    expected = MonthOutcome(
        institution="H1", state=MonthState.NEEDS_PERSON, reasons=("有 3 笔待发送",), batches=4, confirmed=AMOUNTS
    )
    assert _from_record(record, Vault([new_key()])) == expected


def test_a_record_is_plain_data() -> None:
    outcome = MonthOutcome(institution="H1", state=MonthState.NEEDS_PERSON, steps=(STEP,), confirmed=AMOUNTS)
    record = _as_record(outcome, Vault())
    assert record["confirmed"] == {
        "rows": 3,
        "medfee_sumamt": "99999999999999.99",
        "optins_pay_sumamt": "0.10",
    }
    assert type(record["steps"][0]["kind"]) is str


def test_words_are_sealed_and_without_a_key_nothing_is_quoted() -> None:
    outcome = MonthOutcome(
        institution="H1",
        state=MonthState.NEEDS_PERSON,
        reasons=("张三 停保",),
        error="BusinessError",
        from_elsewhere=True,
        steps=(STEP,),
    )
    vault = Vault([new_key()])
    sealed = _as_record(outcome, vault)
    assert "停保" not in str(sealed) and "待发送" not in str(sealed)
    assert _from_record(sealed, vault) == outcome
    masked = _from_record(_as_record(outcome, Vault()), Vault())
    assert masked.reasons == ("BusinessError：平台的说明没有留下，因为台账没有密钥；请在本机单独办这个机构查看",)
    assert masked.steps == (STEP,)
