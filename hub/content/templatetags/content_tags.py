"""For the website's templates: live figures as text, and rich text with anchors."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from hub.content import figures, html
from hub.content.types import LiveFact

register = template.Library()


@register.filter
def price(fact: LiveFact | None, language: str) -> str:
    return figures.price(fact, language)


@register.filter
def stock(fact: LiveFact | None, language: str) -> str:
    return figures.stock(fact, language)


@register.filter
def delivery(fact: LiveFact | None, language: str) -> str:
    return figures.delivery(fact, language)


@register.filter
def as_of(fact: LiveFact, language: str) -> str:
    return figures.as_of(fact, language)


@register.filter
def anchored(source: str) -> SafeString:
    """Rich text, cleaned again, whose headings can be jumped to."""
    # Everything that `with_anchors` gives was written by its own cleaner.
    return mark_safe(html.with_anchors(expand_db_html(source)))  # noqa: S308
