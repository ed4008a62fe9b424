"""What is to be done next in a month, as data: whoever talks to people says it in their words."""

from dataclasses import dataclass
from typing import Final

from gdyb_workflows.at_rest.labelled import Labelled
from gdyb_workflows.fence import beijing

__all__ = ["EXTRACT", "NextStep", "StepKind", "revoke_period_again", "settle_batch"]


class StepKind(Labelled):
    """What is to be done; most urgent first."""

    CLEAR_CONFLICT = "clear_conflict", "请向医保核实，再登记核实的结果"
    CHECK_COPY = "check_copy", "请向医保核实这一期已确认的，或整期回退，再登记"
    SETTLE_BATCH = "settle_batch", "请向医保核实后登记结果，或整期回退后重新确认"
    AWAIT_SENDER = "await_sender", "等正在办理的程序；它如已中断，按结果未知处理"
    REPEAT_REVOCATION = "repeat_revocation", "再回退一次，或登记它是否已回退"
    RECORD_REVOCATION = "record_revocation", "请向医保核实这一批是否已回退，再登记"
    HEED_REJECTION = "heed_rejection", "请按平台的说明处理，再重新批准"
    RESEND_PERIOD = "resend_period", "继续整期回退，再把这一期的批次重新列出；或撤销"
    REVOKE_PERIOD = "revoke_period", "继续整期回退，或撤销"
    CHECK_OUTDATED = "check_outdated", "请核实，必要时回退所在批次"
    EXTRACT = "extract", "请提取明细"
    REPORT_UNUSABLE = "report_unusable", "请向医保反映"
    DECIDE_DOUBTFUL = "decide_doubtful", "请向医保核实，再逐笔决定"
    APPROVE = "approve", "请核对并批准"
    PLAN = "plan", "请列批"
    CONFIRM = "confirm", "请确认"
    MOVE_PLATFORM = "move_platform", "测试与正式环境请用不同的台账；如果只是换了地址，请登记原来的地址"
    MAKE_KEY = "make_key", "请生成密钥"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One thing that is open in a month; nothing in it names a person."""

    kind: StepKind
    why: str = ""
    """What is open, in Chinese, without what to do about it."""
    epoch: int = 0
    batch: int = 0
    """Numbers, 0 where it is about the whole month."""
    msgid: str = ""
    until: float | None = None
    """Seconds since 1970, before which it is too early."""

    @property
    def when(self) -> str:
        """Until when it is too early, as the beginning of a sentence; empty where it is not."""
        return "" if self.until is None else f"{beijing(self.until)} 之后"

    def __str__(self) -> str:
        return f"{self.why}：{self.when}{self.kind.label}" if self.why else f"{self.when}{self.kind.label}"


EXTRACT: Final = NextStep(kind=StepKind.EXTRACT, why="还没有提取明细")


def settle_batch(number: int, msgid: str, *, epoch: int = 0) -> NextStep:
    """The step for a batch whose result nobody knows."""
    why = f"第 {number} 批结果未知（msgid={msgid}）"
    return NextStep(kind=StepKind.SETTLE_BATCH, why=why, epoch=epoch, batch=number, msgid=msgid)


def revoke_period_again(*, send_again: bool, epoch: int = 0, until: float | None = None) -> NextStep:
    """The step for an epoch that waits for its revocation."""
    kind = StepKind.RESEND_PERIOD if send_again else StepKind.REVOKE_PERIOD
    return NextStep(kind=kind, why="正在整期回退", epoch=epoch, until=until)
