"""A text dump of the tables of spec/ in the layout of a converted Word file, with its quirks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from support.places import SPEC

KEYS = ("name", "label", "type", "length", "code", "required", "remark")
HEADERS = {
    "envelope": ["序号", "数据元标识", "数据元名称", "类型", "长度", "代码标识", "是否必填", "备注"],
    "node": ["序号", "参数代码", "参数名称", "参数类型", "参数长度", "代码标识", "是否必填", "说明"],
    "list": ["接口编号", "一级分类", "二级分类", "接口名称", "调用方式", "描述"],
}


def load(name: str) -> dict[str, Any]:
    """A file of spec/."""
    return dict(yaml.safe_load((SPEC / name).read_text(encoding="utf-8")))


class Dump:
    """The lines of the dump."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def text(self, *texts: str) -> None:
        """Paragraphs, a blank line between them."""
        for text in texts:
            self.lines += [text, ""]

    def table(self, header: list[str], rows: list[list[str]], *, short: int = 0, end: str = "") -> None:
        """A table; `short` drops cells of the last row, and `end` follows it without a blank line."""
        cells = [header, *rows]
        cells[-1] = cells[-1][: len(header) - short]
        for row in cells:
            for cell in row:
                first, *more = cell.split("\n")
                self.lines += ["\t\t" + ("[bookmark: _Hlk1]" if cell == header[0] else "") + first, ""]
                for line in more:
                    self.lines += [line, ""]
            self.lines += ["", ""]
        while self.lines[-1] == "":
            self.lines.pop()
        self.lines += [end, ""] if end else ["", "", "", "", ""]

    def single(self, header: list[str], rows: list[list[str]]) -> None:
        """A table in the other layout: one tab, no blank lines between cells."""
        for row in [header, *rows]:
            self.lines += [*("\t" + cell for cell in row), ""]
        self.lines += ["", ""]


def field_rows(fields: list[dict[str, Any]]) -> list[list[str]]:
    """The cells of the rows of a table."""
    return [[str(i), *(str(item.get(key, "")) for key in KEYS)] for i, item in enumerate(fields, 1)]


def write(path: Path) -> Path:
    """The dump of the headers, the list, the envelope and the printed interfaces."""
    dump, envelope, headers, listed = (
        Dump(),
        load("envelope.yaml"),
        load("gateway.yaml")["headers"],
        load("interface_list.yaml"),
    )
    dump.lines.append("表格2服务请求头定义")
    dump.single(HEADERS["envelope"], field_rows(headers["fields"]))
    dump.text("4、 【1101】人员信息获取说明", "·\u00a0用于说明，没有表。")
    dump.text("[bookmark: _Toc1]接口列表", f"{listed['table']} {listed['caption']}")
    columns = ("infno", "category", "subcategory", "name", "mode", "description")
    dump.table(HEADERS["list"], [[item.get(key, "") for key in columns] for item in listed["interfaces"]])
    for part, short in (("request", 1), ("reply", 3)):
        table = envelope[part]
        dump.text(f"{table['table']} {table['caption']}")
        dump.table(HEADERS["envelope"], field_rows(table["fields"]), short=short, end=" 交易状态码(infcode)规格如下：")
    values = load("dictionaries/infcode.yaml")["values"]
    dump.text("表 4 报文状态说明")
    dump.table(
        ["序号", "STATUS值", "值说明", "备注"],
        [[str(i), v["code"], v["label"], ""] for i, v in enumerate(values, 1)],
        short=1,
        end=" · 说明。",
    )
    for infno in ("3260", "3261", "3262"):
        interface(dump, load(f"interfaces/{infno}.yaml"))
    path.write_text("\n".join(dump.lines), encoding="utf-8")
    return path


def interface(dump: Dump, content: dict[str, Any]) -> None:
    """One interface with its sections."""
    dump.text(f" 【{content['infno']}】{content['name']}", "重点说明")
    for side, word in (("input", "输入"), ("output", "输出")):
        many = any(node["rows"] == "many" for node in content[side])
        dump.text(f"1、交易{word}为{'多' if many else '单'}行数据；")
    dump.text(
        "2、每批次上传明细、每次返回不超过100条。",
        f"交易发送方：{content['sender']}。",
        f"交易接收方：{content['receiver']}。",
    )
    for side, word in (("input", "输入"), ("output", "输出")):
        dump.text(word)
        for node in content[side]:
            dump.text(f"{node['table']} {node['caption']}（节点标识：{node['node']}）")
            dump.table(HEADERS["node"], field_rows(node["fields"]))
        if not content[side]:
            dump.text("无。")
