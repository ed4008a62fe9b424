"""SM3 and SM2 against the published vectors and against OpenSSL, and as a client sends them."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import secrets
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gmalg
import pytest
from hypothesis import given
from hypothesis import settings as thorough
from hypothesis import strategies as st

from gdyb_runtime.client.core import Core
from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.signing._sm import Sm2Signer, Sm3Signer, sm3_digest
from gdyb_runtime.signing.signers import Signature
from support.mini import CONFIRM, PROTOCOL, Settings, settings
from support.mini.driving import Driver
from support.mini.gateway import Answer, Gateway, Received, reply, success

Configured = Callable[..., Settings]

VECTORS = Path(__file__).parent / "vectors"
SM3: list[dict[str, str]] = json.loads((VECTORS / "sm3.json").read_text(encoding="utf-8"))
SM2: dict[str, str] = json.loads((VECTORS / "sm2.json").read_text(encoding="utf-8"))[0]
KEY = SM2["private_key"]
USER = SM2["user_id"]
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
ROW = {"certno": "C1", "setl_time": "2020-12-01 08:09:10", "amt": "1.50", "flag": "1", "reason": '"引号" \\ 中文'}
COMMAND: dict[str, Any] = {"data": {"trt_year": "2020", "totalrow": 1}, "detail": [ROW]}


def verifies(signature: Signature, content: bytes, signer: Sm2Signer, user_id: str = USER) -> bool:
    """Whether a raw base64 signature holds."""
    raw = base64.b64decode(signature.cainfo, validate=True)
    assert len(raw) == 64
    checker = gmalg.SM2(None, user_id.encode(), bytes.fromhex(signer.public_key))
    return bool(checker.verify(content, raw[:32], raw[32:]))


def invalid(text: str) -> Any:
    """Refused settings whose text says so, and nowhere the key."""
    return pytest.raises(SettingsInvalid, match=text)


# ---------------------------------------------------------------------------------------------------------------------
# The standards


@pytest.mark.parametrize("vector", SM3, ids=lambda vector: vector["name"])
def test_sm3(vector: dict[str, str]) -> None:
    content = vector["text"].encode()
    assert sm3_digest(content).hex() == vector["digest"]
    assert Sm3Signer()(content) == Signature(cainfo=vector["digest"], signtype="SM3")
    assert base64.b64decode(Sm3Signer(encoding="base64")(content).cainfo).hex() == vector["digest"]


def test_sm3_without_openssls(tmp_path: Path) -> None:
    config = tmp_path / "openssl.cnf"
    config.write_text(
        "openssl_conf = a\n[a]\nproviders = b\n[b]\nnull = c\n[c]\nactivate = 1\n", encoding="utf-8", newline="\n"
    )
    code = (
        "import hashlib, sys\n"
        "try: hashlib.new('sm3'); print('openssl')\n"
        "except ValueError: print('gmalg')\n"
        "from gdyb_runtime.signing._sm import sm3_digest\n"
        "[print(sm3_digest(text.encode()).hex()) for text in sys.argv[1:]]\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *(vector["text"] for vector in SM3)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "OPENSSL_CONF": str(config)},
        check=True,
    ).stdout.split()
    if said[0] == "openssl":
        pytest.skip("this Python does not let go of OpenSSL's SM3")
    assert said[1:] == [vector["digest"] for vector in SM3]


def test_the_published_signature_with_its_k(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "randbits", lambda bits: int(SM2["k"], 16))
    content = SM2["text"].encode()
    signer = Sm2Signer(KEY, encoding="hex")
    assert signer.public_key == "04" + SM2["x"] + SM2["y"]
    assert signer(content) == Signature(cainfo=SM2["r"] + SM2["s"], signtype="SM2")
    # Both numbers have their first bit set, so that DER puts a zero before each.
    der = "3046" + "022100" + SM2["r"] + "022100" + SM2["s"]
    assert Sm2Signer(KEY, form="asn1", encoding="hex")(content).cainfo == der
    assert Sm2Signer(KEY)(content).cainfo == base64.b64encode(bytes.fromhex(SM2["r"] + SM2["s"])).decode()


def test_the_published_signature_verifies() -> None:
    raw = bytes.fromhex(SM2["r"] + SM2["s"])
    published = Signature(cainfo=base64.b64encode(raw).decode(), signtype="SM2")
    assert verifies(published, SM2["text"].encode(), Sm2Signer(KEY))
    assert not verifies(published, b"another text", Sm2Signer(KEY))
    assert not verifies(published, SM2["text"].encode(), Sm2Signer(KEY), "8765432187654321")


@thorough(max_examples=40)
@given(
    key=st.one_of(st.sampled_from([1, 2, ORDER - 2]), st.integers(1, ORDER - 2)),
    content=st.binary(max_size=300),
    user_id=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
)
def test_what_is_signed_verifies(key: int, content: bytes, user_id: str) -> None:
    signer = Sm2Signer(f"{key:064x}", user_id=user_id)
    signature = signer(content)
    assert verifies(signature, content, signer, user_id)
    assert not verifies(signature, content + b"\0", signer, user_id)


@pytest.mark.parametrize(("k", "place"), [(404, 0), (221, 32)])
def test_short_numbers_keep_their_width(monkeypatch: pytest.MonkeyPatch, k: int, place: int) -> None:
    monkeypatch.setattr(secrets, "randbits", lambda bits: k)
    signature = base64.b64decode(Sm2Signer(KEY)(b"").cainfo)
    assert len(signature) == 64
    assert signature[place] == 0


def test_threads_share_a_signer() -> None:
    signer = Sm2Signer(KEY)
    contents = [bytes([number]) * 2000 for number in range(64)]
    with ThreadPoolExecutor(16) as threads:
        made = list(threads.map(signer, contents))
    assert all(verifies(signature, content, signer) for signature, content in zip(made, contents, strict=True))


# ---------------------------------------------------------------------------------------------------------------------
# OpenSSL


class OpenSsl:
    """The program ``openssl`` with a new key of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run("ecparam", "-genkey", "-name", "SM2", "-noout", "-out", "key.pem")
        self.run("pkey", "-in", "key.pem", "-pubout", "-out", "public.pem")

    def run(self, *arguments: str) -> str:
        """Its output; fails with the test's skip where this OpenSSL has no SM2."""
        done = subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            pytest.skip(f"openssl {arguments[0]}: {done.stderr.strip()}")
        return done.stdout

    def verifies(self, der: bytes, content: bytes, user_id: str = USER) -> bool:
        """Whether an ASN.1 signature holds."""
        (self.folder / "content").write_bytes(content)
        (self.folder / "signature").write_bytes(der)
        arguments = ["-verify", "-pubin", "-inkey", "public.pem", "-in", "content", "-sigfile", "signature"]
        options = ["-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{user_id}"]
        done = subprocess.run(
            ["openssl", "pkeyutl", *arguments, *options],
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode == 0 and "Verified Successfully" in done.stdout


@pytest.fixture
def openssl(tmp_path: Path) -> OpenSsl:
    if shutil.which("openssl") is None:
        pytest.skip("no program openssl on this machine")
    made = OpenSsl(tmp_path)
    made.run("pkeyutl", "-sign", "-inkey", "key.pem", "-in", "key.pem", "-rawin", "-digest", "sm3", "-out", "probe")
    return made


@pytest.mark.parametrize("content", [b"", b"message digest", '{"data":{"psn_name":"中文"}}'.encode(), b"x" * 50_000])
@pytest.mark.parametrize("user_id", [USER, "client-44"])
def test_openssl_accepts_our_signature(openssl: OpenSsl, content: bytes, user_id: str) -> None:
    signer = Sm2Signer.from_file(openssl.folder / "key.pem", user_id=user_id, form="asn1")
    der = base64.b64decode(signer(content).cainfo)
    assert openssl.verifies(der, content, user_id)
    assert not openssl.verifies(der, content + b"!", user_id)
    assert not openssl.verifies(der, content, user_id + "0")


def test_openssls_digest_is_ours(openssl: OpenSsl) -> None:
    (openssl.folder / "content").write_bytes("摘要".encode())
    said = openssl.run("dgst", "-sm3", "-r", "content")
    assert said.split()[0] == sm3_digest("摘要".encode()).hex()


@pytest.mark.parametrize(
    "arguments",
    [
        ("pkcs8", "-topk8", "-nocrypt", "-in", "key.pem"),
        ("pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER"),
        ("ec", "-in", "key.pem"),
        ("ec", "-in", "key.pem", "-outform", "DER"),
        ("ec", "-in", "key.pem", "-no_public"),
    ],
    ids=" ".join,
)
def test_keys_openssl_writes(openssl: OpenSsl, arguments: tuple[str, ...]) -> None:
    openssl.run(*arguments, "-out", "same")
    digits = "".join(
        openssl.run("pkey", "-in", "key.pem", "-noout", "-text").split("pub:")[0].split("priv:")[1].split()
    )
    same = Sm2Signer.from_file(openssl.folder / "same")
    assert same.public_key == Sm2Signer(digits.replace(":", "")[-64:].rjust(64, "0")).public_key
    held = (openssl.folder / "same").read_bytes()
    assert Sm2Signer(base64.b64encode(held).decode() if held[0] == 0x30 else held).public_key == same.public_key


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ecparam", "-genkey", "-name", "prime256v1", "-noout"), "不是 SM2 曲线上的私钥"),
        (("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-outform", "DER"), "不是 SM2 曲线"),
        (("genpkey", "-algorithm", "ED25519"), "不是 SM2 曲线"),
        (("pkcs8", "-topk8", "-in", "key.pem", "-passout", "pass:x"), "有口令保护"),
        (("pkcs8", "-topk8", "-in", "key.pem", "-passout", "pass:x", "-outform", "DER"), "有口令保护"),
        (("ec", "-in", "key.pem", "-aes128", "-passout", "pass:x"), "有口令保护"),
        (("pkey", "-in", "key.pem", "-pubout"), "无法识别"),
        (("pkey", "-in", "key.pem", "-pubout", "-outform", "DER"), "无法识别"),
    ],
    ids=str,
)
def test_keys_that_cannot_sign(openssl: OpenSsl, arguments: tuple[str, ...], says: str) -> None:
    openssl.run(*arguments, "-out", "other")
    with invalid(says):
        Sm2Signer.from_file(openssl.folder / "other")


