# Written by gdyb-generator from spec/; change the spec and regenerate.
"""读卡库 "小"：读卡与扫码得到的记录，以及读它们的三种方式。"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Protocol

from gdyb.cities import CITIES
from gdyb_runtime.readers import client as _client
from gdyb_runtime.readers import fake as _fake
from gdyb_runtime.readers import native as _native
from gdyb_runtime.readers import reader as _reader
from gdyb_runtime.readers.definition import Function, InitAddress, Item, Parameter, Profile, ReaderLibrary, RecordLayout
from gdyb_runtime.readers.errors import (
    ArchitectureMismatch,
    BufferOverrun,
    HelperUnusable,
    LibraryMissing,
    PinGuardTripped,
    PinGuardUnavailable,
    ReaderBusy,
    ReaderCrashed,
    ReaderError,
    ReaderTimeout,
    RecordTruncated,
    RecordUnreadable,
)
from gdyb_runtime.readers.records import Photo, ReaderRecord, Validity
from gdyb_runtime.readers.settings import ReaderSettings

__all__ = [
    "ArchitectureMismatch",
    "BufferOverrun",
    "FakeReader",
    "HelperUnusable",
    "IdentityCard",
    "LibraryMissing",
    "NativeReader",
    "Photo",
    "PinGuardTripped",
    "PinGuardUnavailable",
    "QrCode",
    "Reader",
    "ReaderBusy",
    "ReaderClient",
    "ReaderCrashed",
    "ReaderError",
    "ReaderSettings",
    "ReaderTimeout",
    "RecordTruncated",
    "RecordUnreadable",
    "SMALL",
    "SocialCard",
    "Validity",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SocialCard(ReaderRecord):
    """社保卡：由 ReadCard（读卡）读出，各项以 | 分隔，最后一项之后也有（文档第 7-8 行）。

    排列由各项的形状决定，没有一种说得通时不给出任何一项：
    - 印出的 5 项（文档第 20 行）：area_code、id_number、card_number、card_sn、issue_date
    - 前后各多一项（依据：样例）：固定的 1、area_code、id_number、card_number、card_sn、issue_date、空项

    勘误 T2：The printed length is shorter than the value.处理：30 characters are allowed; a "quote" and a ＼ stay.
    """

    layout: ClassVar[RecordLayout] = RecordLayout(
        name="SocialCard",
        label="社保卡",
        function="ReadCard",
        separator="|",
        is_terminated=True,
        items=(
            Item(name="area_code", label="地区", pattern="[0-9]{6}"),
            Item(name="id_number", label="身份证号", pattern="[0-9]{18}", sensitive="id"),
            Item(name="card_number", label="卡号", sensitive="card"),
            Item(name="card_sn", label="识别码", sensitive="card"),
            Item(name="issue_date", label="发卡日期", kind="date", pattern="([0-9]{8})?"),
        ),
        arrangements=(
            ("area_code", "id_number", "card_number", "card_sn", "issue_date"),
            ("=1", "area_code", "id_number", "card_number", "card_sn", "issue_date", "="),
        ),
    )

    area_code: str
    """地区 · 格式 [0-9]{6} · 文档第 20 行"""
    id_number: str
    """身份证号 · 个人信息 · 格式 [0-9]{18} · 文档第 20 行"""
    card_number: str
    """卡号 · 个人信息 · 文档第 20 行"""
    card_sn: str
    """识别码 · 个人信息 · 文档第 20 行"""
    issue_date: date | None
    """发卡日期 · 格式 ([0-9]{8})? · 文档第 20 行"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdentityCard(ReaderRecord):
    """身份证：由 ReadId（读 ＼ 证）读出，各项以 ＼ 分隔，最后一项之后也有（文档第 13-14 行）。

    排列由各项的形状决定，没有一种说得通时不给出任何一项：
    - 印出的 3 项（文档第 21 行）：id_number、validity、photo
    - 没有照片（依据：样例）：id_number、含义不明的项、validity
    """

    layout: ClassVar[RecordLayout] = RecordLayout(
        name="IdentityCard",
        label="身份证",
        function="ReadId",
        separator="\\",
        is_terminated=True,
        items=(
            Item(name="id_number", label="身份证号", pattern="[\\d\"']{18}", sensitive="id"),
            Item(name="validity", label='有效期 "到"', kind="validity"),
            Item(name="photo", label="照片", kind="photo", sensitive="photo"),
        ),
        arrangements=(("id_number", "validity", "photo"), ("id_number", "?", "validity")),
    )

    id_number: str
    """身份证号 · 个人信息 · 格式 [＼d"']{18} · 文档第 21 行 · 勘误 T1：Date and time, 19 characters."""
    validity: Validity | None
    """有效期 "到" · 文档第 21 行"""
    photo: Photo | None
    """照片 · 个人信息 · 文档第 21 行"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class QrCode(ReaderRecord):
    """二维码：由 ReadQr（扫码）读出，各项以 | 分隔（文档第 15-17 行）。

    排列由各项的形状决定，没有一种说得通时不给出任何一项：
    - 第一项（依据：样例）：code、其余不读

    勘误 T1：The type says date, the remark prints a time.处理：Date and time, 19 characters.
    """

    layout: ClassVar[RecordLayout] = RecordLayout(
        name="QrCode",
        label="二维码",
        function="ReadQr",
        separator="|",
        is_terminated=False,
        items=(Item(name="code", label="码", pattern="[!-~]+", sensitive="card"),),
        arrangements=(("code", "*"),),
    )

    code: str
    """码 · 个人信息 · 格式 [!-~]+ · 文档第 22 行"""


SMALL: Final = ReaderLibrary(
    id="small",
    label='读卡库 "小"',
    file_name="Example.dll",
    encoding="gb18030",
    functions=(
        Function(
            name="Init",
            label="初始化",
            operation="init",
            parameters=(
                Parameter(name="pUrl", kind="text"),
                Parameter(name="pUser", kind="text"),
            ),
        ),
        Function(
            name="ReadCard",
            label="读卡",
            operation="read_card",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
                Parameter(name="pSignBuff", kind="buffer"),
                Parameter(name="nSignBuffLen", kind="size"),
            ),
        ),
        Function(
            name="VerifyPIN",
            label="校验密码",
            operation="verify_pin",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
            ),
        ),
        Function(
            name="ChangePIN",
            label="修改密码",
            operation="change_pin",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
            ),
        ),
        Function(
            name="ReadId",
            label="读 \\ 证",
            operation="read_id",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
                Parameter(name="pSignBuff", kind="buffer"),
                Parameter(name="nSignBuffLen", kind="size"),
            ),
        ),
        Function(
            name="ReadQr",
            label="扫码",
            operation="read_qr",
            parameters=(
                Parameter(name="nTimeout", kind="number"),
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
                Parameter(name="pSignBuff", kind="buffer"),
                Parameter(name="nSignBuffLen", kind="size"),
            ),
        ),
    ),
    profiles=(
        Profile(id="printed", label="印出的名称"),
        Profile(id="city", label="某市", symbols=(("ReadCard", "ReadCardCity"),), unsupported=("ReadId",)),
    ),
    init_addresses=(InitAddress(environment="test", url="http://test.example/init"),),
    pin_tries=6,
    cities=CITIES,
)
"""读卡库 "小" Example.dll（文档第 1-30 行）。示例。

