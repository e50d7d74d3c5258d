"""What a clause is about, in either language: so that 68 kg of weight do not become a capacity.

A concept is found by the beginnings of words. Where draft and evidence both have concepts, they
have to share one; a clause without any is judged by its words alone.
"""

import re
from functools import lru_cache

_CONCEPTS: dict[str, str] = {
    "capacity": "tragkraft tragfähig trägt tragen hebt heben hebe lift carr capacit last load "
    "stemmt belast",
    "weight": "wieg wog gewicht eigengewicht weigh weight schwer heav",
    "holding": "halte hält haltezeit hold held",
    "charging": "lädt laden ladezeit geladen aufgeladen auflad charg",
    "runtime": "laufzeit akkulaufzeit reicht runtime lasts",
    "delivery": "liefer geliefert auslieferung versand versend deliver ship dispatch",
    "transport": "transport unterwegs spedition carrier transit",
    "warranty": "gewährleist warrant",
    "guarantee": "garantie garantier guarante",
    "stock": "lager vorrätig vorrat bestand verfügbar stock availab",
    "price": "preis kostet kosten price cost",
    "temperature": "temperatur grad temperature",
    "thickness": "stärke dicke dick stark thick",
    "length": "länge traverse length crossbeam",
    "height": "höhe bauhöhe hoch height high tall",
    "width": "breite breit width wide",
    "format": "format sheet blechformat größe groß size",
    "sound": "schall laut leise geräusch sound noise loud",
    "vacuum": "vakuum unterdruck vacuum",
    "voltage": "volt spannung anschluss steckdose strom voltage socket connection power",
    "inspection": "prüf prüft inspekt inspect wartung gewartet maintain maintenance service",
    "training": "einweis eingewiesen schul training train",
    "conversion": "umbau umrüst convers convert",
    "rental": "miet leasing rent hire lease",
    "installation": "montage montier aufbau aufgebaut install assembl mount",
    "charge state": "ladung ladestand charge",
    "pads": "saugplatt suction",
    "discount": "rabatt skonto nachlass discount rebate",
    "payment": "zahl zahlbar payment payable pay",
    "swap": "tausch getausch wechsel swap exchang",
    "age": "baujahr alter built year",
    "speed": "geschwindigkeit schnell speed fast",
    "lifetime": "lebensdauer haltbar lifespan",
    "cycle": "takt zyklus hübe cycle",
}
_FOLD = str.maketrans("äöü", "aou")


def _folded(word: str) -> str:
    return word.lower().translate(_FOLD)


_STARTS = [
    (concept, tuple(sorted(_folded(names).split(), key=len, reverse=True)))
    for concept, names in _CONCEPTS.items()
]
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def of_word(word: str) -> frozenset[str]:
    """The concepts that one word stands for. A compound counts by its beginning and its end."""
    low = _folded(word)
    return frozenset(
        concept
        for concept, starts in _STARTS
        if any(low.startswith(start) or (len(start) > 4 and start in low) for start in starts)
    )


def of_text(text: str) -> frozenset[str]:
    return frozenset(concept for word in _WORD.findall(text) for concept in of_word(word))
