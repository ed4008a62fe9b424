"""TLS: the URL's host name is what is verified, wherever the connection goes."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gdyb_runtime.errors import SettingsInvalid, TransportFailed
from support.mini import CONFIRM, Settings
from support.mini.driving import Driver
from support.mini.gateway import Gateway

Configured = Callable[..., Settings]

COMMAND: dict[str, Any] = {
    "data": {"trt_year": "2020", "totalrow": 1},
    "detail": [{"certno": "C1", "setl_time": "2020-12-01 08:09:10", "amt": "1.50", "flag": "1"}],
}
HOST = "igb.example"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of the host, followed by its key."""
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate


@pytest.fixture
def secure_gateway(certificate: Path) -> Iterator[Gateway]:
    """The gateway behind TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with Gateway(tls=context) as server:
        yield server


def test_the_host_of_the_url_is_verified(
    driver: Driver, secure_gateway: Gateway, configured: Configured, certificate: Path
) -> None:
    there = {"base_url": f"https://{HOST}/hgs/", "connect_to": f"127.0.0.1:{secure_gateway.port}", "attempts": 1}
    assert driver.call(configured(**there, ca_file=certificate), CONFIRM, **COMMAND).infcode == 0
    assert secure_gateway.received[0].headers["Host"] == HOST
    assert driver.call(configured(**there, verify_tls=False), CONFIRM, **COMMAND).infcode == 0

    for wrong in ({}, {"ca_file": certificate, "base_url": "https://other.example/"}):
        with pytest.raises(TransportFailed) as caught:
            driver.call(configured(**{**there, **wrong}), CONFIRM, **COMMAND)
        assert caught.value.outcome == "not_sent"
        assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value)
    assert len(secure_gateway.received) == 2


def test_a_ca_file_that_is_none(driver: Driver, configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="GDYB_CA_FILE"):
        driver.call(configured(base_url=f"https://{HOST}/", ca_file=tmp_path / "ca.pem"), CONFIRM, **COMMAND)
