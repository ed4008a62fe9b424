"""Files that are refused: bombs, old formats, damage; each with a message that says what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdyb_generator.cli.app import app
from gdyb_generator.importing import archive
from gdyb_generator.importing.blocks import ImportFailed
from gdyb_generator.importing.run import import_document
from support.importing.wordfile import NAMESPACES, WordFile
from support.places import SPEC

LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


def refuse(path: Path) -> str:
    """The message with which a file is refused."""
    with pytest.raises(ImportFailed) as caught:
        import_document(path, path.parent / "spec", SPEC)
    assert not (path.parent / "spec").exists()
    return str(caught.value)


def zipped(path: Path, data: bytes | str) -> Path:
    """A zip whose document.xml is this."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", data)
    return path


def test_zip_bomb(tmp_path: Path) -> None:
    assert "压缩炸弹" in refuse(zipped(tmp_path / "a.docx", b" " * (64 << 20)))


def test_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)
    path = WordFile().add("x").save(tmp_path / "a.docx")
    assert "压缩炸弹" in refuse(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_bomb(tmp_path: Path, encoding: str) -> None:
    assert "DTD" in refuse(zipped(tmp_path / "a.docx", LAUGHS.encode(encoding)))


def test_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\3\4 broken")
    assert "不是完好的 .docx" in refuse(path)
    assert "已损坏" in refuse(zipped(path, "<w:document"))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("other.xml", "<a/>")
    assert "document.xml" in refuse(path)


def test_old_and_encrypted_formats(tmp_path: Path) -> None:
    old = tmp_path / "a.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "另存为" in refuse(old)
    assert "密码" in refuse(old.rename(tmp_path / "a.docx"))
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF")
    assert ".pdf" in refuse(pdf)
    assert "没有文件" in refuse(tmp_path / "none.docx")
    latin = tmp_path / "a.txt"
    latin.write_bytes("接口".encode("gbk"))
    assert "UTF-8" in refuse(latin)


def test_command_ends_with_two(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["import", str(tmp_path / "none.docx"), "--into", str(tmp_path / "spec"), "--base", str(SPEC)]
    )
    assert done.exit_code == 2
    assert "没有文件" in done.output
