# Written by gdyb-generator from spec/; change the spec and regenerate.
"""1101 人员基本信息获取：每种识别身份的方式一个构造方法。"""

from typing import Final, overload

from gdyb.models import i1101
from gdyb.protocol import UTC_OFFSET
from gdyb.types import DateTime19, Str50Name
from gdyb_runtime.persons.identification import (
    Argument,
    Case,
    Check,
    Choice,
    HasIdNumber,
    IssuedSocialCard,
    QrRecord,
    SocialCardRecord,
    choose,
    fill,
)

__all__ = ["PersonQuery"]

_CHECK_ID_NUMBER: Final = Check(name="id_number", id_number="only")
_CHECK_VOUCHER_CODE: Final = Check(
    name="voucher_code", id_number="refused", is_ascii=True, ends_before="|", in_json=("data", "ecToken")
)
_CHECK_CARD_NUMBER: Final = Check(name="card_number", id_number="refused", is_ascii=True)
_CHECK_RECOGNITION_CODE: Final = Check(name="recognition_code", id_number="refused", is_ascii=True)
_CHECK_DOCUMENT_NUMBER: Final = Check(name="document_number", id_number="unless_permit")
_ELECTRONIC_VOUCHER: Final = Case(
    arguments=(Argument(name="code", label="电子凭证号", check=_CHECK_VOUCHER_CODE, fields=("mdtrt_cert_no",)),),
    fixed=(("mdtrt_cert_type", "01"),),
)
_ID_CARD: Final = Case(
    arguments=(Argument(name="id_number", label="身份证号码", check=_CHECK_ID_NUMBER, fields=("mdtrt_cert_no",)),),
    fixed=(("mdtrt_cert_type", "02"),),
)
_SOCIAL_CARD_IN_PROVINCE: Final = Case(
    arguments=(Argument(name="id_number", label="身份证号码", check=_CHECK_ID_NUMBER, fields=("mdtrt_cert_no",)),),
    fixed=(("mdtrt_cert_type", "02"),),
)
_SOCIAL_CARD_CROSS_PROVINCE: Final = Case(
    arguments=(
        Argument(name="card_number", label="社保卡卡号", check=_CHECK_CARD_NUMBER, fields=("mdtrt_cert_no",)),
        Argument(name="card_sn", label="社保卡识别码", check=_CHECK_RECOGNITION_CODE, fields=("card_sn",)),
        Argument(name="id_number", label="身份证号码", check=_CHECK_ID_NUMBER, fields=("certno",)),
    ),
    fixed=(("mdtrt_cert_type", "03"), ("psn_cert_type", "1")),
)
_OTHER_DOCUMENT: Final = Case(
    arguments=(
        Argument(
            name="document_number",
            label="证件号码",
            check=_CHECK_DOCUMENT_NUMBER,
            fields=("mdtrt_cert_no", "card_sn", "certno"),
        ),
    ),
    fixed=(("mdtrt_cert_type", "03"), ("psn_cert_type", "99")),
)
_SOCIAL_CARD: Final = Choice(
    attribute="area_code",
    label="发卡地区行政区划代码",
    prefix="44",
    inside=_SOCIAL_CARD_IN_PROVINCE,
    outside=_SOCIAL_CARD_CROSS_PROVINCE,
)


