"""`gdyb reader qr`: the code held under the reader."""

from typing import Annotated

import typer

from gdyb.person_query import PersonQuery
from gdyb_cli.options import taking
from gdyb_cli.reader.options import ReadingOptions
from gdyb_cli.reader.reading import Reading, show_record

__all__ = ["qr"]


@taking(ReadingOptions)
def qr(
    options: ReadingOptions,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", metavar="秒", min=0.1, max=3600, help="等待出示二维码的秒数，代替配置里的。"),
    ] = None,
) -> None:
    """读二维码（医保电子凭证）。

    码默认以 *** 代替：每个码只能办理一笔业务，看到的人就能用它。
    """
    reading = Reading(
        title="请出示二维码",
        read=lambda reader: reader.read_qr(timeout=timeout),
        builder="PersonQuery.electronic_voucher",
        build=lambda record: PersonQuery.electronic_voucher(record),
    )
    show_record(reading, options)
