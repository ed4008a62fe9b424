"""An editable install that every Python reads, whatever the name of the checkout's folder."""

import base64
import hashlib
import zipfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AsciiPaths(BuildHookInterface):
    """Spells the folders of an editable install in ASCII.

    Hatchling writes them in UTF-8, and Python before 3.12.4 reads a .pth file in the code page: no module of
    a checkout in D:\\医院 would be found on a Chinese Windows.
    """

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Replaces the list of folders by a line of Python with the same folders."""
        if version != "editable" or self.root.isascii():
            return
        with zipfile.ZipFile(artifact_path) as wheel:
            files = {entry: wheel.read(entry) for entry in wheel.infolist()}
        (pth,) = (entry for entry in files if entry.filename.endswith(".pth"))
        (record,) = (entry for entry in files if entry.filename.endswith(".dist-info/RECORD"))
        files[pth] = f"import sys; sys.path += {files[pth].decode('utf-8').splitlines()!a}\n".encode("ascii")
        lines = files[record].decode("utf-8").splitlines(keepends=True)
        files[record] = "".join(
            recorded(pth.filename, files[pth]) if line.startswith(f"{pth.filename},") else line for line in lines
        ).encode("utf-8")
        with zipfile.ZipFile(artifact_path, "w") as wheel:
            for entry, content in files.items():
                wheel.writestr(entry, content)


def recorded(name: str, content: bytes) -> str:
    """A file's line in a wheel's RECORD."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode("ascii").rstrip("=")
    return f"{name},sha256={digest},{len(content)}\n"
