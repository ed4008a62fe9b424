"""The Jinja templates of the site, without logic; the other modules compute their values."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gdyb_generator.emit.python.package import TEMPLATES
from gdyb_generator.emit.site.markdown import text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "site", encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = text
    return environment


def render(template: str, **context: object) -> str:
    """One template with its context; never more than one empty line in a row."""
    lines = _environment().get_template(template).render(**context).splitlines()
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
    return "\n".join(kept).strip() + "\n"
