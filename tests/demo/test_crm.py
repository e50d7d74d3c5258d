"""The demo's CRM takes what the bridge signs, keeps the newest, and refuses everything else."""

import http.client
import json
import threading
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from crm_bridge import services
from crm_bridge.connectors.webhook import sign
from demo.erp.crm import MOST_BODY, SECRET, Crm, Refused
from demo.erp.server import Server
from demo.erp.state import State

NOW = 1_800_000_000
ID = str(uuid.UUID(int=7))


def delivery(version: int, **more: Any) -> bytes:
    data = {"external_id": ID, "version": version, **more}
    return json.dumps({"type": "entry.upserted", "data": data}).encode()


def signed(body: bytes, at: int = NOW, message: str = "m", secret: str = SECRET) -> dict[str, str]:
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": sign(secret, message, at, body),
    }


@pytest.fixture
def crm() -> Crm:
    return Crm(now=lambda: NOW)


def test_the_same_thing_twice_is_one_record_and_the_newest_version_stays(crm: Crm) -> None:
    answers = [crm.receive(signed(body), body) for body in map(delivery, (7, 9, 8, 9))]
    assert len({answer["id"] for answer in answers}) == 1
    assert crm.version(ID) == 9


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"webhook-signature": ""}, "signature"),
        ({"webhook-signature": "v1,AAAA"}, "signature"),
        ({"webhook-signature": "v1," + "ö" * 40}, "signature"),
        ({"webhook-id": "another"}, "signature"),
        ({"webhook-timestamp": ""}, "timestamp"),
        ({"webhook-timestamp": "-5"}, "timestamp"),
        ({"webhook-timestamp": "٣٣٣"}, "timestamp"),
        ({"webhook-timestamp": "9" * 400}, "timestamp"),
    ],
)
def test_what_is_not_signed_is_refused(crm: Crm, changed: dict[str, str], says: str) -> None:
    body = delivery(1)
    with pytest.raises(Refused, match=says):
        crm.receive(signed(body) | changed, body)
    assert crm.version(ID) == 0


@pytest.mark.parametrize("at", [NOW - 301, NOW + 301])
def test_an_old_delivery_cannot_be_played_back(crm: Crm, at: int) -> None:
    body = delivery(1)
    with pytest.raises(Refused, match="old"):
        crm.receive(signed(body, at=at), body)


def test_a_changed_body_and_a_foreign_secret_are_refused(crm: Crm) -> None:
    headers = signed(delivery(1))
    with pytest.raises(Refused):
        crm.receive(headers, delivery(2))
    body = delivery(1)
    with pytest.raises(Refused):
        crm.receive(signed(body, secret="whsec_" + "QUJD" * 10), body)


def test_one_right_signature_among_several_is_enough(crm: Crm) -> None:
    """While a secret is changed, the sender signs with both."""
    body = delivery(3)
    headers = signed(body)
    headers["webhook-signature"] = f"v1,AAAA {headers['webhook-signature']}"
    crm.receive(headers, body)
    assert crm.version(ID) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"[" * 5000,
        b'{"type": "entry.upserted", "data": []}',
        b'{"type": "entry.upserted", "data": {"external_id": "x", "version": "many"}}',
        b'{"type": "entry.upserted", "data": {"version": 1}}',
        b"\xff\xfe",
    ],
)
def test_signed_nonsense_is_refused(crm: Crm, body: bytes) -> None:
    with pytest.raises(Refused, match="no delivery"):
        crm.receive(signed(body), body)


@pytest.fixture
def erp() -> Iterator[Server]:
    server = Server(0, state=State(change_seconds=0, today=date(2026, 11, 24)), token="t")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.django_db
def test_the_bridge_reaches_it_over_http(erp: Server, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{erp.server_port}"]
    url = f"http://127.0.0.1:{erp.server_port}/crm/hooks"
    connection, _ = services.connect(who=None, name="CRM", url=url, secret=SECRET)
    assert services.test(who=None, connection_id=connection.id)[0] is True
    services.change(who=None, connection_id=connection.id, secret="whsec_" + "QUJD" * 10)
    connection.refresh_from_db()
    connection.secrets = connection.secrets[:1]
    connection.save()
    taken, _, words = services.test(who=None, connection_id=connection.id)
    assert not taken and "signature is wrong" in words


def test_too_large_a_delivery_is_refused_before_it_is_read(erp: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", erp.server_port, timeout=5)
    connection.putrequest("POST", "/crm/hooks")
    connection.putheader("Content-Length", str(MOST_BODY + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 400
    assert json.loads(answer.read())["error"]["code"] == "bad_length"
    connection.close()
