"""generate, check and lint with overlays: where they write, what they refuse, and how a mistake is told."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdyb_generator.cities.overlay import overlaid
from gdyb_generator.cli import commands
from gdyb_generator.cli.app import app
from gdyb_generator.spec.findings import SpecInvalid, render
from gdyb_generator.spec.format import InterfaceFile
from gdyb_generator.spec.format.overlay import KINDS
from gdyb_generator.spec.load import load
from support.city_edition import OVERLAY, Edition, tree
from support.places import ROOT

CITY = """\
overlay: anyang
label: 安阳
rows:
  - {table: 9001 input.data, row: {name: area, label: 地区, type: 字符型, length: "6"}, source: 通知, reason: 当地要}
"""


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def write(root: Path, text: str, name: str = "anyang") -> commands.Places:
    (root / "spec" / "overlays" / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
    return commands.Places.below(root)


def test_generated_is_never_touched_and_the_second_run_writes_nothing(edition: Edition) -> None:
    before, city = tree(edition.root / "generated"), tree(edition.out)
    report = commands.generate(edition.places_of_city)
    assert report.wrote == report.removed == []
    assert tree(edition.root / "generated") == before
    assert tree(edition.out) == city


def test_check_knows_the_city(edition: Edition) -> None:
    assert commands.check(edition.places_of_city) == []
    assert commands.check_fast(edition.places_of_city) == []
    plain = edition.places
    as_province = commands.Places(spec=plain.spec, package=edition.out / "gdyb")
    assert "按 anyang 生成，不是 省文档" in commands.check_fast(as_province)
    assert any("models/i3261.py" in line for line in commands.check(as_province))


def test_the_manifest_knows_the_overlay(edition: Edition) -> None:
    manifest = json.loads((edition.out / "gdyb" / "_manifest.json").read_text(encoding="utf-8"))
    assert manifest["edition"] == "anyang"
    assert "overlays/anyang.yaml" in manifest["spec"]
    surface = (edition.out / "gdyb" / "_surface.txt").read_text(encoding="utf-8")
    assert (
        "gdyb.cities.CITIES: anyang content_type='text/plain', x-tif-paasid as x-rio-paasid, reader.profile='foshan', tables of its own"
        in surface
    )


def test_a_changed_overlay_is_generated_anew(checkout: Path) -> None:
    places = write(checkout, CITY).of_city("anyang", checkout / "out")
    assert "models/i9001.py" in commands.generate(places).wrote
    write(checkout, CITY.replace('"6"', '"8"'))
    assert commands.check_fast(places) == ["spec 已改动，尚未重新生成  overlays/anyang.yaml"]
    report = commands.generate(places)
    assert "models/i9001.py" in report.wrote and "models/i9002.py" not in report.wrote
    assert commands.check(places) == []


def test_a_city_without_tables_of_its_own_has_the_tables_of_the_province(checkout: Path) -> None:
    city = "overlay: anyang\nlabel: 安阳\nsettings:\n  - {setting: numbers, value: string, source: 通知, reason: 当地如此}\n"
    places = write(checkout, city)
    commands.generate(places)
    commands.generate(places.of_city("anyang", checkout / "out"))
    province, anyang = tree(checkout / "generated"), tree(checkout / "out")
    differ = {name for name in province if province[name][0] != anyang[name][0]}
    assert differ == {"gdyb/_manifest.json", "gdyb/cities.py"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            CITY.replace("name: area", "name: mon"),
            ["spec/overlays/anyang.yaml:4:42", "FIELD_DUPLICATE", "套用 overlays/anyang.yaml 之后"],
        ),
        (CITY.replace(', length: "6"', ""), ["spec/overlays/anyang.yaml:4:", "FIELD_LENGTH_MISSING"]),
        (CITY.replace("source: 通知", 'source: ""'), ["spec/overlays/anyang.yaml:4:", "SPEC_VALUE", "不能是空的"]),
        (CITY.replace(", reason: 当地要", ""), ["SPEC_KEY_MISSING", "reason"]),
        (CITY.replace("rows:", "row:"), ["SPEC_KEY_UNKNOWN", "是否想写 rows"]),
    ],
)
def test_a_mistake_is_told_at_its_place(checkout: Path, text: str, expected: list[str]) -> None:
    found = render(commands.lint(write(checkout, text)), "text")
    for part in expected:
        assert part in found
    with pytest.raises(SpecInvalid):
        commands.generate(commands.Places.below(checkout))
    assert not (checkout / "generated" / "gdyb").exists()


def test_an_unknown_city_is_told_with_what_was_meant(checkout: Path) -> None:
    write(checkout, CITY)
    code, output = run("generate", "--root", checkout, "--overlay", "anyan", "--out", checkout / "out")
    assert code == 1
    assert "没有地市 anyan" in output and "是否想写 anyang" in output
    assert not (checkout / "out" / "gdyb").exists()


def test_where_a_city_is_not_written(checkout: Path) -> None:
    write(checkout, CITY)
    foreign = checkout / "mine" / "gdyb"
    foreign.mkdir(parents=True)
    (foreign / "own.py").write_text("x = 1\n", encoding="utf-8")
    command = ("generate", "--root", checkout, "--overlay", "anyang")
    for out, text in (
        (checkout / "generated", "在 generated/ 之内"),
        (checkout / "generated" / "gdyb", "在 generated/ 之内"),
        (checkout / "mine", "不是生成出来的包"),
    ):
        code, output = run(*command, "--out", out)
        assert (code, text in output) == (2, True), output
    assert run(*command)[0] == run("generate", "--root", checkout, "--out", checkout / "out")[0] == 2
    assert (foreign / "own.py").read_text(encoding="utf-8") == "x = 1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_a_city_is_not_written_through_a_link(checkout: Path) -> None:
    write(checkout, CITY)
    (checkout / "link").symlink_to(checkout / "generated")
    code, output = run("generate", "--root", checkout, "--overlay", "anyang", "--out", checkout / "link")
    assert (code, "在 generated/ 之内" in output) == (2, True), output


def test_the_commands_as_they_are_typed(checkout: Path) -> None:
    write(checkout, CITY)
    out = checkout / "out"
    assert run("generate", "--root", checkout, "--overlay", "anyang", "--out", out)[0] == 0
    assert run("check", "--root", checkout, "--overlay", "anyang", "--out", out)[0] == 0
    (out / "gdyb" / "cities.py").write_text("", encoding="utf-8")
    code, output = run("check", "--root", checkout, "--overlay", "anyang", "--out", out, "--fast")
    assert (code, "cities.py" in output, "out/ 与 spec/ 不一致" in output) == (1, True, True)


def test_no_city_is_named_in_python() -> None:
    folders = [ROOT / name for name in ("apps", "generator", "runtime", "workflows", "sandbox")]
    files = [path for folder in folders for kind in ("*.py", "*.j2") for path in folder.rglob(kind)]
    city = re.compile("foshan|zhongshan|佛山|中山", re.IGNORECASE)
    assert len(files) > 100
    assert [path for path in files if city.search(path.read_text(encoding="utf-8"))] == []


def test_the_example_of_this_suite_changes_one_of_everything() -> None:
    assert all(f"{kind}:" in OVERLAY for kind in KINDS)


def test_two_names_may_be_exchanged(checkout: Path) -> None:
    change = "  - {{table: 9001 output.data, field: {}, cell: name, value: {}, source: 通知, reason: 当地如此}}\n"
    text = f"overlay: anyang\nlabel: 安阳\ncells:\n{change.format('sn', 'flag')}{change.format('flag', 'sn')}"
    places = write(checkout, text)
    assert commands.lint(places) == []
    record = overlaid(load(places.spec), "anyang").files["interfaces/9001.yaml"].record
    assert isinstance(record, InterfaceFile) and record.paging is not None
    assert [row.name for row in record.output[0].fields] == ["flag", "sn", "opened"]
    # The pages are told apart by what is still the serial number.
    assert record.paging.key == "flag"


def test_places_behind_a_removed_row_are_told_right(checkout: Path) -> None:
    text = CITY.replace(
        "rows:", "remove_rows:\n  - {table: 9001 output.data, field: flag, source: 通知, reason: 当地没有}\nrows:"
    )
    places = write(checkout, text)
    assert commands.lint(places) == []
    file = overlaid(load(places.spec), "anyang").files["interfaces/9001.yaml"]
    printed = (places.spec / "interfaces" / "9001.yaml").read_text(encoding="utf-8").splitlines()
    line, _column = file.content.mark(("output", 0, "fields", 1, "name"))
    assert "name: opened" in printed[line - 1]
    assert not any(step[:4] == ("output", 0, "fields", 2) for step in file.content.values)


def test_what_a_removed_field_is_needed_for_is_a_finding(checkout: Path) -> None:
    text = "overlay: anyang\nlabel: 安阳\nremove_rows:\n  - {table: 9001 input.data, field: startrow, source: 通知, reason: 当地没有}\n"
    found = render(commands.lint(write(checkout, text)), "text")
    assert "PAGING_FIELD_UNKNOWN" in found and "套用 overlays/anyang.yaml 之后" in found


@pytest.mark.parametrize("encode", [lambda t: t.replace("\n", "\r\n").encode(), lambda t: b"\xef\xbb\xbf" + t.encode()])
def test_an_editor_of_windows_may_write_it(checkout: Path, encode: Callable[[str], bytes]) -> None:
    (checkout / "spec" / "overlays" / "anyang.yaml").write_bytes(encode(CITY))
    assert commands.lint(commands.Places.below(checkout)) == []


def test_a_city_is_not_named_in_chinese(checkout: Path) -> None:
    found = render(commands.lint(write(checkout, CITY.replace("anyang", "安阳"), "安阳")), "text")
    assert found.startswith("spec/overlays/安阳.yaml:1:10: error OVERLAY_NAME")


def test_a_second_library_must_know_the_profile_too(checkout: Path) -> None:
    (checkout / "spec" / "readers" / "example.yaml").unlink()
    library = (ROOT / "spec" / "readers" / "sscard.yaml").read_text(encoding="utf-8")
    other = library.replace("library: sscard", "library: other").replace("- id: foshan", "- id: elsewhere")
    for name, held in (("sscard", library), ("other", other)):
        (checkout / "spec" / "readers" / f"{name}.yaml").write_text(held, encoding="utf-8", newline="\n")
    text = "overlay: anyang\nlabel: 安阳\nsettings:\n  - {setting: reader.profile, value: foshan, source: 通知, reason: 当地如此}\n"
    found = render(commands.lint(write(checkout, text)), "text")
    assert "OVERLAY_VALUE reader.profile 的值 foshan 不能用" in found and "READER_LIBRARY 只能有一个读卡库" in found
