"""Words that promise something: each needs a source that says the same, word class by class."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    start: int
    end: int
    raw: str
    kind: str


_PROMISES: tuple[tuple[str, str], ...] = (
    ("always", r"immer|stets|jederzeit|dauerhaft|unbegrenzt|always|at any time|anytime|permanent\w*"
               r"|unlimited|rund um die uhr|around the clock"),
    ("never", r"nie|niemals|never|keinesfalls|auf keinen fall|under no circumstances"),
    ("all", r"alle[nrsm]?|jede[nrsm]?|sämtliche\w*|beliebig\w*|all|every|any|each|everything"),
    ("only", r"nur|ausschließlich|einzig\w*|only|exclusive\w*|exklusiv\w*"),
    ("sure", r"garantiert\w*|zweifellos|zuverlässig\w*|definitiv|hundertprozentig\w*|problemlos\w*"
             r"|bedenkenlos|selbstverständlich|guaranteed|guarantees?|definitely|certainly|surely"
             r"|reliabl[ey]|effortless\w*|easily|mühelos\w*|absolut\w*|absolutely|unbedenklich\w*"),
    ("wholly", r"völlig|vollständig\w*|komplett\w*|gänzlich|rundum|completely|entirely|fully"
               r"|totally"),
    ("free", r"kostenlos\w*|gratis|umsonst|kostenfrei\w*|versandkostenfrei|frei haus"
             r"|unentgeltlich\w*|ohne (?:aufpreis|mehrpreis|zusatzkosten|berechnung)"
             r"|aufpreisfrei|geschenkt"
             r"|free of charge|for free|(?:is|are|comes?|completely|entirely) free(?! of| to|-)"
             r"|free (?:shipping|delivery|freight|sample|trial|installation|service|lifter|gift)"
             r"|complimentary|no (?:extra )?(?:charge|cost)|at no (?:extra )?(?:charge|cost)"),
    ("discount", r"\w*rabatt\w*|skonto|nachlass|preisnachlass|sonderpreis\w*|sonderangebot\w*"
                 r"|aktionspreis\w*|ermäßig\w*|discount\w*|rebate\w*|special offer|reduced price"
                 r"|günstiger|billiger|cheaper|verhandelbar|negotiable"),
    ("guarantee", r"\w*garantie\w*|guarantee|money[- ]back|geld[- ]zurück"),
    ("return", r"rückgabe\w*|rückgaberecht|umtausch\w*|widerruf\w*|zurückgeben|returns?|refund\w*"
               r"|zurücknehmen|probezeit|trial|auf probe"),
    ("certified", r"\w*zertifi\w+|tüv|ce-\w+|certif\w+|approved|\w*zugelassen\w*|zulassung"
                  r"|patent\w*|normgerecht|konform|compliant|dguv\S*|iso|din|atex|vda"),
    ("proof", r"wasserdicht\w*|waterproof|weatherproof|wetterfest\w*|bruchsicher\w*|feuerfest\w*"
              r"|rostfrei\w*|explosionsgeschützt\w*|stoßfest\w*|wartungsfrei\w*|maintenance[- ]free"
              r"|unzerstörbar\w*|indestructible|verschleißfrei\w*|ausfallsicher\w*|fail-?safe"),
    ("lifelong", r"lebenslang\w*|lifelong|lifetime|ewig|forever"),
    ("safe", r"gefahrlos|ungefährlich|unfallsicher|risikolos|risk-free|risikofrei|harmless|safest"),
    ("best", r"(?:der|die|das|am|unser\w*|the|our) ?(?:beste\w*|best|stärkste\w*|strongest"
             r"|schnellste\w*|fastest|leiseste\w*|quietest|günstigste\w*|cheapest|sicherste\w*"
             r"|meistverkauft\w*|bestseller)|marktführ\w*|führend\w*|leading|best-selling"
             r"|market leader|weltweit|worldwide|unübertroffen|unschlagbar|unbeatable|nr\. 1"),
    ("at once", r"sofort\w*|umgehend|unverzüglich|immediate\w*|at once|instant\w*|right away"
                r"|express\w*|same[- ]day"),
    ("binding", r"verbindlich\w*|binding|festpreis\w*|fixed price|reservier\w+|reserve[ds]?"
                r"|vertraglich|contractual\w*|zugesichert\w*|versprech\w+|promise\w*|zusag\w+"),
    ("tax in", r"(?:inkl\w*\.?|einschließlich|inclusive of|including|incl\.?|mit) (?:der )?"
               r"(?:gesetzlichen? )?(?:mwst\.?|mehrwertsteuer|ust\.?|vat|tax)|brutto\w*|gross"),
    ("tax out", r"(?:zzgl\.?|zuzüglich|plus|excluding|excl\.?|without|ohne|net of|before) "
                r"(?:der )?(?:gesetzlichen? )?(?:mwst\.?|mehrwertsteuer|ust\.?|vat|tax)|netto\w*"
                r"|net\b"),
    ("tax free", r"steuerfrei|tax[- ]free|duty[- ]free"),
    ("freight in", r"(?:inkl\w*\.?|einschließlich|including|incl\.?) (?:der )?(?:fracht|lieferung"
                   r"|versand\w*|montage|freight|delivery|shipping|installation)"),
    ("financing", r"ratenzahlung\w*|finanzier\w+|null-prozent\w*|instal?lments?|financing|zinsfrei"
                  r"|interest[- ]free"),
)  # fmt: skip
_PATTERNS = [
    (kind, re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _PROMISES
]
#: Pairs of which one is the other's opposite: to say one, evidence has to say it.
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (
        "more",
        r"(?<!oder )(?<!und )(?<!nicht )mehr(?! als| dazu| unter| infor| detail| erfahren)"
        r"|(?<!or )(?<!no )more(?! than| about| info| detail| at)|größer\w*"
        r"|larger|bigger|höher\w*|higher|stärker\w*|stronger",
    ),
    (
        "less",
        r"(?<!oder )weniger(?! als)|(?<!or )less(?! than)|fewer"
        r"|kleiner\w*|smaller|niedriger\w*|lower than|geringer\w*|schwächer\w*",
    ),
    ("longer", r"länger\w*|longer"),
    ("shorter", r"kürzer\w*|shorter"),
    ("faster", r"schneller\w*|faster|quicker"),
    ("slower", r"langsamer\w*|slower"),
    ("lighter", r"leichter\w*|lighter"),
    ("heavier", r"schwerer\w*|heavier"),
    ("outdoors", r"im freien|draußen|outdoors|outside|im außenbereich|regen|rain"),
    ("indoors", r"indoors|innenbereich"),
)
_PATTERNS += [
    (kind, re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _OPPOSITES
]
_IN_STOCK = re.compile(
    r"(?<!\w)(?:(?:sofort |ab lager |kurzfristig )?(?:lieferbar|verfügbar|vorrätig)"
    r"|(?:auf|ab) lager|in stock|ex stock"
    r"|(?:immediately |readily )?available(?! (?:as|in|with|from|on request|for)\b)"
    r"|ready to ship)(?!\w)",
    re.IGNORECASE,
)
_OUT_OF_STOCK = re.compile(
    r"(?<!\w)(?:ausverkauft|vergriffen|sold out|out of stock|nicht (?:mehr )?(?:lieferbar|verfügbar"
    r"|vorrätig|auf lager)|not (?:in stock|available)|unavailable)(?!\w)",
    re.IGNORECASE,
)


def promises(text: str) -> list[Promise]:
    """Every word of the text that claims more than a fact."""
    return [
        Promise(match.start(), match.end(), match[0], kind)
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]


def availability(text: str) -> tuple[bool, str, int] | None:
    """Whether the text says that something is in stock (True) or not, its words, and where."""
    if out := _OUT_OF_STOCK.search(text):
        return False, out[0], out.start()
    if there := _IN_STOCK.search(text):
        return True, there[0], there.start()
    return None
