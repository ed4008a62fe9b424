"""One person for each case of chapter 4."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gdyb import PersonQuery
from gdyb.client import Client
from gdyb.models import i1101
from gdyb_cli.demo.rehearsal.people import Guests

__all__ = ["Identified", "identify_each_way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A person found by one case."""

    case: str
    mdtrt_cert_type: str
    person: i1101.OutputBaseinfo
    insurances: tuple[i1101.OutputInsuinfo, ...]
    msgid: str


def identify_each_way(client: Client, guests: Guests) -> Iterator[Identified]:
    """Asks for a person by voucher, ID card, both kinds of social card, and another document."""
    by_voucher, by_card, in_province, traveller, other = guests.for_each_case()
    cases: Mapping[str, i1101.InputData] = {
        "电子凭证": PersonQuery.electronic_voucher(by_voucher.vouchers[0]),
        "身份证": PersonQuery.id_card(by_card),
        "社保卡，本地与省内": PersonQuery.social_card_in_province(in_province),
        "社保卡，跨省": PersonQuery.social_card_cross_province(traveller),
        "港澳台及其它证件": PersonQuery.other_document(other.document_no),
    }
    for case, query in cases.items():
        reply = client.query_person(data=query)
        yield Identified(
            case=case,
            mdtrt_cert_type=query.mdtrt_cert_type,
            person=reply.output.baseinfo,
            insurances=tuple(reply.output.insuinfo),
            msgid=reply.msgid,
        )
