"""Other systems that misbehave, on real sockets."""

import asyncio
import gzip
import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openai
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from hub import outbound
from tests.fakes.raw_server import RawServer, Talk, answer, raw_server

Open = Callable[[Talk], RawServer]


@pytest.fixture
def server(settings: Settings, request: pytest.FixtureRequest) -> Open:
    """Opens a server that OUTBOUND_ALLOW names."""

    def open_(talk: Talk) -> RawServer:
        started = RawServer(talk)
        request.addfinalizer(started.stop)
        settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, started.origin]
        return started

    return open_


def say(what: bytes) -> Talk:
    return lambda connection, _: connection.sendall(what)


def test_an_allowed_inside_target_is_called(server: Open) -> None:
    erp = server(say(answer("200 OK", b'{"price": 12}')))
    got = outbound.request("POST", f"http://{erp.origin}/price?x=1", json={"sku": "ü"})
    assert (got.status, got.json()) == (200, {"price": 12})
    assert erp.requests[0].startswith(b"POST /price?x=1 HTTP/1.1\r\nHost: " + erp.origin.encode())


def test_only_the_named_port_is_allowed(server: Open, settings: Settings) -> None:
    erp = server(say(answer("200 OK")))
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{erp.port + 1}", "127.0.0.1", f"localhost:{erp.port}"]
    with pytest.raises(outbound.OutboundRefused):
        outbound.request("GET", f"http://{erp.origin}/")
    assert erp.requests == []


async def test_a_name_is_looked_up_once_and_that_address_is_called(
    server: Open, settings: Settings
) -> None:
    """DNS rebinding: whoever looks up a second time gets another answer."""
    erp = server(say(answer("200 OK", b"in")))
    settings.OUTBOUND_ALLOW = []
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    with pytest.raises((outbound.OutboundFailed, outbound.OutboundTimeout)):
        url = f"http://rebind.example:{erp.port}/"
        await outbound.arequest("GET", url, resolve=resolve, timeout=0.5)
    assert (asked, erp.requests) == (["rebind.example"], [])
    with pytest.raises(outbound.OutboundRefused):
        await outbound.arequest("GET", url, resolve=resolve)
    assert erp.requests == []


async def test_a_redirect_into_the_house_is_not_followed(server: Open) -> None:
    inside = server(say(answer("200 OK", b"secret")))
    outside = server(say(answer("302 Found", Location=f"http://{inside.origin}/")))
    got = await outbound.arequest("GET", f"http://{outside.origin}/")
    assert (got.status, inside.requests) == (302, [])
    async with outbound.async_http_client() as client:
        assert (await client.get(f"http://{outside.origin}/")).status_code == 302
    assert inside.requests == []


async def test_even_a_client_that_follows_is_refused_inside(
    server: Open, settings: Settings
) -> None:
    inside = server(say(answer("200 OK", b"secret")))
    outside = server(say(answer("302 Found", Location=f"http://{inside.origin}/")))
    settings.OUTBOUND_ALLOW = [outside.origin]
    async with outbound.async_http_client() as client:
        with pytest.raises(outbound.OutboundRefused):
            await client.get(f"http://{outside.origin}/", follow_redirects=True)
    assert inside.requests == []


