"""The command `gdyb-generator`: 0 fine, 1 findings or drift, 2 the tool itself failed."""

from __future__ import annotations

import dataclasses
import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gdyb_generator.cli import diff as diff_cli
from gdyb_generator.cli.commands import OutputUnusable, Places
from gdyb_generator.output.write import TreeInUse
from gdyb_generator.spec.findings import SpecInvalid, render

app = typer.Typer(
    help="由 spec/ 生成 gdyb。", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
Root = Annotated[Path | None, typer.Option(help="检出目录；默认从当前目录向上找 spec/。", show_default=False)]


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Overlay = Annotated[
    str, typer.Option("--overlay", metavar="地市", help="套用 spec/overlays/ 里这个地市的改动；须写 --out。")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="目录", help="地市的包写在这个目录下的 gdyb/；不动 generated/。")
]
Package = Annotated[
    str,
    typer.Option("--package", metavar="包名", help="地市的包用另一个名称导入，如 gdyb_guangzhou；默认 gdyb。"),
]
FindingForm = Annotated[Form, typer.Option("--format", help="问题的输出格式。")]


@app.command()
def lint(root: Root = None, form: FindingForm = Form.TEXT) -> None:
    """检查 spec/：一次列出所有问题。"""
    from gdyb_generator.cli import commands

    findings = commands.lint(_places(root))
    if findings or form is Form.JSON:
        print(render(findings, form))
    if findings:
        _note(f"spec/ 有 {len(findings)} 处问题")
        raise typer.Exit(1)
    drafts = commands.drafts(_places(root))
    if drafts and form is not Form.JSON:
        print(render(drafts, form))
    _note(f"spec/ 没有问题，有 {len(drafts)} 处导入时的草稿待核对" if drafts else "spec/ 没有问题")


@app.command()
def generate(
    root: Root = None,
    form: FindingForm = Form.TEXT,
    overlay: Overlay = "",
    out: Out = None,
    package: Package = "",
) -> None:
    """由 spec/ 重新生成 generated/，或把一个地市的包写到 --out；没有变化时什么也不写。"""
    from gdyb_generator.cli import commands

    places = _places_of(root, overlay, out, package)
    try:
        report = commands.generate(places)
    except TreeInUse as error:
        _note(str(error))
        raise typer.Exit(2) from None
    except SpecInvalid as error:
        print(render(error.findings, form))
        _note(f"spec/ 有 {len(error.findings)} 处问题，{places.package.parent.name}/ 未改动")
        raise typer.Exit(1) from None
    for name in report.wrote:
        print(f"写入 wrote    {name}")
    for name in report.removed:
        print(f"删除 removed  {name}")
    _note(f"写入 {len(report.wrote)}，保留 {len(report.kept)}，删除 {len(report.removed)}")


@app.command()
def check(
    root: Root = None,
    form: FindingForm = Form.TEXT,
    fast: Annotated[bool, typer.Option("--fast", help="只信清单的校验值，不重新生成。")] = False,
    overlay: Overlay = "",
    out: Out = None,
    package: Package = "",
) -> None:
    """检查 generated/（或 --out 里地市的包）与 spec/ 是否一致；不一致时显示差异。"""
    from gdyb_generator.cli import commands

    places = _places_of(root, overlay, out, package)
    where = f"{places.package.resolve().parent.name}/"
    try:
        lines = commands.check_fast(places) if fast else commands.check(places)
    except SpecInvalid as error:
        print(render(error.findings, form))
        _note(f"spec/ 有 {len(error.findings)} 处问题")
        raise typer.Exit(1) from None
    if lines:
        print("\n".join(lines))
        _note(f"{where} 与 spec/ 不一致：不要手改 {where}，改 spec/ 后运行 gdyb-generator generate")
        raise typer.Exit(1)
    _note(f"{where} 与 spec/ 一致")


@app.command()
def docs(
    out: Annotated[Path, typer.Option(help="写到哪个目录；须是空目录或以前写过的目录。")],
    root: Root = None,
    form: FindingForm = Form.TEXT,
    html: Annotated[bool, typer.Option("--html", help="并用 zensical 建成网站；需要 gdyb[docs] 与 npm。")] = False,
    overlay: Annotated[
        str, typer.Option("--overlay", metavar="地市", help="按 spec/overlays/ 里这个地市的表写，改动处都有标明。")
    ] = "",
) -> None:
    """由 spec/ 写出接口参考网站的 Markdown。"""
    from gdyb_generator.cli import commands
    from gdyb_generator.output.site import SiteFailed

    try:
        first = commands.docs(dataclasses.replace(_places(root), city=overlay), out, html=html)
    except SpecInvalid as error:
        print(render(error.findings, form))
        _note(f"spec/ 有 {len(error.findings)} 处问题")
        raise typer.Exit(1) from None
    except SiteFailed as error:
        _note(str(error))
        raise typer.Exit(2) from None
    print(first)


app.command()(diff_cli.diff)


@app.command("import")
def import_(
    edition: Annotated[Path, typer.Argument(help="接口文档：.docx，或文本 .txt。", show_default=False)],
    into: Annotated[Path, typer.Option("--into", help="写入的 spec 目录；已有的决定会保留。", show_default=False)],
    base: Annotated[
        Path | None, typer.Option(help="文档没有印出的文件取自这里；默认为检出的 spec/。", show_default=False)
    ] = None,
    document: Annotated[str, typer.Option(help="document.yaml 中的文档编号。", show_default=False)] = "",
) -> None:
    """导入接口文档的表，写出 spec 与疑问报告 doubts.md、doubts.json：0 没有疑问，1 有疑问，2 失败。"""
    from gdyb_generator.importing.blocks import ImportFailed
    from gdyb_generator.importing.doubts import summary
    from gdyb_generator.importing.run import import_document

    try:
        with typer.progressbar(length=100, label="导入", file=sys.stderr) as bar:
            report = import_document(
                edition,
                into,
                base or _places(None).spec,
                document,
                lambda done, total: bar.update(100 * done // max(total, 1) - bar.pos),
            )
    except ImportFailed as error:
        _note(str(error))
        raise typer.Exit(2) from None
    print("\n".join(summary(report)))
    _note(f"{len(report.doubts)} 处疑问，见 {into / 'doubts.md'}" if report.doubts else "没有疑问")
    raise typer.Exit(1 if report.doubts else 0)


def _places(root: Path | None) -> Places:
    if root is None:
        here = Path.cwd()
        root = next((p for p in (here, *here.parents) if (p / "spec").is_dir()), None)
    if root is None or not (root / "spec").is_dir():
        _note("找不到 spec/：请在检出目录内运行，或用 --root 指定")
        raise typer.Exit(2)
    return Places.below(root)


def _places_of(root: Path | None, overlay: str, out: Path | None, package: str) -> Places:
    places = _places(root)
    if not (overlay or out or package):
        return places
    if not overlay or out is None:
        _note("--overlay 与 --out 要一起写，--package 在它们之外：地市的包不放进 generated/")
        raise typer.Exit(2)
    try:
        return places.of_city(overlay, out, package)
    except OutputUnusable as error:
        _note(str(error))
        raise typer.Exit(2) from None


def _note(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> None:
    """Runs the command; any failure of the tool itself ends with 2 and says what failed."""
    # A short process: collecting would take a tenth of its time and free next to nothing.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    try:
        app()
    except Exception as error:  # the border of the program: every failure becomes exit code 2
        _note(f"gdyb-generator 自身出错：{type(error).__name__}: {error}")
        raise SystemExit(2) from error
