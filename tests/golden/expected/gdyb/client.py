# Written by gdyb-generator from spec/; change the spec and regenerate.
"""Client and AsyncClient: one method per operation, the same surface from one template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack

from gdyb import operations
from gdyb.protocol import PROTOCOL
from gdyb.settings import Settings
from gdyb_runtime.client import BaseAsyncClient, BaseClient, CallOptions

if TYPE_CHECKING:
    from gdyb.models import i9001, i9102A, i9103, i9104, i9105, i9106
    from gdyb_runtime.protocol import Protocol
    from gdyb_runtime.reply import Reply

__all__ = ["AsyncClient", "Client"]


class Client(BaseClient):
    """客户端：每个接口一个方法；`call` 可按接口编号调用，`pages` 逐页查询。

    Use it as a context manager. One client per process is enough; it is safe to share between threads.
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

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 100-149.
        """
        return self.call(operations.query_list, data=data, **options)

    def register_things(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadIn | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        extra: i9102A.InputExtra | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """登记 "甲"（9102A）。

        Registers; ”””three quotes”””, a ＼ and a # {{ }} {% x %} 100% stay what they are.；Second line.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        extra: 9102A 登记 "甲" · 输入 extra（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document annex, lines 1-20.
        """
        return self.call(
            operations.register_things, fsUploadIn=fsUploadIn, detail=detail, list=list, extra=extra, **options
        )

    def register_everything(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadInAll | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        extra: i9102A.InputExtra | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """全部登记（9102A）。

        Registers everything.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        extra: 9102A 登记 "甲" · 输入 extra（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document annex, lines 1-20.
        """
        return self.call(
            operations.register_everything, fsUploadIn=fsUploadIn, detail=detail, list=list, extra=extra, **options
        )

    def get_state(self, **options: Unpack[CallOptions]) -> Reply[i9103.Output]:
        """取状态（9103）。

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 150-159.
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

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document seen.
        """
        return self.call(operations.send_file, fsUploadIn=fsUploadIn, detail=detail, **options)

    def query_departments(self, **options: Unpack[CallOptions]) -> Reply[i9105.Output]:
        """查询科室（9105）。

        The output is an array; its rows are in reply.output.rows.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document seen.
        """
        return self.call(operations.query_departments, **options)

    def fetch_file(
        self, *, fsDownloadIn: i9106.InputFsDownloadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9106.Output]:
        """下载文件 "原样"（9106）。

        fsDownloadIn: 9106 下载文件 "原样" · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，三个实现

        Success is a file, in reply.file; the output is empty.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document seen.
        """
        return self.call(operations.fetch_file, fsDownloadIn=fsDownloadIn, **options)


class AsyncClient(BaseAsyncClient):
    """异步客户端：每个接口一个方法；`call` 可按接口编号调用，`pages` 逐页查询。

    Use it as a context manager. One client per process is enough; it is safe to share between tasks.
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

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 100-149.
        """
        return await self.call(operations.query_list, data=data, **options)

    async def register_things(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadIn | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        extra: i9102A.InputExtra | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """登记 "甲"（9102A）。

        Registers; ”””three quotes”””, a ＼ and a # {{ }} {% x %} 100% stay what they are.；Second line.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        extra: 9102A 登记 "甲" · 输入 extra（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document annex, lines 1-20.
        """
        return await self.call(
            operations.register_things, fsUploadIn=fsUploadIn, detail=detail, list=list, extra=extra, **options
        )

    async def register_everything(
        self,
        *,
        fsUploadIn: i9102A.InputFsUploadInAll | Mapping[str, object],
        detail: Sequence[i9102A.InputDetail | Mapping[str, object]],
        list: Sequence[i9102A.InputList | Mapping[str, object]] | None = None,
        extra: i9102A.InputExtra | Mapping[str, object] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i9102A.Output]:
        """全部登记（9102A）。

        Registers everything.

        fsUploadIn: 9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行
        detail: 9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行
        list: 9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行
        extra: 9102A 登记 "甲" · 输入 extra（表 3 可省的单行，单行，可省略） · 文档第 16-18 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document annex, lines 1-20.
        """
        return await self.call(
            operations.register_everything, fsUploadIn=fsUploadIn, detail=detail, list=list, extra=extra, **options
        )

    async def get_state(self, **options: Unpack[CallOptions]) -> Reply[i9103.Output]:
        """取状态（9103）。

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 150-159.
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

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document seen.
        """
        return await self.call(operations.send_file, fsUploadIn=fsUploadIn, detail=detail, **options)

    async def query_departments(self, **options: Unpack[CallOptions]) -> Reply[i9105.Output]:
        """查询科室（9105）。

        The output is an array; its rows are in reply.output.rows.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document seen.
        """
        return await self.call(operations.query_departments, **options)

    async def fetch_file(
        self, *, fsDownloadIn: i9106.InputFsDownloadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9106.Output]:
        """下载文件 "原样"（9106）。

        fsDownloadIn: 9106 下载文件 "原样" · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，三个实现

        Success is a file, in reply.file; the output is empty.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document seen.
        """
        return await self.call(operations.fetch_file, fsDownloadIn=fsDownloadIn, **options)
