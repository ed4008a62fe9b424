"""`gdyb describe` on tables that no document prints, in a process that has the golden package for `gdyb`."""

import os
import subprocess
import sys

import pytest

from support.places import EXPECTED


@pytest.fixture
def describe():
    """What `gdyb describe` prints for an interface of the golden package, on a wide screen."""

    def run(infno: str) -> str:
        code = f"from gdyb_cli.interfaces.describe import describe; describe({infno!r})"
        environment = os.environ | {"PYTHONPATH": str(EXPECTED), "COLUMNS": "400"}
        command = [sys.executable, "-X", "utf8", "-B", "-c", code]
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def row_of(text: str, name: str) -> list[str]:
    """The cells of the first line of a table that begins with a name."""
    lines = [[cell.strip() for cell in line.split("│")] for line in text.splitlines()]
    return next(cells[1:-1] for cells in lines if len(cells) > 2 and cells[1] == name)


def test_basis_confidence_spellings_and_disagreements(describe):
    text = describe("9104")
    assert "出处：没有文本的表" in text
    assert "输入 · fsUploadIn · 单行 · 依据：公开客户端代码，三个实现" in text
    assert "可信程度：部分字段只见于一个实现" in text
    assert "各处说法不一\n  输入 kind：一处必填" in text
    assert row_of(text, "SPARE_FLAG") == [
        "SPARE_FLAG",
        "大写",
        "字符型",
        "3",
        "不详",
        "",
        "也见写作 spare_flag",
        "",
        "",
    ]
    assert row_of(text, "kind")[4] == "可空"
    assert row_of(text, "kind")[-1] == "名称多处一致，其余只见于一个实现"
    assert row_of(text, "untyped")[2] == "不详"
    assert row_of(text, "untyped")[-1] == "名称只见于一个实现，其余照 9001 data 推定"
    assert row_of(text, "file_no")[6] == "也见写作 fileNo、FILE_NO"


def test_an_output_that_is_an_array(describe):
    text = describe("9105")
    assert "输出 · 多行 · 依据：公开客户端代码，一个实现" in text
    assert row_of(text, "code")[1] == "编码"


def test_a_reply_that_is_a_file_and_the_files_beside_it(describe):
    text = describe("9106")
    assert "成功时返回文件" in text
    assert "上传的文件 · list_upload" in text
    assert "下载的文件 · list_result · 结果 · result.txt · 5 列" in text
    assert row_of(text, "flag")[5] == "flag：0=否 1=是"
    assert row_of(text, "AMOUNT_2")[-1] == "只见于一个实现"
    assert row_of(text, "psn_no")[1] == "人员编号（个人信息 id）"


def test_a_printed_table_has_no_column_for_confidence(describe):
    assert "可信程度" not in describe("9001")
