"""`gdyb reconcile`: a period's settlements against the centre's."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gdyb import operations
from gdyb.client import Client
from gdyb_cli.options import AsJson, Config, EnvFile, one_source
from gdyb_cli.screen import FAILED, NO, error_record, print_json, print_table, problem_record, progress, say, warn
from gdyb_runtime.errors import GdybError
from gdyb_runtime.local.file_names import output_problem
from gdyb_workflows.configuration import load_settings

# What reads a million rows takes its time to import; other commands must not wait for it.
if TYPE_CHECKING:
    from gdyb_workflows.reconciliation import ColumnMapping, Group, Period, Reconciliation, Records, RecordsUnusable
    from gdyb_workflows.reconciliation.sheets import Sheet

__all__ = ["reconcile"]

DATABASE = "GDYB_RECONCILE_DATABASE"
_SHOWN = 30
_STAGES = {
    "totals": "对总账",
    "upload": "上传明细",
    "details": "对明细账",
    "download": "下载结果",
    "compare": "比较",
    "totals_again": "再对总账",
}


def reconcile(
    source: Annotated[Path | None, typer.Argument(metavar="文件", help="结算记录：CSV、XLSX 或 Parquet。")] = None,
    period: Annotated[
        str, typer.Option("--period", metavar="期间", help="2026-01、2026-01-05 或 2026-01-05:2026-01-11。")
    ] = "",
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help=f"不用文件，从数据库读（SQLAlchemy URL）；也可放在环境变量 {DATABASE}。"
        ),
    ] = None,
    query: Annotated[str | None, typer.Option("--query", metavar="SQL", help="数据库的查询。")] = None,
    table: Annotated[str | None, typer.Option("--table", metavar="表", help="数据库的表或视图。")] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="文件", help="列的对应：TOML，表 columns、constants、values.列。")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--column", metavar="名称=列名", help="一列的对应，可重复，如 setl_id=结算号。")
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option("--constant", metavar="名称=值", help="每行都相同的值，可重复，如 setl_optins=440100。"),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="编码", help="CSV 的编码；不给则识别 UTF-8、UTF-16、GBK。")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="名称", help="XLSX 的工作表；不给则为第一张看得见的。")
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="经办机构,清算类别,险种", help="本机构没有记录、但也要对总账的一组，可重复。"),
    ] = None,
    without_refunds: Annotated[
        bool, typer.Option("--without-refunds", help="双方都不计退费结算（REFD_SETL_FLAG=0）；默认计入。")
    ] = False,
    reports: Annotated[
        list[Path] | None, typer.Option("--report", metavar="文件", help="写出报告，可重复：.html、.xlsx、.csv。")
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="不接着上次没有做完的对账，从头开始。")] = False,
    repeat_unknown: Annotated[
        list[str] | None,
        typer.Option("--repeat-unknown", metavar="接口", help="结果未知的 9101 或 3202 确定要重发，可重复。"),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="显示人员编号；默认以 *** 代替。")] = False,
    config: Config = None,
    env_file: EnvFile = None,
    as_json: AsJson = False,
) -> None:
    """与中心对账（第 6 章）：对总账，不平则对明细账并列出差异，再对总账。

    中途停下后，用同样的命令接着做：已有答复的步骤不再重复，结果未知的步骤不会自动重发。
    退出码：0 平，1 不平，2 没有做完。
    """
    one_source(config, env_file)
    from gdyb_workflows.reconciliation import RecordsUnusable, reconcile

    days, groups, files = _period(period), [_group(text) for text in also or ()], _reports(reports or ())
    again = _repeatable(repeat_unknown or ())
    place = _origin(source, database, query, table)
    try:
        settings = load_settings(config=config, env_file=env_file)
        with (
            progress("读取结算记录") as advance,
            _records(place, _mapping(mapping, columns or (), constants or ()), encoding, sheet) as records,
            Client(settings) as client,
        ):
            result = reconcile(
                client,
                records,
                period=days,
                refunds="left_out" if without_refunds else "counted",
                also=groups,
                restart=restart,
                repeat_unknown=again,
                progress=lambda step: advance(f"{_STAGES[step.stage]} {step.subject}", step.done, step.total),
            )
    except RecordsUnusable as error:
        _fail(_records_error(error), str(error), as_json=as_json)
    except GdybError as error:
        _fail(error_record(error), str(error), as_json=as_json)
    except KeyboardInterrupt:
        text = "已停下。用同样的命令可以接着做；正在发送的一步结果未知时不会自动重发。"
        _fail({"ok": False, "error": "Stopped", "outcome": "unknown", "message": text}, text, as_json=as_json)
    if as_json:
        print_json(_record(result, show=show))
    else:
        _print(result, show=show)
    _write(result, files, show=show)
    if not result.is_balanced:
        raise typer.Exit(NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """Where the records are: a file, or a database with a query or a table."""

    file: Path | None
    database: str = ""
    query: str | None = None
    table: str | None = None


def _origin(source: Path | None, database: str | None, query: str | None, table: str | None) -> _Origin:
    if source is not None:
        if database or query or table:
            raise typer.BadParameter("文件与 --database、--query、--table 只能给一种", param_hint="文件")
        return _Origin(file=source)
    url = database or os.environ.get(DATABASE, "")
    if not url:
        raise typer.BadParameter(f"请给出结算记录的文件，或 --database（或环境变量 {DATABASE}）", param_hint="文件")
    if (query is None) == (table is None):
        raise typer.BadParameter("从数据库读要给出 --query 或 --table 之一", param_hint="--database")
    return _Origin(file=None, database=url, query=query, table=table)


def _mapping(file: Path | None, columns: Sequence[str], constants: Sequence[str]) -> "ColumnMapping":
    from gdyb_workflows.reconciliation import ColumnMapping

    mapping = ColumnMapping() if file is None else ColumnMapping.from_file(file)
    return mapping.changed(columns=columns, constants=constants)


def _records(origin: _Origin, mapping: "ColumnMapping", encoding: str | None, sheet: str | None) -> "Records":
    from gdyb_workflows.reconciliation import Records

    if origin.file is not None:
        return Records.from_file(origin.file, mapping, encoding=encoding, sheet=sheet)
    return Records.from_database(origin.database, mapping, query=origin.query, table=origin.table)


def _period(text: str) -> "Period":
    from gdyb_workflows.reconciliation import Period

    try:
        return Period.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from None


def _group(text: str) -> "Group":
    from gdyb_workflows.reconciliation import Group

    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3 or not all(parts):
        raise typer.BadParameter("应写成 经办机构,清算类别,险种，例如 440100,11,310", param_hint="--also")
    return Group(*parts)


def _reports(paths: Sequence[Path]) -> Sequence[Path]:
    from gdyb_workflows.reconciliation.writing import SUFFIXES

    for path in paths:
        problem = output_problem(path) or (
            "" if path.suffix.lower() in SUFFIXES else f"应以 {'、'.join(SUFFIXES)} 结尾"
        )
        if problem:
            raise typer.BadParameter(f"{path}：{problem}", param_hint="--report")
    return paths


def _repeatable(infnos: Sequence[str]) -> Sequence[str]:
    known = (operations.upload_file.infno, operations.reconcile_details.infno)
    for infno in infnos:
        if infno not in known:
            raise typer.BadParameter(f"只能是 {' 或 '.join(known)}", param_hint="--repeat-unknown")
    return infnos


def _fail(record: Mapping[str, object], text: str, *, as_json: bool) -> NoReturn:
    # Exit code 1 is kept for an answered "not balanced".
    if as_json:
        print_json(record)
    else:
        warn(text)
    raise typer.Exit(FAILED) from None


def _records_error(error: "RecordsUnusable") -> Mapping[str, object]:
    return {
        "ok": False,
        "error": type(error).__name__,
        "outcome": "not_sent",
        "message": str(error),
        "count": error.count,
        "problems": [problem_record(problem) for problem in error.problems],
    }


def _write(result: "Reconciliation", paths: Sequence[Path], *, show: bool) -> None:
    from gdyb_workflows.reconciliation.writing import write_report

    for path in paths:
        try:
            write_report(result, path, show_people=show)
        except OSError as error:
            warn(f"{path}：报告没有写成（{error.strerror}）；对账本身已完成，进度和结果文件都已保存")
            raise typer.Exit(FAILED) from None


def _print(result: "Reconciliation", *, show: bool) -> None:
    from gdyb_workflows.reconciliation.sheets import BRIEF, differences_sheet, sums_sheet, totals_sheet

    say(f"{result.institution} {result.period}")
    _print_sheet(totals_sheet(result))
    if result.units:
        _print_sheet(sums_sheet(result))
        _print_sheet(differences_sheet(result, show_people=show, only=BRIEF), most=_SHOWN)
    for note in result.all_notes:
        say(note)
    say(f"进度和中心的结果文件（含人员编号）保存在 {result.folder}")
    say("对账结果：平。" if result.is_balanced else "对账结果：不平，请按差异逐笔核对，改正后再对账。")


def _print_sheet(sheet: "Sheet", most: int | None = None) -> None:
    from gdyb_workflows.reconciliation.sheets import cell_text

    rows = iter(sheet.rows)
    shown = list(islice(rows, most))
    more = sum(1 for _ in rows)
    right = [
        index for index in range(len(sheet.headings)) if any(isinstance(row[index], int | Decimal) for row in shown)
    ]
    say(sheet.title)
    print_table(sheet.headings, [[cell_text(cell) for cell in row] for row in shown], right=right)
    if more:
        say(f"…另有 {more} 行，用 --report 写出全部")


def _record(result: "Reconciliation", *, show: bool) -> dict[str, object]:
    return {
        "ok": result.is_balanced,
        "institution": result.institution,
        "period": {"begin": result.period.begin, "end": result.period.end},
        "refunds": result.refunds,
        "run": result.run,
        "folder": str(result.folder),
        "groups": [
            {
                **asdict(answer.group),
                **answer.totals.as_dict(),
                "stmt_rslt": answer.stmt_rslt,
                "stmt_rslt_dscr": answer.stmt_rslt_dscr,
                "balanced": answer.is_balanced,
                "msgid": answer.msgid,
            }
            for answer in result.final
        ],
        "units": [
            {
                **asdict(unit.unit),
                "ours": asdict(unit.comparison.ours),
                "centre": asdict(unit.comparison.centre),
                "sums": {kind.value: asdict(sums) for kind, sums in unit.comparison.sums.items()},
                "difference": asdict(unit.comparison.total),
            }
            for unit in result.units
        ],
        "differences": result.differences(show_people=show).to_dicts(),
        "steps": [asdict(step) for step in result.steps],
        "notes": list(result.all_notes),
    }
