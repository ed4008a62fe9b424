"""Clients in other languages, written from the document alone, against a real process."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.sandbox.process import SandboxProcess, sandbox_process

CLIENTS = Path(__file__).parent / "clients"
LANGUAGES = {"node": ["client.js"], "sh": ["client.sh", "openssl", "curl"]}


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with sandbox_process(tmp_path_factory.mktemp("sandbox"), "--rows", "120") as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language(process: SandboxProcess, language: str) -> None:
    script, *tools = LANGUAGES[language]
    for tool in (language, *tools):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed, so the client in {language} cannot run")

    def call(**changes: str) -> Any:
        environment = {**os.environ, **process.environment, **changes}
        command = [language, str(CLIENTS / script)]
        result = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    reply = call()
    assert reply["infcode"] == 0
    assert len(reply["output"]["data"]) == 100

    secret = process.environment["GDYB_SECRET_KEY"]
    wrong = ("1" if secret[0] == "0" else "0") + secret[1:]
    assert call(GDYB_SECRET_KEY=wrong) == {"errcode": 401, "message": "签名不一致!"}
