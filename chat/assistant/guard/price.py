"""Prices and other live figures: how they read, with their time, and how a text's are checked."""

import re
from decimal import Decimal
from zoneinfo import ZoneInfo

from chat.assistant.types import Frame, Live

NBSP = "\u00a0"
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_TIME = r"(?:\d{1,2}\.\d{1,2}\.,? |\d{1,2} [A-Z][a-z]{2},? )?(?P<time>\d{1,2}:\d{2})"
#: The time of a live figure, as a text gives it.
AS_OF = re.compile(
    rf"\s?\(?(?:letzter bekannter Stand|Stand|as of|last known at):? {_TIME}(?: Uhr)?\)?"
)


def money(amount: Decimal, currency: str, language: str) -> str:
    """`6.480,00 €` in German, `€6,480.00` in English; blanks that don't break."""
    text = f"{amount:,.2f}"
    sign = _SIGNS.get(currency, currency)
    if language == "en":
        return f"{sign}{text}" if len(sign) == 1 else f"{sign}{NBSP}{text}"
    return f"{text.translate(str.maketrans(',.', '.,'))}{NBSP}{sign}"


def as_of(live: Live, frame: Frame) -> str:
    """`(Stand 14:32)` in the site's zone, with the day when it is not today's."""
    zone = ZoneInfo(frame.zone)
    there, today = live.as_of.astimezone(zone), frame.now.astimezone(zone).date()
    english = frame.language == "en"
    time = f"{there:%H:%M}"
    if there.date() != today:
        day = f"{there.day} {there:%b}, " if english else f"{there:%d.%m.}, "
        time = day + time
    if live.stale:
        return f"(last known at {time})" if english else f"(letzter bekannter Stand {time})"
    return f"(as of {time})" if english else f"(Stand {time})"


def priced(live: Live, frame: Frame) -> str:
    """The price with its time, as it stands in a draft. There must be a price."""
    assert live.price is not None
    return f"{money(live.price, live.currency, frame.language)} {as_of(live, frame)}"


def on_request(language: str) -> str:
    return "price on request" if language == "en" else "Preis auf Anfrage"


def clock(live: Live, frame: Frame) -> tuple[int, int]:
    """Hour and minute of a live figure in the site's zone."""
    there = live.as_of.astimezone(ZoneInfo(frame.zone))
    return there.hour, there.minute
