"""The lite side of ICE: what is learnt, what is sent to, and when the consent is gone."""

import ipaddress
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hub.env import SettingError
from tests.webinars.media.nodes import free_udp_port
from webinars.media import addresses
from webinars.media.addresses import to_advertise, to_bind
from webinars.media.ice import ADDRESSES, CHECKS_PER_SECOND, CONSENT_SECONDS, Agent, Path
from webinars.media.udp import Port


@pytest.fixture
def port() -> Iterator[Port]:
    opened = Port(ipaddress.ip_address("127.0.0.1"), free_udp_port())
    yield opened
    opened.sock.close()


def _path(port: Port, number: int) -> Path:
    return Path(port, ("127.0.0.1", number))


def test_the_last_nominated_address_is_sent_to(port: Port) -> None:
    agent = Agent(0.0)
    ufrag = agent.credentials.ufrag
    first, second, third = (_path(port, number) for number in (1, 2, 3))
    agent.checked(first, ufrag, False, 1.0)
    assert agent.selected == first
    agent.checked(second, ufrag, True, 1.1)
    agent.checked(third, ufrag, False, 1.2)
    assert agent.selected == second
    agent.checked(third, ufrag, True, 1.3)
    assert agent.selected == third
    assert set(agent.paths) == {first, second, third}


def test_the_oldest_of_too_many_addresses_is_forgotten_but_not_the_one_in_use(port: Port) -> None:
    agent = Agent(0.0)
    ufrag = agent.credentials.ufrag
    agent.checked(_path(port, 1), ufrag, True, 0.0)
    forgotten = []
    for number in range(2, ADDRESSES + 4):
        forgotten += agent.checked(_path(port, number), ufrag, False, float(number))
    assert forgotten == [_path(port, number) for number in (2, 3, 4)]
    assert agent.selected == _path(port, 1)
    assert len(agent.paths) == ADDRESSES


def test_without_checks_the_consent_ends(port: Port) -> None:
    agent = Agent(0.0)
    agent.checked(_path(port, 1), agent.credentials.ufrag, True, 10.0)
    assert agent.consents(10.0 + CONSENT_SECONDS - 0.1)
    assert not agent.consents(10.0 + CONSENT_SECONDS)


def test_after_a_restart_both_credentials_count_until_the_new_ones_nominate(port: Port) -> None:
    agent = Agent(0.0)
    before = agent.credentials
    agent.restart()
    after = agent.credentials
    assert agent.password(before.ufrag) == before.password
    assert agent.password(after.ufrag) == after.password
    assert before.password != after.password
    agent.checked(_path(port, 1), before.ufrag, True, 1.0)
    assert agent.password(before.ufrag) is not None
    agent.checked(_path(port, 1), after.ufrag, True, 1.0)
    assert agent.password(before.ufrag) is None


def test_too_many_checks_a_second_are_not_answered(port: Port) -> None:
    agent = Agent(0.0)
    assert all(agent.may_check(1.5) for _ in range(CHECKS_PER_SECOND))
    assert not agent.may_check(1.6)
    assert agent.may_check(2.0)


# --- addresses -----------------------------------------------------------------------------------


def _told(named: list[str], *, local: bool = False) -> list[str]:
    bound = [ipaddress.ip_address(ip) for ip in ("10.0.0.5", "127.0.0.1", "fd00::5")]
    found = to_advertise(named, port=8004, bound=bound, local_origin=local)
    return [f"{one.ip} {one.port}" for one in found]


def test_what_is_advertised() -> None:
    assert _told(["203.0.113.7", "[2001:db8::7]:40000", "203.0.113.8:40001", "2001:db8::8"]) == [
        "203.0.113.7 8004",
        "2001:db8::7 40000",
        "203.0.113.8 40001",
        "2001:db8::8 8004",
    ]
    assert _told([]) == ["10.0.0.5 8004", "fd00::5 8004"]
    assert _told([], local=True) == ["10.0.0.5 8004", "127.0.0.1 8004", "fd00::5 8004"]


@pytest.mark.parametrize(
    "wrong", ["media.example.org", "10.0.0.5:0", "10.0.0.5:65536", "10.0.0.5:x", "[::1", "1.2.3"]
)
def test_what_is_no_address_is_said_so(wrong: str) -> None:
    with pytest.raises(SettingError, match="MEDIA_ADVERTISE"):
        _told([wrong])


def test_this_machines_addresses_without_those_that_need_a_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ips = [("fe80::1", 0, 2), "192.0.2.9", ("2001:db8::9", 0, 0), "127.0.0.1"]
    adapters = [SimpleNamespace(ips=[SimpleNamespace(ip=ip) for ip in ips])]
    monkeypatch.setattr(cast(Any, addresses).ifaddr, "get_adapters", lambda: adapters)
    assert [str(ip) for ip in to_bind([])] == ["192.0.2.9", "127.0.0.1", "2001:db8::9"]
    assert [str(ip) for ip in to_bind(["10.0.0.5"])] == ["10.0.0.5"]
