"""Live figures as people read them, in their language: price, stock, delivery time, and as of when.

6.480,00 €   €6,480.00   3 Stück in Ehingen   4 Werktage   Stand gestern 17:10
"""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.content.types import LiveFact

_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_NBSP = "\u00a0"


def money(amount: Decimal, currency: str, language: str) -> str:
    """`6.480,00 €` in German, `€6,480.00` in English; the currency's code where it has no sign."""
    digits = f"{amount:,.2f}"
    sign = _SIGNS.get(currency, currency)
    if language == "de":
        digits = digits.translate(str.maketrans(",.", ".,"))
        return f"{digits}{_NBSP}{sign}"
    return f"{sign}{digits}" if len(sign) == 1 else f"{sign}{_NBSP}{digits}"


def price(fact: LiveFact | None, language: str) -> str:
    """The price, or that it has to be asked for."""
    if fact is None or fact.price is None:
        with translation.override(language):
            return _("Price on request")
    return money(fact.price, fact.currency, language)


def stock(fact: LiveFact | None, language: str) -> str:
    """Where how many are, or nothing where nobody knows."""
    if fact is None or fact.stock is None:
        return ""
    with translation.override(language):
        if fact.stock == 0:
            return _("not in stock")
        count = ngettext("%(n)d piece", "%(n)d pieces", fact.stock) % {"n": fact.stock}
        if not fact.location:
            return count
        return _("%(count)s in %(place)s") % {"count": count, "place": fact.location}


def delivery(fact: LiveFact | None, language: str) -> str:
    """In working days, or that it has to be asked for."""
    with translation.override(language):
        if fact is None or fact.delivery_days is None:
            return _("on request")
        days = fact.delivery_days
        if days == 0:
            return _("the same day")
        return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def as_of(fact: LiveFact, language: str, time_zone: str = "Europe/Berlin") -> str:
    """When the ERP said it: the time today, „gestern“ with the time, else the date as well."""
    zone = ZoneInfo(time_zone)
    return moment(fact.as_of.astimezone(zone), timezone.now().astimezone(zone), language)


def moment(then: datetime, now: datetime, language: str) -> str:
    """`then` and `now` in the reader's zone."""
    at = f"{then:%H:%M}"
    days = (now.date() - then.date()).days
    with translation.override(language):
        if days <= 0:
            return _("as of %(time)s") % {"time": at}
        if days == 1:
            return _("as of yesterday %(time)s") % {"time": at}
        date = f"{then.day}.{then.month}.{then.year}" if language == "de" else f"{then:%d %b %Y}"
        return _("as of %(date)s, %(time)s") % {"date": date, "time": at}
