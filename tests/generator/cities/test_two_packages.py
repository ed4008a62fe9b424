"""Two cities with tables of their own in one process: each package is imported by a name of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdyb_generator.cli import commands
from gdyb_generator.cli.app import app
from support.city_edition import Edition, tree


@pytest.fixture(scope="module")
def named(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's package as `gdyb_anyang`, beside the province's in the same folder."""
    out = tmp_path_factory.mktemp("named")
    commands.generate(edition.places.of_city("anyang", out, "gdyb_anyang"))
    shutil.copytree(edition.root / "generated" / "gdyb", out / "gdyb")
    return out


def test_both_send_their_own_tables(edition: Edition, named: Path) -> None:
    shown = edition.python(
        """
        import json, gdyb, gdyb_anyang
        from gdyb_runtime.wire.messages import HttpResponse
        SEEN = []
        class Line:
            def send(self, request):
                SEEN.append((sorted(k for k in request.headers if "paasid" in k), json.loads(request.body)["input"]["data"]))
                return HttpResponse(status=200, headers={}, body=b'{"infcode": 0, "inf_refmsgid": "", "err_msg": "", "output": null}')
            def close(self):
                pass
        values = dict(base_url="http://127.0.0.1:1/", paasid="p", secret_key="s", mdtrtarea_admvs="440600",
                      recer_sys_code="01", infver="V1.0", opter_type="1", opter="1", opter_name="n",
                      fixmedins_code="H44060000001", fixmedins_name="n", msgid_file="two.sqlite3")
        row = {"certno": "1" * 18, "mdtrt_id": "S4406002012010000001", "mdtrt_setl_time": "2020-12-01 08:00:00",
               "setl_sn": "A4406002012010000001", "medfee_sumamt": 1, "optins_pay_sumamt": 1, "cnfm_flag": "1"}
        for package, count, time in ((gdyb, "totalrow", "2020-12-01 08:00:00"), (gdyb_anyang, "total_rows", "2020-12-01")):
            with package.Client(package.Settings(**values), transport=Line()) as client:
                client.confirm_clearing_results(
                    data={"trt_year": "2020", "trt_month": "12", count: 1}, detail=[row | {"mdtrt_setl_time": time}])
        for headers, data in SEEN:
            print(headers, data)
        print(gdyb.operations.extract_clearing_details.paging.size, gdyb_anyang.operations.extract_clearing_details.paging.size)
        print(gdyb.models.i3261.InputData is gdyb_anyang.models.i3261.InputData, gdyb_anyang.Client.__module__)
        print(gdyb_anyang.codes.find("cnfm_flag")("2").label, gdyb.cities.CITIES.edition == "", gdyb_anyang.cities.CITIES.edition)
        try:
            gdyb_anyang.nothing
        except AttributeError as error:
            print(error)
        """,
        package=named,
    )
    assert shown == [
        "['x-tif-paasid'] {'trt_year': '2020', 'trt_month': '12', 'totalrow': 1}",
        "['x-rio-paasid'] {'trt_year': '2020', 'trt_month': '12', 'total_rows': 1}",
        "100 50",
        "False gdyb_anyang.client",
        "暂缓 True anyang",
        "module 'gdyb_anyang' has no attribute 'nothing'",
    ]


def test_nothing_in_it_imports_the_other(named: Path) -> None:
    for path in (named / "gdyb_anyang").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "from gdyb " not in text and "from gdyb." not in text and '"gdyb.' not in text, path.name
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F", str(named / "gdyb_anyang")]
    assert subprocess.run(command, capture_output=True, encoding="utf-8", check=False).returncode == 0


def test_check_and_the_second_run_know_the_name(edition: Edition, named: Path) -> None:
    places = edition.places.of_city("anyang", named, "gdyb_anyang")
    before = tree(named / "gdyb_anyang")
    assert commands.generate(places).wrote == []
    assert tree(named / "gdyb_anyang") == before
    assert commands.check(places) == commands.check_fast(places) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Gdyb-Anyang", "写小写字母"),
        ("class", "写小写字母"),
        ("../gdyb", "写小写字母"),
        ("安阳", "写小写字母"),
        ("json", "已有这个名称的模块"),
        ("gdyb_runtime", "已有这个名称的模块"),
    ],
)
def test_a_name_that_can_not_be_imported_is_refused(edition: Edition, tmp_path: Path, name: str, reason: str) -> None:
    command = [
        "generate",
        "--root",
        str(edition.root),
        "--overlay",
        "anyang",
        "--out",
        str(tmp_path),
        "--package",
        name,
    ]
    done = CliRunner().invoke(app, command)
    assert (done.exit_code, reason in done.output) == (2, True), done.output
    assert list(tmp_path.iterdir()) == []


def test_the_province_keeps_its_name(edition: Edition) -> None:
    done = CliRunner().invoke(app, ["generate", "--root", str(edition.root), "--package", "gdyb_x"])
    assert (done.exit_code, "--overlay 与 --out" in done.output) == (2, True)