# ---------------------------------------------------------------------------------------------------------------------
# Keys


@pytest.mark.parametrize(
    "written",
    [
        KEY,
        KEY.upper(),
        "0x" + KEY,
        "00" + KEY,
        f"  {KEY[:32]}\n{KEY[32:]}\r\n",
        KEY.encode(),
        b"\xef\xbb\xbf" + KEY.encode(),
        base64.b64encode(bytes.fromhex(KEY)).decode(),
    ],
    ids=["hex", "upper", "0x", "sign byte", "blanks", "bytes", "BOM", "base64"],
)
def test_hex_keys(written: str | bytes) -> None:
    assert Sm2Signer(written).public_key == "04" + SM2["x"] + SM2["y"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "无法识别"),
        (KEY[:-1], "无法识别"),
        (KEY + "00", "无法识别"),
        ("密" * 64, "无法识别"),
        (b"\xff" * 64, "无法识别"),
        (b"\x30\x84\xff\xff\xff\xff", "无法识别"),
        ("0" * 64, "取值范围"),
        (f"{ORDER - 1:064x}", "取值范围"),
        ("f" * 64, "取值范围"),
        (f"-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----", "无法识别"),
        (f"-----BEGIN PRIVATE KEY-----\n{KEY}", "无法识别"),
    ],
    ids=str,
)
def test_unusable_keys_are_not_quoted(written: str | bytes, says: str) -> None:
    with invalid(f"GDYB_SM2_PRIVATE_KEY SM2 私钥：.*{says}") as caught:
        Sm2Signer(written)
    told = "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert KEY[:-1] not in told


