"""`gdyb doctor`: what keeps this machine from calling the platform."""

from gdyb_cli.options import AsJson, Config, EnvFile, one_source
from gdyb_cli.steps import report_checks
from gdyb_workflows.checks.connection import run_checks
from gdyb_workflows.configuration import load_settings

__all__ = ["doctor"]


def doctor(config: Config = None, env_file: EnvFile = None, as_json: AsJson = False) -> None:
    """检查本机能否调用平台。

    逐项检查配置、域名、端口、时钟和签名，给出结果和处理办法；只连接配置里的地址。
    """
    one_source(config, env_file)
    report_checks(run_checks(lambda: load_settings(config=config, env_file=env_file)), json=as_json)
