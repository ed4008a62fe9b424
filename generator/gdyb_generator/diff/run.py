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
from gdyb_generator.diff.page import About, render_page
from gdyb_generator.diff.surface import unexplained
from gdyb_generator.diff.version import Version, next_version, parse_version, step_of, version_findings, version_in
from gdyb_generator.spec.findings import Finding


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two editions as records, with their changes and the accept file's verdict."""

    old: Edition
    new: Edition
    old_items: dict[str, Item]
    new_items: dict[str, Item]
    verdict: accept.Verdict
    request: Request

    def page(self) -> str:
        """The page to sign."""
        step, number = self.proposed()
        about = About(
            old=_called(self.old.name),
            new=_called(self.new.name),
            made=self.request.today,
            version=f"{self.base} → {number}" if step != "none" else "",
        )
        return render_page(self.verdict, self.old_items, self.new_items, about)

    def line_of(self, change: Change) -> int:
        """The line of a change in its file of the new edition; the first where it is gone."""
        file = self.new.spec.files.get(change.place.file)
        return file.content.mark(change.place.steps)[0] if file and change.place.key in self.new_items else 1

    @property
    def base(self) -> Version:
        """The version of the old edition: its tag's, else its pyproject.toml's, else that of the checkout."""
        named = parse_version(self.old.name) or version_in(self.old.project)
        return named or version_in(_text(self.request.root / "pyproject.toml")) or Version(0, 0, 0)

    def proposed(self) -> tuple[str, Version]:
        """The step that the changes require and the resulting version number."""
        step = step_of(self.verdict.changes, self.base)
        return step, next_version(self.base, step)


@contextmanager
def compared(request: Request) -> Iterator[Comparison]:
    """The comparison; editions that were unpacked for it are gone afterwards. Raises EditionUnreadable."""
    with opened(request.old, request.root) as old, opened(request.new, request.root) as new:
        old_items, new_items = facts(old.package), facts(new.package)
        if old.surface and new.surface:
            before, after = unexplained((old.surface, new.surface), (old.made, new.made))
            old_items, new_items = old_items | before, new_items | after
        changes = compare_items(old_items, new_items)
        verdict = _judged(changes, request, old)
        yield Comparison(old=old, new=new, old_items=old_items, new_items=new_items, verdict=verdict, request=request)


def _judged(changes: list[Change], request: Request, old: Edition) -> accept.Verdict:
    of_version = _version_findings(changes, request)
    if request.accepted is None:
        return accept.judge(changes, [], request.today, said=of_version)
    file = request.accepted.name
    entries, said = accept.parse(request.accepted.read_bytes(), file)
    released = accept.parse(old.accepted.encode())[0] if request.since else []
    return accept.judge(changes, entries, request.today, file, said=[*said, *of_version], released=released)


def _version_findings(changes: list[Change], request: Request) -> list[Finding]:
    """Findings when version or changelog of the checkout do not cover the changes since the release."""
    released = parse_version(request.since)
    if released is None:
        return []
    required = next_version(released, step_of(changes, released))
    project, changelog = (_text(request.root / name) for name in ("pyproject.toml", "CHANGELOG.md"))
    return version_findings(project, changelog, released=released, required=required)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _called(name: str) -> str:
    """Display name of an edition; ``.`` becomes the name of the folder."""
    return Path(name).resolve().name if name in {".", "./"} else name
