"""Schema of readers/<library>.yaml: functions, records and city editions of a card reader library."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format import ParameterKind, Sensitive, SpecModel

ItemKind = Literal["text", "date", "validity", "photo"]


class Parameter(SpecModel):
    """One parameter as printed; `kind` says what we make of it, `length` is the recommended size of its buffer."""

    name: str
    type: Literal["const char *", "char *", "int"]
    direction: Literal["输入参数", "输出参数"]
    kind: ParameterKind
    length: str = ""
    line: int
    errata: list[str] = []


class Function(SpecModel):
    """One exported function: `line` is its prototype, `lines` the whole section, `operation` a word of the vocabulary."""

    name: str
    label: str
    operation: str
    line: int
    lines: str
    parameters: list[Parameter] = Field(min_length=1)
    errata: list[str] = []


class Item(SpecModel):
    """One item of a record; `sensitive` must be written, `public` when it says nothing about a person."""

    name: str
    label: str
    kind: ItemKind
    pattern: str = ""
    sensitive: Sensitive
    line: int
    errata: list[str] = []


class Arrangement(SpecModel):
    """One order in which the items come: printed at `line`, or known from `evidence`."""

    items: list[str] = Field(min_length=1)
    note: str
    line: int | None = None
    evidence: str = ""
    errata: list[str] = []


class Record(SpecModel):
    """The text that a function returns; `terminated`: a separator stands also behind the last item."""

    record: str
    label: str
    function: str
    separator: str
    terminated: bool
    items: list[Item] = Field(min_length=1)
    arrangements: list[Arrangement] = Field(min_length=1)
    errata: list[str] = []


class Symbol(SpecModel):
    """What a city's edition calls a function."""

    function: str
    symbol: str


class Unsupported(SpecModel):
    """A function whose counterpart in a city's edition is not known well enough, and why."""

    function: str
    reason: str


class Profile(SpecModel):
    """One city's edition; a function not named keeps its printed name. The first profile is the printed one."""

    id: str
    label: str
    lines: str = ""
    evidence: str = ""
    symbols: list[Symbol] = []
    unsupported: list[Unsupported] = []


class InitAddress(SpecModel):
    """Where the library downloads its resources from in one environment; the first one is the default."""

    environment: str
    url: str
    line: int
    errata: list[str] = []


class ReaderFile(SpecModel):
    """readers/<library>.yaml; `evidence` says where file name and encoding come from, which no document prints."""

    library: str
    label: str
    lines: str
    file_name: str
    encoding: Literal["gb18030", "utf-8"]
    evidence: str
    pin_tries: int = Field(gt=0)
    pin_tries_line: int
    errata: list[str] = []
    init_addresses: list[InitAddress] = Field(min_length=1)
    functions: list[Function] = Field(min_length=1)
    records: list[Record] = Field(min_length=1)
    profiles: list[Profile] = Field(min_length=1)
