"""The plain functions behind the demo, against a real sandbox."""

import logging
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb import BusinessError, Client, RequestInvalid, Settings, TransportFailed
from gdyb.codes import CnfmFlag
from gdyb_cli.demo.rehearsal.clearing import Step, balance, rehearse
from gdyb_sandbox import Sandbox
from gdyb_workflows.clearing import calls as clearing
from gdyb_workflows.clearing.period import Amounts, ClearingMonth

MONTH = ClearingMonth(year="2020", month="12")


@given(st.lists(st.integers()), st.integers(min_value=1, max_value=200))
def test_batches_keep_order_and_lose_nothing(rows, size):
    made = list(clearing.batches(rows, size))
    assert [row for batch in made for row in batch] == rows
    assert all(len(batch) == size for batch in made[:-1])
    assert all(1 <= len(batch) <= size for batch in made)


def test_a_batch_has_at_least_one_row():
    with pytest.raises(ValueError, match="at least one"):
        list(clearing.batches([1], 0))


@pytest.mark.parametrize("text", ["2020-12", "202012"])
def test_a_month_is_read(text):
    assert ClearingMonth.parse(text) == MONTH
    assert str(MONTH) == "2020-12"


@pytest.mark.parametrize("text", ["2020-13", "2020-1", "20-12", "", "2020-12-01", "２０２０-12"])
def test_no_month(text):
    with pytest.raises(ValueError, match="例如 2020-12"):
        ClearingMonth.parse(text)


def test_the_limit_is_the_printed_one():
    assert clearing.confirmation_limit() == 100


def test_extract_month_reads_all_pages_once(client, sandbox):
    rows = clearing.extract_month(client, MONTH)
    assert len(rows) == len({row.setl_sn for row in rows}) == 250
    assert len(sandbox.requests.of("3260")) == 3


def test_amounts_are_exact(tmp_path):
    with Sandbox(rows=2, large_amount=True) as sandbox:
        settings = Settings(**sandbox.settings, msgid_file=tmp_path / "m.sqlite3")
        with Client(settings) as client:
            rows = clearing.extract_month(client, MONTH)
    total = Amounts.of(rows)
    assert total.medfee_sumamt == Decimal("99999999999999.99") + rows[1].medfee_sumamt
    assert total - Amounts.of(rows[1:]) + Amounts.of(rows[1:]) == total


def test_what_is_confirmed_is_what_the_sandbox_has(client, sandbox):
    rows = clearing.extract_month(client, MONTH)

    def only_cheap(row):
        return CnfmFlag.CONFIRMED if row.medfee_sumamt < 40_000 else CnfmFlag.NOT_CONFIRMED

    done = list(clearing.confirm_in_batches(client, MONTH, rows, decide=only_cheap))
    assert [len(batch.rows) for batch in done] == [100, 100, 50]
    assert sandbox.confirmed("2020", "12") == {row.setl_sn: only_cheap(row).value for row in rows}
    assert len(set(only_cheap(row) for row in rows)) == 2
    clearing.revoke_batch(client, MONTH, done[1])
    assert set(sandbox.confirmed("2020", "12")) == {row.setl_sn for batch in (done[0], done[2]) for row in batch.rows}


def test_smaller_batches(client, sandbox):
    rows = clearing.extract_month(client, MONTH)[:7]
    assert [len(batch.rows) for batch in clearing.confirm_in_batches(client, MONTH, rows, size=3)] == [3, 3, 1]


def test_a_batch_over_the_limit_is_refused_before_it_is_sent(client, sandbox):
    rows = clearing.extract_month(client, MONTH)
    with pytest.raises(RequestInvalid):
        list(clearing.confirm_in_batches(client, MONTH, rows, size=101))
    assert not sandbox.requests.of("3261")


def test_after_a_lost_answer_nothing_more_is_sent(client, sandbox):
    rows = clearing.extract_month(client, MONTH)
    done = []
    work = clearing.confirm_in_batches(client, MONTH, rows)
    done.append(next(work))
    sandbox.faults.add("drop-after", infno="3261")
    with pytest.raises(TransportFailed) as caught:
        done.extend(work)
    assert caught.value.outcome == "unknown"
    assert len(done) == 1
    assert len(sandbox.requests.of("3261")) == 2
    assert len(sandbox.confirmed("2020", "12")) == 200


def test_a_rehearsal_leaves_the_whole_month_confirmed(client, sandbox):
    steps = list(rehearse(client, MONTH))
    result = balance(steps)
    assert result.adds_up
    assert result.extracted.rows == len(sandbox.confirmed("2020", "12")) == 250


def test_a_balance_that_does_not_add_up():
    one = Amounts(rows=1, medfee_sumamt=Decimal("1.10"), optins_pay_sumamt=Decimal("1.00"))
    penny_less = Amounts(rows=1, medfee_sumamt=Decimal("1.09"), optins_pay_sumamt=Decimal("1.00"))
    steps = [Step(kind="extracted", number=1, amounts=one, msgid="a")]
    assert not balance(steps).adds_up
    assert not balance([*steps, Step(kind="confirmed", number=1, amounts=penny_less, msgid="b")]).adds_up
    assert balance([*steps, Step(kind="confirmed", number=1, amounts=one, msgid="b")]).adds_up


def test_nothing_personal_in_logs_reprs_and_errors(sandbox, settings, caplog):
    caplog.set_level(logging.DEBUG)
    with Client(settings) as client:
        pages = list(clearing.extract_pages(client, MONTH))
        rows = [row for page in pages for row in page.rows]
        steps = list(rehearse(client, ClearingMonth(year="2021", month="01")))
        batches = list(clearing.confirm_in_batches(client, MONTH, rows[:100]))
        certnos = [row.certno for row in rows]
        sandbox.faults.add("business-error", f"人员 {certnos[0]} 不存在", infno="3261")
        with pytest.raises(BusinessError) as refused:
            list(clearing.confirm_in_batches(client, MONTH, rows[:1]))
        shown = [repr(thing) for thing in (client, settings, pages, rows, steps, batches, refused.value)]
    # The sandbox runs in this process and logs the text it was told to refuse with; the client must not.
    records = [record for record in caplog.records if record.name != "gdyb.sandbox"]
    texts = [*shown, str(refused.value)]
    texts += [f"{record.getMessage()} {record.__dict__} {record.exc_text}" for record in records]
    secrets = [sandbox.settings["secret_key"], sandbox.settings["opter_name"], *certnos]
    assert len(certnos) == 250
    assert {record.name for record in records} >= {"gdyb"}
    assert not [secret for secret in secrets for text in texts if secret in text]
