# Written by gdyb-generator from spec/; change the spec and regenerate.
"""Client 与 AsyncClient：每个操作一个方法，两者的方法相同。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack

from gdyb import operations
from gdyb.protocol import PROTOCOL
from gdyb.settings import Settings
from gdyb_runtime.client.base import BaseAsyncClient, BaseClient, CallOptions

if TYPE_CHECKING:
    from gdyb.models import i9001, i9102A, i9103, i9104, i9105, i9106, i9107
    from gdyb_runtime.model.protocol import Protocol
    from gdyb_runtime.wire.reply import Reply

__all__ = ["AsyncClient", "Client"]


class Client(BaseClient):
    """客户端：每个操作一个方法；`call` 可按接口编号调用，`pages` 逐页查询，`in_batches` 分批发送多行。

    输入按节点给出（模型或字典），发送前照接口表格检查；所得 Reply 的 `output` 是输出，`warnings` 列出应答与表格不符之处。
    每个方法还可给出 `msgid`（本次的报文编号）、`envelope`（本次与设置不同的报文字段）、`deadline`（自 1970 年起的秒数，过后不再尝试）、
    `total_timeout`（秒，连同重试，到时必有结果）、`extra`（平台已要求、表中还没有的字段）；没有收录的接口用 `call_raw`。
    以 `with` 打开；每个进程一个即可，可由多个线程共用。

    Use as a context manager; safe to share between threads.
    """

    protocol: ClassVar[Protocol] = PROTOCOL
    settings_type: ClassVar[type[Settings]] = Settings
    find_operation = staticmethod(operations.by_infno)

    def query_list(
        self, *, data: i9001.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9001.Output]:
        """查询名单（9001）。

        One page of the list.

        data: 9001 查询名单 · 输入 data（表 4 输入，单行） · 文档第 100-119 行

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 100-149 行。
        """
        return self.call(operations.query_list, data=data, **options)

    def register_things(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadIn | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        more: i9102A.InputMore | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """登记 "甲"（9102A）。

        Registers; ”””three quotes”””, a ＼ and a # {{ }} {% x %} 100% stay what they are.；Second line.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        more: 9102A 登记 "甲" · 输入 more（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 annex，第 1-20 行。
        """
        return self.call(
            operations.register_things, fsUploadIn=fsUploadIn, detail=detail, list=list, more=more, **options
        )

    def register_everything(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadInAll | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        more: i9102A.InputMore | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """全部登记（9102A）。

        Registers everything.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        more: 9102A 登记 "甲" · 输入 more（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 annex，第 1-20 行。
        """
        return self.call(
            operations.register_everything, fsUploadIn=fsUploadIn, detail=detail, list=list, more=more, **options
        )

    def get_state(self, **options: Unpack[CallOptions]) -> Reply[i9103.Output]:
        """取状态（9103）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 150-159 行。
        """
        return self.call(operations.get_state, **options)

    def send_file(
        self,
        *,
        fsUploadIn: i9104.InputFsUploadIn | Mapping[str, object],
        detail: Sequence[i9104.InputDetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i9104.Output]:
        """上传文件（9104）。

        Sends a file.

        fsUploadIn: 9104 上传文件 · 输入 fsUploadIn（单行） · 依据：公开客户端代码，三个实现 ”””原样””” · 可信程度：部分字段只见于一个实现
        detail: 9104 上传文件 · 输入 detail（多行） · 依据：公开客户端代码 · 可信程度：类型与长度多照同类接口推定

        各实现说法不一：输入 kind：一处必填；”””原样””” ＼。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return self.call(operations.send_file, fsUploadIn=fsUploadIn, detail=detail, **options)

    def query_departments(self, **options: Unpack[CallOptions]) -> Reply[i9105.Output]:
        """查询科室（9105）。

        输出是数组，各行在 reply.output.rows。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return self.call(operations.query_departments, **options)

    def fetch_file(
        self, *, fsDownloadIn: i9106.InputFsDownloadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9106.Output]:
        """下载文件 "原样"（9106）。

        fsDownloadIn: 9106 下载文件 "原样" · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，三个实现

        成功时返回文件，内容在 reply.file；output 为空。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return self.call(operations.fetch_file, fsDownloadIn=fsDownloadIn, **options)

    def audit_details(
        self, *, data: i9107.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9107.Output]:
        """审核明细（9107）。

        data: 9107 审核明细 · 输入 data（单行） · 依据：公开客户端代码，两个实现 · 可信程度：两个以上实现一致

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return self.call(operations.audit_details, data=data, **options)


class AsyncClient(BaseAsyncClient):
    """异步客户端：每个操作一个方法；`call` 可按接口编号调用，`pages` 逐页查询，`in_batches` 分批发送多行。

    输入按节点给出（模型或字典），发送前照接口表格检查；所得 Reply 的 `output` 是输出，`warnings` 列出应答与表格不符之处。
    每个方法还可给出 `msgid`（本次的报文编号）、`envelope`（本次与设置不同的报文字段）、`deadline`（自 1970 年起的秒数，过后不再尝试）、
    `total_timeout`（秒，连同重试，到时必有结果）、`extra`（平台已要求、表中还没有的字段）；没有收录的接口用 `call_raw`。
    以 `async with` 打开；每个进程一个即可，可由多个任务共用。

    Use as an async context manager; safe to share between tasks.
    """

    protocol: ClassVar[Protocol] = PROTOCOL
    settings_type: ClassVar[type[Settings]] = Settings
    find_operation = staticmethod(operations.by_infno)

    async def query_list(
        self, *, data: i9001.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9001.Output]:
        """查询名单（9001）。

        One page of the list.

        data: 9001 查询名单 · 输入 data（表 4 输入，单行） · 文档第 100-119 行

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 100-149 行。
        """
        return await self.call(operations.query_list, data=data, **options)

    async def register_things(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadIn | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        more: i9102A.InputMore | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """登记 "甲"（9102A）。

        Registers; ”””three quotes”””, a ＼ and a # {{ }} {% x %} 100% stay what they are.；Second line.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        more: 9102A 登记 "甲" · 输入 more（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 annex，第 1-20 行。
        """
        return await self.call(
            operations.register_things, fsUploadIn=fsUploadIn, detail=detail, list=list, more=more, **options
        )

    async def register_everything(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadInAll | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        more: i9102A.InputMore | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """全部登记（9102A）。

        Registers everything.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        more: 9102A 登记 "甲" · 输入 more（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 annex，第 1-20 行。
        """
        return await self.call(
            operations.register_everything, fsUploadIn=fsUploadIn, detail=detail, list=list, more=more, **options
        )

    async def get_state(self, **options: Unpack[CallOptions]) -> Reply[i9103.Output]:
        """取状态（9103）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 150-159 行。
        """
        return await self.call(operations.get_state, **options)

    async def send_file(
        self,
        *,
        fsUploadIn: i9104.InputFsUploadIn | Mapping[str, object],
        detail: Sequence[i9104.InputDetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i9104.Output]:
        """上传文件（9104）。

        Sends a file.

        fsUploadIn: 9104 上传文件 · 输入 fsUploadIn（单行） · 依据：公开客户端代码，三个实现 ”””原样””” · 可信程度：部分字段只见于一个实现
        detail: 9104 上传文件 · 输入 detail（多行） · 依据：公开客户端代码 · 可信程度：类型与长度多照同类接口推定

        各实现说法不一：输入 kind：一处必填；”””原样””” ＼。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return await self.call(operations.send_file, fsUploadIn=fsUploadIn, detail=detail, **options)

    async def query_departments(self, **options: Unpack[CallOptions]) -> Reply[i9105.Output]:
        """查询科室（9105）。

        输出是数组，各行在 reply.output.rows。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return await self.call(operations.query_departments, **options)

    async def fetch_file(
        self, *, fsDownloadIn: i9106.InputFsDownloadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9106.Output]:
        """下载文件 "原样"（9106）。

        fsDownloadIn: 9106 下载文件 "原样" · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，三个实现

        成功时返回文件，内容在 reply.file；output 为空。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return await self.call(operations.fetch_file, fsDownloadIn=fsDownloadIn, **options)

    async def audit_details(
        self, *, data: i9107.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9107.Output]:
        """审核明细（9107）。

        data: 9107 审核明细 · 输入 data（单行） · 依据：公开客户端代码，两个实现 · 可信程度：两个以上实现一致

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 seen，没有印出。
        """
        return await self.call(operations.audit_details, data=data, **options)
