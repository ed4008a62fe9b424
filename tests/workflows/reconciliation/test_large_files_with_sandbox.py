"""Many rows through the whole chain: up as 9101, kept by the platform, down as 9102, the same to the last byte."""

from decimal import Decimal

import polars as pl

from gdyb import Client, layouts
from gdyb_runtime.files.writing import zip_rows
from gdyb_sandbox import Sandbox
from gdyb_sandbox._people.identity import person

ROWS = 100_000
LAYOUT = layouts.RECONCILIATION_RESULT
AMOUNTS = ("HICENT_MEDFEE_SUMAMT", "HIF_PAY_SUMAMT", "HICENT_ACCT_PAY")
LARGEST = [Decimal("99999999999999.99"), Decimal("-99999999999999.99"), Decimal("0.00"), Decimal("-0.01"), None]


def many_rows(count: int) -> pl.DataFrame:
    """Rows with Chinese names, empty cells and the longest amounts there are."""
    number = pl.int_range(count, eager=True)
    text = number.cast(pl.String)
    names = pl.Series([*(person(7, index).name for index in range(1_000)), None])
    amounts = pl.Series(LARGEST, dtype=pl.Decimal(38, 2))
    columns = {
        "psn_no": "P" + text.str.zfill(29),
        "mdtrt_id": pl.Series(["M" * 30, None]).gather(number % 2),
        "setl_id": "S" + text.str.zfill(29),
        "msgid": "H44000000001" + text.str.zfill(18),
        "stmt_rslt": pl.Series(["0", "1", "3"]).gather(number % 3),
        "refd_setl_flag": pl.Series(["0", "1"]).gather(number % 2),
        "memo": names.gather(number % len(names)),
        **{name: amounts.gather((number + place) % len(amounts)) for place, name in enumerate(AMOUNTS)},
    }
    return pl.DataFrame(columns).select(LAYOUT.names)


def test_many_rows_go_up_and_come_back_identical(client: Client, sandbox: Sandbox) -> None:
    rows = many_rows(ROWS)
    content = zip_rows(rows, LAYOUT, entry="明细.txt")
    code = sandbox.options.fixmedins_code
    sent = {"in_": content, "filename": "明细.zip", "fixmedins_code": code}
    kept = client.upload_file(fsUploadIn=sent).output
    wanted = {"file_qury_no": kept.file_qury_no, "filename": kept.filename, "fixmedins_code": code}
    file = client.download_file(fsDownloadIn=wanted).file
    assert file is not None
    assert file.content == content
    reader = file.rows(LAYOUT)
    assert pl.concat(list(reader.tables())).equals(rows, null_equal=True)
    assert not len(reader.oddities) and not reader.unreadable
