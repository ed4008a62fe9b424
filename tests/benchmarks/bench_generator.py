"""How long the generator takes for 150 interfaces of 30 fields and 40 dictionaries, whole processes, median of five runs.

Targets: full generate 5 s, one changed interface 2.5 s, nothing changed 0.5 s, `check --fast` 0.5 s. Each is shown beside
a bare `python -c pass` of the same round, since machines differ.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE = Path(__file__).resolve().parents[1] / "generator" / "lint" / "_base"
INTERFACES, FIELDS, DICTIONARIES, ROUNDS = 150, 30, 40, 5


def main() -> None:
    """Builds the spec in a temporary folder, times the commands and prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_spec(root / "spec")
        rows = [
            ("full generate", 5.0, measure(root, "generate", prepare=remove_package)),
            ("one changed interface", 2.5, measure(root, "generate", prepare=change_one_length)),
            ("nothing changed", 0.5, measure(root, "generate")),
            ("check --fast", 0.5, measure(root, "check", "--fast")),
        ]
    print(f"{'':<24}{'seconds':>9}{'bare':>8}{'ratio':>8}{'target':>9}")
    for name, target, (seconds, bare) in rows:
        met = "" if seconds <= target else "  missed"
        print(f"{name:<24}{seconds:>9.2f}{bare:>8.3f}{seconds / bare:>8.1f}{target:>9.1f}{met}")


def measure(root: Path, *arguments: str, prepare: object = None) -> tuple[float, float]:
    """Median seconds of a command and of a bare interpreter, taken in turns."""
    commands, bares = [], []
    for number in range(ROUNDS):
        if callable(prepare):
            prepare(root, number)
        bares.append(timed([sys.executable, "-c", "pass"]))
        commands.append(timed([sys.executable, "-m", "gdyb_generator", *arguments, "--root", str(root)]))
    return statistics.median(commands), statistics.median(bares)


def timed(command: list[str]) -> float:
    """Seconds of one process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    return time.perf_counter() - began


def remove_package(root: Path, number: int) -> None:
    """A checkout that was never generated."""
    shutil.rmtree(root / "generated", ignore_errors=True)


def change_one_length(root: Path, number: int) -> None:
    """Another length for one field of one interface in the middle."""
    path = root / "spec" / "interfaces" / f"{1000 + INTERFACES // 2}.yaml"
    write_interface(path, INTERFACES // 2, length=50 + number)


def write_spec(spec: Path) -> None:
    """The base spec of the rule tests with many interfaces and dictionaries more."""
    shutil.copytree(BASE, spec)
    for number in range(DICTIONARIES):
        write_dictionary(spec / "dictionaries" / f"kind_{number}x.yaml", number)
    for number in range(INTERFACES):
        write_interface(spec / "interfaces" / f"{1000 + number}.yaml", number, length=20)


def write_dictionary(path: Path, number: int) -> None:
    """A closed dictionary of ten values."""
    values = "".join(f'  - {{code: "{code:02}", label: 取值{code}, name: VALUE_{code}X}}\n' for code in range(10))
    head = f"dictionary: kind_{number}x\nlabel: 种类{number}\nline: {number + 1}\nused_in: 全部\nvalues:\n"
    path.write_text(head + values, encoding="utf-8", newline="\n")


def write_interface(path: Path, number: int, *, length: int) -> None:
    """A query with ten fields sent and twenty in each row received."""
    sent = "".join(row(number, field, length) for field in range(10))
    received = "".join(row(number, field, length) for field in range(10, FIELDS))
    node = '    table: 表 {0}\n    caption: {1}\n    lines: "1-99"\n    rows: {2}\n'
    path.write_text(
        f'infno: "{1000 + number}"\nname: 接口{number}\noperation: call_number_{number}\neffect: query\nlines: "1-99"\n'
        f"input:\n  - node: data\n{node.format(1, '输入', 'one')}    fields:\n{sent}"
        f"output:\n  - node: rows\n{node.format(2, '输出', 'many')}    limit: 100\n    fields:\n{received}",
        encoding="utf-8",
        newline="\n",
    )


def row(number: int, field: int, length: int) -> str:
    """One row of a table: the types in turn."""
    kinds = (
        f'type: 字符型, length: "{length + field % 3}", remark: 说明{field}',
        'type: 数值型, length: "16,2"',
        f'type: 字符型, length: "3", code: "Y", dictionary: kind_{(number + field) % DICTIONARIES}x',
        'type: 数值型, length: "12"',
        "type: 日期时间型",
        "type: 日期型",
    )
    required = ', required: "Y"' if field % 2 else ""
    return f"      - {{name: field_{field}, label: 字段{field}, {kinds[field % 6]}{required}, line: {field + 1}}}\n"


if __name__ == "__main__":
    main()
