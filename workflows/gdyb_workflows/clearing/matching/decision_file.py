"""The file in which a person decides, row by row, what of a month is confirmed: written, edited in Excel, read back."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add, or_
from pathlib import Path

import polars as pl

from gdyb.codes import CnfmFlag
from gdyb_runtime.local.private import working_folder
from gdyb_runtime.problems import Problem
from gdyb_workflows._output.sheets import FORMULA_STARTS, Sheet, replacing, write_csv, write_xlsx
from gdyb_workflows.clearing.matching.comparison import (
    AMOUNT,
    ROW_KEY,
    Matching,
    MatchKind,
    as_platform,
    platform_amounts,
)
from gdyb_workflows.clearing.matching.differences import headed, missing_sheet
from gdyb_workflows.clearing.matching.records import COLUMNS, FLAG, MONEY, OCCURRENCE
from gdyb_workflows.records import RecordColumn, RecordShape, RecordsUnusable, ShapedMapping
from gdyb_workflows.records.checking import SCIENTIFIC, as_text, checks, typed
from gdyb_workflows.records.files import broken, open_file
from gdyb_workflows.records.reading import SHOWN, Findings, find_broken, text_frame
from gdyb_workflows.records.sources import Source

__all__ = [
    "NOTE",
    "SUFFIXES",
    "Decision",
    "DecisionMapping",
    "DecisionsUnusable",
    "read_decisions",
    "write_decisions",
]

NOTE = RecordColumn(name="note", label="备注", kind="text", required=False)
SUFFIXES = (".xlsx", ".csv")
"""The kinds of file there are; a workbook keeps ids that are all digits, Excel spoils those of a CSV file."""

_IDS = tuple(name for name in ROW_KEY if name != OCCURRENCE.name)
_EXACT_DIGITS = 15
"""Digits of a number that Excel keeps; it makes zeros of the rest."""
_LAST = sys.maxsize
"""A row after every other."""
_GUARDED = f"^'([{re.escape(''.join(FORMULA_STARTS))}])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a row of the platform."""

    flag: CnfmFlag
    note: str
    row: int
    """Where it stands in the file."""


class DecisionsUnusable(RecordsUnusable):
    """The file does not decide exactly the present rows; everything that is wrong with it."""

    what = "清分决定文件"


class DecisionMapping(ShapedMapping):
    """The columns of the file that are read; all others are only for the person who decides."""

    __slots__ = ()
    # What the platform sent is not judged again: its ids must come back as they are, whatever they look like.
    shape = RecordShape(
        columns=(
            *(replace(COLUMNS[name], kind="text", length=0, required=True, filled=False) for name in _IDS),
            OCCURRENCE,
            *(replace(COLUMNS[name], filled=False) for name in MONEY),
            FLAG,
            NOTE,
        )
    )


def write_decisions(matching: Matching, path: Path) -> None:
    """Writes every row of the platform with what was found and the proposed flag, to be changed by a person.

    Where only a person may decide the flag is left blank, which `read_decisions` refuses.

    A workbook also has a sheet with the records that the platform lacks. Replaces a file of that name.

    Raises:
        ValueError: for a suffix that is not among SUFFIXES.
        OSError: when the file cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"清分决定文件应以 {' 或 '.join(SUFFIXES)} 结尾")
    sheet = _sheet(matching)
    with replacing(path) as temporary:
        if path.suffix.lower() == ".csv":
            write_csv(sheet, temporary)
        else:
            write_xlsx([sheet, missing_sheet(matching)], temporary)


def read_decisions(
    path: Path, platform: pl.DataFrame, *, encoding: str | None = None, sheet: str | None = None
) -> Mapping[int, Decision]:
    """The decisions by row_id, in the order of the platform's rows (PLATFORM_SCHEMA), exactly one for each.

    Raises:
        DecisionsUnusable: with every problem at once; nothing of such a file may be used.
    """
    mapping = DecisionMapping()
    try:
        with working_folder() as folder:
            source = open_file(path, folder=folder, keep=mapping.headings, encoding=encoding, sheet=sheet)
            text = text_frame(source, mapping).collect()
            findings = find_broken(text.lazy(), source, mapping)
    except pl.exceptions.PolarsError as error:
        raise DecisionsUnusable.because(path, f"无法读取：{broken(error)}") from None
    except RecordsUnusable as error:
        raise DecisionsUnusable(problems=error.problems, count=error.count) from None
    lines, current = _lines(text, source), _current(as_platform(platform))
    findings = reduce(add, (_repeated(lines), _unknown(lines, current), _changed(lines, current, source)), findings)
    (findings + _missing(lines, current)).refuse(DecisionsUnusable)
    decided = current.join(lines, on=ROW_KEY, how="inner", maintain_order="left")
    return {
        row["row_id"]: Decision(flag=CnfmFlag(row[FLAG.name]), note=row[NOTE.name] or "", row=row["row"])
        for row in decided.iter_rows(named=True)
    }


def _sheet(matching: Matching) -> Sheet:
    rows = matching.rows
    proposed = FLAG.name
    shown = headed(
        rows.select(
            *ROW_KEY,
            "mdtrt_setl_time",
            *(pl.col(f"platform_{name}").alias(name) for name in MONEY),
            *(f"{side}_{name}" for name in MONEY for side in ("local", "diff")),
            "kind",
            "reason",
            _blank_where_doubtful(proposed),
        )
    ).with_columns(
        rows.select(_blank_where_doubtful(proposed)).to_series().alias(FLAG.heading), pl.lit("").alias(NOTE.heading)
    )
    return Sheet(
        title="清分决定",
        headings=tuple(shown.columns),
        rows=shown.iter_rows(),
        choices={FLAG.heading: tuple(FLAG.choices), NOTE.heading: ()},
    )


def _blank_where_doubtful(name: str) -> pl.Expr:
    """The proposed flag; nothing where only a person may decide, who then has to write one."""
    return pl.when(pl.col("kind") == MatchKind.DOUBTFUL.value).then(pl.lit("")).otherwise(pl.col(name)).alias(name)


def _current(platform: pl.DataFrame) -> pl.DataFrame:
    """The present rows by key, with their amounts; their ids cleaned like those of the file."""
    ids = (_unguarded(as_text(COLUMNS[name], name, pl.String(), {})).alias(name) for name in _IDS)
    amounts = (amount.alias(f"now_{name}") for name, amount in platform_amounts().items())
    return platform.select("row_id", *ids, pl.col(OCCURRENCE.name).cast(pl.String), *amounts)


def _lines(text: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The rows of the file by key, those left out whose key is broken."""
    shape = DecisionMapping.shape
    keyed = text.filter(~_is_broken([column for column in shape.columns if column.name in ROW_KEY], source))
    return keyed.with_columns(_unguarded(pl.col(name)) for name in _IDS)


