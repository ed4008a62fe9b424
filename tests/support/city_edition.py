"""A checkout whose city changes one of everything, its package made once, and programs that use it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import gdyb_runtime
from gdyb_generator.cli import commands
from support.places import ROOT

RUNTIME = Path(gdyb_runtime.__file__).parents[1]
OVERLAY = """\
overlay: anyang
label: 安阳
settings:
  - {setting: content_type, value: text/plain, source: 测试, reason: 测试}
  - {setting: reader.profile, value: foshan, source: 测试, reason: "一行\\nraise SystemExit"}
cells:
  - {table: 3261 input.detail, field: certno, cell: length, value: "20", source: 测试, reason: 测试}
  - {table: 3261 input.detail, field: optins_pay_sumamt, cell: required, value: "", source: 测试, reason: 测试}
  - {table: 3261 input.detail, field: mdtrt_setl_time, cell: type, value: 日期型, source: 测试, reason: 测试}
  - {table: 3261 input.detail, field: mdtrt_setl_time, cell: remark, value: 格式：yyyy-MM-dd, source: 测试, reason: 测试}
  - {table: 3261 input.detail, field: mdtrt_setl_time, cell: label, value: 结算日期, source: 测试, reason: 测试}
  - {table: 3261 input.data, field: totalrow, cell: name, value: total_rows, source: 测试, reason: 测试}
  - {table: 3260 output.data, field: setl_sn, cell: name, value: setl_no, source: 测试, reason: 测试}
  - {table: 1101 input.data, field: mdtrt_cert_no, cell: name, value: cert_no, source: 测试, reason: 测试}
  - {table: 1101 input.data, field: begntime, cell: name, value: since, source: 测试, reason: 测试}
  - {table: 2102 input.druginfo, field: mdtrt_cert_no, cell: name, value: voucher, source: 测试, reason: 测试}
  - {table: 3202 input.data, field: file_qury_no, cell: name, value: file_no, source: 测试, reason: 测试}
answers:
  - {answer: done, pattern: 已办妥, means: already_done, source: 测试, reason: 测试}
headers:
  - {header: x-tif-paasid, name: x-rio-paasid, source: 测试, reason: 测试}
rows:
  - {table: 3261 input.detail, row: {name: batch_no, label: 批次号, type: 字符型, length: "6"}, source: 测试, reason: 测试}
codes:
  - {dictionary: cnfm_flag, code: "2", label: 暂缓, name: DEFERRED, source: 测试, reason: 测试}
  - {dictionary: cnfm_flag, code: "1", label: 同意, name: CONFIRMED, source: 测试, reason: 测试}
limits:
  - {table: 3261 input.detail, limit: 2, source: 测试, reason: 测试}
  - {table: 3260 output.data, limit: 50, source: 测试, reason: 测试}
remove_rows:
  - {table: 9102 input.fsDownloadIn, field: filename, source: 通知 7 号, reason: 当地不要文件名}
remove_codes:
  - {dictionary: clr_way, code: "1", source: 测试, reason: 测试}
"""


@dataclass(frozen=True)
class Edition:
    """A checkout and the package of its city."""

    root: Path
    out: Path

    @property
    def places(self) -> commands.Places:
        return commands.Places.below(self.root)

    @property
    def places_of_city(self) -> commands.Places:
        return self.places.of_city("anyang", self.out)

    def python(self, code: str, *, package: Path | None = None, workflows: bool = False) -> list[str]:
        """The lines a program prints that has the city's package, the runtime and, if asked for, the command line."""
        code = textwrap.dedent(code)
        others = [str(ROOT / "workflows"), str(ROOT / "sandbox")] if workflows else []
        search = os.pathsep.join([str(package or self.out), str(RUNTIME), *others])
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GDYB_")}
        environment |= {"PYTHONPATH": search, "COLUMNS": "400"}
        command = [sys.executable, "-B", "-X", "utf8", "-c", code]
        done = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Files below a folder with bytes and times."""
    found = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(folder).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(found)}
