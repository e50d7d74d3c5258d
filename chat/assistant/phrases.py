"""The few sentences that the extractive drafter says by itself, German and English.

They stand in the visitor's language, which is not the reader's: so not in gettext's catalogue.
"""

from chat.assistant.guard import price
from chat.assistant.types import Frame, Live, Proposed

_TITLES = frozenset({"herr", "frau", "mr", "mrs", "ms", "dr", "mr.", "mrs.", "ms.", "dr."})


def greeting(frame: Frame) -> Proposed:
    """With the name where it is known how to say it."""
    titled = frame.person.split(" ")[0].lower() in _TITLES
    if frame.language == "en":
        return Proposed(f"Hello, {frame.person}." if titled else "Hello.")
    return Proposed(f"Guten Tag, {frame.person}." if titled else "Guten Tag.")


def live(n: int, facts: Live, wants: frozenset[str], frame: Frame) -> list[Proposed]:
    """Price, stock and delivery time, as far as they are known and were asked for."""
    found: list[str] = []
    english = frame.language == "en"
    if "price" in wants:
        found.append(_price(facts, frame))
    if wants & {"delivery", "stock"}:
        parts = [*_stock(facts, english), *_delivery(facts, english)]
        if parts:
            found.append(", ".join(parts) + ".")
        elif english:
            found.append("I am happy to check the exact delivery time for you.")
        else:
            found.append("Die genaue Lieferzeit prüfe ich gern für Sie.")
    return [Proposed(text, (n,)) for text in found]


def _price(facts: Live, frame: Frame) -> str:
    if facts.price is None:
        if frame.language == "en":
            return "I am happy to tell you the exact price on request."
        return "Den genauen Preis nenne ich Ihnen gern auf Anfrage."
    amount = price.money(facts.price, facts.currency, frame.language)
    if frame.language == "en":
        return f"The price of {facts.name} is {amount} plus VAT."
    return f"Der Preis für {facts.name} beträgt {amount} zzgl. MwSt."


def _stock(facts: Live, english: bool) -> list[str]:
    if facts.stock is None:
        return []
    where = f" in {facts.location}" if facts.location else ""
    if facts.stock == 0:
        no = f"{facts.name} is currently not in stock"
        return [no if english else f"{facts.name} ist derzeit nicht auf Lager"]
    if english:
        be = "is" if facts.stock == 1 else "are"
        return [f"{facts.stock} {facts.name} {be} in stock{where}"]
    be = "ist" if facts.stock == 1 else "sind"
    return [f"Von {facts.name} {be} {facts.stock} Stück{where} auf Lager"]


def _delivery(facts: Live, english: bool) -> list[str]:
    days = facts.delivery_days
    if days is None:
        return []
    named = facts.stock is None
    if english:
        start = f"the delivery time of {facts.name}" if named else "the delivery time"
        return [f"{start} is {days} working {'day' if days == 1 else 'days'}"]
    start = f"die Lieferzeit für {facts.name}" if named else "die Lieferzeit"
    return [f"{start} beträgt {days} {'Werktag' if days == 1 else 'Werktage'}"]


def more(url: str, language: str) -> str:
    return f"More about it: {url}" if language == "en" else f"Mehr dazu: {url}"
