"""`gdyb reader card`: the social security card in the reader."""

from gdyb.person_query import PersonQuery
from gdyb_workflows.cli.options import AsJson
from gdyb_workflows.cli.reader.options import (
    AskPlatform,
    InProcess,
    Library,
    ProfileName,
    ReaderConfig,
    ReaderEnvFile,
    Show,
    Source,
)
from gdyb_workflows.cli.reader.reading import Reading, show_record

__all__ = ["card"]


def card(
    config: ReaderConfig = None,
    env_file: ReaderEnvFile = None,
    library: Library = None,
    profile: ProfileName = None,
    in_process: InProcess = False,
    query: AskPlatform = False,
    show: Show = False,
    as_json: AsJson = False,
) -> None:
    """读社保卡。

    显示卡上的各项和 1101 的查询方式；个人信息默认以 *** 代替。
    """
    source = Source(config=config, env_file=env_file, library=library, profile=profile, in_process=in_process)
    reading = Reading(
        title="读社保卡",
        read=lambda reader: reader.read_card(),
        builder="PersonQuery.social_card",
        build=lambda record: PersonQuery.social_card(record),
    )
    show_record(reading, source, show=show, json=as_json, query=query)
