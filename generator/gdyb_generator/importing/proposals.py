"""What the document does not print and a person decides later: English names, effects, marks of personal data."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gdyb_generator.importing.words import data
from gdyb_generator.spec.names import is_operation_name

_NOT_SNAKE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An English operation name and its effect."""

    operation: str
    effect: str


@dataclass(slots=True)
class Namer:
    """Proposes operation names, each once."""

    taken: set[str] = field(default_factory=set)

    def propose(self, infno: str, name: str) -> Proposal:
        """A name made of the glossary's terms: the verb first, then what it acts on."""
        verbs, nouns = _terms(name)
        parts = [*verbs, *nouns] if nouns or verbs else []
        stem = "_".join(dict.fromkeys("_".join(parts).split("_"))) if parts else f"call_{infno.lower()}"
        if not verbs and parts:
            stem = f"handle_{stem}"
        reads = bool(verbs) and verbs[-1].split("_")[0] in data("glossary")["queries"] and not _acts(verbs)
        return Proposal(self.unique(stem, infno), "query" if reads else "command")

    def unique(self, stem: str, infno: str) -> str:
        """The name itself, or with the interface number where it is taken or impossible."""
        name = stem if is_operation_name(stem) and stem not in self.taken else f"{stem}_i{infno.lower()}"
        if not is_operation_name(name):
            name = f"call_i{_NOT_SNAKE.sub('', infno.lower())}"
        self.taken.add(name)
        return name


def _acts(verbs: Iterable[str]) -> bool:
    return any(verb.split("_")[0] not in data("glossary")["queries"] for verb in verbs)


def _terms(name: str) -> tuple[list[str], list[str]]:
    verbs: list[str] = []
    nouns: list[str] = []
    glossary = data("glossary")
    at = 0
    longest = max(len(term) for kind in ("verbs", "nouns") for term in glossary[kind])
    while at < len(name):
        for size in range(min(longest, len(name) - at), 0, -1):
            term = name[at : at + size]
            if term in glossary["verbs"] or term in glossary["nouns"]:
                _add(term, glossary, verbs, nouns)
                at += size
                break
        else:
            at += 1
    # 门诊结算撤销 cancels a settlement: the last verb acts, those before it name what it acts on.
    return verbs[-1:], [*nouns, *(_noun_of(verb) for verb in verbs[:-1])]


def _add(term: str, glossary: Mapping[str, Mapping[str, str]], verbs: list[str], nouns: list[str]) -> None:
    if term in glossary["verbs"]:
        verbs.append(glossary["verbs"][term])
    else:
        nouns.append(glossary["nouns"][term])


def _noun_of(verb: str) -> str:
    special = {
        "settle": "settlement",
        "register": "registration",
        "reverse": "reversal",
        "upload": "upload",
        "file": "filing",
    }
    return special.get(verb, verb)


def english(label: str) -> str:
    """A Chinese label in the glossary's words, joined by underscores; empty where it knows none of them."""
    verbs, nouns = _terms(label)
    return "_".join(dict.fromkeys("_".join([*nouns, *verbs]).split("_"))).strip("_")


def sensitive(name: str, label: str, known: Mapping[str, str], personal: Iterable[str]) -> str:
    """The mark of a field: what the existing spec says, else what the data and the patterns of the vocabulary say; empty for none."""
    lower = name.lower()
    if lower in known:
        return known[lower]
    table = data("sensitive")
    if lower in table["exact"]:
        return str(table["exact"][lower])
    for pattern in table["patterns"]:
        if fnmatch.fnmatchcase(lower, pattern["match"]) and pattern.get("label", "") in label:
            return str(pattern["mark"])
    return "public" if any(fnmatch.fnmatchcase(lower, pattern) for pattern in personal) else ""
