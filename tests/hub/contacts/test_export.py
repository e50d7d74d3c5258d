"""What leaves the house in a file."""

import csv
import io
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from hub.contacts import export, services
from hub.contacts.export.csv import safe
from hub.contacts.export.vcard import escape, fold
from hub.contacts.models import Contact
from hub.registry.streams import Principal
from tests.hub.contacts.conftest import Happened, Visitor

EVERYWHERE = Principal(kind="staff", id=uuid4(), grants=frozenset({("contact.read", "*")}))


def table(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "cell", ["=1+1", '=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"]
)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_numbers_and_words_stay_as_they_are() -> None:
    assert safe("+49831572014") == "+49831572014"
    assert safe("+49831572014, +49831572015") == "+49831572014, +49831572015"
    assert safe("Höfler") == "Höfler"


@pytest.mark.django_db
def test_the_table_has_a_line_for_each_contact(visitor: Visitor, happened: Happened) -> None:
    who = visitor()
    services.identify(who, name='Höfler; "Andreas"', company="=cmd()", email="a@x.de")
    services.identify(who, email="b@x.de", phone="0831 572014")
    happened(who, day=3)
    with translation.override("en"):
        content = b"".join(export.csv_lines(export.records(EVERYWHERE, Contact.objects.all())))
    head, line = table(content)
    assert (head[0], head[5]) == ("Name", "E-mail")
    assert line[:2] == ['Höfler; "Andreas"', "'=cmd()"]
    assert line[5:7] == ["a@x.de, b@x.de", "+49831572014"]
    assert line[9:11] == ["1", "2026-11-03 09:00"]
    assert content.endswith(b"\r\n")


@pytest.mark.django_db
def test_many_contacts_are_read_in_batches() -> None:
    Contact.objects.bulk_create(
        Contact(name=f"P{n:04d}", sort_name=f"p{n:04d}") for n in range(1001)
    )
    names = [r.name for r in export.records(EVERYWHERE, Contact.objects.all())]
    assert names == [f"P{n:04d}" for n in range(1001)]


def record(**more: object) -> export.Record:
    at = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    fields: dict[str, object] = {
        "id": UUID(int=7),
        "name": "Andreas Höfler",
        "company": "",
        "job_title": "",
        "place": "",
        "language": "de",
        "customer_since": None,
        "created_at": at,
        "updated_at": at,
        **more,
    }
    return export.Record(**fields)  # type: ignore[arg-type]


def test_a_vcard_reads_as_rfc_6350_wants_it() -> None:
    card = export.vcard(
        record(company="Metallbau Höfler, Söhne; GmbH", emails=["a@x.de"], phones=["+49831572014"])
    )
    assert card.decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "PRODID:-//Hub//Contacts 1//DE",
        "UID:urn:uuid:00000000-0000-0000-0000-000000000007",
        "FN:Andreas Höfler",
        "N:Höfler;Andreas;;;",
        "ORG:Metallbau Höfler\\, Söhne\\; GmbH",
        "EMAIL:a@x.de",
        "TEL;VALUE=uri:tel:+49831572014",
        "LANG:de",
        "REV:20261103T090000Z",
        "END:VCARD",
        "",
    ]


def test_long_lines_are_folded_between_characters() -> None:
    line = "ORG:" + "ä€😀" * 60
    folded = fold(line)
    pieces = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert folded.replace(b"\r\n ", b"").decode() == line + "\r\n"


def test_nothing_in_a_name_begins_a_line_of_its_own() -> None:
    assert escape("A\r\nEND:VCARD\nX\rY\x00\\") == "A\\nEND:VCARD\\nX\\nY\\\\"


def test_without_a_name_the_address_stands_for_it() -> None:
    assert b"\r\nFN:a@x.de\r\n" in export.vcard(record(name="", emails=["a@x.de"]))
    assert b"\r\nFN:00000000-" in export.vcard(record(name=""))
