"""A month reconciled as chapter 6 says: differences found, the institution's records corrected, reconciled again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from gdyb.client import Client
from gdyb.codes import ClrType, Insutype
from gdyb_cli.demo.sandbox_process import ask_sandbox
from gdyb_runtime.money import difference, total
from gdyb_workflows.reconciliation import (
    ColumnMapping,
    DifferenceKind,
    Group,
    Period,
    Progress,
    Reconciliation,
    Records,
    reconcile,
)
from gdyb_workflows.reconciliation.columns import COLUMNS, MONEY

__all__ = ["Month", "Reconciled", "differences_to_inject", "reconcile_twice", "records_of"]

_DIFFERENCES = {
    "ours-only": DifferenceKind.OURS_ONLY,
    "centre-only": DifferenceKind.CENTRE_ONLY,
    "amount": DifferenceKind.AMOUNTS,
}
_ENOUGH_ROWS = 10
_INSUTYPES = (Insutype.EMPLOYEE_BASIC, Insutype.RESIDENT_BASIC)
_CLR_TYPES = (ClrType.OUTPATIENT, ClrType.INPATIENT, ClrType.PHARMACY)
_INSUTYPE_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The institution's own records of a month, as text under their wire names."""

    period: Period
    records: pl.DataFrame
    setl_optins: str
    """The office that all of them are settled with."""
    injected: Mapping[str, DifferenceKind]
    """Where the centre departs from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """The month before and after the institution corrected its records."""

    before: Reconciliation
    after: Reconciliation
    injected: tuple[DifferenceKind, ...]
    """What has to be found."""

    @property
    def found(self) -> tuple[DifferenceKind, ...]:
        """The kind of each difference that was found at first."""
        kinds = self.before.differences().get_column("kind").to_list() if self.before.units else []
        return tuple(sorted(map(DifferenceKind, kinds)))

    @property
    def adds_up(self) -> bool:
        """Whether just what was injected was found, sums up to what the totals differ by, and was mended."""
        return (
            self.found == tuple(sorted(self.injected))
            and all(unit.comparison.adds_up for unit in self.before.units)
            and self.after.is_balanced
        )


def differences_to_inject(rows: int) -> Mapping[str, DifferenceKind]:
    """What the sandbox is asked to depart in, and as what each has to be found; nothing in a very small month."""
    return _DIFFERENCES if rows >= _ENOUGH_ROWS else {}


def records_of(period: Period, *, rows: int, seed: int, institution: str, setl_optins: str, folder: Path) -> Month:
    """What the sandbox says the institution itself wrote down in a month.

    Raises:
        SandboxFailed: as `ask_sandbox` does.
    """
    file = folder / "records.csv"
    options = [f"--rows={rows}", f"--seed={seed}", f"--fixmedins-code={institution}", f"--out={file}"]
    ask_sandbox(["records", f"{period.begin:%Y-%m}", *options], folder=folder)
    labels = {column.label: column.name for column in COLUMNS}
    records = pl.read_csv(file, infer_schema=False).rename(labels, strict=False)
    return Month(period=period, records=records, setl_optins=setl_optins, injected=differences_to_inject(rows))


def reconcile_twice(
    client: Client, month: Month, *, folder: Path, progress: Callable[[Progress], None] | None = None
) -> Reconciled:
    """Reconciles the records, corrects them by what was found, and reconciles again."""
    mapping = ColumnMapping(constants={"setl_optins": month.setl_optins})
    # A difference may lie in a group of which the institution has no record.
    groups = [Group(month.setl_optins, clr_type, insutype) for clr_type in _CLR_TYPES for insutype in _INSUTYPES]

    def once(records: pl.DataFrame) -> Reconciliation:
        with Records.from_frame(records, mapping) as checked:
            return reconcile(client, checked, period=month.period, also=groups, folder=folder, progress=progress)

    before = once(month.records)
    after = once(_corrected(month.records, before)) if before.units else before
    return Reconciled(before=before, after=after, injected=tuple(month.injected.values()))


def _corrected(records: pl.DataFrame, result: Reconciliation) -> pl.DataFrame:
    """The records with the centre's word in place of ours wherever they differ."""
    differences = result.differences(show_people=True)
    is_named = pl.col("setl_id").is_in(differences.get_column("setl_id").to_list())
    ours = {row["setl_id"]: row for row in records.filter(is_named).iter_rows(named=True)}
    mended = list(_mended(differences, ours))
    return pl.concat([records.filter(~is_named), pl.DataFrame(mended, schema=records.schema)])


def _mended(differences: pl.DataFrame, ours: dict[str, dict[str, object]]) -> Iterator[dict[str, object]]:
    for row in differences.iter_rows(named=True):
        if row["kind"] == DifferenceKind.OURS_ONLY:
            continue
        money: dict[str, Decimal] = {name: row[f"centre_{name}"] for name in MONEY}
        cash = difference(money["medfee_sumamt"], total((money["fund_pay_sumamt"], money["acct_pay"])))
        amounts = {name: str(amount) for name, amount in (money | {"cash_payamt": cash}).items()}
        own = ours.get(row["setl_id"]) or {
            **{name: row[name] for name in ("setl_id", "mdtrt_id", "psn_no", "msgid", "clr_type")},
            "insutype": str(row["memo"])[-_INSUTYPE_LENGTH:],
            "setl_time": row["day"].isoformat(),
            "refd_setl_flag": row["centre_refd"],
        }
        yield own | amounts
