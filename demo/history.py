"""An order out of the demo's ERP, in the contact history.

`payload` is the order as the ERP gives it, with `name` added to each line.
"""

from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from hub.contacts.models import HistoryEntry
from hub.registry.history import HistoryKind, register_history


def title(entry: HistoryEntry, lang: str) -> str:
    with translation.override(lang):
        return _("Order %(number)s") % {"number": entry.payload.get("number", "")}


def text(entry: HistoryEntry, lang: str) -> str:
    """One line an article, then the total, written as the language writes numbers."""
    lines = [
        f"{line['quantity']} × {line.get('name', line['sku'])}: {_money(line['price'], lang)}"
        for line in entry.payload.get("lines", [])
    ]
    if "total" in entry.payload:
        with translation.override(lang):
            lines.append(f"{_('Total')}: {_money(entry.payload['total'], lang)}")
    return "\n".join(lines)


def payload(entry: HistoryEntry) -> dict[str, Any]:
    return dict(entry.payload)


def erase(entry: HistoryEntry) -> None:
    """The order itself belongs to the ERP; here its entry's own payload is all there is."""


def register() -> None:
    register_history(
        HistoryKind(name="order", version=1, title=title, text=text, payload=payload, erase=erase)
    )


def _money(amount: str, lang: str) -> str:
    written = f"{Decimal(amount):,.2f}"
    if lang == "de":
        return written.translate(str.maketrans(",.", ".,")) + "\u00a0€"
    return f"€{written}"
