"""Automatic numbers of a Word file: what is printed before a paragraph although it stands nowhere in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from gdyb_generator.importing.wordxml import attribute, child, local_name, whole

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9
_MOST_BASES = 20
_GAPLESS = "、，：）】"


def _counted(digits: str, ten: str, hundred: str, thousand: str) -> Callable[[int], str]:
    def text(number: int) -> str:
        if not 0 < number < 10_000:
            return ""
        places = [
            (number // 1000, thousand),
            (number // 100 % 10, hundred),
            (number // 10 % 10, ten),
            (number % 10, ""),
        ]
        written = "".join(f"{digits[n]}{unit}" if n else digits[0] for n, unit in places)
        written = re.sub(f"{digits[0]}+", digits[0], written).strip(digits[0])
        return written[1:] if written.startswith(f"{digits[1]}{ten}") and digits == _DIGITS else written

    return text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return ""
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def _letters(number: int) -> str:
    # After z come aa, bb, cc.
    return chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1) if 0 < number <= 260 else ""


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else ""


_COUNTED = _counted(_DIGITS, "十", "百", "千")
_CIRCLES = _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "decimalEnclosedCircle": _CIRCLES,
    "decimalEnclosedCircleChinese": _CIRCLES,
    "decimalEnclosedParen": _one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    # From a hundred on its writing differs from the one with thousands, and no document was seen that goes so far.
    "chineseCounting": lambda number: _COUNTED(number) if number < 100 else "",
    "chineseCountingThousand": _COUNTED,
    "japaneseCounting": lambda number: _COUNTED(number) if number < 100 else "",
    "taiwaneseCountingThousand": _COUNTED,
    "chineseLegalSimplified": _counted(_LEGAL, "拾", "佰", "仟"),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
}


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    """One w:num: its levels, where its counting is kept, and where it starts anew."""

    counting: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a paragraph; `unknown` is the reason why it can't be computed."""

    text: str = ""
    unknown: str = ""

    def before(self, text: str) -> str:
        """The paragraph as printed."""
        gap = " " if self.text and text and self.text[-1] not in _GAPLESS else ""
        return f"{self.text}{gap}{text}"


_NONE = Label()


class Numbering:
    """Counts the numbered paragraphs of one document, in reading order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.lists = _lists(numbering) if numbering is not None else {}
        self.styles = _styles(styles) if styles is not None else {}
        self.counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: etree._Element) -> Label:
        """The number of the next paragraph."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return _NONE
        number, level = self._place(properties)
        if not number or number == "0":
            return _NONE
        listed = self.lists.get(number)
        if listed is None:
            return Label(unknown=f"编号 {number} 没有定义")
        if level is None:
            style = attribute(child(properties, "pStyle"), "val")
            level = next((n for n, one in listed.levels.items() if style and one.style == style), 0)
        return self._count(listed, level)

    def _place(self, properties: etree._Element) -> tuple[str, int | None]:
        own = child(properties, "numPr")
        style = self.styles.get(attribute(child(properties, "pStyle"), "val"), ("", None))
        if own is None:
            return style
        level = whole(attribute(child(own, "ilvl"), "val"))
        return attribute(child(own, "numId"), "val") or style[0], style[1] if level is None else level

    def _count(self, listed: _List, level: int) -> Label:
        counts = self.counts.setdefault(listed.counting, {})
        for above in range(level):
            counts.setdefault(above, listed.levels.get(above, _Level()).start)
        if level in listed.starts:
            counts[level] = listed.starts.pop(level)
        else:
            counts[level] = counts[level] + 1 if level in counts else listed.levels.get(level, _Level()).start
        for below in range(level + 1, _LEVELS):
            restart = listed.levels.get(below, _Level()).restart
            if restart is None or 0 < restart and level < restart:
                counts.pop(below, None)
        return self._text(listed, level, counts)

    def _text(self, listed: _List, level: int, counts: Mapping[int, int]) -> Label:
        definition = listed.levels.get(level)
        if definition is None:
            return Label(unknown=f"没有第 {level + 1} 级的定义")
        if definition.format in {"bullet", "none"}:
            return Label()
        text = definition.text
        for place in {int(n) for n in re.findall(r"%([1-9])", text)}:
            one = listed.levels.get(place - 1, _Level())
            form = "decimal" if definition.legal else one.format
            number = counts.get(place - 1, one.start)
            written = _FORMATS[form](number) if form in _FORMATS else ""
            if not written:
                return Label(unknown=f"编号格式 {form} 第 {number} 号")
            text = text.replace(f"%{place}", written)
        return Label(text.strip())


def _number(text: str, default: int) -> int:
    number = whole(text)
    return default if number is None else number


def _lists(root: etree._Element) -> dict[str, _List]:
    levels: dict[str, dict[int, _Level]] = {}
    links: dict[str, str] = {}
    styled: dict[str, str] = {}
    for element in root:
        if local_name(element) == "abstractNum":
            name = attribute(element, "abstractNumId")
            levels[name] = dict(_levels(element))
            if link := attribute(child(element, "numStyleLink"), "val"):
                links[name] = link
            if link := attribute(child(element, "styleLink"), "val"):
                styled[link] = name
    lists: dict[str, _List] = {}
    for element in root:
        if local_name(element) == "num":
            name = attribute(child(element, "abstractNumId"), "val")
            name = styled.get(links.get(name, ""), name)
            if name in levels:
                lists[attribute(element, "numId")] = _with_overrides(_List(name, dict(levels[name])), element)
    return lists


def _with_overrides(listed: _List, element: etree._Element) -> _List:
    for override in element:
        if local_name(override) != "lvlOverride":
            continue
        level = _number(attribute(override, "ilvl"), 0)
        listed.levels |= dict(_levels(override))
        start = whole(attribute(child(override, "startOverride"), "val"))
        if start is not None:
            listed.starts[level] = start
    return listed


def _levels(element: etree._Element) -> list[tuple[int, _Level]]:
    return [(_number(attribute(one, "ilvl"), 0), _level(one)) for one in element if local_name(one) == "lvl"]


def _level(element: etree._Element) -> _Level:
    legal = child(element, "isLgl")
    return _Level(
        start=_number(attribute(child(element, "start"), "val"), 0 if child(element, "start") is None else 1),
        format=attribute(child(element, "numFmt"), "val") or "decimal",
        text=attribute(child(element, "lvlText"), "val"),
        legal=legal is not None and attribute(legal, "val") not in {"0", "false"},
        restart=whole(attribute(child(element, "lvlRestart"), "val")),
        style=attribute(child(element, "pStyle"), "val"),
    )


def _styles(root: etree._Element) -> dict[str, tuple[str, int | None]]:
    own: dict[str, tuple[str, int | None]] = {}
    bases: dict[str, str] = {}
    for style in root:
        if local_name(style) != "style":
            continue
        name = attribute(style, "styleId")
        bases[name] = attribute(child(style, "basedOn"), "val")
        numbered = child(style, "pPr", "numPr")
        if numbered is not None:
            level = whole(attribute(child(numbered, "ilvl"), "val"))
            own[name] = (attribute(child(numbered, "numId"), "val"), level)
    return {name: _inherited(name, own, bases) for name in bases}


def _inherited(
    name: str, own: Mapping[str, tuple[str, int | None]], bases: Mapping[str, str]
) -> tuple[str, int | None]:
    for _ in range(_MOST_BASES):
        if name in own:
            return own[name]
        name = bases.get(name, "")
    return "", None
