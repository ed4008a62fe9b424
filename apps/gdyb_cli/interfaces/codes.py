"""`gdyb codes`: the dictionaries of the document."""

from typing import Annotated

import typer

from gdyb import codes as dictionaries
from gdyb_cli.options import AsJson, unknown_name
from gdyb_cli.screen import print_json, print_table, say

__all__ = ["codes"]


def codes(
    dictionary: Annotated[str | None, typer.Argument(metavar="字典", help="字典名，例如 fulamt_advpay_flag。")] = None,
    as_json: AsJson = False,
) -> None:
    """查字典：代码、中文含义、英文名。

    不给字典名则列出全部字典。
    """
    if dictionary is None:
        _list_dictionaries(as_json=as_json)
    else:
        _list_values(dictionary, as_json=as_json)


def _list_dictionaries(*, as_json: bool) -> None:
    rows = [(name, _title(name), len(dictionaries.find(name))) for name in dictionaries.NAMES]
    if as_json:
        print_json([{"name": name, "description": title, "values": count} for name, title, count in rows])
        return
    print_table(("字典", "名称", "代码数"), [(name, title, str(count)) for name, title, count in rows], right=(2,))


def _list_values(name: str, *, as_json: bool) -> None:
    if name not in dictionaries.NAMES:
        raise unknown_name("字典", name, dictionaries.NAMES)
    values = [(code.value, code.label, code.name) for code in dictionaries.find(name)]
    if as_json:
        items = [{"code": code, "label": label, "english": english} for code, label, english in values]
        print_json({"name": name, "description": _title(name), "values": items})
        return
    say(_title(name))
    print_table(("代码", "中文含义", "英文名"), values)


def _title(name: str) -> str:
    return (dictionaries.find(name).__doc__ or "").strip().splitlines()[0]
