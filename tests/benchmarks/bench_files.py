"""A million rows up and down, beside raw zlib on the same bytes in the same run.

Budgets: write and zip at most 1.1 x raw zlib with the standard library, 0.5 x with either of the faster engines; read and type at
most 1 s per million rows; 10 MiB as a byte array in at most 0.3 s. Peak memory is that of a process of its own.
"""

import importlib.util
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from gdyb_runtime.files._deflate import Engine
from gdyb_runtime.files._text import RowReader, text_chunks, zip_rows
from gdyb_runtime.files.archive import open_zip, pack, pack_into
from gdyb_runtime.files.layout import Column, Layout
from gdyb_runtime.model._byte_array import decode_array, encode_array

ROWS = 1_000_000
ROUNDS = 3


def amount(name: str) -> Column:
    """A money column."""
    return Column(name, "金额", "number", 16, 2)


def text(name: str, length: int = 30) -> Column:
    """A text column."""
    return Column(name, "文本", "text", length)


UP = Layout(
    name="up",
    label="上传",
    infno="0000",
    title="对账",
    columns=(text("a"), text("b"), text("c"), amount("d"), amount("e"), amount("f"), text("g", 3)),
)
DOWN = Layout(
    name="down",
    label="结果",
    infno="0000",
    title="对账",
    short=(7,),
    extra=1,
    shift_after=6,
    columns=(
        *(text(name) for name in "abcd"),
        text("e", 6),
        text("f", 3),
        text("g", 500),
        *(amount(name) for name in "hij"),
    ),
)


def cents(number: int, factor: int) -> Decimal:
    """An amount that looks random and is the same in every run."""
    return Decimal(number * factor % 9_999_991).scaleb(-2)


def row(number: int) -> tuple[object, ...]:
    """A row to go up."""
    shown = f"{number * 7919 % 10**15:015}"
    return (
        f"44{number:015}",
        f"88{number:015}",
        f"4401{shown}",
        cents(number, 1_234_577),
        cents(number, 7919),
        cents(number, 31),
        "0",
    )


def rows() -> Iterator[tuple[object, ...]]:
    """A million of them, one at a time."""
    return map(row, range(ROWS))


def result(count: int) -> Iterator[bytes]:
    """The file that comes down, in pieces."""
    for start in range(0, count, 10_000):
        lines = []
        for number in range(start, min(count, start + 10_000)):
            a, b, c, d, e, f, g = row(number)
            lines.append(f"{c}\t{b}\t{a}\tH4400000000{number:019}\t0\t{g}\t对账一致310\t{d:.2f}\t{e:.2f}\t{f:.2f}\n")
        yield "".join(lines).encode()


def shifted(content: bytes) -> bytes:
    """The same with every second row shifted, as one city sends it."""
    lines = content.splitlines(keepends=True)
    lines[::2] = [line.replace(b"\t0\t0\t", b"\t0\t0\tx\t") for line in lines[::2]]
    return b"".join(lines)


def best(work: Callable[[], object]) -> float:
    """Fewest seconds of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def raw_zlib(content: bytes) -> int:
    """What any zip at level 6 must do."""
    stream = zlib.compressobj(6, zlib.DEFLATED, -15)
    return len(stream.compress(content)) + len(stream.flush())


def show(name: str, seconds: float, base: float = 0.0) -> None:
    """One line of figures."""
    ratio = f"x{seconds / base:.2f} of raw zlib" if base else ""
    print(f"{name:44} {seconds:7.2f} s   {ratio}")


def writing() -> None:
    """Rows and tables into a zip."""
    engines: list[Engine] = ["zlib", *(name for name in ("zlib_ng", "isal") if importlib.util.find_spec(name))]
    content = b"".join(text_chunks(rows(), UP))
    base = best(lambda: raw_zlib(content))
    print(f"{ROWS} rows, {len(content) / 2**20:.0f} MiB")
    show("raw zlib level 6 of the same bytes", base, base)
    if importlib.util.find_spec("polars"):
        table = RowReader(content, UP).table()
        show("table -> TXT", best(lambda: sum(map(len, text_chunks(table, UP)))), base)
        for engine in engines:
            show(
                f"table -> TXT -> zip ({engine})", best(lambda engine=engine: zip_rows(table, UP, engine=engine)), base
            )
    lease = list(rows())
    for engine in engines:
        show(f"tuples -> TXT -> zip ({engine})", best(lambda engine=engine: zip_rows(lease, UP, engine=engine)), base)


def reading() -> None:
    """A zip and a TXT into typed values."""
    content = b"".join(result(ROWS))
    packed = pack([content], "result.txt")
    base = best(lambda: raw_zlib(content))
    print(f"{ROWS} rows, {len(content) / 2**20:.0f} MiB")
    if importlib.util.find_spec("polars"):
        show("TXT -> typed table", best(lambda: RowReader(content, DOWN).table()), base)
        show("zip -> typed table", best(lambda: RowReader(open_zip(packed), DOWN).table()), base)
        wild = shifted(content)
        show("TXT, every second row shifted -> table", best(lambda: RowReader(wild, DOWN).table()), base)
    show("zip -> typed rows, one at a time", best(lambda: sum(1 for _ in RowReader(open_zip(packed), DOWN))), base)


def arrays() -> None:
    """10 MiB as a JSON array and back."""
    data = bytes(range(256)) * 40_960
    encoded = encode_array(data)
    show("10 MiB -> byte array", best(lambda: encode_array(data)))
    show("byte array -> 10 MiB", best(lambda: decode_array(encoded)))


MEMORY = {
    "nothing but the imports": "pass",
    "rows from a generator -> zip on disk": "pack_into(file, text_chunks(rows(), UP), 'up.txt')",
    "zip on disk -> rows, one at a time": "sum(1 for _ in RowReader(open_zip(file), DOWN))",
    "zip on disk -> tables, one at a time": "sum(part.height for part in RowReader(open_zip(file), DOWN).tables())",
    "10 MiB -> byte array": "encode_array(bytes(10 << 20))",
}


def memory() -> None:
    """Peak resident memory of each work in a process of its own."""
    if importlib.util.find_spec("resource") is None:
        print("peak memory: this system cannot tell")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.zip"
        for name, work in MEMORY.items():
            with path.open("w+b") as file:
                pack_into(file, result(ROWS if "zip on disk ->" in name else 0), "result.txt")
            code = (
                f"import resource, sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
                "from bench_files import *\n"
                f"with open({str(path)!r}, 'r+b') as file: {work}\n"
                "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
            )
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
            print(f"peak memory: {name:40} {done.stdout.strip():>5} MiB")


def main() -> None:
    """Memory first: on Linux a process starts with the peak of the one it came from."""
    memory()
    writing()
    reading()
    arrays()


if __name__ == "__main__":
    main()
