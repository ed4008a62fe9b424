"""The client of this repository against the sandbox: settings fit, both agree on the document."""

from decimal import Decimal

from gdyb import Client, Settings
from gdyb.models import i3260, i3261, i3262
from gdyb_sandbox import Sandbox


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
