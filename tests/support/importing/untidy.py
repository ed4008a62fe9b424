"""A large, untidy document of another province, made from the tables of spec/ with every habit that such files have."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from support.importing.wordfile import WordFile, cell, field_caption, row, simple_field_caption, table, text
from support.places import SPEC

HEADERS = {
    "seq": ["序号", "序 号", "编号"],
    "name": ["参数代码", "数据元标识", "字段名", "参数\n代码", "字段", "英文名称", "数据元\u3000标识"],
    "label": ["参数名称", "数据元名称", "中文名称", "字段含义", "名称", "参数 名称"],
    "type": ["参数类型", "类型", "数据类型", "类\n型", "字段类型"],
    "length": ["参数长度", "长度", "长\u3000度", "字段长度"],
    "code": ["代码标识", "代码\n标识", "字典标识"],
    "required": ["是否必填", "是否非空", "必填", "是否\n必填"],
    "remark": ["说明", "备注", "备\u00a0注", "备注说明"],
}
TYPES = {
    "字符型": ["字符型", "字符", "VARCHAR", "字符串", "String"],
    "数值型": ["数值型", "数字型", "数字", "BigDecimal"],
    "日期型": ["日期型", "日期", "date"],
    "日期时间型": ["日期时间型", "日期时间", "datetime"],
    "字节数组": ["字节数组"],
    "": [""],
}
KEYS = ("name", "label", "type", "length", "code", "required", "remark")


@dataclass
class Printed:
    """What the document prints in one row."""

    infno: str
    side: str
    node: str
    cells: dict[str, str]


class Untidy:
    """Writes the document and remembers every row it printed."""

    def __init__(self, seed: int, copies: int = 1) -> None:
        self.random = random.Random(seed)
        self.word = WordFile()
        self.printed: list[Printed] = []
        self.copies = copies
        self.tables = 0

    def write(self, path: Path) -> Path:
        """All interfaces of spec/, `copies` times under other numbers."""
        contents = [yaml.safe_load(f.read_text(encoding="utf-8")) for f in sorted((SPEC / "interfaces").glob("*.yaml"))]
        self.word.add(text("某省医疗保障信息平台接口规范", "1"), text("【1101】人员基本信息获取\t3", "TOC1"))
        for copy in range(self.copies):
            for content in contents:
                infno = content["infno"] if copy == 0 else f"{content['infno']}{chr(64 + copy)}"
                self._interface(infno, content)
        return self.word.save(path)

    def _interface(self, infno: str, content: dict[str, Any]) -> None:
        name = content["name"]
        heading = self.random.choice(
            [f"【{infno}】{name}", f"3.1.2 【{infno}】{name}", f"{infno} {name}", f"【{infno}】 {name}"]
        )
        self.word.add(text(heading, self.random.choice(["3", "3", "2"])))
        self.word.add("交易说明", f"本交易用于{name}，入参见下表。", "重点说明")
        self._said(content)
        self.word.add("交易发送方：医药机构。", "交易接收方：地方医保局。")
        for side, names in (
            ("input", ["输入", "交易输入", "入参", "4.2 输入参数"]),
            ("output", ["输出", "出参", "交易输出", "返回参数"]),
        ):
            self.word.add(text(self.random.choice(names), self.random.choice(["4", ""])))
            if not content[side]:
                self.word.add(self.random.choice(["无", "无。"]))
            for node in content[side]:
                self._node(infno, side, node)

    def _said(self, content: dict[str, Any]) -> None:
        for side, word in (("input", "输入"), ("output", "输出")):
            rows = {node["rows"] for node in content[side]}
            if len(rows) == 1:
                self.word.add(f"交易{word}为{'多行' if rows == {'many'} else '单行'}数据；")

    def _node(self, infno: str, side: str, node: dict[str, Any]) -> None:
        self.tables += 1
        number, name = str(self.random.choice([self.tables, 7])), node.get("node", "")
        title = {"input": "输入", "output": "输出"}[side]
        mark = (
            self.random.choice([f"（节点标识：{name}）", f"(节点标识: {name})", f"（节点标识:{name}）"])
            if name
            else "（无节点）"
        )
        caption = self.random.choice(
            [
                field_caption("表 ", number, f" {title}{mark}"),
                simple_field_caption("表", number, f"{title}{mark}"),
                text(f"表 {number} {title}{mark}"),
            ]
        )
        self.word.add(caption, self._table(infno, side, name, node["fields"]), "")

    def _table(self, infno: str, side: str, node: str, fields: list[dict[str, Any]]) -> str:
        header = {key: self.random.choice(words) for key, words in HEADERS.items()}
        numbered = self.random.random() < 0.8
        keys = (["seq"] if numbered else []) + list(KEYS)
        rows = [row(*(header[k] for k in keys))]
        for number, item in enumerate(fields, 1):
            cells = self._cells(item)
            self.printed.append(Printed(infno, side, node, cells))
            rows.append(self._row(keys, cells, number))
            if number % 25 == 0:
                rows.append(row(*(header[k] for k in keys)))
        return table(*rows)

    def _cells(self, item: dict[str, Any]) -> dict[str, str]:
        cells = {key: str(item.get(key, "")) for key in KEYS}
        cells["type"] = self.random.choice(TYPES.get(cells["type"], [cells["type"]]))
        cells["length"] = cells["length"].replace(",", self.random.choice([",", "，", ", "]))
        if cells["required"] == "Y":
            cells["required"] = self.random.choice(["Y", "是", "√"])
        elif cells["required"] == "N":
            cells["required"] = self.random.choice(["N", "否", ""])
        return cells

    def _row(self, keys: list[str], cells: dict[str, str], number: int) -> str:
        texts = [str(number) if key == "seq" else cells[key] for key in keys]
        choice = self.random.random()
        if choice < 0.1 and not texts[-1]:
            return row(*texts[:-1], after=1)
        if choice < 0.2:
            return row(
                *(
                    cell(t, inner=f'<w:p><w:r><w:t xml:space="preserve">{t}</w:t></w:r></w:p>') if t.isalnum() else t
                    for t in texts
                )
            )
        return row(*texts)
