"""A draft's live figures, held against what the ERP said: price, stock, delivery time."""

from decimal import Decimal
from fractions import Fraction

from chat.assistant.guard import concepts, price, units
from chat.assistant.guard.claimed import Claimed
from chat.assistant.guard.claims import availability
from chat.assistant.guard.figures import Figure
from chat.assistant.guard.text import stems
from chat.assistant.types import Evidence, Live, Reason

_WORDS = {
    "de": "Listenpreis Preis kostet kosten Euro netto zuzüglich Mehrwertsteuer MwSt",
    "en": "list price costs cost net plus VAT excluding tax euros",
}
_STOCK = {
    "de": "Lager vorrätig verfügbar lieferbar Bestand Stück sofort",
    "en": "stock available pieces units immediately",
}
_DELIVERY = {
    "de": "Lieferzeit Lieferung liefern geliefert lieferbar Werktage Auftragseingang Bestellung",
    "en": "delivery time deliver delivered working days order receipt lead dispatch",
}
_NOW = {"de": "derzeit aktuell momentan zurzeit", "en": "currently present moment now today's"}


class Lives:
    """The cited live sources. `used` gets the numbers of those that bore something out."""

    def __init__(self, cited: list[Evidence]) -> None:
        self.by_n = {e.n: e.live for e in cited if e.live is not None}
        self.used: set[int] = set()

    def stems(self, language: str) -> frozenset[str]:
        found: set[str] = set()
        for live in self.by_n.values():
            told = [_NOW[language], live.name, live.location]
            told += [_WORDS[language]] if live.price is not None else []
            told += [_STOCK[language]] if live.stock is not None else []
            told += [_DELIVERY[language]] if live.delivery_days is not None else []
            found |= stems(" ".join(told), language)
        return frozenset(found)

    def about(self, products: frozenset[str]) -> dict[int, Live]:
        """Those of the products; all of them where no product is named and there is only one."""
        if products:
            return {n: live for n, live in self.by_n.items() if live.sku in products}
        return self.by_n if len(self.by_n) == 1 else {}

    def price(self, figure: Figure, claimed: Claimed) -> tuple[Reason | None, int]:
        """Whether a live source says the price, and which."""
        if figure.shape != "one" or figure.bound or figure.per:
            return Reason("price_exact", figure.raw.strip()), 0
        for n, live in self.about(claimed.products_at(figure.start)).items():
            if live.price is None or live.currency != figure.unit:
                continue
            if figure.values == (Fraction(Decimal(live.price)),):
                self.used.add(n)
                return None, n
        return Reason("price", figure.raw.strip()), 0

    def figure(self, figure: Figure, claimed: Claimed) -> Reason | str | None:
        """None: borne out. A reason: it is wrong. "": no live figure, look into the passages."""
        clause = claimed.clause_at(figure.start)
        about = (clause.concepts if clause else frozenset()) or concepts.of_text(claimed.text)
        lives = self.about(claimed.products_at(figure.start))
        stock = bool({"stock"} & about) or (clause is not None and availability(clause.text))
        if figure.unit in units.SPANS and "delivery" in about:
            for n, live in lives.items():
                days = None if live.delivery_days is None else Fraction(live.delivery_days)
                exact = figure.unit == "workday" and figure.bound in ("", "about", "max")
                if exact and figure.shape == "one" and figure.values == (days,):
                    self.used.add(n)
                    return None
            return Reason("delivery", figure.raw.strip()) if claimed.products or lives else ""
        if figure.unit == "" and stock and self.by_n:
            for n, live in lives.items():
                counted = None if live.stock is None else Fraction(live.stock)
                if figure.shape == "one" and not figure.bound and figure.values == (counted,):
                    self.used.add(n)
                    return None
            return Reason("stock", figure.raw.strip())
        return ""

    def availability(self, claimed: Claimed) -> Reason | str | None:
        """Like `figure`, for words such as "auf Lager" and "sold out"."""
        said = availability(claimed.text)
        if said is None:
            return None
        there, words, at = said
        lives = self.about(claimed.products_at(at))
        if not lives:
            return Reason("stock", words) if claimed.products or self.by_n else ""
        if "lieferbar" in words.lower() and not words.lower().startswith(("sofort", "ab", "nicht")):
            known = {n: v for n, v in lives.items() if v.delivery_days is not None}
            if known and any(f.unit == "workday" for f in claimed.figures):
                self.used.update(known)
                return None
        for live in lives.values():
            if live.stock is None or (live.stock > 0) is not there:
                return Reason("stock", words)
        self.used.update(lives)
        return None

    def wrong_time(self, claimed: Claimed) -> Reason | None:
        """A time that is given for a live figure has to be that figure's."""
        clocks = {price.clock(live, claimed.frame) for live in self.by_n.values()}
        for match in claimed.as_of:
            hour, _, minute = match["time"].partition(":")
            if (int(hour), int(minute)) not in clocks:
                return Reason("as_of", match["time"])
        return None
