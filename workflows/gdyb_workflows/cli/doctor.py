"""`gdyb doctor`: what keeps this machine from calling the platform."""

from dataclasses import asdict

import typer

from gdyb_workflows.checks import Check, Status, run_checks
from gdyb_workflows.cli.options import AsJson, Config, EnvFile, one_source
from gdyb_workflows.cli.screen import NO, print_json, progress, say
from gdyb_workflows.configuration import load_settings

__all__ = ["doctor"]

_MARKS: dict[Status, str] = {"ok": "正常", "failed": "失败", "skipped": "跳过"}


def doctor(config: Config = None, env_file: EnvFile = None, as_json: AsJson = False) -> None:
    """检查本机能否调用平台。

    逐项检查配置、域名、端口、时钟和签名，给出结果和处理办法；只连接配置里的地址。
    """
    one_source(config, env_file)
    checks: list[Check] = []
    with progress("检查") as advance:
        for check in run_checks(lambda: load_settings(config=config, env_file=env_file)):
            checks.append(check)
            advance(check.label, len(checks))
    ok = all(check.status != "failed" for check in checks)
    if as_json:
        print_json({"ok": ok, "steps": [asdict(check) for check in checks]})
    else:
        for check in checks:
            _print_check(check)
        say("全部正常。" if ok else "有失败的项目，请按提示处理后重试。")
    if not ok:
        raise typer.Exit(NO)


def _print_check(check: Check) -> None:
    first, *more = check.detail.splitlines() or [""]
    say(f"[{_MARKS[check.status]}] {check.label}：{first}")
    for line in more:
        say(f"       {line.strip()}")
    if check.advice:
        say(f"       处理：{check.advice}")
