"""The examples of docs/deploy are what their programs read, and what docs/deployment.md names exists."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from gdyb_workflows.clearing.hosts.executor import check_executor
from gdyb_workflows.clearing.hosts.institutions import load_institutions
from support.places import ROOT

DOCS = ROOT / "docs"
DEPLOY = DOCS / "deploy"
UNIT = DEPLOY / "gdyb-clearing@.service"


def _unit() -> dict[str, dict[str, list[str]]]:
    """Sections of the unit file, each key with all its values."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            assert key.isalpha(), line
            found[section][key].append(value)
    return found


def test_the_unit_starts_a_slot_of_its_own_and_waits_for_its_answers() -> None:
    unit = _unit()
    assert set(unit) == {"Unit", "Service", "Install"}
    service = unit["Service"]
    assert "GDYB_CLEARING_EXECUTOR=%H-%i" in service["Environment"]
    check_executor("%H-%i".replace("%H", "clearing.example").replace("%i", "1"))
    assert service["Restart"] == ["always"]
    assert int(service["TimeoutStopSec"][0]) > 180
    (start,) = service["ExecStart"]
    assert " clearing work --institutions " in start


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    path = tmp_path / "gdyb-clearing@1.service"
    # Program and account are those of the machine it is meant for.
    text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text).replace("User=gdyb\nGroup=gdyb\n", "")
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, encoding="utf-8", check=False)
    if "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd-analyze cannot work here")
    assert done.returncode == 0, done.stderr


def test_a_pod_is_a_slot() -> None:
    service, slots = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
    assert (service["kind"], slots["kind"]) == ("Service", "StatefulSet")
    assert slots["spec"]["serviceName"] == service["metadata"]["name"]
    template = slots["spec"]["template"]
    assert slots["spec"]["selector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
    assert template["spec"]["terminationGracePeriodSeconds"] > 600
    (container,) = template["spec"]["containers"]
    env = {one["name"]: one for one in container["env"]}
    assert env["GDYB_CLEARING_EXECUTOR"]["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.name"
    check_executor(f"{slots['metadata']['name']}-0")
    assert container["command"] + container["args"][:1] == ["gdyb", "clearing", "work", "--institutions"]
    mounted = {one["name"] for one in container["volumeMounts"]}
    assert mounted == {one["name"] for one in template["spec"]["volumes"]}


def test_the_database_keeps_what_was_committed() -> None:
    compose = yaml.safe_load((DEPLOY / "docker-compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["postgresql"]
    options = dict(one.removeprefix("--").split("=", 1) for one in service["command"][1:])
    assert {options[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}
    assert int(options["tcp_keepalives_idle"]) <= 60
    assert service["ports"] == ["127.0.0.1:5432:5432"]
    assert "POSTGRES_PASSWORD" not in service["environment"]
    assert {one.split(":")[0] for one in service["volumes"]} == set(compose["volumes"])
    assert set(service["secrets"]) == set(compose["secrets"])


def test_the_file_of_institutions_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GDYB_FLEET_PAASID", "GDYB_FLEET_SECRET", "GDYB_SECRET_H44010000001", "GDYB_FLEET_HIS"):
        monkeypatch.setenv(name, "sqlite://")
    found = load_institutions(DEPLOY / "institutions.toml")
    assert [one.code for one in found.entries] == ["H44010000001", "P44010000002"]
    assert all(one.records for one in found.entries)
    assert (found.pace.at_once, found.pace.calls_per_minute) == (50, 60)


def test_the_nightly_script_is_read_by_every_powershell_and_names_options_that_exist() -> None:
    from inspect import signature

    from gdyb_cli.clearing import run

    # Windows PowerShell 5.1 reads a script without byte order mark in the code page.
    text = (DEPLOY / "gdyb-nightly.ps1").read_bytes().decode("ascii")
    (command,) = re.findall(r"gdyb clearing run (.+?) >>", text)
    assert {one.removeprefix("--") for one in re.findall(r"--[a-z-]+", command)} <= set(signature(run.run).parameters)


def test_what_the_page_names_exists() -> None:
    from inspect import signature

    from gdyb_cli.clearing import run, takeover

    text = (DOCS / "deployment.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (DOCS / target).exists(), target
    known = {
        "--" + name.replace("_", "-")
        for function in (run.run, run.work, takeover.takeover)
        for name in signature(function).parameters
    } | {"--schema", "--map", "--force"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known
    for name in re.findall(r"GDYB_CLEARING_[A-Z]+", text):
        from gdyb_workflows.clearing.ledger.settings import ClearingSettings

        assert name.removeprefix("GDYB_CLEARING_").lower() in ClearingSettings.model_fields


@pytest.mark.parametrize("name", ["test_two_hosts.py", "test_takeover.py", "test_database_crash.py"])
def test_what_the_page_claims_has_a_test(name: str) -> None:
    assert (Path(__file__).parent / name).exists()
    assert f"tests/workflows/clearing/hosts/{name}" in (DOCS / "deployment.md").read_text(encoding="utf-8")
