"""A re-import keeps what people decided, changes what is printed, and lists what is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gdyb_generator.cli import commands
from gdyb_generator.importing.known import read_known
from gdyb_generator.importing.proposals import Namer, sensitive
from support.importing.dumpfile import load
from support.importing.imported import again
from support.places import SPEC

DECISIONS = ("operation", "effect", "summary", "errata", "paging", "rules", "variants")


def without_lines(value: Any) -> Any:
    """A record without its places."""
    if isinstance(value, dict):
        return {key: without_lines(item) for key, item in value.items() if key not in {"line", "lines", "limit_line"}}
    return [without_lines(item) for item in value] if isinstance(value, list) else value


def test_nothing_but_places_changes(tmp_path: Path) -> None:
    spec, doubts = again(tmp_path)
    for infno in ("3260", "3261", "3262", "1101"):
        new = yaml.safe_load((spec / "interfaces" / f"{infno}.yaml").read_text(encoding="utf-8"))
        assert without_lines(new) == without_lines(load(f"interfaces/{infno}.yaml"))
    assert commands.lint(commands.Places.below(tmp_path)) == []
    assert {rule for rule, _ in doubts} <= {"ROW_CELLS", "HEADING_WITHOUT_TABLE"}


def test_printed_cells_change_and_decisions_stay(tmp_path: Path) -> None:
    gone = "\t\t2\n\n\t\ttrt_month\n\n\t\t结算月份\n\n\t\t字符型\n\n\t\t2\n\n\t\t\n\n\t\tY\n\n\t\t格式为：MM\n\n如1月为01\n\n\n\n"
    longer = (
        "\t\tmedins_no\n\n\t\t医疗机构编号\n\n\t\t字符型\n\n\t\t22",
        "\t\tmedins_no\n\n\t\t医疗机构编号\n\n\t\t字符型\n\n\t\t24",
    )
    typed = (
        "\t\tcnfm_flag\n\n\t\t确认标志\n\n\t\t\n\n\t\t\n",
        "\t\tcnfm_flag\n\n\t\t确认标志\n\n\t\t数值型\n\n\t\t3\n",
    )
    spec, doubts = again(tmp_path, longer, typed, (gone, ""))
    content = yaml.safe_load((spec / "interfaces" / "3260.yaml").read_text(encoding="utf-8"))
    row = next(row for row in content["output"][0]["fields"] if row["name"] == "medins_no")
    assert row["length"] == "24"
    assert {key: content.get(key) for key in DECISIONS} == {
        key: load("interfaces/3260.yaml").get(key) for key in DECISIONS
    }
    assert ("ROW_GONE", "trt_month") in doubts
    assert ("PRINT_CHANGED", "cnfm_flag") in doubts


def test_rows_that_an_edition_prints_otherwise_are_told_and_stay(tmp_path: Path) -> None:
    spec, doubts = again(tmp_path, ("1、交易输入为单行数据；", "1、交易输入为多行数据；"))
    content = yaml.safe_load((spec / "interfaces" / "3260.yaml").read_text(encoding="utf-8"))
    assert content["input"][0]["rows"] == "one"
    assert ("PRINT_CHANGED", "") in doubts


@pytest.mark.parametrize(
    ("name", "operation", "effect"),
    [
        ("门诊结算撤销", "cancel_outpatient_settlement", "command"),
        ("提取异地清分明细", "extract_remote_clearing_details", "query"),
        ("药品目录查询", "query_drug_catalog", "query"),
        ("神秘", "call_9999", "command"),
    ],
)
def test_proposed_names(name: str, operation: str, effect: str) -> None:
    proposal = Namer().propose("9999", name)
    assert (proposal.operation, proposal.effect) == (operation, effect)


def test_names_are_unique_and_marks_are_proposed() -> None:
    namer = Namer()
    assert namer.propose("1", "药品目录查询").operation != namer.propose("2", "药品目录查询").operation
    personal = read_known(SPEC).personal
    assert [
        sensitive(name, label, {}, personal)
        for name, label in (("certno", ""), ("dept_name", "科室名称"), ("rel_name", "联系人姓名"), ("age", ""))
    ] == ["id", "public", "name", ""]
