"""What cities do otherwise than the province's tables; the generated package carries the list."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from gdyb_runtime.model.protocol import AnswerText

__all__ = ["Cities", "City"]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One city: defaults of settings, which go before the province's and behind what the caller says."""

    id: str
    label: str
    settings: tuple[tuple[str, str], ...] = ()
    """Pairs of a field of the client's settings and its value."""
    reader_profile: str = ""
    """Function names of the card reader's library; empty for the printed ones."""
    headers: tuple[tuple[str, str], ...] = ()
    """Pairs of a printed request header and the city's name for it."""
    answers: tuple[AnswerText, ...] = ()
    """What texts of the city's platform say; looked for before the province's."""
    changes_tables: bool = False
    """Whether a package generated for this city is needed, because its tables differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cities:
    """Every city that is known to do something otherwise, and the one whose tables the package was generated with."""

    known: tuple[City, ...] = ()
    edition: str = ""

    def find(self, name: str) -> City:
        """The city of this id; LookupError says in Chinese which there are."""
        for city in self.known:
            if city.id == name:
                return city
        names = [city.id for city in self.known]
        close = get_close_matches(name, names, n=1)
        listed = "、".join(f"{city.id}（{city.label}）" for city in self.known) or "无"
        hint = f"，是否想写 {close[0]}？" if close else ""
        raise LookupError(f"没有这个地市的改动{hint}；已知：{listed}；没有列出的地市与省文档一致，不必设置")

    def choose(self, name: str | None) -> City | None:
        """The city whose defaults hold; LookupError also where it needs tables that this package does not have."""
        name = name or self.edition
        if not name:
            return None
        city = self.find(name)
        if city.id != self.edition:
            if city.changes_tables:
                raise LookupError(
                    f"{city.label}的表与省文档不同，本包不能用于{city.label}；"
                    f"请用 gdyb-generator generate --overlay {city.id} --out 目录 生成的包"
                )
            if self.edition and self.find(self.edition).changes_tables:
                raise LookupError(f"本包是按{self.find(self.edition).label}的表生成的，不能用于{city.label}")
        return city
