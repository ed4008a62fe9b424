"""A million rows through real HTTP: a file up and down again, and `gdyb reconcile` of a month against the sandbox.

The base is raw zlib on the bytes of that file. The sandbox runs in this process; what `gdyb reconcile` takes is most of
all the time the sandbox needs for its answers.
"""

import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl

from gdyb import Client, Settings, layouts
from gdyb_runtime.files.writing import text_chunks, zip_rows
from gdyb_sandbox import Sandbox
from gdyb_sandbox._centre.ledger import generated_month
from gdyb_sandbox._listings import records_csv
from gdyb_sandbox._people.identity import person

ROWS = 1_000_000
LAYOUT = layouts.RECONCILIATION_RESULT
T = TypeVar("T")


def rows() -> pl.DataFrame:
    """Result rows with Chinese names, empty cells and amounts of sixteen digits."""
    number = pl.int_range(ROWS, eager=True)
    text = number.cast(pl.String)
    names = pl.Series([*(person(7, index).name for index in range(1_000)), None])
    amounts = (number * 7_919_000_123 % 10**16).cast(pl.Decimal(38, 0))
    columns = {
        "psn_no": "P" + text.str.zfill(29),
        "mdtrt_id": pl.Series(["M" * 30, None]).gather(number % 2),
        "setl_id": "S" + text.str.zfill(29),
        "msgid": "H44000000001" + text.str.zfill(18),
        "stmt_rslt": pl.Series(["0", "1", "3"]).gather(number % 3),
        "refd_setl_flag": pl.Series(["0", "1"]).gather(number % 2),
        "memo": names.gather(number % len(names)),
        **dict.fromkeys(LAYOUT.names[-3:], (amounts / 100).cast(pl.Decimal(38, 2))),
    }
    return pl.DataFrame(columns).select(LAYOUT.names)


def timed(name: str, work: Callable[[], T], base: float = 0.0) -> T:
    """The result of some work, its time printed beside the base if there is one."""
    begun = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begun
    ratio = f"x{seconds / base:.2f} of raw zlib" if base else ""
    print(f"{name:44} {seconds:7.2f} s   {ratio}")
    return result


def transfer() -> None:
    """Up as 9101 and down as 9102."""
    table = rows()
    text = b"".join(text_chunks(table, LAYOUT))
    begun = time.perf_counter()
    stream = zlib.compressobj(6, zlib.DEFLATED, -15)
    size = len(stream.compress(text)) + len(stream.flush())
    base = time.perf_counter() - begun
    print(f"{ROWS} rows, {len(text) / 2**20:.0f} MiB, {size / 2**20:.0f} MiB packed: raw zlib {base:.2f} s")
    content = timed("table -> zip", lambda: zip_rows(table, LAYOUT, entry="明细.txt"), base)
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        code = {"fixmedins_code": sandbox.options.fixmedins_code}
        with Client(Settings(**sandbox.settings, msgid_file=Path(folder) / "msgid.sqlite3")) as client:
            node = {"in_": content, "filename": "明细.zip", **code}
            kept = timed("9101, checked and stored by the sandbox", lambda: client.upload_file(fsUploadIn=node), base)
            wanted = {"file_qury_no": kept.output.file_qury_no, "filename": kept.output.filename, **code}
            file = timed("9102", lambda: client.download_file(fsDownloadIn=wanted), base).file
    assert file is not None and file.content == content
    back = timed("zip -> tables", lambda: pl.concat(list(file.rows(LAYOUT).tables())), base)
    assert back.equals(table, null_equal=True)


def reconciliation() -> None:
    """A month with one difference of each kind; the command line in a process of its own."""
    with (
        tempfile.TemporaryDirectory() as name,
        Sandbox(rows=ROWS, differences=("ours-only", "centre-only", "amount")) as sandbox,
    ):
        folder = Path(name)
        month = generated_month(sandbox.options, sandbox.options.fixmedins_code, 2020, 12)
        with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
            file.writelines(records_csv(month))
        settings = {f"GDYB_{key.upper()}": value for key, value in sandbox.settings.items()}
        own = {"XDG_DATA_HOME": name, "LOCALAPPDATA": name, "GDYB_MSGID_FILE": str(folder / "msgid.sqlite3")}
        command = [sys.executable, "-m", "gdyb_cli", "reconcile", str(folder / "records.csv"), "--period=2020-12"]
        command += ["--constant=setl_optins=440100", f"--report={folder / 'a.html'}", f"--report={folder / 'a.xlsx'}"]
        env = {**os.environ, **settings, **own}
        done = timed(
            "gdyb reconcile with HTML and XLSX",
            lambda: subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False),
        )
        assert done.returncode == 1
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"of that its own: {used.ru_utime + used.ru_stime:.1f} s; peak memory {used.ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    # On Linux a process starts with the peak of the one it came from.
    reconciliation()
    transfer()
