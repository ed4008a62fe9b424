"""The single calls of a reconciliation: remembered before they are sent, not repeated once they are answered."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar, cast

from gdyb import operations
from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_runtime.errors import BusinessError, FileUnreadable, GdybError, ReplyDeparts
from gdyb_runtime.files.download import DownloadedFile
from gdyb_runtime.model.base import ReplyModel, RequestModel, if_readable
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.redaction import mask_text
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.reconciliation.result import GroupResult
from gdyb_workflows.reconciliation.state import Answer, RunState, Status, Step, digest_of
from gdyb_workflows.reconciliation.totals import Group, Period, Totals, Unit

__all__ = ["FileExpired", "ResultUnreadable", "StepUnknown", "Steps"]

OutputT = TypeVar("OutputT", bound=ReplyModel)

_FILE = ("file_qury_no", "filename")
_DEADLINE = "dld_endtime"

_ADVICE = {
    operations.upload_file.name: "它只上传一个待比对的文件，不改变中心的结算数据，重发只会多出一个不用的文件",
    operations.reconcile_details.name: (
        "它让中心比对并写出结果文件，不改变结算数据，但没有资料说明中心是否记录比对次数，请先凭 msgid 向医保核对"
    ),
}


class StepUnknown(GdybError):
    """A command was sent and nobody knows whether it was carried out; it is not sent again by itself."""

    outcome = "unknown"
    at: str = ""
    """When it was sent, Beijing time."""
    subject: str = ""
    operation: str = ""

    def explain(self) -> str:
        """What is unknown and how to go on."""
        return (
            f"{self.subject}：{self.at} 发出的这一步（msgid={self.msgid}）没有得到答复，结果未知，没有重发。"
            f"{_ADVICE.get(self.operation, '')}；确定要重发，请加上 --repeat-unknown {self.infno}（repeat_unknown）。"
        )


class ResultUnreadable(FileUnreadable):
    """The centre's result file cannot be read; it is kept as it came and is asked for again by the next attempt."""

    path: str = ""
    """Where it is kept."""
    subject: str = ""

    def explain(self) -> str:
        """Why it cannot be read and how to go on."""
        return (
            f"{self.subject}：下载的结果文件无法读取：{self._masked(self.reason)}{self._msgid_text()}，"
            f"原样保存在 {self.path}。再运行同样的命令会重新下载；仍然如此，请把这个文件和 msgid 交给医保核对。"
        )


class FileExpired(GdybError):
    """The platform refuses a file of an earlier attempt, whose download deadline is over."""

    outcome = "refused"
    deadline: str = ""
    """As the platform reported it, Beijing time."""
    reason: str = ""
    """What the platform says now."""
    subject: str = ""

    def explain(self) -> str:
        """Until when it was there and how to go on."""
        return (
            f"{self.subject}：文件已过下载截止时间 {self.deadline}，平台拒绝：{self._masked(self.reason)}"
            f"{self._msgid_text()}。请加上 --restart（restart）从头对账，会重新上传、重新比对。"
        )


