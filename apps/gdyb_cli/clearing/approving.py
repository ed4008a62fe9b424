"""What an approval would come to, shown to the person who gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_cli.clearing.shown import AMOUNTS, amounts_cells, amounts_record, amounts_text, kind_label
from gdyb_cli.screen import print_table, say
from gdyb_workflows.clearing.period import Amounts

if TYPE_CHECKING:
    from gdyb_workflows.clearing.current import CurrentRow
    from gdyb_workflows.clearing.matching.decision_file import Decision

__all__ = ["Approval", "of_decisions", "of_proposals", "print_proposals", "proposals_record"]

_FLAGS = {CnfmFlag.CONFIRMED.value: "确认", CnfmFlag.NOT_CONFIRMED.value: "不确认", "": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Flags to be approved, by row, and what they come to; only rows whose approval changes."""

    flags: Mapping[int, str]
    notes: Mapping[int, str]
    included: Amounts
    excluded: Amounts
    too_late: int = 0
    """Rows that a batch holds with another flag than the file has now."""

    @property
    def lines(self) -> str:
        """Rows and money of each flag that there is, a line each."""
        named = {"确认": self.included, "不确认": self.excluded}
        return "\n".join(f"  {label} {amounts_text(amounts)}" for label, amounts in named.items() if amounts.rows)

    @property
    def record(self) -> dict[str, object]:
        """The same as data."""
        return {"included": amounts_record(self.included), "excluded": amounts_record(self.excluded)}


def of_proposals(rows: "Sequence[CurrentRow]") -> Approval:
    """Every proposal that waits for a person; what is approved already stays as it is."""
    return _approval(
        rows, {row.row_id: row.proposed for row in rows if row.is_undecided and row.proposed and not row.doubt}, {}
    )


def of_decisions(rows: "Sequence[CurrentRow]", decisions: "Mapping[int, Decision]") -> Approval:
    """What a person wrote into the file, of the rows that can still be decided on and are not decided like that."""
    open_rows = {row.row_id: row for row in rows if row.is_open}
    selected = {row_id: one for row_id, one in decisions.items() if row_id in open_rows}
    changed = {row_id: one for row_id, one in selected.items() if open_rows[row_id].flag != one.flag.value}
    flags = {row_id: one.flag.value for row_id, one in changed.items()}
    in_batches = [row for row in rows if not row.is_open and row.flag is not None and row.row_id in decisions]
    too_late = sum(row.flag != decisions[row.row_id].flag.value for row in in_batches)
    approval = _approval(rows, flags, {row_id: one.note for row_id, one in changed.items() if one.note})
    return replace(approval, too_late=too_late)


def _approval(rows: "Sequence[CurrentRow]", flags: Mapping[int, str], notes: Mapping[int, str]) -> Approval:
    from gdyb_workflows.clearing.current import amounts_of

    def total(flag: CnfmFlag) -> Amounts:
        return amounts_of(row for row in rows if flags.get(row.row_id) == flag.value)

    return Approval(
        flags=flags, notes=notes, included=total(CnfmFlag.CONFIRMED), excluded=total(CnfmFlag.NOT_CONFIRMED)
    )


def print_proposals(rows: "Sequence[CurrentRow]") -> None:
    """Rows and money that can be decided on, by what was found, proposed and approved."""
    lines = [
        (
            kind_label(kind),
            _FLAGS[proposed],
            "—" if flag is None else _FLAGS[flag],
            *amounts_cells(amounts),
        )
        for (kind, proposed, flag), amounts in _groups(rows).items()
    ]
    if lines:
        say("可以批准的结算（不含已列入批次的）：")
        print_table(("核对结果", "建议", "已批准", *AMOUNTS), lines, right=(3, 4, 5))


def proposals_record(rows: "Sequence[CurrentRow]") -> list[dict[str, object]]:
    """The same as data."""
    return [
        {"kind": kind, "proposed": proposed, "approved": flag, **amounts_record(amounts)}
        for (kind, proposed, flag), amounts in _groups(rows).items()
    ]


def _groups(rows: "Sequence[CurrentRow]") -> dict[tuple[str, str, str | None], Amounts]:
    from gdyb_workflows.clearing.current import amounts_of

    groups: dict[tuple[str, str, str | None], list[CurrentRow]] = {}
    for row in rows:
        if row.is_open:
            groups.setdefault((row.kind, row.proposed, row.flag), []).append(row)
    return {key: amounts_of(group) for key, group in sorted(groups.items(), key=lambda item: [str(x) for x in item[0]])}
