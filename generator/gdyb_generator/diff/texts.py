"""Rules about errata, sources and words: they speak for cells that no other rule has spoken for."""

from __future__ import annotations

from gdyb_generator.diff.change import Level
from gdyb_generator.diff.rule import On, added, any_cell, moved, removed

_EVERYWHERE = On(
    kinds="interface node field envelope_field header headers envelope column layout paging count variant dictionary "
    "value file document erratum format message environment call signature window gateway_errors gateway_error listed "
    "identification case argument sent choice voucher use reversal settlement library function parameter record item "
    "arrangement profile symbol unsupported address overlay city_setting city_cell city_row city_field city_code city_limit "
    "city_header city_answer answer answers brought sum command lookup first_lookup lookup_value city_removed_row city_removed_code vocabulary trust check operation reversible"
)
_ROW = On(kinds="field envelope_field column")
_ERRATUM = On(kinds="erratum")

RULES = (
    added("ERRATUM_ADDED", Level.TEXT, _ERRATUM, "A contradiction or gap was found; what holds instead is told apart."),
    removed("ERRATUM_RESOLVED", Level.TEXT, _ERRATUM, "A contradiction or gap is gone."),
    any_cell("ERRATUM_CHANGED", Level.TEXT, _ERRATUM, "kind finding decision reason", "An erratum says something else."),
    any_cell("ERRATUM_REFERENCE", Level.TEXT, _EVERYWHERE, "errata keys_errata", "Other errata are named."),
    any_cell("EFFECTIVE_CHANGED", Level.TEXT, _ROW,
             "effective effective.type effective.length effective.code effective.required",
             "What holds instead of a printed cell; its effect is a change of its own."),
    any_cell("PRINTED_CELL_CHANGED", Level.TEXT, _ROW, "type length required code format",
             "A printed cell that something else holds instead of, or that means the same."),
    added("DOCUMENT_ADDED", Level.TEXT, On(kinds="document"), "A source more."),
    removed("DOCUMENT_REMOVED", Level.TEXT, On(kinds="document"), "A source less."),
    any_cell("DOCUMENT_CHANGED", Level.TEXT, On(kinds="document"), "title kind base text_lines text_sha256",
             "Another edition of the document."),
    added("FORMAT_ADDED", Level.TEXT, On(kinds="format check trust"), "A shape or word more; fields that use it are told apart."),
    removed("FORMAT_REMOVED", Level.TEXT, On(kinds="format check trust"), "A shape or word less; fields that used it are told apart."),
    any_cell("FORMAT_CHANGED", Level.TEXT, On(kinds="format"), "pattern length applies_to",
             "Another shape; fields that use it are told apart."),
    added("LISTED_ADDED", Level.TEXT, On(kinds="listed"), "A row more in the list of interfaces."),
    removed("LISTED_REMOVED", Level.TEXT, On(kinds="listed"), "A row less in the list of interfaces."),
    any_cell("LISTED_CHANGED", Level.TEXT, On(kinds="listed"), "category subcategory mode",
             "A row of the list of interfaces reads otherwise."),
    moved("PLACES_MOVED", Level.TEXT, On(kinds="gateway_errors record vocabulary"), "texts arrangements checks operations confidence",
          "Order is as printed; answers and layouts are told apart by what they hold."),
    any_cell("WORDS_CHANGED", Level.TEXT, _EVERYWHERE,
             "name label remark title caption summary description explanation error advice note reason by_label "
             "url_example output_printed disagreements personal", "Words for people, and names that draw attention."),
    any_cell("DRAFT_CHANGED", Level.TEXT, _EVERYWHERE, "draft",
             "A person confirmed what an import proposed, or an import proposed something."),
    any_cell("SOURCE_CHANGED", Level.TEXT, _EVERYWHERE,
             "line lines limit_line pin_tries_line table evidence confidence derived_from spellings document sender "
             "receiver source used_in", "Where something is printed and how far it can be trusted."),
)  # fmt: skip
