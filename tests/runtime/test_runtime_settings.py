"""Settings from arguments, environment and file; whatever is wrong is said at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from gdyb_runtime.errors import SettingsInvalid
from support.mini import OPTER_NAME, SECRET, AsyncClient, Client, Settings, settings

ENVIRONMENT = {
    "GDYB_BASE_URL": "https://gateway.invalid/hgs",
    "GDYB_PAASID": "app",
    "GDYB_SECRET_KEY": SECRET,
    "GDYB_OPTER_TYPE": "1",
    "GDYB_OPTER_NAME": OPTER_NAME,
    "GDYB_FIXMEDINS_CODE": "H44000000001",
}

FILE = f"""
base_url = "http://gateway.invalid/hgs/"
paasid = "app"
secret_key = "{SECRET}"
opter_type = "1"
opter_name = "{OPTER_NAME}"
fixmedins_code = "H44000000001"
"""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.upper().startswith("GDYB_"):
            monkeypatch.delenv(name)


def problems(caught: pytest.ExceptionInfo[SettingsInvalid]) -> list[str]:
    return [f"{problem.path} {problem.rule}" for problem in caught.value.problems]


def test_the_constructor_reads_no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("GDYB_PAASID=dotenv\n", encoding="utf-8")
    monkeypatch.setenv("GDYB_SIGN_NO", "S1")
    assert settings().sign_no is None
    with pytest.raises(SettingsInvalid) as caught:
        Settings()  # type: ignore[call-arg]
    assert problems(caught) == [
        "GDYB_BASE_URL required",
        "GDYB_PAASID required",
        "GDYB_SECRET_KEY required",
        "GDYB_OPTER_TYPE required",
        "GDYB_OPTER_NAME required",
        "GDYB_FIXMEDINS_CODE required",
    ]


def test_all_problems_at_once_in_chinese() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        settings(
            base_url="ftp://x",
            paasid="应用",
            secret_key="",
            opter_type="9",
            fixmedins_code="H" * 13,
            read_timeout=0,
            attempts=99,
            numbers="text",
            sing_no="x",
        )
    error = caught.value
    assert problems(caught) == [
        "GDYB_BASE_URL url",
        "GDYB_PAASID header",
        "GDYB_SECRET_KEY required",
        "GDYB_READ_TIMEOUT greater_than",
        "GDYB_NUMBERS literal_error",
        "GDYB_ATTEMPTS less_than_equal",
        "GDYB_OPTER_TYPE one_of",
        "GDYB_FIXMEDINS_CODE max_length",
        "GDYB_SING_NO unknown_field",
    ]
    text = str(error)
    assert text.startswith("配置有 9 处缺失或不正确：")
    assert "GDYB_SECRET_KEY 密钥：必填，没有给值" in text
    assert "GDYB_OPTER_TYPE 经办人类别：只能是 1（经办人）、2（自助终端）" in text
    assert "是不是 sign_no？" in text
    assert isinstance(error, ValueError)
    assert error.outcome == "not_sent"


def test_from_env(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GDYB_SIGN_NO", "")
    monkeypatch.setenv("GDYB_READ_TIMEOUT", "7.5")
    monkeypatch.setenv("GDYB_CORRECT_CLOCK", "true")
    monkeypatch.setenv("GDYB_MSGID_FILE", "/x/msgid")
    made = Settings.from_env()
    assert (made.base_url, made.read_timeout, made.correct_clock) == ("https://gateway.invalid/hgs/", 7.5, True)
    assert (made.sign_no, made.msgid_file, made.secret_key.get_secret_value()) == (None, Path("/x/msgid"), SECRET)
    with Client.from_env() as client:
        assert client.settings == made
    assert isinstance(AsyncClient.from_env().settings, Settings)


def test_from_env_names_what_is_missing_or_misspelt(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GDYB_PAASID")
    monkeypatch.setenv("GDYB_PASSID", "app")
    monkeypatch.setenv("GDYB_ATTEMPTS", "many")
    with pytest.raises(SettingsInvalid) as caught:
        Client.from_env()
    assert problems(caught) == ["GDYB_PAASID required", "GDYB_ATTEMPTS int_parsing", "GDYB_PASSID unknown_field"]
    assert "GDYB_PASSID：没有这个配置项，是不是 GDYB_PAASID？" in str(caught.value)


@pytest.mark.parametrize("table", ["", "[gdyb]\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_from_file(tmp_path: Path, table: str, encoding: str) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text(table + FILE + 'msgid_file = "ids/msgid.sqlite3"\nread_timeout = 5\n', encoding=encoding)
    made = Settings.from_file(file)
    assert (made.opter_name, made.read_timeout, made.msgid_file) == (
        OPTER_NAME,
        5.0,
        tmp_path / "ids" / "msgid.sqlite3",
    )
    with Client.from_file(str(file)) as client:
        assert client.settings == made


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "GDYB_BASE_URL"),
        (b"paasid = ", "TOML"),
        (b"secret_key = '" + SECRET.encode(), "TOML"),
        (f'paasid = "{OPTER_NAME}"'.encode("gbk"), "UTF-8"),
        (b"gdyb = 1", "[gdyb]"),
        (b"opter_type = 1", "GDYB_OPTER_TYPE"),
        (b"[gdby]\nx = 1", "[gdby]，是不是 gdyb？"),
        (b"[[other]]\nx = 1", "GDYB_OTHER"),
        (b"[ca_file]\nx = 1", "GDYB_CA_FILE"),
    ],
)
def test_files_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_file(file)
    assert expected in str(caught.value)
    assert SECRET not in str(caught.value)


def test_tables_of_other_sections_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text(FILE + "[other]\nx = 1\n[reader]\narea = 1\n", encoding="utf-8")
    assert Settings.from_file(file).opter_name == OPTER_NAME


def test_lines_of_other_sections_are_passed_over_by_their_longer_prefix(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.env"
    lines = [f"{name}='{value}'" for name, value in ENVIRONMENT.items()]
    file.write_text("\n".join([*lines, "GDYB_SIGN_NO=", "GDYB_OTHER_KEY=x", "OTHER=y"]), encoding="utf-8")
    made = Settings.from_env_file(file, others=("GDYB_OTHER_",))
    assert (made.opter_name, made.sign_no) == (OPTER_NAME, None)
    assert Settings.load(env_file=file, others=("GDYB_OTHER_", "GDYB_")) == made
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_env_file(str(file))
    assert problems(caught) == ["GDYB_OTHER_KEY unknown_field"]


@pytest.mark.parametrize("content", ["A=1\n\n# c\ngeheim", "A=1\n\n\nA='geheim\nB='x'", 'A=1\n\n\nA="geheim" x'])
def test_the_line_that_is_no_assignment_is_named_but_not_quoted(tmp_path: Path, content: str) -> None:
    file = tmp_path / "gdyb.env"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_env_file(file)
    assert "gdyb.env：第 4 行不是 名称=值" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_file(tmp_path / "nothing.toml")
    assert "nothing.toml：无法读取" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://10.0.0.1/ebus/app/hgs", "http://10.0.0.1/ebus/app/hgs/"),
        ("https://gateway.invalid:8443/", "https://gateway.invalid:8443/"),
        ("http://[::1]:8080", "http://[::1]:8080/"),
    ],
)
def test_base_urls(given: str, kept: str) -> None:
    assert settings(base_url=given).base_url == kept


@pytest.mark.parametrize(
    "url",
    [
        "gateway.invalid/hgs",
        "http://",
        "http:// x/",
        "http://x/?a=1",
        "http://x/#a",
        "http://u:p@x/",
        "http://x:99999/",
        "http://x:a/",
    ],
)
def test_base_urls_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        settings(base_url=url)
    assert problems(caught) == ["GDYB_BASE_URL url"]


@pytest.mark.parametrize("address", ["10.97.240.206", "10.97.240.206:443", "[::1]:443", "gateway.invalid:80"])
def test_addresses(address: str) -> None:
    assert settings(connect_to=address).connect_to == address


@pytest.mark.parametrize(
    "address", ["http://x", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536", "a b", ":80", "10.0.0.1:８０"]
)
def test_addresses_refused(address: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        settings(connect_to=address)
    assert problems(caught) == ["GDYB_CONNECT_TO address"]


def test_other_refusals() -> None:
    for wrong in (
        {"secret_key": f"{SECRET}\n"},
        {"paasid": "a\nb"},
        {"content_type": "text/plain\r\nX: y"},
        {"ca_file": "/nowhere/ca.pem"},
        {"read_timeout": float("nan")},
        {"opter_type": 1},
        {"verify_tls": "vielleicht"},
    ):
        with pytest.raises(SettingsInvalid) as caught:
            settings(**wrong)
        assert problems(caught)[0].split()[0] == f"GDYB_{next(iter(wrong)).upper()}"
    assert settings(content_type="text/plain; charset=utf-8").content_type == "text/plain; charset=utf-8"


def test_settings_are_frozen_and_hide_secrets() -> None:
    made = settings()
    for shown in (repr(made), str(made), f"{made}"):
        assert SECRET not in shown
        assert OPTER_NAME not in shown
        assert "secret_key='***'" in shown
    with pytest.raises(ValueError, match="frozen"):
        made.paasid = "x"
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize("secret", ["TOPSECRET\udcff", "TOP\0SECRET", "TOP\nSECRET"])
def test_a_secret_nobody_could_sign_with_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        settings(secret_key=secret)
    assert "SECRET_KEY" in str(caught.value)
    assert "TOP" not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize("name", ["connect_timeout", "read_timeout", "write_timeout", "pool_timeout"])
def test_a_timeout_no_clock_can_count_is_refused(name: str) -> None:
    with pytest.raises(SettingsInvalid):
        settings(**{name: 1e12})
