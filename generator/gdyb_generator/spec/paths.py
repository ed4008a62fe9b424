"""Which files a spec is made of. Light on purpose: a generator with nothing to do imports only this of a spec."""

from __future__ import annotations

from pathlib import Path


def spec_paths(spec_root: Path) -> dict[str, Path]:
    """Every YAML file of the spec by its name below `spec_root`, with forward slashes, in name order."""
    paths = (p for p in spec_root.rglob("*") if p.suffix in {".yaml", ".yml"} and p.is_file())
    return dict(sorted((p.relative_to(spec_root).as_posix(), p) for p in paths))
