"""The procedure of chapter 6: totals, and where they do not balance details, then totals again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, cast

import polars as pl

from gdyb import layouts
from gdyb.client import Client
from gdyb.codes import RefdSetlScope
from gdyb.settings import Settings
from gdyb_runtime.errors import FileUnreadable
from gdyb_runtime.files.archive import pack
from gdyb_runtime.files.download import DownloadedFile
from gdyb_runtime.files.writing import text_chunks
from gdyb_workflows.reconciliation.columns import MONEY, REFUND
from gdyb_workflows.reconciliation.compare import compare
from gdyb_workflows.reconciliation.records import Records
from gdyb_workflows.reconciliation.result import GroupResult, Reconciliation, UnitResult
from gdyb_workflows.reconciliation.state import RunState, StateUnusable, run_folder
from gdyb_workflows.reconciliation.steps import Steps
from gdyb_workflows.reconciliation.totals import (
    Group,
    Period,
    Refunds,
    Totals,
    Unit,
    in_period,
    totals_by_group,
    totals_of,
)
from gdyb_workflows.records import RecordsUnusable
from gdyb_workflows.records.files import broken

__all__ = ["Progress", "Stage", "reconcile"]

Stage = Literal["totals", "upload", "details", "download", "compare", "totals_again"]

_SCOPES: Mapping[Refunds, str] = {
    "left_out": RefdSetlScope.WITHOUT_REFUNDS,
    "counted": RefdSetlScope.WITH_REFUNDS,
}
_BATCH = 100_000
_CENTRE_AMOUNTS = dict(zip(layouts.RECONCILIATION_RESULT.names[-len(MONEY) :], MONEY, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is about to be done, of how much."""

    stage: Stage
    subject: str
    """Group or unit, in Chinese."""
    done: int
    total: int
    """Calls of this stage."""