@pytest.mark.parametrize("user_id", ["", "x" * 4096, "测" * 1366, "\ud800", None, 5])
def test_unusable_user_ids_are_refused_before_anything_is_signed(user_id: Any) -> None:
    with invalid("GDYB_SM2_USER_ID SM2 用户标识：应为 1 至 4095 个字节的文本"):
        Sm2Signer(KEY, user_id=user_id)
    assert Sm2Signer(KEY, user_id="测" * 1365)(b"").signtype == "SM2"


@given(st.binary(max_size=200))
def test_no_bytes_upset_the_key_reader(content: bytes) -> None:
    with pytest.raises(SettingsInvalid):
        Sm2Signer(content)


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with invalid("GDYB_SM2_PRIVATE_KEY_FILE SM2 私钥：无法读取"):
        Sm2Signer.from_file(tmp_path / "key.pem")


def test_nothing_shows_the_key(
    driver: Driver, gateway: Gateway, configured: Configured, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = configured(signtype="SM2", sm2_private_key=KEY)
    driver.call(made, CONFIRM, **COMMAND)
    signer = Sm2Signer(KEY)
    shown = [repr(made), str(made), repr(vars(Core(PROTOCOL, made))), repr(signer), repr(vars(signer)), caplog.text]
    assert all(KEY not in text for text in shown)
    assert KEY.encode() not in gateway.received[0].body


# ---------------------------------------------------------------------------------------------------------------------
# Settings


def test_off_unless_asked(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    driver.call(configured(sm2_private_key=KEY), CONFIRM, **COMMAND)
    assert (gateway.received[0].envelope["cainfo"], gateway.received[0].envelope["signtype"]) == ("", "")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"signtype": "SM4"}, "GDYB_SIGNTYPE 签名类型：只能是 'SM2' 或 'SM3'"),
        ({"signtype": "SM3", "cainfo_encoding": "utf-8"}, "GDYB_CAINFO_ENCODING"),
        ({"signtype": "SM2", "sm2_private_key": KEY, "sm2_user_id": "x" * 1001}, "GDYB_SM2_USER_ID"),
        ({"signtype": "SM2"}, "GDYB_SM2_PRIVATE_KEY 与 GDYB_SM2_PRIVATE_KEY_FILE 应给且只给一个"),
        ({"signtype": "SM2", "sm2_private_key": KEY, "sm2_private_key_file": __file__}, "应给且只给一个"),
        ({"signtype": "SM2", "sm2_private_key_file": __file__}, "GDYB_SM2_PRIVATE_KEY_FILE SM2 私钥：无法识别"),
        ({"signtype": "SM2", "sm2_private_key": "x"}, "GDYB_SM2_PRIVATE_KEY SM2 私钥：无法识别"),
    ],
    ids=str,
)
def test_settings_refused(changes: dict[str, Any], says: str) -> None:
    with invalid(says) as caught:
        settings(**changes)
    assert KEY not in str(caught.value)


