"""The client of this repository against the sandbox: settings fit, both agree on the document."""

from decimal import Decimal
from typing import Any

from gdyb import Client, Settings
from gdyb.models import i3260, i3261, i3262
from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller
from support.sandbox.care import Care
from support.sandbox.records import AMOUNTS, FIRST, LAST, records, text, total, zipped


def test_a_month_through_the_generated_client() -> None:
    with Sandbox(rows=120, large_amount=True) as sandbox, Client(Settings(**sandbox.settings)) as client:
        page = client.extract_clearing_details(data=i3260.InputData(trt_year="2020", trt_month="12", startrow=1))
        rows = page.output.data
        assert len(rows) == 100
        assert rows[0].medfee_sumamt == Decimal("99999999999999.99")
        assert page.warnings == ()
        detail = [
            i3261.InputDetail(
                certno=row.certno,
                mdtrt_id=row.mdtrt_id,
                mdtrt_setl_time=row.mdtrt_setl_time,
                setl_sn=row.setl_sn,
                medfee_sumamt=row.medfee_sumamt,
                optins_pay_sumamt=row.optins_pay_sumamt,
                cnfm_flag="1",
            )
            for row in rows
        ]
        data = i3261.InputData(trt_year="2020", trt_month="12", totalrow=len(detail))
        confirmed = client.confirm_clearing_results(data=data, detail=detail)
        assert confirmed.warnings == ()
        assert len(sandbox.confirmed("2020", "12")) == 100
        period = i3262.InputData(trt_year="2020", trt_month="12", otransid=confirmed.inf_refmsgid)
        client.revoke_clearing_confirmation(data=period)
        assert sandbox.confirmed("2020", "12") == {}


def test_chapters_four_to_six_through_the_generated_client() -> None:
    with Sandbox(rows=30) as sandbox, Client(Settings(**sandbox.settings)) as client:
        settings = sandbox.settings
        (person,) = sandbox.people(1)
        care = Care(Caller(settings), person)
        replies = []

        def call(infno: str, **nodes: object) -> Any:
            reply = client.call(infno, envelope={"insuplc_admdvs": person.area}, **nodes)
            replies.append(reply)
            return reply.output

        certificate = {"mdtrt_cert_type": "01", "mdtrt_cert_no": sandbox.voucher(person)}
        found = call("1101", data=certificate)
        assert found.baseinfo.psn_no == person.psn_no
        bought = call("2102", **care.purchase("10.00", "2.50", code=certificate["mdtrt_cert_no"])).setlinfo
        assert bought.medfee_sumamt == Decimal("12.50")
        call("2103", **care.of(bought.mdtrt_id, setl_id=bought.setl_id))
        signed_in = call("9001", signIn={"opter_no": settings["opter"], "mac": "00-00-00-00-00-01", "ip": "192.0.2.1"})
        call("9002", signOut={"sign_no": signed_in.signinoutb.sign_no, "opter_no": settings["opter"]})
        rows = records("--rows", "30")
        own = settings["fixmedins_code"]
        file = call("9101", fsUploadIn={"in": zipped(text(rows)), "filename": "a.zip", "fixmedins_code": own})
        data = {"setl_optins": "440100", "stmt_begndate": FIRST, "stmt_enddate": LAST, "fixmedins_setl_cnt": 30}
        sums = {"medfee_sumamt": total(rows, AMOUNTS[0]), "fund_pay_sumamt": total(rows, AMOUNTS[1])}
        named = {"file_qury_no": file.file_qury_no, "cash_payamt": total(rows, "现金支付金额")}
        result = call("3202", data=data | sums | named).fileinfo
        wanted = {"file_qury_no": result.file_qury_no, "filename": result.filename, "fixmedins_code": own}
        downloaded = client.call("9102", fsDownloadIn=wanted)
        assert b"\t\xe5\xb9\xb3310\t" in downloaded.file.text()
        assert [reply.warnings for reply in replies] == [()] * len(replies)
