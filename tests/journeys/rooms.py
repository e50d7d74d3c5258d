"""People in a room: what they do there, and what their browsers really play."""

import email.policy
import re
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.bridge import eventually
from tests.journeys.product import Product
from tests.journeys.webinar_words import WebinarWords
from tests.room.hall import PEERS, Somebody

LINK = re.compile(r"https?://\S+/room/#\S+")


def in_room(context: BrowserContext, page: Page) -> Somebody:
    """The page's browser as somebody whose pictures and sound can be asked for."""
    return Somebody(context, page)


def watched(context: BrowserContext) -> None:
    """Before a page opens: its peer connections are kept."""
    context.add_init_script(PEERS)


def mail_of(product: Product, address: str, words: WebinarWords) -> EmailMessage:
    """The one confirmation that came."""
    eventually(lambda: len(product.mailbox.to(address)) == 1, f"no confirmation to {address}")
    [mail] = product.mailbox.to(address)
    assert words.reserved in text_of(mail)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def link_of(mail: EmailMessage) -> str:
    found = LINK.search(text_of(mail))
    assert found
    return found.group()


def calendar_of(mail: EmailMessage) -> str:
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return str(part.get_content())


def join(one: Somebody, link: str, initials: str, words: WebinarWords) -> None:
    """The link leaves the address bar before anything else; joining takes a press."""
    one.page.goto(link)
    button = one.page.get_by_role("button", name=words.join_as.format(initials))
    expect(button).to_be_visible()
    assert "#" not in one.page.url
    button.click()


def initials(name: str) -> str:
    return " ".join(f"{part[0]}." for part in name.split())


def link_kept(mails: Path, address: str) -> str:
    """The personal link in the mail to an address, where the demo keeps its mails as files."""

    def newest() -> str:
        for file in sorted(mails.glob("**/*"), reverse=True):
            if file.is_file():
                mail = message_from_bytes(file.read_bytes(), policy=email.policy.default)
                if address in str(mail["To"]) and LINK.search(text_of(mail)):
                    return link_of(mail)
        return ""

    eventually(lambda: bool(newest()), f"no mail to {address}")
    return newest()
