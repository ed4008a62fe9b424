"""How 1101 would be asked about the person of a record, and asking it."""

from collections.abc import Callable
from dataclasses import dataclass

from gdyb import operations
from gdyb.client import Client
from gdyb.models import i1101
from gdyb_cli.interfaces.reply import print_reply, reply_record
from gdyb_cli.reader.options import Source
from gdyb_cli.screen import problem_record, progress, say
from gdyb_runtime.errors import RequestInvalid
from gdyb_workflows.configuration import load_settings
from gdyb_workflows.tables import TABLES

__all__ = ["PersonCase"]

_OPERATION = operations.query_person
_TITLE = f"{_OPERATION.infno} {_OPERATION.title}"
_KINDS = ("mdtrt_cert_type", "psn_cert_type")
"""The fields that tell the cases apart; they hold codes and nothing personal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCase:
    """What 1101 is asked about the person of a record, or why it cannot be asked."""

    builder: str
    """The constructor, as a program would write it."""
    data: i1101.InputData | None
    error: RequestInvalid | None = None

    @classmethod
    def of(cls, builder: str, build: Callable[[], i1101.InputData]) -> "PersonCase":
        """The case that a constructor leads to."""
        try:
            return cls(builder=builder, data=build())
        except RequestInvalid as error:
            return cls(builder=builder, data=None, error=error)

    def show(self) -> None:
        """One line for people, or the problems."""
        say(f"查询方式：{_TITLE}，{self.builder}" + "".join(f"，{name}={text}" for name, text in self._kinds()))
        if self.error is not None:
            say(f"按这条记录无法查询：{self.error.explain()}")

    def record(self) -> dict[str, object]:
        """The same as data."""
        kinds = {name: getattr(self.data, name) for name, _ in self._kinds()}
        problems = [problem_record(problem) for problem in self.error.problems] if self.error else []
        return {"infno": _OPERATION.infno, "builder": self.builder, **kinds, "problems": problems}

    def ask(self, source: Source, *, show: bool, json: bool) -> dict[str, object] | None:
        """Asks the platform; shows the answer, or gives it as data. GdybError when there is none."""
        if self.data is None:
            assert self.error is not None
            raise self.error
        settings = load_settings(config=source.config, env_file=source.env_file)
        with Client(settings) as client, progress(_TITLE):
            reply = client.query_person(data=self.data)
        if json:
            return reply_record(_OPERATION, reply, show=show)
        print_reply(_OPERATION, reply, show=show)
        return None

    def _kinds(self) -> list[tuple[str, str]]:
        node = TABLES.interface(_OPERATION.infno).operations[_OPERATION.name][0]
        rows = ((name, node.field(name), getattr(self.data, name, None)) for name in _KINDS)
        return [
            (name, f"{value} {field.labels.get(value, '')}".strip()) for name, field, value in rows if field and value
        ]