def test_proxies_of_the_environment_are_not_used(
    server: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = server(say(answer("200 OK", b"proxied")))
    erp = server(say(answer("200 OK", b"direct")))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{proxy.origin}")
    assert outbound.request("GET", f"http://{erp.origin}/").body == b"direct"


def drip(head: bytes) -> Talk:
    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        for _number in range(100):
            time.sleep(0.05)
            connection.sendall(b"x")

    return talk


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: ", answer("200 OK")[:-2]])
def test_headers_that_drip_are_cut_off_at_the_deadline(server: Open, head: bytes) -> None:
    slow = server(drip(head))
    began = time.monotonic()
    with pytest.raises(outbound.OutboundTimeout) as late:
        outbound.request("GET", f"http://{slow.origin}/", timeout=0.4)
    assert time.monotonic() - began < 1.5
    assert late.value.reached


def test_a_body_that_drips_is_cut_off_at_the_deadline(server: Open) -> None:
    slow = server(drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"))
    began = time.monotonic()
    with pytest.raises(outbound.OutboundTimeout):
        outbound.request("GET", f"http://{slow.origin}/", timeout=0.4)
    assert time.monotonic() - began < 1.5


def test_a_peer_that_never_answers_costs_the_deadline(server: Open) -> None:
    mute = server(lambda connection, _: time.sleep(3))
    with pytest.raises(outbound.OutboundTimeout) as late:
        outbound.request("GET", f"http://{mute.origin}/", timeout=0.3)
    assert late.value.reached


def endless(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def test_an_endless_body_is_cut_off_at_the_cap(server: Open) -> None:
    huge = server(endless)
    with pytest.raises(outbound.OutboundTooLarge):
        outbound.request("GET", f"http://{huge.origin}/", max_bytes=100_000)


def test_a_packed_bomb_is_cut_off_at_the_cap(server: Open) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    huge = server(say(answer("200 OK", bomb, Content_Encoding="gzip")))
    with pytest.raises(outbound.OutboundTooLarge):
        outbound.request("GET", f"http://{huge.origin}/", max_bytes=100_000)


def test_a_packed_answer_is_unpacked(server: Open) -> None:
    packed = server(say(answer("200 OK", gzip.compress(b"hello" * 99), Content_Encoding="gzip")))
    assert outbound.request("GET", f"http://{packed.origin}/").body == b"hello" * 99


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\xff\xfe nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 banana OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ntoo short",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        answer("200 OK", b"not gzip", Content_Encoding="gzip"),
        answer("200 OK", gzip.compress(b"cut" * 99)[:-9], Content_Encoding="gzip"),
        answer("200 OK", b"??", Content_Encoding="br"),
        b"",
    ],
)
def test_nonsense_is_a_failure_that_may_have_reached_the_peer(
    server: Open, nonsense: bytes
) -> None:
    odd = server(say(nonsense))
    with pytest.raises(outbound.OutboundFailed) as failed:
        outbound.request("GET", f"http://{odd.origin}/", timeout=2)
    assert failed.value.reached


def test_a_closed_port_is_a_failure_that_reached_nobody(server: Open) -> None:
    gone = server(say(b""))
    gone.stop()
    time.sleep(0.05)
    with pytest.raises(outbound.OutboundFailed) as failed:
        outbound.request("GET", f"http://{gone.origin}/", timeout=2)
    assert not failed.value.reached


def test_an_answer_that_is_not_json_says_so(server: Open) -> None:
    odd = server(say(answer("200 OK", b"<html>")))
    with pytest.raises(outbound.OutboundFailed):
        outbound.request("GET", f"http://{odd.origin}/").json()
    deep = server(say(answer("200 OK", b"[" * 200_000)))
    with pytest.raises(outbound.OutboundFailed):
        outbound.request("GET", f"http://{deep.origin}/").json()


async def test_a_waiting_exchange_holds_up_nobody_else(server: Open) -> None:
    mute = server(lambda connection, _: time.sleep(1))
    quick = server(say(answer("200 OK")))
    slow = asyncio.create_task(outbound.arequest("GET", f"http://{mute.origin}/", timeout=0.8))
    began = time.monotonic()
    await outbound.arequest("GET", f"http://{quick.origin}/")
    assert time.monotonic() - began < 0.5
    with pytest.raises(outbound.OutboundTimeout):
        await slow


async def test_openai_takes_the_client_and_meets_the_same_guard(server: Open) -> None:
    model = server(say(answer("200 OK", b'{"object":"list","data":[]}')))
    async with outbound.async_http_client() as http:
        ai = openai.AsyncOpenAI(
            api_key="k", base_url=f"http://{model.origin}/v1", http_client=http, max_retries=0
        )
        assert (await ai.models.list()).data == []
        inside = ai.with_options(base_url="http://localhost:9/v1")
        with pytest.raises(openai.APIConnectionError) as refused:
            await inside.models.list()
    assert isinstance(refused.value.__cause__, outbound.OutboundRefused)


async def test_a_streamed_answer_arrives_piece_by_piece(server: Open) -> None:
    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _number in range(3):
            connection.sendall(b"1\r\na\r\n")
            time.sleep(0.1)
        connection.sendall(b"0\r\n\r\n")

    model = server(talk)
    seen = []
    async with (
        outbound.async_http_client() as client,
        client.stream("GET", f"http://{model.origin}/") as got,
    ):
        async for chunk in got.aiter_bytes():
            seen.append((chunk, time.monotonic()))
    assert [chunk for chunk, _ in seen] == [b"a", b"a", b"a"]
    assert seen[-1][1] - seen[0][1] > 0.15


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's TLS context for a name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(pem)
    return serving, ssl.create_default_context(cafile=str(pem))


async def test_the_pinned_address_still_proves_its_name(tmp_path: Path, settings: Settings) -> None:
    serving, trusting = certificate(tmp_path, "crm.example")
    asked: list[str | None] = []
    serving.sni_callback = lambda _socket, name, _context: asked.append(name)

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with raw_server(say(answer("200 OK", b"ok")), serving) as crm:
        settings.OUTBOUND_ALLOW = [f"crm.example:{crm.port}", f"other.example:{crm.port}"]
        good = f"https://crm.example:{crm.port}/"
        got = await outbound.arequest("GET", good, resolve=resolve, verify=trusting)
        assert (got.body, asked) == (b"ok", ["crm.example"])
        assert f"Host: crm.example:{crm.port}".encode() in crm.requests[0]
        with pytest.raises(outbound.OutboundFailed):
            other = f"https://other.example:{crm.port}/"
            await outbound.arequest("GET", other, resolve=resolve, verify=trusting)
        with pytest.raises(outbound.OutboundFailed) as untrusted:
            await outbound.arequest("GET", good, resolve=resolve)
        assert not untrusted.value.reached
        assert len(crm.requests) == 1
