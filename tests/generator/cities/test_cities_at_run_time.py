"""The published package in several cities: what is a mere setting needs no package of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdyb import Client, Settings, SettingsInvalid
from gdyb.cities import CITIES
from gdyb.models import i3260
from gdyb.protocol import PROTOCOL
from gdyb.readers import NativeReader, ReaderClient, ReaderSettings
from gdyb_generator.cities.settings import CHOICES
from gdyb_runtime.config.cities import Cities, City
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_sandbox._http.gate import Account, Gate, sign
from support.readers import simulator

VALUES = {
    "base_url": "http://127.0.0.1:1/",
    "paasid": "p",
    "secret_key": "s",
    "mdtrtarea_admvs": "442000",
    "recer_sys_code": "01",
    "infver": "V1.0",
    "opter_type": "1",
    "opter": "1",
    "opter_name": "n",
    "fixmedins_code": "H44200000001",
    "fixmedins_name": "n",
}


HEADERS = ("x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature")


class Line:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        self.sent.append(request)
        body = b'{"infcode": 0, "inf_refmsgid": "", "err_msg": "", "output": null}'
        return HttpResponse(status=200, headers={}, body=body)

    def close(self) -> None:
        pass


def content_type(tmp_path: Path, **changes: str) -> str:
    line = Line()
    settings = Settings(**(VALUES | {"msgid_file": tmp_path / "msgid.sqlite3"} | changes))  # type: ignore[arg-type]
    with Client(settings, transport=line) as client:
        client.extract_clearing_details(data=i3260.InputData(trt_year="2020", trt_month="12", startrow=1))
    return line.sent[0].headers["Content-Type"]


def test_three_cities_in_one_program(tmp_path: Path) -> None:
    assert content_type(tmp_path) == "application/json"
    assert content_type(tmp_path, city="foshan") == "application/json"
    assert content_type(tmp_path, city="zhongshan") == "text/plain"
    assert content_type(tmp_path, city="zhongshan", content_type="application/json") == "application/json"


class Renamed(Settings):
    """A city whose gateway calls two headers otherwise, as one of the same family does."""

    __cities__ = Cities(
        known=(City(id="near", label="近", headers=(("x-tif-paasid", "x-rio-paasid"), ("x-tif-nonce", "x-rio-nonce"))),)
    )


def test_headers_have_the_names_of_the_city(tmp_path: Path) -> None:
    for city, kept in (("near", {"x-tif-timestamp", "x-tif-signature"}), ("", set(HEADERS))):
        line = Line()
        settings = Renamed(**(VALUES | {"msgid_file": tmp_path / "msgid.sqlite3", "city": city}))  # type: ignore[arg-type]
        with Client(settings, transport=line) as client:
            client.extract_clearing_details(data=i3260.InputData(trt_year="2020", trt_month="12", startrow=1))
        sent = {name for name in line.sent[0].headers if name.startswith("x-")}
        assert sent == kept | ({"x-rio-paasid", "x-rio-nonce"} if city else set())


def test_the_sandbox_lets_a_city_in_by_its_names() -> None:
    gate = Gate(
        protocol=PROTOCOL,
        account=Account(paasid="p", secret_key="s"),
        window=60,
        is_new_nonce=lambda nonce, now: True,
        other_names={"x-tif-paasid": ("X-Rio-Paasid",)},
    )
    headers = {"x-tif-timestamp": "100", "x-tif-nonce": "n", "x-tif-signature": sign("100", "s", "n")}
    assert gate.check(headers | {"x-rio-paasid": "p"}, 100) is None
    assert gate.check(headers | {"x-tif-paasid": "p"}, 100) is None
    assert gate.check(headers | {"x-other": "p"}, 100) == gate.refusal("MissingHeaders")


def test_an_unknown_city_is_told_with_the_known_ones() -> None:
    with pytest.raises(SettingsInvalid, match=r"GDYB_CITY.*是否想写 zhongshan.*foshan（佛山）"):
        Settings(**(VALUES | {"city": "zhongshang"}))  # type: ignore[arg-type]
    with pytest.raises(SettingsInvalid, match="foshan（佛山）"):
        NativeReader(ReaderSettings(init_url="test", area="440600", city="nowhere"))


def test_one_line_of_the_file_or_environment_serves_client_and_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "gdyb.toml"
    lines = "".join(f'{name} = "{value}"\n' for name, value in VALUES.items())
    file.write_text(f'[gdyb]\n{lines}city = "foshan"\n[reader]\narea = "440600"\ninit_url = "test"\n', encoding="utf-8")
    assert Settings.from_file(file).city == ReaderSettings.from_file(file).city == "foshan"
    environment = tmp_path / "gdyb.env"
    environment.write_text("GDYB_CITY=foshan\nGDYB_READER_AREA=440600\nGDYB_READER_INIT_URL=test\n", encoding="utf-8")
    assert ReaderSettings.from_env_file(environment).city == "foshan"
    for name, value in (("CITY", "foshan"), ("READER_AREA", "440600"), ("READER_INIT_URL", "test")):
        monkeypatch.setenv(f"GDYB_{name}", value)
    assert ReaderSettings.from_env().city == "foshan"
    monkeypatch.setenv("GDYB_READER_CITY", "zhongshan")
    assert ReaderSettings.from_env().city == "zhongshan"


@pytest.mark.parametrize("kind", [NativeReader, ReaderClient])
def test_the_reader_of_foshan_is_found_under_its_names(
    kind: type[NativeReader | ReaderClient],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("SIM_TRACE", str(trace))
    library = simulator.build(tmp_path_factory.mktemp("gz"), gz=True)
    reader = kind(ReaderSettings(library=library, init_url="test", city="foshan", area="440600"))
    assert reader.read_card().area_code
    assert reader.read_qr().code
    reader.close()


def test_a_profile_that_is_named_goes_before_the_city() -> None:
    assert NativeReader(ReaderSettings(init_url="test", area="440600", city="foshan"))._profile.id == "foshan"
    assert (
        NativeReader(ReaderSettings(init_url="test", area="440600", city="foshan", profile="province"))._profile.id
        == "province"
    )
    assert NativeReader(ReaderSettings(init_url="test", area="440600", city="zhongshan"))._profile.id == "province"


def test_a_city_with_tables_of_its_own_is_refused_by_another_package() -> None:
    known = (City(id="near", label="近"), City(id="far", label="远", changes_tables=True))
    with pytest.raises(LookupError, match="generate --overlay far"):
        Cities(known=known).choose("far")
    with pytest.raises(LookupError, match="远的表生成"):
        Cities(known=known, edition="far").choose("near")
    assert Cities(known=known).choose(None) is None
    assert Cities(known=known, edition="near").choose(None) is known[0]


def test_what_is_shipped_is_what_there_is_evidence_for() -> None:
    assert [(c.id, c.settings, c.reader_profile, c.changes_tables) for c in CITIES.known] == [
        ("foshan", (), "foshan", False),
        ("zhongshan", (("content_type", "text/plain"),), "", False),
    ]


def test_settings_a_city_may_choose_are_those_of_the_runtime() -> None:
    for name, (usual, *others) in CHOICES.items():
        field = Settings.model_fields[name]
        assert field.default == usual
        assert set(field.annotation.__args__) == {usual, *others}  # type: ignore[union-attr]
    assert "content_type" in Settings.model_fields