class Steps:
    """Calls the platform for one run."""

    def __init__(
        self, client: Client, state: RunState, *, period: Period, scope: str, repeat_unknown: Collection[str]
    ) -> None:
        self._client = client
        self.state = state
        """Where every step is remembered."""
        self.settings = cast("Settings", client.settings)
        self.period = period
        self._scope = scope
        self._repeat_unknown = frozenset(repeat_unknown)

    def now(self) -> str:
        """The platform's time, as it writes it."""
        moment = self._client.clock.now().astimezone(zone_of(self._client.protocol.utc_offset))
        return f"{moment:%Y-%m-%d %H:%M:%S}"

    def totals(self, group: Group, totals: Totals, stage: str) -> GroupResult:
        """3201: whether the centre has the same totals; each stage asks for itself."""
        nodes = {
            "data": {
                "insutype": group.insutype,
                "clr_type": group.clr_type,
                "setl_optins": group.setl_optins,
                **self._period(),
                "medfee_sumamt": totals.medfee_sumamt,
                "fund_pay_sumamt": totals.fund_pay_sumamt,
                "acct_pay": totals.acct_pay,
                "fixmedins_setl_cnt": totals.count,
                "REFD_SETL_FLAG": self._scope,
            }
        }
        step = self._query(
            operations.reconcile_totals,
            nodes,
            subject=str(group),
            digest=digest_of(stage, _digest(nodes)),
            read=lambda reply: {
                "stmt_rslt": str(reply.output.stmtinfo.stmt_rslt),
                "stmt_rslt_dscr": mask_text(reply.output.stmtinfo.stmt_rslt_dscr or ""),
            },
        )
        return GroupResult(
            group=group,
            totals=totals,
            stmt_rslt=step.answer["stmt_rslt"],
            stmt_rslt_dscr=step.answer["stmt_rslt_dscr"],
            msgid=step.msgid,
        )

    def upload(self, unit: Unit, digest: str, make_zip: Callable[[str], bytes]) -> Answer:
        """9101: the file_qury_no under which the centre holds our details; `make_zip` is given the TXT's name."""

        def nodes(msgid: str) -> Mapping[str, object]:
            stem = msgid[self._client.protocol.msgid.institution :]
            return {
                "fsUploadIn": {
                    "in": make_zip(stem),
                    "filename": f"{stem}.zip",
                    "fixmedins_code": self.settings.fixmedins_code,
                }
            }

        return self._command(
            operations.upload_file,
            nodes,
            subject=str(unit),
            digest=digest,
            read=lambda reply: _file_answer(
                reply.output.file_qury_no, reply.output.filename, if_readable(lambda: reply.output.dld_endtime)
            ),
        ).answer

    def details(self, unit: Unit, totals: Totals, uploaded: Answer) -> Answer:
        """3202: file_qury_no and filename of the centre's result."""
        nodes = {
            "data": {
                "setl_optins": unit.setl_optins,
                "file_qury_no": uploaded["file_qury_no"],
                **self._period(),
                "medfee_sumamt": totals.medfee_sumamt,
                "fund_pay_sumamt": totals.fund_pay_sumamt,
                "cash_payamt": totals.cash_payamt,
                "fixmedins_setl_cnt": totals.count,
                "REFD_SETL_FLAG": self._scope,
                "clr_type": unit.clr_type,
            }
        }
        with self._deadline(unit, uploaded):
            return self._command(
                operations.reconcile_details,
                lambda msgid: nodes,
                subject=str(unit),
                digest=_digest(nodes),
                read=lambda reply: _file_answer(
                    reply.output.fileinfo.file_qury_no,
                    reply.output.fileinfo.filename,
                    if_readable(lambda: reply.output.fileinfo.dld_endtime),
                ),
            ).answer

    def download(self, unit: Unit, named: Answer) -> DownloadedFile:
        """9102: the centre's result, kept in the run's folder so that a later attempt finds it there."""
        file: DownloadedFile | None = None

        def keep(reply: Reply[ReplyModel]) -> Answer:
            nonlocal file
            file = reply.file
            with self.state.failures():
                return {"file": file.save(self.state.folder, f"{named['file_qury_no']}.zip").name}

        digest = _file_digest(named)
        done = self.state.done(str(unit), operations.download_file.name, digest)
        path = self.state.folder / done.answer["file"] if done else None
        if path is not None and path.is_file():
            return DownloadedFile(path.read_bytes(), name=path.name)
        reference = {name: named[name] for name in _FILE}
        nodes = {"fsDownloadIn": {**reference, "fixmedins_code": self.settings.fixmedins_code}}
        with self._deadline(unit, named):
            self._ask(operations.download_file, nodes, subject=str(unit), digest=digest, read=keep)
        assert file is not None
        return file

    def unreadable(self, unit: Unit, named: Answer, error: FileUnreadable) -> ResultUnreadable:
        """What is wrong with a downloaded result; the next attempt asks for it again."""
        operation = operations.download_file
        step = self.state.done(str(unit), operation.name, _file_digest(named))
        assert step is not None
        self.state.end(step.id, "unreadable", inf_refmsgid=step.inf_refmsgid, answer=step.answer)
        return ResultUnreadable(
            infno=operation.infno,
            title=operation.title,
            msgid=step.msgid,
            reason=error.reason,
            path=str(self.state.folder / step.answer["file"]),
            subject=str(unit),
        )

    @contextmanager
    def _deadline(self, unit: Unit, named: Answer) -> Iterator[None]:
        """Says how to go on where the platform refuses a file because it is too late for it."""
        try:
            yield
        except BusinessError as error:
            # Only a refusal counts: the clock of this machine may be wrong, and the platform may be patient.
            deadline = named.get(_DEADLINE, "")
            if not deadline or self.now() <= deadline:
                raise
            raise FileExpired(
                infno=error.infno,
                title=error.title,
                msgid=error.msgid,
                deadline=deadline,
                reason=error.err_msg,
                subject=str(unit),
            ) from error

    def _period(self) -> dict[str, object]:
        return {"stmt_begndate": self.period.begin, "stmt_enddate": self.period.end}

    def _query(
        self,
        operation: Operation[RequestModel, OutputT],
        nodes: Mapping[str, object],
        *,
        subject: str,
        digest: str,
        read: Callable[[Reply[OutputT]], Answer],
    ) -> Step:
        done = self.state.done(subject, operation.name, digest)
        return done or self._ask(operation, nodes, subject=subject, digest=digest, read=read)

    def _ask(
        self,
        operation: Operation[RequestModel, OutputT],
        nodes: Mapping[str, object],
        *,
        subject: str,
        digest: str,
        read: Callable[[Reply[OutputT]], Answer],
    ) -> Step:
        """A query, remembered once it is answered: asking again does no harm."""
        reply = _accepted(
            lambda: self._client.call(
                operation, msgid=None, envelope=None, deadline=None, total_timeout=None, extra=None, **nodes
            )
        )
        answer = read(reply)
        step = self.state.begin(subject, operation.name, digest, msgid=reply.msgid, at=self.now())
        return self._done(step, subject, operation.name, digest, reply, answer)

    def _command(
        self,
        operation: Operation[RequestModel, OutputT],
        nodes: Callable[[str], Mapping[str, object]],
        *,
        subject: str,
        digest: str,
        read: Callable[[Reply[OutputT]], Answer],
    ) -> Step:
        """A command, remembered before it is sent: whatever stops this process, nobody takes it for not sent."""
        name = operation.name
        if done := self.state.done(subject, name, digest):
            return done
        unanswered = self.state.unanswered(subject, name)
        if unanswered is not None and operation.infno not in self._repeat_unknown:
            raise _unknown(operation, subject, unanswered.msgid, unanswered.at)
        msgid, at = self._client.reserve_msgid(), self.now()
        filled = nodes(msgid)
        step = self.state.begin(subject, name, digest, msgid=msgid, at=at)
        try:
            reply = _accepted(
                lambda: self._client.call(
                    operation, msgid=msgid, envelope=None, deadline=None, total_timeout=None, extra=None, **filled
                )
            )
            answer = read(reply)
        except GdybError as error:
            self.state.end(step, _STATUS[error.outcome])
            if error.outcome in ("unknown", "already_done"):
                raise _unknown(operation, subject, msgid, at) from error
            raise
        return self._done(step, subject, name, digest, reply, answer)

    def _done(self, step: int, subject: str, name: str, digest: str, reply: Reply[OutputT], answer: Answer) -> Step:
        self.state.end(step, "done", inf_refmsgid=reply.inf_refmsgid, answer=answer)
        done = self.state.done(subject, name, digest)
        assert done is not None
        return done


