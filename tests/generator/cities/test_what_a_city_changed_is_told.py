"""Wherever a city's tables are read, what it changed is told with city, source and reason."""

from __future__ import annotations

import json
from pathlib import Path

from gdyb_generator.cities.overlay import overlaid
from gdyb_generator.cli import commands
from gdyb_generator.emit.site import emit_site
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support.city_edition import Edition
from support.places import ROOT

LENGTH = "地市改动 安阳：长度改为 20（省：18），测试（依据：测试）"
REMOVED = "安阳：没有字段 filename，当地不要文件名（依据：通知 7 号）"


def read(edition: Edition, name: str) -> str:
    return (edition.out / "gdyb" / name).read_text(encoding="utf-8")


def test_docstrings_and_schemas_say_it(edition: Edition) -> None:
    assert LENGTH in read(edition, "models/i3261.py")
    assert REMOVED in read(edition, "models/i9102.py")
    assert REMOVED in read(edition, "client.py")
    assert "没有代码 1" in read(edition, "codes/clr_way.py")
    detail = json.loads(read(edition, "schemas/3261.json"))["$defs"]["InputDetail"]
    certno = detail["properties"]["certno"]
    assert LENGTH in certno["description"] and LENGTH in certno["x-remark"]
    assert certno["x-city"] == [{"city": "安阳", "change": "长度改为 20（省：18）", "reason": "测试", "source": "测试"}]
    assert "每次不超过 2 行（省：100 行）" in detail["title"]


def test_the_printed_schemas_have_no_marks() -> None:
    root = ROOT / "generated" / "gdyb"
    texts = [path.read_text(encoding="utf-8") for path in root.rglob("*") if path.suffix in {".py", ".json"}]
    assert not any("地市改动" in text or "x-city" in text for text in texts)


def test_describe_says_it(edition: Edition) -> None:
    lines = edition.python(
        """
        import sys
        from gdyb_cli import main
        for infno in ("3261", "9102"):
            sys.argv = ["gdyb", "describe", infno]
            try:
                main()
            except SystemExit:
                pass
        """,
        workflows=True,
    )
    shown = "".join("".join(lines).split())
    assert "安阳：长度改为20（省：18）" in shown
    assert "安阳：没有字段filename" in shown


def test_the_site_of_a_city_says_it(edition: Edition) -> None:
    pages = emit_site(resolve(overlaid(load(edition.root / "spec"), "anyang")))
    row = next(line for line in pages["docs/interfaces/3261.md"].splitlines() if line.startswith("| `certno`"))
    assert "**安阳**：长度改为 20（省：18）。测试（依据：测试）" in row
    assert REMOVED in pages["docs/interfaces/9102.md"]
    assert "x-rio-paasid" in pages["docs/message.md"]
    assert "**安阳**：没有代码 1" in pages["docs/dictionaries/clr_way.md"]
    assert "本站按安阳的表写成" in pages["docs/index.md"]
    assert "gdyb 接口参考（安阳）" in pages["mkdocs.yml"]
    # What a diagram names follows, and what is gone is no longer shown.
    diagram = pages["docs/procedures/reconciliation.md"]
    assert "file_no" in diagram and "【9102】文件下载<br/>file_qury_no\n" in diagram


def test_the_site_of_the_province_lists_the_cities(edition: Edition) -> None:
    page = emit_site(resolve(load(edition.root / "spec")))["docs/cities.md"]
    assert "`9102 input.fsDownloadIn filename` | 没有字段 filename | 当地不要文件名 | 通知 7 号" in page
    assert "generate --overlay anyang" in page and 'city = "zhongshan"' in page


def test_docs_takes_a_city(edition: Edition, tmp_path: Path) -> None:
    commands.docs(edition.places_of_city, tmp_path / "site", html=False)
    assert "安阳" in (tmp_path / "site" / "docs" / "index.md").read_text(encoding="utf-8")
