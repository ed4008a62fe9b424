"""What 32-bit programs need beside the rest: a Debian of both kinds in a folder, and a 32-bit Python for Windows.

A folder, since wine32 pulls in many libraries that must be of the very version of their 64-bit twins on the machine.
"""

import os
import shutil
import subprocess
import zipfile
import zlib
from marshal import loads
from pathlib import Path
from struct import unpack_from

from wine import CACHE, ROOT, install, say

COMPILER = "i686-w64-mingw32-gcc"
DEBIAN = {COMPILER: ("gcc-mingw-w64-i686",), "debootstrap": ("debootstrap",)}
# A server frozen with PyInstaller: the only 32-bit Python for Windows among PyPI's wheels.
PACKAGE = "msl-loadlib==1.1.0 --hash=sha256:122d4c7439260f5aa2b014ff6dfedf1eebedf1d4e8e40237cd383fefcd5e1e05"
_COOKIE = b"MEI\014\013\012\013\016"
_COOKIE_BYTES = 88
_ENTRY_BYTES = 18
# Mounts end with the process, for they are made in a name space of its own.
_ENTER = """
set -e; debian=$1; root=$2; shift 2
mount --rbind /dev $debian/dev; mount --rbind /sys $debian/sys; mount -t proc proc $debian/proc
mkdir -p $debian$root; mount --bind $root $debian$root
exec chroot $debian "$@"
"""
_FILL = """
set -e
dpkg --add-architecture i386
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends wine wine64 wine32:i386
"""


def enter_debian() -> tuple[str, ...]:
    """What stands before a command that is to run in the folder; LookupError tells why that cannot be."""
    if os.geteuid() != 0:
        raise LookupError("only root may enter another root folder")
    if advice := install(DEBIAN):
        raise LookupError(advice)
    folder = CACHE / "debian"
    inside = ("unshare", "--mount", "sh", "-c", _ENTER, "sh", str(folder), str(ROOT))
    if subprocess.run(["unshare", "--mount", "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        raise LookupError("mounting is not allowed here")
    if not (folder / "ready").exists():
        say("setting up Debian with 32-bit wine, which takes some minutes and 2 GB")
        shutil.rmtree(folder, ignore_errors=True)
        archive, release = debian_archive()
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        subprocess.run(["debootstrap", "--variant=minbase", release, str(folder), archive], **quiet)
        shutil.copy("/etc/resolv.conf", folder / "etc")
        subprocess.run([*inside, "sh", "-c", _FILL], **quiet)
        (folder / "ready").touch()
    return inside


def debian_archive() -> tuple[str, str]:
    """Where this machine has its packages from, and the name of its release."""
    wanted = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(CODENAME)",
        "Created-By: Packages",
        "Origin: Debian",
    ]
    listed = subprocess.run(wanted, check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        archive, _, release = line.partition(" ")
        if release.isalpha():
            return archive, release
    raise LookupError("apt-get knows no archive of Debian")


def unpack_python(wheel: Path, folder: Path) -> Path:
    """python.exe made of the Python in the wheel's frozen program."""
    program = folder / "python.exe"
    if program.exists():
        return program
    with zipfile.ZipFile(wheel) as archive:
        frozen = archive.read("msl/loadlib/server32-windows.exe")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    modules: dict[str, bytes] = {}
    for kind, name, data in entries(frozen):
        if kind == b"b" and "\\" not in name:
            (folder / name).write_bytes(data)
        elif kind == b"m":
            modules[f"{name}.pyc"] = data
        elif kind == b"z":
            head = data[4:8] + bytes(12)  # of a .pyc file: which Python wrote it, and nothing of its source
            modules |= library(data)
    library_name = next(folder.glob("python3?*.dll")).stem
    with zipfile.ZipFile(folder / f"{library_name}.zip", "w") as archive:
        for path, code in modules.items():
            archive.writestr(path, head + code)
    (folder / f"{library_name}._pth").write_text(f"base_library.zip\n{library_name}.zip\n.\n", encoding="utf-8")
    source = Path(__file__).with_name("python.c")
    subprocess.run([COMPILER, "-municode", "-o", program, source, folder / f"{library_name}.dll"], check=True)
    return program


def entries(frozen: bytes) -> list[tuple[bytes, str, bytes]]:
    """Kind, name and content of everything that PyInstaller put behind its program."""
    cookie = frozen.rindex(_COOKIE)
    length, listing, listing_length = unpack_from("!III", frozen, cookie + len(_COOKIE))
    start = cookie + _COOKIE_BYTES - length
    at, end = start + listing, start + listing + listing_length
    found = []
    while at < end:
        size, offset, packed, _, is_packed, kind = unpack_from("!IIIIBc", frozen, at)
        name = frozen[at + _ENTRY_BYTES : at + size].rstrip(b"\0").decode()
        data = frozen[start + offset : start + offset + packed]
        found.append((kind, name, zlib.decompress(data) if is_packed else data))
        at += size
    return found


def library(archive: bytes) -> dict[str, bytes]:
    """The compiled modules of PyInstaller's own archive, by the path that a zip file has for them."""
    (listing,) = unpack_from("!i", archive, 8)
    return {
        name.replace(".", "/") + ("/__init__.pyc" if kind == 1 else ".pyc"): zlib.decompress(archive[at : at + size])
        for name, (kind, at, size) in loads(archive[listing:])
        if kind in (0, 1)
    }
