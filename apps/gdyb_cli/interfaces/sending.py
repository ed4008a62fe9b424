"""Whether a command may go out: asked of whoever sits at the terminal, or said before with `--yes`."""

import sys
from typing import NoReturn

import typer

from gdyb_cli.screen import FAILED, NO, stop

__all__ = ["ask", "refuse"]


def ask(question: str, *, yes: bool, json: bool) -> None:
    """Goes on only after a yes; `question` says what will change."""
    if yes:
        return
    if not sys.stdin.isatty():
        refuse(f"{question}，没有发送：不在终端上，无法询问；请加上 --yes。", FAILED, json=json)
    if not typer.confirm(f"{question}。发送吗？", err=True):
        refuse("没有发送。", NO, json=json)


def refuse(text: str, code: int, *, json: bool) -> NoReturn:
    """Ends the command; nothing was sent."""
    stop(text, code, json=json, error="NotConfirmed")
