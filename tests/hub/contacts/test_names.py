"""One form for names, addresses and numbers."""

import pytest

from hub.contacts import names
from hub.errors import BadInput


@pytest.mark.parametrize(
    ("name", "folded", "typed_abroad"),
    [
        ("Höfler", "hoefler", "hofler"),
        ("GROß", "gross", "gross"),
        ("Ho\u0308fler", "hoefler", "hofler"),
        ("Łukasz Zieliński", "lukasz zielinski", "lukasz zielinski"),
        ("Søren", "soeren", "soeren"),
        ("  É  è ", "e e", "e e"),
        ("ﬁnn", "finn", "finn"),
    ],
)
def test_names_fold_for_sorting_and_searching(name: str, folded: str, typed_abroad: str) -> None:
    assert names.fold(name) == folded
    assert names.plain(name) == typed_abroad


def test_a_name_is_one_tidy_line() -> None:
    assert names.tidy("  Anna\r\n\tMaria\x00\u202e  Maß  ") == "Anna Maria Maß"
    assert len(names.tidy("x" * 100_000)) == 200


def test_numbers_become_e164() -> None:
    assert names.phone_number("0831 / 57 20-14") == "+49831572014"
    assert names.phone_number("+44 20 7946 0018", "DE") == "+442079460018"
    assert names.phone_number("020 7946 0018", "GB") == "+442079460018"


@pytest.mark.parametrize("text", ["", "abc", "12", "9" * 61, "+999999999999999999", "\x00"])
def test_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(BadInput) as wrong:
        names.phone_number(text)
    assert wrong.value.field == "phone"


def test_addresses_are_lower_case() -> None:
    assert names.email_address("  A.Hoefler@Example.COM ") == "a.hoefler@example.com"


@pytest.mark.parametrize("text", ["", "a", "a@", "a@b", "a b@c.de", "a@b.de\nBcc: c@d.de", "@b.de"])
def test_what_is_no_address_is_named(text: str) -> None:
    with pytest.raises(BadInput) as wrong:
        names.email_address(text)
    assert wrong.value.field == "email"


def test_initials() -> None:
    assert names.initials("Andreas Höfler") == "AH"
    assert names.initials("Dr. Eva Maria Ott") == "DO"
    assert names.initials("42 \u2014") == ""
