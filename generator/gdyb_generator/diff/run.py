"""diff as functions: names of editions in, a comparison out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gdyb_generator.diff import accept
from gdyb_generator.diff.change import Change, Item
from gdyb_generator.diff.compare import compare_items
from gdyb_generator.diff.editions import Edition, opened
from gdyb_generator.diff.facts import facts
from gdyb_generator.diff.page import render_page
from gdyb_generator.diff.version import Version, next_version, parse_version, step_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two editions, taken apart, with what changed and what was said about it."""

    old: Edition
    new: Edition
    old_items: dict[str, Item]
    new_items: dict[str, Item]
    verdict: accept.Verdict

    def page(self) -> str:
        """The page to sign."""
        return render_page(self.verdict, self.old_items, self.new_items, (self.old.name, self.new.name))

    def line_of(self, change: Change) -> int:
        """The line of a change in its file of the new edition; the first where it is gone."""
        file = self.new.spec.files.get(change.place.file)
        return file.content.mark(change.place.steps)[0] if file and change.place.key in self.new_items else 1

    def step(self, version: Version) -> str:
        """The step of the version number that the changes ask for."""
        return step_of(self.verdict.changes, version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to compare: names of two editions, the checkout they are looked up in, and the accept file, if any."""

    old: str
    new: str
    root: Path
    accepted: Path | None
    today: date


@contextmanager
def compared(request: Request) -> Iterator[Comparison]:
    """The comparison; editions that were unpacked for it are gone afterwards. Raises EditionUnreadable."""
    with opened(request.old, request.root) as old, opened(request.new, request.root) as new:
        old_items, new_items = facts(old.package), facts(new.package)
        changes = compare_items(old_items, new_items)
        verdict = _judged(changes, request)
        yield Comparison(old=old, new=new, old_items=old_items, new_items=new_items, verdict=verdict)


def _judged(changes: list[Change], request: Request) -> accept.Verdict:
    if request.accepted is None:
        return accept.judge(changes, [], request.today)
    file = request.accepted.name
    entries, said = accept.parse(request.accepted.read_text(encoding="utf-8-sig"), file)
    return accept.judge(changes, entries, request.today, file, said)


def version_of(root: Path) -> Version:
    """The version in pyproject.toml of a checkout; 0.0.0 where there is none."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("project", {})
    except (OSError, ValueError):
        project = {}
    return parse_version(str(project.get("version", ""))) or Version(0, 0, 0)


def proposed(base: Version, comparison: Comparison) -> tuple[str, Version]:
    """The step and the version number it leads to."""
    step = comparison.step(base)
    return step, next_version(base, step)
