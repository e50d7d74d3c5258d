"""The CRM is down, or takes something not: it stands in the tray, in its words, with a button."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.bridge import connected, eventually
from tests.journeys.conftest import Desks, Visitors
from tests.journeys.product import Product


def test_what_the_crm_refused_stands_in_the_tray_and_goes_out_again(
    visitor: Visitors, desk: Desks, product: Product
) -> None:
    connected(desk, product)
    keller, someone = desk("Miriam Keller"), visitor()
    mark = uuid4().hex[:8]
    product.crm.refuses, product.crm.mode = mark, "refuse"
    someone.visit()
    someone.open_chat()
    someone.say(mark)
    keller.waiting(mark).click()
    keller.take_button.click()
    keller.send_form()
    form = someone.log.get_by_role("form")
    form.get_by_role("textbox", name=someone.words.name_field).fill(f"Frau {mark}")
    form.get_by_role("textbox", name=someone.words.email_field).fill(f"{mark}@firma.example")
    form.get_by_role("button", name=someone.words.send).click()
    expect(keller.person).to_contain_text(mark)
    keller.close_conversation()

    manager = desk("Lena Fuchs")
    manager.open("/bridge")
    row = manager.page.get_by_role("row").filter(has_text=product.crm.refusal)
    expect(row.first).to_be_visible(timeout=30_000)
    row.first.click()
    pane = manager.page.get_by_role("region").filter(has_text=f"422 {product.crm.refusal}").last
    expect(pane).to_be_visible()
    product.crm.mode = "ok"
    manager.page.get_by_role("button", name=manager.words.again, exact=True).click()
    expect(row).to_have_count(0)
    # What waited for the contact follows it.
    unsettled = "SELECT count(*) FROM crm_bridge_delivery WHERE state <> 'delivered'"
    eventually(lambda: product.one(unsettled) == 0, "something still waits")
    known = [held for held in product.crm.contacts.values() if mark in str(held.data)]
    assert len(known) == 1
    entries = [held.kind for held in product.crm.entries.values() if mark in str(held.data)]
    assert sorted(entries) == ["conversation", "form"]
