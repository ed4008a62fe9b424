"""What a caller learns when there is no sign-in number."""

from gdyb_runtime.errors import GdybError

__all__ = ["SignInFailed"]


class SignInFailed(GdybError):
    """There is no sign-in number, so the call did not take place; the error that prevented it is the cause.

    `outcome` is that of the call, not of the sign-in: `not_sent`, or `refused` when the platform had refused it for
    want of a sign-in.
    """

    reason: str = ""
    """What went wrong, in Chinese."""

    def explain(self) -> str:
        """Why there is no number and what became of the call."""
        call = "本次交易已被平台拒绝（要求签到），没有重发" if self.outcome == "refused" else "本次交易没有发出"
        return f"签到没有成功，{call}。原因：{self.reason}"
