"""An overlay → what of it is chosen when a program runs, and the words for every change."""

from __future__ import annotations

from gdyb_generator import ir
from gdyb_generator.cities.settings import PROFILE
from gdyb_generator.spec.format import overlay
from gdyb_generator.spec.words import MEANINGS, ROW_CELLS


def resolve(record: overlay.OverlayFile) -> ir.City:
    """The settings of a city, the reader's and the headers' apart."""
    values = {change.setting: change.value for change in record.settings}
    profile = values.pop(PROFILE, "")
    return ir.City(
        id=record.overlay,
        label=record.label,
        settings=tuple(values.items()),
        reader_profile=profile,
        headers=tuple((change.header, change.name) for change in record.headers),
        answers=tuple(record.answers),
        changes_tables=record.changes_tables,
        changes=tuple(note(record, change) for change in record.changes),
    )


def note(record: overlay.OverlayFile, change: overlay.Change, before: str = "") -> ir.CityNote:
    """A change in the words of a reader; `before` is what holds for the province."""
    what = _what(change)
    return ir.CityNote(
        city=record.label,
        place=" ".join(change.target[1:]),
        what=f"{what}（省：{before}）" if before else what,
        reason=change.reason,
        source=change.source,
    )


def _what(change: overlay.Change) -> str:
    match change:
        case overlay.SettingChange():
            return f"改为 {change.value}"
        case overlay.HeaderChange():
            return f"改名为 {change.name}"
        case overlay.AnswerChange():
            return f"平台答复 {change.pattern} 表示 {MEANINGS[change.means]}"
        case overlay.CellChange():
            return f"{ROW_CELLS[change.cell]}改为 {change.value or '空'}"
        case overlay.AddedRow():
            return "增加的字段"
        case overlay.CodeChange():
            return f"代码 {change.code} 为 {change.label}"
        case overlay.LimitChange():
            return f"每次不超过 {change.limit} 行"
        case overlay.RemovedRow():
            return f"没有字段 {change.field}"
        case overlay.RemovedCode():
            return f"没有代码 {change.code}"
    raise TypeError(type(change).__name__)