def test_the_callers_signer_goes_first(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    driver.run(configured(signtype="SM3"), (CONFIRM, COMMAND), signer=lambda content: Signature("own", "SM2"))
    assert gateway.received[0].envelope["cainfo"] == "own"


def test_the_key_files_folder_is_the_settings_files(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.toml"
    (tmp_path / "key.hex").write_text(KEY, encoding="utf-8")
    values = {"base_url": "http://x/", "paasid": "a", "secret_key": "s", "opter_type": "1", "opter_name": "n"}
    more = {"fixmedins_code": "H44000000001", "signtype": "SM2", "sm2_private_key_file": "key.hex"}
    lines = [f'{name} = "{value}"\n' for name, value in {**values, **more}.items()]
    file.write_text("".join(lines), encoding="utf-8")
    assert Settings.from_file(file).sm2_private_key_file == tmp_path / "key.hex"


@pytest.mark.parametrize("module", ["gmalg", "pyasn1_modules.rfc5208"])
def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    der = base64.b64encode(b"\x30\x03\x02\x01\x01").decode()
    monkeypatch.setitem(sys.modules, module, None)
    with invalid(re.escape('缺少国密组件，请安装：pip install "gdyb[sm]"')):
        settings(signtype="SM2", sm2_private_key=der)


# ---------------------------------------------------------------------------------------------------------------------
# Over the line


def raw_input(received: Received) -> bytes:
    """The bytes of ``input``, the last field of the message, as they came."""
    return received.body[received.body.index(b'"input":') + len(b'"input":') : -1]


@pytest.mark.parametrize("more", [{}, {"numbers": "string"}, {"escaping": "printed"}], ids=str)
def test_the_platform_verifies_what_it_received(
    driver: Driver, gateway: Gateway, configured: Configured, more: dict[str, Any]
) -> None:
    signer = Sm2Signer(KEY)

    def check(received: Received) -> Answer:
        signature = Signature(str(received.envelope["cainfo"]), str(received.envelope["signtype"]))
        holds = signature.signtype == "SM2" and verifies(signature, raw_input(received), signer)
        return success() if holds else reply({"infcode": -1, "err_msg": "验签失败"})

    gateway.decide = check
    made = configured(signtype="SM2", sm2_private_key=KEY, **more)
    assert driver.call(made, CONFIRM, **COMMAND).infcode == 0
    first, second = (driver.call(made, CONFIRM, **COMMAND) and gateway.received[-1].envelope["cainfo"] for _ in "12")
    assert first != second


def test_a_repetition_is_signed_anew(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    expired = reply({"errcode": 401, "message": "签名时间戳超时!"})
    gateway.answers = [Answer(expired.body, headers={}, clock_ahead=4000.0), success()]
    made = configured(signtype="SM2", sm2_private_key=KEY, correct_clock=True)
    driver.call(made, CONFIRM, **COMMAND)
    signer = Sm2Signer(KEY)
    assert len(gateway.received) == 2
    for received in gateway.received:
        assert verifies(Signature(str(received.envelope["cainfo"]), "SM2"), raw_input(received), signer)


def test_a_digest_over_the_line(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    driver.call(configured(signtype="SM3"), CONFIRM, **COMMAND)
    (received,) = gateway.received
    assert received.envelope["cainfo"] == sm3_digest(raw_input(received)).hex()
    assert received.envelope["signtype"] == "SM3"
