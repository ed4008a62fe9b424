"""`check` and `check --fast` show every departure of generated/ from spec/, and end with 1."""

from __future__ import annotations

import pytest

from support.generator_checkout import GENERATOR, Checkout

both = pytest.mark.parametrize("fast", [[], ["--fast"]], ids=["full", "fast"])


@both
def test_in_step(pristine: Checkout, fast: list[str]) -> None:
    done = pristine.run("check", *fast)
    assert (done.code, done.out) == (0, "")
    assert "一致" in done.err


@both
def test_hand_edited_file(checkout: Checkout, fast: list[str]) -> None:
    line = "Str6 = Annotated[str, Text(max_length={})]"
    checkout.edit("generated/gdyb/types.py", line.format(6), line.format(7))
    done = checkout.run("check", *fast)
    assert done.code == 1
    shown = done.out.splitlines()
    assert shown[0] == "改动 changed  types.py"
    diff = [line for line in shown if line.startswith(("-", "+", "@@"))]
    if not fast:
        assert diff[0] == "--- generated/gdyb/types.py"
        assert diff[1] == "+++ spec → gdyb/types.py"
        assert diff[2].startswith("@@ ")
        assert diff[3:] == [f"-{line.format(7)}", f"+{line.format(6)}"]
    assert "generate" in done.err


@both
def test_missing_and_extra_files(checkout: Checkout, fast: list[str]) -> None:
    (checkout.package / "py.typed").unlink()
    (checkout.package / "models" / "i9999.py").write_text("", encoding="utf-8")
    (checkout.package / "models" / ".hidden").write_text("", encoding="utf-8")
    done = checkout.run("check", *fast)
    assert done.code == 1
    assert sorted(done.out.splitlines()) == [
        "多余 extra    models/.hidden",
        "多余 extra    models/i9999.py",
        "缺少 missing  py.typed",
    ]


@both
def test_byte_code_is_no_departure(checkout: Checkout, fast: list[str]) -> None:
    cache = checkout.package / "__pycache__"
    cache.mkdir()
    (cache / "types.cpython-311.pyc").write_bytes(b"x")
    assert checkout.run("check", *fast).code == 0


@both
def test_spec_edited_and_not_regenerated(checkout: Checkout, fast: list[str]) -> None:
    checkout.edit("spec/interfaces/9103.yaml", 'length: "3"', 'length: "4"')
    done = checkout.run("check", *fast)
    assert done.code == 1
    if fast:
        assert done.out.splitlines() == ["spec 已改动，尚未重新生成  interfaces/9103.yaml"]
    else:
        assert "-    state: Str3" in done.out
        assert "+    state: Str4" in done.out
        assert "改动 changed  schemas/9103.json" in done.out


@both
def test_no_package_at_all(checkout: Checkout, fast: list[str]) -> None:
    for path in sorted(checkout.package.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    done = checkout.run("check", *fast)
    assert done.code == 1
    assert "_manifest.json" in done.out


@both
def test_line_ends_changed_by_a_tool(checkout: Checkout, fast: list[str]) -> None:
    path = checkout.package / "client.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = checkout.run("check", *fast)
    assert done.code == 1
    assert done.out.startswith("改动 changed  client.py")


def test_the_generator_changed(checkout: Checkout) -> None:
    home = checkout.root / "other"
    other = Checkout(GENERATOR).copy_to(home / "gdyb_generator")
    other.edit("templates/base.py.j2", "一切发送内容的基类", "发送内容的基类")
    fast = checkout.run("check", "--fast", generator=home)
    assert fast.code == 1
    assert "生成器" in fast.out
    done = checkout.run("check", generator=home)
    assert done.code == 1
    assert '+    """发送内容的基类' in done.out


def test_check_writes_nothing(checkout: Checkout) -> None:
    checkout.edit("spec/interfaces/9103.yaml", 'length: "3"', 'length: "4"')
    files, times = checkout.files(), checkout.times()
    checkout.run("check")
    checkout.run("check", "--fast")
    assert (checkout.files(), checkout.times(), checkout.leftovers()) == (files, times, [])
