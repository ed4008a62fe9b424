"""Every example of the reference site: requests and replies fit schemas and models, Python examples run."""

import contextlib
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from gdyb import BusinessError, layouts, operations
from gdyb_runtime.files.writing import zip_rows
from gdyb_runtime.persons.id_number import is_id_number
from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.identity import is_synthetic
from support.pages import Example, examples, replies
from support.schemas import documents, errors

TODAY = datetime.date(2100, 1, 1)
EXAMPLES = {example.operation: example for example in examples()}


def input_of(infno: str, operation: str) -> str:
    name: str = documents()[infno]["x-operations"][operation]
    return name


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def test_every_operation_has_an_example() -> None:
    assert sorted(EXAMPLES) == sorted(operations.ALL)
    assert {getattr(operations, name).infno: name for name in EXAMPLES}.keys() == {e.infno for e in examples()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_request_fits_schema_and_model(name: str) -> None:
    example, operation = EXAMPLES[name], getattr(operations, name)
    assert errors("envelope", "Request", example.request) == []
    sent = example.request["input"]
    own = {
        node: {field: value for field, value in row.items() if field not in operation.fixed.get(node, {})}
        if isinstance(row, dict)
        else row
        for node, row in sent.items()
    }
    assert errors(example.infno, input_of(example.infno, name), own) == []
    operation.input_type.model_validate(with_bytes(own))


def with_bytes(value: Any) -> Any:
    """An input as Python callers give it: files are bytes."""
    if isinstance(value, dict):
        return {name: with_bytes(item) for name, item in value.items()}
    if isinstance(value, list) and value and all(isinstance(item, int) for item in value):
        return bytes(item % 256 for item in value)
    return [with_bytes(item) for item in value] if isinstance(value, list) else value


def test_a_file_is_a_true_zip_and_the_program_makes_the_same() -> None:
    example = EXAMPLES["upload_file"]
    sent = with_bytes(example.request["input"])["fsUploadIn"]
    with zipfile.ZipFile(io.BytesIO(sent["in"])) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [layouts.RECONCILIATION_UPLOAD.entry]
        text = archive.read(layouts.RECONCILIATION_UPLOAD.entry)
    names: dict[str, Any] = {}
    exec(example.python.partition("with Client")[0], names)
    made = zip_rows(names["rows"], layouts.RECONCILIATION_UPLOAD)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.read(layouts.RECONCILIATION_UPLOAD.entry) == text
    assert sent["filename"].endswith(".zip")


@pytest.mark.parametrize("infno", replies())
def test_a_reply_fits_schema_and_model(infno: str) -> None:
    reply = replies()[infno]
    assert errors("envelope", "Reply", reply) == []
    output = reply["output"]
    assert errors(infno, "Output", output) == []
    operation = operations.by_infno(infno)
    if isinstance(output, dict):
        operation.output_type.model_validate(output)


def test_id_numbers_are_nobodys() -> None:
    found = {text for e in examples() for text in texts(e.request) if is_id_number(text, today=TODAY)}
    found |= {text for reply in replies().values() for text in texts(reply) if is_id_number(text, today=TODAY)}
    assert found
    assert all(map(is_synthetic, found))


# The sandbox does what these ask for. The other interfaces it plays it refuses, because it knows no such person or
# no such earlier message; those under NOT_PLAYED it refuses by their number. Each example ran until its request was
# built, checked, signed and sent.
ACCEPTED = {
    "extract_clearing_details",
    "reconcile_totals",
    "revoke_clearing_period",
    "sign_in",
    "upload_file",
}
NOT_PLAYED = {
    "cancel_catalog_mapping",
    "check_benefit_eligibility",
    "query_chronic_disease_records",
    "query_departments",
    "query_designated_institutions",
    "query_diagnoses",
    "query_medical_staff",
    "query_transfers",
    "upload_catalog_mapping",
    "upload_settlement_list",
}
NOTHING_FOUND = {"query_inpatient_visits"}
"""Whoever is in hospital just now: nobody."""
UNKNOWN = re.compile("没有|不在该结算周期")


@pytest.fixture(scope="module")
def environment(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    msgids = tmp_path_factory.mktemp("examples") / "msgid.sqlite3"
    with pytest.MonkeyPatch.context() as patch:
        for setting, value in (sandbox.settings | {"msgid_file": str(msgids)}).items():
            patch.setenv(f"GDYB_{setting.upper()}", value)
        yield


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_python_example_runs(name: str, sandbox: Sandbox, environment: None) -> None:
    before = len(sandbox.requests)
    answer = run(EXAMPLES[name])
    assert len(sandbox.requests) == before + 1
    if name in ACCEPTED:
        assert answer and not answer.startswith("refused")
    elif name in NOTHING_FOUND:
        assert answer == ""
    elif name in NOT_PLAYED:
        assert answer == "refused: infno 交易编号：沙箱尚未提供这个交易"
    else:
        assert answer.startswith("refused") and UNKNOWN.search(answer), answer


# With a person that the sandbox knows and the numbers that earlier replies gave, these are accepted one after another.
STAY = (
    "query_person",
    "presettle_pharmacy",
    "settle_pharmacy",
    "reverse_pharmacy_settlement",
    "register_outpatient",
    "upload_outpatient_visit",
    "upload_outpatient_fees",
    "presettle_outpatient",
    "settle_outpatient",
    "reverse_outpatient_settlement",
    "admit_inpatient",
    "update_inpatient_visit",
    "upload_inpatient_fees",
    "discharge_inpatient",
    "cancel_discharge",
    "presettle_inpatient",
    "settle_inpatient",
    "reverse_inpatient_settlement",
)
NUMBER = re.compile(r'\b(\w+)="([0-9]+)"')


def test_examples_with_a_known_person_are_accepted(
    sandbox: Sandbox, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sandbox.people(1)[0]
    monkeypatch.setenv("GDYB_INSUPLC_ADMDVS", person.area)
    known = {"psn_no": person.psn_no, "insutype": person.insurances[0].insutype}
    answers = {name: run(EXAMPLES[name], fitted(known, sandbox, EXAMPLES[name]), known) for name in STAY}
    assert {name: answer for name, answer in answers.items() if answer.startswith("refused")} == {}


def fitted(known: dict[str, str], sandbox: Sandbox, example: Example) -> str:
    """The program with the numbers of the sandbox's person in place of the made up ones."""
    person = sandbox.people(1)[0]
    known["mdtrt_cert_no"] = (
        person.person.certno if 'mdtrt_cert_type="02"' in example.python else sandbox.voucher(person)
    )
    return NUMBER.sub(lambda m: f'{m[1]}="{known.get(m[1], m[2])}"', example.python)


def run(example: Example, python: str = "", known: dict[str, str] | None = None) -> str:
    """What the example printed, or the text that the platform refused it with; `known` gets the numbers of its reply."""
    program = compile(python or example.python, f"{example.operation}.py", "exec")
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            exec(program, names)
        except BusinessError as error:
            return f"refused: {error.err_msg}"
    if known is not None and names["reply"].output is not None:
        known.update(numbers(names["reply"].output.model_dump(by_alias=True, exclude_unset=True)))
    return printed.getvalue()


def numbers(value: object) -> dict[str, str]:
    """Numbers of visits and settlements in a reply, wherever they stand."""
    if not isinstance(value, dict):
        return {}
    own = {name: str(item) for name, item in value.items() if name in {"mdtrt_id", "setl_id"}}
    return own | {name: text for item in value.values() for name, text in numbers(item).items()}
