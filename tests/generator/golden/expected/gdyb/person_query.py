# Written by gdyb-generator from spec/; change the spec and regenerate.
"""9102A 登记 "甲"：每种识别身份的方式一个构造方法。"""

from typing import Final, overload

from gdyb.models import i9102A
from gdyb.protocol import UTC_OFFSET
from gdyb.types import Str100
from gdyb_runtime.persons.identification import (
    Argument,
    Case,
    Check,
    Choice,
    HasIdNumber,
    IssuedSocialCard,
    SocialCardRecord,
    choose,
    fill,
)

__all__ = ["PersonQuery"]

_CHECK_ID_NUMBER: Final = Check(name="id_number", id_number="only")
_CHECK_VOUCHER_CODE: Final = Check(name="voucher_code", id_number="refused", is_ascii=True, ends_before="|")
_CHECK_CARD_NUMBER: Final = Check(name="card_number", id_number="refused", is_ascii=True)
_CHECK_RECOGNITION_CODE: Final = Check(name="recognition_code", id_number="refused", is_ascii=True)
_BY_VOUCHER: Final = Case(
    arguments=(Argument(name="code", label="凭证号", check=_CHECK_VOUCHER_CODE, fields=("id", "quotes")),),
    fixed=(("flag", "0"), ("totalrow", "1")),
)
_BY_CARD: Final = Case(
    arguments=(
        Argument(name="card_number", label="卡号", check=_CHECK_CARD_NUMBER, fields=("id",)),
        Argument(name="card_sn", label="识别码", check=_CHECK_RECOGNITION_CODE, fields=("quotes",)),
        Argument(name="id_number", label="身份证号码", check=_CHECK_ID_NUMBER, fields=("slashes",)),
    ),
    fixed=(("flag", "0"), ("totalrow", "1")),
)
_BY_ID: Final = Case(
    arguments=(Argument(name="id_number", label="号码", check=_CHECK_ID_NUMBER, fields=("id",)),),
    fixed=(("flag", "0"), ("totalrow", "1")),
)
_BY_AREA: Final = Choice(attribute="area_code", label="地区", prefix="44", inside=_BY_ID, outside=_BY_CARD)


class PersonQuery:
    """9102A 登记 "甲" · 输入 fsUploadIn：由号码或读卡记录得到输入，号码不会放错字段。"""

    @staticmethod
    def by_voucher(code: str, *, reason: Str100 | None = None) -> i9102A.InputFsUploadIn:
        """凭证 "甲"（文档第 2 行）。

        - flag 标志 = "0"（否）
        - totalrow 总行数 = "1"
        - id 编号 = code（凭证号）
        - quotes 引号 "结尾" = code（凭证号）

        code：凭证号。只传码本身；不收身份证号码。

        reason：原因。可不填。

        勘误 T2：The printed length is shorter than the value.处理：30 characters are allowed; a "quote" and a ＼ stay.

        用法：client.register_things(fsUploadIn=PersonQuery.by_voucher(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(i9102A.InputFsUploadIn, _BY_VOUCHER, code, optional={"reason": reason}, utc_offset=UTC_OFFSET)

    @overload
    @staticmethod
    def by_card(record: SocialCardRecord, /, *, reason: Str100 | None = None) -> i9102A.InputFsUploadIn: ...
    @overload
    @staticmethod
    def by_card(
        *, card_number: str, card_sn: str, id_number: str, reason: Str100 | None = None
    ) -> i9102A.InputFsUploadIn: ...
    @staticmethod
    def by_card(
        record: SocialCardRecord | None = None,
        /,
        *,
        card_number: str | None = None,
        card_sn: str | None = None,
        id_number: str | None = None,
        reason: Str100 | None = None,
    ) -> i9102A.InputFsUploadIn:
        """卡（文档第 3 行）。

        - flag 标志 = "0"（否）
        - totalrow 总行数 = "1"
        - id 编号 = card_number（卡号）
        - quotes 引号 "结尾" = card_sn（识别码）
        - slashes 反斜杠 C:＼new＼table ＼ = id_number（身份证号码）

        card_number：卡号。不收身份证号码。
        card_sn：识别码。不收身份证号码。
        id_number：身份证号码。18 位，按 GB 11643 检查出生日期与校验码；末位小写 x 按 X 发送；15 位旧号码不收。

        card_number、card_sn、id_number 可以用关键字给出，也可以只给一个带有同名属性的读卡或扫码记录（SocialCardRecord）。

        reason：原因。可不填。

        用法：client.register_things(fsUploadIn=PersonQuery.by_card(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(
            i9102A.InputFsUploadIn,
            _BY_CARD,
            record,
            texts={"card_number": card_number, "card_sn": card_sn, "id_number": id_number},
            optional={"reason": reason},
            utc_offset=UTC_OFFSET,
        )

    @staticmethod
    def by_id(id_number: str | HasIdNumber, *, reason: Str100 | None = None) -> i9102A.InputFsUploadIn:
        """号码（文档第 4 行）。

        - flag 标志 = "0"（否）
        - totalrow 总行数 = "1"
        - id 编号 = id_number（号码）

        id_number：号码。18 位，按 GB 11643 检查出生日期与校验码；末位小写 x 按 X 发送；15 位旧号码不收。

        id_number 也可以直接给带有同名属性的读卡或扫码记录（HasIdNumber）。

        reason：原因。可不填。

        用法：client.register_things(fsUploadIn=PersonQuery.by_id(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(i9102A.InputFsUploadIn, _BY_ID, id_number, optional={"reason": reason}, utc_offset=UTC_OFFSET)

    @staticmethod
    def by_area(record: IssuedSocialCard, /, *, reason: Str100 | None = None) -> i9102A.InputFsUploadIn:
        """卡 "按地区"（文档第 4、3 行）。

        - area_code（地区）以 44 开头：同 by_id，号码
        - 其他：同 by_card，卡

        依据：示例。
        record：读卡记录（IssuedSocialCard）。

        reason：原因。可不填。

        勘误 T2：The printed length is shorter than the value.处理：30 characters are allowed; a "quote" and a ＼ stay.

        用法：client.register_things(fsUploadIn=PersonQuery.by_area(…))
        area_code 不是 6 位数字，或号码有误时抛出 RequestInvalid，不发出任何请求。
        """
        return choose(i9102A.InputFsUploadIn, _BY_AREA, record, optional={"reason": reason}, utc_offset=UTC_OFFSET)
