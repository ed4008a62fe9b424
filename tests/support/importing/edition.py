"""The next edition of the printed tables as a Word file: what spec/ holds, with a few rows printed anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.importing.dumpfile import HEADERS, field_rows, load
from support.importing.wordfile import WordFile, field_caption, plain_table, text

PRINTED = ("3260", "3261", "3262")


def write_edition(path: Path, change: Callable[[str, dict[str, Any]], None]) -> Path:
    """A Word file with the list, the envelope and the printed interfaces, each interface after `change`."""
    word, listed, envelope = WordFile(), load("interface_list.yaml"), load("envelope.yaml")
    word.add(text("广东省医疗保障信息平台接口规范（示例新版）", "1"), text("接口列表", "2"))
    word.add(f"{listed['table']} {listed['caption']}")
    columns = ("infno", "category", "subcategory", "name", "mode", "description")
    word.add(plain_table(HEADERS["list"], [[i.get(key, "") for key in columns] for i in listed["interfaces"]]))
    for part in ("request", "reply"):
        word.add(f"{envelope[part]['table']} {envelope[part]['caption']}")
        word.add(plain_table(HEADERS["envelope"], field_rows(envelope[part]["fields"])))
    for infno in PRINTED:
        content = load(f"interfaces/{infno}.yaml")
        change(infno, content)
        _interface(word, content)
    return word.save(path)


def _interface(word: WordFile, content: dict[str, Any]) -> None:
    word.add(text(f"【{content['infno']}】{content['name']}", "2"), text("重点说明", "3"))
    for side, name in (("input", "输入"), ("output", "输出")):
        many = any(node["rows"] == "many" for node in content[side])
        word.add(f"交易{name}为{'多' if many else '单'}行数据；")
    word.add("每批次上传明细、每次返回不超过100条。")
    word.add(f"交易发送方：{content['sender']}。", f"交易接收方：{content['receiver']}。")
    for side, name in (("input", "输入"), ("output", "输出")):
        word.add(text(name, "3"))
        for node in content[side]:
            mark = f" {node['caption']}（节点标识：{node['node']}）"
            word.add(field_caption("表 ", node["table"].removeprefix("表 "), mark))
            word.add(plain_table(HEADERS["node"], field_rows(node["fields"])))
        if not content[side]:
            word.add("无。")
