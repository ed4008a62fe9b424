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
    from gdyb.models import (
        i1101,
        i2001,
        i2101,
        i2102,
        i2103,
        i2201,
        i2202,
        i2203,
        i2204,
        i2205,
        i2206,
        i2207,
        i2208,
        i2301,
        i2302,
        i2303,
        i2304,
        i2305,
        i2401,
        i2402,
        i2403,
        i2404,
        i2405,
        i2601,
        i3201,
        i3202,
        i3260,
        i3261,
        i3262,
        i3301,
        i3302,
        i4101,
        i5101,
        i5102,
        i5201,
        i5202,
        i5203,
        i5204,
        i5301,
        i5302,
        i5303,
        i5304,
        i9001,
        i9002,
        i9101,
        i9102,
    )
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

    def query_person(
        self, *, data: i1101.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i1101.Output]:
        """人员基本信息获取（1101）。

        One insured person with insurances and identities, found by e-voucher, ID card or social security card.

        data: 1101 人员基本信息获取 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 card_sn：一个实现必填，一个非必填；此处非必填。
        各实现说法不一：输入 data 的 psn_cert_type：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：湖南 V1.1.27 版中，输入的 psn_cert_type、certno、psn_name 必填；此处非必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_person, data=data, **options)

    def check_benefit_eligibility(
        self, *, data: i2001.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2001.Output]:
        """人员待遇享受检查（2001）。

        Whether a person may draw benefits for one kind of treatment.

        data: 2001 人员待遇享受检查 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.check_benefit_eligibility, data=data, **options)

    def presettle_pharmacy(
        self,
        *,
        druginfo: i2101.InputDruginfo | Mapping[str, object],
        drugdetail: Sequence[i2101.InputDrugdetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2101.Output]:
        """药店预结算（2101）。

        What a pharmacy sale would settle to, without settling it.

        druginfo: 2101 药店预结算 · 输入 druginfo（单行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定
        drugdetail: 2101 药店预结算 · 输入 drugdetail（多行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定

        各实现说法不一：字段名只见于一个实现；除输入没有 invono、输出没有 setl_id 外，与 2102 相同。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.presettle_pharmacy, druginfo=druginfo, drugdetail=drugdetail, **options)

    def settle_pharmacy(
        self,
        *,
        druginfo: i2102.InputDruginfo | Mapping[str, object],
        drugdetail: Sequence[i2102.InputDrugdetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2102.Output]:
        """药店结算（2102）。

        Settles one pharmacy sale with its lines.

        druginfo: 2102 药店结算 · 输入 druginfo（单行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口；已与湖南 V1.1.27 版对照 · 可信程度：类型与长度多照同类接口推定
        drugdetail: 2102 药店结算 · 输入 drugdetail（多行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口；已与湖南 V1.1.27 版对照 · 可信程度：类型与长度多照同类接口推定

        各实现说法不一：没有找到写明类型的表；两个实现的字段名与次序完全一致，其中一个另有 expContent。
        各实现说法不一：druginfo 的 begntime、dise_codg、dise_name 是否必填不明。
        各实现说法不一：湖南 V1.1.27 版中，druginfo 的 mdtrt_cert_no、begntime 必填；此处前者非必填，后者不明。
        各实现说法不一：湖南 V1.1.27 版中，drugdetail 的 feedetl_sn 是数字型；此处是字符型。
        各实现说法不一：湖南 V1.1.27 版中，drugdetail 的 bilg_dr_codg、bilg_dr_name 非必填；此处必填。
        各实现说法不一：湖南 V1.1.27 版中，输出 setlinfo 的 age、insutype 与 detlcutinfo 的 fulamt_ownpay_amt、preselfpay_amt、inscp_scp_amt 必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.settle_pharmacy, druginfo=druginfo, drugdetail=drugdetail, **options)

    def reverse_pharmacy_settlement(
        self, *, data: i2103.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2103.Output]:
        """药店结算撤销（2103）。

        Takes a pharmacy settlement back.

        data: 2103 药店结算撤销 · 输入 data（单行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.reverse_pharmacy_settlement, data=data, **options)

    def register_outpatient(
        self, *, data: i2201.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2201.Output]:
        """门诊挂号（2201）。

        Registers an outpatient visit.

        data: 2201 门诊挂号 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：湖南 V1.1.27 版中，输入的 atddr_no、dr_name 非必填；此处必填。
        各实现说法不一：湖南 V1.1.27 版中，caty 的长度是 10；此处是 6。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.register_outpatient, data=data, **options)

    def cancel_outpatient_registration(
        self, *, data: i2202.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2202.Output]:
        """门诊挂号撤销（2202）。

        Cancels the registration of an outpatient visit.

        data: 2202 门诊挂号撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_outpatient_registration, data=data, **options)

    def upload_outpatient_visit(
        self,
        *,
        mdtrtinfo: i2203.InputMdtrtinfo | Mapping[str, object],
        diseinfo: Sequence[i2203.InputDiseinfo | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2203.Output]:
        """门诊就诊信息上传（2203）。

        Uploads visit and diagnoses of a registered outpatient.

        mdtrtinfo: 2203 门诊就诊信息上传 · 输入 mdtrtinfo（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现
        diseinfo: 2203 门诊就诊信息上传 · 输入 diseinfo（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.upload_outpatient_visit, mdtrtinfo=mdtrtinfo, diseinfo=diseinfo, **options)

    def upload_outpatient_fees(
        self, *, feedetail: Sequence[i2204.InputFeedetail | Mapping[str, object]], **options: Unpack[CallOptions]
    ) -> Reply[i2204.Output]:
        """门诊费用明细信息上传（2204）。

        Uploads fee lines of an outpatient visit and tells how each is covered.

        feedetail: 2204 门诊费用明细信息上传 · 输入 feedetail（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 feedetail 的 chrg_bchno、hosp_appr_flag：一个实现必填，一个非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.upload_outpatient_fees, feedetail=feedetail, **options)

    def cancel_outpatient_fees(
        self, *, data: i2205.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2205.Output]:
        """门诊费用明细信息撤销（2205）。

        Cancels the uploaded fee lines of one charge batch of an outpatient visit.

        data: 2205 门诊费用明细信息撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_outpatient_fees, data=data, **options)

    def cancel_all_outpatient_fees(
        self, *, data: i2205.InputDataAll | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2205.Output]:
        """撤销全部未结算的门诊费用明细（2205）。

        Cancels ALL unsettled fee lines of the outpatient visit, of every charge batch.

        data: 2205 门诊费用明细信息撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_all_outpatient_fees, data=data, **options)

    def presettle_outpatient(
        self, *, data: i2206.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2206.Output]:
        """门诊预结算（2206）。

        What an outpatient charge batch would settle to, without settling it.

        data: 2206 门诊预结算 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 mdtrt_cert_no：一个实现必填，两个非必填；此处非必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.presettle_outpatient, data=data, **options)

    def settle_outpatient(
        self, *, data: i2207.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2207.Output]:
        """门诊结算（2207）。

        Settles one charge batch of an outpatient visit.

        data: 2207 门诊结算 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 mdtrt_cert_no：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 data 的 insutype、fulamt_ownpay_amt、overlmt_selfpay、preselfpay_amt、inscp_scp_amt：两个实现必填，一个非必填；此处必填。
        各实现说法不一：湖南 V1.1.27 版中，输入的 mdtrt_cert_no 必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.settle_outpatient, data=data, **options)

    def reverse_outpatient_settlement(
        self, *, data: i2208.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2208.Output]:
        """门诊结算撤销（2208）。

        Takes an outpatient settlement back.

        data: 2208 门诊结算撤销 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输出的个人现金支出写作 pdn_cash_pay；一个实现另有 psn_cash_pay。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.reverse_outpatient_settlement, data=data, **options)

    def upload_inpatient_fees(
        self, *, feedetail: Sequence[i2301.InputFeedetail | Mapping[str, object]], **options: Unpack[CallOptions]
    ) -> Reply[i2301.Output]:
        """住院费用明细上传（2301）。

        Uploads fee lines of an inpatient stay and tells how each is covered.

        feedetail: 2301 住院费用明细上传 · 输入 feedetail（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.upload_inpatient_fees, feedetail=feedetail, **options)

    def cancel_inpatient_fees(
        self, *, data: i2302.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2302.Output]:
        """住院费用明细撤销（2302）。

        Cancels one uploaded fee line of an inpatient stay.

        data: 2302 住院费用明细撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：输入 data 的 feedetl_sn：一个实现必填，一个非必填；此处必填。
        各实现说法不一：一个实现把 data 发送成列表，三个发送一个对象；此处是一个对象。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_inpatient_fees, data=data, **options)

    def cancel_all_inpatient_fees(
        self, *, data: i2302.InputDataAll | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2302.Output]:
        """撤销全部住院费用明细（2302）。

        Cancels ALL uploaded fee lines of the inpatient stay.

        data: 2302 住院费用明细撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：输入 data 的 feedetl_sn：一个实现必填，一个非必填；此处必填。
        各实现说法不一：一个实现把 data 发送成列表，三个发送一个对象；此处是一个对象。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_all_inpatient_fees, data=data, **options)

    def presettle_inpatient(
        self, *, data: i2303.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2303.Output]:
        """住院预结算（2303）。

        What an inpatient stay would settle to, without settling it.

        data: 2303 住院预结算 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：输入 data 的 mdtrt_cert_no、acct_used_flag：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 data 的 insutype、mid_setl_flag：两个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 data 的 fulamt_ownpay_amt、overlmt_selfpay、preselfpay_amt、inscp_scp_amt：一个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 dscg_time 是一个实现后来增加的；另一个实现把它写作 dscgTime。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.presettle_inpatient, data=data, **options)

    def settle_inpatient(
        self, *, data: i2304.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2304.Output]:
        """住院结算（2304）。

        Settles an inpatient stay.

        data: 2304 住院结算 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 mdtrt_cert_no：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 data 的 acct_used_flag、mid_setl_flag：两个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 dscg_time 是一个实现后来增加的；另一个实现把它写作 dscgTime。
        各实现说法不一：湖南 V1.1.27 版中，输出 setlinfo 的 hifdm_pay 非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.settle_inpatient, data=data, **options)

    def reverse_inpatient_settlement(
        self, *, data: i2305.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2305.Output]:
        """住院结算撤销（2305）。

        Takes an inpatient settlement back.

        data: 2305 住院结算撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.reverse_inpatient_settlement, data=data, **options)

    def admit_inpatient(
        self,
        *,
        mdtrtinfo: i2401.InputMdtrtinfo | Mapping[str, object],
        diseinfo: Sequence[i2401.InputDiseinfo | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2401.Output]:
        """入院办理（2401）。

        Admits an inpatient with the admission diagnoses.

        mdtrtinfo: 2401 入院办理 · 输入 mdtrtinfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致
        diseinfo: 2401 入院办理 · 输入 diseinfo（多行） · 依据：公开客户端代码，4 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 mdtrtinfo 的 mdtrt_cert_no：一个实现必填，一个非必填；此处必填。
        各实现说法不一：一个实现的 diseinfo 还有 mdtrt_id 与 vali_flag，它们属于出院诊断与门诊诊断；此处没有。
        各实现说法不一：代办人节点 agnterinfo 只见于广州市的地方版本；此处没有。
        各实现说法不一：湖南 V1.1.27 版中，mdtrtinfo 的 mdtrt_cert_no 非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.admit_inpatient, mdtrtinfo=mdtrtinfo, diseinfo=diseinfo, **options)

    def discharge_inpatient(
        self,
        *,
        dscginfo: i2402.InputDscginfo | Mapping[str, object],
        diseinfo: Sequence[i2402.InputDiseinfo | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2402.Output]:
        """出院办理（2402）。

        Discharges an inpatient with the discharge diagnoses.

        dscginfo: 2402 出院办理 · 输入 dscginfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致
        diseinfo: 2402 出院办理 · 输入 diseinfo（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 diseinfo 的 mdtrt_id：一个实现必填，一个非必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.discharge_inpatient, dscginfo=dscginfo, diseinfo=diseinfo, **options)

    def update_inpatient_visit(
        self,
        *,
        adminfo: i2403.InputAdminfo | Mapping[str, object],
        diseinfo: Sequence[i2403.InputDiseinfo | Mapping[str, object]] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i2403.Output]:
        """住院信息变更（2403）。

        Changes the data of a running inpatient stay.

        adminfo: 2403 住院信息变更 · 输入 adminfo（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致
        diseinfo: 2403 住院信息变更 · 输入 diseinfo（多行，可省略） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 adminfo 的 begntime：两个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 adminfo 的 endtime：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 diseinfo 的 mdtrt_id：一个实现必填，一个非必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.update_inpatient_visit, adminfo=adminfo, diseinfo=diseinfo, **options)

    def cancel_admission(
        self, *, data: i2404.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2404.Output]:
        """入院撤销（2404）。

        Cancels an admission.

        data: 2404 入院撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_admission, data=data, **options)

    def cancel_discharge(
        self, *, data: i2405.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2405.Output]:
        """出院撤销（2405）。

        Cancels a discharge, so that the stay runs again.

        data: 2405 出院撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_discharge, data=data, **options)

    def reverse_transaction(
        self, *, data: i2601.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2601.Output]:
        """冲正交易（2601）。

        Reverses a call whose outcome is unknown, named by its msgid.

        data: 2601 冲正交易 · 输入 data（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.reverse_transaction, data=data, **options)

    def reconcile_totals(
        self, *, data: i3201.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3201.Output]:
        """医药机构费用结算对总账（3201）。

        Compares the institution's settlement totals of a period with the platform's.

        data: 3201 医药机构费用结算对总账 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入的退费结算标志：两个实现没有，四个为可选，湖北 V1.2.02 版必填、长度 6；此处非必填、长度 3。
        各实现说法不一：退费结算标志的名称：三个实现（其中两个在本省）用大写 REFD_SETL_FLAG，其余用小写；此处用大写。
        各实现说法不一：stmt_rslt 表示平的值：三个实现是 0，湖北 V1.2.02 版是 000000。
        各实现说法不一：广州市的地方版本把经办机构叫作 clr_optins，并另有 clr_way；此处不采用。
        各实现说法不一：湖南 V1.1.27 版中，输入的退费结算标志长度是 6；此处是 3。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.reconcile_totals, data=data, **options)

    def reconcile_details(
        self, *, data: i3202.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3202.Output]:
        """医药机构费用结算对明细账（3202）。

        Compares an uploaded file of settlements with the platform's and names the file with the result.

        data: 3202 医药机构费用结算对明细账 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入的 clr_type：三个实现没有，三个有，湖北 V1.2.02 版必填；此处非必填。
        各实现说法不一：退费结算标志：湖北 V1.2.02 版必填、长度 3，最早的表中没有；此处非必填。
        各实现说法不一：一个实现还发送 fixmedins_code 与 fixmedins_refd_setl_flag，其他实现都没有；此处不采用。
        各实现说法不一：上传文件中的退费：湖北 V1.2.02 版写成正负两行；本省一个实现每笔写一行，按金额的正负写标志。
        各实现说法不一：上传文件的行末：一个实现多一个 Tab，其余没有；此处没有。
        各实现说法不一：湖南 V1.1.27 版中，输入的 clr_type 必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.reconcile_details, data=data, **options)

    def extract_clearing_details(
        self, *, data: i3260.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3260.Output]:
        """提取异地清分明细（3260）。

        One month of settlements of patients insured elsewhere in the province, page by page.

        data: 3260 提取异地清分明细 · 输入 data（表 5 输入，单行） · 文档第 940-1010 行

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 918-1216 行。
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

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 1224-1474 行。
        """
        return self.call(operations.confirm_clearing_results, data=data, detail=detail, **options)

    def revoke_clearing_confirmation(
        self, *, data: i3262.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """异地清分结果确认回退（3262）。

        Takes one confirmed batch back, named by the inf_refmsgid its confirmation was answered with.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 1476-1574 行。
        """
        return self.call(operations.revoke_clearing_confirmation, data=data, **options)

    def revoke_clearing_period(
        self, *, data: i3262.InputDataPeriod | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """回退整个结算周期的确认（3262）。

        Takes back ALL confirmations of the institution's month, also those made by other software.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 1476-1574 行。
        """
        return self.call(operations.revoke_clearing_period, data=data, **options)

    def upload_catalog_mapping(
        self, *, data: i3301.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3301.Output]:
        """目录对照上传（3301）。

        Maps an item of the institution to the insurance catalogue.

        data: 3301 目录对照上传 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：一个实现把 data 发送成列表，另一个发送一个对象；此处是一个对象。
        各实现说法不一：两个实现用节点 data，一个用 catalogcompin，字段也不尽相同；此处用 data，尚不确定。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.upload_catalog_mapping, data=data, **options)

    def cancel_catalog_mapping(
        self, *, data: i3302.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3302.Output]:
        """目录对照撤销（3302）。

        Cancels the mapping of an item of the institution.

        data: 3302 目录对照撤销 · 输入 data（单行） · 依据：公开客户端代码，仅一个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：一个实现用节点 data，一个用 catalog；此处用 data，尚不确定。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.cancel_catalog_mapping, data=data, **options)

    def upload_settlement_list(
        self,
        *,
        setlinfo: i4101.InputSetlinfo | Mapping[str, object],
        payinfo: Sequence[i4101.InputPayinfo | Mapping[str, object]] | None = None,
        opspdiseinfo: Sequence[i4101.InputOpspdiseinfo | Mapping[str, object]] | None = None,
        diseinfo: Sequence[i4101.InputDiseinfo | Mapping[str, object]] | None = None,
        iteminfo: Sequence[i4101.InputIteminfo | Mapping[str, object]],
        oprninfo: Sequence[i4101.InputOprninfo | Mapping[str, object]] | None = None,
        icuinfo: Sequence[i4101.InputIcuinfo | Mapping[str, object]] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i4101.Output]:
        """医疗保障基金结算清单信息上传（4101）。

        Uploads the settlement list of one settled visit.

        setlinfo: 4101 医疗保障基金结算清单信息上传 · 输入 setlinfo（单行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致
        payinfo: 4101 医疗保障基金结算清单信息上传 · 输入 payinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        opspdiseinfo: 4101 医疗保障基金结算清单信息上传 · 输入 opspdiseinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        diseinfo: 4101 医疗保障基金结算清单信息上传 · 输入 diseinfo（多行，可省略） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致
        iteminfo: 4101 医疗保障基金结算清单信息上传 · 输入 iteminfo（多行） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        oprninfo: 4101 医疗保障基金结算清单信息上传 · 输入 oprninfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        icuinfo: 4101 医疗保障基金结算清单信息上传 · 输入 icuinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：输入 opspdiseinfo 的 oprn_oprt_name、oprn_oprt_code：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 opspdiseinfo、diseinfo、oprninfo、icuinfo：各实现总是发送，没有内容时为空数组；门诊没有住院诊断，多数住院没有手术与重症监护，此处可以不给。
        各实现说法不一：输入 diseinfo 的 maindiag_flag：一个实现必填，一个非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(
            operations.upload_settlement_list,
            setlinfo=setlinfo,
            payinfo=payinfo,
            opspdiseinfo=opspdiseinfo,
            diseinfo=diseinfo,
            iteminfo=iteminfo,
            oprninfo=oprninfo,
            icuinfo=icuinfo,
            **options,
        )

    def query_departments(self, **options: Unpack[CallOptions]) -> Reply[i5101.Output]:
        """科室信息查询（5101）。

        The departments of the institution.

        各实现说法不一：没有找到输入与输出的节点标识；字段只见于一个实现，此处把输出整体看作多行。

        输出是数组，各行在 reply.output.rows。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_departments, **options)

    def query_medical_staff(
        self, *, data: i5102.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5102.Output]:
        """医执人员信息查询（5102）。

        The medical staff of the institution.

        data: 5102 医执人员信息查询 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_medical_staff, data=data, **options)

    def query_visits(
        self, *, data: i5201.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5201.Output]:
        """就诊信息查询（5201）。

        The visits of a person in a period.

        data: 5201 就诊信息查询 · 输入 data（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_visits, data=data, **options)

    def query_diagnoses(
        self, *, data: i5202.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5202.Output]:
        """诊断信息查询（5202）。

        The diagnoses of one visit.

        data: 5202 诊断信息查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_diagnoses, data=data, **options)

    def query_settlement(
        self, *, data: i5203.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5203.Output]:
        """结算信息查询（5203）。

        One settlement with the shares of the funds.

        data: 5203 结算信息查询 · 输入 data（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_settlement, data=data, **options)

    def query_fee_details(
        self, *, data: i5204.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5204.Output]:
        """费用明细查询（5204）。

        The fee lines of one visit or settlement.

        data: 5204 费用明细查询 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 setl_id：一个实现必填，一个非必填；此处非必填。
        各实现说法不一：一个实现的输出是多行，一个是一行；此处是多行，输出本身就是列表。
        各实现说法不一：一个实现把 opt_time 写作 opt_timeP，类型为日期时间型；此处两个名称都保留。

        输出是数组，各行在 reply.output.rows。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_fee_details, data=data, **options)

    def query_chronic_disease_records(
        self, *, data: i5301.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5301.Output]:
        """人员慢特病备案查询（5301）。

        The chronic and special diseases on record for a person.

        data: 5301 人员慢特病备案查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：两个实现的 feedetail 是多行，一个是一行；此处是多行。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_chronic_disease_records, data=data, **options)

    def query_designated_institutions(
        self, *, data: i5302.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5302.Output]:
        """人员定点信息查询（5302）。

        The institutions a person is tied to.

        data: 5302 人员定点信息查询 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_designated_institutions, data=data, **options)

    def query_inpatient_visits(
        self, *, data: i5303.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5303.Output]:
        """在院信息查询（5303）。

        The running inpatient stays of a person.

        data: 5303 在院信息查询 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 endtime：一个实现必填，一个非必填；此处必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_inpatient_visits, data=data, **options)

    def query_transfers(
        self, *, data: i5304.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5304.Output]:
        """转院信息查询（5304）。

        The transfers to other hospitals on record for a person.

        data: 5304 转院信息查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 endtime：一个实现必填，一个非必填；此处必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.query_transfers, data=data, **options)

    def sign_in(
        self, *, signIn: i9001.InputSignIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9001.Output]:
        """签到（9001）。

        Signs an operator in; the sign-in number goes into the envelope of later calls.

        signIn: 9001 签到 · 输入 signIn（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：输入 signIn 的 mac：两个实现必填，一个非必填；此处必填。
        各实现说法不一：广州市的地方版本以用户名与密码登录，与此表不同；此处不采用。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.sign_in, signIn=signIn, **options)

    def sign_out(
        self, *, signOut: i9002.InputSignOut | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9002.Output]:
        """签退（9002）。

        Signs an operator out.

        signOut: 9002 签退 · 输入 signOut（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：输入 signOut 的 sign_no、opter_no：两个实现必填，一个非必填；此处必填。
        各实现说法不一：sign_no 的长度：一个实现是 30，一个是 20；此处是 30。
        各实现说法不一：输出的节点：两个实现用 signoutoutb，一个用 result，一个没有节点；此处用 signoutoutb。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.sign_out, signOut=signOut, **options)

    def upload_file(
        self, *, fsUploadIn: i9101.InputFsUploadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9101.Output]:
        """文件上传（9101）。

        Uploads a file and names the query number it can be used by.

        fsUploadIn: 9101 文件上传 · 输入 fsUploadIn（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：in 的写法：两个实现写成由带符号整数组成的 JSON 数组，一个没有写明类型；此处用前者。
        各实现说法不一：各实现的输出都没有节点，字段直接在输出之下；广州市的地方版本不同，此处不采用。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.upload_file, fsUploadIn=fsUploadIn, **options)

    def download_file(
        self, *, fsDownloadIn: i9102.InputFsDownloadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9102.Output]:
        """文件下载（9102）。

        Downloads a file named by its query number.

        fsDownloadIn: 9102 文件下载 · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：目录文件的固定值 plc：两个实现的说明写在 filename 一行，但三个实现都作为 fixmedins_code 发送。

        成功时返回文件，内容在 reply.file；output 为空。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return self.call(operations.download_file, fsDownloadIn=fsDownloadIn, **options)


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

    async def query_person(
        self, *, data: i1101.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i1101.Output]:
        """人员基本信息获取（1101）。

        One insured person with insurances and identities, found by e-voucher, ID card or social security card.

        data: 1101 人员基本信息获取 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 card_sn：一个实现必填，一个非必填；此处非必填。
        各实现说法不一：输入 data 的 psn_cert_type：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：湖南 V1.1.27 版中，输入的 psn_cert_type、certno、psn_name 必填；此处非必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_person, data=data, **options)

    async def check_benefit_eligibility(
        self, *, data: i2001.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2001.Output]:
        """人员待遇享受检查（2001）。

        Whether a person may draw benefits for one kind of treatment.

        data: 2001 人员待遇享受检查 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.check_benefit_eligibility, data=data, **options)

    async def presettle_pharmacy(
        self,
        *,
        druginfo: i2101.InputDruginfo | Mapping[str, object],
        drugdetail: Sequence[i2101.InputDrugdetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2101.Output]:
        """药店预结算（2101）。

        What a pharmacy sale would settle to, without settling it.

        druginfo: 2101 药店预结算 · 输入 druginfo（单行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定
        drugdetail: 2101 药店预结算 · 输入 drugdetail（多行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定

        各实现说法不一：字段名只见于一个实现；除输入没有 invono、输出没有 setl_id 外，与 2102 相同。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.presettle_pharmacy, druginfo=druginfo, drugdetail=drugdetail, **options)

    async def settle_pharmacy(
        self,
        *,
        druginfo: i2102.InputDruginfo | Mapping[str, object],
        drugdetail: Sequence[i2102.InputDrugdetail | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2102.Output]:
        """药店结算（2102）。

        Settles one pharmacy sale with its lines.

        druginfo: 2102 药店结算 · 输入 druginfo（单行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口；已与湖南 V1.1.27 版对照 · 可信程度：类型与长度多照同类接口推定
        drugdetail: 2102 药店结算 · 输入 drugdetail（多行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口；已与湖南 V1.1.27 版对照 · 可信程度：类型与长度多照同类接口推定

        各实现说法不一：没有找到写明类型的表；两个实现的字段名与次序完全一致，其中一个另有 expContent。
        各实现说法不一：druginfo 的 begntime、dise_codg、dise_name 是否必填不明。
        各实现说法不一：湖南 V1.1.27 版中，druginfo 的 mdtrt_cert_no、begntime 必填；此处前者非必填，后者不明。
        各实现说法不一：湖南 V1.1.27 版中，drugdetail 的 feedetl_sn 是数字型；此处是字符型。
        各实现说法不一：湖南 V1.1.27 版中，drugdetail 的 bilg_dr_codg、bilg_dr_name 非必填；此处必填。
        各实现说法不一：湖南 V1.1.27 版中，输出 setlinfo 的 age、insutype 与 detlcutinfo 的 fulamt_ownpay_amt、preselfpay_amt、inscp_scp_amt 必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.settle_pharmacy, druginfo=druginfo, drugdetail=drugdetail, **options)

    async def reverse_pharmacy_settlement(
        self, *, data: i2103.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2103.Output]:
        """药店结算撤销（2103）。

        Takes a pharmacy settlement back.

        data: 2103 药店结算撤销 · 输入 data（单行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.reverse_pharmacy_settlement, data=data, **options)

    async def register_outpatient(
        self, *, data: i2201.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2201.Output]:
        """门诊挂号（2201）。

        Registers an outpatient visit.

        data: 2201 门诊挂号 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：湖南 V1.1.27 版中，输入的 atddr_no、dr_name 非必填；此处必填。
        各实现说法不一：湖南 V1.1.27 版中，caty 的长度是 10；此处是 6。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.register_outpatient, data=data, **options)

    async def cancel_outpatient_registration(
        self, *, data: i2202.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2202.Output]:
        """门诊挂号撤销（2202）。

        Cancels the registration of an outpatient visit.

        data: 2202 门诊挂号撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_outpatient_registration, data=data, **options)

    async def upload_outpatient_visit(
        self,
        *,
        mdtrtinfo: i2203.InputMdtrtinfo | Mapping[str, object],
        diseinfo: Sequence[i2203.InputDiseinfo | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2203.Output]:
        """门诊就诊信息上传（2203）。

        Uploads visit and diagnoses of a registered outpatient.

        mdtrtinfo: 2203 门诊就诊信息上传 · 输入 mdtrtinfo（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现
        diseinfo: 2203 门诊就诊信息上传 · 输入 diseinfo（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.upload_outpatient_visit, mdtrtinfo=mdtrtinfo, diseinfo=diseinfo, **options)

    async def upload_outpatient_fees(
        self, *, feedetail: Sequence[i2204.InputFeedetail | Mapping[str, object]], **options: Unpack[CallOptions]
    ) -> Reply[i2204.Output]:
        """门诊费用明细信息上传（2204）。

        Uploads fee lines of an outpatient visit and tells how each is covered.

        feedetail: 2204 门诊费用明细信息上传 · 输入 feedetail（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 feedetail 的 chrg_bchno、hosp_appr_flag：一个实现必填，一个非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.upload_outpatient_fees, feedetail=feedetail, **options)

    async def cancel_outpatient_fees(
        self, *, data: i2205.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2205.Output]:
        """门诊费用明细信息撤销（2205）。

        Cancels the uploaded fee lines of one charge batch of an outpatient visit.

        data: 2205 门诊费用明细信息撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_outpatient_fees, data=data, **options)

    async def cancel_all_outpatient_fees(
        self, *, data: i2205.InputDataAll | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2205.Output]:
        """撤销全部未结算的门诊费用明细（2205）。

        Cancels ALL unsettled fee lines of the outpatient visit, of every charge batch.

        data: 2205 门诊费用明细信息撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_all_outpatient_fees, data=data, **options)

    async def presettle_outpatient(
        self, *, data: i2206.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2206.Output]:
        """门诊预结算（2206）。

        What an outpatient charge batch would settle to, without settling it.

        data: 2206 门诊预结算 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 mdtrt_cert_no：一个实现必填，两个非必填；此处非必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.presettle_outpatient, data=data, **options)

    async def settle_outpatient(
        self, *, data: i2207.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2207.Output]:
        """门诊结算（2207）。

        Settles one charge batch of an outpatient visit.

        data: 2207 门诊结算 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 mdtrt_cert_no：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 data 的 insutype、fulamt_ownpay_amt、overlmt_selfpay、preselfpay_amt、inscp_scp_amt：两个实现必填，一个非必填；此处必填。
        各实现说法不一：湖南 V1.1.27 版中，输入的 mdtrt_cert_no 必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.settle_outpatient, data=data, **options)

    async def reverse_outpatient_settlement(
        self, *, data: i2208.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2208.Output]:
        """门诊结算撤销（2208）。

        Takes an outpatient settlement back.

        data: 2208 门诊结算撤销 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输出的个人现金支出写作 pdn_cash_pay；一个实现另有 psn_cash_pay。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.reverse_outpatient_settlement, data=data, **options)

    async def upload_inpatient_fees(
        self, *, feedetail: Sequence[i2301.InputFeedetail | Mapping[str, object]], **options: Unpack[CallOptions]
    ) -> Reply[i2301.Output]:
        """住院费用明细上传（2301）。

        Uploads fee lines of an inpatient stay and tells how each is covered.

        feedetail: 2301 住院费用明细上传 · 输入 feedetail（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.upload_inpatient_fees, feedetail=feedetail, **options)

    async def cancel_inpatient_fees(
        self, *, data: i2302.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2302.Output]:
        """住院费用明细撤销（2302）。

        Cancels one uploaded fee line of an inpatient stay.

        data: 2302 住院费用明细撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：输入 data 的 feedetl_sn：一个实现必填，一个非必填；此处必填。
        各实现说法不一：一个实现把 data 发送成列表，三个发送一个对象；此处是一个对象。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_inpatient_fees, data=data, **options)

    async def cancel_all_inpatient_fees(
        self, *, data: i2302.InputDataAll | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2302.Output]:
        """撤销全部住院费用明细（2302）。

        Cancels ALL uploaded fee lines of the inpatient stay.

        data: 2302 住院费用明细撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：输入 data 的 feedetl_sn：一个实现必填，一个非必填；此处必填。
        各实现说法不一：一个实现把 data 发送成列表，三个发送一个对象；此处是一个对象。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_all_inpatient_fees, data=data, **options)

    async def presettle_inpatient(
        self, *, data: i2303.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2303.Output]:
        """住院预结算（2303）。

        What an inpatient stay would settle to, without settling it.

        data: 2303 住院预结算 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：输入 data 的 mdtrt_cert_no、acct_used_flag：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 data 的 insutype、mid_setl_flag：两个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 data 的 fulamt_ownpay_amt、overlmt_selfpay、preselfpay_amt、inscp_scp_amt：一个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 dscg_time 是一个实现后来增加的；另一个实现把它写作 dscgTime。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.presettle_inpatient, data=data, **options)

    async def settle_inpatient(
        self, *, data: i2304.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2304.Output]:
        """住院结算（2304）。

        Settles an inpatient stay.

        data: 2304 住院结算 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 mdtrt_cert_no：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 data 的 acct_used_flag、mid_setl_flag：两个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 dscg_time 是一个实现后来增加的；另一个实现把它写作 dscgTime。
        各实现说法不一：湖南 V1.1.27 版中，输出 setlinfo 的 hifdm_pay 非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.settle_inpatient, data=data, **options)

    async def reverse_inpatient_settlement(
        self, *, data: i2305.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2305.Output]:
        """住院结算撤销（2305）。

        Takes an inpatient settlement back.

        data: 2305 住院结算撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.reverse_inpatient_settlement, data=data, **options)

    async def admit_inpatient(
        self,
        *,
        mdtrtinfo: i2401.InputMdtrtinfo | Mapping[str, object],
        diseinfo: Sequence[i2401.InputDiseinfo | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2401.Output]:
        """入院办理（2401）。

        Admits an inpatient with the admission diagnoses.

        mdtrtinfo: 2401 入院办理 · 输入 mdtrtinfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致
        diseinfo: 2401 入院办理 · 输入 diseinfo（多行） · 依据：公开客户端代码，4 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入 mdtrtinfo 的 mdtrt_cert_no：一个实现必填，一个非必填；此处必填。
        各实现说法不一：一个实现的 diseinfo 还有 mdtrt_id 与 vali_flag，它们属于出院诊断与门诊诊断；此处没有。
        各实现说法不一：代办人节点 agnterinfo 只见于广州市的地方版本；此处没有。
        各实现说法不一：湖南 V1.1.27 版中，mdtrtinfo 的 mdtrt_cert_no 非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.admit_inpatient, mdtrtinfo=mdtrtinfo, diseinfo=diseinfo, **options)

    async def discharge_inpatient(
        self,
        *,
        dscginfo: i2402.InputDscginfo | Mapping[str, object],
        diseinfo: Sequence[i2402.InputDiseinfo | Mapping[str, object]],
        **options: Unpack[CallOptions],
    ) -> Reply[i2402.Output]:
        """出院办理（2402）。

        Discharges an inpatient with the discharge diagnoses.

        dscginfo: 2402 出院办理 · 输入 dscginfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致
        diseinfo: 2402 出院办理 · 输入 diseinfo（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 diseinfo 的 mdtrt_id：一个实现必填，一个非必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.discharge_inpatient, dscginfo=dscginfo, diseinfo=diseinfo, **options)

    async def update_inpatient_visit(
        self,
        *,
        adminfo: i2403.InputAdminfo | Mapping[str, object],
        diseinfo: Sequence[i2403.InputDiseinfo | Mapping[str, object]] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i2403.Output]:
        """住院信息变更（2403）。

        Changes the data of a running inpatient stay.

        adminfo: 2403 住院信息变更 · 输入 adminfo（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致
        diseinfo: 2403 住院信息变更 · 输入 diseinfo（多行，可省略） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 adminfo 的 begntime：两个实现必填，一个非必填；此处必填。
        各实现说法不一：输入 adminfo 的 endtime：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 diseinfo 的 mdtrt_id：一个实现必填，一个非必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.update_inpatient_visit, adminfo=adminfo, diseinfo=diseinfo, **options)

    async def cancel_admission(
        self, *, data: i2404.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2404.Output]:
        """入院撤销（2404）。

        Cancels an admission.

        data: 2404 入院撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_admission, data=data, **options)

    async def cancel_discharge(
        self, *, data: i2405.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2405.Output]:
        """出院撤销（2405）。

        Cancels a discharge, so that the stay runs again.

        data: 2405 出院撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_discharge, data=data, **options)

    async def reverse_transaction(
        self, *, data: i2601.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i2601.Output]:
        """冲正交易（2601）。

        Reverses a call whose outcome is unknown, named by its msgid.

        data: 2601 冲正交易 · 输入 data（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.reverse_transaction, data=data, **options)

    async def reconcile_totals(
        self, *, data: i3201.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3201.Output]:
        """医药机构费用结算对总账（3201）。

        Compares the institution's settlement totals of a period with the platform's.

        data: 3201 医药机构费用结算对总账 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入的退费结算标志：两个实现没有，四个为可选，湖北 V1.2.02 版必填、长度 6；此处非必填、长度 3。
        各实现说法不一：退费结算标志的名称：三个实现（其中两个在本省）用大写 REFD_SETL_FLAG，其余用小写；此处用大写。
        各实现说法不一：stmt_rslt 表示平的值：三个实现是 0，湖北 V1.2.02 版是 000000。
        各实现说法不一：广州市的地方版本把经办机构叫作 clr_optins，并另有 clr_way；此处不采用。
        各实现说法不一：湖南 V1.1.27 版中，输入的退费结算标志长度是 6；此处是 3。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.reconcile_totals, data=data, **options)

    async def reconcile_details(
        self, *, data: i3202.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3202.Output]:
        """医药机构费用结算对明细账（3202）。

        Compares an uploaded file of settlements with the platform's and names the file with the result.

        data: 3202 医药机构费用结算对明细账 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致

        各实现说法不一：输入的 clr_type：三个实现没有，三个有，湖北 V1.2.02 版必填；此处非必填。
        各实现说法不一：退费结算标志：湖北 V1.2.02 版必填、长度 3，最早的表中没有；此处非必填。
        各实现说法不一：一个实现还发送 fixmedins_code 与 fixmedins_refd_setl_flag，其他实现都没有；此处不采用。
        各实现说法不一：上传文件中的退费：湖北 V1.2.02 版写成正负两行；本省一个实现每笔写一行，按金额的正负写标志。
        各实现说法不一：上传文件的行末：一个实现多一个 Tab，其余没有；此处没有。
        各实现说法不一：湖南 V1.1.27 版中，输入的 clr_type 必填；此处非必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.reconcile_details, data=data, **options)

    async def extract_clearing_details(
        self, *, data: i3260.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3260.Output]:
        """提取异地清分明细（3260）。

        One month of settlements of patients insured elsewhere in the province, page by page.

        data: 3260 提取异地清分明细 · 输入 data（表 5 输入，单行） · 文档第 940-1010 行

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 918-1216 行。
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

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 1224-1474 行。
        """
        return await self.call(operations.confirm_clearing_results, data=data, detail=detail, **options)

    async def revoke_clearing_confirmation(
        self, *, data: i3262.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """异地清分结果确认回退（3262）。

        Takes one confirmed batch back, named by the inf_refmsgid its confirmation was answered with.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 1476-1574 行。
        """
        return await self.call(operations.revoke_clearing_confirmation, data=data, **options)

    async def revoke_clearing_period(
        self, *, data: i3262.InputDataPeriod | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3262.Output]:
        """回退整个结算周期的确认（3262）。

        Takes back ALL confirmations of the institution's month, also those made by other software.

        data: 3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 guangdong，第 1476-1574 行。
        """
        return await self.call(operations.revoke_clearing_period, data=data, **options)

    async def upload_catalog_mapping(
        self, *, data: i3301.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3301.Output]:
        """目录对照上传（3301）。

        Maps an item of the institution to the insurance catalogue.

        data: 3301 目录对照上传 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：一个实现把 data 发送成列表，另一个发送一个对象；此处是一个对象。
        各实现说法不一：两个实现用节点 data，一个用 catalogcompin，字段也不尽相同；此处用 data，尚不确定。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.upload_catalog_mapping, data=data, **options)

    async def cancel_catalog_mapping(
        self, *, data: i3302.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i3302.Output]:
        """目录对照撤销（3302）。

        Cancels the mapping of an item of the institution.

        data: 3302 目录对照撤销 · 输入 data（单行） · 依据：公开客户端代码，仅一个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        各实现说法不一：一个实现用节点 data，一个用 catalog；此处用 data，尚不确定。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.cancel_catalog_mapping, data=data, **options)

    async def upload_settlement_list(
        self,
        *,
        setlinfo: i4101.InputSetlinfo | Mapping[str, object],
        payinfo: Sequence[i4101.InputPayinfo | Mapping[str, object]] | None = None,
        opspdiseinfo: Sequence[i4101.InputOpspdiseinfo | Mapping[str, object]] | None = None,
        diseinfo: Sequence[i4101.InputDiseinfo | Mapping[str, object]] | None = None,
        iteminfo: Sequence[i4101.InputIteminfo | Mapping[str, object]],
        oprninfo: Sequence[i4101.InputOprninfo | Mapping[str, object]] | None = None,
        icuinfo: Sequence[i4101.InputIcuinfo | Mapping[str, object]] | None = None,
        **options: Unpack[CallOptions],
    ) -> Reply[i4101.Output]:
        """医疗保障基金结算清单信息上传（4101）。

        Uploads the settlement list of one settled visit.

        setlinfo: 4101 医疗保障基金结算清单信息上传 · 输入 setlinfo（单行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致
        payinfo: 4101 医疗保障基金结算清单信息上传 · 输入 payinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        opspdiseinfo: 4101 医疗保障基金结算清单信息上传 · 输入 opspdiseinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        diseinfo: 4101 医疗保障基金结算清单信息上传 · 输入 diseinfo（多行，可省略） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致
        iteminfo: 4101 医疗保障基金结算清单信息上传 · 输入 iteminfo（多行） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        oprninfo: 4101 医疗保障基金结算清单信息上传 · 输入 oprninfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致
        icuinfo: 4101 医疗保障基金结算清单信息上传 · 输入 icuinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：输入 opspdiseinfo 的 oprn_oprt_name、oprn_oprt_code：一个实现必填，两个非必填；此处非必填。
        各实现说法不一：输入 opspdiseinfo、diseinfo、oprninfo、icuinfo：各实现总是发送，没有内容时为空数组；门诊没有住院诊断，多数住院没有手术与重症监护，此处可以不给。
        各实现说法不一：输入 diseinfo 的 maindiag_flag：一个实现必填，一个非必填；此处必填。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(
            operations.upload_settlement_list,
            setlinfo=setlinfo,
            payinfo=payinfo,
            opspdiseinfo=opspdiseinfo,
            diseinfo=diseinfo,
            iteminfo=iteminfo,
            oprninfo=oprninfo,
            icuinfo=icuinfo,
            **options,
        )

    async def query_departments(self, **options: Unpack[CallOptions]) -> Reply[i5101.Output]:
        """科室信息查询（5101）。

        The departments of the institution.

        各实现说法不一：没有找到输入与输出的节点标识；字段只见于一个实现，此处把输出整体看作多行。

        输出是数组，各行在 reply.output.rows。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_departments, **options)

    async def query_medical_staff(
        self, *, data: i5102.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5102.Output]:
        """医执人员信息查询（5102）。

        The medical staff of the institution.

        data: 5102 医执人员信息查询 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_medical_staff, data=data, **options)

    async def query_visits(
        self, *, data: i5201.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5201.Output]:
        """就诊信息查询（5201）。

        The visits of a person in a period.

        data: 5201 就诊信息查询 · 输入 data（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_visits, data=data, **options)

    async def query_diagnoses(
        self, *, data: i5202.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5202.Output]:
        """诊断信息查询（5202）。

        The diagnoses of one visit.

        data: 5202 诊断信息查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_diagnoses, data=data, **options)

    async def query_settlement(
        self, *, data: i5203.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5203.Output]:
        """结算信息查询（5203）。

        One settlement with the shares of the funds.

        data: 5203 结算信息查询 · 输入 data（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_settlement, data=data, **options)

    async def query_fee_details(
        self, *, data: i5204.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5204.Output]:
        """费用明细查询（5204）。

        The fee lines of one visit or settlement.

        data: 5204 费用明细查询 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 setl_id：一个实现必填，一个非必填；此处非必填。
        各实现说法不一：一个实现的输出是多行，一个是一行；此处是多行，输出本身就是列表。
        各实现说法不一：一个实现把 opt_time 写作 opt_timeP，类型为日期时间型；此处两个名称都保留。

        输出是数组，各行在 reply.output.rows。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_fee_details, data=data, **options)

    async def query_chronic_disease_records(
        self, *, data: i5301.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5301.Output]:
        """人员慢特病备案查询（5301）。

        The chronic and special diseases on record for a person.

        data: 5301 人员慢特病备案查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：两个实现的 feedetail 是多行，一个是一行；此处是多行。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_chronic_disease_records, data=data, **options)

    async def query_designated_institutions(
        self, *, data: i5302.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5302.Output]:
        """人员定点信息查询（5302）。

        The institutions a person is tied to.

        data: 5302 人员定点信息查询 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_designated_institutions, data=data, **options)

    async def query_inpatient_visits(
        self, *, data: i5303.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5303.Output]:
        """在院信息查询（5303）。

        The running inpatient stays of a person.

        data: 5303 在院信息查询 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 endtime：一个实现必填，一个非必填；此处必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_inpatient_visits, data=data, **options)

    async def query_transfers(
        self, *, data: i5304.InputData | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i5304.Output]:
        """转院信息查询（5304）。

        The transfers to other hospitals on record for a person.

        data: 5304 转院信息查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致

        各实现说法不一：输入 data 的 endtime：一个实现必填，一个非必填；此处必填。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.query_transfers, data=data, **options)

    async def sign_in(
        self, *, signIn: i9001.InputSignIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9001.Output]:
        """签到（9001）。

        Signs an operator in; the sign-in number goes into the envelope of later calls.

        signIn: 9001 签到 · 输入 signIn（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：输入 signIn 的 mac：两个实现必填，一个非必填；此处必填。
        各实现说法不一：广州市的地方版本以用户名与密码登录，与此表不同；此处不采用。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.sign_in, signIn=signIn, **options)

    async def sign_out(
        self, *, signOut: i9002.InputSignOut | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9002.Output]:
        """签退（9002）。

        Signs an operator out.

        signOut: 9002 签退 · 输入 signOut（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：输入 signOut 的 sign_no、opter_no：两个实现必填，一个非必填；此处必填。
        各实现说法不一：sign_no 的长度：一个实现是 30，一个是 20；此处是 30。
        各实现说法不一：输出的节点：两个实现用 signoutoutb，一个用 result，一个没有节点；此处用 signoutoutb。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.sign_out, signOut=signOut, **options)

    async def upload_file(
        self, *, fsUploadIn: i9101.InputFsUploadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9101.Output]:
        """文件上传（9101）。

        Uploads a file and names the query number it can be used by.

        fsUploadIn: 9101 文件上传 · 输入 fsUploadIn（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：in 的写法：两个实现写成由带符号整数组成的 JSON 数组，一个没有写明类型；此处用前者。
        各实现说法不一：各实现的输出都没有节点，字段直接在输出之下；广州市的地方版本不同，此处不采用。

        改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.upload_file, fsUploadIn=fsUploadIn, **options)

    async def download_file(
        self, *, fsDownloadIn: i9102.InputFsDownloadIn | Mapping[str, object], **options: Unpack[CallOptions]
    ) -> Reply[i9102.Output]:
        """文件下载（9102）。

        Downloads a file named by its query number.

        fsDownloadIn: 9102 文件下载 · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致

        各实现说法不一：目录文件的固定值 plc：两个实现的说明写在 filename 一行，但三个实现都作为 fixmedins_code 发送。

        成功时返回文件，内容在 reply.file；output 为空。

        抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。
        出处：文档 national，没有印出。
        """
        return await self.call(operations.download_file, fsDownloadIn=fsDownloadIn, **options)
