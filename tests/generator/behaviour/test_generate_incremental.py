"""A run touches only what depends on the change, and gives what a full run gives, wherever and however it is run."""

from __future__ import annotations

import shutil
import socket
import sys
from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from support.generator_checkout import Checkout
from support.places import ROOT

ROW = "spec/interfaces/9001.yaml"
LENGTH = ('label: 型号, type: 字符型, length: "20"', 'label: 型号, type: 字符型, length: "24"')


def full(checkout: Checkout, root: Path) -> dict[str, bytes]:
    """What a first run gives for the spec of a checkout."""
    shutil.copytree(checkout.root / "spec", root / "spec")
    commands.generate(commands.Places.below(root))
    return Checkout(root).files()


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_one_length(checkout: Checkout, tmp_path: Path) -> None:
    files, times = checkout.files(), checkout.times()
    checkout.edit(ROW, *LENGTH)
    report = commands.generate(commands.Places.below(checkout.root))
    touched = {"_surface.txt", "models/i9001.py", "schemas/9001.json", "types.py"}
    assert changed(files, checkout.files()) == touched | {"_manifest.json"}
    assert {name for name, time in checkout.times().items() if times.get(name) != time} == touched | {"_manifest.json"}
    assert set(report.wrote) == touched
    assert set(report.kept) == set(files) - touched - {"_manifest.json"}
    assert checkout.files() == full(checkout, tmp_path / "full")


