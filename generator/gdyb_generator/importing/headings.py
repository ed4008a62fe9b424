"""What a line of text is: the heading of an interface, the name of a section, the caption of a table."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gdyb_generator.importing.words import direction, squeeze

_NUMBERING = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+[章节条、.．)）]\s*|[(（](?:\d{1,2}|[一二三四五六七八九十]+)[)）]\s*|[①-⑳]\s*"
    r"|\d{1,2}(?:\s*[.．]\s*\d{1,3})*\s*[.．、)）]?\s*(?![\d])|[·•●◆■➢*-]\s*)?"
)
_INFNO = r"(?:\d{4}[A-Z]{0,2}\d?|[A-Z]{1,4}\d{2,5}[A-Z]?|\d{3,6}[A-Za-z]?)"
_DOTTED = r"(?:第?\d{1,2}(?:\s*[.．]\s*\d{1,3})+\s*[.．、]?\s*)?"
_BRACKETS = re.compile(rf"^(.*?)[【\[〔［]\s*({_INFNO})\s*[】\]〕］]\s*(.*)$", re.ASCII)
_BARE = re.compile(rf"^\s*{_DOTTED}({_INFNO})[\s\-－—_、.．:：]*([\u4e00-\u9fff].*)$", re.ASCII)
_LAST = re.compile(
    rf"^\s*{_DOTTED}([\u4e00-\u9fff][^()（）]*)[(（]\s*(?:(?:交易|接口|服务|功能)?(?:编号|代码|编码|号)?\s*[:：]?)\s*({_INFNO})\s*[)）]\s*$",
    re.ASCII,
)
_ENDS_WITH = re.compile(rf"^\s*{_DOTTED}([\u4e00-\u9fff][^()（）]*?)[\s\-－—–_]+({_INFNO})\s*$", re.ASCII)
_MARKED = re.compile(
    rf"^\s*{_DOTTED}(?:[(（]\s*({_INFNO})\s*[)）]|(?:交易|接口|服务|功能)(?:编号|代码|编码|号)?\s*[:：]?\s*({_INFNO}))"
    r"[\s\-－—_、.．:：]*([\u4e00-\u9fff].*)$",
    re.ASCII,
)
_NUMBER_LINE = re.compile(
    rf"^\s*(?:交易编号|接口编号|交易代码|接口代码|服务编号|接口编码|交易码|功能号|功能编号)\s*[:：]\s*({_INFNO})\s*(.*)$",
    re.ASCII,
)
_SOMEWHERE = re.compile(
    r"[【\[〔［(（]\s*(\d{4}[A-Z]{0,2})(?:\s*[,，/、和及;；][^】\]〕］)）]*)?\s*[】\]〕］)）]", re.ASCII
)
_SPEAKS_OF = re.compile(r"调用|通过|参见|参考|参照|详见|见附|同|说明|流程|示例|样例|注意|要求|规则|前提|场景")
"""Words of a heading that mentions an interface and does not begin one."""
_NUMBER_AND_NAME = re.compile(
    rf"^\s*(?:交易|接口|服务)(?:编号|代码|编码)\s*[:：]\s*({_INFNO})\s*[,，;；、]?\s*(?:交易|接口|服务)名称\s*[:：]\s*(\S.*)$",
    re.ASCII,
)
_FURTHER = re.compile(rf"\s*[、,，/和及与]?\s*[【\[〔［]\s*{_INFNO}\s*[】\]〕］]", re.ASCII)
_NAME_LINE = re.compile(r"^\s*(?:交易名称|接口名称|服务名称)\s*[:：]\s*(\S.*)$")
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|\s)\s*\d{1,4}\s*$")
_SENTENCE = re.compile(r"[：:；;。，,？！]")
_ADDED = re.compile(r"[（(].*$")
_RULE = re.compile(r"[为均是都](?:单|多)行")
"""A sentence about rows, which may name a node without being a caption."""
_NOT_A_NAME = re.compile(r"^[年月日条位个次元号、时分秒至到版]")
_TABLE = re.compile(
    r"^\s*(续)?\s*(表格?\s*(?:[A-Z]\s*[.．-]?\s*)?(?:\d+|[一二三四五六七八九十]+)(?:\s*[-–—－.．]\s*\d+)*)"
    r"\s*[:：、.．]?\s*(?:表\s+)?(.*)$"
)
_NODE = re.compile(
    r"[（(\[【〔,，;；]?\s*节点\s*(?:标识符?|名称?|编码|代码|编号|标志)?\s*[:：为是]?\s*[“\"'‘]?\s*([A-Za-z][A-Za-z0-9_.]*|无|[-—/]+)"
    r"(\s*[、,，/和及&#]\s*[A-Za-z][A-Za-z0-9_]*|\s*<[^>]*>)*\s*[”\"'’]?\s*[)）\]】〕]?", re.ASCII)  # fmt: skip
_CONTINUED = re.compile(r"[（(\[【]?(?:续表|续上表|接上表|上接前表|续前表|表续|续)[)）\]】]?")
_SIDE_AND_NODE = re.compile(
    r"^(.{2,8}?)\s*[-－—–_:：/ ]+\s*([A-Za-z][A-Za-z0-9_]*)\s*[-－—–_:：/ ]*\s*(.{0,30})$", re.ASCII
)
_NO_NODE = re.compile(
    r"[（(\[【]?\s*(?:节点标识符?\s*[:：]\s*)?(?:无节点(?:标识)?|没有节点|不含节点|不带节点|无节点名)\s*[)）\]】]?"
)
_WEAK = re.compile(r"^(.{0,30}?)\s*[（(\[【]\s*([A-Za-z][A-Za-z0-9_]*)\s*[)）\]】]\s*[:：]?$", re.ASCII)
_NODE_AND_TITLE = re.compile(r"^([A-Za-z][A-Za-z0-9_]{3,})[\s\-－—–:：]+([\u4e00-\u9fff]{2,20})[:：]?$", re.ASCII)
_IN = re.compile(r"输入|入参|请求|上行|传入")
_OUT = re.compile(r"输出|出参|返回|响应|下行|传出")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of an interface; `assumed` when nothing but its style says so."""

    infno: str
    name: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption: `table` and `title` as printed, the node it names; `has_node` False says 无节点, None says nothing."""

    text: str
    line: int
    table: str = ""
    title: str = ""
    node: str = ""
    has_node: bool | None = None
    side: str = ""
    continued: bool = False
    weak: bool = False


def without_number(text: str) -> str:
    """A heading without its numbering."""
    return _NUMBERING.sub("", text, count=1).strip()


def heading(text: str, level: int) -> Heading | None:
    """The interface that a paragraph begins, if it does."""
    if len(text) > 70 or (level == 0 and _CONTENTS.search(text) and not text.rstrip().endswith("】")):
        return None
    if (match := _NUMBER_LINE.match(text)) and not _SENTENCE.search(match[2]):
        return Heading(match[1], without_number(match[2]))
    if match := _NUMBER_AND_NAME.match(text):
        return Heading(match[1], match[2].strip())
    if (match := _BRACKETS.match(text)) and (begun := _bracketed(match, level)):
        return begun
    return _bare(text, level) if match is None or level else None


def _bracketed(match: re.Match[str], level: int) -> Heading | None:
    before, infno = match[1], match[2]
    # Two numbers over one set of tables: they are read as those of the first.
    after = _FURTHER.sub("", match[3]).strip()
    several = after != match[3].strip()
    before = _NUMBERING.sub("", before, count=1).strip(" \u3000\xa0.．、")
    before = "" if re.fullmatch(r"[\d.．\s、()（）A-Za-z附录章节第]*", before) else before
    name = after or before
    if level and not before and after:
        # A heading that begins with the number is the interface whatever is added to its name in brackets.
        name = _ADDED.sub("", name) if _SENTENCE.search(name) else name
    if (before and after) or _SENTENCE.search(name.rstrip("：:")) or not name:
        return None
    return Heading(infno, name.rstrip("：: "), assumed=several)


def _bare(text: str, level: int) -> Heading | None:
    normal = text.strip()
    if match := _LAST.match(normal):
        name, infno = match[1].strip(), match[2]
    elif match := _BARE.match(normal):
        infno, name = match[1], match[2].strip()
    elif level and (match := _MARKED.match(normal)):
        infno, name = match[1] or match[2], match[3].strip()
    elif level and (match := _ENDS_WITH.match(normal)):
        name, infno = match[1].strip(), match[2]
    elif level and (match := _SOMEWHERE.search(unicodedata.normalize("NFKC", normal))):
        return _somewhere(match)
    else:
        return None
    is_number = re.fullmatch(r"\d{4}[A-Z]{0,2}\d?", infno) is not None
    if _SENTENCE.search(name) or _NOT_A_NAME.match(name) or len(name) > 30 or not (is_number or level):
        return None
    if level == 0 and infno.startswith(("19", "20")) and re.match(r"(?:版|年|标准)", name):
        return None
    return Heading(infno, name, assumed=level == 0)


def _somewhere(match: re.Match[str]) -> Heading | None:
    """A heading whose number stands in brackets, with more around it than a name."""
    text = match.string[: match.start()] + match.string[match.end() :]
    name = without_number(re.sub(r"^[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]+[、.．]", "", text)).strip(" \u3000:;,.、，；：。")
    return None if len(name) > 20 or _SPEAKS_OF.search(name) else Heading(match[1], name, assumed=True)


def name_line(text: str) -> str:
    """The name in a line `交易名称：…`."""
    match = _NAME_LINE.match(text)
    return match[1].strip() if match else ""


def section(text: str) -> str:
    """`input` or `output` where the paragraph is the name of that section."""
    if len(text) > 30:
        return ""
    bare = without_number(text)
    return direction(text) or direction(bare) or direction(re.sub(r"[（(][^A-Za-z（(]*[)）]\s*[:：]?$", "", bare))


def infno(text: str) -> str:
    """The interface number that a cell holds, else empty."""
    match = re.fullmatch(rf"\s*[【\[]?\s*({_INFNO})\s*[】\]]?\s*", text, re.ASCII)
    return match[1] if match else ""


def caption(text: str, line: int) -> Caption | None:
    """The caption that a paragraph is: it begins with 表 and a number, or names a node."""
    if len(text) > 90 or text.rstrip().endswith("。"):
        return None
    if _CONTINUED.fullmatch(squeeze(text)):
        return Caption(text, line, continued=True)
    numbered = _TABLE.match(text)
    rest = numbered[3] if numbered else text
    node, none = _NODE.search(rest), _NO_NODE.search(rest)
    if numbered is None and node is None and none is None:
        return None
    if numbered is None and (len(squeeze(text)) > 50 or _RULE.search(text)):
        return None
    return _caption(text, line, numbered, rest)


def _caption(text: str, line: int, numbered: re.Match[str] | None, rest: str) -> Caption:
    none = _NO_NODE.search(rest)
    node = None if none else _NODE.search(rest)
    weak = None if none or node else _WEAK.match(rest)
    named = node is not None and node[1][0].isascii() and node[1][0].isalpha()
    if none or node:
        match = none or node
        assert match is not None
        title = (rest[: match.start()] + rest[match.end() :]).strip(" \u3000\xa0:：-")
    else:
        title = weak[1] if weak else rest.strip()
    if not re.search(r"[（(]", title):
        title = title.rstrip("）) ")
    return Caption(
        text=text,
        line=line,
        table=numbered[2].strip() if numbered else "",
        title=without_number(title) if not numbered else title.strip(),
        node=(node[1].rpartition(".")[2] if node and named else weak[2] if weak else ""),
        has_node=True if named or weak else False if none or node else None,
        side=side_of(title),
        continued=bool(numbered and numbered[1]) or "续" in title[-3:],
        # A way such as input.data, or two nodes over one table: which one is meant is a guess.
        weak=weak is not None or (named and node is not None and (node[2] is not None or "." in node[1])),
    )


def weak_caption(text: str, line: int) -> Caption | None:
    """A line right above a table such as `结算信息（detail）`, which names a node in its own way."""
    match = _WEAK.match(text.strip())
    if len(text) > 50:
        return None
    if match is None:
        return _side_and_node(without_number(text), line)
    title = without_number(match[1])
    return Caption(text, line, "", title, match[2], True, side_of(title), False, True)


def _side_and_node(text: str, line: int) -> Caption | None:
    """A line such as `输入-diseinfo-诊断信息`, `输出：setlinfo` or `diseinfo 诊断信息`."""
    if named := _NODE_AND_TITLE.match(text):
        return Caption(text, line, "", named[2], named[1], True, "", False, True)
    match = _SIDE_AND_NODE.match(text)
    side = direction(match[1]) if match else ""
    if match is None or not side:
        return None
    return Caption(text, line, "", match[3].strip(), match[2], True, side, False, True)


def side_of(text: str) -> str:
    """`input` or `output` where a text speaks of one of them only."""
    into, out = _IN.search(text), _OUT.search(text)
    return "" if bool(into) == bool(out) else "input" if into else "output"
