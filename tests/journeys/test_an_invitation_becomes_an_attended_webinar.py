"""The whole way: planned, invited to from the chat, registered for, held, and in the CRM."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import rooms
from tests.journeys.bridge import connected, eventually
from tests.journeys.conftest import Desks, Visitors
from tests.journeys.product import Product
from tests.journeys.screens import Desk, Visitor
from tests.journeys.webinar_words import DE, EN, WebinarWords
from tests.room.hall import Somebody

PHONE = {"viewport": {"width": 390, "height": 844}, "timezone_id": "America/New_York"}


def test_an_invitation_becomes_an_attended_webinar(
    visitor: Visitors, desk: Desks, product: Product
) -> None:
    connected(desk, product)
    manager, keller = desk("Lena Fuchs"), desk("Miriam Keller")
    words = {"de": DE, "en": EN}[manager.words.language]
    title = f"Leise heben {uuid4().hex[:6]}"
    anna = f"sommer-{uuid4().hex[:8]}@anna.example"
    bert = f"winter-{uuid4().hex[:8]}@bert.example"

    page = plans(manager, title, words)
    invited = visitor()
    is_invited(invited, keller, title, anna, words)
    by_phone = visitor(**PHONE)
    registers_on_the_page(by_phone, page, bert, words)
    links = {
        who: link_in_the_mail(product, who, title, words, language)
        for who, language in ((anna, manager.words.language), (bert, manager.words.language))
    }

    host = backstage(manager, title, words)
    first, second = arrive(invited, by_phone, links[anna], links[bert], words)
    everybody_sees_and_hears(host, first, second, words)
    asks_and_is_answered(host, first, second, words)
    has_the_floor_for_a_while(host, first, second, words)
    it_ends(host, first, second, words)

    the_report_says_who_came(manager, title, words)
    the_contact_tells_of_both(keller, product, anna, title)
    the_crm_has_both_once(product, anna)
    the_crm_has_both_once(product, bert)


def plans(manager: Desk, title: str, words: WebinarWords) -> str:
    """Gives the address of the public page."""
    page = manager.page
    manager.open("/webinars")
    page.get_by_role("link", name=words.plan).click()
    page.get_by_label(words.title, exact=True).fill(title)
    page.get_by_label(words.summary).fill("Tafeln bis 250 kg, ohne Lärm.")
    day = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=1)
    for label, digits in ((words.day, day.strftime(words.day_digits)), (words.begins, "1500")):
        part = page.get_by_role("group", name=label).get_by_role("spinbutton").first
        part.click()
        page.keyboard.type(digits)
    page.get_by_role("button", name=words.publish, exact=True).click()
    expect(page.get_by_text(words.published, exact=True)).to_be_visible()
    address = page.get_by_role("link", name=words.open_page).get_attribute("href")
    assert address
    return address


def is_invited(
    invited: Visitor, keller: Desk, title: str, address: str, words: WebinarWords
) -> None:
    """Who said in the chat who they are registers with one press."""
    question = f"{invited.words.more} ({uuid4().hex[:6]})"
    invited.visit()
    invited.open_chat()
    invited.say(question)
    keller.waiting(question[:40]).click()
    keller.take_button.click()
    keller.send_form()
    form = invited.log.get_by_role("form")
    form.get_by_role("textbox", name=invited.words.name_field).fill("Anna Sommer")
    form.get_by_role("textbox", name=invited.words.email_field).fill(address)
    form.get_by_role("button", name=invited.words.send).click()
    expect(keller.person).to_contain_text("Anna Sommer")
    keller.page.get_by_role("button", name=words.invite, exact=True).click()
    keller.page.get_by_role("option", name=title).click()
    card = invited.log.get_by_role("article", name=re.compile(title))
    card.get_by_role("button", name=words.register).click()
    expect(card).to_contain_text(words.registered)


def registers_on_the_page(someone: Visitor, address: str, email: str, words: WebinarWords) -> None:
    """On a phone, in New York: their own time; every consent comes unticked."""
    page = someone.page
    page.goto(f"{address}?lang={someone.words.language}")
    expect(page.locator(".facts")).to_contain_text(words.your_time)
    expect(page.locator(".facts")).to_contain_text("09:00–09:45")
    boxes = page.get_by_role("checkbox")
    assert boxes.count() > 0
    assert not any(box.is_checked() for box in boxes.all())
    page.get_by_label(words.email).fill(email)
    page.get_by_label(words.name, exact=True).fill("Bert Winter")
    page.get_by_role("button", name=words.submit).click()
    expect(page.get_by_role("heading", name=words.on_its_way)).to_be_visible()


def link_in_the_mail(
    product: Product, address: str, title: str, words: WebinarWords, language: str
) -> str:
    mail = rooms.mail_of(product, address, words)
    assert title in rooms.text_of(mail)
    calendar = rooms.calendar_of(mail)
    assert "METHOD:REQUEST" in calendar and "SEQUENCE:0" in calendar
    assert title in calendar.replace("\r\n ", "").replace("\n ", "")
    return rooms.link_of(mail)


def backstage(manager: Desk, title: str, words: WebinarWords) -> Somebody:
    rooms.watched(manager.context)
    manager.open("/webinars")
    manager.page.get_by_role("link", name=title, exact=True).click()
    manager.page.get_by_role("link", name=words.to_room).first.click()
    host = rooms.in_room(manager.context, manager.page)
    for off in (words.camera_off, words.microphone_off):
        host.press(off)
    host.press(words.open_lobby)
    return host


def arrive(
    invited: Visitor, by_phone: Visitor, to_first: str, to_second: str, words: WebinarWords
) -> tuple[Somebody, Somebody]:
    """Both wait in the lobby; opening the link alone brought nobody there."""
    found = []
    for someone, link, initials in (
        (invited, to_first, "A. S."),
        (by_phone, to_second, "B. W."),
    ):
        context: BrowserContext = someone.context
        rooms.watched(context)
        page: Page = context.new_page()
        one = rooms.in_room(context, page)
        rooms.join(one, link, initials, words)
        one.reads(words.starts_in)
        found.append(one)
    return found[0], found[1]


def everybody_sees_and_hears(
    host: Somebody, first: Somebody, second: Somebody, words: WebinarWords
) -> None:
    host.press(words.go_live)
    for one in (first, second):
        one.reads(words.live_since)
        one.sees("figure[data-participant] video")
        one.hears()


def asks_and_is_answered(
    host: Somebody, first: Somebody, second: Somebody, words: WebinarWords
) -> None:
    field = first.page.get_by_label(words.message)
    field.fill(words.greeting)
    field.press("Enter")
    for one in (second, host):
        one.reads(words.greeting)
    first.tab(words.questions)
    field = first.page.locator(".asking textarea")
    field.fill(words.question)
    field.press("Enter")
    second.tab(words.questions)
    second.reads(words.question)
    host.press(words.aloud)
    second.reads(words.answering)
    host.press(words.settle)


def has_the_floor_for_a_while(
    host: Somebody, first: Somebody, second: Somebody, words: WebinarWords
) -> None:
    """Nobody's picture stops for it."""
    hosts_tile = "figure[data-participant] video"
    first.press(words.hand)
    host.press(words.give)
    first.press(words.both)
    expect(second.page.locator("figure[data-participant]")).to_have_count(2)
    second.sees("figure[data-participant]:nth-of-type(2) video")
    second.goes_on(hosts_tile)
    host.hears()
    host.press(words.take_back.format("Anna Sommer"))
    first.reads(words.taken)
    expect(second.page.locator("figure[data-participant]")).to_have_count(1)
    for one in (first, second):
        one.goes_on(hosts_tile)


