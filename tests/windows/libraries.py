"""Windows libraries that wine 8 lacks, in whole or in part, compiled into its system folder."""

import re
import subprocess
from pathlib import Path

COMPILER = "x86_64-w64-mingw32-gcc"
OVERRIDES = "ucrtbase=n,b;ucrtwine=n"
"""What lets programs find the completed library and, behind it, the real one; for WINEDLLOVERRIDES."""

_HERE = Path(__file__).parent
_MARK = b"Wine builtin DLL"
_OWN = re.compile(r"\b(?:REAL|COMPLEX|POWER)\((c\w+)\)")


def add_random_numbers(system: Path) -> None:
    """bcryptprimitives.dll, where there is none."""
    library = system / "bcryptprimitives.dll"
    if not library.exists():
        _compile(library, _HERE / "bcryptprimitives.c", "-ladvapi32")


def add_complex_numbers(system: Path) -> None:
    """ucrtbase.dll with the complex functions; everything else it hands on to the real one, now ucrtwine.dll."""
    library, real = system / "ucrtbase.dll", system / "ucrtwine.dll"
    content = library.read_bytes()
    # Without its mark wine takes it for a library of Windows and accepts another name and place.
    real.write_bytes(content.replace(_MARK, bytes(len(_MARK)), 1))
    source = _HERE / "complex.c"
    own = {name + kind for name in _OWN.findall(source.read_text(encoding="utf-8")) for kind in ("", "f", "l")}
    lines = [f'"{name}"=' + (f"own_{name}" if name in own else f'ucrtwine."{name}"') for name in exported(real)]
    definition = system / "ucrtbase.def"
    definition.write_text("\n".join(["LIBRARY ucrtbase.dll", "EXPORTS", *lines, ""]), encoding="ascii")
    library.unlink()
    _compile(library, source, str(definition), "-O1", "-nostartfiles", "-static-libgcc", "-Wl,--entry,0")
    definition.unlink()


def exported(library: Path) -> list[str]:
    """Names of a library's functions and variables."""
    command = [COMPILER.replace("gcc", "objdump"), "-p", str(library)]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    _, _, names = listing.partition("[Ordinal/Name Pointer] Table")
    return re.findall(r"^\s+\[\s*\d+\](?: \+base\[\s*\d+\]\s+\w+)? (\S+)$", names, re.MULTILINE)


def _compile(library: Path, source: Path, *options: str) -> None:
    subprocess.run([COMPILER, "-shared", "-o", library, source, *options], check=True)
