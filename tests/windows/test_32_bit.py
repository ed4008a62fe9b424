"""The usual front desk: this program has 64 bits, the vendor's library 32. Run by ``tests/windows/run.py --bits 32``."""

import ctypes
import os
from pathlib import Path

import pytest

from gdyb.readers import NativeReader, ReaderClient, ReaderSettings
from gdyb_runtime.readers.errors import ArchitectureMismatch, ReaderTimeout
from support.readers.simulator import ENVIRONMENT

LIBRARY, PYTHON = os.environ.get("GDYB_SIMULATOR32"), os.environ.get("GDYB_TEST_PYTHON32")

if not (LIBRARY and PYTHON):
    pytest.skip("no 32-bit library and Python for Windows", allow_module_level=True)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ReaderSettings:
    for name in [name for name in os.environ if name.startswith(("GDYB_READER_", "SIM_"))]:
        monkeypatch.delenv(name)
    return ReaderSettings(
        library=Path(str(LIBRARY)),
        helper_python=Path(str(PYTHON)),
        init_url="http://127.0.0.1:9/initDll",
        area="440100",
        helper_environment=ENVIRONMENT,
        pin_guard_file=tmp_path / "pins.sqlite",
    )


@pytest.fixture
def client(settings: ReaderSettings):
    reader = ReaderClient(settings)
    yield reader
    reader.close()


def test_windows_itself_refuses_the_library() -> None:
    with pytest.raises(OSError) as raised:
        ctypes.WinDLL(str(LIBRARY))
    assert raised.value.winerror == 193


def test_this_process_says_what_to_do(settings: ReaderSettings) -> None:
    with pytest.raises(ArchitectureMismatch) as raised:
        NativeReader(settings).read_card()
    assert (raised.value.library_bits, raised.value.program_bits) == (32, 64)
    assert "GDYB_READER_HELPER_PYTHON" in str(raised.value)


def test_the_helper_calls_every_stdcall_function(client: ReaderClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_SCENARIO", "id_photo_bmp")
    assert client.read_card().psn_name == "韩样甲"
    assert len(client.read_id().photo.data) == 38862
    assert client.read_qr().raw == "1086280960000001410028655801"
    client.verify_pin()
    client.change_pin()


def test_the_stack_survives_many_calls(client: ReaderClient) -> None:
    """A wrong calling convention leaves four bytes or more behind at each call."""
    assert len({client.read_card().raw for _ in range(500)}) == 1


def test_a_hanging_library_is_ended(settings: ReaderSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_SCENARIO", "hang")
    reader = ReaderClient(settings.model_copy(update={"read_timeout": 1.0}))
    with pytest.raises(ReaderTimeout):
        reader.read_card()
    monkeypatch.setenv("SIM_SCENARIO", "normal")
    assert reader.read_card().psn_name == "韩样甲"
    reader.close()
