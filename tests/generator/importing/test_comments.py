"""Comments stay with what they speak of when a file is written anew."""

from __future__ import annotations

from pathlib import Path

from gdyb_generator.importing.comments import carried
from support.importing.imported import again

OLD = """# top
a: 1
# about rows
rows:
  # first
  - name: x   # beside x
    remark: |-
      # printed, no comment
      printed # too
    length: "2"  # two
  # second, line one
  # second, line two
  - name: y
    text: "a # b"
# end
"""
NEW = """# top
a: 2
rows:
  - name: n
    length: "1"
  - name: y
    text: "a # b"
  - name: x
    remark: |-
      # printed, no comment
      printed # too
    length: "3"
"""
WANTED = """# top
a: 2
# about rows
rows:
  - name: n
    length: "1"
  # second, line one
  # second, line two
  - name: y
    text: "a # b"
  # first
  - name: x  # beside x
    remark: |-
      # printed, no comment
      printed # too
    length: "3"  # two
# end
"""


def test_they_move_with_their_rows() -> None:
    assert carried(OLD, NEW) == WANTED
    assert carried(WANTED, NEW) == WANTED


def test_none_is_lost_when_its_row_is() -> None:
    found = carried(OLD, "a: 2\n")
    assert found.split("\n")[1:] == [
        *("# about rows", "# first", "# beside x", "# two", "# second, line one", "# second, line two", "# end", "")
    ]


def test_a_second_import_keeps_them(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    gone = "\t\tmedins_no\n\n\t\t医疗机构编号\n\n\t\t字符型\n\n\t\t22"
    text = again(tmp_path)[0].joinpath("interfaces/3260.yaml").read_text(encoding="utf-8")
    row = "      - name: medins_no\n"
    commented = text.replace(row, f"      # asked the province in May\n{row}").replace("\nrows:", "\nrows:  # x")
    assert commented != text
    kept = tmp_path / "kept"
    kept.mkdir()
    spec.joinpath("interfaces/3260.yaml").write_text(commented, encoding="utf-8")
    again_over(kept, spec, (gone, gone.replace("22", "24")))
    result = spec.joinpath("interfaces/3260.yaml").read_text(encoding="utf-8")
    assert f"      # asked the province in May\n{row}" in result
    assert 'length: "24"' in result


def again_over(folder: Path, spec: Path, change: tuple[str, str]) -> None:
    """Imports a dump with one change over a spec."""
    from gdyb_generator.importing.run import import_document
    from support.importing.dumpfile import write
    from support.places import SPEC

    path = write(folder / "edition.txt")
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    import_document(path, spec, SPEC)
