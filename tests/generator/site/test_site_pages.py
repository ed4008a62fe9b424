"""The pages of the reference site as texts: complete, linked, the same every time, nothing of this machine in them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gdyb import operations
from gdyb_generator.emit.site import emit_site
from gdyb_generator.emit.site.patterns import PatternTooRich, text_for
from gdyb_generator.output.site import SiteFailed, write_site
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support.pages import interface_pages, pages, write
from support.places import GOLDEN, ROOT

LINK = re.compile(r"\]\(([^)\s]+\.md)(?:#([^)\s]+))?\)")
ANCHOR = re.compile(r"\{: #(\S+) \}")


def test_there_is_a_page_for_everything() -> None:
    assert interface_pages().keys() == {getattr(operations, name).infno for name in operations.ALL}
    names = pages().keys()
    dictionaries = {path.stem for path in (ROOT / "spec" / "dictionaries").glob("*.yaml")}
    assert {f"dictionaries/{name}.md" for name in dictionaries} <= names
    functions = {"Init", "ReadCardBas", "VerifyPIN", "ChangePIN", "ReadSFZ", "GetQRBase"}
    records = {"SocialCard", "IdentityCard", "QrCode"}
    assert {f"readers/{name}.md" for name in functions | records} <= names
    procedures = {"identification", "settlement", "reconciliation", "clearing"}
    assert {f"procedures/{name}.md" for name in procedures} <= names
    errata = set(re.findall(r"^  - id: (\w+)", (ROOT / "spec" / "errata.yaml").read_text(encoding="utf-8"), re.M))
    assert set(ANCHOR.findall(pages()["errata.md"])) == {name.lower() for name in errata}


def test_every_link_leads_somewhere() -> None:
    lost = []
    for name, text in pages().items():
        for target, anchor in LINK.findall(text):
            path = os.path.normpath(f"{Path(name).parent}/{target}").replace(os.sep, "/")
            if path not in pages() or (anchor and f"{{: #{anchor} }}" not in pages()[path]):
                lost.append(f"{name}: {target}#{anchor}")
    assert lost == []


def test_every_field_of_the_spec_stands_on_its_page() -> None:
    for infno, page in interface_pages().items():
        spec = (ROOT / "spec" / "interfaces" / f"{infno}.yaml").read_text(encoding="utf-8")
        for field in re.findall(r"^ +- name: (\w+)", spec, re.M):
            assert f"| `{field}` |" in page, f"{infno} {field}"


def test_a_changed_cell_shows_both_values() -> None:
    row = next(line for line in interface_pages()["3262"].splitlines() if line.startswith("| `otransid`"))
    assert "**30**<br>原文：22" in row
    assert "[T30](../errata.md#t30)" in row


def test_what_is_uncertain_says_so() -> None:
    assert "可信程度" in interface_pages()["1101"]
    assert "可信程度" not in interface_pages()["3260"]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_bytes_every_time(tmp_path: Path, seed: str) -> None:
    command = [sys.executable, "-m", "gdyb_generator", "docs", "--root", str(ROOT), "--out", "out"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    found = (path for path in (tmp_path / "out" / "docs").rglob("*") if path.is_file())
    texts = {path.relative_to(tmp_path / "out" / "docs").as_posix(): path.read_bytes() for path in found}
    assert texts == {name: text.encode() for name, text in pages().items()}


def test_nothing_of_this_machine_and_no_foreign_address() -> None:
    for name, text in pages().items():
        assert str(ROOT) not in text, name
        hosts = set(re.findall(r"https?://([^/\s`\")]+)", text))
        assert all(host.endswith("gdgov.cn") or not host.isascii() for host in hosts), (name, hosts)


def test_pages_that_are_no_more_go_away(tmp_path: Path) -> None:
    write(tmp_path / "out")
    old = tmp_path / "out" / "docs" / "interfaces" / "0000.md"
    old.write_text("# 0000\n", encoding="utf-8")
    assert "interfaces/0000.md" not in write(tmp_path / "out")


def test_a_folder_with_other_things_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("…", encoding="utf-8")
    with pytest.raises(SiteFailed, match="请另给一个空目录"):
        write_site(tmp_path, {"mkdocs.yml": ""})
    assert [path.name for path in tmp_path.iterdir()] == ["letter.md"]


def test_a_smaller_spec_has_a_site_too(tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / "spec", tmp_path / "spec", ignore=shutil.ignore_patterns("readers"))
    for name in ("identification.yaml", "procedures.yaml"):
        (tmp_path / "spec" / name).unlink()
    texts = emit_site(resolve(load(tmp_path / "spec")))
    infnos = {path.stem for path in (GOLDEN / "spec" / "interfaces").glob("*.yaml")}
    assert {f"docs/interfaces/{infno}.md" for infno in infnos} <= texts.keys()
    assert not any(name.startswith("docs/readers/") for name in texts)
    assert "读卡" not in texts["mkdocs.yml"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("^[A-C]{3}-[0-9]{2,4}$", "AAA-00"), ("^(x|y)z?q+$", "xq"), ("^[0-9]{4}$", "2020"), (r"^\d{2}\.5$", "00.5")],
)
def test_an_example_text_fits_its_pattern(pattern: str, text: str) -> None:
    assert text_for(pattern) == text


def test_a_pattern_that_is_too_rich_is_told() -> None:
    with pytest.raises(PatternTooRich, match="示例值无法推出"):
        text_for("^(?=a)b$")


def test_the_command_tells_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.md").write_text("…", encoding="utf-8")
    command = [sys.executable, "-m", "gdyb_generator", "docs", "--out", "out", "--root"]
    done = subprocess.run([*command, str(ROOT)], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert (done.returncode, "请另给一个空目录" in done.stderr) == (2, True)
    (tmp_path / "spec").mkdir()
    done = subprocess.run([*command, "."], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert (done.returncode, "处问题" in done.stderr) == (1, True)
