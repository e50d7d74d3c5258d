"""What a receiver gets, and what it may answer."""

import base64
import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from crm_bridge import services
from crm_bridge.connectors import secrets, webhook
from crm_bridge.connectors.webhook import retry_after, sign, words
from crm_bridge.errors import ConfigurationError
from crm_bridge.models import Connection
from hub import outbound
from tests.crm_bridge.conftest import Happened, Someone, deliver
from tests.fakes.crm_receiver import SECRET, CrmReceiver


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The test vector of the specification's own libraries."""
    signed = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_gets_everything_it_needs(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone(email="AH@x.de", phone="0831 572014", company="Metallbau", language="de")
    entry = happened(who, log=True)
    assert deliver(connection) == 2
    (contact,) = crm.contacts.values()
    assert contact.data == {
        "external_id": str(who.contact_id),
        "version": contact.version,
        "deleted": False,
        "name": "Andreas Höfler",
        "company": "Metallbau",
        "job_title": "",
        "place": "",
        "language": "de",
        "emails": [{"value": "ah@x.de", "verified": False}],
        "phones": [{"value": "+49831572014", "verified": False}],
        "customer_since": None,
        "lead": None,
        "facts": [],
    }
    held = crm.entries[str(entry.id)]
    assert held.data == {
        "external_id": str(entry.id),
        "version": 3,
        "kind": "talk",
        "schema": 3,
        "deleted": False,
        "contact": contact.data,
        "site": "haldner",
        "occurred_at": "2026-11-03T09:00:00+00:00",
        "ended_at": None,
        "title": "Gespräch",
        "text": "head 2",
        "origin": {"campaign": "messe"},
        "payload": {"text": "Aufmaß", "head": 2},
    }
    assert crm.order == [f"{who.contact_id}_v{contact.version}", f"{entry.id}_v3"]
    assert crm.counts == {"received": 2, "verified": 2, "applied": 2}


def test_after_a_rotation_both_secrets_verify_for_a_day(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    _connection, new = services.change(who=None, connection_id=connection.id, rotate=True)
    assert new.startswith("whsec_")
    happened(someone())
    deliver(connection)
    assert crm.counts["forged"] == 0  # it still knows the old one only
    crm.secret = new
    happened(someone())
    deliver(connection)
    assert crm.counts["forged"] == 0
    connection.refresh_from_db()
    over = (timezone.now() - timedelta(seconds=1)).isoformat()
    connection.secrets[1]["until"] = over
    assert secrets.usable(connection.secrets) == [new]


def test_secrets_do_not_stand_in_the_database(connection: Connection) -> None:
    stored = json.dumps([connection.secrets, connection.settings])
    assert SECRET.removeprefix("whsec_") not in stored
    assert secrets.usable(connection.secrets) == [SECRET]


@pytest.mark.parametrize(
    "secret", ["short", "whsec_", "whsec_!!!", base64.b64encode(b"x" * 65).decode(), "ü" * 40]
)
def test_a_weak_or_broken_secret_is_refused(db: None, crm: CrmReceiver, secret: str) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        services.connect(who=None, name="X", url=crm.url, secret=secret)
    assert wrong.value.field == "secret"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://localhost:5432/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://0x7f.1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:pass@example.com/",
        "",
        "http://" + "a" * 2000,
    ],
)
def test_an_address_inside_the_house_is_refused_when_it_is_entered(db: None, url: str) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        services.connect(who=None, name="X", url=url)
    assert wrong.value.field == "url"
    assert wrong.value.message


def test_a_lease_not_longer_than_the_timeout_is_a_configuration_error(
    db: None, crm: CrmReceiver
) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        services.connect(who=None, name="X", url=crm.url, timeout_seconds=60, lease_seconds=60)
    assert wrong.value.field == "lease_seconds"


def test_a_ping_tests_the_connection(connection: Connection, crm: CrmReceiver) -> None:
    ok, _ms, said = services.test(who=None, connection_id=connection.id)
    assert (ok, said) == (True, "")
    crm.secret = secrets.new_secret()
    assert services.test(who=None, connection_id=connection.id)[::2] == (False, "invalid signature")


def answer(status: int, body: bytes, **headers: str) -> outbound.Response:
    return outbound.Response(status=status, headers=headers, body=body, elapsed=0.1)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"message": "Owner \'keller.m\' is inactive"}', "Owner 'keller.m' is inactive"),
        (b'{"error": {"message": "no\\nsuch\\u0000 owner"}}', "no such owner"),
        (b'{"error": "plain"}', "plain"),
        (b'{"detail": [{"loc": 1}]}', "[{'loc': 1}]"),
        (b"<html><body><h1>Bad <b>gateway</b></h1></body></html>", "Bad gateway"),
        (b"", "HTTP 502"),
        (b"\xff\xfe\x00", "\ufffd\ufffd"),
        (b"[1, 2]", "[1, 2]"),
        (b'"just text"', '"just text"'),
        (b"x" * 60_000, "x" * 500),
    ],
)
def test_the_receivers_own_words_are_kept_in_one_line(body: bytes, said: str) -> None:
    assert words(answer(502, body)) == said


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("99999999", 3600.0),
        ("", 30.0),
        ("soon", 30.0),
        ("nan", 30.0),
        ("inf", 30.0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 1.0),
        ("Fri, 99 Dec 1999 23:59:59 GMT", 30.0),
    ],
)
def test_retry_after_is_honoured_within_reason(value: str, seconds: float) -> None:
    assert retry_after(value, time.time()) == seconds


def test_retry_after_may_be_a_date() -> None:
    assert retry_after("Thu, 01 Jan 1970 00:01:40 GMT", 58.0) == 42.0


def test_a_link_of_the_receiver_is_a_web_address_or_nothing() -> None:
    assert webhook._link("https://crm.example/1") == "https://crm.example/1"
    for bad in ("javascript:alert(1)", 'https://x/"><script>', "data:text/html,x", None, 5):
        assert webhook._link(bad) == ""
