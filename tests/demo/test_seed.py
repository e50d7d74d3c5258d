"""What the seeded demo holds: logs that are whole, people who agree with it, nobody who waits."""

import json
import re
from typing import Any

import pyotp
import pytest

from demo import catalogue
from tests.demo.conftest import Seeded


def test_every_log_is_whole_from_one_to_its_head(seeded: Seeded) -> None:
    assert seeded.one("SELECT count(*) FROM realtime_log") == 306
    broken = seeded.rows(
        "SELECT l.id FROM realtime_log l LEFT JOIN realtime_entry e ON e.log_id = l.id"
        " GROUP BY l.id HAVING count(e.seq) <> l.head OR max(e.seq) <> l.head OR min(e.seq) <> 1"
    )
    assert broken == []


def test_time_runs_forward_in_every_log_and_stops_now(seeded: Seeded) -> None:
    backwards = (
        "SELECT count(*) FROM (SELECT at < lag(at) OVER (PARTITION BY log_id ORDER BY seq) AS wrong"
        " FROM realtime_entry) AS e WHERE wrong"
    )
    assert seeded.one(backwards) == 0
    assert seeded.one("SELECT count(*) FROM realtime_entry WHERE at > now()") == 0
    assert seeded.one("SELECT count(*) FROM contacts_historyentry WHERE occurred_at > now()") == 0


def test_an_author_is_a_participant_of_that_log(seeded: Seeded) -> None:
    strangers = (
        "SELECT count(*) FROM realtime_entry e LEFT JOIN realtime_participant p"
        " ON p.id = e.participant_id AND p.log_id = e.log_id WHERE p.id IS NULL"
    )
    assert seeded.one(strangers) == 0


def test_notes_and_origins_stand_in_internal_logs_alone(seeded: Seeded) -> None:
    kinds = seeded.rows(
        "SELECT DISTINCT l.audience, e.kind FROM realtime_entry e JOIN realtime_log l"
        " ON l.id = e.log_id"
    )
    internal = {kind for audience, kind in kinds if audience == "internal"}
    assert internal == {"note", "origin"}
    assert not internal & {kind for audience, kind in kinds if audience == "public"}


def test_nobody_waits_and_only_some_of_today_are_open(seeded: Seeded) -> None:
    states = dict(seeded.rows("SELECT state, count(*) FROM chat_conversation GROUP BY state"))
    assert states == {"closed": 146, "active": 4}
    old = (
        "SELECT count(*) FROM chat_conversation"
        " WHERE state = 'active' AND created_at < now() - interval '12 hours'"
    )
    assert seeded.one(old) == 0


def test_both_languages_and_all_states_of_a_lead_are_there(seeded: Seeded) -> None:
    languages = dict(
        seeded.rows("SELECT language, count(*) FROM chat_conversation GROUP BY language")
    )
    assert min(languages["de"], languages["en"]) >= 30
    leads = dict(seeded.rows("SELECT state, count(*) FROM followup_lead GROUP BY state"))
    assert set(leads) == {"new", "approved", "rejected"}
    assert seeded.one("SELECT count(*) FROM contacts_contact") >= 55
    assert seeded.one("SELECT count(*) FROM chat_conversation WHERE rating IS NOT NULL") > 50


def test_two_people_might_be_one_and_somebody_has_to_say_so(seeded: Seeded) -> None:
    pairs = seeded.rows("SELECT state, keep_id <> other_id FROM contacts_mergeproposal")
    assert pairs == [("open", True)] * 2


def test_a_form_was_filled_in_where_its_card_says(seeded: Seeded) -> None:
    lost = (
        "SELECT count(*) FROM followup_formsubmission s LEFT JOIN realtime_entry e"
        " ON e.client_id = s.id AND e.kind = 'form.submitted'"
        " LEFT JOIN realtime_entry c ON c.log_id = e.log_id AND c.seq = (e.body->>'card')::int"
        " AND c.kind = 'card.form' AND c.body->>'form' = s.form WHERE c.seq IS NULL"
    )
    assert seeded.one(lost) == 0
    unlinked = (
        "SELECT count(*) FROM followup_formsubmission s JOIN contacts_identity i"
        " ON i.id = s.identity_id WHERE i.contact_id IS NULL"
    )
    assert seeded.one(unlinked) == 0


def test_a_consent_is_in_the_language_of_its_form(seeded: Seeded) -> None:
    other = (
        "SELECT count(*) FROM followup_consent c JOIN followup_consenttext t ON t.id = c.text_id"
        " JOIN followup_formsubmission s ON s.id = c.submission_id WHERE t.language <> s.language"
    )
    assert seeded.one(other) == 0


