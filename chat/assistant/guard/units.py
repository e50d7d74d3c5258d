"""Units, under one name each. Nothing is converted: 250 kg and 0.25 t are different claims."""

import re

_NAMES: dict[str, str] = {
    "kg": "kg|Kilo|Kilos|Kilogramm|kilogram|kilograms|kilogrammes",
    "g": "g|Gramm|gram|grams",
    "t": "t|Tonne|Tonnen|ton|tons|tonne|tonnes",
    "lb": "lb|lbs|Pfund|pound|pounds",
    "mm": "mm|Millimeter|Millimetern|millimetre|millimetres|millimeter|millimeters",
    "cm": "cm|Zentimeter|Zentimetern|centimetre|centimetres|centimeter|centimeters",
    "m": "m|Meter|Metern|metre|metres|meter|meters",
    "km": "km|Kilometer|Kilometern|kilometre|kilometres|kilometer|kilometers",
    "in": "inch|inches|Zoll",
    "cm2": "cm²|cm2|Quadratzentimeter|square centimetres",
    "mm2": "mm²|mm2",
    "cm3": "cm³|cm3|Kubikzentimeter",
    "m2": "m²|m2|Quadratmeter|Quadratmetern|square metres|square meters",
    "m3": "m³|m3|Kubikmeter|Kubikmetern|cubic metres|cubic meters",
    "l": "l|Liter|Litern|litre|litres|liter|liters",
    "second": "s|Sek|Sek.|Sekunde|Sekunden|second|seconds|sec|secs",
    "minute": "min|Min|Min.|Minute|Minuten|minute|minutes|mins|minütig|minütige|minütigen",
    "hour": "h|Std|Std.|Stunde|Stunden|hour|hours|hrs|stündig|stündige|stündigen",
    "day": "Tag|Tage|Tagen|Tages|day|days|tägig|tägige|tägigen",
    "workday": "Werktag|Werktage|Werktagen|Werktages|Arbeitstag|Arbeitstage|Arbeitstagen|AT|"
    "working day|working days|business day|business days|workday|workdays",
    "week": "Woche|Wochen|week|weeks|wöchig|wöchige|wöchigen",
    "month": "Monat|Monate|Monaten|Monats|month|months|monatig|monatige|monatigen",
    "year": "Jahr|Jahre|Jahren|Jahres|year|years|jährig|jährige|jährigen|jähriger",
    "times": "mal|Mal|fach|fache|fachen|faches|times|fold",
    "%": "%|Prozent|percent|per cent|v. H.",
    "pp": "Prozentpunkte|percentage points",
    "celsius": "°C|° C|Grad Celsius|Grad|degrees Celsius|degrees|°",
    "fahrenheit": "°F|degrees Fahrenheit",
    "volt": "V|Volt|volts|volt",
    "kv": "kV",
    "amp": "A|Ampere|amps|amperes",
    "ah": "Ah|Amperestunden|amp hours",
    "watt": "W|Watt|watts",
    "kw": "kW|Kilowatt|kilowatts|kilowatt",
    "kwh": "kWh|Kilowattstunde|Kilowattstunden",
    "wh": "Wh|Wattstunden",
    "hz": "Hz|Hertz",
    "db": "dB(A)|dB|Dezibel|decibel|decibels",
    "bar": "bar|Bar",
    "mbar": "mbar|Millibar",
    "pa": "Pa|Pascal",
    "kpa": "kPa",
    "n": "N|Newton",
    "kn": "kN|Kilonewton",
    "nm": "Nm|Newtonmeter",
    "m/s": "m/s|Meter pro Sekunde",
    "m/min": "m/min|Meter pro Minute|metres per minute",
    "km/h": "km/h|Stundenkilometer",
    "l/min": "l/min",
    "m3/h": "m³/h|m3/h",
    "shift": "Schicht|Schichten|shift|shifts",
    "EUR": "€|EUR|Euro|Euros|euro|euros",
    "USD": "$|USD|US-Dollar|Dollar|dollars|dollar",
    "GBP": "£|GBP|Pfund Sterling",
    "CHF": "CHF|Franken|SFr.|Fr.",
    "PLN": "PLN|zł|Złoty|Zloty",
    "ct": "Cent|cents|ct",
}

CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF", "PLN", "ct"})
#: Spans of time: where an article ("eine Stunde", "a week") is a number.
SPANS = frozenset({"second", "minute", "hour", "day", "workday", "week", "month", "year"})

_BY_ALIAS = {alias: unit for unit, names in _NAMES.items() for alias in names.split("|")}
_LOWER = {alias.lower(): unit for alias, unit in _BY_ALIAS.items() if len(alias) > 2}
_ALTERNATIVES = "|".join(re.escape(a) for a in sorted(_BY_ALIAS, key=len, reverse=True))
#: A unit right after a number; what is short keeps its case.
AFTER = re.compile(rf"[ -]?(?P<unit>{_ALTERNATIVES})(?![\w²³])(?! ?pallet)", re.UNICODE)
_AFTER_LONG = re.compile(rf"[ -]?(?P<unit>{_ALTERNATIVES})(?![\w²³])(?! ?pallet)", re.IGNORECASE)
BEFORE = re.compile(r"(?P<unit>€|\$|£|EUR|USD|GBP|CHF|PLN|Euro) ?$")
#: What a figure counts for: "290 € pro Monat", "6 Hübe je Minute".
RATE = re.compile(
    r"\s?(?:/|pro|je|per|a|an|im|jede[nrs]?|each|every)\s?"
    r"(?P<per>Stück|Monat|Jahr|Tag|Woche|Stunde|Minute|Meter|Hub|Schicht|kg|m²|"
    r"piece|unit|item|month|year|day|week|hour|minute|metre|lift|shift)\b",
    re.IGNORECASE,
)
#: A price for one is the price.
EACH = frozenset({"stück", "piece", "unit", "item"})
_PER = {"monat": "month", "jahr": "year", "tag": "day", "woche": "week", "stunde": "hour"}


def after(text: str, at: int) -> tuple[str, int] | None:
    """The unit that follows position `at`, and where it ends."""
    found = AFTER.match(text, at)
    if found is not None:
        return _BY_ALIAS[found["unit"]], found.end()
    found = _AFTER_LONG.match(text, at)
    if found is not None and (unit := _LOWER.get(found["unit"].lower())) is not None:
        return unit, found.end()
    return None


def rate(text: str, at: int) -> tuple[str, int] | None:
    """What a figure that ends at `at` is counted per, and where that ends."""
    found = RATE.match(text, at)
    if found is None:
        return None
    per = found["per"].lower()
    return ("" if per in EACH else _PER.get(per, per)), found.end()
