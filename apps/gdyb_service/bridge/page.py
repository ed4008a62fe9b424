"""The bridge's own page: one document with everything in it, and a policy that allows no more than that."""

import base64
import functools
import hashlib
from importlib.resources import files

from starlette.responses import HTMLResponse

__all__ = ["page"]

_STYLE = '<link rel="stylesheet" href="page.css">'
_SCRIPT = '<script src="page.js"></script>'


def page() -> HTMLResponse:
    """The page, with its headers."""
    document, policy = _made()
    return HTMLResponse(document, headers={"Content-Security-Policy": policy, "X-Frame-Options": "DENY"})


@functools.cache
def _made() -> tuple[str, str]:
    style, script = _text("page.css"), _text("page.js")
    document = (
        _text("page.html").replace(_STYLE, f"<style>{style}</style>").replace(_SCRIPT, f"<script>{script}</script>")
    )
    policy = (
        f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    return document, policy


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
