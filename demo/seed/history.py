"""Six weeks of conversations, the people in them, and their orders. Filled in once."""

from __future__ import annotations

import random
from datetime import datetime

from django.utils import timezone, translation

from chat import entries as kinds
from chat.models import Visitor
from demo import catalogue
from demo.catalogue import LANGUAGES
from demo.erp.state import State
from demo.seed import forms, orders, plan, rows
from demo.seed.company import KEY
from demo.seed.people import Book
from demo.seed.talk import Scene, World
from hub.accounts.models import Staff
from hub.content import selectors as content
from hub.content.models import ArticlePage
from hub.content.types import ProductView
from hub.followup.forms import consent_text
from hub.followup.forms import forms as forms_of_the_hub
from hub.sites.models import Site

SEED = "haldner"
ORIGINS = (
    ("https://www.google.com/", ""),
    ("https://www.google.com/", ""),
    ("https://www.google.com/", "blech-heben"),
    ("https://www.bing.com/", ""),
    ("https://duckduckgo.com/", ""),
    ("https://www.linkedin.com/", "herbst-laser"),
    ("", "newsletter-10"),
    ("", ""),
)


def fill() -> None:
    now = timezone.now()
    chance = random.Random(SEED)  # noqa: S311 - a demo, not a secret
    today = now.astimezone(plan.ZONE).date()
    world, book, made = _world(now), Book(chance, today), rows.Rows()
    made.history += orders.entries(book, world.site, today)
    browsers: dict[str, Visitor] = {}
    for talk in plan.talks(now, chance):
        who = browsers.get(talk.person.email) if talk.person else None
        if who is None:
            who = rows.visitor(made, chance, world.site)
            if talk.person:
                browsers[talk.person.email] = who
        scene = Scene(world, made, book, chance, talk, who)
        scene.play()
        forms.transcript(scene)
    book.propose_twins(2)
    book.save()
    made.save()


def _world(now: datetime) -> World:
    site = Site.objects.get(key=KEY)
    texts = catalogue.load()
    erp = State(change_seconds=0, today=now.date())
    products: dict[tuple[str, str], ProductView] = {
        (p.sku, language): view
        for p in texts.products
        for language in LANGUAGES
        if (view := content.product_sync(p.sku, language))
    }
    return World(
        site=site,
        staff={s.email: s for s in Staff.objects.filter(email__in=plan.STAFF)},
        products=products,
        articles={article["sku"]: article for article in erp.articles([])},
        pages=_pages(),
        consents={
            (key, language): consent_text(key, language)
            for key in ("offer_by_mail", "call", "newsletter")
            for language in LANGUAGES
        },
        forms={
            (key, language): _form(key, language)
            for key in ("offer", "contact")
            for language in LANGUAGES
        },
        origins=ORIGINS,
        now=now,
    )


def _pages() -> dict[tuple[str, str], tuple[str, str]]:
    """Addresses and titles of the articles' pages, by slug and language."""
    return {
        (page.slug, page.locale.language_code): (page.public_url, page.title)
        for page in ArticlePage.objects.live().select_related("locale")
    }


def _form(key: str, language: str) -> kinds.FormCard:
    """A form card as it is sent."""
    form = forms_of_the_hub[key]
    with translation.override(language):
        asked = [consent_text(consent, language) for consent in form.consents]
        return kinds.FormCard(
            form=form.key,
            title=str(form.title),
            fields=[kinds.Field(f.name, str(f.label), f.type, f.required) for f in form.fields],
            consents=[kinds.ConsentAsked(c.key, c.version, c.text) for c in asked],
            language=language,
        )