def _unguarded(text: pl.Expr) -> pl.Expr:
    """A text without what was put before it so that Excel takes it for no formula; nothing where there is none."""
    return text.str.replace(_GUARDED, "$1").fill_null("")


def _is_broken(columns: list[RecordColumn], source: Source) -> pl.Expr:
    return reduce(or_, (check.is_broken for column in columns for check in checks(column, source.marks)))


def _repeated(lines: pl.DataFrame) -> Findings:
    first = pl.col("row").min().over(ROW_KEY)
    again = lines.with_columns(first.alias("first")).filter(pl.col("row") != pl.col("first"))
    return Findings.of(again, COLUMNS["setl_sn"], "与第 {first} 行是平台的同一行：一行只能有一个决定", rule="repeated")


def _unknown(lines: pl.DataFrame, current: pl.DataFrame) -> Findings:
    unknown = lines.join(current, on=ROW_KEY, how="anti")
    is_spoilt = reduce(
        or_, (pl.col(n).is_in(_spoilt(current[n]).implode()) | pl.col(n).str.contains(SCIENTIFIC) for n in _IDS)
    )
    spoilt, others = unknown.filter(is_spoilt), unknown.filter(~is_spoilt)
    message = "编号像是被 Excel 改成了数值：请用 .xlsx 格式的决定文件，或把编号列设为文本后重新导入"
    hint = f"平台现在没有这一行（{'、'.join(ROW_KEY)}）：文件是以前的，或编号被改过；请重新生成文件"
    return Findings.of(spoilt, COLUMNS["setl_sn"], message, rule="scientific") + Findings.of(
        others, COLUMNS["setl_sn"], hint, rule="unknown_row"
    )


def _spoilt(ids: pl.Series) -> pl.Series:
    """What Excel makes of ids that are all digits."""
    digits = ids.filter(ids.str.contains("^[0-9]+$"))
    rounded = digits.str.slice(0, _EXACT_DIGITS) + digits.str.slice(_EXACT_DIGITS).str.replace_all("[0-9]", "0")
    return pl.concat([rounded, digits.str.strip_chars_start("0"), rounded.str.strip_chars_start("0")])


def _changed(lines: pl.DataFrame, current: pl.DataFrame, source: Source) -> Findings:
    findings = Findings()
    for name in MONEY:
        column = next(column for column in DecisionMapping.shape.columns if column.name == name)
        sound = lines.filter(~_is_broken([column], source)).with_columns(typed(column))
        both = sound.join(current, on=ROW_KEY, how="inner")
        differs = both.filter(pl.col(name).cast(AMOUNT).ne_missing(pl.col(f"now_{name}")))
        now = pl.col(f"now_{name}").cast(pl.String).fill_null("没有")
        message = "与平台现在的金额（{now}）不同：文件是以前的，或金额被改过；请重新生成文件"
        findings += Findings.of(differs.with_columns(now.alias("now")), column, message, rule="amount_changed")
    return findings


def _missing(lines: pl.DataFrame, current: pl.DataFrame) -> Findings:
    """Rows of the platform about which the file says nothing; they come after everything that stands in it."""
    missing = current.join(lines, on=ROW_KEY, how="anti", maintain_order="left")
    column, visit = COLUMNS["setl_sn"], COLUMNS["mdtrt_id"]
    examples = []
    for setl_sn, mdtrt_id, occurrence in missing.select(ROW_KEY).head(SHOWN).iter_rows():
        place = f"{column.name} {setl_sn}（{visit.label} {mdtrt_id}，{OCCURRENCE.label}：{occurrence}）"
        message = "文件里没有这一行：每一行都要有决定，不确认也要写 0"
        problem = Problem(path=place, field=column.name, label=column.label, message=message, rule="missing_row")
        examples.append((_LAST, problem))
    return Findings(tuple(examples), missing.height)
