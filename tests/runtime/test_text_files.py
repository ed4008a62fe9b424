"""Text files as people on Windows save them: what cannot be read is refused with its cause and its cure."""

from pathlib import Path

import pytest

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.local.text_files import TextUnusable, read_text, read_toml
from gdyb_runtime.readers.settings import ReaderSettings

SECRET = "s3cret-value"
TOML = '[reader]\n# 读卡\nlibrary = "C:\\\\a.dll"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_utf_8_is_read(tmp_path: Path, encoding: str, newline: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(TOML, encoding=encoding, newline=newline)
    assert read_text(file) == TOML
    assert read_toml(file, paths=["library"]) == {"reader": {"library": r"C:\a.dll"}}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("gbk", "像是 GBK，记事本称为 ANSI"),
        ("utf-16", "而是 UTF-16 LE"),
        ("utf-16-be", "像是没有 BOM 的 UTF-16"),
        ("utf-16-le", "像是没有 BOM 的 UTF-16"),
        ("utf-32", "而是 UTF-32 LE"),
    ],
)
def test_other_encodings_are_named_with_the_cure(tmp_path: Path, encoding: str, name: str) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes((TOML + SECRET).encode(encoding))
    with pytest.raises(TextUnusable, match=f"不是 UTF-8 编码的文本，{name}.*另存为，编码选 UTF-8") as caught:
        read_toml(file)
    assert SECRET not in str(caught.value)


def test_utf_16_from_the_other_end(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"\xfe\xff" + TOML.encode("utf-16-be"))
    with pytest.raises(TextUnusable, match="而是 UTF-16 BE"):
        read_text(file)
    file.write_bytes(b"\xff\xff\x80")
    with pytest.raises(TextUnusable, match="不是 UTF-8 编码的文本；请"):
        read_text(file)
    with pytest.raises(TextUnusable, match="无法读取"):
        read_text(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        r'library = "C:\SSCard\SSCard.dll"',
        r'library = "C:\Users\his\SSCard.dll"',
        r'library = "C:\new\"',
        r'libraries = ["C:\\a.dll", "C:\SSCard.dll"]',
    ],
)
@pytest.mark.parametrize("after", ["", "\nsecret_key = 's3cret-value'\n"])
def test_backslashes_in_double_quotes_are_named_with_the_cure(tmp_path: Path, line: str, after: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(f"[reader]\n\n{line}{after}", encoding="utf-8")
    with pytest.raises(TextUnusable, match=r"不是有效的 TOML：.*第 3 行.*反斜杠 \\ 是转义符.*单引号") as caught:
        read_toml(file)
    assert "SSCard" not in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("line", ["secret_key = 's3cret-value", 'secret_key = s3cret-value"'])
def test_other_mistakes_are_only_placed(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(f"[reader]\n{line}\n", encoding="utf-8")
    with pytest.raises(TextUnusable, match=r"不是有效的 TOML：.*第 2 行") as caught:
        read_toml(file)
    assert "反斜杠" not in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '[other]\nlibrary = "a"\n[reader]\nlibrary = "C:\\foo\\bin\\test.dll"\n',
        '[reader]\n\n\nlibrary = "lib\\test.dll"\n',
        '\n\n\nreader.library = "C:\\nt.dll"\n',
        '\n\n\nreader = { area = "x", library = "C:\\rt.dll" }\n',
    ],
)
def test_control_characters_in_paths_are_named_with_the_cure(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TextUnusable, match=r"第 4 行的 library 含有控制字符.*单引号"):
        read_toml(file, paths=["library"])
    assert read_toml(file)


def test_settings_say_so(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text('[reader]\nlibrary = "C:\\foo\\bin\\test.dll"\n', encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="第 2 行的 library 含有控制字符"):
        ReaderSettings.from_file(file)
