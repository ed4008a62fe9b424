"""Waits until what was sent without an answer cannot arrive any more."""

import time

from gdyb_cli.clearing.desk import LeasedDesk
from gdyb_cli.screen import NO, progress, stop, warn
from gdyb_runtime.clock import ANSWERS

__all__ = ["wait_for_fence"]


def wait_for_fence(desk: LeasedDesk, fence: float, *, wait: bool, json: bool) -> None:
    """Goes on after the fence, with a countdown; without `wait` it ends the command and says when to run it again."""
    from gdyb_workflows.fence import beijing

    desk.lease.learn_time(ANSWERS)
    total = desk.lease.left_until(fence)
    if total <= 0:
        return
    until = beijing(fence)
    if not wait:
        text = (
            f"{desk.name} 已关闭这一轮，不会再发送确认；没有等到答复的请求可能还在途中，现在还不能整期回退。\n"
            f"请在 {until}（约 {_duration(total)}后）再运行同样的命令，或加上 --wait 等着。"
        )
        stop(text, NO, json=json, error="FenceAhead")
    warn(f"没有等到答复的请求可能还在途中，等到 {until} 再整期回退。可按 Ctrl-C 停下，之后用同样的命令接着做。")
    with progress("等待", total=int(total)) as advance:
        while (left := desk.lease.left_until(fence)) > 0:
            advance(f"等到 {until}，还有 {_duration(left)}", int(total - left))
            time.sleep(min(1.0, left))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds) + 1, 60)
    return f"{minutes} 分 {rest:02d} 秒" if minutes else f"{rest} 秒"
