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
    from gdyb.models import i3260, i3261, i3262
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

    def extract_clearing_details(
        self, *, data: i3260.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3260.Output]:
        """提取异地清分明细（3260）。

        One month of settlements of patients insured elsewhere in the province, page by page.

        data: 3260 提取异地清分明细 · 输入 data（表 5 输入，单行） · 文档第 940-1010 行

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 918-1218.
        """
        return self.call(operations.extract_clearing_details, data=data, **options)

    def confirm_clearing_results(
        self,
        *,
        data: i3261.InputData | Mapping[str, object],
        detail: Sequence[i3261.InputDetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i3261.Output]:
        """异地清分结果确认（3261）。

        Confirms, or leaves out, settlements of one month; at most 100 rows a call.

        data: 3261 异地清分结果确认 · 输入 data（表 7 结算信息，单行） · 文档第 1244-1314 行
        detail: 3261 异地清分结果确认 · 输入 detail（表 8 结算详情，多行，每次不超过 100 行） · 文档第 1322-1466 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 1222-1474.
        """
        return self.call(operations.confirm_clearing_results, data=data, detail=detail, **options)

    def revoke_clearing_confirmation(
        self, *, data: i3262.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """异地清分结果确认回退（3262）。

        Takes one confirmed batch back, named by the inf_refmsgid its confirmation was answered with.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 1476-1574.
        """
        return self.call(operations.revoke_clearing_confirmation, data=data, **options)

    def revoke_clearing_period(
        self, *, data: i3262.InputDataPeriod | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """回退整个结算周期的确认（3262）。

        Takes back ALL confirmations of the institution's month, also those made by other software.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 1476-1574.
        """
        return self.call(operations.revoke_clearing_period, data=data, **options)


class AsyncClient(BaseAsyncClient):
    """异步客户端：每个接口一个方法；`call` 可按接口编号调用，`pages` 逐页查询。

    Use it as a context manager. One client per process is enough; it is safe to share between tasks.
    """

    protocol: ClassVar[Protocol] = PROTOCOL
    settings_type: ClassVar[type[Settings]] = Settings
    find_operation = staticmethod(operations.by_infno)

    async def extract_clearing_details(
        self, *, data: i3260.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3260.Output]:
        """提取异地清分明细（3260）。

        One month of settlements of patients insured elsewhere in the province, page by page.

        data: 3260 提取异地清分明细 · 输入 data（表 5 输入，单行） · 文档第 940-1010 行

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 918-1218.
        """
        return await self.call(operations.extract_clearing_details, data=data, **options)

    async def confirm_clearing_results(
        self,
        *,
        data: i3261.InputData | Mapping[str, object],
        detail: Sequence[i3261.InputDetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i3261.Output]:
        """异地清分结果确认（3261）。

        Confirms, or leaves out, settlements of one month; at most 100 rows a call.

        data: 3261 异地清分结果确认 · 输入 data（表 7 结算信息，单行） · 文档第 1244-1314 行
        detail: 3261 异地清分结果确认 · 输入 detail（表 8 结算详情，多行，每次不超过 100 行） · 文档第 1322-1466 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 1222-1474.
        """
        return await self.call(operations.confirm_clearing_results, data=data, detail=detail, **options)

    async def revoke_clearing_confirmation(
        self, *, data: i3262.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """异地清分结果确认回退（3262）。

        Takes one confirmed batch back, named by the inf_refmsgid its confirmation was answered with.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 1476-1574.
        """
        return await self.call(operations.revoke_clearing_confirmation, data=data, **options)

    async def revoke_clearing_period(
        self, *, data: i3262.InputDataPeriod | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """回退整个结算周期的确认（3262）。

        Takes back ALL confirmations of the institution's month, also those made by other software.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent.

        Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.
        Source: document guangdong, lines 1476-1574.
        """
        return await self.call(operations.revoke_clearing_period, data=data, **options)
