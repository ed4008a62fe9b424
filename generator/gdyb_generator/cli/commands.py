"""lint, generate, check and docs as functions: folders in, findings or reports out."""

from __future__ import annotations

import dataclasses
import difflib
import keyword
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gdyb_generator.output import manifest
from gdyb_generator.spec.findings import Finding, SpecInvalid

if TYPE_CHECKING:
    from gdyb_generator.ir import Package
    from gdyb_generator.output.write import Report
    from gdyb_generator.spec.load import Spec


# What the package itself imports, and what stands beside it.
_TAKEN_NAMES = frozenset(
    """
    gdyb_cli gdyb_generator gdyb_runtime gdyb_sandbox gdyb_service gdyb_workflows msgspec platformdirs pydantic
    pydantic_core pydantic_settings typing_extensions
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the spec is read and the package is written; `city` names the overlay to lay over the spec."""

    spec: Path
    package: Path
    city: str = ""

    @classmethod
    def below(cls, root: Path) -> Places:
        """The places of a checkout."""
        return cls(spec=root / "spec", package=root / "generated" / "gdyb")

    def of_city(self, city: str, out: Path, name: str = "") -> Places:
        """The places of a city's edition of the package, which never stands in generated/; `name` is what it is imported by."""
        if name and (reason := unusable_package_name(name)):
            raise OutputUnusable(f"包名 {name} 不能用：{reason}")
        package = out / (name or self.package.name)
        if package.resolve().is_relative_to(self.package.parent.resolve()):
            raise OutputUnusable(f"{out} 在 generated/ 之内，那里只放省文档的包；请用 --out 指定别处")
        if package.exists() and manifest.read(package) is None and (not package.is_dir() or any(package.iterdir())):
            raise OutputUnusable(f"{package} 不是生成出来的包，不会覆盖它；请用 --out 指定别处")
        return dataclasses.replace(self, package=package, city=city)


class OutputUnusable(Exception):
    """A city's package can't be written there, or can't have this name."""


def unusable_package_name(name: str) -> str:
    """Why a package can't be imported by a name; empty when it can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        return "写小写字母、数字与下划线，如 gdyb_guangzhou"
    if name in sys.stdlib_module_names or name in _TAKEN_NAMES:
        return "已有这个名称的模块，如 gdyb_guangzhou 则可"
    return ""


def lint(places: Places) -> list[Finding]:
    """All findings of the spec, files named from the root of the checkout."""
    from gdyb_generator.lint.registry import findings_of
    from gdyb_generator.spec.load import load

    return [_from_root(f, places) for f in findings_of(load(places.spec))]


def drafts(places: Places) -> list[Finding]:
    """Unconfirmed proposals of an import, with paths relative to the root of the checkout."""
    from gdyb_generator.lint.drafts import drafts as find
    from gdyb_generator.spec.load import load

    return [_from_root(f, places) for f in find(load(places.spec))]


def generate(places: Places) -> Report:
    """Brings the tree up to date with the spec. Raises SpecInvalid, and writes nothing, when the spec has findings."""
    from gdyb_generator.output import write

    with write.locked(places.package):
        inputs = manifest.current_inputs(places.spec, places.city, places.package.name)
        known = manifest.read(places.package)
        if known is not None and known.same_inputs(inputs) and not manifest.departures(places.package, known):
            return write.Report(wrote=[], kept=sorted(known.outputs), removed=[])
        from gdyb_generator.output.build import build

        old = {
            name: path.read_bytes().decode("utf-8", "replace")
            for name, path in manifest.tree_files(places.package).items()
        }
        return write.replace_tree(places.package, build(_package(places), inputs, old, known))


def check_fast(places: Places) -> list[str]:
    """Departures of the tree from its manifest and of the manifest from the spec; no line means none."""
    inputs = manifest.current_inputs(places.spec, places.city, places.package.name)
    known = manifest.read(places.package)
    if known is None:
        return [f"缺少或读不懂 {places.package / manifest.NAME}"]
    lines = manifest.departures(places.package, known)
    for name in sorted(inputs.spec.keys() | known.spec.keys()):
        if inputs.spec.get(name) != known.spec.get(name):
            lines.append(f"spec 已改动，尚未重新生成  {name}")
    if known.edition != inputs.edition:
        lines.append(f"按 {known.edition or '省文档'} 生成，不是 {inputs.edition or '省文档'}")
    if not known.same_generator(inputs):
        lines.append("生成器或其引擎的版本已改变，尚未重新生成")
    return lines


def check(places: Places) -> list[str]:
    """Regenerates in full and compares byte by byte: unified diffs, missing and extra files; no line means none."""
    from gdyb_generator.output.build import build

    texts = build(_package(places), manifest.current_inputs(places.spec, places.city, places.package.name), {}, None)
    actual = {name: path.read_bytes() for name, path in manifest.tree_files(places.package).items()}
    if (path := places.package / manifest.NAME).is_file():
        actual[manifest.NAME] = path.read_bytes()
    lines: list[str] = []
    for name in sorted(texts.keys() | actual.keys()):
        if name not in texts:
            lines.append(f"多余 extra    {name}")
        elif name not in actual:
            lines.append(f"缺少 missing  {name}")
        elif texts[name].encode("utf-8") != actual[name]:
            lines.append(f"改动 changed  {name}")
            # The manifest follows from the other files; its hashes tell a reader nothing.
            if name != manifest.NAME:
                lines += _diff(name, actual[name].decode("utf-8", "replace"), texts[name])
    return lines


def docs(places: Places, out: Path, *, html: bool) -> Path:
    """Writes the pages of the reference site below `out`; with `html` also builds it. Gives the first page."""
    from gdyb_generator.emit.site import emit_site
    from gdyb_generator.output import site as site_build

    site_build.write_site(out, emit_site(_package(places)))
    return site_build.build_site(out) if html else out / "docs" / "index.md"


def _diff(name: str, old: str, new: str) -> list[str]:
    return list(
        difflib.unified_diff(
            old.splitlines(), new.splitlines(), f"generated/gdyb/{name}", f"spec → gdyb/{name}", lineterm="", n=1
        )
    )


def _package(places: Places) -> Package:
    from gdyb_generator.cities.overlay import overlaid
    from gdyb_generator.lint.registry import findings_of
    from gdyb_generator.resolve.package import resolve
    from gdyb_generator.spec.load import load

    spec = load(places.spec)
    findings = [*findings_of(spec), *_unknown_city(spec, places.city)]
    if findings:
        raise SpecInvalid(_from_root(f, places) for f in findings)
    return resolve(overlaid(spec, places.city) if places.city else spec)


def _unknown_city(spec: Spec, city: str) -> Iterator[Finding]:
    name = f"overlays/{city}.yaml"
    if city and name not in spec.files:
        known = [record.overlay for _, record in spec.overlays()]
        close = difflib.get_close_matches(city, known, n=1)
        hint = f"是否想写 {close[0]}？" if close else f"已有：{'、'.join(known) or '无'}"
        yield Finding(file=name, line=1, column=1, rule="OVERLAY_TARGET", message=f"没有地市 {city}", hint=hint)


def _from_root(finding: Finding, places: Places) -> Finding:
    return dataclasses.replace(finding, file=f"{places.spec.name}/{finding.file}")
