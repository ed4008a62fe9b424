# Written by gdyb-generator from spec/; change the spec and regenerate.
"""读卡动态库：读卡与扫码得到的记录，以及读它们的三种方式。"""

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
    "SSCARD",
    "SocialCard",
    "Validity",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SocialCard(ReaderRecord):
    """社保卡基本信息：由 ReadCardBas（读社保卡基本信息）读出，各项以 | 分隔，最后一项之后也有（文档第 169-201 行）。

    排列由各项的形状决定，没有一种说得通时不给出任何一项：
    - 文档列出的 11 项（文档第 185 行）：area_code、id_number、card_number、card_sn、psn_name、reset_info、spec_version、issue_date、expiry_date、terminal_no、device_no
    - 文档的示例，前面多一项 1（文档第 185 行）：固定的 1、area_code、id_number、card_number、card_sn、psn_name、reset_info、spec_version、issue_date、expiry_date、terminal_no、device_no
    - 末尾多一个空项（依据：公开客户端注释中的样例，以 || 结尾）：area_code、id_number、card_number、card_sn、psn_name、reset_info、spec_version、issue_date、expiry_date、terminal_no、device_no、空项
    - 没有终端设备号（依据：没有终端设备号时应为空项，推测有的动态库会省去整项）：area_code、id_number、card_number、card_sn、psn_name、reset_info、spec_version、issue_date、expiry_date、terminal_no
    - 前面多一项 1，没有终端设备号（依据：没有终端设备号时应为空项，推测有的动态库会省去整项）：固定的 1、area_code、id_number、card_number、card_sn、psn_name、reset_info、spec_version、issue_date、expiry_date、terminal_no

    勘误 R21：失败时的文字只有一个例子，各处分别称作错误描述与错误信息描述。处理：文字原样附在 ReaderError 中，不据以判断失败的种类。

    勘误 R11：pSignBuff 在三处分别称作持卡就诊登记许可号（控件签名）、数字签名、持身份证就诊登记许可号（用于二维码），失败时的内容没有说明，也没有一个报文用到它。处理：成功时原样保留在记录的 signature 中，不解析；失败时不读取。

    勘误 R07：示例的最后一项是“终端设备号”这几个字，不是一个号码。处理：终端设备号按任意文本读取。

    勘误 R08：读卡得到的日期是 yyyyMMdd，报文中的日期是 yyyy-MM-dd。处理：读卡记录中的日期转换为 date；原文保留在 raw 中。

    勘误 R09：两个函数的分隔符不同（| 与 ^），也没有说数据项中含有分隔符时怎么办。处理：各记录用各自的分隔符；项数或形状不符时抛出 RecordUnreadable，不猜测。

    勘误 R06：列出的数据项有 11 个，示例却有 12 个，前面多一个 1。处理：两种都接受：第一项是 1、第二项才是六位区划代码时，第一项不属于任何数据项。

    勘误 R10：没有终端设备号时返回空字符串，与每项之后都有 | 合在一起，结尾应是两个 |；是否所有动态库都如此不明。处理：终端设备号为空、整项省去、其后另有一个空项，这三种结尾都接受，取值都不变。
    """

    layout: ClassVar[RecordLayout] = RecordLayout(
        name="SocialCard",
        label="社保卡基本信息",
        function="ReadCardBas",
        separator="|",
        is_terminated=True,
        items=(
            Item(name="area_code", label="发卡地区行政区划代码", pattern="[0-9]{6}"),
            Item(name="id_number", label="社会保障号码", pattern="[0-9A-Za-z]{18}", sensitive="id"),
            Item(name="card_number", label="卡号", pattern="[0-9A-Za-z]+", sensitive="card"),
            Item(name="card_sn", label="卡识别码", pattern="[0-9A-Za-z]+", sensitive="card"),
            Item(name="psn_name", label="姓名", pattern=".+", sensitive="name"),
            Item(name="reset_info", label="卡复位信息（仅取历史字节）", pattern="[0-9A-Za-z]*", sensitive="card"),
            Item(name="spec_version", label="规范版本", pattern="[0-9.]*"),
            Item(name="issue_date", label="发卡日期", kind="date", pattern="([0-9]{8})?"),
            Item(name="expiry_date", label="卡有效期", kind="date", pattern="([0-9]{8})?"),
            Item(name="terminal_no", label="终端机编号"),
            Item(name="device_no", label="终端设备号"),
        ),
        arrangements=(
            (
                "area_code",
                "id_number",
                "card_number",
                "card_sn",
                "psn_name",
                "reset_info",
                "spec_version",
                "issue_date",
                "expiry_date",
                "terminal_no",
                "device_no",
            ),
            (
                "=1",
                "area_code",
                "id_number",
                "card_number",
                "card_sn",
                "psn_name",
                "reset_info",
                "spec_version",
                "issue_date",
                "expiry_date",
                "terminal_no",
                "device_no",
            ),
            (
                "area_code",
                "id_number",
                "card_number",
                "card_sn",
                "psn_name",
                "reset_info",
                "spec_version",
                "issue_date",
                "expiry_date",
                "terminal_no",
                "device_no",
                "=",
            ),
            (
                "area_code",
                "id_number",
                "card_number",
                "card_sn",
                "psn_name",
                "reset_info",
                "spec_version",
                "issue_date",
                "expiry_date",
                "terminal_no",
            ),
            (
                "=1",
                "area_code",
                "id_number",
                "card_number",
                "card_sn",
                "psn_name",
                "reset_info",
                "spec_version",
                "issue_date",
                "expiry_date",
                "terminal_no",
            ),
        ),
    )

    area_code: str
    """发卡地区行政区划代码 · 格式 [0-9]{6} · 文档第 185 行"""
    id_number: str
    """社会保障号码 · 个人信息 · 格式 [0-9A-Za-z]{18} · 文档第 185 行"""
    card_number: str
    """卡号 · 个人信息 · 格式 [0-9A-Za-z]+ · 文档第 185 行"""
    card_sn: str
    """卡识别码 · 个人信息 · 格式 [0-9A-Za-z]+ · 文档第 185 行"""
    psn_name: str
    """姓名 · 个人信息 · 格式 .+ · 文档第 185 行"""
    reset_info: str
    """卡复位信息（仅取历史字节） · 个人信息 · 格式 [0-9A-Za-z]* · 文档第 185 行"""
    spec_version: str
    """规范版本 · 格式 [0-9.]* · 文档第 185 行"""
    issue_date: date | None
    """发卡日期 · 格式 ([0-9]{8})? · 文档第 185 行"""
    expiry_date: date | None
    """卡有效期 · 格式 ([0-9]{8})? · 文档第 185 行"""
    terminal_no: str
    """终端机编号 · 文档第 185 行"""
    device_no: str
    """终端设备号 · 文档第 185 行 · 勘误 R10：终端设备号为空、整项省去、其后另有一个空项，这三种结尾都接受，取值都不变。"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdentityCard(ReaderRecord):
    """身份证信息：由 ReadSFZ（读身份证信息）读出，各项以 ^ 分隔，最后一项之后也有（文档第 251-281 行）。

    排列由各项的形状决定，没有一种说得通时不给出任何一项：
    - 文档列出的 9 项（文档第 267 行）：id_number、psn_name、sex、ethnic_group、birth_date、address、issuing_authority、validity、photo
    - 姓名之后多一个含义不明的项（依据：一个公开客户端跳过姓名之后的一项，其后各项依次后移）：id_number、psn_name、含义不明的项、sex、ethnic_group、birth_date、address、issuing_authority、validity、photo
    - 没有照片（依据：公开客户端只给 1024 字节，容不下照片，也不读照片）：id_number、psn_name、sex、ethnic_group、birth_date、address、issuing_authority、validity
    - 姓名之后多一个含义不明的项，没有照片（依据：公开客户端只给 1024 字节，容不下照片，也不读照片）：id_number、psn_name、含义不明的项、sex、ethnic_group、birth_date、address、issuing_authority、validity

    勘误 R20：ReadSFZ 与 GetQRBase 的原型中含有不换行空格（U+00A0），复制出来的 C 代码无法编译。处理：参数的名称与类型按普通空格记录。

    勘误 R13：缓冲区建议 1024，而记录含有 BASE64 编码的照片，仅照片就有 1368（WLT）到 51816（BMP）个字符。处理：读身份证的缓冲区默认 131072 字节，传给动态库的是实际大小；没有照片的记录也接受。

    勘误 R11：pSignBuff 在三处分别称作持卡就诊登记许可号（控件签名）、数字签名、持身份证就诊登记许可号（用于二维码），失败时的内容没有说明，也没有一个报文用到它。处理：成功时原样保留在记录的 signature 中，不解析；失败时不读取。

    勘误 R09：两个函数的分隔符不同（| 与 ^），也没有说数据项中含有分隔符时怎么办。处理：各记录用各自的分隔符；项数或形状不符时抛出 RecordUnreadable，不猜测。

    勘误 R14：照片的格式与换行，出生日期、有效期的格式（是否有长期），性别、民族是文字还是代码，以及外国人与港澳台居民的证件，都没有说明。处理：日期可带点号，有效期可为长期，性别、民族按文字保留，照片的格式由内容判断；姓名之后多一项时也能读出，形状都不符时不给出任何一项。
    """

    layout: ClassVar[RecordLayout] = RecordLayout(
        name="IdentityCard",
        label="身份证信息",
        function="ReadSFZ",
        separator="^",
        is_terminated=True,
        items=(
            Item(name="id_number", label="公民身份号码", pattern="[0-9]{17}[0-9Xx]|[A-Z]{3}[0-9]{12}", sensitive="id"),
            Item(name="psn_name", label="姓名", pattern="[^0-9]+", sensitive="name"),
            Item(name="sex", label="性别", pattern="男|女|男性|女性|未知|[0129]", sensitive="id"),
            Item(name="ethnic_group", label="民族", pattern="[^0-9]*|[0-9]{1,2}", sensitive="id"),
            Item(
                name="birth_date",
                label="出生日期",
                kind="date",
                pattern="[0-9]{4}[.]?[0-9]{2}[.]?[0-9]{2}",
                sensitive="id",
            ),
            Item(name="address", label="户籍地址", sensitive="id"),
            Item(name="issuing_authority", label="签发机构"),
            Item(name="validity", label="有效期", kind="validity"),
            Item(name="photo", label="照片（BASE64编码）", kind="photo", sensitive="photo"),
        ),
        arrangements=(
            (
                "id_number",
                "psn_name",
                "sex",
                "ethnic_group",
                "birth_date",
                "address",
                "issuing_authority",
                "validity",
                "photo",
            ),
            (
                "id_number",
                "psn_name",
                "?",
                "sex",
                "ethnic_group",
                "birth_date",
                "address",
                "issuing_authority",
                "validity",
                "photo",
            ),
            ("id_number", "psn_name", "sex", "ethnic_group", "birth_date", "address", "issuing_authority", "validity"),
            (
                "id_number",
                "psn_name",
                "?",
                "sex",
                "ethnic_group",
                "birth_date",
                "address",
                "issuing_authority",
                "validity",
            ),
        ),
    )

    id_number: str
    """公民身份号码 · 个人信息 · 格式 [0-9]{17}[0-9Xx]|[A-Z]{3}[0-9]{12} · 文档第 267 行"""
    psn_name: str
    """姓名 · 个人信息 · 格式 [^0-9]+ · 文档第 267 行"""
    sex: str
    """性别 · 个人信息 · 格式 男|女|男性|女性|未知|[0129] · 文档第 267 行"""
    ethnic_group: str
    """民族 · 个人信息 · 格式 [^0-9]*|[0-9]{1,2} · 文档第 267 行"""
    birth_date: date | None
    """出生日期 · 个人信息 · 格式 [0-9]{4}[.]?[0-9]{2}[.]?[0-9]{2} · 文档第 267 行"""
    address: str
    """户籍地址 · 个人信息 · 文档第 267 行"""
    issuing_authority: str
    """签发机构 · 文档第 267 行"""
    validity: Validity | None
    """有效期 · 文档第 267 行"""
    photo: Photo | None
    """照片（BASE64编码） · 个人信息 · 文档第 267 行 · 勘误 R13：读身份证的缓冲区默认 131072 字节，传给动态库的是实际大小；没有照片的记录也接受。"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class QrCode(ReaderRecord):
    """二维码信息：由 GetQRBase（读取二维码信息）读出，各项以 | 分隔（文档第 283-319 行）。

    排列由各项的形状决定，没有一种说得通时不给出任何一项：
    - 第一个 | 之前是码，其后不读（依据：公开客户端取第一个 | 之前的部分，另有取全文的；文档没有说明其组成）：code、其余不读

    勘误 R20：ReadSFZ 与 GetQRBase 的原型中含有不换行空格（U+00A0），复制出来的 C 代码无法编译。处理：参数的名称与类型按普通空格记录。

    勘误 R12：nTimeout 按值传递（int），却列为输出参数，失败时还说它是错误描述；单位与范围没有说明。处理：作为输入的数值传递，默认按毫秒，单位可设置；错误描述从 pOutBuff 读取。

    勘误 R11：pSignBuff 在三处分别称作持卡就诊登记许可号（控件签名）、数字签名、持身份证就诊登记许可号（用于二维码），失败时的内容没有说明，也没有一个报文用到它。处理：成功时原样保留在记录的 signature 中，不解析；失败时不读取。
    """

    layout: ClassVar[RecordLayout] = RecordLayout(
        name="QrCode",
        label="二维码信息",
        function="GetQRBase",
        separator="|",
        is_terminated=False,
        items=(Item(name="code", label="二维码", pattern="[!-~]+", sensitive="card"),),
        arrangements=(("code", "*"),),
    )

    code: str
    """二维码 · 个人信息 · 格式 [!-~]+ · 文档第 305 行"""


