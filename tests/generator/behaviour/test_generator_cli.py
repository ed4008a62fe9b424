"""The command line as maintainers and CI see it: exit codes, formats, what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.generator_checkout import Checkout

ROW = "spec/interfaces/9001.yaml"
MISTAKE = ('{name: mon, label: 月份, type: 字符型, length: "2"', '{name: mon, label: 月份, type: 字符, length: "2"')


def test_lint_of_a_good_spec(pristine: Checkout) -> None:
    done = pristine.run("lint")
    assert (done.code, done.out) == (0, "")
    assert "没有问题" in done.err


def test_lint_lists_everything_at_once_sorted_by_place(checkout: Checkout) -> None:
    checkout.edit(ROW, *MISTAKE)
    checkout.edit("spec/formats.yaml", "{19}", "{19")
    checkout.edit("spec/dictionaries/flag.yaml", '"1"', "1")
    done = checkout.run("lint")
    assert done.code == 1
    places = [line.split(": ")[0] for line in done.out.splitlines() if not line.startswith(" ")]
    assert places == [
        "spec/dictionaries/flag.yaml:6:12",
        "spec/formats.yaml:10:14",
        "spec/interfaces/9001.yaml:25:38",
    ]
    assert "3 处问题" in done.err


def test_lint_as_json(checkout: Checkout) -> None:
    assert json.loads(checkout.run("lint", "--format", "json").out) == []
    checkout.edit(ROW, *MISTAKE)
    done = checkout.run("lint", "--format", "json")
    assert done.code == 1
    assert json.loads(done.out) == [
        {
            "file": ROW,
            "line": 25,
            "column": 38,
            "rule": "FIELD_TYPE_UNKNOWN",
            "message": "mon 月份：类型 字符 不认识",
            "hint": "可用：字符型、数值型、日期型、日期时间型；印刷有误时写 effective 与 errata",
            "level": "error",
        }
    ]


def test_lint_for_github(checkout: Checkout) -> None:
    checkout.edit(ROW, "label: 月份", 'label: "100% 月\\n份"')
    checkout.edit(ROW, "format: month", "format: year")
    done = checkout.run("lint", "--format", "github")
    assert done.code == 1
    assert done.out.splitlines() == [
        f"::error file={ROW},line=25,col=99,title=FORMAT_UNKNOWN::mon 100%25 月%0A份：formats.yaml 里没有 year "
        "可用：month、only_sent、sn、v2"
    ]


@pytest.mark.parametrize("command", [["generate"], ["check"]])
def test_findings_stop_generate_and_check(checkout: Checkout, command: list[str]) -> None:
    checkout.edit(ROW, *MISTAKE)
    before = checkout.files()
    done = checkout.run(*command, "--format", "json")
    assert done.code == 1
    assert [finding["rule"] for finding in json.loads(done.out)] == ["FIELD_TYPE_UNKNOWN"]
    assert checkout.files() == before


def test_generate_says_what_it_wrote_kept_and_removed(checkout: Checkout) -> None:
    (checkout.root / "spec" / "interfaces" / "9103.yaml").unlink()
    listed = '  - {infno: "9103", name: 取状态, mode: 实时, description: 取状态。, line: 83}\n'
    checkout.edit("spec/interface_list.yaml", listed, "")
    done = checkout.run("generate")
    assert done.code == 0, done.err
    gone = ["models/i9103.py", "schemas/9103.json", "validators/i9103.py"]
    assert [line for line in done.out.splitlines() if line.startswith("删除")] == [
        f"删除 removed  {name}" for name in gone
    ]
    assert "写入 wrote    client.py\n" in done.out
    assert "models/i9001.py" not in done.out
    assert done.err.strip().endswith("删除 3")
    assert not (checkout.package / "models" / "i9103.py").exists()
    assert checkout.run("check").code == 0


def test_a_second_generate_writes_nothing(checkout: Checkout) -> None:
    before = checkout.times()
    done = checkout.run("generate")
    assert (done.code, done.out) == (0, "")
    assert done.err.strip() == f"写入 0，保留 {len(before) - 1}，删除 0"
    assert checkout.times() == before


def test_it_finds_the_checkout_from_a_folder_inside(pristine: Checkout) -> None:
    inside = Checkout(pristine.root / "spec" / "interfaces")
    assert inside.run("lint").code == 0


@pytest.mark.parametrize("arguments", [["lint", "--root", "nowhere"], ["lint", "--format", "xml"], ["mend"]])
def test_wrong_use_is_2(pristine: Checkout, arguments: list[str]) -> None:
    done = pristine.run(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_outside_a_checkout_is_2(tmp_path: Path) -> None:
    done = Checkout(tmp_path).run("generate")
    assert done.code == 2
    assert "找不到 spec/" in done.err


def test_failure_of_the_tool_is_2_and_says_what_failed(tmp_path: Path) -> None:
    blocked = Checkout(tmp_path / "blocked")
    blocked.write("spec/document.yaml", "")
    blocked.write("generated", "a file where a folder should be")
    done = blocked.run("generate")
    assert done.code == 2
    assert done.err.startswith("gdyb-generator 自身出错：")
    assert done.err.count("\n") == 1


def test_chinese_comes_out_whatever_the_locale(checkout: Checkout) -> None:
    checkout.edit(ROW, *MISTAKE)
    done = checkout.run("lint", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.code == 1
    assert "类型 字符 不认识" in done.out
