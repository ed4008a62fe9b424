"""Names of files to be written: what Windows does not take is said beforehand."""

import sys
from pathlib import Path, PureWindowsPath

import pytest

from gdyb_runtime.local.file_names import check_output, is_reserved, name_problem
from gdyb_runtime.local.paths import PathUnusable


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("con.xlsx", "保留的设备名"),
        (r"C:\报表\Nul", "保留的设备名"),
        (r"out\lpt1\a.csv", "保留的设备名"),
        ("COM¹.txt", "保留的设备名"),
        ("a?b.xlsx", "不能有 ?"),
        (r"C:\a\b|c.csv", "不能有 |"),
        ("清分.xlsx:流", "不能有 :"),
        ("a\tb.csv", "不能有 不可见的字符"),
        ("2020-12.", "以点或空格结尾"),
        (r"C:\报表 \a.csv", "以点或空格结尾"),
    ],
)
def test_what_windows_does_not_take_is_named(text: str, reason: str) -> None:
    assert reason in name_problem(PureWindowsPath(text))


@pytest.mark.parametrize(
    "text", [r"C:\报表\清分 2020-12.xlsx", r"..\a.csv", r".\a.csv", r"\\server\share\a.csv", "console.csv", "icon.xlsx"]
)
def test_other_names_are_taken(text: str) -> None:
    assert name_problem(PureWindowsPath(text)) == ""


def test_only_windows_refuses(tmp_path: Path) -> None:
    assert is_reserved("con.xlsx")
    if sys.platform == "win32":
        with pytest.raises(PathUnusable, match="保留的设备名"):
            check_output(tmp_path / "con.xlsx")
    else:
        check_output(tmp_path / "con.xlsx")
