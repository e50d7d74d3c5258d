"""No figure, date, price, product or link that is not in the evidence survives, however written."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chat.assistant.guard import check
from chat.assistant.guard.figures import figures
from chat.assistant.guard.numbers import from_digits
from chat.assistant.guard.vocabulary import listed
from chat.assistant.types import Evidence, Frame, KnownProduct, Live, Proposed, Sentence

NOW = datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
PRODUCTS = (KnownProduct("114-250", ("VH 250 Quattro",)),)
WORDS_DE = listed(
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn zwanzig "
    "einundzwanzig fünfzig hundert zweihundertfünfzig tausend"
)
UNITS = {"de": ["kg", "Minuten", "mm", "%", "°C", "Jahre"], "en": ["kg", "minutes", "mm", "%"]}


def frame(language: str) -> Frame:
    return Frame(language, "Europe/Berlin", NOW, PRODUCTS)


def page(text: str, language: str = "de") -> Evidence:
    return Evidence(1, "page", "Tragkraft", quote=text, language=language)


def guarded(text: str, *evidence: Evidence, language: str = "de") -> list[Sentence]:
    return check([Proposed(text, tuple(e.n for e in evidence))], list(evidence), frame(language))


def written(value: int, style: int, language: str) -> str:
    """A whole number in one of the ways in which people (and models) write it."""
    mark = "," if language == "en" else "."
    return [
        str(value),
        f"{value:,}".replace(",", mark),
        f"{value:,}".replace(",", " "),
        f"{value:,}".replace(",", "'"),
        f"{value}{'.' if language == 'en' else ','}0",
        "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
        "".join(chr(0x0660 + int(digit)) for digit in str(value)),
        "\u200b".join(str(value)),
    ][style]


@settings(max_examples=300, deadline=None)
@given(
    known=st.integers(2, 99_999),
    said=st.integers(2, 99_999),
    style=st.integers(0, 7),
    language=st.sampled_from(["de", "en"]),
    data=st.data(),
)
def test_a_number_that_the_source_does_not_say_is_struck(
    known: int, said: int, style: int, language: str, data: st.DataObject
) -> None:
    assume(known != said)
    unit = data.draw(st.sampled_from(UNITS[language]))
    source = {"de": "Der Heber trägt {} {}.", "en": "The lifter carries {} {}."}[language]
    text = source.format(written(said, style, language), unit)
    found = guarded(text, page(source.format(known, unit), language), language=language)
    assert all(sentence.struck for sentence in found), found


@settings(max_examples=200, deadline=None)
@given(
    value=st.integers(2, 99_999), style=st.integers(0, 6), language=st.sampled_from(["de", "en"])
)
def test_the_same_number_in_another_way_of_writing_survives(
    value: int, style: int, language: str
) -> None:
    source = {"de": "Der Heber trägt {} kg.", "en": "The lifter carries {} kg."}[language]
    text = source.format(written(value, style, language))
    found = guarded(text, page(source.format(value), language), language=language)
    assert not any(sentence.struck for sentence in found), found


@settings(max_examples=100, deadline=None)
@given(word=st.sampled_from(WORDS_DE), known=st.integers(3, 2_000))
def test_a_number_word_that_the_source_does_not_say_is_struck(word: str, known: int) -> None:
    (figure,) = figures(f"{word} Minuten", "de")
    assume(figure.values != (Fraction(known),))
    found = guarded(
        f"Der Speicher hält {word} Minuten.", page(f"Der Speicher hält {known} Minuten.")
    )
    assert all(sentence.struck for sentence in found), found


@settings(max_examples=200, deadline=None)
@given(
    price=st.decimals(1, 99_999, places=2),
    said=st.decimals(1, 99_999, places=2),
    shape=st.sampled_from(["{de} €", "{plain} EUR", "EUR {de}", "{plain} Euro", "{en} €", "€{en}"]),
)
def test_no_price_but_the_live_one_survives(price: Decimal, said: Decimal, shape: str) -> None:
    assume(price != said)
    live = Live("114-250", "VH 250 Quattro", price, "EUR", 3, "Ehingen", 4, NOW)
    english = f"{said:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    text = shape.format(de=german, en=english, plain=str(said).replace(".", ","))
    found = guarded(f"Der VH 250 Quattro kostet {text}.", Evidence(1, "live", "ERP", live=live))
    assert all(sentence.struck for sentence in found), found


@settings(max_examples=150, deadline=None)
@given(price=st.decimals(1, 99_999, places=2))
def test_the_live_price_survives_and_carries_its_time(price: Decimal) -> None:
    live = Live("114-250", "VH 250 Quattro", price, "EUR", 3, "Ehingen", 4, NOW)
    german = f"{price:,.2f}".translate(str.maketrans(",.", ".,"))
    (found,) = guarded(
        f"Der VH 250 Quattro kostet {german} €.", Evidence(1, "live", "ERP", live=live)
    )
    assert not found.struck
    assert (
        found.text.replace("\u00a0", " ") == f"Der VH 250 Quattro kostet {german} € (Stand 14:32)."
    )
    slot = found.slots[0]
    assert found.text[slot.start : slot.end].endswith("(Stand 14:32)")


@settings(max_examples=300, deadline=None)
@given(noise=st.text(max_size=120), language=st.sampled_from(["de", "en"]))
def test_no_input_breaks_the_guard_and_no_digit_gets_through(noise: str, language: str) -> None:
    source = page("Der Speicher hält die Last.", language)
    found = guarded(f"Der Speicher hält {noise}", source, language=language)
    for sentence in found:
        assert sentence.struck or not any(char.isnumeric() for char in sentence.text)


@given(
    text=st.text(alphabet="0123456789.,' ", min_size=1, max_size=20),
    language=st.sampled_from(["de", "en"]),
)
def test_every_digit_belongs_to_a_figure(text: str, language: str) -> None:
    covered = {i for f in figures(text, language) for i in range(f.start, f.end)}
    assert all(i in covered for i, char in enumerate(text) if char.isdigit())


def test_a_point_means_what_the_language_means_by_it() -> None:
    assert from_digits("1.250", "de") == 1250
    assert from_digits("1.250", "en") == Fraction(5, 4)
    assert from_digits("1,250", "en") == 1250
    assert from_digits("1,250", "de") == Fraction(5, 4)
    assert from_digits("6.480,00", "en") == from_digits("6,480.00", "de") == 6480
    assert from_digits("1.2.3", "de") is None
