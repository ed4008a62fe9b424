"""The command `gdyb-generator diff`: 0 nothing to declare, 1 something to declare, 2 failed."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gdyb_generator.diff.run import Comparison, Request


class Form(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"


def diff(
    old: Annotated[str, typer.Argument(help="旧版：文件夹或 git 版次。", show_default=False)] = "",
    new: Annotated[str, typer.Argument(help="新版：文件夹或 git 版次。", show_default=False)] = "",
    root: Annotated[Path, typer.Option(help="检出目录。")] = Path(),
    form: Annotated[Form, typer.Option("--format", help="输出格式。")] = Form.TEXT,
    html: Annotated[Path | None, typer.Option(help="另写一个可打印、可签字的网页。", show_default=False)] = None,
    accept: Annotated[
        Path | None, typer.Option(help="接受文件；--against-release 时默认 spec-changes.toml。", show_default=False)
    ] = None,
    changelog: Annotated[bool, typer.Option("--changelog", help="改为输出中英文变更记录。")] = False,
    against_release: Annotated[bool, typer.Option("--against-release", help="检出的 spec/ 对比上一次发布。")] = False,
) -> None:
    """对比两个版次的接口表，说明变化对谁有影响。"""
    from gdyb_generator.diff.editions import EditionUnreadable, NothingReleased
    from gdyb_generator.diff.run import compared

    try:
        request = _request((old, new), root, accept, against_release=against_release)
        with compared(request) as comparison:
            _print(comparison, form, changelog=changelog)
            if html is not None:
                _write(html, comparison.page())
            is_clean = comparison.verdict.is_clean
    except NothingReleased as error:
        _note(f"{error}，跳过对比")
        return
    except EditionUnreadable as error:
        _note(str(error))
        raise typer.Exit(2) from None
    if not is_clean:
        raise typer.Exit(1)


def _request(names: tuple[str, str], root: Path, accept: Path | None, *, against_release: bool) -> Request:
    from gdyb_generator.diff.accept import NAME
    from gdyb_generator.diff.editions import last_release
    from gdyb_generator.diff.run import Request

    is_clear = not any(names) if against_release else all(names)
    if not is_clear:
        _note("写出旧版与新版，或只用 --against-release")
        raise typer.Exit(2)
    if accept is not None and not accept.is_file():
        _note(f"找不到接受文件 {accept}")
        raise typer.Exit(2)
    today = datetime.now().astimezone().date()
    if not against_release:
        return Request(old=names[0], new=names[1], root=root, accepted=accept, today=today)
    tag = last_release(root)
    accept = accept or (root / NAME if (root / NAME).is_file() else None)
    return Request(old=tag, new=str(root), root=root, accepted=accept, today=today, since=tag)


def _print(comparison: Comparison, form: Form, *, changelog: bool) -> None:
    from gdyb_generator.diff import version
    from gdyb_generator.diff.render import render_verdict

    verdict = comparison.verdict
    step, number = comparison.proposed()
    if changelog:
        print(version.changelog(verdict.changes, str(number)))
    elif text := render_verdict(verdict, form, comparison.line_of):
        print(text)
    for edition in (comparison.old, comparison.new):
        for key in edition.passed_over:
            _note(f"{edition.name} 用今天的格式没有的键，未作对比：{key}")
        for finding in edition.findings:
            _note(f"{edition.name} 已经发布，按今天的规则有问题：{finding}")
    count, undeclared = len(verdict.changes), len(verdict.undeclared)
    _note(f"{comparison.old.name} → {comparison.new.name}：{count} 处变化，{undeclared} 处需要说明")
    if step != "none":
        _note(f"建议的版本：{comparison.base} → {number}（{step}）")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        _note(f"无法写 {file}：{error.strerror}")
        raise typer.Exit(2) from None


def _note(text: str) -> None:
    print(text, file=sys.stderr)