SSCARD: Final = ReaderLibrary(
    id="sscard",
    label="读卡动态库",
    file_name="SSCard.dll",
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
            name="ReadCardBas",
            label="读社保卡基本信息",
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
            label="检验PIN码",
            operation="verify_pin",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
            ),
        ),
        Function(
            name="ChangePIN",
            label="修改PIN码",
            operation="change_pin",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
            ),
        ),
        Function(
            name="ReadSFZ",
            label="读身份证信息",
            operation="read_id",
            parameters=(
                Parameter(name="pOutBuff", kind="buffer"),
                Parameter(name="nOutBuffLen", kind="size"),
                Parameter(name="pSignBuff", kind="buffer"),
                Parameter(name="nSignBuffLen", kind="size"),
            ),
        ),
        Function(
            name="GetQRBase",
            label="读取二维码信息",
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
        Profile(id="province", label="文档印出的函数名"),
        Profile(
            id="foshan",
            label="佛山",
            symbols=(("ReadCardBas", "ReadCardBasGZ"), ("GetQRBase", "GetTwoBarCodes")),
            unsupported=("ReadSFZ",),
        ),
    ),
    init_addresses=(
        InitAddress(environment="test", url="http://igb.hsa.gdgov.cn/gdyb_inf/poc/api/card/initDll"),
        InitAddress(environment="production", url="http://igb.hsa.gdgov.cn/gdyb_api/prd/api/card/initDll"),
    ),
    pin_tries=6,
    cities=CITIES,
)
"""读卡动态库 SSCard.dll（文档第 101-104, 147-319 行）。文件名与文字编码没有印出；公开的省内客户端都加载 SSCard.dll，并按 Windows 中文系统的 ANSI 编码读取文字。

- Init 初始化（文档第 147-167 行）：pUrl（输入参数，第 161 行）；pUser（输入参数，第 165 行）。
- ReadCardBas 读社保卡基本信息（文档第 169-201 行）：pOutBuff（输出参数，第 183 行）；nOutBuffLen（输入参数，建议 1024，第 191 行）；pSignBuff（输出参数，第 195 行）；nSignBuffLen（输入参数，建议 1024，第 199 行）。
- VerifyPIN 检验PIN码（文档第 203-225 行）：pOutBuff（输出参数，第 217 行）；nOutBuffLen（输入参数，建议 1024，第 223 行）。
- ChangePIN 修改PIN码（文档第 227-249 行）：pOutBuff（输出参数，第 241 行）；nOutBuffLen（输入参数，建议 1024，第 247 行）。
- ReadSFZ 读身份证信息（文档第 251-281 行）：pOutBuff（输出参数，第 265 行）；nOutBuffLen（输入参数，建议 1024，第 271 行）；pSignBuff（输出参数，第 275 行）；nSignBuffLen（输入参数，建议 1024，第 279 行）。
- GetQRBase 读取二维码信息（文档第 283-319 行）：nTimeout（输出参数，第 297 行）；pOutBuff（输出参数，第 303 行）；nOutBuffLen（输入参数，建议 1024，第 309 行）；pSignBuff（输出参数，第 313 行）；nSignBuffLen（输入参数，建议 1024，第 317 行）。

- province 文档印出的函数名：文档第 147-319 行。
- foshan 佛山：ReadCardBas 名为 ReadCardBasGZ；GetQRBase 名为 GetTwoBarCodes；ReadSFZ 不可用：对应的 ReadIDCardGZ 以 | 分隔，只知道身份证号在第 2 项，其余各项的位置不明；依据：一个公开的佛山客户端调用 SSCard.dll 的 ReadCardBasGZ 与 GetTwoBarCodes。

勘误 R01：没有印出动态库的文件名、位数、文字编码、线程规则、关闭函数与版本，也没有说缓冲区至少要多大。处理：文件、编码、缓冲区大小都可设置；同一设备一次只进行一个调用；位数不同时由另一个进程加载。

勘误 R02：非 0 都是失败，但没有返回值的表；Init 没有缓冲区，失败时没有任何文字。处理：凡非 0 一律抛出 ReaderError，附上返回值与动态库写出的文字；返回值按 32 位整数读取。

勘误 R05：Init 一节的方法名没有编号、返回值是第 1 项，其他各节方法名是第 1 项；第 179、261 行以制表符缩进。处理：不采用这些编号，以函数名为准。

勘误 E05：测试与正式环境的路径有两段不同（gdyb_inf/poc 与 gdyb_api/prd），不只是环境名不同。处理：base_url 是一个自由填写的字符串，到 infno 之前为止；不用环境名拼接路径。

勘误 E04：正式环境地址说明另行通知，却又印出一个正式环境 URL，且其域名就是测试环境的域名。处理：不记录正式环境的域名，也不设默认值；base_url 由用户设置。印出的读卡 URL 照印。

勘误 R03：Init 通过 http 下载资源，没有说明需要多久、如何校验完整、断网时怎样。处理：每个进程在第一次调用之前初始化一次，重新启动后再来一次；时限单独设置。

勘误 R04：参数名为 pUser（用户），含义却是使用地区，取值与编码都没有说明。处理：作为自由文本设置，建议填行政区划代码。

勘误 R15：标题是检验PIN码，正文是校验社保卡PIN码。处理：名称照标题，方法名为 verify_pin。

勘误 R16：输错 6 次后卡自动锁定，没有说是连续还是累计、还剩几次、如何解锁。处理：密码操作从不自动重试；同一张卡在本机失败 3 次后停止，由人解除；超时与中断也算失败。

勘误 R17：密码操作没有密码参数，应由持卡人在键盘或对话框中输入；需要等多久、取消时返回什么、密码几位都没有说明。处理：密码操作单独设置时限；没有结果时按结果不明处理，不重试。

勘误 R18：成功时参数为空，是空字符串还是没有写过不明。处理：调用前把缓冲区清零，成功时不读取它。

勘误 R19：ChangePIN 的两个参数编号为 3 与 4。处理：次序以函数原型为准。
"""


