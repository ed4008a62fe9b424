"""Clients that sign in by themselves against the gateway of the document, from threads, tasks and processes."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gdyb import BusinessError, Client, PersonQuery, Settings
from gdyb.models import i1101
from gdyb_runtime.errors import GdybError
from gdyb_sandbox import Sandbox
from gdyb_workflows.settlement import settling as settlement
from gdyb_workflows.settlement.sign_in import (
    AsyncSignedInClient,
    SignedInClient,
    SignInFailed,
    SignInNumbers,
    Workstation,
)
from gdyb_workflows.settlement.vouchers import VoucherGuard
from support.waits import Process

DESK = Workstation(mac="02-00-5E-10-00-01", ip="192.0.2.7")

CALLS = """
import json, sys
from gdyb import PersonQuery, Settings
from gdyb_workflows.settlement.sign_in import SignedInClient, SignInNumbers, Workstation
given = json.loads(sys.argv[1])
numbers, desk = SignInNumbers(given["numbers"]), Workstation(mac="02-00-5E-10-00-01", ip="192.0.2.7")
with SignedInClient(Settings(**given["settings"]), workstation=desk, numbers=numbers) as client:
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(10):
        client.query_person(data=PersonQuery.id_card(given["id_number"]))
print("done")
"""


@pytest.fixture
def numbers(tmp_path: Path) -> Iterator[SignInNumbers]:
    opened = SignInNumbers(tmp_path / "签到" / "numbers.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def signed_in(settings: Settings, numbers: SignInNumbers) -> Iterator[SignedInClient]:
    with SignedInClient(settings, workstation=DESK, numbers=numbers) as opened:
        yield opened


@pytest.fixture
def query(sandbox: Sandbox) -> i1101.InputData:
    return PersonQuery.id_card(sandbox.people(1)[0].person.certno)


def sign_nos(sandbox: Sandbox, infno: str) -> list[str]:
    """The numbers that calls of an interface carried."""
    return [json.loads(request.body)["sign_no"] for request in sandbox.requests.of(infno)]


def test_a_plain_client_is_refused_and_told_what_to_do(
    client: Client, sandbox: Sandbox, query: i1101.InputData
) -> None:
    sandbox.faults.add("sign-in-required")
    with pytest.raises(BusinessError, match="未签到或签到已失效，请先签到（9001）"):
        client.query_person(data=query)


def test_one_number_serves_every_call(
    signed_in: SignedInClient, settings: Settings, numbers: SignInNumbers, sandbox: Sandbox, query: i1101.InputData
) -> None:
    sandbox.faults.add("sign-in-required")
    for _ in range(3):
        signed_in.query_person(data=query)
    with SignedInClient(settings, workstation=DESK, numbers=numbers) as another:
        another.query_person(data=query)
    assert len(sandbox.requests.of("9001")) == 1
    (number,) = set(sign_nos(sandbox, "1101"))
    assert len(number) == 30


def test_an_expired_number_is_renewed_and_the_call_sent_once_more(
    signed_in: SignedInClient, sandbox: Sandbox, query: i1101.InputData
) -> None:
    signed_in.query_person(data=query)
    sandbox.faults.add("sign-in-required")
    sandbox.faults.add("sign-in-expired", times=1)
    signed_in.query_person(data=query)
    assert len(sandbox.requests.of("9001")) == 2
    first, again, renewed = sign_nos(sandbox, "1101")
    assert first == again != renewed


def test_a_settlement_that_had_to_sign_in_anew_can_be_reversed(
    signed_in: SignedInClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    row = {"feedetl_sn": "1", "rx_circ_flag": "0", "fee_ocur_time": "2026-11-01 08:00:00", "med_list_codg": "X1"}
    row |= {"medins_list_codg": "Y", "det_item_fee_sumamt": "9.90", "bilg_dr_codg": "D1", "bilg_dr_name": "测试医生"}
    rows = [{**row, "cnt": 1, "pric": "9.90"}]
    info = {"medfee_sumamt": "9.90", "acct_used_flag": "1", "med_type": "41"}
    person = sandbox.people(1)[0]
    with VoucherGuard(tmp_path / "vouchers.sqlite3") as guard:
        holder = settlement.identify(signed_in, guard, sandbox.voucher(person))
        sandbox.faults.add("sign-in-required")
        sandbox.faults.add("sign-in-expired", infno="2102", times=1)
        done = settlement.settle_pharmacy(signed_in, guard, holder, druginfo=info, drugdetail=rows)
        assert done.state == "settled"
        # Both under the number that the result names, so that what was carried out can be reversed.
        assert [request.msgid for request in sandbox.requests.of("2102")] == [done.msgid] * 2
        assert settlement.reverse(signed_in, done).state == "settled"


def test_many_threads_sign_in_once_and_once_again(
    signed_in: SignedInClient, sandbox: Sandbox, query: i1101.InputData
) -> None:
    sandbox.faults.add("sign-in-required")
    for signed in (1, 2):
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda _: signed_in.query_person(data=query), range(48)))
        assert len(sandbox.requests.of("9001")) == signed
        sandbox.faults.add("sign-in-expired", times=1)


def test_many_tasks_sign_in_once_and_once_again(
    settings: Settings, numbers: SignInNumbers, sandbox: Sandbox, query: i1101.InputData
) -> None:
    sandbox.faults.add("sign-in-required")

    async def run() -> None:
        async with AsyncSignedInClient(settings, workstation=DESK, numbers=numbers) as client:
            for signed in (1, 2):
                await asyncio.gather(*(client.query_person(data=query) for _ in range(24)))
                assert len(sandbox.requests.of("9001")) == signed
                sandbox.faults.add("sign-in-expired", times=1)
            sandbox.faults.clear("sign-in-expired")
            assert await client.sign_out_operator()
            assert not await client.sign_out_operator()

    asyncio.run(run())


def test_processes_share_a_number(
    sandbox: Sandbox, settings: Settings, numbers: SignInNumbers, query: i1101.InputData
) -> None:
    sandbox.faults.add("sign-in-required")
    values = sandbox.settings | {"msgid_file": str(settings.msgid_file)}
    given = {"settings": values, "numbers": str(numbers.path), "id_number": query.mdtrt_cert_no}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    processes = [
        Process(sys.executable, "-c", CALLS, json.dumps(given), stdin=subprocess.PIPE, env=environment)
        for _ in range(2)
    ]
    for process in processes:
        assert process.line() == "ready\n"
    for process in processes:
        process.write("go\n")
    assert [process.line() for process in processes] == ["done\n", "done\n"]
    assert [process.wait() for process in processes] == [0, 0]
    # Both may have found none at the same moment; the later number then serves both.
    assert 1 <= len(sandbox.requests.of("9001")) <= 2
    assert len(sandbox.requests.of("1101")) == 20
    assert len(set(sign_nos(sandbox, "1101"))) <= 2


def test_signing_out_ends_the_number(signed_in: SignedInClient, sandbox: Sandbox, query: i1101.InputData) -> None:
    sandbox.faults.add("sign-in-required")
    signed_in.query_person(data=query)
    assert signed_in.sign_out_operator()
    assert not signed_in.sign_out_operator()
    signed_in.query_person(data=query)
    assert [len(sandbox.requests.of(infno)) for infno in ("9001", "9002")] == [2, 1]


@pytest.mark.parametrize(("fault", "retry_safe"), [("drop-after", True), ("business-error", False)])
def test_without_a_number_the_call_is_not_sent(
    signed_in: SignedInClient, sandbox: Sandbox, query: i1101.InputData, fault: str, *, retry_safe: bool
) -> None:
    sandbox.faults.add(fault, infno="9001")
    with pytest.raises(SignInFailed) as caught:
        signed_in.query_person(data=query)
    error: GdybError = caught.value
    assert (error.outcome, error.retry_safe, error.infno) == ("not_sent", retry_safe, "1101")
    assert not sandbox.requests.of("1101")
