"""Environment variables: how a setting is named there, and what a program of somebody else gets to see of them."""

import os
from typing import Final

__all__ = ["PREFIX", "env_name", "foreign_environment", "names_in"]

PREFIX = "GDYB_"
"""What the names of the environment variables begin with."""


def env_name(field: str) -> str:
    """The environment variable of a settings field."""
    return PREFIX + field.upper()


_NEEDED: Final = frozenset(
    {
        *(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH",
        ),
        *("XDG_RUNTIME_DIR", "DISPLAY"),
        # Windows: without SystemRoot not even Python starts; drivers look for their files in the others.
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS", "TEMP", "TMP", "USERPROFILE", "USERNAME"),
        *("USERDOMAIN", "HOMEDRIVE", "HOMEPATH", "COMPUTERNAME", "APPDATA", "LOCALAPPDATA", "ALLUSERSPROFILE"),
        *("PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "PUBLIC", "SESSIONNAME"),
        *("COMMONPROGRAMFILES", "COMMONPROGRAMFILES(X86)", "COMMONPROGRAMW6432"),
        *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "PROCESSOR_ARCHITEW6432", "PROCESSOR_IDENTIFIER"),
    }
)


def foreign_environment(more: str = "") -> dict[str, str]:
    """The environment of a program that is not ours: what every program needs, and the variables named in `more`."""
    wanted = _NEEDED.union(name.upper() if os.name == "nt" else name for name in names_in(more))
    return {name: value for name, value in os.environ.items() if name in wanted or name.startswith("LC_")}


def names_in(text: str) -> list[str]:
    """Names with commas between them."""
    return [name for part in text.split(",") if (name := part.strip())]