class Reader(_reader.Reader, Protocol):
    """任何一种读卡方式：业务代码只依赖它，测试时换成 FakeReader。"""

    def read_card(self) -> SocialCard:
        """读社保卡基本信息（ReadCardBas）。"""
        return self.read(SocialCard)

    def verify_pin(self) -> None:
        """检验PIN码（VerifyPIN）：由持卡人在密码键盘上输入；从不自动重试，失败按卡计数。"""
        self.enter_pin("verify_pin")

    def change_pin(self) -> None:
        """修改PIN码（ChangePIN）：由持卡人在密码键盘上输入；从不自动重试，失败按卡计数。"""
        self.enter_pin("change_pin")

    def read_id(self) -> IdentityCard:
        """读身份证信息（ReadSFZ）。"""
        return self.read(IdentityCard)

    def read_qr(self, *, timeout: float | None = None) -> QrCode:
        """读取二维码信息（GetQRBase）；timeout 是等待的秒数，不给则用设置里的。"""
        return self.read(QrCode, timeout=timeout)


class NativeReader(_native.NativeReader, Reader):
    """在本进程内调用读卡库：Python 与读卡库的位数须相同，卡住或崩溃会影响整个程序。"""

    library = SSCARD
    pin_card = SocialCard


class ReaderClient(_client.ReaderClient, Reader):
    """在另一个进程里调用读卡库：位数可以不同，超时或崩溃后自动重新启动。"""

    library = SSCARD
    pin_card = SocialCard


class FakeReader(_fake.FakeReader, Reader):
    """不需要设备的读卡器，供应用程序自己的测试使用：每个方法依次给出的记录或错误，最后一个重复给出。"""

    library = SSCARD

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
