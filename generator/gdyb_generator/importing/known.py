"""What an existing spec has decided: raw files, names, marks and dictionaries that proposals are taken from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gdyb_generator.spec.paths import spec_paths
from gdyb_generator.spec.read import read


@dataclass(slots=True)
class Known:
    """The files of a spec folder as plain values, with what is looked up in them."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    sensitive: dict[str, str] = field(default_factory=dict)
    dictionary_of: dict[str, str] = field(default_factory=dict)
    personal: list[str] = field(default_factory=list)

    def interface(self, infno: str) -> dict[str, Any] | None:
        """The file of an interface."""
        return self.files.get(f"interfaces/{infno}.yaml")

    def dictionary(self, name: str) -> dict[str, Any] | None:
        """The file of a dictionary."""
        return self.files.get(f"dictionaries/{name}.yaml")

    def node(self, infno: str, side: str, node: str) -> dict[str, Any] | None:
        """One node of an interface."""
        nodes = (self.interface(infno) or {}).get(side) or []
        return next((item for item in nodes if item.get("node", "") == node), None)

    def operations(self) -> set[str]:
        """Every operation name in use."""
        names = set[str]()
        for name, content in self.files.items():
            if name.startswith("interfaces/"):
                names |= {
                    content.get("operation", ""),
                    *(v.get("operation", "") for v in content.get("variants") or []),
                }
        return names - {""}


def read_known(root: Path) -> Known:
    """The spec below `root`; nothing where the folder does not exist."""
    known = Known()
    marks: dict[str, Counter[str]] = {}
    used: dict[str, Counter[str]] = {}
    for name, path in (spec_paths(root) if root.is_dir() else {}).items():
        data = path.read_bytes()
        content: Any = read(name, data).value
        if isinstance(content, dict):
            known.files[name] = content
            known.texts[name] = data.decode("utf-8-sig").replace("\r\n", "\n")
    contents: list[dict[str, Any]] = list(known.files.values())
    for content in contents:
        nodes: list[Any] = (content.get("input") or []) + (content.get("output") or [])
        for node in nodes:
            for row in (node.get("fields") or []) if isinstance(node, dict) else []:
                if mark := row.get("sensitive"):
                    marks.setdefault(row["name"].lower(), Counter())[mark] += 1
                if dictionary := row.get("dictionary"):
                    used.setdefault(row["name"].lower(), Counter())[dictionary] += 1
    known.sensitive = {name: counter.most_common(1)[0][0] for name, counter in marks.items()}
    known.dictionary_of = {name: counter.most_common(1)[0][0] for name, counter in used.items()}
    known.personal = [*known.files.get("vocabulary.yaml", {}).get("personal", [])]
    return known
