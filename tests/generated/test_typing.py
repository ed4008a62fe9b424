"""`mypy --strict` on what users write: types arrive where they read them."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
from dataclasses import dataclass
from decimal import Decimal

from gdyb import AsyncClient, Client, PersonQuery, Settings, operations
from gdyb.models import i1101, i3260, i3261
from gdyb.readers import FakeReader, NativeReader, Reader, ReaderClient, SocialCard


def total(client: Client) -> Decimal:
    reply = client.extract_clearing_details(data=i3260.InputData(trt_year="2020", trt_month="12", startrow=1))
    reveal_type(reply.output.data[0].medfee_sumamt)
    reveal_type(reply.output.data[0].mdtrt_setl_time)
    return sum((row.medfee_sumamt for row in reply.output.data), Decimal(0))


async def confirm(client: AsyncClient, rows: list[i3260.OutputData]) -> str:
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
    reply = await client.confirm_clearing_results(
        data={"trt_year": "2020", "trt_month": "12", "totalrow": len(detail)}, detail=detail, msgid=None
    )
    return reply.inf_refmsgid


def pages(client: Client) -> int:
    return sum(len(reply.output.data) for reply in client.pages(operations.extract_clearing_details, data={}))


@dataclass(frozen=True)
class Card:
    id_number: str
    card_number: str
    card_sn: str


def identify(client: Client, card: Card, number: str) -> list[i1101.InputData]:
    client.query_person(data=PersonQuery.id_card(card))
    return [
        PersonQuery.id_card(number, psn_name="甲"),
        PersonQuery.social_card_in_province(card),
        PersonQuery.social_card_cross_province(card),
        PersonQuery.social_card_cross_province(card_number=number, card_sn=number, id_number=number),
    ]


def read(reader: Reader) -> list[i1101.InputData]:
    reveal_type(reader.read_card().expiry_date)
    return [
        PersonQuery.social_card(reader.read_card()),
        PersonQuery.social_card_cross_province(reader.read_card()),
        PersonQuery.id_card(reader.read_id()),
        PersonQuery.electronic_voucher(reader.read_qr(timeout=10)),
    ]


def anywhere(native: NativeReader, client: ReaderClient, fake: FakeReader) -> list[SocialCard]:
    readers: list[Reader] = [native, client, fake]
    return [reader.read_card() for reader in readers]


def settings() -> str:
    return Client.from_env().settings.base_url + Settings.from_file("gdyb.toml").base_url
"""
WRONG = """
from gdyb import Client, PersonQuery
from gdyb.models import i3260
from gdyb.readers import Reader


def misuse(client: Client, reader: Reader) -> None:
    client.extract_clearing_details(data=i3260.InputData(trt_year=2020, trt_month="12", startrow=1))
    client.extract_clearing_details(detail=[])
    client.extract_clearing_details(data={}).output.data[0].medfee
    PersonQuery.social_card_cross_province("text")
    PersonQuery.social_card_cross_province(card_number="text")
    PersonQuery.social_card("text")
    reader.read_id().card_number
"""


def mypy(folder: Path, texts: dict[str, str]) -> dict[str, str]:
    """What mypy says of each script; one run, since reading the package takes most of its time."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(folder / "cache")]
    command += [f"{name}.py" for name in texts]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder)
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    return {name: "\n".join(line for line in lines if line.startswith(f"{name}.py:")) for name in texts}


def test_a_users_script_is_strictly_typed_and_mistakes_are_seen(tmp_path: Path) -> None:
    said = mypy(tmp_path, {"right": SCRIPT, "wrong": WRONG})
    assert "error:" not in said["right"], said["right"]
    assert 'Revealed type is "decimal.Decimal"' in said["right"].replace("_decimal.", "decimal.")
    assert 'Revealed type is "datetime.datetime"' in said["right"]
    assert 'Revealed type is "datetime.date | None"' in said["right"]
    assert said["wrong"].count("error:") >= 7, said["wrong"]
