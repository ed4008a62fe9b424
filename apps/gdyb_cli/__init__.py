"""The `gdyb` command line."""

import sys

__all__ = ["main"]

_EXTRA = ("typer", "rich")


def main() -> None:
    """Runs `gdyb`; where the extra is not installed, says how to install it and ends with 2."""
    try:
        from gdyb_cli.app import app
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        text = f'gdyb 命令行缺少 {missing}，请安装：pip install "gdyb[workflows]"\n'
        sys.stderr.buffer.write(text.encode("utf-8"))
        sys.exit(2)
    app(prog_name="gdyb")