def test_every_blank_of_a_dialogue_was_filled(seeded: Seeded) -> None:
    texts = seeded.rows("SELECT body->>'text' FROM realtime_entry WHERE kind = 'message'")
    for (text,) in texts:
        assert not re.search(r"[{}]|, \.|  ", text), text


def test_a_product_card_has_its_price_with_a_time(seeded: Seeded) -> None:
    cards = [
        json.loads(body) if isinstance(body, str) else body
        for (body,) in seeded.rows("SELECT body FROM realtime_entry WHERE kind = 'card.product'")
    ]
    assert len(cards) > 60
    skus = {p.sku for p in catalogue.load().products}
    for card in cards:
        assert card["sku"] in skus
        assert card["url"].startswith("http://localhost:8000/demo/")
        assert float(card["live"]["price"]) > 0 and card["live"]["as_of"]


def test_what_the_crm_has_is_what_is_here_but_for_the_tray(seeded: Seeded) -> None:
    states = dict(seeded.rows("SELECT state, count(*) FROM crm_bridge_delivery GROUP BY state"))
    assert states["tray"] == 4 and set(states) == {"tray", "delivered"}
    behind = (
        "SELECT count(*) FROM crm_bridge_delivery d JOIN contacts_historyentry e ON e.id = entry_id"
        " LEFT JOIN realtime_log l ON l.id = e.log_id"
        " WHERE d.wanted_version <> e.revision + coalesce(l.head, 0)"
    )
    assert seeded.one(behind) == 0


def counts(seeded: Seeded) -> dict[str, Any]:
    tables = seeded.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {table: seeded.one(f'SELECT count(*) FROM "{table}"') for (table,) in tables}


def test_a_second_run_changes_nothing_and_is_quick(seeded: Seeded) -> None:
    before = counts(seeded)
    assert "there already" in seeded.manage("seed_demo").stdout
    assert counts(seeded) == before
    timed = (
        "import time; from demo.seed import parts; began = time.process_time();"
        " assert parts.run() == []; print('took', time.process_time() - began)"
    )
    said = seeded.manage("shell", "-v", "0", "-c", timed)
    assert float(said.stdout.split("took")[1]) < 1, "seconds of this process"


def test_another_port_moves_the_site_and_nothing_else(seeded: Seeded) -> None:
    before = counts(seeded)
    moved = seeded.manage("seed_demo", PORT="8100")
    assert moved.returncode == 0, moved.stderr
    assert seeded.one("SELECT origins FROM hub_sites_site") == ["http://localhost:8100"]
    after = counts(seeded)
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= {"audit_auditentry"}
    assert seeded.manage("seed_demo").returncode == 0
    assert seeded.one("SELECT origins FROM hub_sites_site") == ["http://localhost:8000"]


def test_a_password_that_was_changed_stays(seeded: Seeded) -> None:
    who = "lena.fuchs@haldner.example"
    change = f"UPDATE accounts_staff SET password = 'changed' WHERE email = '{who}' RETURNING 1"
    import psycopg

    with psycopg.connect(seeded.url) as connection:
        connection.execute(change.encode())
        connection.execute(b"UPDATE demo_seeded SET fingerprint = '' WHERE part = 'company'")
    assert seeded.manage("seed_demo").returncode == 0
    kept = seeded.one(f"SELECT password FROM accounts_staff WHERE email = '{who}'")
    assert kept == "changed"


def test_the_sign_ins_are_printed_with_codes_that_are_right(seeded: Seeded) -> None:
    printed = seeded.manage("demo_signins").stdout
    for role, email, word in [
        ("admin", "admin@haldner.example", "matthias-hebt-leicht"),
        ("manager", "lena.fuchs@haldner.example", "lena-hebt-leicht"),
        ("sales", "miriam.keller@haldner.example", "miriam-hebt-leicht"),
        ("sales", "jonas.brueckner@haldner.example", "jonas-hebt-leicht"),
    ]:
        line = next(line for line in printed.splitlines() if email in line)
        assert role in line and word in line
        code = re.search(r"code (\d{6})", line)
        secret = re.search(r"secret ([A-Z2-7]{32})", line)
        assert code and secret
        assert pyotp.TOTP(secret[1]).verify(code[1], valid_window=2)


@pytest.mark.parametrize("command", ["seed_demo", "demo_signins"])
def test_where_there_is_no_demo_there_are_no_such_commands(seeded: Seeded, command: str) -> None:
    refused = seeded.manage(command, DEMO="0", SECRET_KEY="x" * 50)
    assert refused.returncode != 0
    assert "hebt-leicht" not in refused.stdout + refused.stderr