class PersonQuery:
    """1101 人员基本信息获取 · 输入 data：由号码或读卡记录得到输入，号码不会放错字段。"""

    @staticmethod
    def electronic_voucher(
        code: str | QrRecord, *, begntime: DateTime19 | None = None, psn_name: Str50Name | None = None
    ) -> i1101.InputData:
        """电子凭证（文档第 113 行）。

        - mdtrt_cert_type 就诊凭证类型 = "01"（电子凭证）
        - mdtrt_cert_no 就诊凭证编号 = code（电子凭证号）

        code：电子凭证号。只传码本身，或本机电子凭证服务的答复（JSON，取其中的 data.ecToken）；不收身份证号码、其它 JSON 与网址。

        code 也可以直接给带有同名属性的读卡或扫码记录（QrRecord）。

        begntime：开始时间；仅在查询以往的参保情况时填写。可不填。
        psn_name：人员姓名。可不填。

        勘误 E25：每个电子凭证号只能使用一次，指引中同一个码却先用于 1101，再用于 2102、2201 或 2401。处理：一个码用于一笔业务：1101，以及其后的一次 2102、2201 或 2401；办理业务之前 1101 可以重复查询，此后不得再用。
        勘误 E26：门诊结算与住院结算要求重新获取电子凭证码，药店结算没有这样要求。处理：2207 与 2304 用新的码，并先以它调用 1101；2102 沿用此前 1101 的码。
        勘误 E27：没有说明电子凭证码的有效时间；取码有扫描枪与读卡库两种途径，也没有说明用哪一种。处理：客户端不判断码是否过期；两种途径取得的码用法相同。

        用法：client.query_person(data=PersonQuery.electronic_voucher(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(
            i1101.InputData,
            _ELECTRONIC_VOUCHER,
            code,
            optional={"begntime": begntime, "psn_name": psn_name},
            utc_offset=UTC_OFFSET,
        )

    @staticmethod
    def id_card(
        id_number: str | HasIdNumber, *, begntime: DateTime19 | None = None, psn_name: Str50Name | None = None
    ) -> i1101.InputData:
        """身份证（文档第 116 行）。

        - mdtrt_cert_type 就诊凭证类型 = "02"（身份证）
        - mdtrt_cert_no 就诊凭证编号 = id_number（身份证号码）

        id_number：身份证号码。18 位，按 GB 11643 检查出生日期与校验码；末位小写 x 按 X 发送；15 位旧号码不收。

        id_number 也可以直接给带有同名属性的读卡或扫码记录（HasIdNumber）。

        begntime：开始时间；仅在查询以往的参保情况时填写。可不填。
        psn_name：人员姓名。可不填。

        用法：client.query_person(data=PersonQuery.id_card(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(
            i1101.InputData,
            _ID_CARD,
            id_number,
            optional={"begntime": begntime, "psn_name": psn_name},
            utc_offset=UTC_OFFSET,
        )

    @staticmethod
    def social_card_in_province(
        id_number: str | HasIdNumber, *, begntime: DateTime19 | None = None, psn_name: Str50Name | None = None
    ) -> i1101.InputData:
        """社保卡（本地以及省内异地）（文档第 118 行）。

        - mdtrt_cert_type 就诊凭证类型 = "02"（身份证）
        - mdtrt_cert_no 就诊凭证编号 = id_number（身份证号码）

        id_number：身份证号码。18 位，按 GB 11643 检查出生日期与校验码；末位小写 x 按 X 发送；15 位旧号码不收。

        id_number 也可以直接给带有同名属性的读卡或扫码记录（HasIdNumber）。

        begntime：开始时间；仅在查询以往的参保情况时填写。可不填。
        psn_name：人员姓名。可不填。

        勘误 E41：省内的社保卡以身份证号查询，不用卡号与识别码；读卡返回的哪个字段用于哪个参数，只能推知。处理：本地与省内的卡只用身份证号；卡号与识别码只用于跨省的卡。

        用法：client.query_person(data=PersonQuery.social_card_in_province(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(
            i1101.InputData,
            _SOCIAL_CARD_IN_PROVINCE,
            id_number,
            optional={"begntime": begntime, "psn_name": psn_name},
            utc_offset=UTC_OFFSET,
        )

    @overload
    @staticmethod
    def social_card_cross_province(
        record: SocialCardRecord, /, *, begntime: DateTime19 | None = None, psn_name: Str50Name | None = None
    ) -> i1101.InputData: ...
    @overload
    @staticmethod
    def social_card_cross_province(
        *,
        card_number: str,
        card_sn: str,
        id_number: str,
        begntime: DateTime19 | None = None,
        psn_name: Str50Name | None = None,
    ) -> i1101.InputData: ...
    @staticmethod
    def social_card_cross_province(
        record: SocialCardRecord | None = None,
        /,
        *,
        card_number: str | None = None,
        card_sn: str | None = None,
        id_number: str | None = None,
        begntime: DateTime19 | None = None,
        psn_name: Str50Name | None = None,
    ) -> i1101.InputData:
        """社保卡（跨省异地）（文档第 119 行）。

        - mdtrt_cert_type 就诊凭证类型 = "03"（社保卡）
        - mdtrt_cert_no 就诊凭证编号 = card_number（社保卡卡号）
        - card_sn 卡识别码 = card_sn（社保卡识别码）
        - psn_cert_type 人员证件类型 = "1"（身份证）
        - certno 证件号码 = id_number（身份证号码）

        card_number：社保卡卡号。不收身份证号码。
        card_sn：社保卡识别码。不收身份证号码。
        id_number：身份证号码。18 位，按 GB 11643 检查出生日期与校验码；末位小写 x 按 X 发送；15 位旧号码不收。

        card_number、card_sn、id_number 可以用关键字给出，也可以只给一个带有同名属性的读卡或扫码记录（SocialCardRecord）。

        begntime：开始时间；仅在查询以往的参保情况时填写。可不填。
        psn_name：人员姓名。可不填。

        勘误 E29：psn_cert_type 一处印作 "1"，另一处印作两位的 "99"；国家的字典写作 01。处理：两个值都照印，字典保持开放。
        勘误 E41：省内的社保卡以身份证号查询，不用卡号与识别码；读卡返回的哪个字段用于哪个参数，只能推知。处理：本地与省内的卡只用身份证号；卡号与识别码只用于跨省的卡。

        用法：client.query_person(data=PersonQuery.social_card_cross_province(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(
            i1101.InputData,
            _SOCIAL_CARD_CROSS_PROVINCE,
            record,
            texts={"card_number": card_number, "card_sn": card_sn, "id_number": id_number},
            optional={"begntime": begntime, "psn_name": psn_name},
            utc_offset=UTC_OFFSET,
        )

    @staticmethod
    def other_document(
        document_number: str, *, begntime: DateTime19 | None = None, psn_name: Str50Name | None = None
    ) -> i1101.InputData:
        """港澳台及其它证件（文档第 121 行）。

        - mdtrt_cert_type 就诊凭证类型 = "03"（社保卡）
        - mdtrt_cert_no 就诊凭证编号 = document_number（证件号码）
        - card_sn 卡识别码 = document_number（证件号码）
        - psn_cert_type 人员证件类型 = "99"（港澳台及其它证件）
        - certno 证件号码 = document_number（证件号码）

        document_number：证件号码。不收居民身份证号码，81、82、83、9 开头的居住证、永久居留证号码除外。

        begntime：开始时间；仅在查询以往的参保情况时填写。可不填。
        psn_name：人员姓名。可不填。

        勘误 E28：凭证类型 03 表示社保卡，但港澳台及其它证件也要传 03。处理：名称照印；用其它证件识别身份时也传 03。
        勘误 E29：psn_cert_type 一处印作 "1"，另一处印作两位的 "99"；国家的字典写作 01。处理：两个值都照印，字典保持开放。

        用法：client.query_person(data=PersonQuery.other_document(…))
        号码缺失、有误或不是这一种号码时抛出 RequestInvalid，不发出任何请求。
        """
        return fill(
            i1101.InputData,
            _OTHER_DOCUMENT,
            document_number,
            optional={"begntime": begntime, "psn_name": psn_name},
            utc_offset=UTC_OFFSET,
        )

    @staticmethod
    def social_card(
        record: IssuedSocialCard, /, *, begntime: DateTime19 | None = None, psn_name: Str50Name | None = None
    ) -> i1101.InputData:
        """社保卡，由发卡地区决定按省内还是跨省传值（文档第 118、119 行）。

        - area_code（发卡地区行政区划代码）以 44 开头：同 social_card_in_province，社保卡（本地以及省内异地）
        - 其他：同 social_card_cross_province，社保卡（跨省异地）

        依据：文档没有印出省的区划代码；GB/T 2260 中 44 是广东省，公开客户端中的省内样例卡都以 440000 开头。
        record：读卡记录（IssuedSocialCard）。

        begntime：开始时间；仅在查询以往的参保情况时填写。可不填。
        psn_name：人员姓名。可不填。

        勘误 E41：省内的社保卡以身份证号查询，不用卡号与识别码；读卡返回的哪个字段用于哪个参数，只能推知。处理：本地与省内的卡只用身份证号；卡号与识别码只用于跨省的卡。

        用法：client.query_person(data=PersonQuery.social_card(…))
        area_code 不是 6 位数字，或号码有误时抛出 RequestInvalid，不发出任何请求。
        """
        return choose(
            i1101.InputData,
            _SOCIAL_CARD,
            record,
            optional={"begntime": begntime, "psn_name": psn_name},
            utc_offset=UTC_OFFSET,
        )
