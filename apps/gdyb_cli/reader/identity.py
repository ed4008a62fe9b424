"""`gdyb reader id`: the resident identity card on the reader."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb.person_query import PersonQuery
from gdyb_cli.options import taking
from gdyb_cli.reader.options import ReadingOptions
from gdyb_cli.reader.reading import Reading, show_record
from gdyb_cli.screen import FAILED, NO, say, stop
from gdyb_runtime.local.file_names import output_problem
from gdyb_runtime.local.private import private_file

if TYPE_CHECKING:
    from gdyb.readers import IdentityCard

__all__ = ["identity"]


@taking(ReadingOptions)
def identity(
    options: ReadingOptions,
    photo: Annotated[
        Path | None,
        typer.Option("--photo", metavar="文件", help="把照片存入这个文件；WLT 是芯片里的格式，需用厂商的程序解码。"),
    ] = None,
) -> None:
    """读身份证。

    显示证件上的各项和 1101 的查询方式；个人信息默认以 *** 代替。
    """
    if photo is not None and (problem := output_problem(photo)):
        raise typer.BadParameter(f"{photo}：{problem}", param_hint="--photo")
    reading = Reading(
        title="读身份证",
        read=lambda reader: reader.read_id(),
        builder="PersonQuery.id_card",
        build=lambda record: PersonQuery.id_card(record),
    )

    def save(record: "IdentityCard") -> dict[str, object]:
        return {} if photo is None else _save(record, photo, json=options.as_json)

    show_record(reading, options, save=save)


def _save(record: "IdentityCard", file: Path, *, json: bool) -> dict[str, object]:
    if record.photo is None:
        stop("这张身份证的记录里没有照片，没有写出文件。", NO, json=json, error="PhotoMissing")
    try:
        private_file(file).write_bytes(record.photo.data)
    except OSError as error:
        text = f"照片无法存入 {file}：{error.strerror}。请换一个位置再读一次。"
        stop(text, FAILED, json=json, error="FileNotSaved")
    if not json:
        say(f"照片（{record.photo.kind}，{len(record.photo.data)} 字节）已存为 {file}")
    return {"photo_file": str(file)}
