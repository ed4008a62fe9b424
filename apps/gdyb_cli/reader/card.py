"""`gdyb reader card`: the social security card in the reader."""

from gdyb.person_query import PersonQuery
from gdyb_cli.options import taking
from gdyb_cli.reader.options import ReadingOptions
from gdyb_cli.reader.reading import Reading, show_record

__all__ = ["card"]


@taking(ReadingOptions)
def card(options: ReadingOptions) -> None:
    """读社保卡。

    显示卡上的各项和 1101 的查询方式；个人信息默认以 *** 代替。
    """
    reading = Reading(
        title="读社保卡",
        read=lambda reader: reader.read_card(),
        builder="PersonQuery.social_card",
        build=lambda record: PersonQuery.social_card(record),
    )
    show_record(reading, options)
