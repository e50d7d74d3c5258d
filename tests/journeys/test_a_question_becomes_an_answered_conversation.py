"""The whole way: a visitor asks, two salespeople hurry, one answers, and the CRM has it."""

import re
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.bridge import connected, eventually
from tests.journeys.conftest import Desks, Visitors
from tests.journeys.product import Product
from tests.journeys.screens import Desk, Visitor

PRICE = re.compile(r"\d[.,]\d{3}([.,]\d\d)?\s*€|€\s*\d[.,]\d{3}")
A_TIME = re.compile(r"\d:\d\d")


def test_a_question_becomes_an_answered_conversation(
    visitor: Visitors, desk: Desks, product: Product
) -> None:
    connected(desk, product)
    keller, brueckner = desk("Miriam Keller"), desk("Jonas Brückner")
    someone = visitor()
    email = f"hoefler-{uuid4().hex[:8]}@metallbau.example"
    note = f"Nur für uns {uuid4().hex}"

    question = f"{someone.words.question} ({uuid4().hex[:6]})"
    asks(someone, question)
    winner, loser = both_take_at_once(keller, brueckner, question)
    answers_with_the_draft(winner, someone)
    both_see_each_other_type(winner, someone)
    a_source_opens_at_its_passage(winner)
    a_product_is_shown(winner, someone)
    winner.note(note)
    says_who_they_are(winner, someone, email, product)
    the_lead_is_approved(winner, email, product)
    it_is_closed(winner, someone, email)
    conversation = product.conversation(question)
    nothing_internal_reached(someone, note, log_of(product, conversation))
    the_transcript_arrives_once(product, email, someone)
    the_contact_tells_all(winner, email, someone)
    the_crm_has_it(product, email, conversation)
    eventually(
        lambda: loser.messages() == winner.messages() == someone.messages(),
        "not everybody reads the same",
    )


def asks(someone: Visitor, question: str) -> None:
    someone.visit()
    someone.open_chat()
    expect(someone.chat.get_by_text("Miriam Keller").first).to_be_visible()
    someone.say(question)
    expect(someone.chat.get_by_text(someone.words.place_next)).to_be_visible()


def both_take_at_once(keller: Desk, brueckner: Desk, question: str) -> tuple[Desk, Desk]:
    """Both see who waits, for how long and where; both press. Gives who got it, and who did not."""
    for desk in (keller, brueckner):
        row = desk.waiting(question[:40])
        expect(row).to_contain_text("VH 250")
        expect(row).to_contain_text(re.compile(r"\d:\d\d"))
        row.click()
        expect(desk.take_button).to_be_visible()
        desk.watch.expected.add(409)
    together = (time.time() + 1.5) * 1000
    for desk in (keller, brueckner):
        # At one moment, whatever comes of it: the first press takes the other's button away.
        desk.take_button.evaluate(
            "(button, at) => { setTimeout(() => button.click(), at - Date.now()) }", together
        )
    either = [keller, brueckner]
    deadline = time.monotonic() + 15
    while not (won := [desk for desk in either if desk.field.is_visible()]):
        assert time.monotonic() < deadline, "nobody got it"
        keller.page.wait_for_timeout(100)
    winner = won[0]
    loser = next(desk for desk in either if desk is not winner)
    expect(loser.page.get_by_role("alert").filter(has_text=winner.name)).to_contain_text(
        loser.words.faster
    )
    expect(loser.field).to_be_hidden()
    return winner, loser


def answers_with_the_draft(desk: Desk, someone: Visitor) -> None:
    """The draft has a price with its time; changed, sent, and read at once."""
    words = desk.words
    expect(desk.draft).to_contain_text(PRICE)
    expect(desk.draft).to_contain_text(words.as_of)
    desk.draft.get_by_role("button", name=words.change).click()
    expect(desk.field).to_have_value(PRICE)
    desk.field.press("ControlOrMeta+End")
    desk.field.press_sequentially(" " + words.addition)
    desk.field.press("Enter")
    someone.reads(words.addition)
    desk.reads(words.addition)
    assert PRICE.search(someone.messages()[-1])


def both_see_each_other_type(desk: Desk, someone: Visitor) -> None:
    desk.field.press_sequentially("Ich", delay=30)
    expect(someone.chat.get_by_text(someone.words.typing)).to_be_visible()
    desk.field.fill("")
    someone.field.press_sequentially(someone.words.more, delay=10)
    expect(desk.page.get_by_text(desk.words.writes).last).to_be_visible()
    someone.field.press("Enter")
    desk.reads(someone.words.more)


def a_source_opens_at_its_passage(desk: Desk) -> None:
    source = desk.draft.get_by_role("list").get_by_role("button", name=desk.words.source).first
    source.click()
    passage = desk.page.get_by_role("dialog", name=desk.words.source)
    quote = " ".join(passage.get_by_role("blockquote").inner_text().split())
    with desk.context.expect_page() as opened:
        passage.get_by_role("link", name=desk.words.passage).click()
    page = opened.value
    page.wait_for_load_state("load")
    anchor = urlsplit(page.url).fragment
    heading = page.locator(f"[id='{anchor}']")
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("main")).to_contain_text(quote[:60])
    page.close()
    desk.page.keyboard.press("Escape")
    expect(passage).to_be_hidden()


def a_product_is_shown(desk: Desk, someone: Visitor) -> None:
    desk.send_product("VH 250")
    card = someone.log.get_by_role("article")
    expect(card).to_contain_text("VH 250")
    expect(card).to_contain_text(PRICE)
    expect(card).to_contain_text(A_TIME)


