"""Compiles simulator.c, the stand-in for the vendor's reader library, and says what it can be told to do."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("simulator.c")
PREBUILT = "GDYB_SIMULATOR"
"""Path of a library compiled elsewhere; its edition with other function names lies beside it in ``gz/``."""
FLAGS = ("-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fexec-charset=GBK", "-shared")

SCENARIOS = {
    # What is read; any number of words go together in SIM_SCENARIO, with commas between them.
    "card_leading_one": "1| before the printed 11 items",
    "card_empty_device": "an empty last item: the text ends in ||",
    "card_ten_items": "no device number at all",
    "card_extra_empty": "one more empty item at the end",
    "id_extra_item": "one more item at index 2",
    "id_long_term": "validity until 长期",
    "id_photo_none": "an empty photo; without this word it is WLT, 1,024 bytes",
    "id_photo_bmp": "a bitmap of 38,862 bytes",
    "id_photo_lines": "line breaks in the base64 of the photo",
    "name_pipe": "a name with the byte 0x7C in GBK",
    "name_caret": "a name with the byte 0x5E in GBK",
    "qr_pipe": "more items behind the token",
    "utf8": "texts in UTF-8 in place of GBK, as SIM_ENCODING=utf-8",
    # How it goes wrong: in the functions of SIM_ONLY, by default in all but Init.
    "error": "code SIM_CODE (-1) and 卡片上电失败",
    "error_negative": "code -2",
    "error_large": "code 2147483647",
    "error_silent": "code -1 without a text",
    "untouched": "code 0 and nothing in the buffers",
    "no_nul": "a buffer filled to its last byte",
    "overrun": "16 bytes behind the end of pOutBuff",
    "sign_overrun": "16 bytes behind the end of pSignBuff",
    "hang": "no return for SIM_HANG_MS, by default for good",
    "crash": "a write through NULL",
    "abort": "abort()",
    "exit": "exit(3)",
    "prints": "lines on standard output, one of them JSON, one without an end",
    # One function only.
    "init_fails": "Init returns -3",
    "needs_init": "-99 from everything before the first Init",
    "pin_hang": "as hang, in VerifyPIN and ChangePIN",
    "qr_timeout": "waits nTimeout ms, then code -4 and 扫码超时",
}
"""Words of SIM_SCENARIO. An unknown word, such as ``normal``, changes nothing.

SIM_RECORD      a file whose bytes every reading function returns as they are
SIM_DELAY_MS    how long every call takes
SIM_INIT_MS     how long Init takes
SIM_PIN_WRONG   so many PIN entries fail, counted in the file SIM_STATE, which outlives the process; 6 lock the card
SIM_TRACE       a file to which each call appends ``name pid thread nOutBuffLen nTimeout`` under its printed name, Init also
                ``pUrl ...`` and ``pUser ...`` before it, and a call that finds another one inside ``overlap`` behind it
"""

ENVIRONMENT = "SIM_SCENARIO,SIM_ONLY,SIM_CODE,SIM_ENCODING,SIM_HANG_MS,SIM_RECORD,SIM_DELAY_MS,SIM_INIT_MS,SIM_PIN_WRONG,SIM_STATE,SIM_TRACE"
"""For `helper_environment`: what the simulator is told in another process."""


def compile_library(compiler: str, target: Path, *, gz: bool = False) -> Path:
    """The library compiled to this file; ``gz`` renames three functions as one city does."""
    target.parent.mkdir(parents=True, exist_ok=True)
    position = () if target.suffix == ".dll" else ("-fPIC",)
    names = ("-DGZ_NAMES",) if gz else ()
    subprocess.run([compiler, *FLAGS, *position, *names, "-o", str(target), str(SOURCE)], check=True)
    return target


@cache
def build(folder: Path, *, gz: bool = False) -> Path:
    """The library for this machine in a folder, compiled once; the test is skipped where there is no compiler."""
    if prebuilt := os.environ.get(PREBUILT):
        library = Path(prebuilt)
        return library.parent / "gz" / library.name if gz else library
    compiler = shutil.which("gcc")
    if compiler is None:
        import pytest

        pytest.skip(f"no gcc to compile {SOURCE.name}, and {PREBUILT} names no library")
    name = "SSCard.dll" if sys.platform == "win32" else "SSCard.so"
    return compile_library(compiler, (folder / "gz" if gz else folder) / name, gz=gz)
