"""What may be called at all."""

import pytest

from hub import outbound
from hub.outbound import guard

INSIDE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "64:ff9b::10.0.0.1",
    "2001:db8::1",
    "nonsense",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_the_house_is_not_public(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert guard.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "unix:///run/redis.sock",
        "//example.com/",
        "http://",
        "http:///path",
        "http://user:secret@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com:99999/",
        "http://exa mple.com/",
        "http://example.com/\r\nX: y",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(outbound.OutboundRefused) as refused:
        outbound.request("GET", url)
    assert not refused.value.reached
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_every_spelling_of_loopback_is_refused(host: str) -> None:
    with pytest.raises(outbound.OutboundRefused):
        outbound.request("GET", f"http://{host}:9/")


async def test_one_inside_address_among_public_ones_refuses_the_name() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.5"]

    with pytest.raises(outbound.OutboundRefused):
        await outbound.arequest("GET", "http://mixed.example/", resolve=resolve)


async def test_a_name_that_nobody_knows_is_a_failure_that_reached_nobody() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(outbound.OutboundFailed) as failed:
        await outbound.arequest("GET", "http://nowhere.example/", resolve=resolve)
    assert not failed.value.reached
