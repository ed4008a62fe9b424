"""diff as functions: names of editions in, a comparison out."""

from __future__ import annotations

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
from gdyb_generator.diff.surface import unexplained
from gdyb_generator.diff.version import Version, next_version, parse_version, step_of, untold, version_in
from gdyb_generator.emit.surface import emit_surface
from gdyb_generator.findings import Finding


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
    since: str = ""
    """The tag that `old` is the release of; the checkout must then bear a version that tells the changes."""


@contextmanager
def compared(request: Request) -> Iterator[Comparison]:
    """The comparison; editions that were unpacked for it are gone afterwards. Raises EditionUnreadable."""
    with opened(request.old, request.root) as old, opened(request.new, request.root) as new:
        old_items, new_items = facts(old.package), facts(new.package)
        if old.surface and new.surface:
            made = emit_surface(old.package), emit_surface(new.package)
            before, after = unexplained((old.surface, new.surface), made)
            old_items, new_items = old_items | before, new_items | after
        changes = compare_items(old_items, new_items)
        verdict = _judged(changes, request)
        yield Comparison(old=old, new=new, old_items=old_items, new_items=new_items, verdict=verdict)


def _judged(changes: list[Change], request: Request) -> accept.Verdict:
    of_version = _version_findings(changes, request)
    if request.accepted is None:
        return accept.judge(changes, [], request.today, said=of_version)
    file = request.accepted.name
    entries, said = accept.parse(request.accepted.read_text(encoding="utf-8-sig"), file)
    return accept.judge(changes, entries, request.today, file, [*said, *of_version])


def _version_findings(changes: list[Change], request: Request) -> list[Finding]:
    """What pyproject.toml and CHANGELOG.md of the checkout do not say yet about the changes since the release."""
    released = parse_version(request.since)
    if released is None:
        return []
    wanted = next_version(released, step_of(changes, released))
    project, changelog = (_text(request.root / name) for name in ("pyproject.toml", "CHANGELOG.md"))
    return untold(project, changelog, released=released, wanted=wanted)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def version_of(root: Path) -> Version:
    """The version in pyproject.toml of a checkout; 0.0.0 where there is none."""
    return version_in(_text(root / "pyproject.toml")) or Version(0, 0, 0)


def proposed(base: Version, comparison: Comparison) -> tuple[str, Version]:
    """The step and the version number it leads to."""
    step = comparison.step(base)
    return step, next_version(base, step)
