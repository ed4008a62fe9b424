"""What other programs need of a sandbox without importing it: its people, and an institution's own records."""

import csv
import io
from collections.abc import Iterator

from gdyb_runtime.money import yuan
from gdyb_sandbox._month.settled import SettledMonth
from gdyb_sandbox._people.insured import Insured
from gdyb_sandbox._people.vouchers import voucher_code

_HEADERS = {
    "setl_id": "结算ID",
    "mdtrt_id": "就诊ID",
    "psn_no": "人员编号",
    "msgid": "发送方报文ID",
    "insutype": "险种",
    "clr_type": "清算类别",
    "setl_time": "结算时间",
    "medfee_sumamt": "医疗费总额",
    "fund_pay_sumamt": "基金支付总额",
    "acct_pay": "个人账户支出",
    "cash_payamt": "现金支付金额",
    "refd_setl_flag": "退费结算标志",
}
_PIECE = 10_000


def describe_person(seed: int, insured: Insured, codes: int, first_code: int = 1) -> dict[str, object]:
    """All numbers of a synthetic person, by wire name where there is one, and `codes` voucher codes."""
    person = insured.person
    vouchers = [voucher_code(seed, person.number, serial) for serial in range(first_code, first_code + codes)]
    return {
        "number": person.number,
        "psn_name": person.name,
        "certno": person.certno,
        "psn_no": insured.psn_no,
        "card_no": insured.card_no,
        "card_sn": insured.card_sn,
        "document_no": insured.document_no,
        "insuplc_admdvs": insured.area,
        "is_cross_province": insured.is_cross_province,
        "insurances": [
            {"insutype": insurance.insutype, "psn_type": insurance.psn_type, "balc": f"{insurance.balance}"}
            for insurance in insured.insurances
        ],
        "vouchers": vouchers,
    }


def records_csv(month: SettledMonth) -> Iterator[str]:
    """An institution's own records of a month as CSV with Chinese headers, piece by piece."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_HEADERS.values())
    for number, row in enumerate(month.ours(), 1):
        names = (row.setl_id, row.mdtrt_id, row.psn_no, row.msgid, row.insutype, row.clr_type, row.setl_time)
        amounts = map(yuan, (row.medfee, row.fund, row.account, row.cash))
        writer.writerow((*names, *amounts, row.refd_setl_flag))
        if number % _PIECE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