def it_ends(host: Somebody, first: Somebody, second: Somebody, words: WebinarWords) -> None:
    host.press(words.end)
    host.press(words.end_now)
    for one in (first, second):
        one.reads(words.thanks)


def the_report_says_who_came(manager: Desk, title: str, words: WebinarWords) -> None:
    page = manager.page
    manager.open("/webinars")
    page.get_by_role("link", name=title, exact=True).click()
    row = page.get_by_role("row").filter(has_text="Anna Sommer").first
    expect(row).to_contain_text(words.one_question)
    with page.expect_download() as saving:
        page.get_by_text(words.attendance).last.click()
    table = saving.value.path().read_text(encoding="utf-8-sig")
    assert "Anna Sommer" in table and "Bert Winter" in table


def the_contact_tells_of_both(keller: Desk, product: Product, email: str, title: str) -> None:
    contact = product.one(
        "SELECT contact_id FROM contacts_identity WHERE kind = 'email' AND value = %s", email
    )
    keller.open(f"/contacts/{contact}")
    history = keller.page.get_by_role("article").filter(has_text=title)
    expect(history).to_have_count(2)


def the_crm_has_both_once(product: Product, email: str) -> None:
    """One registration and one attendance, as they are in the end, under the person's name."""

    def held(kind: str) -> list[Any]:
        return [
            entry.data
            for entry in product.crm.entries.values()
            if entry.data["kind"] == kind and email in str(entry.data)
        ]

    eventually(lambda: bool(held("registration")), "the CRM knows no registration")
    eventually(
        lambda: any(entry["payload"]["seconds"] > 0 for entry in held("attendance")),
        "the CRM knows no attendance",
    )
    assert (len(held("registration")), len(held("attendance"))) == (1, 1)
