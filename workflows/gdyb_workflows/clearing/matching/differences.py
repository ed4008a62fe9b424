"""What a matching found, as tables: nothing in them names a person."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl

from gdyb.codes import CnfmFlag
from gdyb_workflows._output.sheets import Cell, Sheet, replacing, write_csv, write_xlsx
from gdyb_workflows.clearing.matching.comparison import Matching, MatchKind
from gdyb_workflows.clearing.matching.records import COLUMNS, FLAG, MONEY, OCCURRENCE

__all__ = [
    "SUFFIXES",
    "differences",
    "differences_sheet",
    "headed",
    "heading",
    "missing_sheet",
    "totals_sheet",
    "write_differences",
]

_SIDES = {"platform": "平台", "local": "本地", "diff": "差额"}
_TITLES = {
    "kind": "核对结果",
    "reason": "说明",
    "occurrence": OCCURRENCE.heading,
    "local_rows": "本地行号",
    "cnfm_flag": f"建议 {FLAG.heading}",
}
_ORDER = {kind.value: number for number, kind in enumerate(MatchKind)}


def heading(name: str) -> str:
    """What a table calls a column of a matching: wire name and Chinese label, and which side it is of."""
    side, _, rest = name.partition("_")
    if side in _SIDES and rest in COLUMNS:
        return f"{_SIDES[side]} {COLUMNS[rest].heading}"
    return _TITLES.get(name) or COLUMNS[name].heading


def headed(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of a matching under their headings, kinds by their Chinese names."""
    labels = {kind.value: kind.label for kind in MatchKind}
    return frame.with_columns(pl.col("kind").replace(labels)).rename({name: heading(name) for name in frame.columns})


def differences(matching: Matching) -> pl.DataFrame:
    """Every row that is not proposed and every record that the platform lacks, under headings, the kinds together."""
    rows = matching.rows.filter(pl.col("cnfm_flag") != CnfmFlag.CONFIRMED.value).drop("row_id")
    both = pl.concat([rows, _missing(matching)], how="diagonal").sort(
        pl.col("kind").replace_strict(_ORDER, return_dtype=pl.Int8), "setl_sn", "occurrence", maintain_order=True
    )
    first = ("kind", "setl_sn", "mdtrt_id", "occurrence", "mdtrt_setl_time", "reason")
    return headed(both.select(*first, pl.exclude(first)))


def differences_sheet(matching: Matching) -> Sheet:
    """The differences as a table."""
    frame = differences(matching)
    return Sheet(title="差异明细", headings=tuple(frame.columns), rows=frame.iter_rows())


def missing_sheet(matching: Matching) -> Sheet:
    """The records that the platform lacks, as a table."""
    frame = headed(_missing(matching))
    return Sheet(title=MatchKind.MISSING_ON_PLATFORM.label, headings=tuple(frame.columns), rows=frame.iter_rows())


def totals_sheet(matching: Matching) -> Sheet:
    """Rows and money of every kind on both sides, and what lies between them."""
    headings = [
        f"{side} {what}" for side in _SIDES.values() for what in ("笔数", *(COLUMNS[name].heading for name in MONEY))
    ]
    return Sheet(title="核对汇总", headings=(_TITLES["kind"], *headings), rows=_totals(matching))


def write_differences(matching: Matching, path: Path) -> None:
    """Writes the differences as the suffix says (SUFFIXES), whole or not at all; a workbook has the totals, too.

    Raises:
        ValueError: for any other suffix.
        OSError: when the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"差异文件应以 {'、'.join(SUFFIXES)} 结尾")
    with replacing(path) as temporary:
        write(matching, temporary)


def _missing(matching: Matching) -> pl.DataFrame:
    """The records that the platform lacks, in the columns of its rows."""
    return matching.missing_on_platform.select(
        "setl_sn",
        "mdtrt_id",
        pl.col("day").cast(pl.String).alias("mdtrt_setl_time"),
        pl.lit(MatchKind.MISSING_ON_PLATFORM.value).alias("kind"),
        "reason",
        *(column for name in MONEY for column in (f"local_{name}", pl.col(f"local_{name}").alias(f"diff_{name}"))),
        pl.col("row").cast(pl.String).alias("local_rows"),
    )


def _totals(matching: Matching) -> Iterator[tuple[Cell, ...]]:
    lines = {kind.label: compared for kind, compared in matching.totals.items()} | {"合计": matching.total}
    for label, compared in lines.items():
        sides = (compared.platform, compared.local, compared.difference)
        cells = [cell for side in sides for cell in (side.rows, *(getattr(side, name) for name in MONEY))]
        yield (label, *cells)


def _write_csv(matching: Matching, path: Path) -> None:
    write_csv(differences_sheet(matching), path)


def _write_xlsx(matching: Matching, path: Path) -> None:
    write_xlsx([totals_sheet(matching), differences_sheet(matching)], path)


def _write_parquet(matching: Matching, path: Path) -> None:
    differences(matching).write_parquet(path)


_WRITERS: Mapping[str, Callable[[Matching, Path], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
SUFFIXES = tuple(_WRITERS)
"""The kinds of file there are."""
