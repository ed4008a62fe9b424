"""The reference site: resolved package → Markdown pages and the configuration of the site builder; pure."""

from __future__ import annotations

from gdyb_generator import ir
from gdyb_generator.emit.site import lists
from gdyb_generator.emit.site.config import CHINESE, configuration
from gdyb_generator.emit.site.dictionaries import dictionary_page
from gdyb_generator.emit.site.interfaces import interface_page
from gdyb_generator.emit.site.page import render
from gdyb_generator.emit.site.procedures import procedures
from gdyb_generator.emit.site.readers import reader_pages
from gdyb_generator.emit.site.values import Examples


def emit_site(package: ir.Package) -> dict[str, str]:
    """Path below the folder of the site → text."""
    examples = Examples.of(package)
    all_procedures = procedures(package)
    pages = {
        "index.md": lists.home_page(package, all_procedures),
        "interfaces/index.md": lists.by_number(package),
        "interfaces/names.md": lists.by_name(package),
        "dictionaries/index.md": lists.dictionary_list(package),
        "errata.md": lists.errata_page(package),
        "message.md": lists.message_page(package),
        **({"cities.md": lists.cities_page(package)} if package.cities else {}),
        "stylesheets/site.css": render("site.css.j2"),
        CHINESE: render("chinese.js.j2"),
    }
    pages |= {f"interfaces/{i.infno}.md": interface_page(package, i, examples) for i in package.interfaces}
    pages |= {f"dictionaries/{d.id}.md": dictionary_page(package, d) for d in package.dictionaries}
    pages |= {f"procedures/{p.id}.md": lists.procedure_page(package, p) for p in all_procedures}
    if package.readers is not None:
        pages |= reader_pages(package.readers, {e.id: e for e in package.errata})
    texts = {f"docs/{path}": page for path, page in pages.items()}
    return dict(sorted((texts | {"mkdocs.yml": configuration(package, all_procedures)}).items()))
