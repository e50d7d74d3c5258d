import time

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from hub.env import SettingError
from hub.web.client_address import client_address, normal, peer_is_trusted, rate_key


@pytest.fixture(autouse=True)
def proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "fd00::/8"]


def _from(peer: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_address(RequestFactory(REMOTE_ADDR=peer).get("/", headers=headers))


def test_what_a_stranger_says_about_itself_is_not_believed() -> None:
    assert _from("203.0.113.9", "198.51.100.1") == "203.0.113.9"


def test_the_rightmost_hop_that_is_not_a_proxy_of_ours_counts() -> None:
    assert _from("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.2.2.2") == "198.51.100.7"


def test_the_leftmost_is_not_believed() -> None:
    assert _from("10.0.0.1", "127.0.0.1, 198.51.100.7") == "198.51.100.7"


def test_one_address_has_one_form() -> None:
    assert _from("::ffff:203.0.113.9") == "203.0.113.9"
    assert _from("10.0.0.1", "2001:DB8:0:0::1") == "2001:db8::1"
    assert _from("10.0.0.1", "[2001:db8::1]:443") == "2001:db8::1"
    assert _from("10.0.0.1", "203.0.113.9:5000") == "203.0.113.9"
    assert normal("fe80::1%eth0") == "fe80::1"


@pytest.mark.parametrize("junk", ["", "unknown", "<script>", "1.2.3.4.5", "::g", "0x7f.1", ",,,"])
def test_junk_ends_the_chain_at_what_is_known(junk: str) -> None:
    assert _from("10.0.0.1", f"198.51.100.1, {junk}") == "10.0.0.1"


def test_a_huge_header_costs_nothing_and_changes_nothing() -> None:
    huge = "1.1.1.1," * 200_000 + "198.51.100.7"
    began = time.perf_counter()
    assert _from("10.0.0.1", huge) == "198.51.100.7"
    assert time.perf_counter() - began < 0.1


def test_a_chain_of_nothing_but_proxies_gives_the_farthest_of_them() -> None:
    assert _from("10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3"


def test_a_socket_scope_gives_the_same() -> None:
    scope = {
        "client": ("10.0.0.1", 4711),
        "headers": [(b"x-forwarded-for", b"1.1.1.1"), (b"x-forwarded-for", b"198.51.100.7")],
    }
    assert client_address(scope) == "198.51.100.7"


def test_a_unix_socket_is_trusted_only_when_it_is_said(settings: Settings) -> None:
    assert client_address({"client": None, "headers": [(b"x-forwarded-for", b"1.1.1.1")]}) == (
        "unknown"
    )
    settings.TRUSTED_PROXIES = ["unix"]
    assert client_address({"client": None, "headers": [(b"x-forwarded-for", b"1.1.1.1")]}) == (
        "1.1.1.1"
    )
    assert peer_is_trusted({"client": None, "headers": []})


def test_limits_count_an_ipv6_customer_as_one() -> None:
    assert rate_key("2001:db8:1:2:3:4:5:6") == rate_key("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert rate_key("203.0.113.9") == "203.0.113.9"


def test_a_setting_that_makes_no_sense_is_named(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["proxy.internal"]
    with pytest.raises(SettingError, match="TRUSTED_PROXIES"):
        _from("203.0.113.9")
