"""Which settings a city may have another default of, and what the province's are."""

from __future__ import annotations

import re

from gdyb_generator.spec import format as form
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import text_length

PROFILE = "reader.profile"
CONTENT_TYPE = "content_type"
CHOICES = {
    "escaping": ("json", "printed"),
    "numbers": ("number", "string"),
    "signature_case": ("lower", "upper"),
}
"""Settings of the runtime with the values they take, the usual one first; a test compares them with the runtime."""
_MEDIA_TYPE = re.compile(r"[!#$&^_.+a-z0-9-]+/[!#$&^_.+a-z0-9-]+(; ?charset=[A-Za-z0-9-]+)?")


def known_settings(spec: Spec) -> set[str]:
    """Every setting that a city may have another default of."""
    return {CONTENT_TYPE, *CHOICES, *_envelope(spec), *([PROFILE] if any(spec.readers()) else [])}


def printed_value(spec: Spec, setting: str) -> str | None:
    """What holds where no city is chosen; None where the caller must say it."""
    if setting == PROFILE:
        usual = {record.profiles[0].id for _, record in spec.readers() if record.profiles}
        return usual.pop() if len(usual) == 1 else None
    if setting == CONTENT_TYPE:
        gateway = spec.single("gateway.yaml")
        return gateway.call.content_type if isinstance(gateway, form.GatewayFile) else None
    return CHOICES[setting][0] if setting in CHOICES else None


def refusal(spec: Spec, setting: str, value: str) -> str:
    """What the setting takes instead of a value; empty when it takes it or when there is no such setting."""
    if setting == PROFILE:
        # Whichever library a program loads, it has to know the profile.
        known = [{profile.id for profile in record.profiles} for _, record in spec.readers()]
        return _choice(value, sorted(set.intersection(*known))) if known else ""
    if setting == CONTENT_TYPE:
        return "" if _MEDIA_TYPE.fullmatch(value) else "写小写的媒体类型，如 text/plain"
    if setting in CHOICES:
        return _choice(value, CHOICES[setting])
    row = _envelope(spec).get(setting)
    length = text_length(row) if row else None
    if row is not None and row.dictionary:
        codes = [v.code for _, d in spec.dictionaries() if d.dictionary == row.dictionary for v in d.values]
        return _choice(value, codes)
    return f"最长 {length} 个字符" if length is not None and len(value) > length else ""


def _choice(value: str, choices: list[str] | tuple[str, ...]) -> str:
    return "" if not choices or value in choices else f"可用：{'、'.join(choices)}"


def _envelope(spec: Spec) -> dict[str, form.FieldRow]:
    file = spec.single("envelope.yaml")
    rows = file.request.fields if isinstance(file, form.EnvelopeFile) else []
    return {row.name: row for row in rows if row.source == "settings"}
