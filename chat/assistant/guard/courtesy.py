"""Sentences that assert nothing: greetings, thanks, questions, the offer to talk."""

import re

from chat.assistant.guard.text import content_words, words
from chat.assistant.guard.vocabulary import COURTESY

_OPEN = re.compile(
    r"^(?:welche[rnsm]?|wie (?:schwer|groß|oft|viele|dick|lang|breit|hoch|weit)|was für|wann"
    r"|wo|wohin|worauf|womit|wofür|wer|darf ich|dürfen wir|soll ich|sollen wir|möchten sie"
    r"|haben sie noch|haben sie weitere|brauchen sie|wünschen sie|kann ich|können wir"
    r"|passt ihnen|könnten sie mir|können sie mir|what|which|when|where|who"
    r"|how (?:heavy|big|many|often|thick|long|wide|high|far)|shall i|should (?:i|we)"
    r"|may (?:i|we)|would you like|do you (?:need|have|want)|can (?:i|we)|could you"
    r"|would it suit)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"\b(?:dass|weil|obwohl|wussten|nicht wahr|oder\?|did you know|isn't it|right\?"
    r"|that the|because|um .{0,40} zu nutzen|zu unserem|with our)\b|,\s*(?:oder|right)\s*\?",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:ja|jawohl|nein|doch|genau|richtig|stimmt|korrekt|absolut|natürlich|selbstverständlich"
    r"|klar|yes|no|yep|nope|correct|right|exactly|indeed|absolutely|certainly|of course|sure)"
    r"(?=[\s]*[,.!;:–—-]|$)[\s,.!;:–—-]*",
    re.IGNORECASE,
)


def courteous(text: str, person: str) -> bool:
    """Whether every word of the text is a word of courtesy, or the visitor's own name."""
    known = {word.lower() for word in words(person)}
    return all(word.lower() in COURTESY or word.lower() in known for word in content_words(text))


def asks(text: str) -> bool:
    """Whether the text is a question that hides no statement."""
    return (
        text.rstrip().endswith("?")
        and text.count("?") == 1
        and not re.search(r"[.!]\s", text)
        and _OPEN.match(text) is not None
        and _HIDDEN.search(text) is None
        and len(text) <= 200
    )


def yes_no(text: str) -> tuple[str, str]:
    """A leading yes or no, and what follows it (with a capital)."""
    found = _YES_NO.match(text)
    if found is None:
        return "", text
    rest = text[found.end() :]
    return found[0].rstrip(" ,.!;:–—-"), rest[:1].upper() + rest[1:]
