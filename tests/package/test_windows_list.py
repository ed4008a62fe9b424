"""Every folder of tests is run on Windows, or stands with its reason among those that are not."""

import tomllib

from support.places import ROOT, TESTS

LISTS = tomllib.loads((TESTS / "windows" / "chosen.toml").read_text(encoding="utf-8"))
CHOSEN = [*LISTS["usual"], *LISTS["more"]]
SKIPPED = {entry["what"]: entry["reason"] for entry in LISTS["skipped"]}


def test_every_folder_stands_in_the_list() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in TESTS.glob("*/**/test_*.py")}
    whole = {path for path in [*CHOSEN, *SKIPPED] if not path.endswith(".py") and "::" not in path}
    assert whole == folders | {"tests/benchmarks"}
    assert not set(CHOSEN) & set(SKIPPED)


def test_what_is_listed_exists() -> None:
    assert [path for path in CHOSEN if not (ROOT / path).exists()] == []
    for what, reason in SKIPPED.items():
        path, _, test = what.partition("::")
        assert reason
        assert (ROOT / path).exists()
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8") if test else True


def test_no_folder_is_chosen_twice() -> None:
    assert len(set(CHOSEN)) == len(CHOSEN)