@pytest.mark.parametrize("dictionary", ["med_type", "insutype", "psn_type"])
def test_one_code_of_a_dictionary_that_many_interfaces_use(tmp_path: Path, dictionary: str) -> None:
    checkout = Checkout(tmp_path)
    for folder in ("spec", "generated"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    name = f"spec/dictionaries/{dictionary}.yaml"
    assert (
        sum(f"dictionary: {dictionary}\n" in path.read_text("utf-8") for path in tmp_path.glob("spec/interfaces/*")) > 3
    )
    files = checkout.files()
    checkout.write(name, checkout.read(name) + '  - code: "9x"\n    label: 后来增加的\n    name: ADDED_LATER\n')
    commands.generate(commands.Places.below(tmp_path))
    written = {f"codes/{dictionary}.py", "schemas/dictionaries.json", "_surface.txt", "_manifest.json"}
    assert changed(files, checkout.files()) == written


EDITS = {
    "a label": ("spec/interfaces/9103.yaml", "label: 状态", "label: 状况"),
    "an operation": ("spec/interfaces/9103.yaml", "operation: get_state", "operation: read_state"),
    "a code": ("spec/dictionaries/flag.yaml", 'code: "1"', 'code: "2"'),
    "a code label": ("spec/dictionaries/kind.yaml", "{{ 其他 }} 100%", "其他"),
    "a shape": ("spec/formats.yaml", "^v[0-9]$", "^w[0-9]$"),
    "an erratum": ("spec/errata.yaml", "Date and time, 19 characters.", "A date and a time."),
    "a count field": (
        "spec/interfaces/9102A.yaml",
        "fsUploadIn.totalrow, rows: detail",
        "fsUploadIn.totalrow, rows: list",
    ),
    "a setting": ("spec/envelope.yaml", "name: level", "name: grade"),
    "the time offset": ("spec/messages.yaml", "+08:00", "+07:00"),
    "an environment": ("spec/environments.yaml", "192.0.2.1", "192.0.2.2"),
    "nothing but a comment": ("spec/dictionaries/kind.yaml", "# Open:", "# Still open:"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_incremental_is_full(checkout: Checkout, tmp_path: Path, edit: str) -> None:
    if edit == "a code":
        checkout.edit("spec/interfaces/9102A.yaml", 'values: ["1"]', 'values: ["2"]')
    checkout.edit(*EDITS[edit])
    commands.generate(commands.Places.below(checkout.root))
    assert checkout.files() == full(checkout, tmp_path / "full")


def test_a_new_interface_and_its_removal(checkout: Checkout, tmp_path: Path) -> None:
    before, times = checkout.files(), checkout.times()
    text = checkout.read("spec/interfaces/9103.yaml").replace("9103", "9109").replace("get_state", "get_other_state")
    checkout.write("spec/interfaces/9109.yaml", text)
    report = commands.generate(commands.Places.below(checkout.root))
    assert {"models/i9109.py", "schemas/9109.json", "validators/i9109.py"} <= set(report.wrote)
    assert {n for n in report.wrote if n.startswith("models/i")} == {"models/i9109.py"}
    assert checkout.files() == full(checkout, tmp_path / "full")
    (checkout.root / "spec" / "interfaces" / "9109.yaml").unlink()
    report = commands.generate(commands.Places.below(checkout.root))
    assert report.removed == ["models/i9109.py", "schemas/9109.json", "validators/i9109.py"]
    assert checkout.files() == before
    models = [name for name in before if name.startswith("models/i")]
    assert {name: checkout.times()[name] for name in models} == {name: times[name] for name in models}


def test_hand_edits_missing_and_extra_files_are_put_right(checkout: Checkout) -> None:
    before, times = checkout.files(), checkout.times()
    with (checkout.package / "models" / "i9001.py").open("a", encoding="utf-8") as file:
        file.write("HACK = 1\n")
    (checkout.package / "codes" / "flag.py").unlink()
    (checkout.package / "extra" / "notes.txt").parent.mkdir()
    (checkout.package / "extra" / "notes.txt").write_text("mine", encoding="utf-8")
    report = commands.generate(commands.Places.below(checkout.root))
    assert (report.wrote, report.removed) == (["codes/flag.py", "models/i9001.py"], ["extra/notes.txt"])
    assert checkout.files() == before
    assert checkout.times()["models/i9102A.py"] == times["models/i9102A.py"]


@pytest.mark.parametrize("damage", ["{", "", '{"generator": 1}', "[]", "edited"])
def test_a_damaged_manifest_means_a_full_run(checkout: Checkout, damage: str) -> None:
    before = checkout.files()
    path = checkout.package / "_manifest.json"
    text = path.read_text(encoding="utf-8")
    edited = text.replace('"models/i9001.py": "', '"models/i9001.py": "0')
    assert edited != text
    path.write_text(edited if damage == "edited" else damage, encoding="utf-8")
    places = commands.Places.below(checkout.root)
    assert commands.check(places)[0] == "改动 changed  _manifest.json"
    assert "_manifest.json" in commands.check_fast(places)[0]
    commands.generate(places)
    assert checkout.files() == before


def test_the_same_bytes_under_any_seed_folder_locale_and_zone(pristine: Checkout, tmp_path: Path) -> None:
    for seed, place, zone in (("0", "a", "UTC"), ("1", "elsewhere/deeper", "Asia/Shanghai")):
        root = tmp_path / place
        shutil.copytree(pristine.root / "spec", root / "spec")
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONUTF8": "0"}
        away = Checkout(tmp_path)
        done = away.run("generate", "--root", place if seed == "0" else str(root), **environment)
        assert done.code == 0, done.err
        assert Checkout(root).files() == pristine.files()


def test_nothing_of_this_machine_is_in_the_output(pristine: Checkout) -> None:
    everything = b"\n".join(pristine.files().values()).decode()
    for trace in (pristine.root, Path.home(), Path(sys.prefix), ROOT):
        assert len(trace.parts) < 2 or str(trace) not in everything
    assert len(socket.gethostname()) < 5 or socket.gethostname() not in everything


def test_a_folder_for_temporary_files_that_git_ignores(pristine: Checkout, tmp_path: Path) -> None:
    hidden = tmp_path / "repository" / "build"
    hidden.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    (tmp_path / "repository" / ".gitignore").write_text("*\n", encoding="utf-8")
    (tmp_path / "repository" / "ruff.toml").write_text("line-length = 40\n", encoding="utf-8")
    shutil.copytree(pristine.root / "spec", tmp_path / "spec")
    folder = {name: str(hidden) for name in ("TMPDIR", "TEMP", "TMP")}
    done = Checkout(tmp_path).run("generate", **folder)
    assert done.code == 0, done.err
    assert Checkout(tmp_path).files() == pristine.files()
    assert list(hidden.iterdir()) == []


def test_line_ends_of_the_spec_do_not_matter(checkout: Checkout) -> None:
    for path in (checkout.root / "spec").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert checkout.run("check", "--fast").code == 0
    assert commands.check(commands.Places.below(checkout.root)) == []
