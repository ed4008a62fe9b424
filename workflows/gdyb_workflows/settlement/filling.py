"""What follows from a person for a business: number, document, insurance and its place. What is given must agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from gdyb.models import i1101
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.errors import RequestInvalid
from gdyb_runtime.model.base import RequestModel, is_empty
from gdyb_runtime.model.labels import label_of, model_of
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.problems import Problem
from gdyb_workflows.settlement.insurances import insurance_kind, insurance_text, insured_place, pause_of

__all__ = ["Envelope", "Filling", "Insurance", "Node", "Patient", "fields_of"]

Node: TypeAlias = RequestModel | Mapping[str, object]
Envelope: TypeAlias = Mapping[str, str]
Insurance: TypeAlias = i1101.OutputInsuinfo

_INSURED_PLACE = "insuplc_admdvs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Who it is, as 1101 answered, and by which document."""

    person: i1101.OutputBaseinfo
    insurances: tuple[Insurance, ...]
    """The person's insurances; a settlement is made under one of them."""
    mdtrt_cert_type: str
    mdtrt_cert_no: str = field(repr=False)


class Filling:
    """The node of one business with what follows from the person; `check` raises everything that does not agree."""

    def __init__(
        self,
        operation: Operation[Any, Any],
        patient: Patient,
        node: Node,
        *,
        insurance: Insurance | None,
        envelope: Envelope | None,
        today: date,
    ) -> None:
        self._operation = operation
        self._today = today
        self._problems: list[Problem] = []
        self.notes: list[Problem] = []
        """What a person should know, such as an insurance that is paused."""
        self.envelope: Envelope = envelope or {}
        """With the place of the insurance."""
        use = SETTLEMENT.use(operation.infno)
        insutype, place = self._insurance(patient, use.node, fields_of(node).get("insutype"), insurance)
        self.values = {
            "psn_no": patient.person.psn_no,
            "mdtrt_cert_type": patient.mdtrt_cert_type,
            "mdtrt_cert_no": patient.mdtrt_cert_no,
            "insutype": insutype,
        }
        """What was filled in."""
        self.nodes: dict[str, object] = {use.node: self.fill(use.node, node, *self.values)}
        if place:
            self._compare(_INSURED_PLACE, _INSURED_PLACE, self.envelope.get(_INSURED_PLACE), place, "参保地医保区划")
            self.envelope = {**self.envelope, _INSURED_PLACE: place}

    def fill(self, path: str, node: object, *names: str) -> object:
        """A node with the values that follow from the person; what the caller gave must agree with them."""
        if not isinstance(node, RequestModel | Mapping):
            return node
        fields = fields_of(node)
        model = model_of(self._operation.input_type, path.partition("[")[0])
        for name in names:
            label = label_of(model, name) if model else ""
            self._compare(f"{path}.{name}", name, fields.get(name), self.values[name], label)
        return fields | {name: self.values[name] for name in names if self.values[name]}

    def fill_rows(self, path: str, rows: object, *names: str) -> object:
        """The same for each row; what is no node or no rows stays as it is, for the call itself to refuse."""
        if isinstance(rows, str | Mapping) or not isinstance(rows, Iterable):
            return rows
        return [self.fill(f"{path}[{index}]", row, *names) for index, row in enumerate(rows)]

    def check(self) -> None:
        """Raises RequestInvalid with everything that does not agree."""
        if self._problems:
            operation = self._operation
            raise RequestInvalid(infno=operation.infno, title=operation.title, problems=tuple(self._problems))

    def _insurance(self, patient: Patient, node: str, insutype: object, insurance: Insurance | None) -> tuple[str, str]:
        """Kind of insurance and place of it; empty texts where only the caller can know."""
        rows = patient.insurances if insurance is None else (insurance,)
        found = {(insurance_kind(row), insured_place(row)): row for row in rows}
        if insurance is None and not is_empty(insutype):
            # A kind that 1101 does not list is the platform's to refuse; the place still follows from the person.
            found = {pair: row for pair, row in found.items() if pair[0] == insutype} or {
                ("", place): row for (_, place), row in found.items()
            }
        place = self.envelope.get(_INSURED_PLACE)
        found = {pair: row for pair, row in found.items() if pair[1] == place} or found
        if len(found) > 1:
            listed = "、".join(insurance_text(found[pair], self._today) for pair in sorted(found))
            message = f"参保人有多个险种，请用 insurance 指定其中一个：{listed}"
            self._report(f"{node}.insutype", "insutype", message, "险种类型", "insurance_choice")
        if len(found) != 1:
            return "", ""
        pair, row = found.popitem()
        if pause := pause_of(row, self._today):
            message = f"{insurance_text(row, self._today)}：{pause}，平台可能不予结算"
            path = f"{node}.insutype"
            self.notes.append(
                Problem(path=path, field="insutype", label="险种类型", message=message, rule="insurance_paused")
            )
        return pair

    def _compare(self, path: str, name: str, provided: object, value: str, label: str) -> None:
        if value and not is_empty(provided) and str(provided) != value:
            message = "与人员识别（1101）的结果不一致；由流程填写，不用传入"
            self._report(path, name, message, label, "voucher_mismatch")

    def _report(self, path: str, name: str, message: str, label: str, rule: str) -> None:
        self._problems.append(Problem(path=path, field=name, label=label, message=message, rule=rule))


def fields_of(node: object) -> dict[str, object]:
    """The fields of a node, none of what is no node."""
    return dict(node) if isinstance(node, RequestModel | Mapping) else {}
