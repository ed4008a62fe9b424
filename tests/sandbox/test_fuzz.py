"""Correctly signed nonsense: no request makes the sandbox fail."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gdyb_sandbox import Sandbox
from gdyb_sandbox._messages.interfaces import interface_numbers
from support.sandbox.caller import Caller, detail_of, encode

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Most requests to the other interfaces end at their tables, which all interfaces share.
FEWER = settings(BOUNDED, max_examples=10)
CLEARING = ("3260", "3261", "3262")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(rows=20, recorded=10) as sandbox:
        yield sandbox


@pytest.mark.parametrize("infno", interface_numbers())
def test_what_the_description_allows(running: Sandbox, infno: str) -> None:
    description = schemathesis.openapi.from_url(f"{running.base_url}openapi.json")
    caller = Caller(running.settings)

    @(BOUNDED if infno in CLEARING else FEWER)
    @given(case=description[f"/{infno}"]["POST"].as_strategy())
    def send(case: Any) -> None:
        # Rows that have to agree with each other, so that the generated input is reached.
        if isinstance(case.body, dict):
            agreeing = caller.envelope(infno, case.body.get("input"))
            case.body |= {name: agreeing[name] for name in ("msgid", "fixmedins_code", "inf_time", "insuplc_admdvs")}
        # Signed last, so that what was generated as a header does not stop the request at the gate.
        response = case.call(headers=caller.headers())
        assert response.status_code == 200
        assert response.json()["infcode"] in (0, -1)

    send()


@pytest.mark.parametrize("infno", CLEARING)
def test_a_right_message_with_one_wrong_place(running: Sandbox, infno: str) -> None:
    caller = Caller(running.settings)
    month = {"trt_year": "2020", "trt_month": "12"}
    inputs: dict[str, Any] = {
        "3260": {"data": month | {"startrow": 1}},
        "3261": {"data": month | {"totalrow": 2}, "detail": detail_of(caller.page()[:2])},
        "3262": {"data": month | {"otransid": "0"}},
    }
    right = encode(caller.envelope(infno, inputs[infno]))
    places = list(_places(msgspec.json.decode(right)))

    @BOUNDED
    @given(place=st.sampled_from(places), value=JSON)
    def replace(place: tuple[str | int, ...], value: object) -> None:
        message = msgspec.json.decode(right)
        *parents, last = place
        target = message
        for step in parents:
            target = target[step]
        target[last] = value
        answer = caller.send(infno, json.dumps(message).encode())
        assert answer.status == 200
        assert answer.json["infcode"] in (0, -1)

    replace()


def test_bytes_and_paths_that_are_anything(running: Sandbox) -> None:
    caller = Caller(running.settings)

    @BOUNDED
    @given(
        body=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()), path=st.sampled_from(PATHS)
    )
    def send(body: bytes, path: str) -> None:
        answer = caller.send(path, body)
        assert answer.status == 200
        assert answer.json["infcode"] == -1

    send()


PATHS = [
    "3260",
    "3261",
    "3262",
    "",
    "x/",
    "3260/",
    "9999",
    "envelope",
    "..%2f..%2fetc",
    "%00",
    "%E4%BA%A4",
    "openapi.json",
]


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        yield (*path, step)
        yield from _places(part, (*path, step))
