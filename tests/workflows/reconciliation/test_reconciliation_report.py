"""Reports: self-contained, exact, without people unless asked for, harmless in a spreadsheet."""

import csv
import re
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gdyb_workflows.reconciliation.writing import html_report, write_report
from support.reconciliation.results import CENTRE, OURS, reconciliation
from support.reconciliation.settlements import result_row, settlement


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.references: list[str] = []
        self.cells = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action", "data", "srcset")
        ]


def test_the_page_needs_nothing_but_itself() -> None:
    text = html_report(reconciliation())
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert not page.references
    assert set(re.findall(r"https?://[^\"'\s<]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_the_page_shows_verdict_sums_days_and_differences() -> None:
    text = html_report(reconciliation())
    for wanted in (
        "不平",
        "仅本机构有",
        "仅中心有",
        "金额不一致",
        "差异合计",
        "日期未知",
        "<svg",
        "1 笔不在期间",
        "CRLF",
        "虚拟&lt;医院&gt;",
    ):
        assert wanted in text
    assert "99,999,999,999,999.99" in text
    assert text == html_report(reconciliation())


def test_a_balanced_page_is_short() -> None:
    text = html_report(reconciliation(balanced=True))
    assert "<svg" not in text
    assert '<p class="verdict balanced">平</p>' in text


def test_people_are_masked_unless_asked_for(tmp_path: Path) -> None:
    for suffix in (".html", ".csv"):
        hidden, shown = tmp_path / f"hidden{suffix}", tmp_path / f"shown{suffix}"
        write_report(reconciliation(), hidden)
        write_report(reconciliation(), shown, show_people=True)
        text = hidden.read_text(encoding="utf-8")
        assert all(row["psn_no"] not in text for row in OURS)
        assert "13812345678" not in text
        assert OURS[0]["psn_no"] in shown.read_text(encoding="utf-8")


def test_the_csv_is_exact_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "报告" / "a.csv"
    write_report(reconciliation(), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["差异"] for row in rows] == ["金额不一致", "仅中心有", "仅本机构有"]
    assert rows[0]["中心 医疗费总额"] == "99999999999999.99"
    assert rows[0]["差额 医疗费总额"] == str(Decimal(OURS[1]["medfee_sumamt"]) - Decimal("99999999999999.99"))
    assert rows[0]["备注"].startswith("'=HYPERLINK")
    assert rows[0]["结算ID"] == OURS[1]["setl_id"]


def cells(path: Path, number: int) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(f"xl/worksheets/sheet{number}.xml").decode("utf-8")


def test_the_workbook_keeps_numbers_exact_and_has_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_report(reconciliation(), path)
    with zipfile.ZipFile(path) as book:
        titles = re.findall(r'sheet name="(.*?)"', book.read("xl/workbook.xml").decode("utf-8"))
    assert titles == ["总账", "差异汇总", "每日差异", "差异明细", "调用记录"]
    details = cells(path, 4)
    assert "<f>" not in details
    assert ">99999999999999.99<" in details
    assert 't="inlineStr"><is><t>99999999999999.99' in details
    assert f"<v>{Decimal(OURS[0]['medfee_sumamt'])}</v>" in details


def test_a_report_replaces_its_file_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("old", encoding="utf-8")
    write_report(reconciliation(), path)
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]
    with pytest.raises(ValueError, match="结尾"):
        write_report(reconciliation(), tmp_path / "a.pdf")
    with pytest.raises(OSError, match=r"a\.html"):
        write_report(reconciliation(), path / "b.html")


def test_a_long_list_is_cut_on_the_page_only(tmp_path: Path) -> None:
    many = [result_row(settlement(number), "1") for number in range(1000, 3100)]
    result = reconciliation([*(result_row(row) for row in OURS), *many])
    text = html_report(result)
    assert "共 2100 行" in text
    assert text.count("仅中心有</td>") < 2100
    write_report(result, tmp_path / "a.csv")
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 2101


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv"])
def test_a_report_that_cannot_be_written_is_an_error_of_the_system_and_leaves_nothing(
    suffix: str, tmp_path: Path
) -> None:
    with pytest.raises(OSError):
        write_report(reconciliation(), tmp_path / ("x" * 300 + suffix))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"])
def test_no_memo_is_a_formula_in_any_script(start: str, tmp_path: Path) -> None:
    centre = [CENTRE[0], result_row(OURS[1], "3", memo=f"{start}1+1"), *CENTRE[2:]]
    write_report(reconciliation(centre), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        memos = [row["备注"] for row in csv.DictReader(file)]
    assert f"'{start}1+1" in memos
