"""A document of a province with habits of its own: other words, numbers and nodes in other places, tables in other shapes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml

from support.importing.untidy import Printed
from support.importing.wordfile import WordFile, cell, plain_table, row, table, text
from support.places import SPEC

WORDS = {
    "name": ["标签名", "字段编码", "英文名称", "报文标识", "列名"],
    "label": ["中文名称", "业务含义", "字段含义", "中文描述"],
    "type": ["数据类型", "类型", "字段类型"],
    "length": ["最大长度", "字符长度", "长度", "位数"],
    "required": ["不能为空", "出现要求", "是否必要", "必选", "是否可空", "允许为空"],
    "remark": ["描述", "使用说明", "校验规则", "备注"],
}
TURNED = ("是否可空", "允许为空")
TYPES = {
    "字符型": ["VARCHAR2", "string", "字符串", "char", "变长字符"],
    "数值型": ["Number", "decimal", "BigDecimal", "数字", "金额"],
    "日期型": ["date", "日期", "日期(yyyy-MM-dd)"],
    "日期时间型": ["datetime", "Timestamp(6)", "日期时间(yyyy-MM-dd HH:mm:ss)"],
}
YES, NO = ["Y", "是", "√", "必填", "R"], ["N", "否", "×", "选填", "O"]
SURE = {"必填", "R", "选填", "O"}
KEYS = ("name", "label", "type", "length", "required", "remark")


class Province:
    """Writes the document and remembers every row it printed, and what the row means."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.word = WordFile()
        self.printed: list[Printed] = []
        self.meaning: dict[tuple[str, str, str, str], dict[str, str]] = {}

    def write(self, path: Path) -> Path:
        """All interfaces of spec/ that ordinary tables can show."""
        self.word.add(text("某省医疗保障平台接口规范", "1"))
        for file in sorted((SPEC / "interfaces").glob("*.yaml")):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            self._interface(content["infno"], content)
        return self.word.save(path)

    def _interface(self, infno: str, content: dict[str, Any]) -> None:
        name = content["name"]
        style = self.random.choice(["end", "brackets", "card", "line", "one table"])
        if style == "one table":
            self.word.add(text(f"3.1.{infno[:1]} {name}", "3"))
            self._one_table(infno, content)
            return
        self._heading(style, infno, name)
        for side, words in (
            ("input", ["输入参数", "入参", "请求参数："]),
            ("output", ["输出参数", "出参", "返回参数："]),
        ):
            self.word.add(text(self.random.choice(words), "4"))
            if not content[side]:
                self.word.add("无")
            for node in content[side]:
                self._node(infno, side, node)

    def _heading(self, style: str, infno: str, name: str) -> None:
        title = {"end": f"3.2 {name}（{infno}）", "brackets": f"第三节 【{infno}】{name}"}.get(style, f"3.2 {name}")
        self.word.add(text(title, "3"))
        if style == "card":
            self.word.add(plain_table(["接口编码", infno], [["接口名称", name], ["接口描述", "见下"]]))
        if style == "line":
            self.word.add(f"交易编号：{infno}")

    def _node(self, infno: str, side: str, node: dict[str, Any]) -> None:
        name = node.get("node", "")
        word = {"input": "输入", "output": "输出"}[side]
        many = "多行" if node["rows"] == "many" else "单行"
        if not name:
            self.word.add(f"{word}（无节点）（{many}）")
        else:
            self.word.add(self.random.choice([f"{word}（节点标识：{name}）（{many}）", f"节点名称：{name}（{many}）", text(f"{word}-{name}-{many}数据", "5")]))  # fmt: skip
        header, rows = self._rows(infno, side, name, node["fields"])
        at = self.random.randrange(1, len(rows)) if len(rows) > 3 and self.random.random() < 0.4 else len(rows)
        self.word.add(table(header, *rows[:at]))
        if at < len(rows):
            self.word.add(self.random.choice(["续表", "（续上表）"]), table(header, *rows[at:]))

    def _one_table(self, infno: str, content: dict[str, Any]) -> None:
        """The whole interface in one table, its sides and nodes in rows over the whole width."""
        pairs = row(cell("交易编号"), cell(infno, span=2), cell("交易名称"), cell(content["name"], span=2))
        body = [pairs]
        for side, word in (("input", "输入"), ("output", "输出")):
            for node in content[side]:
                name = node.get("node", "")
                body.append(row(cell(f"{word}（节点标识：{name}）" if name else f"{word}（无节点）", span=6)))
                header, rows = self._rows(infno, side, name, node["fields"], words=body_words)
                body += [header, *rows]
        self.word.add(table(*body))
        if not content["output"]:
            self.word.add("输出：无")

    def _rows(
        self, infno: str, side: str, node: str, fields: list[dict[str, Any]], words: dict[str, str] | None = None
    ) -> tuple[str, list[str]]:
        words = words or {key: self.random.choice(options) for key, options in WORDS.items()}
        rows = []
        for item in fields:
            cells, means = self._cells(item, turned=words["required"] in TURNED)
            self.printed.append(Printed(infno, side, node, cells))
            self.meaning[infno, side, node, cells["name"]] = means
            rows.append(row(*(cells[key] for key in KEYS)))
        return row(*(words[key] for key in KEYS)), rows

    def _cells(self, item: dict[str, Any], *, turned: bool) -> tuple[dict[str, str], dict[str, str]]:
        cells = {key: str(item.get(key, "")) for key in KEYS}
        means = {key: cells[key] for key in ("type", "length", "required")}
        cells["type"] = self.random.choice(TYPES.get(cells["type"], [cells["type"]]))
        if cells["length"] and "(" not in cells["type"]:
            choice = self.random.random()
            if choice < 0.4:
                cells["type"], cells["length"] = f"{cells['type']}({cells['length']})", ""
            elif choice < 0.6:
                cells["length"] = f"≤{cells['length']}"
        if cells["required"]:
            cells["required"] = self.random.choice(YES if (cells["required"] == "Y") else NO)
            if turned and cells["required"] not in SURE:
                means["required"] = "N" if means["required"] == "Y" else "Y"
        return cells, means


body_words = {
    "name": "标签名",
    "label": "中文名称",
    "type": "数据类型",
    "length": "最大长度",
    "required": "必选",
    "remark": "描述",
}
"""An interface in one table has one header."""
