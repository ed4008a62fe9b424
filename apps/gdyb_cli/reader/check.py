"""`gdyb reader check`: what keeps this machine from reading cards."""

from gdyb_cli.options import AsJson
from gdyb_cli.reader.options import Library, ProfileName, ReaderConfig, ReaderEnvFile, Source
from gdyb_cli.steps import report_checks

__all__ = ["check"]


def check(
    config: ReaderConfig = None,
    env_file: ReaderEnvFile = None,
    library: Library = None,
    profile: ProfileName = None,
    as_json: AsJson = False,
) -> None:
    """检查本机能否读卡。

    逐项检查配置、读卡库文件、位数、函数名、缓冲区和初始化，给出结果和处理办法；在单独的进程里加载读卡库，只调用 Init。
    """
    from gdyb_workflows.checks.card_reader import run_reader_checks

    source = Source(config=config, env_file=env_file, library=library, profile=profile, in_process=False)
    source.check()
    report_checks(run_reader_checks(source.settings), json=as_json)