- Init 初始化（文档第 5-6 行）：pUrl（输入参数，第 5 行）；pUser（输入参数，第 6 行）。
- ReadCard 读卡（文档第 7-8 行）：pOutBuff（输出参数，第 7 行）；nOutBuffLen（输入参数，建议 1024，第 7 行）；pSignBuff（输出参数，第 8 行）；nSignBuffLen（输入参数，建议 1024，第 8 行）。
- VerifyPIN 校验密码（文档第 9-10 行）：pOutBuff（输出参数，第 9 行）；nOutBuffLen（输入参数，建议 1024，第 10 行）。
- ChangePIN 修改密码（文档第 11-12 行）：pOutBuff（输出参数，第 11 行）；nOutBuffLen（输入参数，建议 1024，第 12 行）。
- ReadId 读 ＼ 证（文档第 13-14 行）：pOutBuff（输出参数，第 13 行）；nOutBuffLen（输入参数，建议 1024，第 13 行）；pSignBuff（输出参数，第 14 行）；nSignBuffLen（输入参数，建议 1024，第 14 行）。
- ReadQr 扫码（文档第 15-17 行）：nTimeout（输出参数，第 15 行）；pOutBuff（输出参数，第 16 行）；nOutBuffLen（输入参数，建议 1024，第 16 行）；pSignBuff（输出参数，第 17 行）；nSignBuffLen（输入参数，建议 1024，第 17 行）。

- printed 印出的名称：文档第 1-30 行。
- city 某市：ReadCard 名为 ReadCardCity；ReadId 不可用：排列不明；依据：一个客户端。
"""


class Reader(_reader.Reader, Protocol):
    """任何一种读卡方式：业务代码只依赖它，测试时换成 FakeReader。"""

    def read_card(self) -> SocialCard:
        """读卡（ReadCard）。"""
        return self.read(SocialCard)

    def verify_pin(self) -> None:
        """校验密码（VerifyPIN）：由持卡人在密码键盘上输入；从不自动重试，失败按卡计数。"""
        self.enter_pin("verify_pin")

    def change_pin(self) -> None:
        """修改密码（ChangePIN）：由持卡人在密码键盘上输入；从不自动重试，失败按卡计数。"""
        self.enter_pin("change_pin")

    def read_id(self) -> IdentityCard:
        """读 ＼ 证（ReadId）。"""
        return self.read(IdentityCard)

    def read_qr(self, *, timeout: float | None = None) -> QrCode:
        """扫码（ReadQr）；timeout 是等待的秒数，不给则用设置里的。"""
        return self.read(QrCode, timeout=timeout)


class NativeReader(_native.NativeReader, Reader):
    """在本进程内调用读卡库：Python 与读卡库的位数须相同，卡住或崩溃会影响整个程序。"""

    library = SMALL
    pin_card = SocialCard


class ReaderClient(_client.ReaderClient, Reader):
    """在另一个进程里调用读卡库：位数可以不同，超时或崩溃后自动重新启动。"""

    library = SMALL
    pin_card = SocialCard


class FakeReader(_fake.FakeReader, Reader):
    """不需要设备的读卡器，供应用程序自己的测试使用：每个方法依次给出的记录或错误，最后一个重复给出。"""

    library = SMALL

    def __init__(
        self,
        *,
        read_card: Sequence[SocialCard | ReaderError] = (),
        read_id: Sequence[IdentityCard | ReaderError] = (),
        read_qr: Sequence[QrCode | ReaderError] = (),
        pins: Sequence[ReaderError | None] = (),
        delay: float = 0.0,
    ) -> None:
        records = {
            SocialCard: read_card,
            IdentityCard: read_id,
            QrCode: read_qr,
        }
        super().__init__(records, pins=pins, delay=delay)
