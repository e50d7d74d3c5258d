"""The CRM: connected once for all journeys, as an administrator does it, and waited for."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desks
from tests.journeys.product import Product


def connected(desk: Desks, product: Product) -> None:
    if product.one("SELECT count(*) FROM crm_bridge_connection"):
        return
    admin = desk("Matthias Seidel")
    words = admin.words
    admin.open("/bridge")
    admin.page.get_by_role("button", name=words.connect).click()
    dialog = admin.page.get_by_role("dialog")
    dialog.get_by_label(words.bridge_name, exact=True).fill("CRM")
    dialog.get_by_label(words.bridge_url).fill(product.crm.url)
    dialog.get_by_role("button", name=words.connect).click()
    # It is shown once, and never again.
    shown = dialog.get_by_role("region", name=words.secret).locator("code")
    expect(shown).to_contain_text("whsec_")
    product.crm.secret = shown.inner_text()
    dialog.get_by_role("button", name=words.done).click()


def eventually(condition: Callable[[], bool], otherwise: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(otherwise)
        time.sleep(0.1)