def says_who_they_are(desk: Desk, someone: Visitor, email: str, product: Product) -> None:
    """Consents come unticked; a wrong address is said beside its field; then it is stored."""
    words = someone.words
    desk.send_form()
    form = someone.log.get_by_role("form")
    boxes = form.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    assert not any(box.is_checked() for box in boxes.all())
    form.get_by_role("textbox", name=words.name_field).fill("Andreas Höfler")
    form.get_by_role("textbox", name=words.company_field).fill("Metallbau Höfler")
    address = form.get_by_role("textbox", name=words.email_field)
    address.fill("a.hoefler@metallbau")
    form.get_by_role("button", name=words.send).click()
    expect(address).to_have_attribute("aria-invalid", "true")
    beside = address.get_attribute("aria-describedby")
    expect(form.locator(f"[id='{beside}']")).not_to_be_empty()
    address.fill(email)
    boxes.first.check()
    form.get_by_role("button", name=words.send).click()
    expect(form).to_be_hidden()
    expect(desk.person).to_contain_text("Andreas Höfler")
    given = product.rows(
        "SELECT t.key, t.version, t.language, c.given FROM followup_consent c"
        " JOIN followup_consenttext t ON t.id = c.text_id"
        " JOIN followup_formsubmission s ON s.id = c.submission_id"
        " WHERE s.fields::jsonb ->> 'email' = %s ORDER BY c.given DESC",
        email,
    )
    assert [(version, language) for _, version, language, _ in given] == (
        [(1, words.language)] * len(given)
    )
    assert [row[3] for row in given] == [True, *[False] * (len(given) - 1)]


def the_lead_is_approved(desk: Desk, email: str, product: Product) -> None:
    state = (
        "SELECT l.state FROM followup_lead l"
        " JOIN followup_formsubmission s ON s.id = l.submission_id"
        " WHERE s.fields::jsonb ->> 'email' = %s"
    )
    expect(desk.person.get_by_text(desk.words.lead_new)).to_be_visible()
    assert product.one(state, email) == "new"
    desk.person.get_by_role("button", name=desk.words.approve, exact=True).click()
    expect(desk.person).to_contain_text(desk.words.approved)
    assert product.one(state, email) == "approved"


def it_is_closed(desk: Desk, someone: Visitor, email: str) -> None:
    words = someone.words
    desk.close_conversation()
    expect(someone.chat.get_by_text(words.ended)).to_be_visible()
    stars = someone.log.get_by_role("group", name=words.rating)
    stars.get_by_role("radio", name=words.stars).press("Space")
    someone.log.get_by_role("textbox", name=words.rating_text).fill("Alles gut")
    someone.log.get_by_role("button", name=words.rating_send).click()
    address = someone.log.get_by_label(words.transcript)
    address.fill(email)
    address.press("Enter")
    expect(someone.log.get_by_text(email)).to_be_visible()
    desk.reads(re.compile("5 (von|of) 5"))


def log_of(product: Product, conversation: str) -> str:
    """The id of its internal log."""
    sql = "SELECT internal_log_id FROM chat_conversation WHERE id = %s"
    return str(product.one(sql, conversation))


def nothing_internal_reached(someone: Visitor, note: str, log: str) -> None:
    """Neither the note nor its log, nor anything that counts what is in it."""
    everything = "\n".join(someone.watch.received)
    assert someone.words.addition in everything, "the frames were recorded"
    assert note not in everything
    assert log not in everything
    assert "internal" not in everything
    assert '"draft"' not in everything and '"origin"' not in everything


def the_transcript_arrives_once(product: Product, email: str, someone: Visitor) -> None:
    eventually(lambda: len(product.mailbox.to(email)) == 1, "no transcript came")
    mail = product.mailbox.to(email)[0]
    body = mail.get_body(("plain",))
    assert body and someone.words.addition in " ".join(body.get_content().split())
    assert "Nur für uns" not in str(mail)
    assert "haldner.example" in str(mail["From"])


def the_contact_tells_all(desk: Desk, email: str, someone: Visitor) -> None:
    desk.person.get_by_role("link", name=desk.words.open_contact).click()
    expect(desk.page.get_by_text(email).first).to_be_visible()
    history = desk.page.get_by_role("article")
    expect(history.filter(has_text=someone.messages()[0][:40]).first).to_be_visible()
    expect(desk.page.get_by_role("main")).to_contain_text("VH 250")
    desk.page.go_back()
    expect(desk.log).to_be_visible()


def the_crm_has_it(product: Product, email: str, conversation: str) -> None:
    """The contact with its address and the conversation as it ended, each under one id."""

    def there() -> bool:
        entry = one_of(product, "conversation", conversation)
        return (
            any(email in str(held.data) for held in product.crm.contacts.values())
            and entry is not None
            and (entry["payload"]["state"], entry["payload"]["rating"]) == ("closed", 5)
        )

    eventually(there, "the CRM did not get it")
    known = product.rows(
        "SELECT e.id, e.revision + coalesce(l.head, 0) FROM contacts_historyentry e"
        " LEFT JOIN realtime_log l ON l.id = e.log_id WHERE e.subject_id = %s",
        conversation,
    )
    [(external, version)] = known
    eventually(
        lambda: product.crm.entries[str(external)].version >= version, "an old version is there"
    )


def one_of(product: Product, kind: str, subject: str) -> Any:
    external = product.one(
        "SELECT id FROM contacts_historyentry WHERE kind = %s AND subject_id = %s", kind, subject
    )
    held = product.crm.entries.get(str(external))
    return held and held.data
