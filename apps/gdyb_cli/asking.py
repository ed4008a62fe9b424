"""Asks a person before something that cannot be taken back lightly."""

import sys

import typer

from gdyb_cli.screen import FAILED, NO, stop, warn

__all__ = ["ask", "typed"]


def ask(question: str, *, yes: bool, json: bool) -> None:
    """Goes on after a yes; ends the command otherwise."""
    if yes:
        return
    if not sys.stdin.isatty():
        stop(
            f"{question}\n没有进行：不在终端上，无法询问；确定要这样做，请加上 --yes。",
            FAILED,
            json=json,
            error="NotConfirmed",
        )
    if not typer.confirm(question, err=True):
        stop("没有进行，什么也没有改动。", NO, json=json, error="NotConfirmed")


def typed(text: str, what: str, answer: str | None, *, json: bool) -> None:
    """Goes on after a person typed `text`, or gave it as the option --confirm; ends the command otherwise."""
    if answer is None and not sys.stdin.isatty():
        message = f'{what}\n没有进行：不在终端上，无法询问；确定要这样做，请加上 --confirm "{text}"。'
        stop(message, FAILED, json=json, error="NotConfirmed")
    if answer is None:
        warn(what)
        answer = typer.prompt(f"同意请输入 {text}", err=True, default="", show_default=False)
    if answer.split() != text.split():
        code = FAILED if json or not sys.stdin.isatty() else NO
        stop(f"没有进行：要输入的是“{text}”。什么也没有改动。", code, json=json, error="NotConfirmed")
