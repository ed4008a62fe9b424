"""The `GDYB_*` lines a client needs, as text and as a file."""

import os
import shlex
import tempfile
from collections.abc import Mapping
from pathlib import Path


def env_lines(settings: Mapping[str, str]) -> str:
    """One `GDYB_NAME=value` a line, quoted where a shell would need it."""
    return "".join(f"GDYB_{name.upper()}={_quoted(value)}\n" for name, value in settings.items())


def write_env_file(path: Path, settings: Mapping[str, str]) -> None:
    """Puts the lines into a file that is there completely or not at all; only its owner may read it."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(env_lines(settings))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _quoted(value: str) -> str:
    # shlex also quotes Chinese, which a shell takes as it is and other readers of such files may not unquote.
    plain = "".join(character for character in value if character.isascii())
    return value if plain == shlex.quote(plain) or not plain else shlex.quote(value)