def reconcile(
    client: Client,
    records: Records,
    *,
    period: Period,
    refunds: Refunds = "counted",
    also: Iterable[Group] = (),
    folder: Path | None = None,
    restart: bool = False,
    repeat_unknown: Collection[str] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Reconciliation:
    """Reconciles the records of a period with the centre.

    A run that was stopped goes on when it is called again: what was answered for the same data is not asked again.
    `also` names groups that the centre may have although we have none; `folder` is where the run is remembered, by
    default in the user's data folder; `restart` leaves an unfinished run behind; `repeat_unknown` holds numbers of
    interfaces of which a call with unknown outcome may be sent again.

    Raises:
        RecordsUnusable: when no record lies in the period.
        StepUnknown: when nobody knows whether a command was carried out; it is not repeated by itself.
        ResultUnreadable: when the centre's result file is broken; the next call downloads it again.
        FileExpired: when a stopped run goes on after the platform's deadline for its file.
        RunBusy, StateUnusable: nothing more was sent.
        GdybError: as every call does; what came before is remembered.
    """
    settings = cast("Settings", client.settings)
    place = folder or run_folder(
        institution=settings.fixmedins_code,
        address=settings.base_url,
        period=f"{period.begin}_{period.end}_{refunds}",
    )
    with RunState(place, restart=restart) as state:
        steps = Steps(client, state, period=period, scope=_SCOPES[refunds], repeat_unknown=repeat_unknown)
        try:
            return _Run(steps, records, refunds, progress or (lambda step: None)).whole(tuple(also))
        except pl.exceptions.PolarsError as error:
            raise StateUnusable(path=str(records.folder), reason=broken(error)) from error
        except OSError as error:
            raise StateUnusable(path=str(records.folder), reason=str(error)) from error


class _Run:
    def __init__(self, steps: Steps, records: Records, refunds: Refunds, progress: Callable[[Progress], None]) -> None:
        self._steps = steps
        self._period = steps.period
        self._refunds: Refunds = refunds
        self._work = records.folder
        self._all = records.frame
        self._frame = in_period(records.frame, self._period, refunds)
        self._progress = progress

    def whole(self, also: tuple[Group, ...]) -> Reconciliation:
        totals = totals_by_group(self._frame, also)
        if not totals:
            raise RecordsUnusable.because("数据", f"{self._period} 没有一笔结算", rule="empty")
        before = tuple(self._ask(totals, "totals"))
        unbalanced = sorted({result.group.unit for result in before if not result.is_balanced})
        units = tuple(self._unit(unit, number, len(unbalanced)) for number, unit in enumerate(unbalanced))
        again = {group: group_totals for group, group_totals in totals.items() if group.unit in unbalanced}
        after = tuple(self._ask(again, "totals_again"))
        state, settings = self._steps.state, self._steps.settings
        at = self._steps.now()
        state.finish(at=at)
        return Reconciliation(
            institution=settings.fixmedins_code,
            institution_name=settings.fixmedins_name,
            period=self._period,
            refunds=self._refunds,
            run=state.run,
            folder=state.folder,
            at=at,
            before=before,
            units=units,
            after=after,
            steps=state.steps(),
            notes=tuple(self._notes()),
        )

    def _ask(self, totals: Mapping[Group, Totals], stage: Literal["totals", "totals_again"]) -> Iterator[GroupResult]:
        for number, (group, group_totals) in enumerate(totals.items()):
            self._tell(stage, group, number, len(totals))
            yield self._steps.totals(group, group_totals, stage)

    def _unit(self, unit: Unit, number: int, count: int) -> UnitResult:
        folder = self._work / f"unit-{number}"
        folder.mkdir(exist_ok=True)
        ours = self._records_of(unit, folder / "ours.parquet")
        unit_totals = totals_of(ours)
        digest = _digest(ours)
        self._tell("upload", unit, number, count)
        uploaded = self._steps.upload(unit, digest, lambda stem: pack(_chunks(ours), f"{stem}.txt"))
        self._tell("details", unit, number, count)
        named = self._steps.details(unit, unit_totals, uploaded)
        self._tell("download", unit, number, count)
        file = self._steps.download(unit, named)
        self._tell("compare", unit, number, count)
        try:
            result, notes = _centre_side(file, folder)
        except FileUnreadable as error:
            raise self._steps.unreadable(unit, named, error) from error
        comparison = compare(ours, result, folder)
        if comparison.silent:
            notes.append(f"结果文件只列出差异：没有提到的 {comparison.silent} 笔按一致处理")
        return UnitResult(unit=unit, totals=unit_totals, comparison=comparison, notes=tuple(notes))

    def _records_of(self, unit: Unit, path: Path) -> pl.LazyFrame:
        is_meant = (pl.col("setl_optins") == unit.setl_optins) & (pl.col("clr_type") == unit.clr_type)
        self._frame.filter(is_meant).sink_parquet(path)
        return pl.scan_parquet(path, glob=False)

    def _notes(self) -> Iterator[str]:
        is_refund, amount = pl.col("refd_setl_flag") == REFUND, pl.col("medfee_sumamt")
        is_inside = pl.col("day").is_between(self._period.begin, self._period.end)
        counts = self._all.select(
            (~is_inside).sum().alias("outside"),
            (is_inside & is_refund).sum().alias("refunds"),
            (is_inside & is_refund & (amount > 0)).sum().alias("positive"),
            (is_inside & ~is_refund & (amount < 0)).sum().alias("negative"),
        )
        row = counts.collect(engine="streaming").row(0, named=True)
        if row["outside"]:
            yield f"数据里有 {row['outside']} 笔不在 {self._period}，没有计入"
        if row["refunds"] and self._refunds == "left_out":
            yield f"{row['refunds']} 笔退费结算没有计入（REFD_SETL_FLAG=0）"
        if row["positive"] and self._refunds == "counted":
            yield f"{row['positive']} 笔退费结算的总额是正数，按正数计入了合计：请核对本地数据的退费金额是否应为负数"
        if row["negative"]:
            yield f"{row['negative']} 笔正常结算（refd_setl_flag=0）的总额是负数，按负数计入了合计"

    def _tell(self, stage: Stage, subject: Group | Unit, done: int, total: int) -> None:
        self._progress(Progress(stage=stage, subject=str(subject), done=done, total=total))


def _centre_side(file: DownloadedFile, folder: Path) -> tuple[pl.LazyFrame, list[str]]:
    """The rows of a result file, kept in `folder`, and what is odd about it; FileUnreadable when it cannot be read."""
    reader = file.rows(layouts.RECONCILIATION_RESULT)
    parts: list[Path] = []
    for table in reader.tables():
        parts.append(folder / f"part-{len(parts):06d}.parquet")
        table.rename(_CENTRE_AMOUNTS).write_parquet(parts[-1])
    notes = [f"结果文件：{count}" for count in reader.oddities.counts()]
    if reader.unreadable:
        notes.append(f"结果文件有 {len(reader.unreadable)} 行无法读取，没有计入，差异可能因此偏多：请核对原始文件")
    frame = pl.scan_parquet(parts, glob=False) if parts else _NOTHING
    return frame.with_row_index("row", offset=1), notes


_NOTHING = pl.LazyFrame(
    schema={
        **{name: pl.String for name in layouts.RECONCILIATION_RESULT.names if name not in _CENTRE_AMOUNTS},
        **dict.fromkeys(MONEY, pl.Decimal(38, 2)),
    }
)


def _chunks(ours: pl.LazyFrame) -> Iterator[bytes]:
    """The TXT of some records, in their order; the whole of them is never in memory."""
    query = ours.select(layouts.RECONCILIATION_UPLOAD.names)
    rows = ours.select(pl.len()).collect().item()
    for start in range(0, rows, _BATCH):
        yield from text_chunks(query.slice(start, _BATCH).collect(), layouts.RECONCILIATION_UPLOAD)


def _digest(ours: pl.LazyFrame) -> str:
    digest = sha256()
    for chunk in _chunks(ours):
        digest.update(chunk)
    return digest.hexdigest()
