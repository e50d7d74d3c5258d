"""The visitor's side in Firefox: opened, asked, answered, and the same after a reload."""

from pathlib import Path
from uuid import uuid4

from tests import browsers
from tests.journeys import firefox
from tests.journeys.conftest import Desks
from tests.journeys.product import Product
from tests.journeys.words import Words


def test_a_visitor_with_firefox_asks_and_is_answered(
    desk: Desks, product: Product, words: Words, tmp_path: Path
) -> None:
    program = browsers.firefox()
    assert program
    keller = desk("Miriam Keller")
    question, answer = f"{words.more} {uuid4().hex[:6]}", f"A {uuid4().hex[:6]}"
    with firefox.running(program, tmp_path) as fox:
        fox.open(product.public + words.page)
        assert fox.evaluate("[localStorage.length, document.cookie]") == [0, ""]
        fox.click(1280 - 60, 860 - 54)
        chat = fox.frame("/widget/")
        fox.reads(words.greeting, chat)
        fox.eventually(lambda: fox.evaluate("document.activeElement.tagName", chat) == "TEXTAREA")
        fox.type(question + "\n", chat)
        fox.reads(words.place_next, chat)
        keller.waiting(question[-6:]).click()
        keller.take_button.click()
        keller.say(answer)
        fox.reads(answer, chat)
        fox.open(product.public + words.page)
        chat = fox.frame("/widget/")
        fox.reads(answer, chat)
        count = f"document.body.innerText.split('{answer}').length - 1"
        assert fox.evaluate(count, chat) == 1
        assert fox.complaints == []
