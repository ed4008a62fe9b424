"""Requests of a hospital or pharmacy for one person, written from the tables alone."""

from dataclasses import dataclass
from decimal import Decimal

from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.insured import Insured
from support.sandbox.caller import Caller, Json

TIME = "2026-11-01 08:00:00"


def caller_for(sandbox: Sandbox, person: Insured) -> Caller:
    """A caller whose messages say where a person is insured."""
    return Caller({**sandbox.settings, "insuplc_admdvs": person.area})


@dataclass(frozen=True)
class Care:
    """One person with one caller."""

    caller: Caller
    person: Insured

    @property
    def insutype(self) -> str:
        return self.person.insurances[0].insutype

    def document(self, code: str = "") -> Json:
        """An electronic voucher, or the ID card where no code is given."""
        kind, number = ("01", code) if code else ("02", self.person.person.certno)
        return {"psn_no": self.person.psn_no, "mdtrt_cert_type": kind, "mdtrt_cert_no": number}

    def purchase(self, *amounts: str, code: str = "", **changes: object) -> Json:
        """The input of 2102."""
        details = [drug(str(index), amount) for index, amount in enumerate(amounts, 1)]
        info = {"medfee_sumamt": sum(map(Decimal, amounts)), "insutype": self.insutype}
        info |= {"acct_used_flag": "1", "med_type": "41", **changes}
        return {"druginfo": self.document(code) | info, "drugdetail": details}

    def register(self, code: str = "", number: str = "1", **changes: object) -> Json:
        """The reply of 2201."""
        data = {"insutype": self.insutype, "begntime": TIME, "ipt_otp_no": number, "atddr_no": "D1", "dr_name": "医师"}
        data |= {"dept_code": "K1", "dept_name": "内科", "caty": "A03", **changes}
        return self.caller.call("2201", {"data": self.document(code) | data})

    def admit(self, code: str = "", number: str = "1") -> Json:
        """The reply of 2401."""
        info = {"insutype": self.insutype, "begntime": TIME, "med_type": "21", "ipt_no": number, "atddr_no": "D1"}
        info |= {"chfpdr_name": "医师", "adm_diag_dscr": "诊断", "adm_dept_codg": "K1", "adm_dept_name": "内科"}
        info |= {"adm_bed": "1", "dscg_maindiag_code": "J18", "dscg_maindiag_name": "肺炎"}
        return self.caller.call("2401", {"mdtrtinfo": self.document(code) | info, "diseinfo": [self.diagnosis()]})

    def diagnosis(self) -> Json:
        row = {"psn_no": self.person.psn_no, "diag_type": "1", "maindiag_flag": "1", "diag_srt_no": 1}
        row |= {
            "diag_code": "J18",
            "diag_name": "肺炎",
            "diag_dept": "K1",
            "dise_dor_no": "D1",
            "dise_dor_name": "医师",
        }
        return row | {"diag_time": TIME}

    def discharge(self, mdtrt_id: str) -> Json:
        """The reply of 2402."""
        info = {"mdtrt_id": mdtrt_id, "psn_no": self.person.psn_no, "insutype": self.insutype, "endtime": TIME}
        info |= {"dscg_dept_codg": "K1", "dscg_dept_name": "内科", "dscg_way": "1"}
        diagnosis = self.diagnosis() | {"mdtrt_id": mdtrt_id, "vali_flag": "1"}
        return self.caller.call("2402", {"dscginfo": info, "diseinfo": [diagnosis]})

    def fees(self, infno: str, mdtrt_id: str, *amounts: str, batch: str = "B1", first: int = 1) -> Json:
        """The reply of 2204 or 2301."""
        own: Json = {"mdtrt_id": mdtrt_id, "psn_no": self.person.psn_no, "bilg_dept_codg": "K1"}
        own |= {"bilg_dept_name": "内科", "hosp_appr_flag": "1"}
        own |= {"chrg_bchno": batch} if infno == "2204" else {"med_type": "21"}
        rows = [drug(str(index), amount) | own for index, amount in enumerate(amounts, first)]
        return self.caller.call(infno, {"feedetail": rows})

    def settlement(self, mdtrt_id: str, amount: str, code: str = "", **changes: object) -> Json:
        """The input of 2206, 2207, 2303 and 2304."""
        zeros = dict.fromkeys(("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"), 0)
        data = {"mdtrt_id": mdtrt_id, "medfee_sumamt": Decimal(amount), "med_type": "11", "psn_setlway": "01"}
        data |= {"chrg_bchno": "B1", "insutype": self.insutype, "acct_used_flag": "1", "mid_setl_flag": "0"}
        return {"data": self.document(code) | zeros | data | changes}

    def of(self, mdtrt_id: str, **more: object) -> Json:
        """An input that names a visit."""
        return {"data": {"mdtrt_id": mdtrt_id, "psn_no": self.person.psn_no, **more}}

    def reverse(self, infno: str, msgid: str) -> Json:
        """The reply of 2601."""
        data = {"psn_no": self.person.psn_no, "omsgid": msgid, "oinfno": infno}
        return self.caller.call("2601", {"data": data})


def drug(number: str, amount: str) -> Json:
    """A row of fees; the catalogue code decides who pays for it."""
    row: Json = {"feedetl_sn": number, "rx_circ_flag": "0", "fee_ocur_time": TIME, "med_list_codg": f"X{number}"}
    row |= {"medins_list_codg": "Y", "det_item_fee_sumamt": Decimal(amount), "cnt": 1, "pric": Decimal(amount)}
    return row | {"bilg_dr_codg": "D1", "bilg_dr_name": "医师"}


def output(reply: Json) -> Json:
    """What a call that worked gave."""
    assert reply["infcode"] == 0, reply["err_msg"]
    return dict(reply["output"] or {})


def refused(reply: Json) -> str:
    """Why a call did not work."""
    assert reply["infcode"] == -1, reply
    assert reply["output"] is None
    return str(reply["err_msg"])
