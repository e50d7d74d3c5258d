"""Plays one talk into rows: both logs, what was filled in, how it ended."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from chat import entries as kinds
from chat.models import Conversation, Visitor
from demo.seed.forms import fill_in
from demo.seed.people import Book, new_id
from demo.seed.plan import Talk
from demo.seed.rows import LogWriter, Rows
from demo.seed.script import Step, blanks, ratings
from hub.accounts.models import Staff
from hub.contacts.models import HistoryEntry
from hub.content.types import ProductView
from hub.followup.models import ConsentText
from hub.sites.models import Site


@dataclass(frozen=True, slots=True)
class World:
    """What every talk refers to."""

    site: Site
    staff: dict[str, Staff]  # by e-mail address
    products: dict[tuple[str, str], ProductView]  # by sku and language
    articles: dict[str, dict[str, Any]]  # what the ERP starts with
    pages: dict[tuple[str, str], tuple[str, str]]  # by slug and language: address, title
    consents: dict[tuple[str, str], ConsentText]  # by key and language
    forms: dict[tuple[str, str], kinds.FormCard]  # by key and language
    origins: tuple[tuple[str, str], ...]  # referrer, campaign
    now: datetime


class Scene:
    """One conversation while it is played; `at` is the time in it."""

    def __init__(
        self, world: World, rows: Rows, book: Book, chance: random.Random, talk: Talk, who: Visitor
    ) -> None:
        self.world, self.rows, self.book, self.chance = world, rows, book, chance
        self.talk, self.who, self.at = talk, who, talk.at
        self.public = LogWriter(rows, chance, "public")
        self.internal = LogWriter(rows, chance, "internal")
        self.visitor = self.public.join("visitor", who.id, "")
        member = world.staff[talk.staff]
        self.staff = self.public.join("staff", member.id, member.name)
        self.staff_internal = self.internal.join("staff", member.id, member.name)
        person = talk.person
        self.blanks = blanks(
            talk.dialogue,
            talk.language,
            chance,
            place=person.place if person else "Ulm",
            name=person.address if person else "",
        )
        self.first_answer: datetime | None = None
        self.taken: datetime | None = None
        self.forms = 0

    def wait(self, least: int, most: int) -> datetime:
        """Some seconds later, but never after now."""
        later = self.at + timedelta(seconds=self.chance.randint(least, most))
        self.at = min(later, self.world.now)
        return self.at

    def page(self) -> tuple[str, str]:
        dialogue = self.talk.dialogue
        if dialogue.sku:
            product = self.world.products[dialogue.sku, self.talk.language]
            return product.url, product.name
        return self.world.pages[dialogue.article, self.talk.language]

    def play(self) -> None:
        steps = list(self.talk.dialogue.steps[self.talk.language])
        if self.talk.is_open:
            steps = steps[: max(3, len(steps) // 2)]
        url, title = self.page()
        referrer, campaign = self.chance.choice(self.world.origins)
        origin = kinds.Origin(
            referrer=referrer, campaign=campaign, landing_page=url, page_url=url, page_title=title
        )
        self.internal.add(self.internal.system, "origin", origin, self.at)
        for index, step in enumerate(steps):
            if index == 1:
                self.taken = self.wait(12, 150)
                joined = kinds.Name(name=self.staff.name)
                self.public.add(self.public.system, "joined", joined, self.taken)
            self._step(step, first=index == 0)
        self._finish(origin)

    def _step(self, step: Step, *, first: bool) -> None:
        text = step.text.format(**self.blanks)
        if step.what == "v":
            at = self.at if first else self.wait(18, 95)
            self.public.add(self.visitor, "message", kinds.Message(text=text), at)
        elif step.what == "s":
            at = self.wait(20, 110)
            self.first_answer = self.first_answer or at
            helped = self.chance.random() < 0.35
            self.public.add(
                self.staff,
                "message",
                kinds.Message(text=text),
                at,
                provenance="approved" if helped else "person",
            )
        elif step.what == "note":
            self.internal.add(
                self.staff_internal, "note", kinds.Message(text=text), self.wait(15, 60)
            )
        elif step.what == "card":
            self.public.add(self.staff, "card.product", self._card(text), self.wait(8, 30))
        else:
            self.forms += fill_in(self, text)

    def _card(self, sku: str) -> kinds.ProductCard:
        product = self.world.products[sku, self.talk.language]
        article = self.world.articles[sku]
        return kinds.ProductCard(
            sku=sku,
            name=product.name,
            teaser=product.teaser,
            url=product.url,
            image=product.image or "",
            language=self.talk.language,
            live=kinds.Live(
                price=Decimal(article["price"]),
                currency=article["currency"],
                as_of=self.at,
                stale=False,
                stock=article["stock"],
                location=article["location"],
                delivery_days=article["delivery_days"],
            ),
        )

    def _finish(self, origin: kinds.Origin) -> None:
        closed, stars, words = None, None, ""
        if not self.talk.is_open:
            closed = self.wait(40, 240)
            self._close(closed)
            stars, words = self._rated()
        for participant in (self.visitor, self.staff):
            participant.read_seq = self.public.log.head
        self.staff_internal.read_seq = self.internal.log.head
        conversation = Conversation(
            id=new_id(self.chance),
            site=self.world.site,
            state="closed" if closed else "active",
            visitor=self.who,
            assignee=self.world.staff[self.talk.staff],
            public_log=self.public.log,
            internal_log=self.internal.log,
            language=self.talk.language,
            page_url=origin.page_url[:500],
            page_title=origin.page_title[:200],
            created_at=self.talk.at,
            waiting_since=self.talk.at,
            taken_at=self.taken,
            first_answer_at=self.first_answer,
            closed_at=closed,
            rating=stars,
            rating_text=words,
        )
        self.rows.conversations.append(conversation)
        self.rows.history.append(
            HistoryEntry(
                id=new_id(self.chance),
                kind="conversation",
                subject_id=conversation.id,
                site=self.world.site,
                identity=self.who.identity,
                log=self.public.log,
                revision=1 + self.forms + (1 if closed else 0) + (1 if stars else 0),
                occurred_at=self.talk.at,
                ended_at=closed,
                origin={
                    "referrer": origin.referrer,
                    "campaign": origin.campaign,
                    "landing_page": origin.landing_page,
                },
            )
        )

    def _close(self, at: datetime) -> None:
        system = self.public.system
        self.public.add(system, "closed", kinds.By(by="staff"), at)
        self.public.add(system, "card.rating", kinds.Empty(), at)
        self.public.add(system, "card.transcript", kinds.Empty(), at)
        self.public.log.closed_at = self.internal.log.closed_at = at

    def _rated(self) -> tuple[int | None, str]:
        """More than half rate, most of them well; whoever left without a word doesn't."""
        if self.talk.dialogue.key == "gone" or self.chance.random() > 0.58:
            return None, ""
        stars, words = self.chance.choices(ratings(), weights=[60, 28, 9, 3])[0]
        text = self.chance.choice(words[self.talk.language])
        self.public.add(
            self.public.system, "rated", kinds.Rated(stars=stars, text=text), self.wait(20, 400)
        )
        return stars, text
