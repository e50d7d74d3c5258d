"""What is signed in by a socket ends with the session, also when the hint to close it is lost."""

import asyncio
import contextlib
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from hub.accounts import services
from hub.accounts.services import RoleOn
from hub.realtime import endpoints, process
from hub.realtime.identify import staff_principal, still_signed_in
from tests.hub.accounts.conftest import MakeStaff, sign_in
from tests.hub.browser import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def _scope(browser: Browser) -> dict[str, Any]:
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "type": "websocket",
        "path": "/ws/staff",
        "subprotocols": ["hub.v1"],
        "headers": [
            (b"origin", settings.STAFF_ORIGIN.encode()),
            (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode()),
        ],
    }


def test_a_session_holds_until_it_is_ended(make_staff: MakeStaff) -> None:
    make_staff("admin@example.com", "admin")
    staff = make_staff()
    scope = _scope(sign_in())

    async def look() -> bool:
        return await still_signed_in(scope, who)

    who = asyncio.run(staff_principal(scope, settings.STAFF_ORIGIN, "de"))
    assert asyncio.run(look())
    services.set_roles(who=None, staff=staff, roles=[RoleOn("manager")])
    assert not asyncio.run(look())


async def test_a_socket_is_closed_when_its_session_ended_and_no_hint_came(
    make_staff: MakeStaff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "SESSION_EVERY", 0.1)
    staff = await sync_to_async(make_staff)()
    browser = await sync_to_async(sign_in)()
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    said.put_nowait({"type": "websocket.connect"})
    said.put_nowait({"type": "websocket.receive", "text": '{"t":"hello","lang":"de"}'})
    socket = asyncio.create_task(
        endpoints.websocket_application(_scope(browser), said.get, heard.put)
    )
    try:
        assert (await asyncio.wait_for(heard.get(), 10))["type"] == "websocket.accept"
        assert json.loads((await asyncio.wait_for(heard.get(), 10))["text"])["t"] == "hello"
        # Straight into the database: nobody is told.
        staff.is_active = False
        await staff.asave()
        last: dict[str, Any] = {}
        while last.get("type") != "websocket.close":
            last = await asyncio.wait_for(heard.get(), 10)
        assert last["code"] == 4401
    finally:
        said.put_nowait({"type": "websocket.disconnect", "code": 1000})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(socket, 5)
        await process.shut_down()
