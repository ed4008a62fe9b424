"""The page of a month: what it says, what it never says, and that it stays small."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sqlalchemy as sa

from gdyb_cli.clearing.words import wording
from gdyb_workflows.clearing import extract
from gdyb_workflows.clearing.ledger.schema import attempt, audit, batch, epoch, row
from support.clearing.months import close, differ_and_revoke, finish, lose_an_answer, opened, seen
from support.clearing.reports import KEY, page
from support.command_line import Gdyb


class Tables(HTMLParser):
    """The tables of a page by the id of their heading."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.tags: list[str] = []
        self.references: list[str] = []
        self._name, self._is_cell = "", False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.references += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action", "data", "srcset")
        ]
        if tag == "table":
            self._name = given["aria-labelledby"] or ""
            self.found[self._name] = []
        elif tag == "tr":
            self.found[self._name].append([])
        elif tag in ("td", "th"):
            assert tag == "td" or given.get("scope") in ("col", "row")
            self.found[self._name][-1].append("")
            self._is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._is_cell = self._is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self.found[self._name][-1][-1] += data


def page_of(folder: Path) -> str:
    with seen(folder, key=KEY) as month:
        return page(month)


def test_a_finished_month(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, _):
        finish(lease)
    text = page_of(tmp_path)
    assert '<p class="state done">已完成</p>' in text
    assert "没有要办的事。" in text
    assert 'class="alarm"' not in text
    assert text.count("<svg") == 2
    assert "0001（测试）" in text
    assert "2023-11-15 06:13:20" in text
    assert "ledger.sqlite3" in text
    found = Tables(text).found
    with seen(tmp_path, key=KEY) as month:
        overview = month.month
    assert [line[7:9] for line in found["batches"][1:]] == [[one.msgid, one.inf_refmsgid] for one in overview.batches]
    assert found["days"][-1][:3] == ["合计", "150", f"{overview.current.optins_pay_sumamt:,.2f}"]
    assert "attempts" not in found
    assert text == page_of(tmp_path)


