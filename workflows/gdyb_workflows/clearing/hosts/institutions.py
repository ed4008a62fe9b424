"""Many institutions in one file: the settings of each, where its own records are, and how fast it may be worked on."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gdyb.settings import Settings
from gdyb_runtime.config.section import read_settings_file, resolve_beside
from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.local.environment import env_name
from gdyb_runtime.problems import Problem, did_you_mean

__all__ = ["Institution", "Institutions", "Pace", "RecordsSource", "load_institutions"]

_LIST, _DEFAULTS, _PACE, _RECORDS = "institution", "defaults", "run", "records"
_TOP = (_LIST, _DEFAULTS, _PACE, "clearing")
_CONFIG, _BY_ENV = "config", "_env"
_IN_RECORDS = ("file", "mapping")
_RECORD_KEYS = ("file", "database", "query", "table", "mapping", "encoding", "sheet")
_PLACEHOLDERS = ("{year}", "{month}", "{institution}")
_FIELDS: Final = frozenset(Settings.model_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsSource:
    """Where an institution's own settlement records are; texts may hold {year}, {month} (01–12) and {institution}."""

    file: Path | None = None
    database: str = field(default="", repr=False)
    """SQLAlchemy URL, which may hold a password."""
    query: str = ""
    table: str = ""
    mapping: Path | None = None
    """TOML: which column of the records is which, see matching."""
    encoding: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """One institution of the file."""

    number: int
    """Its place in the file, from 1."""
    settings: Settings
    records: RecordsSource | None = None

    @property
    def code(self) -> str:
        """Its fixmedins_code."""
        return self.settings.fixmedins_code

    @property
    def name(self) -> str:
        """What people call it."""
        return self.settings.fixmedins_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast platform and institutions are worked on."""

    at_once: int = 50
    """Institutions at once on one platform, all hosts together."""
    calls_per_minute: int = 0
    """At most so many confirmations of one institution in a minute; 0 means as fast as they are answered."""
    months_per_hour: int = 0
    """Months of one institution begun in an hour, a brake on whatever starts them in a loop; 0 means any number."""

    @property
    def interval(self) -> float:
        """Seconds from an answered confirmation of an institution to its next one."""
        return 60.0 / self.calls_per_minute if self.calls_per_minute else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Institutions:
    """Everything that the file says."""

    entries: tuple[Institution, ...]
    pace: Pace

    def only(self, codes: Sequence[str]) -> "Institutions":
        """Those with one of these codes, all without any; LookupError in Chinese names those that are not there."""
        known = {one.code for one in self.entries}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise LookupError(f"机构名单里没有 {'、'.join(unknown)}{did_you_mean(unknown[0], known)}")
        selected = tuple(one for one in self.entries if not codes or one.code in codes)
        return Institutions(entries=selected, pace=self.pace)

    def find(self, platform: str, code: str) -> Institution | None:
        """The institution of this code at this platform."""
        of_code = (one for one in self.entries if one.code == code and one.settings.base_url == platform)
        return next(of_code, None)


def load_institutions(path: Path) -> Institutions:
    """Reads `institutions.toml`; relative paths count from its folder.

    Raises:
        SettingsInvalid: with everything that is wrong, each with the number and the code of its institution.
    """
    document = read_settings_file(path, (*Settings.__paths__, *_IN_RECORDS, _CONFIG, "ledger"))
    problems = [_problem(name, "没有这个表" + did_you_mean(name, _TOP)) for name in document if name not in _TOP]
    pace = _read_pace(document.get(_PACE, {}), problems)
    defaults = document.get(_DEFAULTS, {})
    if not isinstance(defaults, dict):
        problems.append(_problem(_DEFAULTS, f"应为一个表 [{_DEFAULTS}]"))
        defaults = {}
    tables = document.get(_LIST, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(_problem(_LIST, f"每个机构应写成一段 [[{_LIST}]]"))
        tables = []
    elif not tables:
        problems.append(_problem(_LIST, f"没有机构：每个机构写一段 [[{_LIST}]]"))
    entries = [
        institution
        for number, table in enumerate(tables, 1)
        if (institution := _Entry(number, path.parent, defaults, table, problems).read()) is not None
    ]
    problems += _repeated(entries)
    if problems:
        raise SettingsInvalid(problems=tuple(problems))
    return Institutions(entries=tuple(entries), pace=pace)


class _Entry:
    """One `[[institution]]` on its way to an Institution; what is wrong is added to the problems of the file."""

    def __init__(
        self, number: int, folder: Path, defaults: Mapping[str, Any], table: Mapping[str, Any], problems: list[Problem]
    ) -> None:
        self._number = number
        self._folder = folder
        self._problems = problems
        self._defaults = dict(defaults)
        self._table = dict(table)
        self._code = str(table.get("fixmedins_code", ""))

    def read(self) -> Institution | None:
        before = len(self._problems)
        records = self._records()
        values = {
            **self._resolved(self._defaults, self._folder),
            **self._from_config(),
            **self._resolved(self._table, self._folder),
        }
        self._code = str(values.get("fixmedins_code", ""))
        try:
            settings = Settings(**values)
        except SettingsInvalid as error:
            for problem in error.problems:
                name = problem.path.removeprefix(env_name("")).lower()
                self._wrong(name, problem.message, label=problem.label, rule=problem.rule)
            return None
        if len(self._problems) > before:
            return None
        return Institution(number=self._number, settings=settings, records=records)

    def _from_config(self) -> Mapping[str, Any]:
        config = self._table.pop(_CONFIG, None)
        if config is None:
            return {}
        if not isinstance(config, str) or not config:
            self._wrong(_CONFIG, "应为配置文件的路径")
            return {}
        file = self._folder / config
        try:
            table = Settings.table_of(file, read_settings_file(file, Settings.__paths__))
        except SettingsInvalid as error:
            for problem in error.problems:
                self._wrong(_CONFIG, str(problem))
            return {}
        self._code = self._code or str(table.get("fixmedins_code", ""))
        return self._resolved(table, file.parent)

    def _resolved(self, table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
        """With its paths beside the file and its `…_env` keys taken from the environment."""
        resolved = dict[str, Any]()
        for key, value in table.items():
            name = key.removesuffix(_BY_ENV)
            if key in _FIELDS or name == key or name not in _FIELDS:
                resolved[key] = value
                continue
            if (text := self._from_environment(key, value)) is not None:
                resolved[name] = text
        return resolve_beside(resolved, folder, Settings.__paths__)

    def _from_environment(self, key: str, name: object) -> str | None:
        if not isinstance(name, str) or not name:
            self._wrong(key, "应为环境变量的名称")
            return None
        text = os.environ.get(name, "")
        if not text:
            self._wrong(key, f"环境变量 {name} 没有值")
            return None
        return text

    def _records(self) -> RecordsSource | None:
        default = self._defaults.pop(_RECORDS, None)
        own = self._table.pop(_RECORDS, None)
        if default is None and own is None:
            return None
        before = len(self._problems)
        source = dict[str, Any]()
        for table in (default, own):
            if table is not None and not isinstance(table, dict):
                self._wrong(_RECORDS, f"应为一个表 [{_LIST}.{_RECORDS}]")
            elif table is not None:
                source |= table
        if (name := source.pop(f"database{_BY_ENV}", None)) is not None:
            source["database"] = self._from_environment(f"{_RECORDS}.database{_BY_ENV}", name) or ""
        for key, value in source.items():
            place = f"{_RECORDS}.{key}"
            if key not in _RECORD_KEYS:
                self._wrong(place, "没有这个配置项" + did_you_mean(key, _RECORD_KEYS), rule="unknown_field")
            elif not isinstance(value, str):
                self._wrong(place, "应为文本")
        if len(self._problems) == before:
            self._check_source(source)
        if len(self._problems) > before:
            return None
        paths = {key: self._folder / source.pop(key) for key in _IN_RECORDS if source.get(key)}
        return RecordsSource(**paths, **{key: value for key, value in source.items() if value})

    def _check_source(self, source: Mapping[str, str]) -> None:
        has_file, has_database = bool(source.get("file")), bool(source.get("database"))
        if has_file == has_database:
            self._wrong(_RECORDS, "file 与 database（或 database_env）应给出其中一个")
        elif has_database and bool(source.get("query")) == bool(source.get("table")):
            self._wrong(_RECORDS, "从数据库读要给出 query 或 table 之一")
        elif has_file and (source.get("query") or source.get("table")):
            self._wrong(_RECORDS, "query 和 table 只用于 database")
        for key, text in source.items():
            for name in re.findall(r"\{[^}]*\}", text) if key in ("file", "query", "table") else ():
                if name not in _PLACEHOLDERS:
                    self._wrong(f"{_RECORDS}.{key}", f"不认识 {name}，可用 {'、'.join(_PLACEHOLDERS)}")

    def _wrong(self, name: str, message: str, *, label: str = "", rule: str = "institutions") -> None:
        place = f"第 {self._number} 个机构 {self._code}".rstrip()
        self._problems.append(
            Problem(path=f"{place} {name}".rstrip(), field=name, label=label, message=message, rule=rule)
        )


def _read_pace(table: object, problems: list[Problem]) -> Pace:
    known = {name: item.default for name, item in Pace.__dataclass_fields__.items()}
    if not isinstance(table, dict):
        problems.append(_problem(_PACE, f"应为一个表 [{_PACE}]"))
        return Pace()
    values = dict[str, int]()
    for name, value in table.items():
        least = 1 if name == "at_once" else 0
        if name not in known:
            problems.append(_problem(f"{_PACE}.{name}", "没有这个配置项" + did_you_mean(name, known)))
        elif isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 100_000:
            problems.append(_problem(f"{_PACE}.{name}", f"应为 {least} 至 100000 的整数"))
        else:
            values[name] = value
    return Pace(**values)


def _repeated(entries: Sequence[Institution]) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for one in entries:
        number = first.setdefault((one.settings.base_url, one.code), one.number)
        if number != one.number:
            place = f"第 {one.number} 个机构 {one.code} fixmedins_code"
            yield _problem(place, f"与第 {number} 个机构重复：一个机构只能写一次", rule="repeated")


def _problem(name: str, message: str, *, rule: str = "institutions") -> Problem:
    return Problem(path=name, field=name, message=message, rule=rule)
