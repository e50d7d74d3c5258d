"""What the chat costs a page, and what it keeps, before anybody has asked for it."""

import gzip
from urllib.parse import urlsplit

from tests.journeys.conftest import Visitors

KEPT = """async () => [
  localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length, (await caches.keys()).length,
]"""


def test_a_page_pays_one_small_script_and_nothing_is_kept_or_told(visitor: Visitors) -> None:
    someone = visitor()
    someone.visit()
    someone.page.wait_for_timeout(500)
    of_the_chat = [
        request
        for request in someone.watch.requests
        if not urlsplit(request.url).path.startswith(("/demo/", "/static/", "/favicon"))
    ]
    assert [urlsplit(request.url).path for request in of_the_chat] == ["/embed.js"]
    answer = of_the_chat[0].response()
    assert answer
    assert len(gzip.compress(answer.body(), 9)) <= 2048
    assert all("cookie" not in request.all_headers() for request in someone.watch.requests)
    assert {request.method for request in someone.watch.requests} == {"GET"}
    assert [frame.evaluate(KEPT) for frame in someone.page.frames] == [[0, 0, "", 0, 0]]
    assert someone.context.cookies() == []
    assert someone.watch.received == []


def test_the_chat_says_who_is_there_and_keeps_nothing_until_something_is_sent(
    visitor: Visitors,
) -> None:
    someone = visitor()
    someone.visit()
    someone.open_chat()
    greeting = someone.chat.get_by_role("heading", name=someone.words.greeting)
    greeting.wait_for()
    someone.field.fill(someone.words.question)
    someone.page.wait_for_timeout(300)
    assert [frame.evaluate(KEPT) for frame in someone.page.frames] == [[0, 0, "", 0, 0]] * 2
    assert someone.context.cookies() == []
