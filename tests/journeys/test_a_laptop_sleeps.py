"""Away and back: the socket is cut, the page stands still, the server dies meanwhile."""

from uuid import uuid4

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Desks, Visitors
from tests.journeys.product import Product
from tests.journeys.screens import Visitor

#: The clock of the computer goes on while the page stands still.
AN_HOUR_ON = """() => {
  const now = Date.now.bind(Date), RealDate = Date, later = 3600000;
  globalThis.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(now() + later); }
    static now() { return now() + later; }
  };
}"""

STORED = (
    "SELECT e.body::jsonb ->> 'text' FROM realtime_entry e"
    " JOIN chat_conversation c ON c.public_log_id = e.log_id"
    " WHERE c.id = %s AND e.kind = 'message' ORDER BY e.seq"
)


def test_after_a_sleep_nothing_is_missing_and_nothing_is_doubled(
    visitor: Visitors, desk: Desks, product: Product
) -> None:
    keller, someone = desk("Miriam Keller"), visitor()
    question = f"{someone.words.question} {uuid4().hex[:6]}"
    someone.visit()
    someone.open_chat()
    someone.say(question)
    keller.waiting(question[-6:]).click()
    keller.take_button.click()
    keller.say("A, vorher")
    someone.reads("A, vorher")
    conversation = product.conversation(question)
    someone.watch.away = keller.watch.away = True

    falls_asleep(someone)
    keller.say("B, während er schläft")
    keller.reads("B, während er schläft")
    product.kill("web")
    keller.say("C, während der Server fehlt")
    product.start("web")
    product.wait_until_ready()
    wakes_up(someone)
    someone.say("D, noch ohne Verbindung")
    someone.context.set_offline(False)

    said = [question, "A, vorher", "B, während er schläft"]
    said += ["C, während der Server fehlt", "D, noch ohne Verbindung"]
    for text in said:
        expect(someone.log.get_by_text(text)).to_have_count(1)
        expect(keller.log.get_by_text(text)).to_have_count(1)
    stored = [text for (text,) in product.rows(STORED, conversation)]
    assert sorted(stored) == sorted(said)
    expect(someone.chat.get_by_text(someone.words.arrived)).to_have_count(0)
    assert someone.messages() == keller.messages() == stored
    someone.watch.away = keller.watch.away = False


def falls_asleep(someone: Visitor) -> None:
    someone.context.set_offline(True)
    for frame in someone.page.frames:
        frame.evaluate(AN_HOUR_ON)
    session = someone.context.new_cdp_session(someone.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})


def wakes_up(someone: Visitor) -> None:
    session = someone.context.new_cdp_session(someone.page)
    session.send("Page.setWebLifecycleState", {"state": "active"})


def test_the_place_in_the_queue_is_right_while_several_wait(
    visitor: Visitors, desk: Desks, product: Product
) -> None:
    keller = desk("Miriam Keller")
    before: int = product.one("SELECT count(*) FROM chat_conversation WHERE state = 'waiting'")
    several = [visitor() for _ in range(3)]
    for number, someone in enumerate(several):
        someone.visit()
        someone.open_chat()
        someone.say(f"{number} {uuid4().hex[:8]}")
        place = before + number + 1
        expect(where(someone, place)).to_be_visible()
    # The middle one is taken: whoever stands behind moves up, whoever is before stays.
    keller.waiting(several[1].messages()[0]).click()
    keller.take_button.click()
    expect(where(several[2], before + 2)).to_be_visible()
    expect(where(several[0], before + 1)).to_be_visible()
    expect(several[1].chat.get_by_role("heading", name="Miriam Keller")).to_be_visible()
    keller.waiting(several[0].messages()[0]).click()
    keller.take_button.click()
    expect(where(several[2], before + 1)).to_be_visible()


def where(someone: Visitor, place: int) -> Locator:
    words = someone.words
    text = words.place_next if place == 1 else words.place.format(place)
    return someone.chat.get_by_role("heading", name=text)