_STATUS: Mapping[str, Status] = {
    "not_sent": "not_sent",
    "refused": "refused",
    "already_done": "unknown",
    "accepted": "unknown",  # Carried out, but the answer lacks what the next step needs.
    "unknown": "unknown",
}


def _accepted(call: Callable[[], Reply[OutputT]]) -> Reply[OutputT]:
    """The reply, also where strict settings raise because it departs from the tables."""
    try:
        return call()
    except ReplyDeparts as error:
        return cast("Reply[OutputT]", error.reply)


def _file_answer(file_qury_no: str, filename: str, deadline: object) -> Answer:
    answer = dict(zip(_FILE, (file_qury_no, filename), strict=True))
    return {**answer, _DEADLINE: str(deadline)} if deadline else answer


def _file_digest(named: Answer) -> str:
    return digest_of(*(named[name] for name in _FILE))


def _digest(nodes: Mapping[str, Mapping[str, object]]) -> str:
    return digest_of(*(f"{node}.{name}={value}" for node, row in nodes.items() for name, value in row.items()))


def _unknown(operation: Operation[RequestModel, OutputT], subject: str, msgid: str, at: str) -> StepUnknown:
    return StepUnknown(
        infno=operation.infno, title=operation.title, operation=operation.name, subject=subject, msgid=msgid, at=at
    )
