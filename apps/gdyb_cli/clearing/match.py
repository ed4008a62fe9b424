"""`gdyb clearing match`: the month beside the institution's own records, and a person's approval."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.asking import ask
from gdyb_cli.clearing.approving import Approval, of_decisions, of_proposals, print_proposals, proposals_record
from gdyb_cli.clearing.comparing import DATABASE, Origin, compare, matching_record, print_matching, unchecked
from gdyb_cli.clearing.desk import LeasedDesk, leased_desk, require_extraction
from gdyb_cli.clearing.options import Month, Usage, Yes
from gdyb_cli.clearing.shown import needs, print_needs
from gdyb_cli.options import By, Source, actor_of, taking
from gdyb_cli.screen import FAILED, NO, print_json, problem_record, progress, say, stop, warn
from gdyb_runtime.local.file_names import output_problem

if TYPE_CHECKING:
    from gdyb_workflows.clearing.current import CurrentRow
    from gdyb_workflows.clearing.matching.comparison import Matching

__all__ = ["match"]

_FILES = {"differences": (".csv", ".xlsx", ".parquet"), "decisions": (".xlsx", ".csv"), "edited": (".xlsx", ".csv")}
_NAMES = {"differences": "--differences", "decisions": "--decisions", "edited": "--from"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched(Source):
    """Where the records are, what to write, and who approves."""

    database: Annotated[
        str,
        typer.Option("--database", metavar="URL", help=f"从数据库读（SQLAlchemy URL）；也可放在环境变量 {DATABASE}。"),
    ] = ""
    query: Annotated[str | None, typer.Option("--query", metavar="SQL", help="数据库的查询。")] = None
    table: Annotated[str | None, typer.Option("--table", metavar="表", help="数据库的表或视图。")] = None
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="文件", help="列的对应：TOML，表 columns、constants、values.列。")
    ] = None
    columns: Annotated[
        list[str] | None, typer.Option("--column", metavar="名称=列名", help="一列的对应，可重复，如 setl_sn=流水号。")
    ] = None
    constants: Annotated[
        list[str] | None, typer.Option("--constant", metavar="名称=值", help="每行都相同的值，可重复。")
    ] = None
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="编码", help="CSV 的编码；不给则识别 UTF-8、UTF-16、GBK。")
    ] = None
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="名称", help="XLSX 的工作表；不给则为第一张看得见的。")
    ] = None
    without_records: Annotated[
        bool, typer.Option("--without-records", help="不与本机构的记录核对，建议确认平台给出的每一笔。")
    ] = False
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="文件", help="写出决定文件（.xlsx、.csv），供逐笔修改。")
    ] = None
    edited: Annotated[
        Path | None, typer.Option("--from", metavar="文件", help="按修改过的决定文件批准，与 --approve 一起。")
    ] = None
    differences: Annotated[
        Path | None, typer.Option("--differences", metavar="文件", help="写出全部差异：.xlsx、.csv、.parquet。")
    ] = None
    approve: Annotated[bool, typer.Option("--approve", help="批准：会显示笔数和金额，再问一次。")] = False
    by: By = ""
    yes: Yes = False


@taking(Matched)
def match(
    options: Matched,
    month: Month,
    source: Annotated[
        Path | None, typer.Argument(metavar="文件", help="本机构的结算记录：CSV、XLSX 或 Parquet。")
    ] = None,
) -> None:
    """与本机构的结算记录核对，由人批准每一笔是否确认。

    按结算流水号核对，金额须完全一致，据此提出每一笔是否确认的建议。不加 --approve 就什么都不批准；没有批准的不会发送。
    可以反复核对：建议没有变的，批准不变。
    """
    usage = Usage(options)
    period = usage.month(month)
    origin = Origin(
        file=source,
        database=options.database,
        query=options.query,
        table=options.table,
        mapping=options.mapping,
        columns=options.columns or (),
        constants=options.constants or (),
        encoding=options.encoding,
        sheet=options.sheet,
    )
    origin.check(usage)
    _check(options, origin, usage)
    usage.check()
    with leased_desk(options, period) as desk, _reporting_records(json=options.as_json):
        require_extraction(desk, json=options.as_json)
        matching = _propose(desk, origin, options)
        rows = _rows(desk)
        _write(rows, matching, options)
        approval = _approval(rows, options)
        if not options.as_json:
            _print(desk, matching, rows)
        if options.approve and approval.flags:
            _approve(desk, approval, options)
            rows = _rows(desk)
        ok = not (approval.too_late or any(row.is_undecided for row in rows))
        _report(desk, matching, rows, approval, options, ok=ok)
    if not ok:
        raise typer.Exit(NO)


def _check(options: Matched, origin: Origin, usage: Usage) -> None:
    usage.require(not (origin.is_given and options.without_records), "--without-records", "不能与结算记录一起给出")
    is_compared = origin.is_given or options.without_records
    usage.require(not options.differences or origin.is_given, "--differences", "要与结算记录一起给出")
    usage.require(not options.decisions or is_compared, "--decisions", "要与结算记录或 --without-records 一起给出")
    usage.require(not (options.edited and is_compared), "--from", "决定文件自带每一笔的决定，不能与结算记录一起给出")
    usage.require(
        is_compared or options.approve or options.edited is not None,
        "文件",
        f"请给出结算记录的文件、--database（或环境变量 {DATABASE}），或 --without-records；批准已有的建议用 --approve",
    )
    for name, suffixes in _FILES.items():
        path: Path | None = getattr(options, name)
        is_right = path is None or path.suffix.lower() in suffixes
        usage.require(is_right, _NAMES[name], f"{path}：应以 {'、'.join(suffixes)} 结尾")
        problem = "" if path is None else output_problem(path)
        usage.require(not problem, _NAMES[name], f"{path}：{problem}")


def _rows(desk: LeasedDesk) -> "list[CurrentRow]":
    from gdyb_workflows.clearing.current import current_rows

    return current_rows(desk.ledger, desk.lease.id)


def _propose(desk: LeasedDesk, origin: Origin, options: Matched) -> "Matching | None":
    """Writes the proposals down; gives the comparison, where there was one."""
    from gdyb_workflows.clearing.decisions import propose, propose_unchecked

    if options.without_records:
        propose_unchecked(desk.lease)
    if not origin.is_given:
        return None
    # Only a comparison pays for what it is made with.
    from gdyb_workflows.clearing.matching.comparison import proposals

    with progress("读取结算记录"), origin.open() as records:
        matching = compare(_rows(desk), records, desk.period)
    propose(desk.lease, proposals(matching))
    return matching


def _write(rows: "list[CurrentRow]", matching: "Matching | None", options: Matched) -> None:
    if options.differences is not None and matching is not None:
        from gdyb_workflows.clearing.matching.differences import write_differences

        _written(options.differences, lambda path: write_differences(matching, path), json=options.as_json)
    if options.decisions is not None:
        from gdyb_workflows.clearing.matching.decision_file import write_decisions

        shown = unchecked(rows) if matching is None else matching
        _written(options.decisions, lambda path: write_decisions(shown, path), json=options.as_json)


def _written(path: Path, write: Callable[[Path], None], *, json: bool) -> None:
    try:
        write(path)
    except OSError as error:
        text = f"{path}：没有写成（{error.strerror}），没有批准。请换一个位置，或关闭正打开它的程序，再运行。"
        stop(text, FAILED, json=json, error="FileNotSaved")


def _approval(rows: "list[CurrentRow]", options: Matched) -> Approval:
    if options.edited is None:
        return of_proposals(rows)
    from gdyb_workflows.clearing.matching.comparison import platform_frame
    from gdyb_workflows.clearing.matching.decision_file import read_decisions

    decided = read_decisions(options.edited, platform_frame(rows), encoding=options.encoding, sheet=options.sheet)
    return of_decisions(rows, decided)


def _approve(desk: LeasedDesk, approval: Approval, options: Matched) -> None:
    from gdyb_workflows.clearing.decisions import approve

    actor = actor_of(options.by, desk.settings)
    question = f"{desk.name} 批准 {len(approval.flags)} 笔，批准人 {actor}：\n{approval.lines}\n确定吗？"
    ask(question, yes=options.yes, json=options.as_json)
    approve(desk.lease, actor=actor, flags=approval.flags, notes=approval.notes)


def _print(desk: LeasedDesk, matching: "Matching | None", rows: "list[CurrentRow]") -> None:
    say(f"{desk.name} 核对")
    if matching is not None:
        print_matching(matching)
    print_proposals(rows)


def _report(
    desk: LeasedDesk,
    matching: "Matching | None",
    rows: "list[CurrentRow]",
    approval: Approval,
    options: Matched,
    *,
    ok: bool,
) -> None:
    if options.as_json:
        record: dict[str, object] = {
            "ok": ok,
            "matching": None if matching is None else matching_record(matching),
            "open": proposals_record(rows),
            "approved": len(approval.flags) if options.approve else 0,
            "approval": approval.record,
            "too_late": approval.too_late,
        }
        print_json(desk.record | record | {"needs": needs(desk.overview_now())})
        return
    for path in (options.differences, options.decisions):
        if path is not None:
            say(f"已写出 {path}")
    if approval.too_late:
        say(f"有 {approval.too_late} 笔已列入批次，文件里对它们的改动没有采用；要改，先回退所在的批次。")
    unmatched = sum(row.is_undecided and not row.proposed and not row.doubt for row in rows)
    if unmatched:
        say(
            f"有 {unmatched} 笔没有核对过，没有建议，不能批准："
            "请给出结算记录的文件或 --database，或用 --without-records。"
        )
    if options.approve:
        say(f"已批准 {len(approval.flags)} 笔：\n{approval.lines}" if approval.flags else "没有新的要批准。")
    elif approval.flags:
        say(f"还没有批准 {len(approval.flags)} 笔，核对无误后加上 --approve 批准：\n{approval.lines}")
    print_needs(desk.overview_now())


@contextmanager
def _reporting_records(*, json: bool) -> Iterator[None]:
    """Ends the command with everything that is wrong with the records or the decisions."""
    from gdyb_workflows.records import RecordsUnusable

    try:
        yield
    except RecordsUnusable as error:
        if json:
            problems = [problem_record(problem) for problem in error.problems]
            base = {"ok": False, "error": type(error).__name__, "outcome": "not_sent", "message": str(error)}
            print_json({**base, "count": error.count, "problems": problems})
        else:
            warn(str(error))
        raise typer.Exit(FAILED) from None