def test_an_unknown_batch_cannot_be_overlooked(tmp_path: Path) -> None:
    with opened(tmp_path, rows=350, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
    text = page_of(tmp_path)
    assert '<p class="state person">需要人工处理</p>' in text
    assert "1 个批次结果未知" in text
    assert "向医保核实后登记结果，或整期回退后重新确认" in text and "gdyb clearing" not in text
    with seen(tmp_path, key=KEY) as month:
        assert "gdyb clearing resolve ways 2020-12" in page(month, wording=wording(month.month.period))
    assert '<td class="person">结果未知</td>' in text
    (_, line) = Tables(text).found["attempts"]
    assert line[3] == "结果未知"
    assert line[4].startswith("H4401")


def test_a_month_that_waits_for_its_revocation(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
        close(lease)
    text = page_of(tmp_path)
    assert "正在等待整期回退" in text
    (_, line) = Tables(text).found["epochs"]
    assert line[1] == "等待整期回退"
    assert line[-1] == "重新确认"


def test_a_batch_that_is_being_revoked(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, _):
        finish(lease)
        with lease.ledger.transaction() as connection:
            connection.execute(sa.update(batch).where(batch.c.number == 1).values(state="revoking"))
    assert "1 个批次的回退没有答复" in page_of(tmp_path)


def test_differences_changes_and_a_revocation(tmp_path: Path) -> None:
    with opened(tmp_path, rows=350, key=KEY) as (lease, _):
        differ_and_revoke(lease)
    text = page_of(tmp_path)
    found = Tables(text).found
    assert "5 笔已确认的结算，平台的内容已变或已没有" in text
    assert sorted(line[0] for line in found["changes"][1:]) == sorted(["已变"] * 3 + ["新增"] * 2 + ["已没有"] * 2)
    assert {line[0] for line in found["decisions"][1:]} == {"一致", "金额不一致", "仅平台有", "还没有核对"}
    assert [line[2] for line in found["batches"][1:]] == ["已确认", "已回退", "已确认", "已确认"]
    assert found["revocations"][1][:3] == ["1", "2", "已回退"]
    assert found["audit"][-1][1:4:2] == ["李主任", "发送回退"]
    # The new version of a confirmed settlement is no settlement of its own.
    assert found["days"][-1][1] == "352"


def test_a_month_without_settlements(tmp_path: Path) -> None:
    with opened(tmp_path, rows=0, key=KEY) as (lease, _):
        before = page_of(tmp_path)
        extract(lease)
    assert "还没有提取明细" in before
    after = page_of(tmp_path)
    assert "本月没有结算" in after
    assert "<svg" not in before + after


def test_it_needs_nothing_but_itself_and_has_a_name_for_everything(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, _):
        finish(lease)
    text = page_of(tmp_path)
    found = Tables(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(found.tags)
    assert not found.references
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert "@import" not in text
    assert text.startswith("<!DOCTYPE html>")
    assert [level for level in found.tags if level in ("h1", "h2", "h3")] == ["h1", *["h2"] * (found.tags.count("h2"))]
    assert re.findall(r"<svg[^>]* aria-label=\"(2020-12 每日|各状态)", text) == ["2020-12 每日", "各状态"]


def test_no_patient_is_in_it(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
        with lease.ledger.transaction() as connection:
            kept = connection.execute(sa.select(row.c.certno)).scalars().all()
            people = [lease.vault.open(one) for one in kept]
            note = lease.vault.seal_note(f"证件 {people[0]} 电话 13812345678")
            connection.execute(sa.update(audit).values(detail=note))
            connection.execute(sa.update(attempt).values(message=lease.vault.seal(f"人员 {people[0]} 不存在")))
    text = page_of(tmp_path)
    assert "证件 *** 电话 ***" in text
    assert not [one for one in (*people, *kept) if one in text]


def test_texts_of_the_platform_are_texts(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
        with lease.ledger.transaction() as connection:
            evil = "</td><script>alert(1)</script>"
            connection.execute(sa.update(attempt).values(message=lease.vault.seal(evil)))
            connection.execute(sa.update(row).values(mdtrt_setl_time=evil))
    text = page_of(tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_month_of_many_batches_stays_small(tmp_path: Path) -> None:
    with opened(tmp_path, rows=3, key=KEY) as (lease, _):
        finish(lease)
        with lease.ledger.transaction() as connection:
            epoch_id = connection.execute(sa.select(epoch.c.id)).scalar_one()
            many = [
                {
                    "epoch_id": epoch_id,
                    "number": number,
                    "state": "confirmed",
                    "rows": 100,
                    "msgid": f"H44010000001{number:018d}",
                    "inf_refmsgid": f"{number:030d}",
                    "changed_at": 1_700_000_000.0,
                }
                for number in range(2, 3_101)
            ]
            connection.execute(sa.insert(batch), many)
    text = page_of(tmp_path)
    assert len(Tables(text).found["batches"]) == 3_001
    assert "共 3100 行，这里只列出前 3000 行" in text
    assert len(text) < 2_000_000


def test_the_command(gdyb: Gdyb, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    with opened(tmp_path, rows=3, key=KEY) as (lease, _):
        finish(lease)
        done = gdyb("clearing", "report", "2020-12", "--out", out, "--env-file", tmp_path / "gdyb.env")
        assert done.exit_code == 0, done.output
    assert "已完成" in out.read_text(encoding="utf-8")
    missing = gdyb("clearing", "report", "2021-01", "--out", tmp_path / "b.html", "--env-file", tmp_path / "gdyb.env")
    assert missing.exit_code == 1
    assert not (tmp_path / "b.html").exists()


@pytest.mark.parametrize("name", ["a.pdf", "none/a.html"])
def test_a_file_that_cannot_be(gdyb: Gdyb, tmp_path: Path, name: str) -> None:
    assert gdyb("clearing", "report", "2020-12", "--out", tmp_path / name).exit_code == 2
