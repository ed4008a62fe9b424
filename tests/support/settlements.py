"""The five settlements with a voucher, each with an input that passes, and a client for a small platform."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gdyb import Client, Settings
from gdyb_workflows.settlement import settling as settlement
from gdyb_workflows.settlement.settling import SettlementResult
from gdyb_workflows.settlement.vouchers import VoucherGuard
from support.small_platform import SmallPlatform

CODE = "4400000000000000000000001234"

DRUGINFO = {"medfee_sumamt": "10.50", "acct_used_flag": "1", "med_type": "41", "begntime": "2020-12-01 08:00:00"}
DRUG = {
    "feedetl_sn": "1", "rx_circ_flag": "0", "fee_ocur_time": "2020-12-01 08:00:00", "med_list_codg": "X1",
    "medins_list_codg": "Y1", "det_item_fee_sumamt": "10.50", "cnt": 1, "pric": "10.50", "bilg_dr_codg": "D1",
    "bilg_dr_name": "测试医生",
}  # fmt: skip
REGISTRATION = {
    "begntime": "2020-12-01 08:00:00", "ipt_otp_no": "O1", "atddr_no": "D1", "dr_name": "测试医生", "dept_code": "K1",
    "dept_name": "内科", "caty": "A03",
}  # fmt: skip
OUTPATIENT = {
    "med_type": "11", "medfee_sumamt": "10.50", "psn_setlway": "01", "mdtrt_id": "V1", "chrg_bchno": "B1",
    "acct_used_flag": "1", "fulamt_ownpay_amt": 0, "overlmt_selfpay": 0, "preselfpay_amt": 0, "inscp_scp_amt": 0,
}  # fmt: skip
ADMISSION = {
    "begntime": "2020-12-01 08:00:00", "med_type": "21", "ipt_no": "I1", "atddr_no": "D1", "chfpdr_name": "测试医生",
    "adm_diag_dscr": "感冒", "adm_dept_codg": "K1", "adm_dept_name": "内科", "adm_bed": "1",
    "dscg_maindiag_code": "J00", "dscg_maindiag_name": "感冒",
}  # fmt: skip
DIAGNOSIS = {
    "diag_type": "1", "maindiag_flag": "1", "diag_srt_no": 1, "diag_code": "J00", "diag_name": "感冒",
    "diag_dept": "内科", "dise_dor_no": "D1", "dise_dor_name": "测试医生", "diag_time": "2020-12-01 08:00:00",
}  # fmt: skip
INPATIENT = {
    "medfee_sumamt": "10.50", "psn_setlway": "01", "mdtrt_id": "V2", "acct_used_flag": "1", "mid_setl_flag": "0",
}  # fmt: skip

Step = Callable[..., SettlementResult[Any]]


def pharmacy(client: Client, guard: VoucherGuard, voucher: Any, **options: Any) -> SettlementResult[Any]:
    return settlement.settle_pharmacy(client, guard, voucher, druginfo=DRUGINFO, drugdetail=[DRUG], **options)


def registration(client: Client, guard: VoucherGuard, voucher: Any, **options: Any) -> SettlementResult[Any]:
    return settlement.register_outpatient(client, guard, voucher, data=REGISTRATION, **options)


def outpatient(client: Client, guard: VoucherGuard, voucher: Any, **options: Any) -> SettlementResult[Any]:
    return settlement.settle_outpatient(client, guard, voucher, data=OUTPATIENT, **options)


def admission(client: Client, guard: VoucherGuard, voucher: Any, **options: Any) -> SettlementResult[Any]:
    return settlement.admit_inpatient(client, guard, voucher, mdtrtinfo=ADMISSION, diseinfo=[DIAGNOSIS], **options)


def inpatient(client: Client, guard: VoucherGuard, voucher: Any, **options: Any) -> SettlementResult[Any]:
    return settlement.settle_inpatient(client, guard, voucher, data=INPATIENT, **options)


STEPS = {"2102": pharmacy, "2201": registration, "2207": outpatient, "2401": admission, "2304": inpatient}


def open_client(url: str, folder: Path, *, attempts: int = 3) -> Client:
    return Client(
        Settings(
            base_url=url, paasid="test", secret_key="secret", mdtrtarea_admvs="440100", recer_sys_code="TEST",
            infver="V1.0", opter_type="1", opter="001", opter_name="测试员", fixmedins_code="H44000000001",
            fixmedins_name="测试医院", msgid_file=folder / "msgid.sqlite3", read_timeout=20.0,
            attempts=attempts,
        )
    )  # fmt: skip


@pytest.fixture
def platform() -> Iterator[SmallPlatform]:
    with SmallPlatform() as running:
        yield running


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[VoucherGuard]:
    with VoucherGuard(tmp_path / "vouchers.sqlite3") as opened:
        yield opened


@pytest.fixture
def client(platform: SmallPlatform, tmp_path: Path) -> Iterator[Client]:
    with open_client(platform.url, tmp_path) as opened:
        yield opened
