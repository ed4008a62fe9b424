"""Which column of a hospital's own data is which column of a record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Self

from gdyb_runtime.local.text_files import TextUnusable, read_toml
from gdyb_runtime.problems import Problem, did_you_mean
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.shape import RecordShape

__all__ = ["ShapedMapping"]

_TABLES = ("columns", "constants", "values")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedMapping:
    """How to read local data; what is not named is looked for under its wire name, then under its Chinese label.

    To be subclassed with the shape of the records.
    """

    shape: ClassVar[RecordShape]
    columns: Mapping[str, str] = field(default_factory=dict)
    """Wire name → heading in the local data."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Wire name → the value of every row, where the local data has no such column."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Wire name → local code → code of the platform; a code that is not listed stays as it is."""

    def __post_init__(self) -> None:
        problems = [problem for table in _TABLES for problem in _unknown(getattr(self, table), table, self.shape.names)]
        both = [name for name in self.columns if name in self.constants]
        problems += [_problem(name, "不能既是列又是固定值") for name in both]
        if problems:
            raise RecordsUnusable(problems=tuple(problems))

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """The mapping in a TOML file with tables `[columns]`, `[constants]` and `[values.名称]`.

        Raises:
            RecordsUnusable: naming everything that is wrong with the file.
        """
        try:
            content = read_toml(path)
        except TextUnusable as error:
            raise RecordsUnusable.because(path, str(error)) from None
        for name, table in content.items():
            if name not in _TABLES:
                raise RecordsUnusable.because(path, f"没有表 [{name}]{did_you_mean(name, _TABLES)}")
            if not _is_text_table(table, deep=name == "values"):
                raise RecordsUnusable.because(path, f'[{name}] 里应为 名称 = "文本"（编码也要加引号）')
        return cls(**content)

    def changed(self, columns: Iterable[str] = (), constants: Iterable[str] = ()) -> Self:
        """This mapping with `名称=列名` and `名称=值` laid over it."""
        over_columns, over_constants = (self._pairs(columns, "列名"), self._pairs(constants, "值"))
        kept = {name: text for name, text in self.columns.items() if name not in over_constants}
        fixed = {name: text for name, text in self.constants.items() if name not in over_columns}
        return replace(self, columns={**kept, **over_columns}, constants={**fixed, **over_constants})

    def resolve(self, headings: Iterable[str]) -> Mapping[str, str]:
        """The heading of every column that is no constant; of those that may be missing, if it is there.

        Raises:
            RecordsUnusable: naming every column that cannot be found.
        """
        names = list(headings)
        # Databases differ in how they write the case of a name.
        known = {name.strip().lower(): name for name in names} | {name.strip(): name for name in names}
        resolved: dict[str, str] = {}
        problems = []
        for column in self.shape.columns:
            if column.name in self.constants:
                continue
            mapped = self.columns.get(column.name)
            own = (column.name, column.label, column.heading, *column.other_labels)
            tried = own if mapped is None else (mapped.strip(), mapped.strip().lower())
            heading = next((known[name] for name in tried if name in known), None)
            if heading is None and mapped is None and not column.required:
                continue
            if heading is None:
                hint = did_you_mean(tried[0], names)
                shown = "" if mapped is None else f" {mapped}"
                how = f"用 --column {column.name}=列名 指定，或用 --constant {column.name}=值 给出固定值"
                problems.append(_problem(column.name, f"数据里没有这一列{shown}{hint or '；'}{how}", column.label))
            else:
                resolved[column.name] = heading
        if problems:
            raise RecordsUnusable(problems=tuple(problems))
        return resolved

    def headings(self, headings: Iterable[str]) -> list[str]:
        """Those that are read; raises RecordsUnusable as `resolve` does."""
        names = list(headings)
        wanted = set(self.resolve(names).values())
        return [name for name in names if name in wanted]

    def _pairs(self, texts: Iterable[str], what: str) -> dict[str, str]:
        pairs = {}
        for text in texts:
            name, equals, value = text.partition("=")
            if not equals or not name.strip() or not value.strip():
                example = self.shape.names[0]
                raise RecordsUnusable(problems=(_problem("", f"应写成 名称={what}，例如 {example}=…"),))
            pairs[name.strip()] = value.strip()
        return pairs


def _unknown(table: Iterable[str], where: str, known: Sequence[str]) -> list[Problem]:
    return [
        _problem(name, f"[{where}] 里没有这个名称{did_you_mean(name, known) or '；现有 ' + '、'.join(known)}")
        for name in table
        if name not in known
    ]


def _problem(name: str, message: str, label: str = "") -> Problem:
    return Problem(path=name, field=name, label=label, message=message, rule="column_mapping")


def _is_text_table(table: object, *, deep: bool) -> bool:
    if not isinstance(table, dict):
        return False
    if deep:
        return all(_is_text_table(inner, deep=False) for inner in table.values())
    return all(isinstance(value, str) for value in table.values())
